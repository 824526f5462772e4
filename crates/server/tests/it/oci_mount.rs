//! Mounting a blob from another repository (OCI distribution-spec, end-11).

use testkit::{Caller, Reply, TestImage, TestServer, digest_of, digest512_of};

use crate::oci_check::{bare, refusal};

async fn mount(caller: &Caller, repository: &str, query: &str) -> Reply {
    let path = format!("/v2/{repository}/blobs/uploads/?{query}");
    caller.oci("POST", &path, &[], "").await
}

/// Nothing was mounted: there is an upload to go on with, and it works.
async fn check_upload_instead(caller: &Caller, reply: &Reply, bytes: &[u8], case: &str) {
    assert_eq!(reply.status, 202, "{case}: {}", reply.text());
    assert_eq!(reply.header("docker-content-digest"), "", "{case}");
    let head = caller
        .head(&format!("/v2/shop/web/blobs/{}", digest_of(bytes)))
        .await;
    bare(&head, 404, case);
    let location = reply.header("location");
    assert_eq!(reply.header("range"), "0-0", "{case}");
    let finished = caller
        .finish_upload(location, &digest_of(case.as_bytes()), case.as_bytes())
        .await;
    assert_eq!(finished.status, 201, "{case}: {}", finished.text());
}

#[tokio::test]
async fn from_another_repository_of_the_registry() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    for name in ["shop/api", "shop/web"] {
        admin.create_repository(name).await;
    }
    let image = TestImage::new("hello");
    image.push(&admin, "shop/api", "1").await;
    admin.push_blob("shop/api", b"no image has it").await;
    let long = digest512_of(b"long");
    let path = format!("/v2/shop/api/blobs/uploads/?digest={long}");
    admin.oci("POST", &path, &[], "long").await;
    for (digest, bytes) in [
        (digest_of(&image.layers[0]), &image.layers[0][..]),
        (digest_of(&image.config), &image.config),
        (digest_of(b"no image has it"), b"no image has it"),
        (long, b"long"),
    ] {
        for (case, query) in [
            ("first", format!("mount={digest}&from=shop/api")),
            (
                "again",
                format!("from=shop%2Fapi&mount={}", digest.replace(':', "%3A")),
            ),
            ("from itself", format!("mount={digest}&from=shop/web")),
        ] {
            let reply = mount(&admin, "shop/web", &query).await;
            assert_eq!(reply.status, 201, "{case}: {}", reply.text());
            assert_eq!(reply.header("docker-content-digest"), digest, "{case}");
            let location = reply.header("location");
            assert_eq!(location, format!("/v2/shop/web/blobs/{digest}"), "{case}");
            assert_eq!(admin.get(location).await.body, bytes, "{case}");
        }
    }
    // A mounted layer is a layer like any other: an image can be pushed with it.
    let reply = admin.push_manifest("shop/web", "1", &image.manifest).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
}

/// "If a registry does not support cross-repository mounting or is unable to mount the requested
/// blob, it SHOULD return a 202", and nothing is told of a repository that the caller may not read.
#[tokio::test]
async fn what_cannot_be_mounted_is_uploaded() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let stranger = server.other_account("444455556666").await;
    for name in ["shop/api", "shop/web"] {
        admin.create_repository(name).await;
    }
    stranger.create_repository("secret/app").await;
    admin.in_region("us-east-1").create_repository("far/app").await;
    let (secret, far, unknown) = (
        b"a stranger's".as_slice(),
        b"far".as_slice(),
        b"unknown".as_slice(),
    );
    stranger.push_blob("secret/app", secret).await;
    admin.in_region("us-east-1").push_blob("far/app", far).await;
    let mut shapes = Vec::new();
    for (case, bytes, from) in [
        ("a stranger's repository", secret, "&from=secret/app"),
        ("a stranger's blob in an own repository", secret, "&from=shop/api"),
        ("a missing repository", unknown, "&from=secret/nope"),
        ("a missing blob", unknown, "&from=shop/api"),
        ("another region", far, "&from=far/app"),
        ("no source", secret, ""),
        ("an empty source", secret, "&from="),
    ] {
        let reply = mount(&admin, "shop/web", &format!("mount={}{from}", digest_of(bytes))).await;
        let mut names: Vec<_> = reply
            .headers
            .keys()
            .map(|name| name.as_str().to_owned())
            .collect();
        names.sort();
        shapes.push(names);
        check_upload_instead(&admin, &reply, bytes, case).await;
    }
    assert!(shapes.iter().all(|shape| *shape == shapes[0]), "{shapes:?}");
}

#[tokio::test]
async fn malformed_mounts() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/web").await;
    let digest = digest_of(b"hello");
    for (query, code) in [
        ("mount=&from=shop/api".to_owned(), "DIGEST_INVALID"),
        ("mount=sha1:aa&from=shop/api".to_owned(), "DIGEST_INVALID"),
        (
            format!("mount={digest}&mount={digest}&from=shop/api"),
            "DIGEST_INVALID",
        ),
        (format!("mount={digest}&from=Shop/API"), "NAME_INVALID"),
        (format!("mount={digest}&from=../../etc"), "NAME_INVALID"),
        (
            format!("mount={digest}&from=shop/api&from=shop/api"),
            "NAME_INVALID",
        ),
    ] {
        refusal(&mount(&admin, "shop/web", &query).await, 400, code, &query);
    }
    let gone = mount(&admin, "shop/nope", &format!("mount={digest}&from=shop/web")).await;
    refusal(&gone, 404, "NAME_UNKNOWN", "into a missing repository");
}

//! Lists: tags (OCI distribution-spec, "Listing Tags": end-8a, end-8b) and the catalog of the
//! Docker Registry API.

use serde_json::{Value, json};
use testkit::{ACCOUNT, Caller, Reply, TestImage, TestServer};

use crate::oci_check::{bare, no_repository, refusal};

/// Tags in the order in which they are listed: that of their bytes.
const TAGS: [&str; 8] = ["1", "1.0", "10", "2", "B", "_x", "a", "a-b"];

async fn tagged() -> (TestServer, Caller) {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    let image = TestImage::new("hello");
    for tag in TAGS.iter().rev() {
        image.push(&admin, "shop/api", tag).await;
    }
    (server, admin)
}

fn next(reply: &Reply) -> Option<String> {
    let link = reply.header("link");
    let target = link
        .strip_prefix('<')
        .and_then(|link| link.strip_suffix(">; rel=\"next\""));
    assert!(link.is_empty() || target.is_some(), "{link}");
    target.map(str::to_owned)
}

/// Follows `Link` from `path` and returns what each page shows under `member`.
async fn walk(admin: &Caller, path: &str, member: &str) -> Vec<Value> {
    let (mut path, mut pages) = (Some(path.to_owned()), Vec::new());
    while let Some(at) = path {
        let reply = admin.get(&at).await;
        assert_eq!(reply.status, 200, "{at}: {}", reply.text());
        assert!(pages.len() < 50, "the walk does not end");
        pages.push(reply.json()[member].clone());
        path = next(&reply);
    }
    pages
}

#[tokio::test]
async fn tags_in_pages() {
    let (_server, admin) = tagged().await;
    let all = admin.get("/v2/shop/api/tags/list").await;
    assert_eq!(all.json(), json!({"name": "shop/api", "tags": TAGS}));
    assert_eq!(next(&all), None);
    for (query, pages) in [
        (
            "?n=3",
            vec![json!(TAGS[..3]), json!(TAGS[3..6]), json!(TAGS[6..])],
        ),
        ("?n=4", vec![json!(TAGS[..4]), json!(TAGS[4..])]),
        ("?n=8", vec![json!(TAGS)]),
        ("?n=1000", vec![json!(TAGS)]),
        ("?n=0", vec![json!([])]),
        ("?n=000", vec![json!([])]),
        ("?last=10", vec![json!(TAGS[3..])]),
        ("?last=11", vec![json!(TAGS[3..])]),
        ("?last=0", vec![json!(TAGS)]),
        ("?last=zzz", vec![json!([])]),
        ("?last=a-b&n=5", vec![json!([])]),
        ("?n=2&last=B", vec![json!(TAGS[5..7]), json!(TAGS[7..])]),
        ("?last=&n=8", vec![json!(TAGS)]),
        ("?unknown=1", vec![json!(TAGS)]),
    ] {
        let path = format!("/v2/shop/api/tags/list{query}");
        assert_eq!(walk(&admin, &path, "tags").await, pages, "{query}");
    }
    let head = admin.head("/v2/shop/api/tags/list?n=3").await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    assert!(next(&head).is_some());
}

/// ECR behaviour 4: a page has 100 entries where the client does not say.
#[tokio::test]
async fn the_default_page() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    let empty = admin.get("/v2/shop/api/tags/list").await;
    assert_eq!(empty.json(), json!({"name": "shop/api", "tags": []}));
    let image = TestImage::new("hello");
    image.push(&admin, "shop/api", "t000").await;
    for index in 1..101 {
        let reply = admin
            .push_manifest("shop/api", &format!("t{index:03}"), &image.manifest)
            .await;
        assert_eq!(reply.status, 201);
    }
    let pages = walk(&admin, "/v2/shop/api/tags/list", "tags").await;
    let lengths: Vec<_> = pages.iter().map(|page| page.as_array().map(Vec::len)).collect();
    assert_eq!(lengths, [Some(100), Some(1)]);
}

#[tokio::test]
async fn the_catalog_in_pages() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    assert_eq!(
        admin.get("/v2/_catalog").await.json(),
        json!({"repositories": []})
    );
    let names = ["a0", "a0/b", "shop/api", "shop/web", "team-x/y"];
    for name in names.iter().rev() {
        admin.create_repository(name).await;
    }
    for (query, pages) in [
        ("", vec![json!(names)]),
        (
            "?n=2",
            vec![json!(names[..2]), json!(names[2..4]), json!(names[4..])],
        ),
        ("?n=5", vec![json!(names)]),
        ("?n=0", vec![json!([])]),
        ("?last=a0/b", vec![json!(names[2..])]),
        ("?last=a0%2Fb&n=2", vec![json!(names[2..4]), json!(names[4..])]),
        ("?last=shop/b", vec![json!(names[3..])]),
        ("?last=zz", vec![json!([])]),
    ] {
        let path = format!("/v2/_catalog{query}");
        assert_eq!(walk(&admin, &path, "repositories").await, pages, "{query}");
    }
}

/// `n` and `last` that mean nothing (threats 42); the same of both lists.
#[tokio::test]
async fn pages_that_make_no_sense() {
    let (_server, admin) = tagged().await;
    let long = format!("?last={}", "a".repeat(257));
    for list in ["/v2/shop/api/tags/list", "/v2/_catalog"] {
        for (query, why) in [
            ("?n=-1", "greater than or equal to 0"),
            ("?n=-999999999999999999999", "greater than or equal to 0"),
            ("?n=1001", "less than or equal to 1000"),
            ("?n=2147483647", "less than or equal to 1000"),
            ("?n=4294967297", "less than or equal to 1000"),
            ("?n=99999999999999999999999999", "less than or equal to 1000"),
            ("?n=ten", "number"),
            ("?n=", "number"),
            ("?n=+1", "number"),
            ("?n=1e2", "number"),
            ("?n=0x10", "number"),
            ("?n=1%00", "number"),
            ("?n=%D9%A3", "number"),
            ("?n=1&n=2", "repeated"),
            ("?last=a&last=b", "repeated"),
            ("?last=%ff", "UTF-8"),
            ("?last=a%00b", "nextToken"),
            ("?last=!!!", "nextToken"),
            ("?last='%20OR%201=1--", "nextToken"),
            (&*long, "nextToken"),
        ] {
            let reply = admin.get(&format!("{list}{query}")).await;
            let message = refusal(&reply, 400, "UNSUPPORTED", &format!("{list}{query}"));
            assert!(message.contains(why), "{list}{query}: {message}");
            bare(&admin.head(&format!("{list}{query}")).await, 400, query);
        }
    }
    assert_eq!(admin.get("/v2/shop/api/tags/list").await.status, 200);
}

#[tokio::test]
async fn tags_of_a_missing_repository() {
    let (_server, admin) = tagged().await;
    let reply = admin.get("/v2/shop/nope/tags/list").await;
    let message = refusal(&reply, 404, "NAME_UNKNOWN", "tags");
    assert_eq!(message, no_repository("shop/nope", ACCOUNT));
    // No repository can have the name that the catalog has.
    let slash = admin.get("/v2/_catalog/").await;
    assert_eq!(
        (slash.status.as_u16(), slash.text()),
        (404, "404 page not found\n")
    );
}

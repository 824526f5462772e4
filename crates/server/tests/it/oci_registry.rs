//! Which registry a request is for: the host's where the host names one, else the token's
//! (ARCHITECTURE, "Which registry a request is for").

use serde_json::json;
use testkit::{ACCOUNT, Caller, TestImage, TestServer};

use crate::oci_check::{no_repository, refusal};

async fn only_tag(caller: &Caller, headers: &[(&str, &str)]) -> serde_json::Value {
    let reply = caller.oci("GET", "/v2/shop/api/tags/list", headers, "").await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()["tags"].clone()
}

#[tokio::test]
async fn accounts_and_regions_share_one_plain_port() {
    let server = TestServer::start().await;
    let first = server.administrator();
    let second = server.other_account("444455556666").await;
    let callers = [
        ("first-eu", first.clone()),
        ("first-us", first.in_region("us-east-1")),
        ("second-eu", second.clone()),
        ("second-us", second.in_region("us-east-1")),
    ];
    for (tag, caller) in &callers {
        caller.create_repository("shop/api").await;
        TestImage::new(tag).push(caller, "shop/api", tag).await;
    }
    for (tag, caller) in &callers {
        assert_eq!(only_tag(caller, &[]).await, json!([tag]));
        for (other, _) in &callers {
            let found = caller.get(&format!("/v2/shop/api/manifests/{other}")).await;
            let expected = if other == tag { 200 } else { 404 };
            assert_eq!(found.status, expected, "{other} seen by {tag}");
            let foreign = TestImage::new(other).layers[0].clone();
            let blob = caller
                .head(&format!("/v2/shop/api/blobs/{}", testkit::digest_of(&foreign)))
                .await;
            assert_eq!(blob.status, expected, "layer of {other} seen by {tag}");
        }
        let catalog = caller.get("/v2/_catalog").await;
        assert_eq!(catalog.json(), json!({"repositories": ["shop/api"]}), "{tag}");
    }
    let other_region = first.in_region("ap-south-1").get("/v2/shop/api/tags/list").await;
    let message = refusal(
        &other_region,
        404,
        "NAME_UNKNOWN",
        "a region without the repository",
    );
    assert_eq!(message, no_repository("shop/api", ACCOUNT));
}

#[tokio::test]
async fn a_host_name_decides_and_answers_stay_in_its_family() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    for (host, domain) in [
        ("111122223333.dkr.ecr.eu-west-1.amazonaws.com", ".amazonaws.com"),
        ("111122223333.dkr.ecr.eu-west-1.corp.test:8443", ".corp.test:8443"),
        ("111122223333.dkr-ecr.eu-west-1.on.aws", ".on.aws"),
    ] {
        let named = admin.at_host(host);
        let repository = format!("of/{}", domain.replace([':', '.'], "x"));
        let input = json!({"repositoryName": repository});
        let created = named.ecr_ok("CreateRepository", input).await;
        let expected = format!("{ACCOUNT}.dkr.ecr.eu-west-1{domain}/{repository}");
        assert_eq!(created["repository"]["repositoryUri"], json!(expected), "{host}");
        let token = named.ecr_ok("GetAuthorizationToken", json!({})).await;
        let proxy = format!("http://{ACCOUNT}.dkr.ecr.eu-west-1{domain}");
        assert_eq!(
            token["authorizationData"][0]["proxyEndpoint"],
            json!(proxy),
            "{host}"
        );
        TestImage::new(host).push(&named, &repository, "1").await;
        let challenge = named.oci("GET", "/v2/", &[("authorization", "none")], "").await;
        let expected = format!("Basic realm=\"https://{host}/\",service=\"ecr.amazonaws.com\"");
        assert_eq!(challenge.header("www-authenticate"), expected);
    }
}

/// The account in the host name beats the account of the token, which the caller may not use there.
#[tokio::test]
async fn the_host_beats_the_token() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let second = server.other_account("444455556666").await;
    for caller in [&admin, &second] {
        caller.create_repository("shop/api").await;
        TestImage::new(caller.account())
            .push(caller, "shop/api", caller.account())
            .await;
    }
    let own = "444455556666.dkr.ecr.eu-west-1.corp.test";
    let upper = "444455556666.DKR.ECR.eu-west-1.Corp.Test";
    let foreign = "111122223333.dkr.ecr.eu-west-1.corp.test";
    for host in [own, upper] {
        assert_eq!(
            only_tag(&second, &[("host", host)]).await,
            json!(["444455556666"])
        );
    }
    let reply = second
        .oci("GET", "/v2/shop/api/tags/list", &[("host", foreign)], "")
        .await;
    refusal(&reply, 403, "DENIED", "a foreign registry");
    // A name that is like a registry's but is none is a plain name.
    let plain = "4444.dkr.ecr.eu-west-1.corp.test";
    assert_eq!(
        only_tag(&second, &[("host", plain)]).await,
        json!(["444455556666"])
    );
}

//! STS GetCallerIdentity: as a form, and presigned.

use std::time::Duration;

use testkit::{Caller, Reply};

use crate::aws_fixture::{ACCOUNT, server};

const FORM: &str = "Action=GetCallerIdentity&Version=2011-06-15";

/// The text between an element's tags.
pub(crate) fn element<'a>(xml: &'a str, name: &str) -> &'a str {
    let start = xml
        .find(&format!("<{name}>"))
        .unwrap_or_else(|| panic!("no {name} in {xml}"));
    let rest = &xml[start + name.len() + 2..];
    &rest[..rest.find(&format!("</{name}>")).expect("an end")]
}

/// Status, code and message of an error of the Query protocol.
pub(crate) fn error_of(reply: &Reply) -> (u16, String, String) {
    let xml = reply.text();
    assert_eq!(reply.header("content-type"), "text/xml", "{xml}");
    assert_eq!(element(xml, "Type"), "Sender", "{xml}");
    assert_eq!(element(xml, "RequestId"), reply.header("x-amzn-requestid"));
    (
        reply.status.as_u16(),
        element(xml, "Code").to_owned(),
        element(xml, "Message").to_owned(),
    )
}

fn assert_identity(reply: &Reply, account: &str) {
    let xml = reply.text();
    assert_eq!(reply.status, 200, "{xml}");
    assert_eq!(reply.header("content-type"), "text/xml");
    assert!(
        xml.starts_with("<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">")
    );
    assert_eq!(
        element(xml, "Arn"),
        format!("arn:aws:iam::{account}:user/administrator")
    );
    assert_eq!(element(xml, "Account"), account);
    assert!(element(xml, "UserId").starts_with("AIDA"), "{xml}");
    assert_eq!(element(xml, "RequestId"), reply.header("x-amzn-requestid"));
    assert_eq!(reply.header("x-amzn-requestid").len(), 36);
}

async fn presigned(server: &testkit::TestServer, caller: &Caller, query: &str, life: u64) -> Reply {
    let request = caller
        .signature("sts")
        .presigned_get(query, Duration::from_secs(life));
    server.send(request).await
}

#[tokio::test]
async fn the_identity_by_form_and_by_query() {
    let (server, admin) = server().await;
    let bob = server.other_account("444455556666").await;
    for (caller, account) in [
        (&admin, ACCOUNT),
        (&admin.in_region("us-east-1"), ACCOUNT),
        (&bob, "444455556666"),
    ] {
        assert_identity(&caller.aws_query("sts", FORM).await, account);
        assert_identity(&presigned(&server, caller, FORM, 60).await, account);
    }
    // Members that the operation does not know are passed over; letters may be escaped.
    let odd = "Version=2011-06-15&Action=Get%43allerIdentity&Unknown=1";
    assert_identity(&admin.aws_query("sts", odd).await, ACCOUNT);
}

#[tokio::test]
async fn a_presigned_request_lives_as_long_as_it_says() {
    let (server, admin) = server().await;
    let request = || {
        admin
            .signature("sts")
            .presigned_get(FORM, Duration::from_secs(900))
    };
    let (early, late) = (request(), request());
    server.clock.advance(Duration::from_secs(900));
    assert_identity(&server.send(early).await, ACCOUNT);
    server.clock.advance(Duration::from_secs(1));
    let expired = server.send(late).await;
    let message = "Signature expired: 20260105T101500Z is now earlier than 20260105T101501Z (20260105T103001Z - 15 min.)";
    assert_eq!(
        error_of(&expired),
        (403, "SignatureDoesNotMatch".to_owned(), message.to_owned())
    );
    let too_long = presigned(&server, &admin, FORM, 604_801).await;
    assert_eq!(too_long.status.as_u16() / 100, 4, "{}", too_long.text());
}

#[tokio::test]
async fn forms_that_are_none() {
    let (server, admin) = server().await;
    let unknown = |action: &str, version: &str| {
        (
            400,
            "InvalidAction".to_owned(),
            format!("Could not find operation {action} for version {version}"),
        )
    };
    let malformed = (
        400,
        "MalformedQueryString".to_owned(),
        "The query is malformed".to_owned(),
    );
    for (form, expected) in [
        (
            "Action=Nothing&Version=2011-06-15",
            unknown("Nothing", "2011-06-15"),
        ),
        (
            "Action=getcalleridentity&Version=2011-06-15",
            unknown("getcalleridentity", "2011-06-15"),
        ),
        (
            "Action=GetCallerIdentity&Version=2010-01-01",
            unknown("GetCallerIdentity", "2010-01-01"),
        ),
        ("Action=GetCallerIdentity", unknown("GetCallerIdentity", "")),
        (
            "Action=%3Cb%3E%26&Version=%00",
            unknown("&lt;b&gt;&amp;", "\u{fffd}"),
        ),
        ("Version=2011-06-15", unknown("", "2011-06-15")),
        ("", unknown("", "")),
        (
            "Action=GetCallerIdentity&Action=GetCallerIdentity&Version=2011-06-15",
            malformed.clone(),
        ),
        ("Action=GetCallerIdentity&Version=2011-06-15&X=%ff", malformed),
    ] {
        let reply = admin.aws_query("sts", form).await;
        assert_eq!(error_of(&reply), expected, "{form}");
    }
    let long = format!("{FORM}&X={}", "a".repeat(300_000));
    let reply = admin.aws_query("sts", &long).await;
    assert_eq!(error_of(&reply).0, 413);
    // Nothing but the form and the presigned query is a Query request.
    let head = http::Request::head(format!("/?{FORM}"))
        .body("")
        .expect("a request");
    assert_eq!(server.send(head).await.status, 404);
}

//! OpenID Connect providers.

use crate::aws_fixture::{ACCOUNT, server};
use crate::aws_sts::element;
use crate::iam_fixture::{elements, ok, person, refusal, refused, walk};

const URL: &str = "https://idp.example.com/realm";
const THUMBPRINT: &str = "0123456789abcdef0123456789ABCDEF01234567";

fn arn(issuer: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:oidc-provider/{issuer}")
}

#[tokio::test]
async fn tags_and_rights() {
    let (_server, admin) = server().await;
    ok(&admin, "CreateOpenIDConnectProvider", &[("Url", URL)]).await;
    let arn = arn("idp.example.com/realm");
    let it = ("OpenIDConnectProviderArn", &*arn);
    for (key, value) in [("a", "1"), ("A", "2"), ("b", "3")] {
        let tag = [it, ("Tags.member.1.Key", key), ("Tags.member.1.Value", value)];
        ok(&admin, "TagOpenIDConnectProvider", &tag).await;
    }
    let paged = [it, ("MaxItems", "1")];
    let (values, pages) = walk(&admin, "ListOpenIDConnectProviderTags", &paged, "Value").await;
    assert_eq!((values.join(" "), pages), ("2 3".to_owned(), 2));
    ok(
        &admin,
        "UntagOpenIDConnectProvider",
        &[it, ("TagKeys.member.1", "a")],
    )
    .await;
    let got = ok(&admin, "GetOpenIDConnectProvider", &[it]).await;
    assert_eq!(elements(&got, "Key"), ["b"]);
    let ann = person(&admin, "ann").await;
    let sentence = format!(
        "User: arn:aws:iam::{ACCOUNT}:user/ann is not authorized to perform: iam:GetOpenIDConnectProvider on \
         resource: {arn} because no identity-based policy allows the iam:GetOpenIDConnectProvider action"
    );
    refused(
        &ann,
        ("GetOpenIDConnectProvider", &[it]),
        (403, "AccessDenied", &sentence),
    )
    .await;
}

#[tokio::test]
async fn a_provider_is_made_changed_and_deleted() {
    let (_server, admin) = server().await;
    let made = ok(
        &admin,
        "CreateOpenIDConnectProvider",
        &[
            ("Url", URL),
            ("ClientIDList.member.1", "sts.amazonaws.com"),
            ("ClientIDList.member.2", "sts.amazonaws.com"),
            ("ThumbprintList.member.1", THUMBPRINT),
            ("Tags.member.1.Key", "team"),
            ("Tags.member.1.Value", "red"),
        ],
    )
    .await;
    let arn = arn("idp.example.com/realm");
    let it = ("OpenIDConnectProviderArn", &*arn);
    assert_eq!(element(&made, it.0), arn);
    assert_eq!(element(&made, "Value"), "red");
    ok(
        &admin,
        "AddClientIDToOpenIDConnectProvider",
        &[it, ("ClientID", "ci")],
    )
    .await;
    ok(
        &admin,
        "AddClientIDToOpenIDConnectProvider",
        &[it, ("ClientID", "ci")],
    )
    .await;
    let other = "f".repeat(40);
    let thumbprints = [it, ("ThumbprintList.member.1", &*other)];
    ok(&admin, "UpdateOpenIDConnectProviderThumbprint", &thumbprints).await;
    let got = ok(&admin, "GetOpenIDConnectProvider", &[it]).await;
    assert_eq!(element(&got, "Url"), "idp.example.com/realm");
    assert_eq!(
        elements(element(&got, "ClientIDList"), "member"),
        ["sts.amazonaws.com", "ci"]
    );
    assert_eq!(elements(element(&got, "ThumbprintList"), "member"), [&*other]);
    assert_eq!(element(&got, "CreateDate"), "2026-01-05T10:15:00Z");
}

#[tokio::test]
async fn what_is_taken_away_is_gone() {
    let (_server, admin) = server().await;
    let members = [
        ("Url", URL),
        ("ClientIDList.member.1", "sts.amazonaws.com"),
        ("ClientIDList.member.2", "ci"),
    ];
    ok(&admin, "CreateOpenIDConnectProvider", &members).await;
    let arn = arn("idp.example.com/realm");
    let it = ("OpenIDConnectProviderArn", &*arn);
    for _ in 0..2 {
        let removed = [it, ("ClientID", "sts.amazonaws.com")];
        ok(&admin, "RemoveClientIDFromOpenIDConnectProvider", &removed).await;
    }
    let got = ok(&admin, "GetOpenIDConnectProvider", &[it]).await;
    assert_eq!(elements(element(&got, "ClientIDList"), "member"), ["ci"]);
    ok(
        &admin,
        "CreateOpenIDConnectProvider",
        &[("Url", "https://idp.example.com:8443")],
    )
    .await;
    let listed = ok(&admin, "ListOpenIDConnectProviders", &[]).await;
    let both = [arn.clone(), arn.replace("/realm", ":8443")];
    assert_eq!(elements(&listed, "Arn"), both);
    for _ in 0..2 {
        ok(&admin, "DeleteOpenIDConnectProvider", &[it]).await;
    }
    let sentence = format!("OpenIDConnect Provider not found for arn {arn}");
    let gone = (404, "NoSuchEntity", &*sentence);
    let members = [it, ("ClientID", "ci"), ("ThumbprintList.member.1", THUMBPRINT)];
    for action in [
        "GetOpenIDConnectProvider",
        "AddClientIDToOpenIDConnectProvider",
        "RemoveClientIDFromOpenIDConnectProvider",
        "UpdateOpenIDConnectProviderThumbprint",
        "ListOpenIDConnectProviderTags",
    ] {
        refused(&admin, (action, &members), gone).await;
    }
}

#[tokio::test]
async fn what_is_no_provider() {
    let (_server, admin) = server().await;
    for url in [
        "http://idp.example.com",
        "idp.example.com",
        "https://",
        "https://idp.example.com?x=1",
        "https://idp.example.com/#x",
        "https://user@idp.example.com",
        "https://idp.example.com//x",
    ] {
        let invalid = (400, "ValidationError", "Invalid Open ID Connect Provider URL");
        refused(&admin, ("CreateOpenIDConnectProvider", &[("Url", url)]), invalid).await;
    }
    let create = async |members: &[(&str, &str)]| {
        let members = [&[("Url", URL)], members].concat();
        refusal(&admin, "CreateOpenIDConnectProvider", &members).await
    };
    let numbered = |list: &str, count: usize, value: &str| -> Vec<(String, String)> {
        let name = |number| format!("{list}.member.{number}");
        (1..=count)
            .map(|number| (name(number), value.replace('#', &number.to_string())))
            .collect()
    };
    let thumbprints = numbered("ThumbprintList", 6, THUMBPRINT);
    let thumbprints: Vec<_> = thumbprints
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    assert_eq!(create(&thumbprints).await.1, "InvalidInput");
    let odd = "g".repeat(40);
    assert_eq!(
        create(&[("ThumbprintList.member.1", &odd)]).await.1,
        "InvalidInput"
    );
    assert_eq!(
        create(&[("ThumbprintList.member.1", "abc")]).await.1,
        "ValidationError"
    );
    let clients = numbered("ClientIDList", 101, "client-#");
    let clients: Vec<_> = clients.iter().map(|(name, value)| (&**name, &**value)).collect();
    let (status, code, message) = create(&clients).await;
    assert_eq!((status, &*code), (409, "LimitExceeded"));
    assert_eq!(
        message,
        "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100"
    );
}

#[tokio::test]
async fn urls_that_are_taken_and_arns_that_are_none() {
    let (_server, admin) = server().await;
    ok(&admin, "CreateOpenIDConnectProvider", &[("Url", URL)]).await;
    let taken = format!("Provider with url {URL} already exists.");
    let taken = (409, "EntityAlreadyExists", &*taken);
    refused(&admin, ("CreateOpenIDConnectProvider", &[("Url", URL)]), taken).await;
    for bad in [
        "arn:aws:iam::444455556666:oidc-provider/idp.example.com",
        "arn:aws:iam::111122223333:user/idp.example.com",
        "arn:aws:iam::111122223333:oidc-provider/",
    ] {
        let sentence = format!("Invalid ARN: {bad}");
        let members = [("OpenIDConnectProviderArn", bad)];
        refused(
            &admin,
            ("GetOpenIDConnectProvider", &members),
            (400, "InvalidInput", &sentence),
        )
        .await;
    }
}

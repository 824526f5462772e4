//! What the tests of IAM share: calls that must succeed or fail, and people without rights.

use serde_json::{Value, json};
use testkit::{Caller, TestServer};

use crate::aws_sts::{element, error_of};

/// A trust policy that lets machines assume a role.
pub(crate) const MACHINES: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;

/// The members of a request.
pub(crate) type Members<'a> = &'a [(&'a str, &'a str)];

/// Calls an operation that must succeed; returns the answer.
pub(crate) async fn ok(caller: &Caller, action: &str, members: Members<'_>) -> String {
    let reply = caller.iam(action, members).await;
    assert_eq!(reply.status, 200, "{action} {members:?}: {}", reply.text());
    reply.text().to_owned()
}

/// Calls an operation that must fail: status, code and sentence, quotation marks as they are.
pub(crate) async fn refusal(caller: &Caller, action: &str, members: Members<'_>) -> (u16, String, String) {
    let reply = caller.iam(action, members).await;
    assert_ne!(reply.status, 200, "{action} {members:?}: {}", reply.text());
    let (status, code, message) = error_of(&reply);
    (
        status,
        code,
        message.replace("&quot;", "\"").replace("&apos;", "'"),
    )
}

/// Calls an operation that must fail with exactly this.
pub(crate) async fn refused(
    caller: &Caller,
    (action, members): (&str, Members<'_>),
    (status, code, message): (u16, &str, &str),
) {
    let got = refusal(caller, action, members).await;
    let expected = (status, code.to_owned(), message.to_owned());
    assert_eq!(got, expected, "{action} {members:?}");
}

/// The texts of all elements of this name, in their order.
pub(crate) fn elements<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&open)
        .skip(1)
        .map(|rest| rest.split(&close).next().unwrap_or_default())
        .collect()
}

/// A new user without any right, with an access key.
pub(crate) async fn person(admin: &Caller, name: &str) -> Caller {
    ok(admin, "CreateUser", &[("UserName", name)]).await;
    with_new_key(admin, name).await
}

/// A user with another access key.
pub(crate) async fn with_new_key(admin: &Caller, name: &str) -> Caller {
    let made = ok(admin, "CreateAccessKey", &[("UserName", name)]).await;
    let key = registry::NewAccessKey {
        id: element(&made, "AccessKeyId").parse().expect("an access key id"),
        secret: element(&made, "SecretAccessKey").to_owned(),
    };
    admin.with_key(key, None)
}

/// The root of the administrator's account.
pub(crate) async fn root(server: &TestServer, admin: &Caller) -> Caller {
    let account = admin.account().parse().expect("an account");
    let made = server.registry.account_root_key(account).await;
    admin.with_key(made.expect("a database").expect("an account"), None)
}

/// Lets a user do an action on a resource.
pub(crate) async fn allow(admin: &Caller, user: &str, action: &str, resource: &str) {
    let statement = json!({"Effect": "Allow", "Action": action, "Resource": resource});
    put_policy(admin, user, &json!([statement])).await;
}

/// Gives a user these statements, in place of those that it has.
pub(crate) async fn put_policy(admin: &Caller, user: &str, statements: &Value) {
    let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let members = [
        ("UserName", user),
        ("PolicyName", "test"),
        ("PolicyDocument", &document),
    ];
    ok(admin, "PutUserPolicy", &members).await;
}

/// All texts of an element over all pages of a list, and how many pages there were.
pub(crate) async fn walk(
    caller: &Caller,
    action: &str,
    members: Members<'_>,
    name: &str,
) -> (Vec<String>, usize) {
    let (mut all, mut pages, mut marker) = (Vec::new(), 0, None::<String>);
    loop {
        let mut asked = members.to_vec();
        if let Some(marker) = &marker {
            asked.push(("Marker", marker));
        }
        let page = ok(caller, action, &asked).await;
        pages += 1;
        all.extend(elements(&page, name).into_iter().map(str::to_owned));
        if element(&page, "IsTruncated") == "false" {
            assert!(!page.contains("<Marker>"), "{page}");
            return (all, pages);
        }
        marker = Some(element(&page, "Marker").to_owned());
    }
}

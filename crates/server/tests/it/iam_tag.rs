//! Tags of users, roles and instance profiles.

use testkit::Caller;

use crate::aws_fixture::server;
use crate::iam_fixture::{MACHINES, elements, ok, refusal, refused, walk};

/// What has tags: the word in the operations, the member that names it, what is missing when it is.
const KINDS: [(&str, &str, &str); 3] = [
    ("User", "UserName", "The user with name x cannot be found."),
    ("Role", "RoleName", "The role with name x cannot be found."),
    (
        "InstanceProfile",
        "InstanceProfileName",
        "Instance Profile x cannot be found.",
    ),
];

/// The members that name tags, from 1 on.
fn tags(list: &[(&str, &str)]) -> Vec<(String, String)> {
    let members = (1..).zip(list).flat_map(|(number, (key, value))| {
        [
            (format!("Tags.member.{number}.Key"), (*key).to_owned()),
            (format!("Tags.member.{number}.Value"), (*value).to_owned()),
        ]
    });
    members.collect()
}

fn borrowed<'a>(first: &[(&'a str, &'a str)], rest: &'a [(String, String)]) -> Vec<(&'a str, &'a str)> {
    let rest = rest.iter().map(|(name, value)| (&**name, &**value));
    first.iter().copied().chain(rest).collect()
}

async fn create(
    admin: &Caller,
    (word, member, _): (&str, &str, &str),
    more: &[(String, String)],
) -> (u16, String, String) {
    let mut first = vec![(member, "a")];
    if word == "Role" {
        first.push(("AssumeRolePolicyDocument", MACHINES));
    }
    let members = borrowed(&first, more);
    let reply = admin.iam(&format!("Create{word}"), &members).await;
    match reply.status.as_u16() {
        200 => (200, String::new(), String::new()),
        _ => crate::aws_sts::error_of(&reply),
    }
}

#[tokio::test]
async fn tags_come_and_go() {
    let (_server, admin) = server().await;
    for kind in KINDS {
        let (word, member, missing) = kind;
        let (put, take, list) = (
            format!("Tag{word}"),
            format!("Untag{word}"),
            format!("List{word}Tags"),
        );
        assert_eq!(
            create(&admin, kind, &tags(&[("b", "1"), ("A", "2")])).await.0,
            200
        );
        let named = (member, "a");
        ok(
            &admin,
            &put,
            &borrowed(&[named], &tags(&[("B", "3"), ("é /=+-@_.:", "")])),
        )
        .await;
        let answer = ok(&admin, &list, &[named]).await;
        assert_eq!(elements(&answer, "Key"), ["A", "B", "é /=+-@_.:"]);
        assert_eq!(elements(&answer, "Value"), ["2", "3", ""]);
        let (keys, pages) = walk(&admin, &list, &[named, ("MaxItems", "1")], "Key").await;
        assert_eq!((keys.len(), pages), (3, 3));
        let keys = [named, ("TagKeys.member.1", "a"), ("TagKeys.member.2", "none")];
        ok(&admin, &take, &keys).await;
        assert_eq!(
            elements(&ok(&admin, &list, &[named]).await, "Key"),
            ["B", "é /=+-@_.:"]
        );
        let gone = (404, "NoSuchEntity", missing);
        let nobody = (member, "x");
        refused(&admin, (&list, &[nobody]), gone).await;
        refused(&admin, (&take, &[nobody, ("TagKeys.member.1", "a")]), gone).await;
        let members = borrowed(&[nobody], &[]);
        let one = tags(&[("a", "")]);
        let members: Vec<_> = members.into_iter().chain(borrowed(&[], &one)).collect();
        refused(&admin, (&put, &members), gone).await;
        ok(&admin, &format!("Delete{word}"), &[named]).await;
        assert_eq!(create(&admin, kind, &[]).await.0, 200);
        assert!(
            elements(&ok(&admin, &list, &[named]).await, "Key").is_empty(),
            "{word}"
        );
    }
}

#[tokio::test]
async fn tags_that_are_none() {
    let (_server, admin) = server().await;
    let duplicate = "Duplicate tag keys found. Please note that Tag keys are case insensitive.";
    let numbered: Vec<String> = (0..51).map(|number| format!("k{number}")).collect();
    let many: Vec<(&str, &str)> = numbered.iter().map(|key| (&**key, "v")).collect();
    let (long, longer) = ("k".repeat(129), "v".repeat(257));
    let rows: [(&[(&str, &str)], &str); 7] = [
        (&[("a", "1"), ("a", "2")], "InvalidInput"),
        (&[("a", "1"), ("A", "2")], "InvalidInput"),
        (&[("AWS:x", "1")], "InvalidInput"),
        (&many, "ValidationError"),
        (&[(&long, "v")], "ValidationError"),
        (&[("k", &longer)], "ValidationError"),
        (&[("a!", "v")], "ValidationError"),
    ];
    for kind in KINDS {
        let (word, member, _) = kind;
        for (list, code) in rows {
            let refusal = create(&admin, kind, &tags(list)).await;
            assert_eq!((refusal.0, &*refusal.1), (400, code), "{word}: {}", refusal.2);
        }
        assert_eq!(create(&admin, kind, &[]).await.0, 200);
        let put = format!("Tag{word}");
        for (list, code) in rows {
            let list = tags(list);
            let refusal = refusal(&admin, &put, &borrowed(&[(member, "a")], &list)).await;
            assert_eq!((refusal.0, &*refusal.1), (400, code), "{word}: {}", refusal.2);
            if code == "InvalidInput" && !refusal.2.contains("aws:") {
                assert_eq!(refusal.2, duplicate);
            }
        }
        // Fifty are enough, whether they come at once or not.
        let list = tags(&many[..50]);
        ok(&admin, &put, &borrowed(&[(member, "a")], &list)).await;
        ok(
            &admin,
            &put,
            &borrowed(&[(member, "a")], &tags(&[("K0", "other")])),
        )
        .await;
        let message = format!("Cannot exceed quota for TagsPer{word}: 50");
        let one = tags(&many[50..]);
        let members = borrowed(&[(member, "a")], &one);
        refused(&admin, (&put, &members), (409, "LimitExceeded", &message)).await;
        let listed = ok(&admin, &format!("List{word}Tags"), &[(member, "a")]).await;
        assert_eq!(elements(&listed, "Key").len(), 50);
    }
}

//! `hythe iam explain` beside a running server.

use crate::process::{Place, end_of};

const ADMINISTRATOR: &str = "arn:aws:iam::000000000000:user/administrator";

fn explain(place: &Place, principal: &str, resource: &str) -> (Option<i32>, String, String) {
    let action = ["iam", "explain", "--action", "ecr:PutImage"];
    let about = ["--principal", principal, "--resource", resource];
    let ended = end_of(&mut place.command(&[&action[..], &about[..]].concat()));
    (ended.code, ended.stdout, ended.stderr)
}

#[test]
fn a_decision_is_explained_with_its_statements() {
    let place = Place::new();
    let serving = place.serve(&[]);
    let own = "arn:aws:ecr:us-east-1:000000000000:repository/shop";
    let (code, text, _) = explain(&place, ADMINISTRATOR, own);
    assert_eq!(code, Some(0));
    assert!(text.contains("statement 1 of AdministratorAccess"), "{text}");
    let foreign = "arn:aws:ecr:us-east-1:444455556666:repository/shop";
    let (code, text, _) = explain(&place, ADMINISTRATOR, foreign);
    let sentence = format!(
        "User: {ADMINISTRATOR} is not authorized to perform: ecr:PutImage on resource: {foreign} because no \
         resource-based policy allows the ecr:PutImage action\n"
    );
    assert_eq!((code, text), (Some(0), sentence));
    let (code, _, error) = explain(&place, "arn:aws:iam::000000000000:user/nobody", own);
    assert_eq!(code, Some(1), "{error}");
    assert!(error.contains("cannot be found"), "{error}");
    serving.stop();
}

//! Tables of what ECR does not have: rules that keep or untag, expiry by pulls, lists of which one
//! entry is enough, held images. All are put to the second evaluator too.

use lifecycle::{Dialect, Policy};

use crate::fixture::{check, images, policy, policy_text, rules};

#[test]
fn expiry_by_pulls() {
    check(&[
        ("1 any pulled 10", "A[]30p9 B[]30p10 C[]30p11 D[]30 E[]9", "C1 D1"),
        ("1 any pulled 30", "A[]90r1 B[]90p40r29 C[]90p40r31", "C1"),
        ("1 any pulled 1", "A[]9p-1 B[]9~ C[]9z5", ""),
        (
            "1 v* pulled 5; 2 any pushed 20",
            "A[v1]30p1 B[]30p1 C[v2]9",
            "C1 B2",
        ),
        ("1 v* pulled 5", "A[v1]9>X X[v2]9 S[]9^A", "A1 S1^A"),
    ]);
}

#[test]
fn rules_that_keep() {
    let set = "A[v1]40 B[v2]30 C[sha-1]20 D[sha-2,v3]10 E[]5 F[]1";
    check(&[
        ("1 v* stay; 2 any keep 1", set, "C2 E2"),
        ("1 any stay; 2 any keep 1", set, ""),
        ("2 any stay; 1 any keep 5", set, "A1"),
        ("1 untagged keep 1; 2 v* stay; 3 any pushed 15", set, "E1 C3"),
        // Which it does not keep it leaves to the rules after it.
        ("1 v* newest 1; 2 any pushed 15", set, "A2 B2 C2"),
        ("1 v* newest 2; 2 v* pushed 1", set, "A2"),
        ("1 any newest 4; 2 any pushed 1", set, "A2 B2"),
        ("1 any newest 9; 2 any pushed 1", set, ""),
        ("1 any pushed-within 10; 2 any keep 1", set, "A2 B2 C2"),
        ("1 any pushed-within 9; 2 any keep 1", set, "A2 B2 C2 D2"),
        (
            "1 any pulled-within 3; 2 any keep 1",
            "A[]9p1 B[]9p4 C[]2 D[]1",
            "B2",
        ),
        (
            "1 any pulled-within 3; 2 any pushed 1",
            "A[]9p-1 B[]9r1 C[]9r4 D[]9~",
            "C2",
        ),
        // Who is kept takes a place.
        ("1 a stay; 2 any keep 2", "A[a]1 B[]2 C[]3", "C2"),
        ("1 a stay; 2 any keep 1", "A[a]9 B[]2 C[]3", "C2"),
        // Several, on the same images.
        ("1 v* newest 1; 2 v* pushed-within 35; 3 v* keep 1", set, "A3"),
        (
            "1 any newest 1; 3 any pushed-within 6; 4 any keep 1",
            set,
            "A4 B4 C4 D4",
        ),
        // Archived images are kept by rules that say so.
        ("1 any stay; 2 any archived 90", "A[]200z100", "A2"),
        (
            "1 a archive-stay; 2 any archived 90",
            "A[a]200z100 B[]200z100",
            "B2",
        ),
        ("1 any archive-stay; 2 any pushed 1", "A[]9", "A2"),
    ]);
}

#[test]
fn what_belongs_to_a_kept_image_is_kept() {
    check(&[
        (
            "1 v* stay; 2 untagged pushed 1",
            "A[v1]9 S[]9^A T[]9^S U[]9",
            "U2",
        ),
        ("2 v* stay; 1 untagged pushed 1", "A[v1]9 S[]9^A", "S1"),
        ("1 v* stay; 2 untagged pushed 1", "A[v1]9>X X[]9 S[]9^X", ""),
        ("1 v* stay; 2 untagged pushed 1", "A[v1]9>X S[]9^X", "S2"),
        // A referrer that is kept does not go with its subject.
        (
            "1 s stay; 2 v* pushed 1",
            "A[v1]9 S[s]9^A T[]9^S U[]9^A",
            "A2 U2^A",
        ),
        (
            "1 s stay; 2 v* pushed 1 archive",
            "A[v1]9 S[s]9^A U[]9^A",
            "A2z U2z^A",
        ),
        ("2 s stay; 1 v* pushed 1", "A[v1]9 S[s]9^A", "A1 S1^A"),
        // The weaker of two: what the first rule may do to it.
        (
            "1 v* pushed 1; 2 s stay; 3 w* stay; 4 any pushed 1",
            "A[w]9 S[s,v]9^A T[]9^S",
            "S1 T1^S",
        ),
    ]);
}

#[test]
fn held_images() {
    check(&[
        ("1 any pushed 1", "A[]9! B[]9", "B1"),
        ("1 any keep 1", "A[]1! B[]2 C[]3!", "B1"),
        ("1 any pushed 1 archive", "A[]9! B[]9", "B1z"),
        ("1 any archived 90", "A[]200z100! B[]200z100", "B1"),
        ("1 any pulled 1", "A[]9!", ""),
        ("1 v* pushed 1 untag", "A[v1]9! B[v2]9", "B1-v2"),
        // With what they list and what refers to them.
        ("1 any pushed 1", "A[]9!>X X[]9 S[]9^X T[]9^A U[]9", "U1"),
        ("1 v* pushed 1", "A[v]9 S[]9!^A T[]9^A", "A1 T1^A"),
        ("1 v* pushed 1", "A[v]9>X X[]9!", "A1"),
        // They shield nothing else, and no clock frees them.
        ("1 v* keep 1; 2 any pushed 1", "A[v1]9! B[v2]8! C[]7", "C2"),
        ("1 any pushed 2147483647", "A[]9!", ""),
    ]);
}

#[test]
fn tags_that_go() {
    let set = "A[sha-1]40 B[sha-2,v1]30 C[sha-3,sha-4]20 D[]10 E[sha-5]5";
    check(&[
        ("1 sha-* pushed 25 untag", set, "A1-sha-1 B1-sha-2"),
        ("1 sha-* keep 2 untag", set, "A1-sha-1 B1-sha-2 C1-sha-3"),
        ("1 sha-* keep 1 untag", set, "A1-sha-1 B1-sha-2 C1-sha-3 C1-sha-4"),
        ("1 sha-* keep 5 untag", set, ""),
        ("1 ^sha- pushed 25 untag", set, "A1-sha-1 B1-sha-2"),
        (
            "1 sha-* pulled 25 untag",
            "A[sha-1]40p3 B[sha-2]40p30 C[sha-3,x]40",
            "B1-sha-2 C1-sha-3",
        ),
        // An image that lost its last tag is untagged the next time.
        (
            "1 sha-* pushed 25 untag; 2 untagged pushed 1",
            set,
            "D2 A1-sha-1 B1-sha-2",
        ),
        (
            "1 sha-* pushed 25 untag; 2 untagged pushed 1",
            "A[]40 B[v1]30",
            "A2",
        ),
        // It hides no image from the rules after it; off an image that goes nothing is taken.
        ("1 sha-* pushed 25 untag; 2 any pushed 35", set, "A2 B1-sha-2"),
        (
            "1 sha-* keep 1 untag; 2 sha-* keep 3",
            set,
            "A2 B1-sha-2 C1-sha-3 C1-sha-4",
        ),
        (
            "1 sha-* pushed 25 untag; 2 any pushed 35 archive",
            set,
            "A2z A1-sha-1 B1-sha-2",
        ),
        // What a rule before it is about keeps its tags.
        (
            "1 v* keep 9; 2 sha-* pushed 1 untag",
            set,
            "A2-sha-1 C2-sha-3 C2-sha-4 E2-sha-5",
        ),
        ("2 v* keep 9; 1 sha-* pushed 25 untag", set, "A1-sha-1 B1-sha-2"),
        ("1 v* stay; 2 sha-* pushed 25 untag", set, "A2-sha-1"),
        (
            "2 v* stay; 1 sha-* pushed 25 untag; 3 any pushed 1",
            set,
            "A3 C3 D3 E3 B1-sha-2",
        ),
        // A tag goes by the first rule about it, or not.
        ("1 sha-2 keep 1 untag; 2 sha-* pushed 25 untag", set, "A2-sha-1"),
        (
            "1 sha-1 pushed 1 untag; 2 sha-* pushed 25 untag",
            set,
            "A1-sha-1 B2-sha-2",
        ),
        ("1 sha-2 keep 1 untag; 2 sha-* keep 4 untag", set, "A2-sha-1"),
        // Each tag has to match every entry, unless one is enough.
        ("1 sha-*&*-2 pushed 1 untag", set, "B1-sha-2"),
        ("1 sha-1|v* pushed 1 untag", set, "A1-sha-1 B1-v1"),
        // Not off images that an index lists, archived ones and those on their way back.
        (
            "1 x* pushed 1 untag",
            "A[]9>X X[x1]9 B[x2]9z3 C[x3]9~ D[x4]9",
            "D1-x4",
        ),
        ("1 x* keep 1 untag", "A[]9>X X[x1]1 B[x2]2z1 D[x4]9", ""),
    ]);
}

#[test]
fn lists_of_which_one_entry_is_enough() {
    let set = "A[a1]9 B[b1]8 C[a2,b2]7 D[c1]6 E[]5";
    check(&[
        ("1 a*|b* pushed 1", set, "A1 B1 C1"),
        ("1 a*&b* pushed 1", set, "C1"),
        ("1 ^a|b pushed 1", set, "A1 B1 C1"),
        ("1 a*|b* keep 2", set, "A1"),
        ("1 a*|b* stay; 2 any pushed 1", set, "D2 E2"),
        ("1 a*&b* keep 1; 2 a*|b* pushed 1", set, "A2 B2"),
        ("1 x|y pushed 1", set, ""),
    ]);
}

#[test]
fn ecr_refuses_each() {
    let missing = "object has missing required properties ([\"countNumber\",\"countType\"])";
    let not_allowed =
        "object instance has properties which are not allowed by the schema: ([\"tagListMatch\"])";
    for (short, expect) in [
        (
            "1 any pulled 10",
            "Must specify action type=TRANSITION when countType=SINCE_IMAGE_PULLED.",
        ),
        ("1 a keep 1 untag", NO_SCHEMA),
        ("1 a|b keep 1", not_allowed),
        ("1 any stay", missing),
        ("1 any archive-stay", missing),
        ("1 any newest 3", NO_SCHEMA),
        ("1 any pushed-within 3", NO_SCHEMA),
        ("1 any pulled-within 3", NO_SCHEMA),
    ] {
        let text = policy_text(&rules(short));
        let error = Policy::parse_as(&text, Dialect::Ecr).expect_err(short);
        assert!(error.to_string().contains(expect), "{short}: {error}");
        assert_ne!(policy(&rules(short)).extensions().count(), 0, "{short}");
    }
}

const NO_SCHEMA: &str = "instance failed to match exactly one schema (matched 0 out of 2)";

#[test]
fn reasons() {
    for (short, on, expect) in [
        (
            "1 any keep 1",
            "A[]1 B[]9",
            "it is number 2 from the newest, and 1 stay",
        ),
        (
            "1 any pushed 1",
            "A[]9",
            "it was pushed more than 1 day ago (9 days)",
        ),
        (
            "1 any pulled 2",
            "A[]9p3",
            "it was last pulled more than 2 days ago (3 days)",
        ),
        (
            "1 any pulled 2",
            "A[]9",
            "it was never pulled, and pushed more than 2 days ago (9 days)",
        ),
        (
            "1 any pulled 2",
            "A[]9p5r3",
            "it was not pulled since it was restored more than 2 days ago (3 days)",
        ),
        (
            "1 any pulled 2",
            "A[]9p3r3",
            "it was last pulled more than 2 days ago (3 days)",
        ),
        (
            "1 any archived 90",
            "A[]900z91",
            "it was archived more than 90 days ago (91 days)",
        ),
        (
            "1 v* keep 1 untag",
            "A[v1,v2]9",
            "it is number 2 from the newest, and 1 stay",
        ),
    ] {
        let (policy, images) = (policy(&rules(short)), images(on));
        let plan = lifecycle::plan(&policy, &images, crate::fixture::NOW);
        let marked = plan.acts.iter().filter_map(|act| match act.cause {
            lifecycle::Cause::Marked(reason) => Some(reason),
            lifecycle::Cause::Refers(_) => None,
        });
        let reasons: Vec<String> = marked
            .chain(plan.untaggings.iter().map(|one| one.reason))
            .map(|reason| reason.to_string())
            .collect();
        assert_eq!(reasons, [expect], "{short} on {on}");
    }
}

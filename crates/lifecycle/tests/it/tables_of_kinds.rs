//! Tables of policies on images that are more than a manifest with tags: in the archive, listed
//! by an index, referring to a subject. All are put to the second evaluator too.

use crate::fixture::check;

#[test]
fn archive() {
    let set = "A[a]300z91 B[b]300z90 C[]300z200 D[a2]300 E[]300~ F[]5r2";
    check(&[
        ("1 any archived 90", set, "C1 A1"),
        ("1 any archived 91", set, "C1"),
        ("1 untagged archived 90; 2 any archived 90", set, "C1 A2"),
        ("1 a* archived 90", set, "A1"),
        ("1 any pushed 9", set, "D1"),
        ("1 any keep 1", set, "D1"),
        ("1 any pushed 9 archive; 2 any archived 100", set, "D1z C2"),
        ("1 any archived 100; 2 any pushed 9 archive", set, "C1 D2z"),
        ("1 any keep 1 archive", "A[]9z200 B[]8 C[]7", "B1z"),
        ("1 any pushed 1", "A[]9~ B[]8~", ""),
        // Restored images count as young as their restoring, but in days since the push.
        ("1 any keep 1", "A[]90r1 B[]2", "B1"),
        ("1 any keep 1", "A[]90r3 B[]2", "A1"),
        ("1 any pushed 30", "A[]90r1 B[]29", "A1"),
        (
            "1 any pulled 30 archive",
            "A[]90r1 B[]90p40r29 C[]90p40r31 D[]90p1r40 E[]90p31r40",
            "E1z C1z",
        ),
        ("1 any archived 90", "A[]400r300z91 B[]400r300z89", "A1"),
    ]);
}

#[test]
fn indexes() {
    let set = "A[v1]9>XY X[]9 Y[]9 B[v2]5>Z Z[]5 C[]4";
    check(&[
        ("1 any pushed 1", set, "A1 B1 C1"),
        ("1 untagged pushed 1", set, "C1"),
        ("1 any keep 1", set, "A1 B1"),
        ("1 any keep 2 archive", set, "A1z"),
        ("1 v1 keep 1; 2 any pushed 1", set, "B2 C2"),
        // Tags of their own make no difference.
        ("1 p* pushed 1", "A[v1]9>X X[p1]9 Y[p2]9", "Y1"),
        ("1 p* keep 1", "A[v1]9>X X[p1]1 Y[p2]8 Z[p3]9", "Z1"),
        // Lists of lists, and lists of what is not there.
        ("1 any pushed 1", "A[]9>B B[]9>C C[]9", "A1"),
        ("1 any pushed 1", "A[]9>BQ B[]9", "A1"),
        ("1 any pushed 1", "B[]9 C[]9", "B1 C1"),
        // Two lists.
        ("1 a* pushed 1", "A[a]9>X B[b]9>X X[a1]9", "A1"),
        // An archived list keeps its images from deletion, but not from the archive.
        ("1 any pushed 1 archive", "A[]9z3>X X[]9", "X1z"),
        ("1 any pushed 1", "A[]9z3>X X[]9", ""),
        ("1 any keep 1", "A[]9z3>X X[]1 B[]2 C[]3", "C1"),
        ("1 any pushed 1 archive", "A[]9z3>X B[]1>X X[]9", ""),
        ("1 any archived 90", "A[]300z100>X X[]300z100", "A1"),
        ("1 any pushed 1 archive", "A[]9~>X X[]9", ""),
    ]);
}

#[test]
fn referrers() {
    check(&[
        ("1 v* pushed 5", "A[v1]9 S[]2^A B[v2]3 T[]3^B", "A1 S1^A"),
        ("1 v* pushed 5 archive", "A[v1]9 S[]2^A", "A1z S1z^A"),
        // Of referrers too, oldest first, each directly after its subject.
        (
            "1 v* pushed 5",
            "A[v1]9 S[]2^A T[]3^A U[]1^T B[v2]8",
            "A1 T1^A U1^T S1^A B1",
        ),
        // By their own tags or lack of them they are images like others.
        ("1 untagged pushed 1", "A[v1]9 S[]2^A", "S1"),
        (
            "1 untagged pushed 1; 2 v* pushed 5",
            "A[v1]9 S[]2^A T[]1^A",
            "S1 A2 T2^A",
        ),
        // A rule that is about them does not keep them from going with their subject.
        ("1 s* keep 9; 2 v* pushed 5", "A[v1]9 S[s]2^A", "A2 S2^A"),
        // Deletion is more than the archive.
        (
            "1 s* pushed 1 archive; 2 v* pushed 5",
            "A[v1]9 S[s]2^A T[]1^S",
            "A2 S2^A T2^S",
        ),
        (
            "1 s* pushed 1; 2 v* pushed 5 archive",
            "A[v1]9 S[s]2^A T[]1^S",
            "S1 T1^S A2z",
        ),
        (
            "1 s* pushed 1 archive; 2 v* pushed 5 archive",
            "A[v1]9 S[s]2^A",
            "S1z A2z",
        ),
        // What an archived index keeps from deletion does not go to the archive in its place.
        (
            "1 b pushed 5; 2 a pushed 1 archive",
            "B[b]9 A[a]3^B S[]3^A I[]9z1>S",
            "B1 A1^B",
        ),
        // Wherever they are.
        ("1 v* pushed 5", "A[v1]9 S[]2z1^A T[]2~^A", "A1 T1^A S1^A"),
        ("1 v* pushed 5 archive", "A[v1]9 S[]2z1^A T[]2~^A", "A1z"),
        ("1 v* archived 90", "A[v1]200z99 S[]200z99^A", "A1 S1^A"),
        // What an index lists stays, with what refers to it.
        ("1 v1 pushed 5", "A[v1]9 S[]2^A T[]2^S I[]1>S", "A1"),
        ("1 v1 pushed 5", "A[v1]9>X X[]9 S[]2^X", "A1"),
        ("1 v1 pushed 5", "A[v1]9 S[]2^A>X X[]2", "A1 S1^A"),
        ("1 any pushed 1", "S[]2^Q", "S1"),
        ("1 v1 pushed 5", "A[v1]9 S[]2^S T[]2^T", "A1"),
    ]);
}

//! Tables of policies on images: tags, counts, ages, priorities. All are put to the second
//! evaluator too.

use crate::fixture::check;

#[test]
fn tags() {
    let set = "A[v1,latest]9 B[v2]8 C[dev-1,v3]7 D[dev-2]6 E[]5 F[latest-v]4 G[V4]3 H[]2";
    check(&[
        ("1 any pushed 1", set, "A1 B1 C1 D1 E1 F1 G1 H1"),
        ("1 untagged pushed 1", set, "E1 H1"),
        ("1 untagged pushed 4", set, "E1"),
        ("1 * pushed 1", set, "A1 B1 C1 D1 F1 G1"),
        ("1 v* pushed 1", set, "A1 B1 C1"),
        ("1 *v pushed 1", set, "F1"),
        ("1 *v* pushed 1", set, "A1 B1 C1 D1 F1"),
        ("1 V* pushed 1", set, "G1"),
        ("1 v2 pushed 1", set, "B1"),
        ("1 v pushed 1", set, ""),
        ("1 ^v pushed 1", set, "A1 B1 C1"),
        ("1 ^v2 pushed 1", set, "B1"),
        ("1 ^v* pushed 1", set, ""),
        ("1 ^v&dev pushed 1", set, "C1"),
        ("1 v*&dev* pushed 1", set, "C1"),
        ("1 v*&latest pushed 1", set, "A1"),
        ("1 latest*&*-v pushed 1", set, "F1"),
        ("1 dev-*&dev-2 pushed 1", set, "D1"),
        ("1 *a*e*t pushed 1", set, "A1"),
        ("1 v*&dev*&latest pushed 1", set, ""),
        ("1 ^v&v1&v1 keep 1", set, ""),
    ]);
}

#[test]
fn counts() {
    let set = "A[a1]9 B[a2]8 C[a3]7 D[b1]6 E[]5 F[]4";
    check(&[
        ("1 any keep 1", set, "A1 B1 C1 D1 E1"),
        ("1 any keep 5", set, "A1"),
        ("1 any keep 6", set, ""),
        ("1 any keep 2147483647", set, ""),
        ("1 a* keep 1", set, "A1 B1"),
        ("1 a* keep 1; 2 any keep 1", set, "A1 B1 D2 E2"),
        ("1 untagged keep 1; 2 any keep 3", set, "E1 A2 B2 C2"),
        ("1 untagged keep 1; 2 a* keep 2; 3 any keep 1", set, "E1 A2 D3"),
        ("1 any keep 1", "A[]-1 B[]0 C[]1", "C1 B1"),
        ("1 any keep 1", "B[]3 A[]3 C[]3", "A1 B1"),
        ("1 any keep 2", "C[x]3 B[y]3 A[]4", "A1"),
        ("1 any keep 1", "", ""),
        ("1 any keep 1 archive", "A[]3 B[]2 C[]1", "A1z B1z"),
    ]);
}

#[test]
fn ages() {
    let set = "A[a1]30 B[a2]20 C[b1]11 D[]10 E[]9";
    check(&[
        ("1 any pushed 10", set, "A1 B1 C1"),
        ("1 any pushed 9", set, "A1 B1 C1 D1"),
        ("1 any pushed 30", set, ""),
        ("1 any pushed 29 archive", set, "A1z"),
        ("1 any pushed 2147483647", set, ""),
        ("1 any pushed 1", "A[]-5 B[]0 C[]1 D[]2", "D1"),
        (
            "1 any pulled 10 archive",
            "A[]30p9 B[]30p10 C[]30p11 D[]30 E[]9",
            "C1z D1z",
        ),
        ("1 any pulled 10 archive", "A[]30p-1 B[]9p20", "B1z"),
        ("1 a* pulled 5 archive; 2 any pushed 15", set, "A1z B1z"),
        ("1 a* pulled 25 archive; 2 any pushed 5", set, "A1z C2 D2 E2"),
    ]);
}

#[test]
fn priorities() {
    let set = "A[prod-1,sha-1]40 B[sha-2]30 C[prod-2,sha-3]20 D[sha-4]10 E[]5 F[sha-5]1";
    check(&[
        ("1 prod* keep 9; 2 sha* pushed 5", set, "B2 D2"),
        ("5 sha* pushed 5; 9 prod* keep 1", set, "A5 B5 C5 D5"),
        ("2 sha* pushed 25; 1 prod* keep 1", set, "A1 B2"),
        ("1 prod* keep 1; 2 sha* keep 1", set, "A1 B2 D2"),
        ("1 prod* keep 1; 2 sha* keep 4", set, "A1"),
        ("1 sha* keep 4; 2 prod* keep 1", set, "A1"),
        ("1 prod* pushed 99; 2 sha* pushed 99; 3 any pushed 1", set, "E3"),
        ("1 prod* pushed 99; 2 any keep 1", set, "B2 D2 E2"),
        (
            "1 prod-1 keep 1; 2 prod* keep 1; 3 sha-2 pushed 1; 4 any pushed 8",
            set,
            "B3 D4",
        ),
        (
            "10 untagged pushed 1; 2147483647 any keep 2",
            set,
            "E10 A2147483647 B2147483647 C2147483647 D2147483647",
        ),
        ("1 prod* pushed 25 archive; 2 sha* pushed 5", set, "A1z B2 D2"),
        ("1 sha* pushed 5; 2 prod* pushed 25 archive", set, "A1 B1 C1 D1"),
        ("1 ^prod keep 1; 2 prod* pushed 1; 3 any keep 3", set, "A1 B3"),
    ]);
}

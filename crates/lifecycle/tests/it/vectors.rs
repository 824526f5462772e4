//! The reference outcomes of the specification.

use crate::fixture::check;

#[test]
fn reference_outcomes() {
    let betas = "A[beta-1,prod-1]10 B[beta-2,prod-2]9 C[beta-3]8";
    let three = "A[alpha-1,beta-1,gamma-1]10 B[alpha-2,beta-2]9 C[alpha-3,beta-3,gamma-2]8";
    check(&[
        ("1 prod* keep 1; 2 beta* keep 1", betas, "A1"),
        ("1 beta* keep 1; 2 prod* keep 1", betas, "A1 B1"),
        (
            "1 alpha*&beta* pushed 5",
            "A[alpha-1]12 B[beta-1]11 C[alpha-2,beta-2]10 D[alpha-3]4 E[beta-3]3 F[alpha-4,beta-4]2",
            "C1",
        ),
        ("1 alpha*&beta* keep 1", three, "A1 B1"),
        (
            "1 any keep 1",
            "A[alpha-1]4 B[beta-1]3 C[]2 D[alpha-2]1",
            "A1 B1 C1",
        ),
        (
            "1 alpha* keep 1; 2 untagged pushed 1; 3 any keep 1",
            "A[alpha-1,beta-1]4 B[]3 C[alpha-2]2 D[githash]1 E[]1",
            "A1 B2 D3",
        ),
    ]);
}

#[test]
fn children_of_an_index_are_not_counted() {
    // 24 of 26 images are ranked: two are listed by an index.
    let letters = ('A'..='X').map(|letter| format!("{letter}[t-{letter}]{}", letter as u8));
    let mut images: Vec<String> = letters.collect();
    images[0] += ">YZ";
    images.extend(["Y[]200".to_owned(), "Z[]201".to_owned()]);
    check(&[("1 any keep 23", &images.join(" "), "X1")]);
}

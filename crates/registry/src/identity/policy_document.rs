//! Policy documents at the moment in which they are written: what is not a policy is refused, in
//! IAM's sentences where IAM has one.

use iam::{Counted, Limits, Policy, PolicyError, PolicyKind, Problem};

use super::entity::quota;
use crate::{Error, IdentityFault};

/// How much of a document may count: all but the white space between its tokens (IAM quotas).
pub(crate) const fn limit(characters: usize) -> Limits {
    Limits {
        characters,
        counted: Counted::NotWhiteSpace,
    }
}

/// Reads the document of a managed policy.
pub(crate) fn parse_managed(document: &str) -> Result<Policy, Error> {
    let kind = PolicyKind::Identity;
    let limits = Limits::of(kind);
    Policy::parse(document, kind, limits).map_err(|error| match error.problem {
        Problem::TooLong { characters } => quota("PolicySize", characters),
        _ => malformed(&error),
    })
}

/// The refusal of a document that is no policy.
pub(crate) fn malformed(error: &PolicyError) -> Error {
    Error::identity(IdentityFault::MalformedPolicyDocument, sentence(error))
}

/// IAM's sentence on a fault. Where IAM says no more than that there is one, the place follows.
fn sentence(error: &PolicyError) -> String {
    let element = element(&error.path);
    match (&error.problem, element) {
        (Problem::NotOfKind { element, .. }, _) if element.ends_with("Principal") => {
            "Policy document should not specify a principal.".to_owned()
        }
        (Problem::Missing { element }, _) if element.contains("Action") => {
            "Policy statement must contain actions.".to_owned()
        }
        (Problem::Missing { element }, _) if element.contains("Resource") => {
            "Policy statement must contain resources.".to_owned()
        }
        (Problem::Repeated { .. }, "Sid") => {
            "Statement IDs (SID) in a single policy must be unique.".to_owned()
        }
        (Problem::Malformed { .. }, "Sid") => {
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression \
             [0-9A-Za-z]*"
                .to_owned()
        }
        (Problem::Malformed { value, .. }, "Action" | "NotAction") if !value.contains(':') => {
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.".to_owned()
        }
        (Problem::Malformed { value, .. }, "Resource" | "NotResource") if !value.starts_with("arn:") => {
            format!("Resource {value} must be in ARN format or \"*\".")
        }
        _ => format!("Syntax errors in policy. {error}"),
    }
}

/// The statement's element in a path such as `Statement[0].Action[1]`.
fn element(path: &str) -> &str {
    let last = path.rsplit('.').next().unwrap_or_default();
    last.split('[').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_have_iams_sentences() {
        let statement = |members: &str| format!(r#"{{"Version":"2012-10-17","Statement":[{{{members}}}]}}"#);
        let good = r#""Effect":"Allow","Action":"ecr:*","Resource":"*""#;
        for (document, expected) in [
            (
                "{".to_owned(),
                "Syntax errors in policy. the policy must be one JSON object",
            ),
            ("[]".to_owned(), "Syntax errors in policy. must be"),
            (
                statement(&format!("{good},\"Principal\":\"*\"")),
                "Policy document should not specify a principal.",
            ),
            (
                statement(r#""Effect":"Allow","Resource":"*""#),
                "Policy statement must contain actions.",
            ),
            (
                statement(r#""Effect":"Allow","Action":"ecr:*""#),
                "Policy statement must contain resources.",
            ),
            (
                statement(r#""Effect":"Allow","Action":"ecr","Resource":"*""#),
                "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
            ),
            (
                statement(r#""Effect":"Allow","Action":["ecr:*"],"Resource":["*","bucket/x"]"#),
                "Resource bucket/x must be in ARN format or \"*\".",
            ),
            (
                statement(&format!("{good},\"Sid\":\"a b\"")),
                "Statement IDs (SID) must be alpha-numeric.",
            ),
            (
                statement(&format!("{good},\"Sid\":\"a\"}},{{{good},\"Sid\":\"a\"")),
                "Statement IDs (SID) in a single policy must be unique.",
            ),
            (
                statement(&format!("{good},\"Effekt\":\"Deny\"")),
                "Syntax errors in policy. Statement[0]: unknown element \"Effekt\"",
            ),
            (
                statement(&format!("{good},\"Condition\":{{\"Like\":{{\"aws:x\":\"1\"}}}}")),
                "Syntax errors in policy. Statement[0].Condition",
            ),
        ] {
            let error = parse_managed(&document).expect_err(&document).to_string();
            assert!(error.starts_with(expected), "{document}: {error}");
        }
        let long = statement(&format!("{good},\"Sid\":\"{}\"", "a".repeat(6_200)));
        let error = parse_managed(&long).expect_err("too long").to_string();
        assert_eq!(error, "Cannot exceed quota for PolicySize: 6144");
    }
}

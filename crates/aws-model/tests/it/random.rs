//! Decoding random JSON and random forms never panics, and what it refuses can be told.

use aws_model::{DecodeError, decode, decode_query, ecr, ecr_public, iam, sts};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Member names and values that lead deep into the shapes, mixed with those that do not.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(|value| json!(value)),
        any::<i64>().prop_map(|value| json!(value)),
        any::<f64>().prop_map(|value| json!(value)),
        any::<String>().prop_map(|value| json!(value)),
        prop::sample::select(vec![
            "WILDCARD",
            "ab",
            "sha256:00",
            "PREFIX_MATCH",
            "KMS",
            "123456789012"
        ])
        .prop_map(|value| json!(value)),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            btree_map(name(), inner, 0..6).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "repositoryName",
            "imageIds",
            "imageTag",
            "imageDigest",
            "replicationConfiguration",
            "rules",
            "destinations",
            "region",
            "registryId",
            "repositoryFilters",
            "filter",
            "filterType",
            "tags",
            "Key",
            "Value",
            "maxResults",
            "encryptionConfiguration",
            "encryptionType",
            "layerPartBlob",
            "partFirstByte",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ]
}

fn try_all(body: &[u8]) {
    let outcomes = [
        decode::<ecr::PutReplicationConfigurationRequest>(body).err(),
        decode::<ecr::CreateRepositoryRequest>(body).err(),
        decode::<ecr::DescribeImagesRequest>(body).err(),
        decode::<ecr::UploadLayerPartRequest>(body).err(),
        decode::<ecr_public::PutRepositoryCatalogDataRequest>(body).err(),
    ];
    for error in outcomes.into_iter().flatten() {
        assert!(!error.to_string().is_empty());
        if let DecodeError::Constraints(violations) = error {
            let (_, message) = ecr::Operation::CreateRepository.constraint_error(&violations);
            assert!(message.starts_with("Invalid parameter at '"), "{message}");
        }
    }
}

/// Paths that lead into the shapes, and such that nearly do.
fn path() -> impl Strategy<Value = String> {
    let step = prop_oneof![
        prop::sample::select(vec![
            "Tags",
            "member",
            "1",
            "2",
            "0",
            "Key",
            "Value",
            "UserName",
            "PolicyArns",
            "arn",
            "ContextEntries",
            "ContextKeyValues",
            "ActionNames",
            "MaxItems",
            "DurationSeconds",
            "entry",
            "",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    vec(step, 1..6).prop_map(|steps| steps.join("."))
}

fn try_all_forms(pairs: &[(String, String)]) {
    let pairs = || pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let outcomes = [
        decode_query::<iam::CreateUserRequest>(pairs()).err(),
        decode_query::<iam::SimulateCustomPolicyRequest>(pairs()).err(),
        decode_query::<iam::ListPoliciesRequest>(pairs()).err(),
        decode_query::<sts::AssumeRoleRequest>(pairs()).err(),
    ];
    for error in outcomes.into_iter().flatten() {
        assert!(!error.to_string().is_empty());
        if let DecodeError::Constraints(violations) = error {
            let (_, message) = sts::Operation::AssumeRole.constraint_error(&violations);
            assert!(message.contains(" detected: Value "), "{message}");
        }
    }
}

proptest! {
    #[test]
    fn random_forms_are_decoded_or_refused(pairs in vec((path(), any::<String>()), 0..12)) {
        try_all_forms(&pairs);
    }

    /// What is written member by member is read back, whatever the order of the members.
    #[test]
    fn lists_are_read_back(values in vec("[a-z]{3,8}", 0..40), seed in any::<prop::sample::Index>()) {
        let mut pairs: Vec<(String, String)> = values
            .iter()
            .enumerate()
            .map(|(index, value)| (format!("ActionNames.member.{}", index + 1), value.clone()))
            .collect();
        pairs.push(("PolicyInputList.member.1".to_owned(), "{}".to_owned()));
        if values.is_empty() {
            pairs.push(("ActionNames".to_owned(), String::new()));
        }
        let turn = seed.index(pairs.len());
        pairs.rotate_left(turn);
        let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let request = decode_query::<iam::SimulateCustomPolicyRequest>(pairs);
        prop_assert_eq!(request.map(|request| request.action_names), Ok(values));
    }

    #[test]
    fn random_json_is_decoded_or_refused(value in value()) {
        try_all(value.to_string().as_bytes());
    }

    #[test]
    fn random_members_are_decoded_or_refused(members in btree_map(name(), value(), 0..8)) {
        let value = Value::Object(members.into_iter().collect());
        try_all(value.to_string().as_bytes());
    }

    #[test]
    fn random_bytes_are_decoded_or_refused(bytes in vec(any::<u8>(), 0..256)) {
        try_all(&bytes);
    }
}

//! AWS's own managed policies: that they are legal, and that they mean what their names say.

use std::collections::BTreeSet;

use iam::{Attached, Context, Limits, Policy, PolicyKind, Principal, Request, evaluate, managed};
use names::PrincipalArn;

use crate::cases::{OWNER, REPOSITORY, account};

fn policy(name: &str) -> Policy {
    let found = managed::all().iter().find(|policy| policy.name() == name);
    let kind = PolicyKind::Identity;
    let document = found.expect(name).document;
    Policy::parse(document, kind, Limits::of(kind)).expect(name)
}

#[test]
fn all_are_legal_and_told_apart() {
    let mut seen = BTreeSet::new();
    for own in managed::all() {
        policy(own.name());
        assert_eq!(managed::get(own.arn), Some(own), "{}", own.arn);
        let prefix = format!("arn:aws:iam::aws:policy{}{}", own.path(), own.name());
        assert_eq!(own.arn, prefix);
        assert!(own.created <= own.updated, "{}", own.arn);
        assert!(own.id.starts_with("ANPA") && own.id.len() == 21, "{}", own.arn);
        assert!(seen.insert(own.id) && seen.insert(own.arn), "{}", own.arn);
    }
    assert_eq!(managed::get("arn:aws:iam::aws:policy/None"), None);
    let path = |arn: &str| managed::get(arn).map(|policy| (policy.path(), policy.is_attachable()));
    let tasks = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";
    assert_eq!(path(tasks), Some(("/service-role/", true)));
    let linked = "arn:aws:iam::aws:policy/aws-service-role/ECRReplicationServiceRolePolicy";
    assert_eq!(path(linked), Some(("/aws-service-role/", false)));
}

/// What a policy allows of these, in their order, as a word of `+` and `-`.
const ACTIONS: [&str; 11] = [
    "ecr:GetAuthorizationToken",
    "ecr:BatchGetImage",
    "ecr:DescribeImages",
    "ecr:PutImage",
    "ecr:DeleteRepository",
    "ecr:SetRepositoryPolicy",
    "ecr-public:DescribeImages",
    "ecr-public:PutImage",
    "ecr-public:DeleteRepository",
    "iam:ListUsers",
    "iam:CreateUser",
];

#[test]
fn names_say_what_is_allowed() {
    let ann = PrincipalArn::parse("arn:aws:iam::111122223333:user/ann").expect("an ARN");
    for (name, expect) in [
        ("AdministratorAccess", "+++++++++++"),
        ("PowerUserAccess", "+++++++++--"),
        ("ReadOnlyAccess", "+++---+--+-"),
        ("IAMFullAccess", "---------++"),
        ("IAMReadOnlyAccess", "---------+-"),
        ("AmazonEC2ContainerRegistryPullOnly", "++---------"),
        ("AmazonEC2ContainerRegistryReadOnly", "+++--------"),
        ("AmazonEC2ContainerRegistryPowerUser", "++++-------"),
        ("AmazonEC2ContainerRegistryFullAccess", "++++++-----"),
        ("AmazonElasticContainerRegistryPublicReadOnly", "------+----"),
        ("AmazonElasticContainerRegistryPublicPowerUser", "------++---"),
        ("AmazonElasticContainerRegistryPublicFullAccess", "------+++--"),
        ("AmazonECSTaskExecutionRolePolicy", "++---------"),
    ] {
        let own = policy(name);
        let context = Context::new();
        let allows = |action: &&str| {
            let request = Request {
                principal: Principal::User(&ann),
                action,
                resource: REPOSITORY,
                owner: account(OWNER),
                context: &context,
            };
            let attached = [Attached { name, policy: &own }];
            evaluate(&request, &attached).is_allowed()
        };
        let allowed = ACTIONS
            .iter()
            .map(|action| if allows(action) { '+' } else { '-' });
        assert_eq!(allowed.collect::<String>(), expect, "{name}");
    }
}

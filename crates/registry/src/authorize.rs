//! Who may do what: the one decision, and its proof.
//!
//! [`authorize`] is the only constructor of a [`Grant`], and every function of this crate that
//! touches a resource takes one. Forgetting to authorise does not compile. For now an account's
//! administrator may do everything in that account and nothing elsewhere; the policy engine
//! takes this function's place without another signature changing.

use std::fmt;

use names::{AccountId, RegistryKey, RepositoryArn};

use crate::Principal;

/// An IAM action of the `ecr` service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// `ecr:BatchCheckLayerAvailability`
    BatchCheckLayerAvailability,
    /// `ecr:BatchDeleteImage`
    BatchDeleteImage,
    /// `ecr:BatchGetImage`
    BatchGetImage,
    /// `ecr:CompleteLayerUpload`
    CompleteLayerUpload,
    /// `ecr:CreateRepository`
    CreateRepository,
    /// `ecr:DeleteRepository`
    DeleteRepository,
    /// `ecr:DescribeImages`
    DescribeImages,
    /// `ecr:DescribeRegistry`
    DescribeRegistry,
    /// `ecr:DescribeRepositories`
    DescribeRepositories,
    /// `ecr:GetAuthorizationToken`
    GetAuthorizationToken,
    /// `ecr:GetDownloadUrlForLayer`
    GetDownloadUrlForLayer,
    /// `ecr:InitiateLayerUpload`
    InitiateLayerUpload,
    /// `ecr:ListImages`
    ListImages,
    /// `ecr:ListTagsForResource`
    ListTagsForResource,
    /// `ecr:PutImage`
    PutImage,
    /// `ecr:PutImageTagMutability`
    PutImageTagMutability,
    /// `ecr:TagResource`
    TagResource,
    /// `ecr:UntagResource`
    UntagResource,
    /// `ecr:UploadLayerPart`
    UploadLayerPart,
}

impl Action {
    /// The name that policies and denials use, service prefix included.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BatchCheckLayerAvailability => "ecr:BatchCheckLayerAvailability",
            Self::BatchDeleteImage => "ecr:BatchDeleteImage",
            Self::BatchGetImage => "ecr:BatchGetImage",
            Self::CompleteLayerUpload => "ecr:CompleteLayerUpload",
            Self::CreateRepository => "ecr:CreateRepository",
            Self::DeleteRepository => "ecr:DeleteRepository",
            Self::DescribeImages => "ecr:DescribeImages",
            Self::DescribeRegistry => "ecr:DescribeRegistry",
            Self::DescribeRepositories => "ecr:DescribeRepositories",
            Self::GetAuthorizationToken => "ecr:GetAuthorizationToken",
            Self::GetDownloadUrlForLayer => "ecr:GetDownloadUrlForLayer",
            Self::InitiateLayerUpload => "ecr:InitiateLayerUpload",
            Self::ListImages => "ecr:ListImages",
            Self::ListTagsForResource => "ecr:ListTagsForResource",
            Self::PutImage => "ecr:PutImage",
            Self::PutImageTagMutability => "ecr:PutImageTagMutability",
            Self::TagResource => "ecr:TagResource",
            Self::UntagResource => "ecr:UntagResource",
            Self::UploadLayerPart => "ecr:UploadLayerPart",
        }
    }
}

/// What an action can be aimed at.
pub trait Resource: Clone {
    /// The account that owns the resource.
    fn owner(&self) -> AccountId;
    /// The resource as a denial of `action` names it.
    fn display(&self, action: Action) -> String;
}

impl Resource for RegistryKey {
    fn owner(&self) -> AccountId {
        self.account
    }

    /// Listing repositories is aimed at all of them; no other action of a registry has an ARN.
    fn display(&self, action: Action) -> String {
        let Self { account, region } = self;
        match action {
            Action::DescribeRepositories => {
                format!(
                    "arn:{}:ecr:{region}:{account}:repository/*",
                    region.partition().id
                )
            }
            _ => "*".to_owned(),
        }
    }
}

impl Resource for RepositoryArn {
    fn owner(&self) -> AccountId {
        self.registry.account
    }

    fn display(&self, _: Action) -> String {
        self.to_string()
    }
}

/// Proof that a principal may do an action on a resource.
#[derive(Debug, Clone)]
pub struct Grant<R> {
    principal: Principal,
    action: Action,
    resource: R,
}

impl<R: Resource> Grant<R> {
    /// Who may.
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// On what.
    pub fn resource(&self) -> &R {
        &self.resource
    }

    /// Checks, in tests, that the front end asked for the action that the called function is.
    pub(crate) fn expect(&self, actions: &[Action]) {
        debug_assert!(
            actions.contains(&self.action),
            "{:?} does not cover {actions:?}",
            self.action
        );
    }
}

/// A refusal; its text is AWS's own sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    principal: String,
    action: Action,
    resource: String,
    cross_account: bool,
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let action = self.action.as_str();
        let policy = if self.cross_account {
            "resource-based"
        } else {
            "identity-based"
        };
        write!(
            f,
            "User: {} is not authorized to perform: {action} ",
            self.principal
        )?;
        write!(
            f,
            "on resource: {} because no {policy} policy allows the {action} action",
            self.resource
        )
    }
}

/// Decides whether `principal` may do `action` on `resource`.
pub fn authorize<R: Resource>(
    principal: &Principal,
    action: Action,
    resource: &R,
) -> Result<Grant<R>, Denied> {
    if principal.account() == resource.owner() {
        let (principal, resource) = (principal.clone(), resource.clone());
        return Ok(Grant {
            principal,
            action,
            resource,
        });
    }
    Err(Denied {
        principal: principal.arn.to_string(),
        action,
        resource: resource.display(action),
        cross_account: true,
    })
}

#[cfg(test)]
mod tests {
    use names::{AccessKeyId, PrincipalArn, Region, RepositoryName};

    use super::*;

    #[test]
    fn an_administrator_may_act_in_the_own_account_only() {
        let arn = PrincipalArn::parse("arn:aws:iam::111122223333:user/administrator").expect("an ARN");
        let access_key = AccessKeyId::parse("AKIAIOSFODNN7EXAMPLE").expect("an access key id");
        let principal = Principal {
            arn,
            user_id: "AIDAEXAMPLE".to_owned(),
            access_key,
        };
        let repository = |account| RepositoryArn {
            registry: RegistryKey {
                account: AccountId::parse(account).expect("an account"),
                region: Region::parse("eu-west-1").expect("a region"),
            },
            name: RepositoryName::parse("shop/api").expect("a name"),
        };
        assert!(authorize(&principal, Action::PutImage, &repository("111122223333")).is_ok());
        let denied =
            authorize(&principal, Action::PutImage, &repository("444455556666")).expect_err("foreign");
        assert_eq!(
            denied.to_string(),
            "User: arn:aws:iam::111122223333:user/administrator is not authorized to perform: ecr:PutImage on \
             resource: arn:aws:ecr:eu-west-1:444455556666:repository/shop/api because no resource-based policy \
             allows the ecr:PutImage action"
        );
    }
}

//! Sessions of roles: AssumeRole, AssumeRoleWithWebIdentity.

use std::time::Duration;

use aws_model::sts::{
    AssumeRoleRequest, AssumeRoleResponse, AssumeRoleWithWebIdentityRequest,
    AssumeRoleWithWebIdentityResponse, AssumedRoleUser, PolicyDescriptorType,
};
use names::PolicyArn;
use registry::{AssumeRole, AssumedRole, RoleArn, SessionRequest, SessionTag, WebIdentity};

use super::{Call, Result, credentials, seconds, validation};
use crate::authenticate::Signed;

/// A role for somebody with a key.
pub(super) async fn assume(
    call: &Call<'_>,
    caller: &Signed,
    input: AssumeRoleRequest,
) -> Result<AssumeRoleResponse> {
    super::refuse_mfa(input.serial_number.as_ref(), input.token_code.as_ref())?;
    if input
        .provided_contexts
        .is_some_and(|contexts| !contexts.is_empty())
    {
        return Err(validation("ProvidedContexts are not supported."));
    }
    let role = RoleArn::parse(&input.role_arn)
        .ok_or_else(|| validation(&format!("{} is invalid", input.role_arn)))?;
    let tags = input.tags.unwrap_or_default().into_iter();
    let request = AssumeRole {
        session: SessionRequest {
            role,
            name: input.role_session_name,
            duration: duration(input.duration_seconds),
            policy: input.policy,
            policy_arns: policy_arns(input.policy_arns)?,
        },
        tags: tags
            .map(|tag| SessionTag {
                key: tag.key,
                value: tag.value,
            })
            .collect(),
        transitive_tags: input.transitive_tag_keys.unwrap_or_default(),
        external_id: input.external_id,
        source_identity: input.source_identity,
    };
    let registry = &call.exchange.app.registry;
    let assumed = registry.role_assume(&caller.caller, &request).await?;
    Ok(AssumeRoleResponse {
        assumed_role_user: Some(user(&assumed)),
        packed_policy_size: packed(&assumed),
        source_identity: assumed.source_identity,
        credentials: Some(credentials(assumed.credentials)),
        ..AssumeRoleResponse::default()
    })
}

/// A role for the bearer of a provider's token. Nobody signs this.
pub(super) async fn assume_with_web_identity(
    call: &Call<'_>,
    input: AssumeRoleWithWebIdentityRequest,
) -> Result<AssumeRoleWithWebIdentityResponse> {
    // It names a provider of OAuth 2.0, whose tokens say nothing that could be verified here.
    if input.provider_id.is_some() {
        return Err(validation("Providers of OAuth 2.0 are not supported."));
    }
    let role = RoleArn::parse(&input.role_arn).ok_or_else(|| validation("Request ARN is invalid"))?;
    let request = WebIdentity {
        session: SessionRequest {
            role,
            name: input.role_session_name,
            duration: duration(input.duration_seconds),
            policy: input.policy,
            policy_arns: policy_arns(input.policy_arns)?,
        },
        token: input.web_identity_token.expose().to_owned(),
    };
    let registry = &call.exchange.app.registry;
    let from = (&call.exchange.origin, call.unsigned());
    let federated = registry.role_assume_with_web_identity(from, &request).await?;
    let assumed = federated.role;
    Ok(AssumeRoleWithWebIdentityResponse {
        assumed_role_user: Some(user(&assumed)),
        packed_policy_size: packed(&assumed),
        source_identity: assumed.source_identity,
        credentials: Some(credentials(assumed.credentials)),
        subject_from_web_identity_token: Some(federated.subject),
        audience: Some(federated.audience),
        provider: Some(federated.provider),
        ..AssumeRoleWithWebIdentityResponse::default()
    })
}

fn duration(asked: Option<i32>) -> Option<Duration> {
    asked.and_then(seconds)
}

fn policy_arns(list: Option<Vec<PolicyDescriptorType>>) -> Result<Vec<PolicyArn>> {
    let named = list.unwrap_or_default().into_iter().filter_map(|one| one.arn);
    named
        .map(|arn| PolicyArn::parse(&arn).map_err(|_| validation(&format!("ARN {arn} is not valid."))))
        .collect()
}

fn user(assumed: &AssumedRole) -> AssumedRoleUser {
    AssumedRoleUser {
        assumed_role_id: assumed.user_id.to_string(),
        arn: assumed.arn.to_string(),
    }
}

fn packed(assumed: &AssumedRole) -> Option<i32> {
    assumed
        .packed_size
        .and_then(|percent| i32::try_from(percent).ok())
}

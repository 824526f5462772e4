//! Grants.

use std::collections::BTreeSet;

use aws_model::kms::{
    CreateGrantRequest, CreateGrantResponse, GrantConstraints as WireConstraints, GrantListEntry,
    GrantOperation as WireOperation, ListGrantsRequest, ListGrantsResponse, ListRetirableGrantsRequest,
    RetireGrantRequest, RevokeGrantRequest,
};
use registry::{
    Action, GrantConstraints, GrantOperation, GrantQuery, GrantTerms, KeyFacts, KeyGrant, KeyName, KmsFault,
    KmsResource, NewGrant, Page, RetiredGrant,
};

use super::{Call, Result, page, paging, refusal, run_of, validation};

/// How many grants a page has when the caller does not say (KMS).
const DEFAULT_PAGE: usize = 50;

pub(super) async fn create(call: &Call<'_>, input: CreateGrantRequest) -> Result<CreateGrantResponse> {
    call.service()
        .kms_check_grant_tokens(&input.grant_tokens.unwrap_or_default())?;
    let grantee = one_of(input.grantee_principal, input.grantee_service_principal)?;
    let grantee = grantee.ok_or_else(|| validation("A grant needs a grantee principal"))?;
    let retiring = one_of(input.retiring_principal, input.retiring_service_principal)?;
    let terms = GrantTerms {
        operations: operations(&input.operations)?,
        constraints: constraints(input.constraints)?,
    };
    let key = KeyName::parse(&input.key_id, call.home())?.key()?;
    let facts = facts(&grantee, retiring.as_deref(), &terms);
    call.expect(Action::CreateGrant, &KmsResource::Key(key.clone()), &facts.more);
    let new = NewGrant {
        grantee,
        retiring,
        terms,
        name: input.name,
    };
    let caller = &call.caller.caller;
    let run = run_of(input.dry_run);
    let made = call.service().kms_grant_create(caller, (&key, &facts), new, run);
    let (id, token) = made.await?;
    Ok(CreateGrantResponse {
        grant_token: Some(token),
        grant_id: Some(id),
    })
}

pub(super) async fn list(call: &Call<'_>, input: ListGrantsRequest) -> Result<ListGrantsResponse> {
    let grant = call.authorize_named(Action::ListGrants, &input.key_id).await?;
    let query = GrantQuery {
        id: input.grant_id,
        grantee: one_of(input.grantee_principal, input.grantee_service_principal)?,
    };
    let request = page(input.marker, input.limit, DEFAULT_PAGE);
    let found = call.service().kms_grant_list(&grant, query, request).await?;
    Ok(response(found))
}

pub(super) async fn list_retirable(
    call: &Call<'_>,
    input: ListRetirableGrantsRequest,
) -> Result<ListGrantsResponse> {
    let grant = call.authorize_all(Action::ListRetirableGrants).await?;
    let retiring = one_of(input.retiring_principal, input.retiring_service_principal)?;
    let retiring = retiring.ok_or_else(|| validation("RetiringPrincipal must be given"))?;
    let request = page(input.marker, input.limit, DEFAULT_PAGE);
    let found = call
        .service()
        .kms_grant_list_retirable(&grant, &retiring, request)
        .await?;
    Ok(response(found))
}

pub(super) async fn revoke(call: &Call<'_>, input: RevokeGrantRequest) -> Result<()> {
    let grant = call.authorize_named(Action::RevokeGrant, &input.key_id).await?;
    let run = run_of(input.dry_run);
    Ok(call
        .service()
        .kms_grant_revoke(&grant, &input.grant_id, run)
        .await?)
}

pub(super) async fn retire(call: &Call<'_>, input: RetireGrantRequest) -> Result<()> {
    let which = match (input.grant_token, input.key_id, input.grant_id) {
        (Some(token), None, None) => RetiredGrant::Token(token),
        (None, Some(key_id), Some(id)) => RetiredGrant::Id(KeyName::parse(&key_id, call.home())?.key()?, id),
        _ => {
            return Err(validation(
                "Specify a grant token, or a grant ID and the ARN of the key",
            ));
        }
    };
    let caller = &call.caller.caller;
    let run = run_of(input.dry_run);
    Ok(call.service().kms_grant_retire(caller, which, run).await?)
}

fn response(page: Page<KeyGrant>) -> ListGrantsResponse {
    let (next_marker, truncated) = paging(&page);
    ListGrantsResponse {
        grants: Some(page.entries.into_iter().map(entry).collect()),
        next_marker,
        truncated,
    }
}

fn entry(grant: KeyGrant) -> GrantListEntry {
    let GrantTerms {
        operations,
        constraints,
    } = grant.terms;
    let GrantConstraints { subset, equals } = constraints;
    let constraints = WireConstraints {
        encryption_context_subset: Some(subset).filter(|pairs| !pairs.is_empty()),
        encryption_context_equals: Some(equals).filter(|pairs| !pairs.is_empty()),
        ..WireConstraints::default()
    };
    GrantListEntry {
        key_id: Some(grant.key.to_string()),
        grant_id: Some(grant.id),
        // KMS answers with an empty name where there is none.
        name: Some(grant.name.unwrap_or_default()),
        creation_date: Some(grant.created_at),
        grantee_principal: Some(grant.grantee),
        retiring_principal: grant.retiring,
        issuing_account: Some(grant.issuer),
        operations: Some(operations.into_iter().map(to_wire).collect()),
        constraints: Some(constraints).filter(|constraints| *constraints != WireConstraints::default()),
        ..GrantListEntry::default()
    }
}

/// The condition keys of a new grant.
fn facts(grantee: &str, retiring: Option<&str>, terms: &GrantTerms) -> KeyFacts {
    let GrantConstraints { subset, equals } = &terms.constraints;
    let kinds = [
        ("EncryptionContextSubset", !subset.is_empty()),
        ("EncryptionContextEquals", !equals.is_empty()),
    ];
    let kinds = kinds.iter().filter(|(_, given)| *given);
    let operations = terms
        .operations
        .iter()
        .map(|operation| to_wire(*operation).as_str().to_owned());
    KeyFacts::none()
        .with("kms:GranteePrincipal", [grantee.to_owned()])
        .with("kms:RetiringPrincipal", retiring.map(str::to_owned))
        .with("kms:GrantOperations", operations)
        .with(
            "kms:GrantConstraintType",
            kinds.map(|(kind, _)| (*kind).to_owned()),
        )
        .with("kms:GrantIsForAWSResource", ["false".to_owned()])
}

/// A principal, which is given as one of two members.
fn one_of(principal: Option<String>, service: Option<String>) -> Result<Option<String>> {
    match (principal, service) {
        (Some(_), Some(_)) => Err(validation(
            "A principal and a service principal cannot be given together",
        )),
        (principal, service) => Ok(principal.or(service)),
    }
}

fn operations(operations: &[WireOperation]) -> Result<BTreeSet<GrantOperation>> {
    operations
        .iter()
        .map(|operation| from_wire(*operation).ok_or_else(|| unsupported(*operation)))
        .collect()
}

fn unsupported(operation: WireOperation) -> crate::errors::AwsError {
    validation(&format!(
        "The grant operation {} is not one of a symmetric encryption key",
        operation.as_str()
    ))
}

fn constraints(wire: Option<WireConstraints>) -> Result<GrantConstraints> {
    let wire = wire.unwrap_or_default();
    if wire.source_arn.is_some() {
        return Err(refusal(
            KmsFault::UnsupportedOperation,
            "Grants with a source ARN are not supported.",
        ));
    }
    Ok(GrantConstraints {
        subset: wire.encryption_context_subset.unwrap_or_default(),
        equals: wire.encryption_context_equals.unwrap_or_default(),
    })
}

fn from_wire(operation: WireOperation) -> Option<GrantOperation> {
    use WireOperation as W;
    Some(match operation {
        W::Decrypt => GrantOperation::Decrypt,
        W::Encrypt => GrantOperation::Encrypt,
        W::GenerateDataKey => GrantOperation::GenerateDataKey,
        W::GenerateDataKeyWithoutPlaintext => GrantOperation::GenerateDataKeyWithoutPlaintext,
        W::ReEncryptFrom => GrantOperation::ReEncryptFrom,
        W::ReEncryptTo => GrantOperation::ReEncryptTo,
        W::CreateGrant => GrantOperation::CreateGrant,
        W::RetireGrant => GrantOperation::RetireGrant,
        W::DescribeKey => GrantOperation::DescribeKey,
        _ => return None,
    })
}

fn to_wire(operation: GrantOperation) -> WireOperation {
    use WireOperation as W;
    match operation {
        GrantOperation::Decrypt => W::Decrypt,
        GrantOperation::Encrypt => W::Encrypt,
        GrantOperation::GenerateDataKey => W::GenerateDataKey,
        GrantOperation::GenerateDataKeyWithoutPlaintext => W::GenerateDataKeyWithoutPlaintext,
        GrantOperation::ReEncryptFrom => W::ReEncryptFrom,
        GrantOperation::ReEncryptTo => W::ReEncryptTo,
        GrantOperation::CreateGrant => W::CreateGrant,
        GrantOperation::RetireGrant => W::RetireGrant,
        GrantOperation::DescribeKey => W::DescribeKey,
    }
}

//! Keys.

use aws_model::kms::{
    CancelKeyDeletionRequest, CancelKeyDeletionResponse, CreateKeyRequest, CreateKeyResponse,
    CustomerMasterKeySpec, DescribeKeyRequest, DescribeKeyResponse, DisableKeyRequest, EnableKeyRequest,
    EncryptionAlgorithmSpec, KeyListEntry, KeyManagerType, KeyMetadata, KeySpec, KeyState, KeyUsageType,
    ListKeysRequest, ListKeysResponse, OriginType, ScheduleKeyDeletionRequest, ScheduleKeyDeletionResponse,
    UpdateKeyDescriptionRequest, XksKeyConfigurationType,
};
use registry::{
    Action, KeyChange, KeyFacts, KmsExternalKey, KmsFault, KmsKey, KmsKeyManager, KmsKeyState, KmsResource,
    Lockout, NewKmsKey,
};

use super::tag::{from_wire, tag_facts};
use super::{Call, Result, page, paging, refusal, validation};

/// How many keys a page has when the caller does not say (KMS).
const DEFAULT_PAGE: usize = 100;
/// How long a key waits for its deletion when the caller does not say, in days (KMS).
const DEFAULT_WINDOW: u32 = 30;

pub(super) async fn create(call: &Call<'_>, input: CreateKeyRequest) -> Result<CreateKeyResponse> {
    let external = external(&input)?;
    let tags = input.tags.unwrap_or_default();
    let bypass = input.bypass_policy_lockout_safety_check.unwrap_or(false);
    let text = |value: &str| [value.to_owned()];
    let facts = tag_facts(&tags)
        .with("kms:KeySpec", text("SYMMETRIC_DEFAULT"))
        .with("kms:KeyUsage", text("ENCRYPT_DECRYPT"))
        .with("kms:KeyOrigin", text(origin(external.as_ref()).as_str()))
        .with("kms:MultiRegion", text("false"))
        .with("kms:BypassPolicyLockoutSafetyCheck", text(&bypass.to_string()))
        .with("kms:CallerAccount", text(call.home().account.as_str()));
    let resource = KmsResource::All(call.home().clone());
    let grant = call
        .authorize(Action::CreateKey, resource.clone(), &facts)
        .await?;
    if !tags.is_empty() {
        call.authorize(Action::KmsTagResource, resource, &tag_facts(&tags))
            .await?;
    }
    let new = NewKmsKey {
        description: input.description.unwrap_or_default(),
        policy: input.policy,
        lockout: lockout(Some(bypass)),
        tags: from_wire(tags),
        external,
    };
    let (key, material_id) = call.service().kms_key_create(&grant, new).await?;
    Ok(CreateKeyResponse {
        key_metadata: Some(metadata(&key, material_id)),
    })
}

/// The key in a key store that a key is to take. Other keys than symmetric ones are not built.
fn external(input: &CreateKeyRequest) -> Result<Option<KmsExternalKey>> {
    let spec = input
        .key_spec
        .is_none_or(|spec| spec == KeySpec::SymmetricDefault);
    let old_spec = input
        .customer_master_key_spec
        .is_none_or(|spec| spec == CustomerMasterKeySpec::SymmetricDefault);
    let usage = input
        .key_usage
        .is_none_or(|usage| usage == KeyUsageType::EncryptDecrypt);
    let is_symmetric = spec && old_spec && usage && input.multi_region != Some(true);
    let place = (input.origin, &input.custom_key_store_id, &input.xks_key_id);
    match place {
        (None | Some(OriginType::AwsKms), None, None) if is_symmetric => Ok(None),
        (Some(OriginType::ExternalKeyStore), Some(store), Some(key)) if is_symmetric => {
            // The service puts it into a path.
            if key.starts_with('.') {
                return Err(validation("XksKeyId must not start with a dot"));
            }
            Ok(Some(KmsExternalKey {
                store: store.clone(),
                key: key.clone(),
            }))
        }
        (Some(OriginType::ExternalKeyStore), ..) if is_symmetric => Err(validation(
            "Origin EXTERNAL_KEY_STORE needs CustomKeyStoreId and XksKeyId",
        )),
        _ => Err(refusal(
            KmsFault::UnsupportedOperation,
            "Only symmetric encryption keys of one region, with material of KMS or in an external key store, \
             are supported.",
        )),
    }
}

pub(super) async fn describe(call: &Call<'_>, input: DescribeKeyRequest) -> Result<DescribeKeyResponse> {
    let (key, facts) = call.find(&input.key_id, KeyFacts::none()).await?;
    call.service()
        .kms_check_grant_tokens(&input.grant_tokens.unwrap_or_default())?;
    let grant = call.authorize_key(Action::DescribeKey, &key, &facts).await?;
    let (key, material_id) = call.service().kms_key_describe(&grant).await?;
    Ok(DescribeKeyResponse {
        key_metadata: Some(metadata(&key, material_id)),
    })
}

pub(super) async fn list(call: &Call<'_>, input: ListKeysRequest) -> Result<ListKeysResponse> {
    let grant = call.authorize_all(Action::ListKeys).await?;
    let request = page(input.marker, input.limit, DEFAULT_PAGE);
    let found = call.service().kms_key_list(&grant, request).await?;
    let (next_marker, truncated) = paging(&found);
    let keys = found.entries.into_iter().map(|key| KeyListEntry {
        key_arn: Some(key.arn.to_string()),
        key_id: Some(key.arn.id.to_string()),
    });
    Ok(ListKeysResponse {
        keys: Some(keys.collect()),
        next_marker,
        truncated,
    })
}

pub(super) async fn enable(call: &Call<'_>, input: EnableKeyRequest) -> Result<()> {
    change(call, (Action::EnableKey, KeyChange::Enable), &input.key_id).await
}

pub(super) async fn disable(call: &Call<'_>, input: DisableKeyRequest) -> Result<()> {
    change(call, (Action::DisableKey, KeyChange::Disable), &input.key_id).await
}

pub(super) async fn describe_as(call: &Call<'_>, input: UpdateKeyDescriptionRequest) -> Result<()> {
    let change_to = KeyChange::Describe(input.description);
    change(call, (Action::UpdateKeyDescription, change_to), &input.key_id).await
}

async fn change(call: &Call<'_>, (action, change): (Action, KeyChange), key_id: &str) -> Result<()> {
    let grant = call.authorize_named(action, key_id).await?;
    Ok(call.service().kms_key_change(&grant, change).await?)
}

pub(super) async fn schedule_deletion(
    call: &Call<'_>,
    input: ScheduleKeyDeletionRequest,
) -> Result<ScheduleKeyDeletionResponse> {
    let days = input
        .pending_window_in_days
        .and_then(|days| u32::try_from(days).ok());
    let days = days.unwrap_or(DEFAULT_WINDOW);
    let key = registry::KeyName::parse(&input.key_id, call.home())?.key()?;
    let facts = KeyFacts::none().with("kms:ScheduleKeyDeletionPendingWindowInDays", [days.to_string()]);
    let grant = call
        .authorize_key(Action::ScheduleKeyDeletion, &key, &facts)
        .await?;
    let at = call.service().kms_deletion_schedule(&grant, days).await?;
    Ok(ScheduleKeyDeletionResponse {
        key_id: Some(key.to_string()),
        deletion_date: Some(at),
        key_state: Some(KeyState::PendingDeletion),
        pending_window_in_days: i32::try_from(days).ok(),
    })
}

pub(super) async fn cancel_deletion(
    call: &Call<'_>,
    input: CancelKeyDeletionRequest,
) -> Result<CancelKeyDeletionResponse> {
    let grant = call
        .authorize_named(Action::CancelKeyDeletion, &input.key_id)
        .await?;
    call.service().kms_deletion_cancel(&grant).await?;
    Ok(CancelKeyDeletionResponse {
        key_id: grant.resource().key().map(ToString::to_string),
    })
}

/// What `BypassPolicyLockoutSafetyCheck` says.
pub(super) fn lockout(bypass: Option<bool>) -> Lockout {
    match bypass {
        Some(true) => Lockout::Accepted,
        Some(false) | None => Lockout::Refused,
    }
}

fn origin(external: Option<&KmsExternalKey>) -> OriginType {
    match external {
        None => OriginType::AwsKms,
        Some(_) => OriginType::ExternalKeyStore,
    }
}

fn metadata(key: &KmsKey, material_id: String) -> KeyMetadata {
    let (state, deletion_date) = match key.state {
        KmsKeyState::Enabled => (KeyState::Enabled, None),
        KmsKeyState::Disabled => (KeyState::Disabled, None),
        KmsKeyState::PendingDeletion(at) => (KeyState::PendingDeletion, Some(at)),
    };
    KeyMetadata {
        aws_account_id: Some(key.arn.home.account.to_string()),
        key_id: key.arn.id.to_string(),
        arn: Some(key.arn.to_string()),
        creation_date: Some(key.created_at),
        enabled: Some(key.state == KmsKeyState::Enabled),
        description: Some(key.description.clone()),
        key_usage: Some(KeyUsageType::EncryptDecrypt),
        key_state: Some(state),
        deletion_date,
        origin: Some(origin(key.external.as_ref())),
        custom_key_store_id: key.external.as_ref().map(|external| external.store.clone()),
        xks_key_configuration: key.external.as_ref().map(|external| XksKeyConfigurationType {
            id: Some(external.key.clone()),
        }),
        key_manager: Some(match key.manager {
            KmsKeyManager::Customer => KeyManagerType::Customer,
            KmsKeyManager::Aws => KeyManagerType::Aws,
        }),
        customer_master_key_spec: Some(CustomerMasterKeySpec::SymmetricDefault),
        key_spec: Some(KeySpec::SymmetricDefault),
        encryption_algorithms: Some(vec![EncryptionAlgorithmSpec::SymmetricDefault]),
        multi_region: Some(false),
        current_key_material_id: key.external.is_none().then_some(material_id),
        ..KeyMetadata::default()
    }
}

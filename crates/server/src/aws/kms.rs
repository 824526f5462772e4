//! `kms`: keys. A table from operations to functions, one file per resource.

mod alias;
mod crypto;
mod grant;
mod key;
mod policy;
mod rotation;
mod tag;

use aws_model::kms::Operation;
use aws_model::{Shape, decode};
use names::{KmsKeyArn, RegistryKey};
use registry::{
    Action, Error, Grant, KeyFacts, KeyName, KmsFault, KmsResource, Page, PageRequest, Registry,
    RequestFacts, Resource as _, Run,
};

use super::boxed;
use super::ecr::output;
use crate::authenticate::Signed;
use crate::errors::AwsError;
use crate::exchange::Exchange;
use crate::permission::{Permission, of_kms};

type Result<T> = std::result::Result<T, AwsError>;

/// One authenticated call of the service.
struct Call<'a> {
    exchange: &'a Exchange,
    caller: Signed,
    permission: Permission,
}

/// Decodes the input, runs a function on it and writes its output.
macro_rules! run {
    ($call:ident, $input:ident, $function:path) => {
        boxed(|| async { output(&$function($call, $input.decode()?).await?) }).await
    };
}

/// The same of an operation without an output, which answers nothing at all.
macro_rules! quiet {
    ($call:ident, $input:ident, $function:path) => {
        boxed(|| async { $function($call, $input.decode()?).await.map(|()| Vec::new()) }).await
    };
}

/// Runs `operation` on `input` and returns its output as JSON. The operations in the last arm are
/// those that are not built: keys that are not symmetric, key stores, imported material, regions.
pub(super) async fn dispatch(
    exchange: &Exchange,
    caller: Signed,
    operation: Operation,
    input: &[u8],
) -> Result<Vec<u8>> {
    use Operation as O;
    let call = &Call {
        exchange,
        caller,
        permission: of_kms(operation),
    };
    let input = Input {
        operation,
        body: input,
    };
    match operation {
        O::CancelKeyDeletion => run!(call, input, key::cancel_deletion),
        O::CreateAlias => quiet!(call, input, alias::create),
        O::CreateGrant => run!(call, input, grant::create),
        O::CreateKey => run!(call, input, key::create),
        O::Decrypt => run!(call, input, crypto::decrypt),
        O::DeleteAlias => quiet!(call, input, alias::delete),
        O::DescribeKey => run!(call, input, key::describe),
        O::DisableKey => quiet!(call, input, key::disable),
        O::DisableKeyRotation => quiet!(call, input, rotation::disable),
        O::EnableKey => quiet!(call, input, key::enable),
        O::EnableKeyRotation => quiet!(call, input, rotation::enable),
        O::Encrypt => run!(call, input, crypto::encrypt),
        O::GenerateDataKey => run!(call, input, crypto::generate_data_key),
        O::GenerateDataKeyWithoutPlaintext => {
            run!(call, input, crypto::generate_data_key_without_plaintext)
        }
        O::GenerateRandom => run!(call, input, crypto::generate_random),
        O::GetKeyPolicy => run!(call, input, policy::get),
        O::GetKeyRotationStatus => run!(call, input, rotation::status),
        O::ListAliases => run!(call, input, alias::list),
        O::ListGrants => run!(call, input, grant::list),
        O::ListKeyPolicies => run!(call, input, policy::list),
        O::ListKeyRotations => run!(call, input, rotation::list),
        O::ListKeys => run!(call, input, key::list),
        O::ListResourceTags => run!(call, input, tag::list),
        O::ListRetirableGrants => run!(call, input, grant::list_retirable),
        O::PutKeyPolicy => quiet!(call, input, policy::put),
        O::ReEncrypt => run!(call, input, crypto::re_encrypt),
        O::RetireGrant => quiet!(call, input, grant::retire),
        O::RevokeGrant => quiet!(call, input, grant::revoke),
        O::RotateKeyOnDemand => run!(call, input, rotation::rotate),
        O::ScheduleKeyDeletion => run!(call, input, key::schedule_deletion),
        O::TagResource => quiet!(call, input, tag::put),
        O::UntagResource => quiet!(call, input, tag::delete),
        O::UpdateAlias => quiet!(call, input, alias::update),
        O::UpdateKeyDescription => quiet!(call, input, key::describe_as),

        O::ConnectCustomKeyStore
        | O::CreateCustomKeyStore
        | O::Decapsulate
        | O::DeleteCustomKeyStore
        | O::DeleteImportedKeyMaterial
        | O::DeriveSharedSecret
        | O::DescribeCustomKeyStores
        | O::DisconnectCustomKeyStore
        | O::Encapsulate
        | O::GenerateDataKeyPair
        | O::GenerateDataKeyPairWithoutPlaintext
        | O::GenerateMac
        | O::GetKeyLastUsage
        | O::GetParametersForImport
        | O::GetPublicKey
        | O::ImportKeyMaterial
        | O::ReplicateKey
        | O::Sign
        | O::UpdateCustomKeyStore
        | O::UpdatePrimaryRegion
        | O::Verify
        | O::VerifyMac => Err(AwsError::unbuilt(operation.name())),
    }
}

/// A request's body, before it is known to be an input of the operation.
struct Input<'a> {
    operation: Operation,
    body: &'a [u8],
}

impl Input<'_> {
    fn decode<T: Shape>(&self) -> Result<T> {
        decode(self.body).map_err(|error| {
            AwsError::decode(&error, |violations| self.operation.constraint_error(violations))
        })
    }
}

impl Call<'_> {
    fn service(&self) -> &Registry {
        &self.exchange.app.registry
    }

    /// The caller's account and the region of the call.
    fn home(&self) -> &RegistryKey {
        &self.caller.registry
    }

    /// The right to do `action` on everything, or on an alias.
    async fn authorize(
        &self,
        action: Action,
        resource: KmsResource,
        facts: &RequestFacts,
    ) -> Result<Grant<KmsResource>> {
        self.expect(action, &resource, facts);
        let decided = self
            .service()
            .authorize_with(&self.caller.caller, action, &resource, facts);
        Ok(decided.await?)
    }

    async fn authorize_all(&self, action: Action) -> Result<Grant<KmsResource>> {
        let resource = KmsResource::All(self.home().clone());
        self.authorize(action, resource, &RequestFacts::none()).await
    }

    /// The right to do `action` on a key.
    async fn authorize_key(
        &self,
        action: Action,
        key: &KmsKeyArn,
        facts: &KeyFacts,
    ) -> Result<Grant<KmsResource>> {
        self.expect(action, &KmsResource::Key(key.clone()), &facts.more);
        let caller = &self.caller.caller;
        Ok(self.service().kms_authorize(caller, action, key, facts).await?)
    }

    /// The right to do `action` on the key that a request names by id or ARN.
    async fn authorize_named(&self, action: Action, key_id: &str) -> Result<Grant<KmsResource>> {
        let key = KeyName::parse(key_id, self.home())?.key()?;
        self.authorize_key(action, &key, &KeyFacts::none()).await
    }

    /// The key that a request names in any way, and the alias, if it is one, as a condition key.
    async fn find(&self, key_id: &str, facts: KeyFacts) -> Result<(KmsKeyArn, KeyFacts)> {
        let name = KeyName::parse(key_id, self.home())?;
        let facts = match &name {
            KeyName::Alias(_, alias) => facts.with("kms:RequestAlias", [alias.to_string()]),
            KeyName::Key(_) => facts,
        };
        Ok((self.service().kms_key_find(name).await?, facts))
    }

    /// Holds what is about to be asked against the table of permissions.
    fn expect(&self, action: Action, resource: &KmsResource, facts: &RequestFacts) {
        debug_assert!(
            self.permission.covers(action, &resource.display(action), facts),
            "{action:?} has no row: {:?}",
            facts.keys().collect::<Vec<_>>()
        );
    }
}

/// Which page a request asks for; the model bounds `limit`.
fn page(marker: Option<String>, limit: Option<i32>, default: usize) -> PageRequest {
    let size = limit
        .and_then(|size| usize::try_from(size).ok())
        .unwrap_or(default);
    PageRequest { token: marker, size }
}

/// What a page says of the next one: `NextMarker` and `Truncated`.
fn paging<T>(page: &Page<T>) -> (Option<String>, Option<bool>) {
    (page.next.clone(), Some(page.next.is_some()))
}

/// Whether an operation is only tried.
fn run_of(dry_run: Option<bool>) -> Run {
    match dry_run {
        Some(true) => Run::Dry,
        Some(false) | None => Run::Real,
    }
}

/// A parameter that is within the model's constraints and still cannot be.
fn validation(why: &str) -> AwsError {
    refusal(KmsFault::Validation, why)
}

fn refusal(fault: KmsFault, message: &str) -> AwsError {
    Error::Kms {
        fault,
        message: message.to_owned(),
    }
    .into()
}

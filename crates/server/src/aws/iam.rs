//! The `iam` service: a table from operations to functions, one file per resource.

mod access_key;
mod account;
mod attachment;
mod authorization_details;
mod boundary;
mod context_key;
mod credential;
mod group;
mod inline_policy;
mod instance_profile;
mod managed_policy;
mod oidc_provider;
mod policy_version;
mod role;
mod service_linked_role;
mod simulation;
mod tag;
mod user;

use aws_model::iam::Operation;
use aws_model::{Shape, ToXml, encode_query};
use names::{AccountId, EntityName, EntityPath};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use registry::{
    Action, EntityKind, Error, Grant, IamResource, IdentityFault, Move, Page, PageRequest, Registry,
    RequestFacts,
};

use super::boxed;
use super::query::Form;
use crate::authenticate::Signed;
use crate::errors::AwsError;
use crate::exchange::Exchange;
use crate::permission::of_iam;

type Result<T> = std::result::Result<T, AwsError>;

/// How many entries a page has when the caller does not say (IAM: `MaxItems`).
const DEFAULT_PAGE: usize = 100;

/// What IAM leaves as it is in the policy documents of its answers (RFC 3986, "Unreserved").
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// One authenticated call of the service.
struct Call<'a> {
    exchange: &'a Exchange,
    caller: Signed,
    operation: Operation,
    form: &'a Form,
}

/// Defines `dispatch` from the table of operations: the function that answers, or the list of those
/// that are not built.
macro_rules! operations {
    (
        built { $($operation:ident => $resource:ident::$function:ident,)* }
        without_input { $($bare:ident => $bare_resource:ident::$bare_function:ident,)* }
        unbuilt { $($unbuilt:ident)* }
    ) => {
        /// Runs `operation` and returns its answer as XML.
        pub(super) async fn dispatch(
            exchange: &Exchange,
            caller: Signed,
            operation: Operation,
            form: &Form,
        ) -> Result<String> {
            let call = &Call {
                exchange,
                caller,
                operation,
                form,
            };
            match operation {
                $(Operation::$operation => {
                    boxed(|| async { call.answer(&$resource::$function(call, call.input()?).await?) }).await
                })*
                $(Operation::$bare => {
                    boxed(|| async { call.answer(&$bare_resource::$bare_function(call).await?) }).await
                })*
                $(Operation::$unbuilt)|* => Err(AwsError::unbuilt(call.operation.name())),
            }
        }
    };
}

operations! {
    built {
        // Users.
        CreateUser => user::create,
        GetUser => user::get,
        ListUsers => user::list,
        UpdateUser => user::update,
        DeleteUser => user::delete,
        PutUserPermissionsBoundary => user::put_boundary,
        DeleteUserPermissionsBoundary => user::delete_boundary,
        TagUser => user::tag,
        UntagUser => user::untag,
        ListUserTags => user::list_tags,
        // Access keys, and what nobody has beside them.
        CreateAccessKey => access_key::create,
        ListAccessKeys => access_key::list,
        UpdateAccessKey => access_key::update,
        DeleteAccessKey => access_key::delete,
        GetAccessKeyLastUsed => access_key::last_used,
        GetLoginProfile => credential::login_profile,
        DeleteLoginProfile => credential::delete_login_profile,
        ListMFADevices => credential::mfa_devices,
        ListVirtualMFADevices => credential::virtual_mfa_devices,
        ListSSHPublicKeys => credential::ssh_public_keys,
        ListSigningCertificates => credential::signing_certificates,
        ListServiceSpecificCredentials => credential::service_specific_credentials,
        // Groups.
        CreateGroup => group::create,
        GetGroup => group::get,
        ListGroups => group::list,
        ListGroupsForUser => group::list_of_user,
        UpdateGroup => group::update,
        DeleteGroup => group::delete,
        AddUserToGroup => group::add_user,
        RemoveUserFromGroup => group::remove_user,
        // Roles.
        CreateRole => role::create,
        GetRole => role::get,
        ListRoles => role::list,
        UpdateRole => role::update,
        UpdateRoleDescription => role::update_description,
        UpdateAssumeRolePolicy => role::update_trust_policy,
        DeleteRole => role::delete,
        PutRolePermissionsBoundary => role::put_boundary,
        DeleteRolePermissionsBoundary => role::delete_boundary,
        TagRole => role::tag,
        UntagRole => role::untag,
        ListRoleTags => role::list_tags,
        CreateServiceLinkedRole => service_linked_role::create,
        DeleteServiceLinkedRole => service_linked_role::delete,
        GetServiceLinkedRoleDeletionStatus => service_linked_role::deletion_status,
        // Instance profiles.
        CreateInstanceProfile => instance_profile::create,
        GetInstanceProfile => instance_profile::get,
        ListInstanceProfiles => instance_profile::list,
        ListInstanceProfilesForRole => instance_profile::list_of_role,
        DeleteInstanceProfile => instance_profile::delete,
        AddRoleToInstanceProfile => instance_profile::add_role,
        RemoveRoleFromInstanceProfile => instance_profile::remove_role,
        TagInstanceProfile => instance_profile::tag,
        UntagInstanceProfile => instance_profile::untag,
        ListInstanceProfileTags => instance_profile::list_tags,
        // The account.
        CreateAccountAlias => account::create_alias,
        ListAccountAliases => account::list_aliases,
        DeleteAccountAlias => account::delete_alias,
        PutUserPolicy => inline_policy::put_user,
        GetUserPolicy => inline_policy::get_user,
        ListUserPolicies => inline_policy::list_user,
        DeleteUserPolicy => inline_policy::delete_user,
        AttachUserPolicy => attachment::attach_user,
        DetachUserPolicy => attachment::detach_user,
        ListAttachedUserPolicies => attachment::list_user,
        PutGroupPolicy => inline_policy::put_group,
        GetGroupPolicy => inline_policy::get_group,
        ListGroupPolicies => inline_policy::list_group,
        DeleteGroupPolicy => inline_policy::delete_group,
        AttachGroupPolicy => attachment::attach_group,
        DetachGroupPolicy => attachment::detach_group,
        ListAttachedGroupPolicies => attachment::list_group,
        PutRolePolicy => inline_policy::put_role,
        GetRolePolicy => inline_policy::get_role,
        ListRolePolicies => inline_policy::list_role,
        DeleteRolePolicy => inline_policy::delete_role,
        AttachRolePolicy => attachment::attach_role,
        DetachRolePolicy => attachment::detach_role,
        ListAttachedRolePolicies => attachment::list_role,
        CreatePolicy => managed_policy::create,
        GetPolicy => managed_policy::get,
        ListPolicies => managed_policy::list,
        DeletePolicy => managed_policy::delete,
        CreatePolicyVersion => policy_version::create,
        GetPolicyVersion => policy_version::get,
        ListPolicyVersions => policy_version::list,
        DeletePolicyVersion => policy_version::delete,
        SetDefaultPolicyVersion => policy_version::set_default,
        ListEntitiesForPolicy => managed_policy::list_entities,
        ListPolicyTags => managed_policy::list_tags,
        TagPolicy => managed_policy::put_tags,
        UntagPolicy => managed_policy::delete_tags,
        CreateOpenIDConnectProvider => oidc_provider::create,
        GetOpenIDConnectProvider => oidc_provider::get,
        ListOpenIDConnectProviders => oidc_provider::list,
        DeleteOpenIDConnectProvider => oidc_provider::delete,
        AddClientIDToOpenIDConnectProvider => oidc_provider::add_client_id,
        RemoveClientIDFromOpenIDConnectProvider => oidc_provider::remove_client_id,
        UpdateOpenIDConnectProviderThumbprint => oidc_provider::update_thumbprint,
        ListOpenIDConnectProviderTags => oidc_provider::list_tags,
        TagOpenIDConnectProvider => oidc_provider::put_tags,
        UntagOpenIDConnectProvider => oidc_provider::delete_tags,
        SimulatePrincipalPolicy => simulation::principal,
        SimulateCustomPolicy => simulation::custom,
        GetContextKeysForCustomPolicy => context_key::custom,
        GetContextKeysForPrincipalPolicy => context_key::principal,
        GetAccountAuthorizationDetails => authorization_details::get,
    }
    without_input {
        GetAccountSummary => account::summary,
    }
    unbuilt {
        // Nobody asks for these of a registry.
        AcceptDelegationRequest AcquireRole AssociateDelegationRequest ChangePassword
        CreateDelegationRequest CreateLoginProfile CreateSAMLProvider CreateServiceSpecificCredential
        CreateVirtualMFADevice DeactivateMFADevice DeleteAccountPasswordPolicy DeleteSAMLProvider
        DeleteSSHPublicKey DeleteServerCertificate DeleteServiceSpecificCredential
        DeleteSigningCertificate DeleteVirtualMFADevice DisableOrganizationsRootCredentialsManagement
        DisableOrganizationsRootSessions DisableOutboundWebIdentityFederation EnableMFADevice
        EnableOrganizationsRootCredentialsManagement EnableOrganizationsRootSessions
        EnableOutboundWebIdentityFederation GenerateCredentialReport GenerateOrganizationsAccessReport
        GenerateServiceLastAccessedDetails GetAccountPasswordPolicy GetAccountProperties
        GetCredentialReport GetDelegationRequest GetHumanReadableSummary GetMFADevice
        GetOrganizationsAccessReport GetOutboundWebIdentityFederationInfo GetRoleTemplateVersion
        GetSAMLProvider GetSSHPublicKey GetServerCertificate GetServiceLastAccessedDetails
        GetServiceLastAccessedDetailsWithEntities ListDelegationRequests ListMFADeviceTags
        ListOrganizationsFeatures ListPoliciesGrantingServiceAccess ListSAMLProviderTags
        ListSAMLProviders ListServerCertificateTags ListServerCertificates PutAccountProperties
        RejectDelegationRequest ResetServiceSpecificCredential ResyncMFADevice SendDelegationToken
        SetSecurityTokenServicePreferences TagMFADevice TagSAMLProvider TagServerCertificate
        UntagMFADevice UntagSAMLProvider UntagServerCertificate UpdateAccountPasswordPolicy
        UpdateDelegationRequest UpdateLoginProfile UpdateSAMLProvider UpdateSSHPublicKey
        UpdateServerCertificate UpdateServiceSpecificCredential UpdateSigningCertificate
        UploadSSHPublicKey UploadServerCertificate UploadSigningCertificate
    }
}

impl Call<'_> {
    fn service(&self) -> &Registry {
        &self.exchange.app.registry
    }

    /// The caller's account, which is the one that every operation is about.
    fn account(&self) -> AccountId {
        self.caller.registry.account
    }

    /// The input of the operation.
    fn input<T: Shape>(&self) -> Result<T> {
        self.form
            .decode(|violations| self.operation.constraint_error(violations))
    }

    /// The operation's answer.
    fn answer(&self, output: &impl ToXml) -> Result<String> {
        Ok(encode_query(self.operation, output, self.exchange.request_id))
    }

    /// Something of the caller's account: `user/team/ci` and the like, or `*`.
    fn resource(&self, resource: &str) -> IamResource {
        let account = self.account();
        let arn = match resource {
            "*" => "*".to_owned(),
            _ => format!("arn:aws:iam::{account}:{resource}"),
        };
        IamResource { account, arn }
    }

    /// The right to do `action` on something of the caller's account.
    async fn authorize(&self, action: Action, resource: &str) -> Result<Grant<IamResource>> {
        self.authorize_with(action, resource, &RequestFacts::none()).await
    }

    /// Like [`Self::authorize`], with condition keys that the request fills in.
    async fn authorize_with(
        &self,
        action: Action,
        resource: &str,
        facts: &RequestFacts,
    ) -> Result<Grant<IamResource>> {
        let row = of_iam(self.operation);
        debug_assert!(row.names(action), "{action:?} has no row");
        let resource = self.resource(resource);
        let decided = self
            .service()
            .authorize_with(&self.caller.caller, action, &resource, facts);
        Ok(decided.await?)
    }
}

impl Call<'_> {
    /// The right to do `action` on what has this ARN.
    async fn authorize_arn(
        &self,
        action: Action,
        arn: &str,
        facts: &RequestFacts,
    ) -> Result<Grant<IamResource>> {
        let resource = IamResource {
            account: self.account(),
            arn: arn.to_owned(),
        };
        let decided = self
            .service()
            .authorize_with(&self.caller.caller, action, &resource, facts);
        Ok(decided.await?)
    }

    /// The right to do `action` on an entity of the caller's account, whether it exists or not.
    async fn authorize_entity(
        &self,
        action: Action,
        kind: EntityKind,
        name: &EntityName,
    ) -> Result<Grant<IamResource>> {
        self.authorize_entity_with(action, kind, name, &RequestFacts::none())
            .await
    }

    /// Like [`Self::authorize_entity`], with condition keys that the request fills in.
    async fn authorize_entity_with(
        &self,
        action: Action,
        kind: EntityKind,
        name: &EntityName,
        facts: &RequestFacts,
    ) -> Result<Grant<IamResource>> {
        let located = self.service().entity_resource(self.account(), kind, name);
        let (resource, known) = located.await?;
        self.authorize_arn(action, &resource.arn, &known.and(facts)).await
    }

    /// The right to what an entity becomes that gets another path or name.
    async fn authorize_move(
        &self,
        action: Action,
        kind: EntityKind,
        from: &Grant<IamResource>,
        change: &Move,
    ) -> Result<Grant<IamResource>> {
        let arn = from.resource().arn.as_str();
        let resource = arn.splitn(6, ':').nth(5).unwrap_or_default();
        let (old_path, old_name) = resource.split_at(resource.rfind('/').map_or(0, |slash| slash + 1));
        let old_path = old_path.strip_prefix(kind.word()).unwrap_or_default();
        let path = change.path.as_ref().map_or(old_path, EntityPath::as_str);
        let name = change.name.as_ref().map_or(old_name, EntityName::as_str);
        let resource = format!("{}{path}{name}", kind.word());
        self.authorize(action, &resource).await
    }

    /// The right to list entities under a path. IAM's own ARN for that is the path's:
    /// `arn:aws:iam::111122223333:user/`.
    async fn authorize_list(
        &self,
        action: Action,
        kind: EntityKind,
        prefix: &str,
    ) -> Result<Grant<IamResource>> {
        self.authorize(action, &format!("{}{prefix}", kind.word())).await
    }
}

/// A name that the model admits; what it does not know of is longer than any name.
fn name(text: &str) -> Result<EntityName> {
    EntityName::parse(text).map_err(|error| validation(&error.to_string()))
}

/// A path that the model admits; `/` where none is given.
fn path(text: Option<&str>) -> Result<EntityPath> {
    match text {
        None => Ok(EntityPath::default()),
        Some(text) => EntityPath::parse(text).map_err(|error| validation(&error.to_string())),
    }
}

/// A parameter that is within the model's constraints and still cannot be.
fn validation(why: &str) -> AwsError {
    Error::Identity {
        fault: IdentityFault::Validation,
        message: why.to_owned(),
    }
    .into()
}

/// Which page a request asks for; the model bounds `max_items`.
fn page(marker: Option<String>, max_items: Option<i32>) -> PageRequest {
    let size = max_items.and_then(|size| usize::try_from(size).ok());
    PageRequest {
        token: marker,
        size: size.unwrap_or(DEFAULT_PAGE),
    }
}

/// `IsTruncated` and `Marker` of a page.
fn paging<T>(page: &Page<T>) -> (Option<bool>, Option<String>) {
    (Some(page.next.is_some()), page.next.clone())
}

/// A policy document as IAM's answers have it.
fn document(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}

//! The `iam` service: a table from operations to functions, one file per resource.

use aws_model::iam::Operation;
use aws_model::{Shape, ToXml, encode_query};
use names::{AccountId, EntityName, EntityPath};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use registry::{Action, Error, Grant, IamResource, IdentityFault, Page, PageRequest, Registry, RequestFacts};

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
    (built { $($operation:ident => $resource:ident::$function:ident,)* } unbuilt { $($unbuilt:ident)* }) => {
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
                    call.answer(&$resource::$function(call, call.input()?).await?)
                })*
                $(Operation::$unbuilt)|* => Err(AwsError::unbuilt(call.operation.name())),
            }
        }
    };
}

operations! {
    built {
    }
    unbuilt {
        PutUserPolicy
        GetUserPolicy
        ListUserPolicies
        DeleteUserPolicy
        AttachUserPolicy
        DetachUserPolicy
        ListAttachedUserPolicies
        PutGroupPolicy
        GetGroupPolicy
        ListGroupPolicies
        DeleteGroupPolicy
        AttachGroupPolicy
        DetachGroupPolicy
        ListAttachedGroupPolicies
        PutRolePolicy
        GetRolePolicy
        ListRolePolicies
        DeleteRolePolicy
        AttachRolePolicy
        DetachRolePolicy
        ListAttachedRolePolicies
        CreatePolicy
        GetPolicy
        ListPolicies
        DeletePolicy
        CreatePolicyVersion
        GetPolicyVersion
        ListPolicyVersions
        DeletePolicyVersion
        SetDefaultPolicyVersion
        ListEntitiesForPolicy
        ListPolicyTags
        TagPolicy
        UntagPolicy
        CreateOpenIDConnectProvider
        GetOpenIDConnectProvider
        ListOpenIDConnectProviders
        DeleteOpenIDConnectProvider
        AddClientIDToOpenIDConnectProvider
        RemoveClientIDFromOpenIDConnectProvider
        UpdateOpenIDConnectProviderThumbprint
        ListOpenIDConnectProviderTags
        TagOpenIDConnectProvider
        UntagOpenIDConnectProvider
        GetAccountAuthorizationDetails
        SimulatePrincipalPolicy
        SimulateCustomPolicy
        GetContextKeysForCustomPolicy
        GetContextKeysForPrincipalPolicy
        CreateUser
        GetUser
        ListUsers
        UpdateUser
        DeleteUser
        ListUserTags
        TagUser
        UntagUser
        PutUserPermissionsBoundary
        DeleteUserPermissionsBoundary
        ListGroupsForUser
        CreateAccessKey
        ListAccessKeys
        UpdateAccessKey
        DeleteAccessKey
        GetAccessKeyLastUsed
        GetLoginProfile
        DeleteLoginProfile
        ListMFADevices
        ListVirtualMFADevices
        ListSSHPublicKeys
        ListSigningCertificates
        ListServiceSpecificCredentials
        CreateGroup
        GetGroup
        ListGroups
        UpdateGroup
        DeleteGroup
        AddUserToGroup
        RemoveUserFromGroup
        CreateRole
        GetRole
        ListRoles
        UpdateRole
        UpdateRoleDescription
        UpdateAssumeRolePolicy
        DeleteRole
        ListRoleTags
        TagRole
        UntagRole
        PutRolePermissionsBoundary
        DeleteRolePermissionsBoundary
        CreateServiceLinkedRole
        DeleteServiceLinkedRole
        GetServiceLinkedRoleDeletionStatus
        CreateInstanceProfile
        GetInstanceProfile
        ListInstanceProfiles
        DeleteInstanceProfile
        AddRoleToInstanceProfile
        RemoveRoleFromInstanceProfile
        ListInstanceProfilesForRole
        ListInstanceProfileTags
        TagInstanceProfile
        UntagInstanceProfile
        GetAccountSummary
        CreateAccountAlias
        ListAccountAliases
        DeleteAccountAlias
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

//! The permissions of `iam`.

use aws_model::iam::Operation;
use registry::Action;

use super::{Permission, TAG_KEYS, TAGS, Target};

/// What a new user or role brings.
const NEW_ENTITY: &[&str] = &[
    "aws:RequestTag/${TagKey}",
    "aws:TagKeys",
    "iam:PermissionsBoundary",
];
/// The boundary of the user or role that is changed.
const BOUNDARY: &[&str] = &["iam:PermissionsBoundary"];
/// The managed policy that is attached or detached.
const POLICY: &[&str] = &["iam:PolicyARN"];
/// Both.
const ATTACHMENT: &[&str] = &["iam:PolicyARN", "iam:PermissionsBoundary"];

/// Defines `of_iam`: the target of each operation, whose action has its name, what it needs beside
/// that in some cases, and its keys.
macro_rules! rows {
    (
        asked { $($operation:ident => $target:ident $(also $also:ident $case:literal)? $(keys $keys:ident)?,)* }
        nothing { $($unasked:ident)* }
    ) => {
        /// What an operation needs, also one that is not built. Those that will never be built need
        /// nothing, since nothing is done.
        pub(crate) const fn of_iam(operation: Operation) -> Permission {
            match operation {
                $(Operation::$operation => {
                    Permission::new(&[Action::$operation], Target::$target)
                        $(.also(&[(Action::$also, $case)]))?
                        $(.keys($keys))?
                })*
                $(Operation::$unasked)|* => Permission::new(&[], Target::Nothing),
            }
        }
    };
}

rows! {
    asked {
        AddClientIDToOpenIDConnectProvider => Provider,
        AddRoleToInstanceProfile => InstanceProfile also PassRole "on the role",
        AddUserToGroup => Group,
        AttachGroupPolicy => Group keys POLICY,
        AttachRolePolicy => Role keys ATTACHMENT,
        AttachUserPolicy => User keys ATTACHMENT,
        CreateAccessKey => User,
        CreateAccountAlias => All,
        CreateGroup => Group,
        CreateInstanceProfile => InstanceProfile keys TAGS,
        CreateOpenIDConnectProvider => Provider also TagOpenIDConnectProvider "with tags" keys TAGS,
        CreatePolicy => Policy also TagPolicy "with tags" keys TAGS,
        CreatePolicyVersion => Policy,
        CreateRole => Role keys NEW_ENTITY,
        CreateServiceLinkedRole => Role,
        CreateUser => User keys NEW_ENTITY,
        DeleteAccessKey => User,
        DeleteAccountAlias => All,
        DeleteGroup => Group,
        DeleteGroupPolicy => Group,
        DeleteInstanceProfile => InstanceProfile,
        DeleteLoginProfile => User,
        DeleteOpenIDConnectProvider => Provider,
        DeletePolicy => Policy,
        DeletePolicyVersion => Policy,
        DeleteRole => Role,
        DeleteRolePermissionsBoundary => Role keys BOUNDARY,
        DeleteRolePolicy => Role keys BOUNDARY,
        DeleteServiceLinkedRole => Role,
        DeleteUser => User,
        DeleteUserPermissionsBoundary => User keys BOUNDARY,
        DeleteUserPolicy => User keys BOUNDARY,
        DetachGroupPolicy => Group keys POLICY,
        DetachRolePolicy => Role keys ATTACHMENT,
        DetachUserPolicy => User keys ATTACHMENT,
        GetAccessKeyLastUsed => User,
        GetAccountAuthorizationDetails => All,
        GetAccountSummary => All,
        GetContextKeysForCustomPolicy => All,
        GetContextKeysForPrincipalPolicy => User,
        GetGroup => Group,
        GetGroupPolicy => Group,
        GetInstanceProfile => InstanceProfile,
        GetLoginProfile => User,
        GetOpenIDConnectProvider => Provider,
        GetPolicy => Policy,
        GetPolicyVersion => Policy,
        GetRole => Role,
        GetRolePolicy => Role,
        GetServiceLinkedRoleDeletionStatus => Role,
        GetUser => User,
        GetUserPolicy => User,
        ListAccessKeys => User,
        ListAccountAliases => All,
        ListAttachedGroupPolicies => Group,
        ListAttachedRolePolicies => Role,
        ListAttachedUserPolicies => User,
        ListEntitiesForPolicy => Policy,
        ListGroupPolicies => Group,
        ListGroups => All,
        ListGroupsForUser => User,
        ListInstanceProfileTags => InstanceProfile,
        ListInstanceProfiles => All,
        ListInstanceProfilesForRole => Role,
        ListMFADevices => User,
        ListOpenIDConnectProviderTags => Provider,
        ListOpenIDConnectProviders => All,
        ListPolicies => All,
        ListPolicyTags => Policy,
        ListPolicyVersions => Policy,
        ListRolePolicies => Role,
        ListRoleTags => Role,
        ListRoles => All,
        ListSSHPublicKeys => User,
        ListServiceSpecificCredentials => User,
        ListSigningCertificates => User,
        ListUserPolicies => User,
        ListUserTags => User,
        ListUsers => All,
        ListVirtualMFADevices => All,
        PutGroupPolicy => Group,
        PutRolePermissionsBoundary => Role keys BOUNDARY,
        PutRolePolicy => Role keys BOUNDARY,
        PutUserPermissionsBoundary => User keys BOUNDARY,
        PutUserPolicy => User keys BOUNDARY,
        RemoveClientIDFromOpenIDConnectProvider => Provider,
        RemoveRoleFromInstanceProfile => InstanceProfile,
        RemoveUserFromGroup => Group,
        SetDefaultPolicyVersion => Policy,
        SimulateCustomPolicy => All,
        SimulatePrincipalPolicy => User,
        TagInstanceProfile => InstanceProfile keys TAGS,
        TagOpenIDConnectProvider => Provider keys TAGS,
        TagPolicy => Policy keys TAGS,
        TagRole => Role keys TAGS,
        TagUser => User keys TAGS,
        UntagInstanceProfile => InstanceProfile keys TAG_KEYS,
        UntagOpenIDConnectProvider => Provider keys TAG_KEYS,
        UntagPolicy => Policy keys TAG_KEYS,
        UntagRole => Role keys TAG_KEYS,
        UntagUser => User keys TAG_KEYS,
        UpdateAccessKey => User,
        UpdateAssumeRolePolicy => Role,
        UpdateGroup => Group,
        UpdateOpenIDConnectProviderThumbprint => Provider,
        UpdateRole => Role,
        UpdateRoleDescription => Role,
        UpdateUser => User,
    }
    nothing {
        AcceptDelegationRequest AcquireRole AssociateDelegationRequest ChangePassword
        CreateDelegationRequest CreateLoginProfile CreateSAMLProvider
        CreateServiceSpecificCredential CreateVirtualMFADevice DeactivateMFADevice
        DeleteAccountPasswordPolicy DeleteSAMLProvider DeleteSSHPublicKey
        DeleteServerCertificate DeleteServiceSpecificCredential DeleteSigningCertificate
        DeleteVirtualMFADevice DisableOrganizationsRootCredentialsManagement
        DisableOrganizationsRootSessions DisableOutboundWebIdentityFederation
        EnableMFADevice EnableOrganizationsRootCredentialsManagement
        EnableOrganizationsRootSessions EnableOutboundWebIdentityFederation
        GenerateCredentialReport GenerateOrganizationsAccessReport
        GenerateServiceLastAccessedDetails GetAccountPasswordPolicy GetAccountProperties
        GetCredentialReport GetDelegationRequest GetHumanReadableSummary GetMFADevice
        GetOrganizationsAccessReport GetOutboundWebIdentityFederationInfo
        GetRoleTemplateVersion GetSAMLProvider GetSSHPublicKey GetServerCertificate
        GetServiceLastAccessedDetails GetServiceLastAccessedDetailsWithEntities
        ListDelegationRequests ListMFADeviceTags ListOrganizationsFeatures
        ListPoliciesGrantingServiceAccess ListSAMLProviderTags ListSAMLProviders
        ListServerCertificateTags ListServerCertificates PutAccountProperties
        RejectDelegationRequest ResetServiceSpecificCredential ResyncMFADevice
        SendDelegationToken SetSecurityTokenServicePreferences TagMFADevice TagSAMLProvider
        TagServerCertificate UntagMFADevice UntagSAMLProvider UntagServerCertificate
        UpdateAccountPasswordPolicy UpdateDelegationRequest UpdateLoginProfile
        UpdateSAMLProvider UpdateSSHPublicKey UpdateServerCertificate
        UpdateServiceSpecificCredential UpdateSigningCertificate UploadSSHPublicKey
        UploadServerCertificate UploadSigningCertificate
    }
}

//! `iam`: operations. Written by `cargo xtask codegen` from `models/iam`.

use super::ErrorCode;
use super::operation_table::FACTS;
use crate::facts::{OperationFacts, Paging};
use crate::{QueryOperation, Violation, violation};

/// The service in a signature's credential scope and in IAM actions.
pub const SIGNING_NAME: &str = "iam";
/// The value of `Version` in a request.
pub const API_VERSION: &str = "2010-05-08";
/// The namespace of the elements of an answer.
pub const XML_NAMESPACE: &str = "https://iam.amazonaws.com/doc/2010-05-08/";
/// The operations of the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// `AcceptDelegationRequest`.
    AcceptDelegationRequest,
    /// `AcquireRole`.
    AcquireRole,
    /// `AddClientIDToOpenIDConnectProvider`.
    AddClientIDToOpenIDConnectProvider,
    /// `AddRoleToInstanceProfile`.
    AddRoleToInstanceProfile,
    /// `AddUserToGroup`.
    AddUserToGroup,
    /// `AssociateDelegationRequest`.
    AssociateDelegationRequest,
    /// `AttachGroupPolicy`.
    AttachGroupPolicy,
    /// `AttachRolePolicy`.
    AttachRolePolicy,
    /// `AttachUserPolicy`.
    AttachUserPolicy,
    /// `ChangePassword`.
    ChangePassword,
    /// `CreateAccessKey`.
    CreateAccessKey,
    /// `CreateAccountAlias`.
    CreateAccountAlias,
    /// `CreateDelegationRequest`.
    CreateDelegationRequest,
    /// `CreateGroup`.
    CreateGroup,
    /// `CreateInstanceProfile`.
    CreateInstanceProfile,
    /// `CreateLoginProfile`.
    CreateLoginProfile,
    /// `CreateOpenIDConnectProvider`.
    CreateOpenIDConnectProvider,
    /// `CreatePolicy`.
    CreatePolicy,
    /// `CreatePolicyVersion`.
    CreatePolicyVersion,
    /// `CreateRole`.
    CreateRole,
    /// `CreateSAMLProvider`.
    CreateSAMLProvider,
    /// `CreateServiceLinkedRole`.
    CreateServiceLinkedRole,
    /// `CreateServiceSpecificCredential`.
    CreateServiceSpecificCredential,
    /// `CreateUser`.
    CreateUser,
    /// `CreateVirtualMFADevice`.
    CreateVirtualMFADevice,
    /// `DeactivateMFADevice`.
    DeactivateMFADevice,
    /// `DeleteAccessKey`.
    DeleteAccessKey,
    /// `DeleteAccountAlias`.
    DeleteAccountAlias,
    /// `DeleteAccountPasswordPolicy`.
    DeleteAccountPasswordPolicy,
    /// `DeleteGroup`.
    DeleteGroup,
    /// `DeleteGroupPolicy`.
    DeleteGroupPolicy,
    /// `DeleteInstanceProfile`.
    DeleteInstanceProfile,
    /// `DeleteLoginProfile`.
    DeleteLoginProfile,
    /// `DeleteOpenIDConnectProvider`.
    DeleteOpenIDConnectProvider,
    /// `DeletePolicy`.
    DeletePolicy,
    /// `DeletePolicyVersion`.
    DeletePolicyVersion,
    /// `DeleteRole`.
    DeleteRole,
    /// `DeleteRolePermissionsBoundary`.
    DeleteRolePermissionsBoundary,
    /// `DeleteRolePolicy`.
    DeleteRolePolicy,
    /// `DeleteSAMLProvider`.
    DeleteSAMLProvider,
    /// `DeleteSSHPublicKey`.
    DeleteSSHPublicKey,
    /// `DeleteServerCertificate`.
    DeleteServerCertificate,
    /// `DeleteServiceLinkedRole`.
    DeleteServiceLinkedRole,
    /// `DeleteServiceSpecificCredential`.
    DeleteServiceSpecificCredential,
    /// `DeleteSigningCertificate`.
    DeleteSigningCertificate,
    /// `DeleteUser`.
    DeleteUser,
    /// `DeleteUserPermissionsBoundary`.
    DeleteUserPermissionsBoundary,
    /// `DeleteUserPolicy`.
    DeleteUserPolicy,
    /// `DeleteVirtualMFADevice`.
    DeleteVirtualMFADevice,
    /// `DetachGroupPolicy`.
    DetachGroupPolicy,
    /// `DetachRolePolicy`.
    DetachRolePolicy,
    /// `DetachUserPolicy`.
    DetachUserPolicy,
    /// `DisableOrganizationsRootCredentialsManagement`.
    DisableOrganizationsRootCredentialsManagement,
    /// `DisableOrganizationsRootSessions`.
    DisableOrganizationsRootSessions,
    /// `DisableOutboundWebIdentityFederation`.
    DisableOutboundWebIdentityFederation,
    /// `EnableMFADevice`.
    EnableMFADevice,
    /// `EnableOrganizationsRootCredentialsManagement`.
    EnableOrganizationsRootCredentialsManagement,
    /// `EnableOrganizationsRootSessions`.
    EnableOrganizationsRootSessions,
    /// `EnableOutboundWebIdentityFederation`.
    EnableOutboundWebIdentityFederation,
    /// `GenerateCredentialReport`.
    GenerateCredentialReport,
    /// `GenerateOrganizationsAccessReport`.
    GenerateOrganizationsAccessReport,
    /// `GenerateServiceLastAccessedDetails`.
    GenerateServiceLastAccessedDetails,
    /// `GetAccessKeyLastUsed`.
    GetAccessKeyLastUsed,
    /// `GetAccountAuthorizationDetails`.
    GetAccountAuthorizationDetails,
    /// `GetAccountPasswordPolicy`.
    GetAccountPasswordPolicy,
    /// `GetAccountProperties`.
    GetAccountProperties,
    /// `GetAccountSummary`.
    GetAccountSummary,
    /// `GetContextKeysForCustomPolicy`.
    GetContextKeysForCustomPolicy,
    /// `GetContextKeysForPrincipalPolicy`.
    GetContextKeysForPrincipalPolicy,
    /// `GetCredentialReport`.
    GetCredentialReport,
    /// `GetDelegationRequest`.
    GetDelegationRequest,
    /// `GetGroup`.
    GetGroup,
    /// `GetGroupPolicy`.
    GetGroupPolicy,
    /// `GetHumanReadableSummary`.
    GetHumanReadableSummary,
    /// `GetInstanceProfile`.
    GetInstanceProfile,
    /// `GetLoginProfile`.
    GetLoginProfile,
    /// `GetMFADevice`.
    GetMFADevice,
    /// `GetOpenIDConnectProvider`.
    GetOpenIDConnectProvider,
    /// `GetOrganizationsAccessReport`.
    GetOrganizationsAccessReport,
    /// `GetOutboundWebIdentityFederationInfo`.
    GetOutboundWebIdentityFederationInfo,
    /// `GetPolicy`.
    GetPolicy,
    /// `GetPolicyVersion`.
    GetPolicyVersion,
    /// `GetRole`.
    GetRole,
    /// `GetRolePolicy`.
    GetRolePolicy,
    /// `GetRoleTemplateVersion`.
    GetRoleTemplateVersion,
    /// `GetSAMLProvider`.
    GetSAMLProvider,
    /// `GetSSHPublicKey`.
    GetSSHPublicKey,
    /// `GetServerCertificate`.
    GetServerCertificate,
    /// `GetServiceLastAccessedDetails`.
    GetServiceLastAccessedDetails,
    /// `GetServiceLastAccessedDetailsWithEntities`.
    GetServiceLastAccessedDetailsWithEntities,
    /// `GetServiceLinkedRoleDeletionStatus`.
    GetServiceLinkedRoleDeletionStatus,
    /// `GetUser`.
    GetUser,
    /// `GetUserPolicy`.
    GetUserPolicy,
    /// `ListAccessKeys`.
    ListAccessKeys,
    /// `ListAccountAliases`.
    ListAccountAliases,
    /// `ListAttachedGroupPolicies`.
    ListAttachedGroupPolicies,
    /// `ListAttachedRolePolicies`.
    ListAttachedRolePolicies,
    /// `ListAttachedUserPolicies`.
    ListAttachedUserPolicies,
    /// `ListDelegationRequests`.
    ListDelegationRequests,
    /// `ListEntitiesForPolicy`.
    ListEntitiesForPolicy,
    /// `ListGroupPolicies`.
    ListGroupPolicies,
    /// `ListGroups`.
    ListGroups,
    /// `ListGroupsForUser`.
    ListGroupsForUser,
    /// `ListInstanceProfileTags`.
    ListInstanceProfileTags,
    /// `ListInstanceProfiles`.
    ListInstanceProfiles,
    /// `ListInstanceProfilesForRole`.
    ListInstanceProfilesForRole,
    /// `ListMFADeviceTags`.
    ListMFADeviceTags,
    /// `ListMFADevices`.
    ListMFADevices,
    /// `ListOpenIDConnectProviderTags`.
    ListOpenIDConnectProviderTags,
    /// `ListOpenIDConnectProviders`.
    ListOpenIDConnectProviders,
    /// `ListOrganizationsFeatures`.
    ListOrganizationsFeatures,
    /// `ListPolicies`.
    ListPolicies,
    /// `ListPoliciesGrantingServiceAccess`.
    ListPoliciesGrantingServiceAccess,
    /// `ListPolicyTags`.
    ListPolicyTags,
    /// `ListPolicyVersions`.
    ListPolicyVersions,
    /// `ListRolePolicies`.
    ListRolePolicies,
    /// `ListRoleTags`.
    ListRoleTags,
    /// `ListRoles`.
    ListRoles,
    /// `ListSAMLProviderTags`.
    ListSAMLProviderTags,
    /// `ListSAMLProviders`.
    ListSAMLProviders,
    /// `ListSSHPublicKeys`.
    ListSSHPublicKeys,
    /// `ListServerCertificateTags`.
    ListServerCertificateTags,
    /// `ListServerCertificates`.
    ListServerCertificates,
    /// `ListServiceSpecificCredentials`.
    ListServiceSpecificCredentials,
    /// `ListSigningCertificates`.
    ListSigningCertificates,
    /// `ListUserPolicies`.
    ListUserPolicies,
    /// `ListUserTags`.
    ListUserTags,
    /// `ListUsers`.
    ListUsers,
    /// `ListVirtualMFADevices`.
    ListVirtualMFADevices,
    /// `PutAccountProperties`.
    PutAccountProperties,
    /// `PutGroupPolicy`.
    PutGroupPolicy,
    /// `PutRolePermissionsBoundary`.
    PutRolePermissionsBoundary,
    /// `PutRolePolicy`.
    PutRolePolicy,
    /// `PutUserPermissionsBoundary`.
    PutUserPermissionsBoundary,
    /// `PutUserPolicy`.
    PutUserPolicy,
    /// `RejectDelegationRequest`.
    RejectDelegationRequest,
    /// `RemoveClientIDFromOpenIDConnectProvider`.
    RemoveClientIDFromOpenIDConnectProvider,
    /// `RemoveRoleFromInstanceProfile`.
    RemoveRoleFromInstanceProfile,
    /// `RemoveUserFromGroup`.
    RemoveUserFromGroup,
    /// `ResetServiceSpecificCredential`.
    ResetServiceSpecificCredential,
    /// `ResyncMFADevice`.
    ResyncMFADevice,
    /// `SendDelegationToken`.
    SendDelegationToken,
    /// `SetDefaultPolicyVersion`.
    SetDefaultPolicyVersion,
    /// `SetSecurityTokenServicePreferences`.
    SetSecurityTokenServicePreferences,
    /// `SimulateCustomPolicy`.
    SimulateCustomPolicy,
    /// `SimulatePrincipalPolicy`.
    SimulatePrincipalPolicy,
    /// `TagInstanceProfile`.
    TagInstanceProfile,
    /// `TagMFADevice`.
    TagMFADevice,
    /// `TagOpenIDConnectProvider`.
    TagOpenIDConnectProvider,
    /// `TagPolicy`.
    TagPolicy,
    /// `TagRole`.
    TagRole,
    /// `TagSAMLProvider`.
    TagSAMLProvider,
    /// `TagServerCertificate`.
    TagServerCertificate,
    /// `TagUser`.
    TagUser,
    /// `UntagInstanceProfile`.
    UntagInstanceProfile,
    /// `UntagMFADevice`.
    UntagMFADevice,
    /// `UntagOpenIDConnectProvider`.
    UntagOpenIDConnectProvider,
    /// `UntagPolicy`.
    UntagPolicy,
    /// `UntagRole`.
    UntagRole,
    /// `UntagSAMLProvider`.
    UntagSAMLProvider,
    /// `UntagServerCertificate`.
    UntagServerCertificate,
    /// `UntagUser`.
    UntagUser,
    /// `UpdateAccessKey`.
    UpdateAccessKey,
    /// `UpdateAccountPasswordPolicy`.
    UpdateAccountPasswordPolicy,
    /// `UpdateAssumeRolePolicy`.
    UpdateAssumeRolePolicy,
    /// `UpdateDelegationRequest`.
    UpdateDelegationRequest,
    /// `UpdateGroup`.
    UpdateGroup,
    /// `UpdateLoginProfile`.
    UpdateLoginProfile,
    /// `UpdateOpenIDConnectProviderThumbprint`.
    UpdateOpenIDConnectProviderThumbprint,
    /// `UpdateRole`.
    UpdateRole,
    /// `UpdateRoleDescription`.
    UpdateRoleDescription,
    /// `UpdateSAMLProvider`.
    UpdateSAMLProvider,
    /// `UpdateSSHPublicKey`.
    UpdateSSHPublicKey,
    /// `UpdateServerCertificate`.
    UpdateServerCertificate,
    /// `UpdateServiceSpecificCredential`.
    UpdateServiceSpecificCredential,
    /// `UpdateSigningCertificate`.
    UpdateSigningCertificate,
    /// `UpdateUser`.
    UpdateUser,
    /// `UploadSSHPublicKey`.
    UploadSSHPublicKey,
    /// `UploadServerCertificate`.
    UploadServerCertificate,
    /// `UploadSigningCertificate`.
    UploadSigningCertificate,
}

impl Operation {
    /// Every operation, in the order of their names.
    pub const ALL: &'static [Self] = &[
        Self::AcceptDelegationRequest,
        Self::AcquireRole,
        Self::AddClientIDToOpenIDConnectProvider,
        Self::AddRoleToInstanceProfile,
        Self::AddUserToGroup,
        Self::AssociateDelegationRequest,
        Self::AttachGroupPolicy,
        Self::AttachRolePolicy,
        Self::AttachUserPolicy,
        Self::ChangePassword,
        Self::CreateAccessKey,
        Self::CreateAccountAlias,
        Self::CreateDelegationRequest,
        Self::CreateGroup,
        Self::CreateInstanceProfile,
        Self::CreateLoginProfile,
        Self::CreateOpenIDConnectProvider,
        Self::CreatePolicy,
        Self::CreatePolicyVersion,
        Self::CreateRole,
        Self::CreateSAMLProvider,
        Self::CreateServiceLinkedRole,
        Self::CreateServiceSpecificCredential,
        Self::CreateUser,
        Self::CreateVirtualMFADevice,
        Self::DeactivateMFADevice,
        Self::DeleteAccessKey,
        Self::DeleteAccountAlias,
        Self::DeleteAccountPasswordPolicy,
        Self::DeleteGroup,
        Self::DeleteGroupPolicy,
        Self::DeleteInstanceProfile,
        Self::DeleteLoginProfile,
        Self::DeleteOpenIDConnectProvider,
        Self::DeletePolicy,
        Self::DeletePolicyVersion,
        Self::DeleteRole,
        Self::DeleteRolePermissionsBoundary,
        Self::DeleteRolePolicy,
        Self::DeleteSAMLProvider,
        Self::DeleteSSHPublicKey,
        Self::DeleteServerCertificate,
        Self::DeleteServiceLinkedRole,
        Self::DeleteServiceSpecificCredential,
        Self::DeleteSigningCertificate,
        Self::DeleteUser,
        Self::DeleteUserPermissionsBoundary,
        Self::DeleteUserPolicy,
        Self::DeleteVirtualMFADevice,
        Self::DetachGroupPolicy,
        Self::DetachRolePolicy,
        Self::DetachUserPolicy,
        Self::DisableOrganizationsRootCredentialsManagement,
        Self::DisableOrganizationsRootSessions,
        Self::DisableOutboundWebIdentityFederation,
        Self::EnableMFADevice,
        Self::EnableOrganizationsRootCredentialsManagement,
        Self::EnableOrganizationsRootSessions,
        Self::EnableOutboundWebIdentityFederation,
        Self::GenerateCredentialReport,
        Self::GenerateOrganizationsAccessReport,
        Self::GenerateServiceLastAccessedDetails,
        Self::GetAccessKeyLastUsed,
        Self::GetAccountAuthorizationDetails,
        Self::GetAccountPasswordPolicy,
        Self::GetAccountProperties,
        Self::GetAccountSummary,
        Self::GetContextKeysForCustomPolicy,
        Self::GetContextKeysForPrincipalPolicy,
        Self::GetCredentialReport,
        Self::GetDelegationRequest,
        Self::GetGroup,
        Self::GetGroupPolicy,
        Self::GetHumanReadableSummary,
        Self::GetInstanceProfile,
        Self::GetLoginProfile,
        Self::GetMFADevice,
        Self::GetOpenIDConnectProvider,
        Self::GetOrganizationsAccessReport,
        Self::GetOutboundWebIdentityFederationInfo,
        Self::GetPolicy,
        Self::GetPolicyVersion,
        Self::GetRole,
        Self::GetRolePolicy,
        Self::GetRoleTemplateVersion,
        Self::GetSAMLProvider,
        Self::GetSSHPublicKey,
        Self::GetServerCertificate,
        Self::GetServiceLastAccessedDetails,
        Self::GetServiceLastAccessedDetailsWithEntities,
        Self::GetServiceLinkedRoleDeletionStatus,
        Self::GetUser,
        Self::GetUserPolicy,
        Self::ListAccessKeys,
        Self::ListAccountAliases,
        Self::ListAttachedGroupPolicies,
        Self::ListAttachedRolePolicies,
        Self::ListAttachedUserPolicies,
        Self::ListDelegationRequests,
        Self::ListEntitiesForPolicy,
        Self::ListGroupPolicies,
        Self::ListGroups,
        Self::ListGroupsForUser,
        Self::ListInstanceProfileTags,
        Self::ListInstanceProfiles,
        Self::ListInstanceProfilesForRole,
        Self::ListMFADeviceTags,
        Self::ListMFADevices,
        Self::ListOpenIDConnectProviderTags,
        Self::ListOpenIDConnectProviders,
        Self::ListOrganizationsFeatures,
        Self::ListPolicies,
        Self::ListPoliciesGrantingServiceAccess,
        Self::ListPolicyTags,
        Self::ListPolicyVersions,
        Self::ListRolePolicies,
        Self::ListRoleTags,
        Self::ListRoles,
        Self::ListSAMLProviderTags,
        Self::ListSAMLProviders,
        Self::ListSSHPublicKeys,
        Self::ListServerCertificateTags,
        Self::ListServerCertificates,
        Self::ListServiceSpecificCredentials,
        Self::ListSigningCertificates,
        Self::ListUserPolicies,
        Self::ListUserTags,
        Self::ListUsers,
        Self::ListVirtualMFADevices,
        Self::PutAccountProperties,
        Self::PutGroupPolicy,
        Self::PutRolePermissionsBoundary,
        Self::PutRolePolicy,
        Self::PutUserPermissionsBoundary,
        Self::PutUserPolicy,
        Self::RejectDelegationRequest,
        Self::RemoveClientIDFromOpenIDConnectProvider,
        Self::RemoveRoleFromInstanceProfile,
        Self::RemoveUserFromGroup,
        Self::ResetServiceSpecificCredential,
        Self::ResyncMFADevice,
        Self::SendDelegationToken,
        Self::SetDefaultPolicyVersion,
        Self::SetSecurityTokenServicePreferences,
        Self::SimulateCustomPolicy,
        Self::SimulatePrincipalPolicy,
        Self::TagInstanceProfile,
        Self::TagMFADevice,
        Self::TagOpenIDConnectProvider,
        Self::TagPolicy,
        Self::TagRole,
        Self::TagSAMLProvider,
        Self::TagServerCertificate,
        Self::TagUser,
        Self::UntagInstanceProfile,
        Self::UntagMFADevice,
        Self::UntagOpenIDConnectProvider,
        Self::UntagPolicy,
        Self::UntagRole,
        Self::UntagSAMLProvider,
        Self::UntagServerCertificate,
        Self::UntagUser,
        Self::UpdateAccessKey,
        Self::UpdateAccountPasswordPolicy,
        Self::UpdateAssumeRolePolicy,
        Self::UpdateDelegationRequest,
        Self::UpdateGroup,
        Self::UpdateLoginProfile,
        Self::UpdateOpenIDConnectProviderThumbprint,
        Self::UpdateRole,
        Self::UpdateRoleDescription,
        Self::UpdateSAMLProvider,
        Self::UpdateSSHPublicKey,
        Self::UpdateServerCertificate,
        Self::UpdateServiceSpecificCredential,
        Self::UpdateSigningCertificate,
        Self::UpdateUser,
        Self::UploadSSHPublicKey,
        Self::UploadServerCertificate,
        Self::UploadSigningCertificate,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// Whether the operation changes nothing that a caller can see.
    pub fn is_read_only(self) -> bool {
        self.facts().is_read_only
    }

    /// The errors that the model declares for the operation.
    pub fn errors(self) -> &'static [ErrorCode] {
        self.facts().errors
    }

    /// How the operation pages; none when it does not.
    pub fn paging(self) -> Option<&'static Paging> {
        self.facts().paging.as_ref()
    }

    fn facts(self) -> &'static OperationFacts<ErrorCode> {
        &FACTS[self as usize]
    }

    /// Finds an operation by its name on the wire.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|operation| operation.name() == name)
    }

    /// Finds an operation by the form fields `Action` and `Version`.
    pub fn from_action(action: &str, version: &str) -> Option<Self> {
        if version == API_VERSION {
            Self::from_name(action)
        } else {
            None
        }
    }

    /// The code of the error that reports broken constraints of the operation's input, and its message.
    /// The models of the Query services do not declare it; its status is 400.
    pub fn constraint_error(self, violations: &[Violation]) -> (&'static str, String) {
        (violation::QUERY_CODE, violation::validation_message(violations))
    }
}

impl QueryOperation for Operation {
    const XML_NAMESPACE: &'static str = XML_NAMESPACE;

    fn name(self) -> &'static str {
        self.name()
    }
}

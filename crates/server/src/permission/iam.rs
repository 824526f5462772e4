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

/// What an operation needs, also one that is not built. Those that will never be built need
/// nothing, since nothing is done.
#[expect(clippy::too_many_lines, reason = "one row for each operation")]
pub(crate) const fn of_iam(operation: Operation) -> Permission {
    use Action as A;
    use Operation as O;
    use Target as T;
    match operation {
        O::AddClientIDToOpenIDConnectProvider => row(&[A::AddClientIDToOpenIDConnectProvider], T::Provider),
        O::AddRoleToInstanceProfile => {
            row(&[A::AddRoleToInstanceProfile], T::InstanceProfile).also(&[(A::PassRole, "on the role")])
        }
        O::AddUserToGroup => row(&[A::AddUserToGroup], T::Group),
        O::AttachGroupPolicy => row(&[A::AttachGroupPolicy], T::Group).keys(POLICY),
        O::AttachRolePolicy => row(&[A::AttachRolePolicy], T::Role).keys(ATTACHMENT),
        O::AttachUserPolicy => row(&[A::AttachUserPolicy], T::User).keys(ATTACHMENT),
        O::CreateAccessKey => row(&[A::CreateAccessKey], T::User),
        O::CreateAccountAlias => row(&[A::CreateAccountAlias], T::All),
        O::CreateGroup => row(&[A::CreateGroup], T::Group),
        O::CreateInstanceProfile => row(&[A::CreateInstanceProfile], T::InstanceProfile).keys(TAGS),
        O::CreateOpenIDConnectProvider => row(&[A::CreateOpenIDConnectProvider], T::Provider)
            .also(&[(A::TagOpenIDConnectProvider, "with tags")])
            .keys(TAGS),
        O::CreatePolicy => row(&[A::CreatePolicy], T::Policy)
            .also(&[(A::TagPolicy, "with tags")])
            .keys(TAGS),
        O::CreatePolicyVersion => row(&[A::CreatePolicyVersion], T::Policy),
        O::CreateRole => row(&[A::CreateRole], T::Role).keys(NEW_ENTITY),
        O::CreateServiceLinkedRole => row(&[A::CreateServiceLinkedRole], T::Role),
        O::CreateUser => row(&[A::CreateUser], T::User).keys(NEW_ENTITY),
        O::DeleteAccessKey => row(&[A::DeleteAccessKey], T::User),
        O::DeleteAccountAlias => row(&[A::DeleteAccountAlias], T::All),
        O::DeleteGroup => row(&[A::DeleteGroup], T::Group),
        O::DeleteGroupPolicy => row(&[A::DeleteGroupPolicy], T::Group),
        O::DeleteInstanceProfile => row(&[A::DeleteInstanceProfile], T::InstanceProfile),
        O::DeleteLoginProfile => row(&[A::DeleteLoginProfile], T::User),
        O::DeleteOpenIDConnectProvider => row(&[A::DeleteOpenIDConnectProvider], T::Provider),
        O::DeletePolicy => row(&[A::DeletePolicy], T::Policy),
        O::DeletePolicyVersion => row(&[A::DeletePolicyVersion], T::Policy),
        O::DeleteRole => row(&[A::DeleteRole], T::Role),
        O::DeleteRolePermissionsBoundary => row(&[A::DeleteRolePermissionsBoundary], T::Role).keys(BOUNDARY),
        O::DeleteRolePolicy => row(&[A::DeleteRolePolicy], T::Role).keys(BOUNDARY),
        O::DeleteServiceLinkedRole => row(&[A::DeleteServiceLinkedRole], T::Role),
        O::DeleteUser => row(&[A::DeleteUser], T::User),
        O::DeleteUserPermissionsBoundary => row(&[A::DeleteUserPermissionsBoundary], T::User).keys(BOUNDARY),
        O::DeleteUserPolicy => row(&[A::DeleteUserPolicy], T::User).keys(BOUNDARY),
        O::DetachGroupPolicy => row(&[A::DetachGroupPolicy], T::Group).keys(POLICY),
        O::DetachRolePolicy => row(&[A::DetachRolePolicy], T::Role).keys(ATTACHMENT),
        O::DetachUserPolicy => row(&[A::DetachUserPolicy], T::User).keys(ATTACHMENT),
        O::GetAccessKeyLastUsed => row(&[A::GetAccessKeyLastUsed], T::User),
        O::GetAccountAuthorizationDetails => row(&[A::GetAccountAuthorizationDetails], T::All),
        O::GetAccountSummary => row(&[A::GetAccountSummary], T::All),
        O::GetContextKeysForCustomPolicy => row(&[A::GetContextKeysForCustomPolicy], T::All),
        O::GetContextKeysForPrincipalPolicy => row(&[A::GetContextKeysForPrincipalPolicy], T::User),
        O::GetGroup => row(&[A::GetGroup], T::Group),
        O::GetGroupPolicy => row(&[A::GetGroupPolicy], T::Group),
        O::GetInstanceProfile => row(&[A::GetInstanceProfile], T::InstanceProfile),
        O::GetLoginProfile => row(&[A::GetLoginProfile], T::User),
        O::GetOpenIDConnectProvider => row(&[A::GetOpenIDConnectProvider], T::Provider),
        O::GetPolicy => row(&[A::GetPolicy], T::Policy),
        O::GetPolicyVersion => row(&[A::GetPolicyVersion], T::Policy),
        O::GetRole => row(&[A::GetRole], T::Role),
        O::GetRolePolicy => row(&[A::GetRolePolicy], T::Role),
        O::GetServiceLinkedRoleDeletionStatus => row(&[A::GetServiceLinkedRoleDeletionStatus], T::Role),
        O::GetUser => row(&[A::GetUser], T::User),
        O::GetUserPolicy => row(&[A::GetUserPolicy], T::User),
        O::ListAccessKeys => row(&[A::ListAccessKeys], T::User),
        O::ListAccountAliases => row(&[A::ListAccountAliases], T::All),
        O::ListAttachedGroupPolicies => row(&[A::ListAttachedGroupPolicies], T::Group),
        O::ListAttachedRolePolicies => row(&[A::ListAttachedRolePolicies], T::Role),
        O::ListAttachedUserPolicies => row(&[A::ListAttachedUserPolicies], T::User),
        O::ListEntitiesForPolicy => row(&[A::ListEntitiesForPolicy], T::Policy),
        O::ListGroupPolicies => row(&[A::ListGroupPolicies], T::Group),
        O::ListGroups => row(&[A::ListGroups], T::All),
        O::ListGroupsForUser => row(&[A::ListGroupsForUser], T::User),
        O::ListInstanceProfileTags => row(&[A::ListInstanceProfileTags], T::InstanceProfile),
        O::ListInstanceProfiles => row(&[A::ListInstanceProfiles], T::All),
        O::ListInstanceProfilesForRole => row(&[A::ListInstanceProfilesForRole], T::Role),
        O::ListMFADevices => row(&[A::ListMFADevices], T::User),
        O::ListOpenIDConnectProviderTags => row(&[A::ListOpenIDConnectProviderTags], T::Provider),
        O::ListOpenIDConnectProviders => row(&[A::ListOpenIDConnectProviders], T::All),
        O::ListPolicies => row(&[A::ListPolicies], T::All),
        O::ListPolicyTags => row(&[A::ListPolicyTags], T::Policy),
        O::ListPolicyVersions => row(&[A::ListPolicyVersions], T::Policy),
        O::ListRolePolicies => row(&[A::ListRolePolicies], T::Role),
        O::ListRoleTags => row(&[A::ListRoleTags], T::Role),
        O::ListRoles => row(&[A::ListRoles], T::All),
        O::ListSSHPublicKeys => row(&[A::ListSSHPublicKeys], T::User),
        O::ListServiceSpecificCredentials => row(&[A::ListServiceSpecificCredentials], T::User),
        O::ListSigningCertificates => row(&[A::ListSigningCertificates], T::User),
        O::ListUserPolicies => row(&[A::ListUserPolicies], T::User),
        O::ListUserTags => row(&[A::ListUserTags], T::User),
        O::ListUsers => row(&[A::ListUsers], T::All),
        O::ListVirtualMFADevices => row(&[A::ListVirtualMFADevices], T::All),
        O::PutGroupPolicy => row(&[A::PutGroupPolicy], T::Group),
        O::PutRolePermissionsBoundary => row(&[A::PutRolePermissionsBoundary], T::Role).keys(BOUNDARY),
        O::PutRolePolicy => row(&[A::PutRolePolicy], T::Role).keys(BOUNDARY),
        O::PutUserPermissionsBoundary => row(&[A::PutUserPermissionsBoundary], T::User).keys(BOUNDARY),
        O::PutUserPolicy => row(&[A::PutUserPolicy], T::User).keys(BOUNDARY),
        O::RemoveClientIDFromOpenIDConnectProvider => {
            row(&[A::RemoveClientIDFromOpenIDConnectProvider], T::Provider)
        }
        O::RemoveRoleFromInstanceProfile => row(&[A::RemoveRoleFromInstanceProfile], T::InstanceProfile),
        O::RemoveUserFromGroup => row(&[A::RemoveUserFromGroup], T::Group),
        O::SetDefaultPolicyVersion => row(&[A::SetDefaultPolicyVersion], T::Policy),
        O::SimulateCustomPolicy => row(&[A::SimulateCustomPolicy], T::All),
        O::SimulatePrincipalPolicy => row(&[A::SimulatePrincipalPolicy], T::User),
        O::TagInstanceProfile => row(&[A::TagInstanceProfile], T::InstanceProfile).keys(TAGS),
        O::TagOpenIDConnectProvider => row(&[A::TagOpenIDConnectProvider], T::Provider).keys(TAGS),
        O::TagPolicy => row(&[A::TagPolicy], T::Policy).keys(TAGS),
        O::TagRole => row(&[A::TagRole], T::Role).keys(TAGS),
        O::TagUser => row(&[A::TagUser], T::User).keys(TAGS),
        O::UntagInstanceProfile => row(&[A::UntagInstanceProfile], T::InstanceProfile).keys(TAG_KEYS),
        O::UntagOpenIDConnectProvider => row(&[A::UntagOpenIDConnectProvider], T::Provider).keys(TAG_KEYS),
        O::UntagPolicy => row(&[A::UntagPolicy], T::Policy).keys(TAG_KEYS),
        O::UntagRole => row(&[A::UntagRole], T::Role).keys(TAG_KEYS),
        O::UntagUser => row(&[A::UntagUser], T::User).keys(TAG_KEYS),
        O::UpdateAccessKey => row(&[A::UpdateAccessKey], T::User),
        O::UpdateAssumeRolePolicy => row(&[A::UpdateAssumeRolePolicy], T::Role),
        O::UpdateGroup => row(&[A::UpdateGroup], T::Group),
        O::UpdateOpenIDConnectProviderThumbprint => {
            row(&[A::UpdateOpenIDConnectProviderThumbprint], T::Provider)
        }
        O::UpdateRole => row(&[A::UpdateRole], T::Role),
        O::UpdateRoleDescription => row(&[A::UpdateRoleDescription], T::Role),
        O::UpdateUser => row(&[A::UpdateUser], T::User),
        O::AcceptDelegationRequest
        | O::AcquireRole
        | O::AssociateDelegationRequest
        | O::ChangePassword
        | O::CreateDelegationRequest
        | O::CreateLoginProfile
        | O::CreateSAMLProvider
        | O::CreateServiceSpecificCredential
        | O::CreateVirtualMFADevice
        | O::DeactivateMFADevice
        | O::DeleteAccountPasswordPolicy
        | O::DeleteSAMLProvider
        | O::DeleteSSHPublicKey
        | O::DeleteServerCertificate
        | O::DeleteServiceSpecificCredential
        | O::DeleteSigningCertificate
        | O::DeleteVirtualMFADevice
        | O::DisableOrganizationsRootCredentialsManagement
        | O::DisableOrganizationsRootSessions
        | O::DisableOutboundWebIdentityFederation
        | O::EnableMFADevice
        | O::EnableOrganizationsRootCredentialsManagement
        | O::EnableOrganizationsRootSessions
        | O::EnableOutboundWebIdentityFederation
        | O::GenerateCredentialReport
        | O::GenerateOrganizationsAccessReport
        | O::GenerateServiceLastAccessedDetails
        | O::GetAccountPasswordPolicy
        | O::GetAccountProperties
        | O::GetCredentialReport
        | O::GetDelegationRequest
        | O::GetHumanReadableSummary
        | O::GetMFADevice
        | O::GetOrganizationsAccessReport
        | O::GetOutboundWebIdentityFederationInfo
        | O::GetRoleTemplateVersion
        | O::GetSAMLProvider
        | O::GetSSHPublicKey
        | O::GetServerCertificate
        | O::GetServiceLastAccessedDetails
        | O::GetServiceLastAccessedDetailsWithEntities
        | O::ListDelegationRequests
        | O::ListMFADeviceTags
        | O::ListOrganizationsFeatures
        | O::ListPoliciesGrantingServiceAccess
        | O::ListSAMLProviderTags
        | O::ListSAMLProviders
        | O::ListServerCertificateTags
        | O::ListServerCertificates
        | O::PutAccountProperties
        | O::RejectDelegationRequest
        | O::ResetServiceSpecificCredential
        | O::ResyncMFADevice
        | O::SendDelegationToken
        | O::SetSecurityTokenServicePreferences
        | O::TagMFADevice
        | O::TagSAMLProvider
        | O::TagServerCertificate
        | O::UntagMFADevice
        | O::UntagSAMLProvider
        | O::UntagServerCertificate
        | O::UpdateAccountPasswordPolicy
        | O::UpdateDelegationRequest
        | O::UpdateLoginProfile
        | O::UpdateSAMLProvider
        | O::UpdateSSHPublicKey
        | O::UpdateServerCertificate
        | O::UpdateServiceSpecificCredential
        | O::UpdateSigningCertificate
        | O::UploadSSHPublicKey
        | O::UploadServerCertificate
        | O::UploadSigningCertificate => row(&[], T::Nothing),
    }
}

const fn row(actions: &'static [Action], target: Target) -> Permission {
    Permission::new(actions, target)
}

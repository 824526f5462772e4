//! IAM actions: what policies allow or deny, by the names that policies and denials use.

/// The name of an action on the wire, where it is not the variant's.
macro_rules! wire {
    ($name:ident) => {
        stringify!($name)
    };
    ($name:ident $wire:ident) => {
        stringify!($wire)
    };
}

/// Defines [`Action`] from the names of each service's actions; a variant of another name has its
/// action's in brackets.
macro_rules! actions {
    ($($service:literal: $($name:ident $(($wire:ident))?)*;)*) => {
        /// An action of one of the services, such as `ecr:PutImage` (Service Authorization
        /// Reference). Two services that have an action of one name share the variant's name with
        /// the service in front.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(
                #[doc = concat!("`", $service, ":", wire!($name $($wire)?), "`")]
                $name,
            )*)*
        }

        impl Action {
            /// Every action that a decision is ever asked about.
            pub const ALL: &[Self] = &[$($(Self::$name,)*)*];

            /// The name that policies and denials use, service prefix included.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($(Self::$name => concat!($service, ":", wire!($name $($wire)?)),)*)*
                }
            }

            /// The service's prefix.
            pub const fn service(self) -> &'static str {
                match self {
                    $($(Self::$name)|* => $service,)*
                }
            }
        }
    };
}

actions! {
    "ecr":
        BatchCheckLayerAvailability BatchDeleteImage BatchGetImage
        BatchGetRepositoryScanningConfiguration BatchImportUpstreamImage CompleteLayerUpload
        CreatePullThroughCacheRule CreateRepository CreateRepositoryCreationTemplate
        DeleteLifecyclePolicy DeletePullThroughCacheRule DeleteRegistryPolicy DeleteRepository
        DeleteRepositoryCreationTemplate DeleteRepositoryPolicy DeleteSigningConfiguration
        DeregisterPullTimeUpdateExclusion DescribeImageReplicationStatus DescribeImageScanFindings
        DescribeImageSigningStatus DescribeImages DescribePullThroughCacheRules DescribeRegistry
        DescribeReplicationBackfillResults DescribeRepositories
        DescribeRepositoryCreationTemplates GetAccountSetting GetAuthorizationToken
        GetDownloadUrlForLayer GetLifecyclePolicy GetLifecyclePolicyPreview GetRegistryPolicy
        GetRegistryScanningConfiguration GetRepositoryPolicy GetSigningConfiguration
        InitiateLayerUpload ListImages ListPullTimeUpdateExclusions ListReplicationBackfills
        ListTagsForResource PutAccountSetting PutImage PutImageScanningConfiguration
        PutImageTagMutability PutLifecyclePolicy PutRegistryPolicy
        PutRegistryScanningConfiguration PutReplicationConfiguration PutSigningConfiguration
        RegisterPullTimeUpdateExclusion ReplicateImage SetRepositoryPolicy StartImageScan
        StartLifecyclePolicyPreview StartReplicationBackfill StopReplicationBackfill TagResource
        UntagResource UpdateImageStorageClass UpdatePullThroughCacheRule
        UpdateRepositoryCreationTemplate UploadLayerPart ValidatePullThroughCacheRule;
    "hythe":
        CopyImage DeleteImageHold DescribeImagePulls GetRepositorySettings ListDeletedImages
        ListDeletedRepositories ListDeletedTags ListImageHolds LookupAuditRecords LookupEvents
        PreviewLifecyclePolicy PurgeDeletedImages PurgeDeletedRepository PutImageHold
        PutRepositoryDeletionProtection RenameRepository TagImage UndeleteImage UndeleteRepository
        UntagImage;
    "iam":
        AddClientIDToOpenIDConnectProvider AddRoleToInstanceProfile AddUserToGroup
        AttachGroupPolicy AttachRolePolicy AttachUserPolicy CreateAccessKey CreateAccountAlias
        CreateGroup CreateInstanceProfile CreateOpenIDConnectProvider CreatePolicy
        CreatePolicyVersion CreateRole CreateServiceLinkedRole CreateUser DeleteAccessKey
        DeleteAccountAlias DeleteGroup DeleteGroupPolicy DeleteInstanceProfile
        DeleteLoginProfile DeleteOpenIDConnectProvider DeletePolicy DeletePolicyVersion DeleteRole
        DeleteRolePermissionsBoundary DeleteRolePolicy DeleteServiceLinkedRole DeleteUser
        DeleteUserPermissionsBoundary DeleteUserPolicy DetachGroupPolicy DetachRolePolicy
        DetachUserPolicy GetAccessKeyLastUsed GetAccountAuthorizationDetails GetAccountSummary
        GetContextKeysForCustomPolicy GetContextKeysForPrincipalPolicy GetGroup GetGroupPolicy
        GetInstanceProfile GetLoginProfile GetOpenIDConnectProvider GetPolicy GetPolicyVersion
        GetRole GetRolePolicy GetServiceLinkedRoleDeletionStatus GetUser GetUserPolicy
        ListAccessKeys ListAccountAliases ListAttachedGroupPolicies ListAttachedRolePolicies
        ListAttachedUserPolicies ListEntitiesForPolicy ListGroupPolicies ListGroups
        ListGroupsForUser ListInstanceProfileTags ListInstanceProfiles
        ListInstanceProfilesForRole ListMFADevices ListOpenIDConnectProviderTags
        ListOpenIDConnectProviders ListPolicies ListPolicyTags ListPolicyVersions ListRolePolicies
        ListRoleTags ListRoles ListSSHPublicKeys ListServiceSpecificCredentials
        ListSigningCertificates ListUserPolicies ListUserTags ListUsers ListVirtualMFADevices
        PassRole PutGroupPolicy PutRolePermissionsBoundary PutRolePolicy
        PutUserPermissionsBoundary PutUserPolicy RemoveClientIDFromOpenIDConnectProvider
        RemoveRoleFromInstanceProfile RemoveUserFromGroup SetDefaultPolicyVersion
        SimulateCustomPolicy SimulatePrincipalPolicy TagInstanceProfile
        TagOpenIDConnectProvider TagPolicy TagRole TagUser UntagInstanceProfile
        UntagOpenIDConnectProvider UntagPolicy UntagRole UntagUser UpdateAccessKey
        UpdateAssumeRolePolicy UpdateGroup UpdateOpenIDConnectProviderThumbprint UpdateRole
        UpdateRoleDescription UpdateUser;
    "kms":
        CancelKeyDeletion CreateAlias CreateGrant CreateKey Decrypt DeleteAlias DescribeKey DisableKey
        DisableKeyRotation EnableKey EnableKeyRotation Encrypt GenerateDataKey
        GenerateDataKeyWithoutPlaintext GenerateRandom GetKeyPolicy GetKeyRotationStatus
        KmsTagResource (TagResource) KmsUntagResource (UntagResource) ListAliases ListGrants
        ListKeyPolicies ListKeyRotations ListKeys ListResourceTags ListRetirableGrants PutKeyPolicy
        ReEncryptFrom ReEncryptTo RetireGrant RevokeGrant RotateKeyOnDemand ScheduleKeyDeletion
        UpdateAlias UpdateKeyDescription;
    "sts":
        AssumeRole AssumeRoleWithWebIdentity GetAccessKeyInfo GetCallerIdentity GetSessionToken
        SetSourceIdentity TagSession;
}

impl Action {
    /// Whether policies of a repository or registry can grant it. Logging in is granted by
    /// policies of the identity alone (ECR user guide, "Repository policies").
    pub const fn is_granted_by_resources(self) -> bool {
        !matches!(self, Self::GetAuthorizationToken)
    }

    /// Whether the policy of a registry decides about it even where it is limited to what it once
    /// was for (ECR user guide, "Registry policy scope", `V1`).
    pub const fn is_of_every_registry_policy(self) -> bool {
        matches!(
            self,
            Self::ReplicateImage | Self::BatchImportUpstreamImage | Self::CreateRepository
        )
    }

    /// Whether a request for it is about images that the condition keys `ecr:ImageTag`,
    /// `ecr:ImageDigest` and `ecr:ArtifactType` tell about.
    pub const fn is_about_images(self) -> bool {
        matches!(
            self,
            Self::BatchGetImage
                | Self::PutImage
                | Self::BatchDeleteImage
                | Self::UndeleteImage
                | Self::UntagImage
                | Self::UpdateImageStorageClass
                | Self::TagImage
                | Self::CopyImage
        )
    }
}

//! The managed policies of AWS itself that matter to a registry, under their own ARNs.
//!
//! Source: "AWS Managed Policy Reference". Documents, ids and dates are AWS's. The one exception is
//! `ReadOnlyAccess`, which names thousands of actions there and here only those of `ecr`,
//! `ecr-public`, `iam`, `kms` and `sts`; for these it means the same. Older versions do not exist here.

use stdx::Timestamp;

/// A policy that belongs to AWS and can be attached in every account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ManagedPolicy {
    /// Such as `arn:aws:iam::aws:policy/AdministratorAccess`.
    pub arn: &'static str,
    /// Its unique id.
    pub id: &'static str,
    /// What AWS says of it.
    pub description: &'static str,
    /// The only version here, which is the default one.
    pub version: &'static str,
    /// When the policy was created.
    pub created: Timestamp,
    /// When the default version was created.
    pub updated: Timestamp,
    /// The document of the default version: legal, of kind [`crate::PolicyKind::Identity`].
    pub document: &'static str,
}

impl ManagedPolicy {
    /// The policy's name: `AdministratorAccess`.
    pub fn name(&self) -> &'static str {
        self.arn.rsplit('/').next().expect("a split text has a last part")
    }

    /// The policy's path, with the slashes around it: `/service-role/`.
    pub fn path(&self) -> &'static str {
        let resource = self
            .arn
            .strip_prefix("arn:aws:iam::aws:policy")
            .expect("so each ARN begins");
        &resource[..resource.len() - self.name().len()]
    }

    /// Whether principals can have it. A policy of a service-linked role is for that role only.
    pub fn is_attachable(&self) -> bool {
        self.path() != "/aws-service-role/"
    }
}

/// The policy of an ARN, in the partition `aws`.
pub fn get(arn: &str) -> Option<&'static ManagedPolicy> {
    ALL.iter().find(|policy| policy.arn == arn)
}

/// Every policy.
pub fn all() -> &'static [ManagedPolicy] {
    ALL
}

const fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

const ALL: &[ManagedPolicy] = &[
    ManagedPolicy {
        arn: "arn:aws:iam::aws:policy/AdministratorAccess",
        id: "ANPAIWMBCKSKIEE64ZLYK",
        description: "Provides full access to AWS services and resources.",
        version: "v1",
        created: at(1_423_247_986),
        updated: at(1_423_247_986),
        document: include_str!("managed/AdministratorAccess.json"),
    },
    ManagedPolicy {
        arn: "arn:aws:iam::aws:policy/PowerUserAccess",
        id: "ANPAJYRXTHIB4FOVS3ZXS",
        description: "Provides full access to AWS services and resources, but does not allow management of Users and groups.",
        version: "v12",
        created: at(1_423_247_987),
        updated: at(1_770_919_154),
        document: include_str!("managed/PowerUserAccess.json"),
    },
    ManagedPolicy {
        arn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
        id: "ANPAILL3HVNFSB6DCOWYQ",
        description: "Provides read-only access to AWS services and resources.",
        version: "v132",
        created: at(1_423_247_988),
        updated: at(1_756_849_747),
        document: include_str!("managed/ReadOnlyAccess.json"),
    },
    ManagedPolicy {
        arn: "arn:aws:iam::aws:policy/IAMFullAccess",
        id: "ANPAI7XKCFMBPM3QQRRVQ",
        description: "Provides full access to IAM via the AWS Management Console.",
        version: "v2",
        created: at(1_423_248_038),
        updated: at(1_561_146_000),
        document: include_str!("managed/IAMFullAccess.json"),
    },
    ManagedPolicy {
        arn: "arn:aws:iam::aws:policy/IAMReadOnlyAccess",
        id: "ANPAJKSO7NDY4T57MWDSQ",
        description: "Provides read only access to IAM via the AWS Management Console.",
        version: "v4",
        created: at(1_423_248_039),
        updated: at(1_516_907_487),
        document: include_str!("managed/IAMReadOnlyAccess.json"),
    },
    ManagedPolicy {
        arn: "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
        id: "ANPAZKAPJZG4ACPA6HO4Q",
        description: "Provides access to pull images from Amazon EC2 Container Registry repositories.",
        version: "v1",
        created: at(1_728_061_129),
        updated: at(1_728_061_129),
        document: include_str!("managed/AmazonEC2ContainerRegistryPullOnly.json"),
    },
    ManagedPolicy {
        arn: "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly",
        id: "ANPAIFYZPA37OOHVIH7KQ",
        description: "Provides read-only access to Amazon EC2 Container Registry repositories.",
        version: "v3",
        created: at(1_450_717_455),
        updated: at(1_576_011_392),
        document: include_str!("managed/AmazonEC2ContainerRegistryReadOnly.json"),
    },
    ManagedPolicy {
        arn: "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser",
        id: "ANPAJDNE5PIHROIBGGDDW",
        description: "Provides full access to Amazon EC2 Container Registry repositories, but does not allow repository deletion or policy changes.",
        version: "v3",
        created: at(1_450_717_533),
        updated: at(1_576_010_888),
        document: include_str!("managed/AmazonEC2ContainerRegistryPowerUser.json"),
    },
    ManagedPolicy {
        arn: "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess",
        id: "ANPAIESRL7KD7IIVF6V4W",
        description: "Provides administrative access to Amazon ECR resources",
        version: "v3",
        created: at(1_450_717_608),
        updated: at(1_607_126_659),
        document: include_str!("managed/AmazonEC2ContainerRegistryFullAccess.json"),
    },
    ManagedPolicy {
        arn: "arn:aws:iam::aws:policy/AmazonElasticContainerRegistryPublicReadOnly",
        id: "ANPAZKAPJZG4AD7UYLF25",
        description: "Provides read-only access to Amazon ECR Public repositories.",
        version: "v1",
        created: at(1_606_843_624),
        updated: at(1_606_843_624),
        document: include_str!("managed/AmazonElasticContainerRegistryPublicReadOnly.json"),
    },
    ManagedPolicy {
        arn: "arn:aws:iam::aws:policy/AmazonElasticContainerRegistryPublicPowerUser",
        id: "ANPAZKAPJZG4P6F7N3OP7",
        description: "Provides full access to Amazon ECR Public repositories, but does not allow repository deletion or policy changes.",
        version: "v1",
        created: at(1_606_839_414),
        updated: at(1_606_839_414),
        document: include_str!("managed/AmazonElasticContainerRegistryPublicPowerUser.json"),
    },
    ManagedPolicy {
        arn: "arn:aws:iam::aws:policy/AmazonElasticContainerRegistryPublicFullAccess",
        id: "ANPAZKAPJZG4F2SFMTI3G",
        description: "Provides administrative access to Amazon ECR Public resources",
        version: "v1",
        created: at(1_606_843_552),
        updated: at(1_606_843_552),
        document: include_str!("managed/AmazonElasticContainerRegistryPublicFullAccess.json"),
    },
    ManagedPolicy {
        arn: "arn:aws:iam::aws:policy/aws-service-role/AWSECRPullThroughCache_ServiceRolePolicy",
        id: "ANPAZKAPJZG4G6RNU4BVN",
        description: "Enables access to AWS services and resources used or managed by AWS ECR pull through cache",
        version: "v3",
        created: at(1_637_963_469),
        updated: at(1_741_296_127),
        document: include_str!("managed/AWSECRPullThroughCache_ServiceRolePolicy.json"),
    },
    ManagedPolicy {
        arn: "arn:aws:iam::aws:policy/aws-service-role/ECRReplicationServiceRolePolicy",
        id: "ANPAZKAPJZG4NS3XDKIDR",
        description: "Enables access to AWS services and resources used or managed by ECR Replication",
        version: "v1",
        created: at(1_607_119_888),
        updated: at(1_607_119_888),
        document: include_str!("managed/ECRReplicationServiceRolePolicy.json"),
    },
    ManagedPolicy {
        arn: "arn:aws:iam::aws:policy/aws-service-role/ECRTemplateServiceRolePolicy",
        id: "ANPAZKAPJZG4LF7MSVTZ7",
        description: "Allows actions to be performed when using AWS ECR repository creation templates",
        version: "v1",
        created: at(1_718_838_697),
        updated: at(1_718_838_697),
        document: include_str!("managed/ECRTemplateServiceRolePolicy.json"),
    },
    ManagedPolicy {
        arn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
        id: "ANPAJG4T4G4PV56DE72PY",
        description: "Provides access to other AWS service resources that are required to run Amazon ECS tasks",
        version: "v1",
        created: at(1_510_858_102),
        updated: at(1_510_858_102),
        document: include_str!("managed/AmazonECSTaskExecutionRolePolicy.json"),
    },
];

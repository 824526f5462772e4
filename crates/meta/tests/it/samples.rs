//! Things to store.

use bytes::Bytes;
use meta::{
    AccessKey, Account, BlobDomain, Encryption, Group, Image, ImageContent, InlinePolicy, InstanceProfile,
    Keep, KeyOwner, KeyStatus, LayerReference, Meta, NewImage, NewPolicy, OwnerKind, PolicyOwner, Removal,
    RemovalCause, Repository, RepositoryId, ResourceTag, Role, StoredBlob, TagMutability, Upload, User,
};
use names::{
    AccessKeyId, AccountId, Digest, EntityName, EntityPath, MediaType, PolicyArn, PrincipalArn, Region,
    RegistryKey, RepositoryArn, RepositoryName, Tag, UniqueId, UploadId,
};
use stdx::Timestamp;
use uuid::Uuid;

use crate::write;

/// The account that most things belong to.
pub const HOME: &str = "111122223333";

/// Another account.
pub const AWAY: &str = "999988887777";

pub const NOW: Timestamp = Timestamp::from_seconds(1_767_608_100);

/// A deletion of which nothing is kept.
pub fn gone() -> Removal {
    Removal {
        at: NOW,
        by: principal().to_string(),
        cause: RemovalCause::Request,
        keep: Keep::Nothing,
    }
}

/// Digests in the order of their numbers.
pub fn digest(number: u16) -> Digest {
    let mut value = [0; 32];
    value[..2].copy_from_slice(&number.to_be_bytes());
    Digest::Sha256(value)
}

pub fn tag(text: &str) -> Tag {
    Tag::parse(text).expect(text)
}

pub fn account(text: &str) -> AccountId {
    AccountId::parse(text).expect(text)
}

pub fn registry(region: &str) -> RegistryKey {
    RegistryKey {
        account: account(HOME),
        region: Region::parse(region).expect(region),
    }
}

pub fn name(text: &str) -> RepositoryName {
    RepositoryName::parse(text).expect(text)
}

pub fn arn(text: &str) -> RepositoryArn {
    RepositoryArn {
        registry: registry("eu-west-1"),
        name: name(text),
    }
}

pub fn principal() -> PrincipalArn {
    PrincipalArn::parse("arn:aws:iam::111122223333:user/ci").expect("a principal")
}

pub fn repository(text: &str) -> Repository {
    Repository {
        id: RepositoryId::random(),
        arn: arn(text),
        created_at: NOW,
        tag_mutability: TagMutability::Mutable,
        scan_on_push: false,
        encryption: Encryption::Aes256,
    }
}

pub fn image(number: u16) -> Image {
    Image {
        digest: digest(number),
        media_type: MediaType::parse("application/vnd.oci.image.manifest.v1+json").expect("a media type"),
        artifact_type: None,
        config_media_type: Some("application/vnd.oci.image.config.v1+json".to_owned()),
        size: u64::from(number) * 1000,
        manifest_size: 500,
        pushed_at: NOW,
        subject: None,
        annotations: None,
        storage: meta::Storage::default(),
    }
}

/// An image with these layers.
pub fn layered(number: u16, layers: &[u16]) -> NewImage {
    let reference = |layer: &u16| LayerReference {
        digest: digest(*layer),
        media_type: format!("application/layer.{number}"),
        size: 7,
    };
    NewImage {
        image: image(number),
        manifest: Bytes::from(format!("manifest {number}")),
        content: ImageContent::Layers(layers.iter().map(reference).collect()),
    }
}

/// An index of these images.
pub fn index(number: u16, children: &[u16]) -> NewImage {
    let children = children.iter().map(|child| digest(*child)).collect();
    NewImage {
        content: ImageContent::Children(children),
        ..layered(number, &[])
    }
}

pub fn referrer(number: u16, subject: u16, artifact_type: &str) -> NewImage {
    let mut new = layered(number, &[]);
    new.image.subject = Some(digest(subject));
    new.image.artifact_type = Some(artifact_type.to_owned());
    new
}

pub fn blob(number: u16) -> StoredBlob {
    StoredBlob {
        digest: digest(number),
        domain: BlobDomain::Installation,
        generation: u64::MAX - u64::from(number),
        size: 7,
    }
}

pub fn upload(repository: RepositoryId) -> Upload {
    Upload {
        id: UploadId::from_uuid(Uuid::new_v4()),
        repository,
        principal: principal(),
        domain: BlobDomain::Key("arn:aws:kms:us-east-1:111122223333:key/k".into()),
        staged: vec![0, 255, 1],
        offset: 0,
        parts: 0,
        last_part: 0,
        short_part: false,
        created_at: NOW,
        updated_at: NOW,
    }
}

/// A repository in the database.
pub async fn a_repository(meta: &Meta, text: &'static str) -> RepositoryId {
    write!(meta, |tx| {
        let repository = repository(text);
        tx.repository_create(&repository).await?;
        repository.id
    })
}

pub fn entity(text: &str) -> EntityName {
    EntityName::parse(text).expect(text)
}

pub fn path(text: &str) -> EntityPath {
    EntityPath::parse(text).expect(text)
}

/// The unique id that an entity of this name has in these tests.
pub fn unique_id(kind: &str, text: &str) -> UniqueId {
    let word = text.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    UniqueId::parse(&format!("{kind}{word:0>16}")).expect(text)
}

pub fn user(text: &str) -> User {
    User {
        account: account(HOME),
        name: entity(text),
        path: path("/"),
        id: unique_id("AIDA", text),
        created_at: NOW,
        boundary: None,
    }
}

pub fn group(text: &str) -> Group {
    Group {
        account: account(HOME),
        name: entity(text),
        path: path("/"),
        id: unique_id("AGPA", text),
        created_at: NOW,
    }
}

pub fn role(text: &str) -> Role {
    Role {
        account: account(HOME),
        name: entity(text),
        path: path("/"),
        id: unique_id("AROA", text),
        created_at: NOW,
        description: None,
        max_session: std::time::Duration::from_secs(3600),
        trust_policy: format!("who may be {text}"),
        boundary: None,
        last_used: None,
    }
}

pub fn profile(text: &str) -> InstanceProfile {
    InstanceProfile {
        account: account(HOME),
        name: entity(text),
        path: path("/"),
        id: unique_id("AIPA", text),
        created_at: NOW,
        role: None,
    }
}

/// A policy of the account.
pub fn policy_arn(text: &str) -> PolicyArn {
    PolicyArn::of_account(account(HOME), &path("/"), &entity(text))
}

/// A policy of AWS's own.
pub fn aws_policy_arn(text: &str) -> PolicyArn {
    PolicyArn::parse(&format!("arn:aws:iam::aws:policy/{text}")).expect(text)
}

pub fn policy(text: &str) -> NewPolicy {
    NewPolicy {
        account: account(HOME),
        arn: policy_arn(text),
        id: unique_id("ANPA", text),
        description: None,
        document: format!("first of {text}"),
        created_at: NOW,
    }
}

pub fn of_user(text: &str) -> PolicyOwner {
    PolicyOwner {
        kind: OwnerKind::User,
        name: entity(text),
    }
}

pub fn of_group(text: &str) -> PolicyOwner {
    PolicyOwner {
        kind: OwnerKind::Group,
        name: entity(text),
    }
}

pub fn of_role(text: &str) -> PolicyOwner {
    PolicyOwner {
        kind: OwnerKind::Role,
        name: entity(text),
    }
}

pub fn inline(text: &str) -> InlinePolicy {
    InlinePolicy {
        name: entity(text),
        document: format!("text of {text}"),
    }
}

pub fn pair(key: &str, value: &str) -> ResourceTag {
    ResourceTag {
        key: key.to_owned(),
        value: value.to_owned(),
    }
}

pub fn access_key_id(text: &str) -> AccessKeyId {
    AccessKeyId::parse(text).expect(text)
}

/// An active access key of a user.
pub fn access_key(id: &str, user: &str) -> AccessKey {
    AccessKey {
        id: access_key_id(id),
        account: account(HOME),
        owner: KeyOwner::User(entity(user)),
        secret: format!("secret of {id}"),
        status: KeyStatus::Active,
        created_at: NOW,
        last_used: None,
    }
}

/// An account in the database.
pub async fn an_account(meta: &Meta, number: &'static str) -> AccountId {
    write!(meta, |tx| {
        let account = Account {
            id: account(number),
            created_at: NOW,
            service_control_policy: None,
        };
        tx.account_create(&account).await?;
        account.id
    })
}

//! Things to store.

use bytes::Bytes;
use meta::{
    Encryption, Image, ImageContent, LayerReference, Meta, NewImage, Repository, RepositoryId, StoredBlob,
    TagMutability, Upload,
};
use names::{
    AccountId, Digest, MediaType, PrincipalArn, Region, RegistryKey, RepositoryArn, RepositoryName, Tag,
    UploadId,
};
use stdx::Timestamp;
use uuid::Uuid;

use crate::write;

pub const NOW: Timestamp = Timestamp::from_seconds(1_767_608_100);

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
        account: account("111122223333"),
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
        generation: u64::MAX - u64::from(number),
        size: 7,
    }
}

pub fn upload(repository: RepositoryId) -> Upload {
    Upload {
        id: UploadId::from_uuid(Uuid::new_v4()),
        repository,
        principal: principal(),
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

//! Ciphertexts: bytes that a key encrypted, with what is needed to find the key again. The format
//! is specified in `docs/kms.md`, with vectors that a test here reads.

use std::collections::BTreeMap;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use names::{KmsKeyArn, KmsKeyId};
use stdx::sabotage;
use zeroize::Zeroizing;

use crate::secrets::random;

/// An encryption context: what a ciphertext is bound to.
pub type EncryptionContext = BTreeMap<String, String>;

/// What a key encrypts with between two rotations. Wiped when it is dropped.
pub(crate) type Material = Zeroizing<[u8; 32]>;

const MAGIC: [u8; 4] = *b"HYK1";
/// Of a ciphertext with a share that a key service has wrapped.
const SHARED_MAGIC: [u8; 4] = *b"HYX1";
const SALT_BYTES: usize = 32;
const HEADER_BYTES: usize = 4 + 16 + 4;
const TAG_BYTES: usize = 16;

/// A ciphertext that was taken apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ciphertext<'a> {
    header: &'a [u8],
    wrapped_share: Option<&'a [u8]>,
    salt: &'a [u8],
    sealed: &'a [u8],
}

/// A random secret that is in one ciphertext only, with its form that a key service wrapped.
pub(crate) struct Share {
    pub(crate) secret: Zeroizing<[u8; 32]>,
    pub(crate) wrapped: Vec<u8>,
}

impl<'a> Ciphertext<'a> {
    /// Takes a ciphertext apart; `None` when it has not the form of one.
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let is_shared = bytes.starts_with(&SHARED_MAGIC);
        let share = match is_shared {
            true => {
                let length = bytes.get(HEADER_BYTES..HEADER_BYTES + 2)?;
                2 + usize::from(u16::from_be_bytes(length.try_into().ok()?))
            }
            false => 0,
        };
        let (header, rest) = bytes.split_at_checked(HEADER_BYTES + share)?;
        let (salt, sealed) = rest.split_at_checked(SALT_BYTES)?;
        let fits = (is_shared || header.starts_with(&MAGIC)) && sealed.len() > TAG_BYTES;
        fits.then_some(Self {
            header,
            wrapped_share: is_shared.then(|| &header[HEADER_BYTES + 2..]),
            salt,
            sealed,
        })
    }

    /// The share that a key service has to unwrap first, if there is one.
    pub(crate) fn wrapped_share(&self) -> Option<&'a [u8]> {
        self.wrapped_share
    }

    /// The key that made it, which is believed only when it opens.
    pub(crate) fn key(&self) -> KmsKeyId {
        let bytes: [u8; 16] = self.header[4..20]
            .try_into()
            .expect("a header has 16 bytes of id");
        KmsKeyId::from_bytes(bytes)
    }

    /// The version of the key's material that made it.
    pub(crate) fn version(&self) -> u32 {
        let bytes = self.header[20..24]
            .try_into()
            .expect("a header has 4 bytes of version");
        u32::from_be_bytes(bytes)
    }

    /// The plaintext; `None` when anything is not what was encrypted.
    pub(crate) fn open(
        &self,
        material: &Material,
        arn: &KmsKeyArn,
        context: &EncryptionContext,
    ) -> Option<Zeroizing<Vec<u8>>> {
        let mut bytes = Zeroizing::new(self.sealed.to_vec());
        let bound = bound(self.header, arn, context);
        let length = cipher(material, self.salt)
            .open_in_place(nonce(), bound, &mut bytes)
            .ok()?
            .len();
        bytes.truncate(length);
        Some(bytes)
    }
}

/// Encrypts under one version of a key.
pub(crate) fn seal(
    (material, version): (&Material, u32),
    arn: &KmsKeyArn,
    context: &EncryptionContext,
    plaintext: &[u8],
) -> Vec<u8> {
    let mut salt = [0; SALT_BYTES];
    random(&mut salt);
    seal_salted((material, version), arn, context, plaintext, &salt)
}

/// Encrypts under one version of a key and a share.
pub(crate) fn seal_shared(
    (material, version): (&Material, u32),
    share: &Share,
    (arn, context): (&KmsKeyArn, &EncryptionContext),
    plaintext: &[u8],
) -> Vec<u8> {
    let mut salt = [0; SALT_BYTES];
    random(&mut salt);
    seal_shared_salted((material, version), share, (arn, context), plaintext, &salt)
}

fn seal_shared_salted(
    (material, version): (&Material, u32),
    share: &Share,
    (arn, context): (&KmsKeyArn, &EncryptionContext),
    plaintext: &[u8],
    salt: &[u8; SALT_BYTES],
) -> Vec<u8> {
    let length = u16::try_from(share.wrapped.len()).expect("a wrapped share is short");
    let id = arn.id.as_bytes();
    let header = [
        &SHARED_MAGIC[..],
        &id,
        &version.to_be_bytes(),
        &length.to_be_bytes(),
    ]
    .concat();
    let header = [&header, &share.wrapped[..]].concat();
    let joined = join(material, &share.secret);
    seal_behind(header, &joined, (arn, context), plaintext, salt)
}

/// The material of one ciphertext: nobody has it who has not both.
pub(crate) fn join(material: &Material, share: &[u8; 32]) -> Material {
    if sabotage::is("key-service-answer-not-bound") {
        return material.clone();
    }
    let mut joined = Zeroizing::new([0; 32]);
    Salt::new(HKDF_SHA256, share)
        .extract(material.as_ref())
        .expand(&[b"hythe kms share 1"], Length)
        .and_then(|okm| okm.fill(joined.as_mut()))
        .expect("32 bytes are within what HKDF gives");
    joined
}

fn seal_salted(
    (material, version): (&Material, u32),
    arn: &KmsKeyArn,
    context: &EncryptionContext,
    plaintext: &[u8],
    salt: &[u8; SALT_BYTES],
) -> Vec<u8> {
    let header = [&MAGIC[..], &arn.id.as_bytes(), &version.to_be_bytes()].concat();
    seal_behind(header, material, (arn, context), plaintext, salt)
}

fn seal_behind(
    header: Vec<u8>,
    material: &Material,
    (arn, context): (&KmsKeyArn, &EncryptionContext),
    plaintext: &[u8],
    salt: &[u8; SALT_BYTES],
) -> Vec<u8> {
    let mut bytes = Zeroizing::new(plaintext.to_vec());
    let tag = cipher(material, salt)
        .seal_in_place_separate_tag(nonce(), bound(&header, arn, context), &mut bytes)
        .expect("a short message can be sealed");
    [&header, &salt[..], &bytes, tag.as_ref()].concat()
}

/// The id of a material, which tells nothing about it.
pub(crate) fn material_id(material: &Material) -> String {
    let mut id = [0; 32];
    Prk::new_less_safe(HKDF_SHA256, material.as_ref())
        .expand(&[b"hythe kms material id 1"], Length)
        .and_then(|okm| okm.fill(&mut id))
        .expect("32 bytes are within what HKDF gives");
    stdx::hex::encode(&id)
}

/// Each ciphertext has a key of its own, so that its nonce can be zero and no number of ciphertexts
/// wears the material out.
fn cipher(material: &Material, salt: &[u8]) -> LessSafeKey {
    let prk = Prk::new_less_safe(HKDF_SHA256, material.as_ref());
    let info = [b"hythe kms 1".as_slice(), salt];
    let key = prk.expand(&info, &AES_256_GCM);
    LessSafeKey::new(key.expect("a key is within what HKDF gives").into())
}

fn nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; 12])
}

/// The header with the key's id and version, the key's ARN and the context. Lengths keep the parts
/// apart.
fn bound(header: &[u8], arn: &KmsKeyArn, context: &EncryptionContext) -> Aad<Vec<u8>> {
    let mut bound = header.to_vec();
    let mut add = |part: &str| {
        bound.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bound.extend_from_slice(part.as_bytes());
    };
    add(&arn.to_string());
    for (key, value) in context {
        add(key);
        add(value);
    }
    Aad::from(bound)
}

struct Length;

impl KeyType for Length {
    fn len(&self) -> usize {
        32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = include_str!("../../../../docs/kms.md");

    fn arn(id: &str) -> KmsKeyArn {
        KmsKeyArn::parse(&format!("arn:aws:kms:eu-west-1:111122223333:key/{id}")).expect("an ARN")
    }

    fn context(pairs: &[(&str, &str)]) -> EncryptionContext {
        let pair = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        pairs.iter().map(pair).collect()
    }

    const ID: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";

    #[test]
    fn vectors_of_the_document() {
        let material = Zeroizing::new(std::array::from_fn(|index| index as u8));
        let salt = std::array::from_fn(|index| 0x40 + index as u8);
        let bound = context(&[("aws:ecr:arn", "r"), ("b", "")]);
        let sealed = seal_salted((&material, 2), &arn(ID), &bound, b"hello", &salt);
        let share = Share {
            secret: Zeroizing::new(std::array::from_fn(|index| 0x80 + index as u8)),
            wrapped: b"wrapped".to_vec(),
        };
        let shared = seal_shared_salted((&material, 2), &share, (&arn(ID), &bound), b"hello", &salt);
        for expected in [
            stdx::hex::encode(&sealed),
            stdx::hex::encode(&shared),
            material_id(&material),
        ] {
            assert!(DOCUMENT.replace('\n', "").contains(&expected), "{expected}");
        }
    }

    #[test]
    fn everything_is_bound() {
        let material: Material = Zeroizing::new([7; 32]);
        let own = context(&[("a", "1"), ("b", "2")]);
        let sealed = seal((&material, 3), &arn(ID), &own, b"secret");
        let open = |bytes: &[u8], material: &Material, arn: &KmsKeyArn, context: &EncryptionContext| {
            Ciphertext::parse(bytes)?
                .open(material, arn, context)
                .map(|plain| plain.to_vec())
        };
        let parsed = Ciphertext::parse(&sealed).expect("a ciphertext");
        assert_eq!((parsed.key(), parsed.version()), (arn(ID).id, 3));
        assert_eq!(
            open(&sealed, &material, &arn(ID), &own).as_deref(),
            Some(&b"secret"[..])
        );
        for other in [
            context(&[]),
            context(&[("a", "1")]),
            context(&[("a", "12"), ("b", "")]),
            context(&[("A", "1"), ("b", "2")]),
            context(&[("a", "1"), ("b", "2"), ("c", "")]),
        ] {
            assert_eq!(open(&sealed, &material, &arn(ID), &other), None, "{other:?}");
        }
        let foreign = arn("1234abcd-12ab-34cd-56ef-1234567890ac");
        assert_eq!(open(&sealed, &material, &foreign, &own), None);
        assert_eq!(open(&sealed, &Zeroizing::new([8; 32]), &arn(ID), &own), None);
        for bit in 0..sealed.len() * 8 {
            let mut bad = sealed.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open(&bad, &material, &arn(ID), &own), None, "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert_eq!(
                open(&sealed[..length], &material, &arn(ID), &own),
                None,
                "{length}"
            );
        }
    }

    /// Whatever a key service answers, only the share that was wrapped opens a ciphertext.
    #[test]
    fn a_share_is_bound() {
        let material: Material = Zeroizing::new([7; 32]);
        let share = |byte| Share {
            secret: Zeroizing::new([byte; 32]),
            wrapped: vec![9; 40],
        };
        let own = context(&[("a", "1")]);
        let sealed = seal_shared((&material, 3), &share(1), (&arn(ID), &own), b"secret");
        let open = |bytes: &[u8], material: &Material, arn: &KmsKeyArn| {
            let opened = Ciphertext::parse(bytes)?.open(material, arn, &own);
            opened.map(|plain| plain.to_vec())
        };
        let parsed = Ciphertext::parse(&sealed).expect("a ciphertext");
        assert_eq!(parsed.wrapped_share(), Some(&[9; 40][..]));
        assert_eq!((parsed.key(), parsed.version()), (arn(ID).id, 3));
        let joined = join(&material, &share(1).secret);
        assert_eq!(open(&sealed, &joined, &arn(ID)).as_deref(), Some(&b"secret"[..]));
        let foreign = arn("1234abcd-12ab-34cd-56ef-1234567890ac");
        assert_eq!(open(&sealed, &joined, &foreign), None);
        for (what, other) in [
            ("another share", join(&material, &share(2).secret)),
            ("other material", join(&Zeroizing::new([8; 32]), &share(1).secret)),
            ("the material alone", material),
        ] {
            assert_eq!(open(&sealed, &other, &arn(ID)), None, "{what}");
        }
        for bit in 0..sealed.len() * 8 {
            let mut bad = sealed.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open(&bad, &joined, &arn(ID)), None, "bit {bit}");
        }
    }
}

//! What keys are for: encrypting, decrypting, making data keys.

use futures_util::FutureExt as _;
use names::{KmsKeyArn, RegistryKey};
use zeroize::Zeroizing;

use super::ciphertext::{Ciphertext, EncryptionContext, join, seal, seal_shared};
use super::key::{arn_of, usable};
use super::key_name::KeyName;
use super::material::{OpenMaterial, newest};
use super::resource::KmsResource;
use crate::secrets::random;
use crate::{Action, Error, Grant, KmsFault, Registry};

/// How long an encryption context may be, keys and values together (KMS quotas: 8 KB).
const MAX_CONTEXT: usize = 8_192;
/// How many bytes `GenerateRandom` and a data key may have.
const MAX_RANDOM: usize = 1_024;

/// What a key encrypted.
#[derive(Debug, Clone)]
pub struct Encrypted {
    /// The ciphertext.
    pub ciphertext: Vec<u8>,
    /// The id of the material that encrypted.
    pub material_id: String,
}

/// What a key decrypted.
#[derive(Clone)]
pub struct Decrypted {
    /// The plaintext.
    pub plaintext: Zeroizing<Vec<u8>>,
    /// The id of the material that decrypted.
    pub material_id: String,
}

/// How long a data key is to be, in the two ways of asking.
#[derive(Debug, Clone, Copy)]
pub struct DataKeyRequest {
    /// The length that a `KeySpec` stands for, in bytes.
    pub spec: Option<usize>,
    /// `NumberOfBytes`.
    pub bytes: Option<usize>,
}

impl DataKeyRequest {
    fn length(self) -> Result<usize, Error> {
        match (self.spec, self.bytes) {
            (Some(length), None) | (None, Some(length)) => Ok(length.clamp(1, MAX_RANDOM)),
            _ => Err(Error::kms_validation(
                "Please specify either number of bytes or key spec.",
            )),
        }
    }
}

impl Registry {
    /// Encrypts under the newest material of a key.
    ///
    /// # Errors
    /// [`KmsFault::NotFound`], [`KmsFault::Disabled`] and [`KmsFault::InvalidState`] of the key.
    pub async fn kms_encrypt(
        &self,
        grant: &Grant<KmsResource>,
        plaintext: &[u8],
        context: &EncryptionContext,
    ) -> Result<Encrypted, Error> {
        grant.expect(&[
            Action::Encrypt,
            Action::ReEncryptTo,
            Action::GenerateDataKey,
            Action::GenerateDataKeyWithoutPlaintext,
        ]);
        check_context(context)?;
        self.kms_seal(arn_of(grant)?, plaintext, context).await
    }

    /// The key that a ciphertext says it is of, to be decided about.
    ///
    /// # Errors
    /// [`KmsFault::InvalidCiphertext`] for what is no ciphertext, [`KmsFault::IncorrectKey`] when
    /// another key was named, [`KmsFault::AccessDenied`] when there is no such key in this region.
    pub async fn kms_ciphertext_key(
        &self,
        home: &RegistryKey,
        ciphertext: &[u8],
        named: Option<KeyName>,
    ) -> Result<KmsKeyArn, Error> {
        let parsed = Ciphertext::parse(ciphertext).ok_or_else(invalid_ciphertext)?;
        let named = match named {
            Some(name) => Some(self.kms_key_find(name).await?),
            None => None,
        };
        let found = self
            .read(parsed.key(), |tx, id| {
                async move { Ok(tx.kms_key_get_by_id(id).await?) }.boxed()
            })
            .await?;
        let found = found.filter(|key| key.arn.home.region == home.region);
        match (found, named) {
            (Some(key), None) => Ok(key.arn),
            (Some(key), Some(named)) if key.arn == named => Ok(key.arn),
            (_, Some(_)) => Err(Error::kms(
                KmsFault::IncorrectKey,
                "The key ID in the request does not identify a CMK that can perform this operation.",
            )),
            (None, None) => Err(ciphertext_denied()),
        }
    }

    /// Decrypts what [`Self::kms_encrypt`] made, with whichever material made it.
    ///
    /// # Errors
    /// [`KmsFault::InvalidCiphertext`] when anything was altered or the context is another.
    pub async fn kms_decrypt(
        &self,
        grant: &Grant<KmsResource>,
        ciphertext: &[u8],
        context: &EncryptionContext,
    ) -> Result<Decrypted, Error> {
        grant.expect(&[Action::Decrypt, Action::ReEncryptFrom]);
        self.kms_unseal(arn_of(grant)?, ciphertext, context).await
    }

    /// A fresh data key, in the clear and encrypted.
    pub async fn kms_data_key(
        &self,
        grant: &Grant<KmsResource>,
        request: DataKeyRequest,
        context: &EncryptionContext,
    ) -> Result<(Zeroizing<Vec<u8>>, Encrypted), Error> {
        grant.expect(&[Action::GenerateDataKey, Action::GenerateDataKeyWithoutPlaintext]);
        let mut key = Zeroizing::new(vec![0; request.length()?]);
        random(&mut key);
        let encrypted = self.kms_encrypt(grant, &key, context).await?;
        Ok((key, encrypted))
    }

    /// Random bytes.
    pub fn kms_random(&self, grant: &Grant<KmsResource>, length: usize) -> Zeroizing<Vec<u8>> {
        grant.expect(&[Action::GenerateRandom]);
        let mut bytes = Zeroizing::new(vec![0; length.min(MAX_RANDOM)]);
        random(&mut bytes);
        bytes
    }

    /// Encrypts, if the key can be used. Who may is decided already.
    pub(super) async fn kms_seal(
        &self,
        arn: &KmsKeyArn,
        plaintext: &[u8],
        context: &EncryptionContext,
    ) -> Result<Encrypted, Error> {
        let (key, row) = self
            .read(arn.clone(), |tx, arn| {
                async move { Ok((usable(tx, arn).await?, newest(tx, arn).await?)) }.boxed()
            })
            .await?;
        let OpenMaterial {
            material,
            version,
            id,
        } = self.material_seal().open(arn, &row)?;
        let ciphertext = match &key.external {
            None => seal((&material, version), arn, context, plaintext),
            Some(external) => {
                let share = self.kms_share_new(arn, external).await?;
                seal_shared((&material, version), &share, (arn, context), plaintext)
            }
        };
        Ok(Encrypted {
            ciphertext,
            material_id: id,
        })
    }

    /// Decrypts, if the key can be used. Who may is decided already.
    pub(super) async fn kms_unseal(
        &self,
        arn: &KmsKeyArn,
        ciphertext: &[u8],
        context: &EncryptionContext,
    ) -> Result<Decrypted, Error> {
        let parsed = Ciphertext::parse(ciphertext).ok_or_else(invalid_ciphertext)?;
        if parsed.key() != arn.id {
            return Err(invalid_ciphertext());
        }
        let (key, row) = self
            .read((arn.clone(), parsed.version()), |tx, (arn, version)| {
                async move {
                    let key = usable(tx, arn).await?;
                    Ok((key, tx.kms_material_get(&arn.id, *version).await?))
                }
                .boxed()
            })
            .await?;
        let row = row.ok_or_else(invalid_ciphertext)?;
        let opened = self.material_seal().open(arn, &row)?;
        let material = match (&key.external, parsed.wrapped_share()) {
            (None, None) => opened.material,
            (Some(external), Some(wrapped)) => {
                let share = self.kms_share(arn, external, wrapped).await?;
                join(&opened.material, &share)
            }
            _ => return Err(invalid_ciphertext()),
        };
        let Some(plaintext) = parsed.open(&material, arn, context) else {
            if let Some(external) = &key.external {
                self.kms_external_suspect(arn, external).await?;
            }
            return Err(invalid_ciphertext());
        };
        Ok(Decrypted {
            plaintext,
            material_id: opened.id,
        })
    }
}

/// KMS says nothing about what is wrong with a ciphertext.
pub(crate) fn invalid_ciphertext() -> Error {
    Error::kms(KmsFault::InvalidCiphertext, "")
}

/// What is said of a ciphertext whose key is not there, so that nobody learns which are.
pub(crate) fn ciphertext_denied() -> Error {
    Error::kms(
        KmsFault::AccessDenied,
        "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or \
         you are not allowed to access.",
    )
}

fn check_context(context: &EncryptionContext) -> Result<(), Error> {
    let length: usize = context.iter().map(|(key, value)| key.len() + value.len()).sum();
    if length > MAX_CONTEXT {
        return Err(Error::kms_validation(format!(
            "EncryptionContext must have at most {MAX_CONTEXT} bytes"
        )));
    }
    Ok(())
}

//! What keys encrypt with: drawn, sealed for the database, opened.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use meta::{KmsMaterial, KmsRotationKind, Tx};
use names::KmsKeyArn;
use stdx::Timestamp;
use zeroize::Zeroizing;

use super::ciphertext::{Material, material_id};
use crate::secrets::random;
use crate::{Error, Internal, Registry};

/// Seals and opens material. Cheap to clone.
#[derive(Clone)]
pub(crate) struct MaterialSeal(Zeroizing<[u8; 32]>);

/// A version of a key that was opened.
pub(crate) struct OpenMaterial {
    pub(crate) material: Material,
    pub(crate) version: u32,
    pub(crate) id: String,
}

impl Registry {
    pub(crate) fn material_seal(&self) -> MaterialSeal {
        MaterialSeal(self.secrets.key_material.clone())
    }
}

impl MaterialSeal {
    /// Fresh material as a row.
    pub(crate) fn draw(
        &self,
        arn: &KmsKeyArn,
        version: u32,
        (rotation, now): (Option<KmsRotationKind>, Timestamp),
    ) -> KmsMaterial {
        let mut material: Material = Zeroizing::new([0; 32]);
        random(material.as_mut());
        let id = material_id(&material);
        let mut nonce = [0; NONCE_LEN];
        random(&mut nonce);
        let mut bytes = Zeroizing::new(material.to_vec());
        let tag = self
            .cipher()
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                bound(arn, version, &id),
                &mut bytes,
            )
            .expect("a short message can be sealed");
        KmsMaterial {
            key: arn.id.clone(),
            version,
            id,
            created_at: now,
            rotation,
            sealed: [&nonce, bytes.as_slice(), tag.as_ref()].concat(),
        }
    }

    /// Opens a row.
    pub(crate) fn open(&self, arn: &KmsKeyArn, row: &KmsMaterial) -> Result<OpenMaterial, Error> {
        let broken = || Internal::Broken(format!("the material {} of {arn} is damaged", row.version));
        let mut bytes = Zeroizing::new(row.sealed.clone());
        let (nonce, sealed) = bytes.split_at_mut_checked(NONCE_LEN).ok_or_else(broken)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| broken())?;
        let plain = self
            .cipher()
            .open_in_place(nonce, bound(arn, row.version, &row.id), sealed)
            .map_err(|_| broken())?;
        let material: [u8; 32] = (&*plain).try_into().map_err(|_| broken())?;
        Ok(OpenMaterial {
            material: Zeroizing::new(material),
            version: row.version,
            id: row.id.clone(),
        })
    }

    fn cipher(&self) -> LessSafeKey {
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, self.0.as_ref()).expect("an AES-256 key has 32 bytes"))
    }
}

fn bound(arn: &KmsKeyArn, version: u32, id: &str) -> Aad<Vec<u8>> {
    Aad::from(format!("hythe kms material 1 {arn} {version} {id}").into_bytes())
}

/// The version of a key that encrypts now.
pub(crate) async fn newest(tx: &mut Tx<'_>, arn: &KmsKeyArn) -> Result<KmsMaterial, Error> {
    let newest = tx.kms_material_newest(&arn.id).await?;
    newest.ok_or_else(|| Internal::Broken(format!("{arn} has no material")).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn material_opens_where_it_belongs() {
        let arn = |digit: char| {
            let id = format!("1234abcd-12ab-34cd-56ef-1234567890a{digit}");
            KmsKeyArn::parse(&format!("arn:aws:kms:eu-west-1:111122223333:key/{id}")).expect("an ARN")
        };
        let seal = MaterialSeal(Zeroizing::new([3; 32]));
        let row = seal.draw(&arn('b'), 1, (None, Timestamp::from_micros(0)));
        let opened = seal.open(&arn('b'), &row).expect("material");
        assert_eq!(opened.id, material_id(&opened.material));
        assert!(seal.open(&arn('c'), &row).is_err(), "another key");
        let other = KmsMaterial {
            version: 2,
            ..row.clone()
        };
        assert!(seal.open(&arn('b'), &other).is_err(), "another version");
        let mut bad = row.clone();
        bad.sealed[20] ^= 1;
        assert!(seal.open(&arn('b'), &bad).is_err(), "a bit");
        let foreign = MaterialSeal(Zeroizing::new([4; 32]));
        assert!(foreign.open(&arn('b'), &row).is_err(), "another root");
    }
}

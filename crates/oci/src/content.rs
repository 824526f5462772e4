//! The digest of content that is held in memory. Blobs are hashed where they stream.

use names::{Digest, DigestAlgorithm};
use sha2::{Digest as _, Sha256, Sha512};

/// The digest of `bytes` by `algorithm`.
pub fn digest_of(algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest {
    match algorithm {
        DigestAlgorithm::Sha256 => Digest::Sha256(Sha256::digest(bytes).into()),
        DigestAlgorithm::Sha512 => Digest::Sha512(Sha512::digest(bytes).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        // The digest of the empty JSON object is written in image-spec, manifest.md.
        assert_eq!(
            digest_of(DigestAlgorithm::Sha256, b"{}").to_string(),
            "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
        );
        assert_eq!(
            digest_of(DigestAlgorithm::Sha512, b"").to_string()[..15],
            *"sha512:cf83e135"
        );
    }
}

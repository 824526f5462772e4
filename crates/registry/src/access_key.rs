//! Access keys: their form, and the credentials behind them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use names::{AccessKeyId, AccountId, UniqueId};

use crate::secrets::random;
use crate::{Credential, Error, Internal, Registry};

/// A new access key, whose secret is shown once.
#[derive(Clone)]
pub struct NewAccessKey {
    /// The public half.
    pub id: AccessKeyId,
    /// The secret half, 40 characters.
    pub secret: String,
}

/// Which kind of access key: the first four letters of its id (IAM user guide, "IAM identifiers").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// `AKIA`: of a user or a root, until it is deleted.
    LongTerm,
    /// `ASIA`: of a session.
    Temporary,
}

/// Base 32 as IAM's ids have it (RFC 4648, section 6).
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// How many bytes of an access key id are behind its four letters.
const ID_BYTES: usize = 10;
/// By how many bits the account's number is shifted in the first six of them.
const ACCOUNT_SHIFT: u32 = 7;

impl NewAccessKey {
    /// A fresh key of an account.
    pub(crate) fn random(kind: KeyKind, account: AccountId) -> Self {
        let mut secret = [0; 30];
        random(&mut secret);
        Self {
            id: new_id(kind, account),
            secret: STANDARD_NO_PAD.encode(secret),
        }
    }
}

impl Registry {
    /// The caller behind an access key, with the secret to verify its signatures with; `None` when
    /// there is no such key or it is inactive. `session_token` is what came with the request.
    ///
    /// # Errors
    /// [`Error::SessionToken`] when the session token is none of this key, or has ended.
    pub async fn credential(
        &self,
        id: &AccessKeyId,
        session_token: Option<&str>,
    ) -> Result<Option<Credential>, Error> {
        if let Some(token) = session_token {
            return Ok(Some(self.session_open(id, token)?));
        }
        let generation = self.authority.generation(self.now()).await?;
        self.authority.credential(generation, id).await
    }
}

/// An id that holds its account's number where AWS's ids have it: the first six bytes behind the
/// four letters are a big-endian number, and bits 7 to 46 of it are the account.
fn new_id(kind: KeyKind, account: AccountId) -> AccessKeyId {
    let mut bytes = [0; ID_BYTES];
    random(&mut bytes);
    let number: u64 = account.as_str().parse().expect("an account is 12 digits");
    let mut head = [0; 8];
    head[2..].copy_from_slice(&bytes[..6]);
    let noise = u64::from_be_bytes(head) & ((1 << ACCOUNT_SHIFT) - 1);
    let head = (1 << 47) | (number << ACCOUNT_SHIFT) | noise;
    bytes[..6].copy_from_slice(&head.to_be_bytes()[2..]);
    let prefix = match kind {
        KeyKind::LongTerm => "AKIA",
        KeyKind::Temporary => "ASIA",
    };
    let text = format!("{prefix}{}", base32(bytes));
    AccessKeyId::parse(&text).expect("four letters and base 32 are an access key id")
}

/// The account that an access key id was made for; `None` when the id is not of that form.
pub(crate) fn account_of(id: &AccessKeyId) -> Option<AccountId> {
    let text = id.as_str();
    let rest = text.strip_prefix("AKIA").or_else(|| text.strip_prefix("ASIA"))?;
    if rest.len() != 16 {
        return None;
    }
    let mut bits: u128 = 0;
    for byte in rest.bytes() {
        let digit = ALPHABET.iter().position(|letter| *letter == byte)?;
        bits = bits << 5 | digit as u128;
    }
    // 80 bits; the upper 48 hold the account, under a bit that is always set.
    let number = (bits >> 32 & 0x7fff_ffff_ff80) >> ACCOUNT_SHIFT;
    AccountId::parse(&format!("{number:012}")).ok()
}

fn base32(bytes: [u8; ID_BYTES]) -> String {
    let bits = bytes
        .iter()
        .fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    let digit = |index: u32| {
        let value = (bits >> (75 - 5 * index)) & 31;
        char::from(ALPHABET[usize::try_from(value).expect("five bits")])
    };
    (0..16).map(digit).collect()
}

/// A fresh unique id of an entity: `AIDA` for users, `AGPA` for groups, `AROA` for roles, `ANPA`
/// for policies, `AIPA` for instance profiles, and 17 letters.
pub(crate) fn unique_id(prefix: &str) -> Result<UniqueId, Error> {
    let mut bytes = [0; 17];
    random(&mut bytes);
    let letter = |byte: &u8| char::from(ALPHABET[usize::from(byte % 32)]);
    let text: String = prefix.chars().chain(bytes.iter().map(letter)).collect();
    UniqueId::parse(&text).map_err(|error| Internal::Broken(error.to_string()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_its_account() {
        for account in ["000000000000", "111122223333", "999999999999"] {
            let account = AccountId::parse(account).expect("an account");
            for kind in [KeyKind::LongTerm, KeyKind::Temporary] {
                let id = NewAccessKey::random(kind, account).id;
                assert_eq!(id.as_str().len(), 20);
                assert_eq!(account_of(&id), Some(account), "{id}");
            }
        }
        // Published by others, with its account.
        let known = AccessKeyId::parse("ASIAQNZGKIQY56JQ7WML").expect("an id");
        assert_eq!(
            account_of(&known).map(|account| account.to_string()),
            Some("029608264753".to_owned())
        );
        for other in [
            "AIDAQNZGKIQY56JQ7WML",
            "AKIAQNZGKIQY56JQ7WM",
            "AKIAQNZGKIQY56JQ7WM1",
        ] {
            assert_eq!(
                account_of(&AccessKeyId::parse(other).expect(other)),
                None,
                "{other}"
            );
        }
    }
}

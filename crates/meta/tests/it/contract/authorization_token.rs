use std::net::IpAddr;
use std::time::Duration;

use meta::{AuthorizationToken, Error, Limit, Meta};
use names::{PrincipalArn, TokenId};
use stdx::Timestamp;

use crate::samples::{AWAY, HOME, NOW, access_key_id, an_account, registry};
use crate::{pages, read, refused, write};

const CI: &str = "arn:aws:iam::111122223333:user/ci";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/deploy/one";
const STRANGER: &str = "arn:aws:iam::999988887777:user/ci";

pub async fn tokens_are_listed_longest_life_first(meta: &Meta) {
    let error = refused!(meta, |tx| tx.authorization_token_create(&token(1, CI)).await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
    let home = an_account(meta, HOME).await;
    an_account(meta, AWAY).await;
    let tokens = || {
        let mut tokens = [
            token(5, CI),
            token(4, SESSION),
            token(3, STRANGER),
            token(2, CI),
            token(1, CI),
        ];
        tokens[0].source_ip = Some("2001:db8::1".parse::<IpAddr>().expect("an address"));
        tokens[3].revoked_at = Some(NOW);
        tokens[4].expires_at = tokens[3].expires_at;
        tokens
    };
    write!(meta, |tx| for token in tokens().iter().rev() {
        tx.authorization_token_create(token).await?;
    });
    let all = pages!(AuthorizationToken: meta, |tx, after| tx.authorization_token_list(
        None,
        after,
        Limit(2),
    ));
    assert_eq!(all, tokens());
    let of_home = pages!(AuthorizationToken: meta, |tx, after| tx.authorization_token_list(
        Some(&home),
        after,
        Limit(2),
    ));
    let [five, four, _, two, one] = tokens();
    assert_eq!(of_home, [five.clone(), four, two, one]);
    let found = read!(meta, |tx| {
        let five = tx.authorization_token_get(id(5)).await?;
        [five, tx.authorization_token_get(id(9)).await?]
    });
    assert_eq!(found, [Some(five), None]);
}

pub async fn tokens_are_revoked_until_they_end(meta: &Meta) {
    an_account(meta, HOME).await;
    an_account(meta, AWAY).await;
    write!(meta, |tx| {
        for (number, principal) in [(1, CI), (2, CI), (3, CI), (4, SESSION), (5, STRANGER)] {
            tx.authorization_token_create(&token(number, principal)).await?;
        }
    });
    let revoked = async |now| {
        read!(meta, |tx| tx.authorization_token_list_revoked(now).await?)
            .iter()
            .map(|id| id.as_bytes()[0])
            .collect::<Vec<_>>()
    };
    assert!(revoked(NOW).await.is_empty());
    let once = write!(meta, |tx| [
        tx.authorization_token_revoke(id(2), NOW).await?,
        tx.authorization_token_revoke(id(2), end(0)).await?,
        tx.authorization_token_revoke(id(9), NOW).await?,
    ]);
    assert_eq!(once, [true, false, false]);
    assert_eq!(revoked(NOW).await, [2]);
    let two = read!(meta, |tx| tx.authorization_token_get(id(2)).await?);
    assert_eq!(two.and_then(|two| two.revoked_at), Some(NOW));
    let count = write!(meta, |tx| {
        let ci = PrincipalArn::parse(CI).expect(CI);
        tx.authorization_token_revoke_by_principal(&ci, end(1)).await?
    });
    assert_eq!(count, 1, "one has ended, one was revoked before");
    assert_eq!(revoked(NOW).await, [2, 3]);
    assert_eq!(revoked(end(2)).await, [3]);
    assert!(revoked(end(3)).await.is_empty());
}

pub async fn ended_tokens_are_deleted_oldest_first(meta: &Meta) {
    an_account(meta, HOME).await;
    write!(meta, |tx| for number in 1..=5 {
        tx.authorization_token_create(&token(number, CI)).await?;
    });
    let delete = async |before, limit| {
        write!(meta, |tx| tx
            .authorization_token_delete_expired(before, Limit(limit))
            .await?)
    };
    assert_eq!(delete(end(4), 2).await, 2);
    let left = pages!(AuthorizationToken: meta, |tx, after| tx.authorization_token_list(
        None,
        after,
        Limit(2),
    ));
    assert_eq!(left, [5, 4, 3].map(|number| token(number, CI)));
    assert_eq!(delete(end(4), 9).await, 1);
    assert_eq!(delete(end(4), 9).await, 0);
}

/// The token with this number, which ends so many hours from now.
pub fn token(number: u8, principal: &str) -> AuthorizationToken {
    AuthorizationToken {
        id: id(number),
        principal: PrincipalArn::parse(principal).expect(principal),
        access_key: access_key_id("AKIA000000000001"),
        registry: registry("eu-west-1"),
        issued_at: NOW,
        expires_at: end(number),
        revoked_at: None,
        source_ip: None,
    }
}

fn id(number: u8) -> TokenId {
    let mut bytes = [0; 16];
    bytes[0] = number;
    TokenId::from_bytes(bytes)
}

fn end(number: u8) -> Timestamp {
    NOW.after(Duration::from_secs(3600 * u64::from(number)))
}

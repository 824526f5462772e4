use meta::{AccessKey, Account, Error, Limit, Meta, Put};
use names::{AccessKeyId, AccountId};

use crate::samples::{NOW, account, principal};
use crate::{read, write};

const ACCOUNTS: [&str; 3] = ["000000000001", "111122223333", "999999999999"];

pub async fn accounts_are_created_once_and_listed(meta: &Meta) {
    for id in ACCOUNTS.into_iter().rev() {
        for expected in [Put::Created, Put::Exists] {
            let put = write!(meta, |tx| {
                tx.account_create(&Account {
                    id: account(id),
                    created_at: NOW,
                })
                .await?
            });
            assert_eq!(put, expected, "{id}");
        }
    }
    let ids = |accounts: Vec<Account>| {
        accounts
            .iter()
            .map(|account| account.id)
            .collect::<Vec<AccountId>>()
    };
    let all = read!(meta, |tx| tx.account_list(None, Limit(10)).await?);
    assert_eq!(ids(all), ACCOUNTS.map(account));
    let page = read!(meta, |tx| tx
        .account_list(Some(&account(ACCOUNTS[0])), Limit(1))
        .await?);
    assert_eq!(ids(page), [account(ACCOUNTS[1])]);
    let one = read!(meta, |tx| tx.account_get(&account(ACCOUNTS[1])).await?);
    assert_eq!(
        one,
        Some(Account {
            id: account(ACCOUNTS[1]),
            created_at: NOW
        })
    );
    assert_eq!(
        read!(meta, |tx| tx.account_get(&account("000000000002")).await?),
        None
    );
}

pub async fn access_keys_belong_to_an_account(meta: &Meta) {
    let early =
        meta.write(|tx| Box::pin(async move { tx.access_key_create(&key("AKIA000000000001")).await }));
    assert!(matches!(early.await, Err(Error::Dangling(_))));
    let owner = principal().account();
    write!(meta, |tx| {
        tx.account_create(&Account {
            id: owner,
            created_at: NOW,
        })
        .await?;
        tx.access_key_create(&key("AKIA000000000002")).await?;
        tx.access_key_create(&key("AKIA000000000001")).await?;
    });
    let again = write!(meta, |tx| tx.access_key_create(&key("AKIA000000000001")).await?);
    assert_eq!(again, Put::Exists);
    let keys = read!(meta, |tx| tx.access_key_list(&owner).await?);
    assert_eq!(keys, [key("AKIA000000000001"), key("AKIA000000000002")]);
    assert!(!format!("{keys:?}").contains("secret"), "{keys:?}");
    let found = read!(meta, |tx| tx.access_key_get(&key("AKIA000000000002").id).await?);
    assert_eq!(found, Some(key("AKIA000000000002")));
}

pub async fn settings_are_written_once(meta: &Meta) {
    assert_eq!(read!(meta, |tx| tx.setting_get("token-key").await?), None);
    assert_eq!(
        write!(meta, |tx| tx.setting_create("token-key", &[0, 1, 255]).await?),
        Put::Created
    );
    assert_eq!(
        write!(meta, |tx| tx.setting_create("token-key", &[2]).await?),
        Put::Exists
    );
    assert_eq!(
        read!(meta, |tx| tx.setting_get("token-key").await?),
        Some(vec![0, 1, 255])
    );
}

fn key(id: &str) -> AccessKey {
    AccessKey {
        id: AccessKeyId::parse(id).expect(id),
        secret: format!("secret of {id}"),
        principal: principal(),
        user_id: "AIDA0000000000000001".to_owned(),
        created_at: NOW,
    }
}

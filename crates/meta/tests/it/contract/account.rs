use meta::{Account, Error, KeyOwner, Limit, Meta, OidcProvider, Put, TagOwner};
use names::{AccountAlias, AccountId, OidcIssuer, RegistryKey};

use super::authorization_token::token;
use crate::samples::{
    AWAY, HOME, NOW, access_key, account, an_account, entity, group, inline, of_user, pair, policy, profile,
    registry, repository, role, user,
};
use crate::{read, refused, write};

const ACCOUNTS: [&str; 3] = ["000000000001", "111122223333", "999999999999"];

pub async fn accounts_are_created_once_and_listed(meta: &Meta) {
    for id in ACCOUNTS.into_iter().rev() {
        for expected in [Put::Created, Put::Exists] {
            let put = write!(meta, |tx| tx.account_create(&sample(id)).await?);
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
    assert_eq!(one, Some(sample(ACCOUNTS[1])));
    let none = read!(meta, |tx| tx.account_get(&account("000000000002")).await?);
    assert_eq!(none, None);
}

pub async fn service_control_policies_are_set_and_taken_away(meta: &Meta) {
    write!(meta, |tx| {
        let bounded = Account {
            service_control_policy: Some("from the start".to_owned()),
            ..sample(HOME)
        };
        tx.account_create(&bounded).await?;
        tx.account_create(&sample(AWAY)).await?;
    });
    let current = async || {
        let home = read!(meta, |tx| tx.account_get(&account(HOME)).await?);
        home.and_then(|home| home.service_control_policy)
    };
    assert_eq!(current().await.as_deref(), Some("from the start"));
    for document in [Some("later"), None] {
        let set = write!(meta, |tx| tx
            .account_set_service_control_policy(&account(HOME), document)
            .await?);
        assert_eq!((set, current().await.as_deref()), (true, document));
    }
    let missing = account("000000000001");
    assert!(!write!(meta, |tx| tx
        .account_set_service_control_policy(&missing, None)
        .await?));
}

pub async fn an_alias_belongs_to_one_account(meta: &Meta) {
    let (home, away) = (an_account(meta, HOME).await, an_account(meta, AWAY).await);
    let put = async |account, text| write!(meta, |tx| tx.account_alias_put(&account, &alias(text)).await?);
    assert_eq!(put(home, "team").await, Put::Created);
    assert_eq!(put(home, "team").await, Put::Created);
    assert_eq!(put(away, "team").await, Put::Exists);
    assert_eq!(put(home, "shop").await, Put::Created);
    assert_eq!(put(away, "team").await, Put::Created);
    let owners = read!(meta, |tx| {
        let shop = tx.account_alias_get_account(&alias("shop")).await?;
        let team = tx.account_alias_get_account(&alias("team")).await?;
        [shop, team, tx.account_alias_get_account(&alias("nobody")).await?]
    });
    assert_eq!(owners, [Some(home), Some(away), None]);
    let deleted = write!(meta, |tx| {
        let wrong = tx.account_alias_delete(&home, &alias("team")).await?;
        (wrong, tx.account_alias_delete(&home, &alias("shop")).await?)
    });
    assert_eq!(deleted, (false, true));
    let left = read!(meta, |tx| {
        let home = tx.account_alias_get(&home).await?;
        (home, tx.account_alias_get(&away).await?)
    });
    assert_eq!(left, (None, Some(alias("team"))));
    let nobody = account("000000000001");
    let error = refused!(meta, |tx| tx.account_alias_put(&nobody, &alias("nobody")).await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
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

pub async fn account_settings_are_of_a_registry(meta: &Meta) {
    an_account(meta, HOME).await;
    write!(meta, |tx| {
        for (region, name, value) in [
            ("eu-west-1", "SCAN", "BASIC"),
            ("eu-west-1", "SCAN", "AWS_NATIVE"),
            ("eu-west-2", "SCAN", "CLAIR"),
            ("eu-west-1", "scan", "x"),
        ] {
            tx.account_setting_put(&registry(region), name, value).await?;
        }
    });
    for (region, name, value) in [
        ("eu-west-1", "SCAN", Some("AWS_NATIVE")),
        ("eu-west-2", "SCAN", Some("CLAIR")),
        ("eu-west-1", "scan", Some("x")),
        ("eu-west-2", "scan", None),
    ] {
        let found = read!(meta, |tx| tx.account_setting_get(&registry(region), name).await?);
        assert_eq!(found.as_deref(), value, "{region} {name}");
    }
}

pub async fn deleting_an_account_takes_everything(meta: &Meta) {
    let (home, away) = (an_account(meta, HOME).await, an_account(meta, AWAY).await);
    assert!(!read!(meta, |tx| tx.account_has_repositories(&home).await?));
    write!(meta, |tx| tx.repository_create(&repository("shop")).await?);
    assert!(read!(meta, |tx| tx.account_has_repositories(&home).await?));
    assert!(!read!(meta, |tx| tx.account_has_repositories(&away).await?));
    fill(meta, home).await;
    fill(meta, away).await;
    assert!(write!(meta, |tx| tx.account_delete(&home).await?));
    assert!(!write!(meta, |tx| tx.account_delete(&home).await?));
    assert_eq!(contents(meta, home).await, [0; 9]);
    assert_eq!(contents(meta, away).await, [1; 9]);
    assert_eq!(read!(meta, |tx| tx.account_get(&home).await?), None);
    // What was unique in the deleted account is free again, and nothing of the old is in the new.
    an_account(meta, HOME).await;
    write!(meta, |tx| tx.iam_user_create(&user("ci")).await?);
    let facts = read!(meta, |tx| tx.iam_user_facts(&home, &entity("ci")).await?);
    let facts = facts.expect("the new user");
    assert!(facts.policies.is_empty() && facts.tags.is_empty(), "{facts:?}");
    fill(meta, home).await;
    assert_eq!(contents(meta, home).await, [1; 9]);
}

/// One of everything.
async fn fill(meta: &Meta, account: AccountId) {
    let issuer = || OidcIssuer::parse("idp.example.com").expect("an issuer");
    let own = move |kind: &str| {
        let text = format!("{kind}{account}0000");
        names::UniqueId::parse(&text).expect("a unique id")
    };
    write!(meta, |tx| {
        let (mut user, mut group, mut role) = (user("ci"), group("ops"), role("deploy"));
        let (mut profile, mut policy) = (profile("machines"), policy("push"));
        (user.account, user.id) = (account, own("AIDA"));
        (group.account, group.id) = (account, own("AGPA"));
        (role.account, role.id) = (account, own("AROA"));
        (profile.account, profile.id) = (account, own("AIPA"));
        profile.role = Some(role.name.clone());
        policy.arn = names::PolicyArn::of_account(account, &policy.arn.path(), &policy.arn.name());
        (policy.account, policy.id) = (account, own("ANPA"));
        tx.iam_user_create(&user).await?;
        tx.iam_group_create(&group).await?;
        tx.iam_group_member_put(&account, &group.name, &user.name).await?;
        tx.iam_role_create(&role).await?;
        tx.iam_instance_profile_create(&profile).await?;
        tx.iam_policy_create(&policy).await?;
        tx.iam_attachment_put(&account, &of_user("ci"), &policy.arn)
            .await?;
        tx.iam_inline_policy_put(&account, &of_user("ci"), &inline("own"))
            .await?;
        let owner = TagOwner::User(user.name.clone());
        tx.iam_tag_put(&account, &owner, &[pair("team", "x")]).await?;
        let provider = OidcProvider {
            account,
            issuer: issuer(),
            created_at: NOW,
            client_ids: vec![],
            thumbprints: vec![],
        };
        tx.iam_oidc_provider_create(&provider).await?;
        let mut key = access_key(&format!("AKIA{account}"), "ci");
        key.account = account;
        tx.access_key_create(&key).await?;
        tx.account_alias_put(&account, &alias(&format!("a{account}")))
            .await?;
        let registry = RegistryKey {
            account,
            ..registry("eu-west-1")
        };
        tx.registry_policy_put(&registry, "a policy").await?;
        tx.account_setting_put(&registry, "SCAN", "BASIC").await?;
        let principal = format!("arn:aws:iam::{account}:user/ci");
        let first = account.as_str().as_bytes()[0];
        tx.authorization_token_create(&token(first, &principal)).await?;
    });
}

/// How many of each there are.
async fn contents(meta: &Meta, account: AccountId) -> [usize; 9] {
    let user = KeyOwner::User(entity("ci"));
    let keys = meta.read(move |tx| {
        let user = user.clone();
        Box::pin(async move { tx.access_key_count(&account, &user).await })
    });
    let keys = usize::try_from(keys.await.expect("a count")).expect("a count");
    read!(meta, |tx| {
        let all = Limit(9);
        let registry = RegistryKey {
            account,
            ..registry("eu-west-1")
        };
        [
            keys,
            tx.iam_user_list(&account, None, all).await?.len(),
            tx.iam_group_list(&account, None, all).await?.len(),
            tx.iam_role_list(&account, None, all).await?.len(),
            tx.iam_policy_list(&account, None, all).await?.len(),
            tx.iam_instance_profile_list(&account, None, all).await?.len(),
            tx.iam_oidc_provider_list(&account, None, all).await?.len(),
            tx.authorization_token_list(Some(&account), None, all)
                .await?
                .len(),
            tx.registry_policy_get(&registry).await?.iter().len(),
        ]
    })
}

fn alias(text: &str) -> AccountAlias {
    AccountAlias::parse(text).expect(text)
}

fn sample(id: &str) -> Account {
    Account {
        id: account(id),
        created_at: NOW,
        service_control_policy: None,
    }
}

//! `userIdentity` of a record of the audit trail (CloudTrail userIdentity element).

use serde_json::{Value, json};

use crate::{Identity, Principal};

/// Who a principal is.
pub(crate) fn user_identity(principal: &Principal) -> Value {
    let account = principal.account();
    let (kind, name) = match &principal.identity {
        Identity::Root => ("Root", None),
        Identity::User(name) => ("IAMUser", Some(name)),
        Identity::Role(name) => ("AssumedRole", Some(name)),
    };
    let principal_id = match principal.identity {
        Identity::Root => account.as_str(),
        Identity::User(_) | Identity::Role(_) => &principal.user_id,
    };
    let mut identity = json!({
        "type": kind,
        "principalId": principal_id,
        "arn": principal.arn.as_str(),
        "accountId": account.as_str(),
        "accessKeyId": principal.access_key.as_str(),
    });
    if let Identity::User(name) = &principal.identity {
        identity["userName"] = name.as_str().into();
    }
    let Some(session) = &principal.session else {
        return identity;
    };
    let mut context = json!({
        "attributes": {"creationDate": session.issued_at.to_iso8601(), "mfaAuthenticated": "false"},
    });
    if let (Identity::Role(_), Some(name)) = (&principal.identity, name) {
        context["sessionIssuer"] = json!({
            "type": "Role",
            "principalId": principal.entity_id(),
            "arn": format!("arn:aws:iam::{account}:role/{name}"),
            "accountId": account.as_str(),
            "userName": name.as_str(),
        });
    }
    if let Some(provider) = &session.provider {
        context["webIdFederationData"] = json!({"federatedProvider": provider, "attributes": {}});
    }
    if let Some(source) = &session.source_identity {
        context["sourceIdentity"] = source.as_str().into();
    }
    identity["sessionContext"] = context;
    identity
}

//! Records of API calls in the form of CloudTrail's (record contents, event version 1.08).
//!
//! A call that changes something leaves its record in the transaction of the change
//! ([`crate::Registry::write_for`]); every other one that is told of at all is noted by the front end
//! and written a moment later (`audit.rs`). A call has one record, or one in each of two trails where
//! the caller is of another account than what it acts on.

use std::any::Any;

use meta::{AuditRecord, log_id};
use names::{AccountId, RegistryKey, RepositoryArn};
use serde_json::{Value, json};
use stdx::Timestamp;
use uuid::Uuid;

use crate::call::Front;
use crate::trail_answer::{Answer, answer};
use crate::trail_identity::user_identity;
use crate::{CallFailure, CallKind, Caller, Grant, ImageGrant, Resource};

/// Something that says who acts, and on what.
pub(crate) trait Granted {
    /// Who, from where, by which call.
    fn caller(&self) -> &Caller;
    /// The account of what is acted on.
    fn owner(&self) -> AccountId;
    /// The ARN of what is acted on, or `*`.
    fn arn(&self) -> String;
    /// `userIdentity`, where it is not the caller's.
    fn identity(&self) -> Option<Value> {
        None
    }
}

impl<R: Resource> Granted for Grant<R> {
    fn caller(&self) -> &Caller {
        &self.caller
    }

    fn owner(&self) -> AccountId {
        self.resource.owner()
    }

    fn arn(&self) -> String {
        self.resource.display(self.action)
    }
}

impl Granted for ImageGrant {
    fn caller(&self) -> &Caller {
        self.grant.caller()
    }

    fn owner(&self) -> AccountId {
        self.grant.owner()
    }

    fn arn(&self) -> String {
        self.grant.arn()
    }
}

/// Who acts on its own account, or on nothing.
impl Granted for Caller {
    fn caller(&self) -> &Caller {
        self
    }

    fn owner(&self) -> AccountId {
        self.principal.account()
    }

    fn arn(&self) -> String {
        "*".to_owned()
    }
}

/// Whether a transaction has written the record of its call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IsTold {
    /// It has.
    Yes,
    /// It was written before, or the call has come to nothing.
    No,
}

/// A login: temporary credentials that are handed out, which no row holds.
pub(crate) struct Login<'a> {
    /// To whom.
    pub(crate) caller: &'a Caller,
    /// The account of the role, or the caller's own.
    pub(crate) owner: AccountId,
    /// The role's ARN, or `*`.
    pub(crate) arn: &'a str,
    /// `userIdentity` of somebody who has no principal.
    pub(crate) identity: Option<Value>,
}

impl Granted for Login<'_> {
    fn caller(&self) -> &Caller {
        self.caller
    }

    fn owner(&self) -> AccountId {
        self.owner
    }

    fn arn(&self) -> String {
        self.arn.to_owned()
    }

    fn identity(&self) -> Option<Value> {
        self.identity.clone()
    }
}

/// A call that is about to be told of.
pub(crate) struct TrailEntry {
    caller: Caller,
    owner: AccountId,
    arn: String,
    identity: Option<Value>,
    at: Timestamp,
}

impl TrailEntry {
    /// What a holder of `granted` does at a time.
    pub(crate) fn of(granted: &impl Granted, at: Timestamp) -> Self {
        Self {
            caller: granted.caller().clone(),
            owner: granted.owner(),
            arn: granted.arn(),
            identity: granted.identity(),
            at,
        }
    }

    /// The records of a change that has come to `value`; none when the call has its record already, or
    /// is going to be refused.
    pub(crate) fn records(&self, value: &dyn Any) -> Vec<AuditRecord> {
        if self.caller.call.is_told() {
            return Vec::new();
        }
        match answer(self.caller.call.operation.name, value) {
            Answer::Nothing => Vec::new(),
            Answer::Refusal if self.caller.call.front == Front::Aws => Vec::new(),
            Answer::Refusal => self.rendered(&Value::Null, None),
            Answer::Elements(elements) => self.rendered(&elements, None),
        }
    }

    /// The records of a call that has changed nothing, or has failed.
    pub(crate) fn note(&self, failure: Option<&CallFailure>) -> Vec<AuditRecord> {
        self.rendered(&Value::Null, failure)
    }

    /// Notes that the transaction of the records is committed.
    pub(crate) fn committed(&self, is_told: IsTold) {
        if is_told == IsTold::Yes {
            self.caller.call.set_told();
        }
    }

    fn rendered(&self, elements: &Value, failure: Option<&CallFailure>) -> Vec<AuditRecord> {
        let own = self.caller.principal.account();
        let parameters = self.caller.call.request_parameters();
        let mut record = self.record(&parameters, elements);
        if let Some(CallFailure { code, message }) = failure {
            record["errorCode"] = code.as_str().into();
            record["errorMessage"] = message.as_str().into();
        }
        if own == self.owner {
            return vec![self.row(own, record)];
        }
        record["sharedEventID"] = Uuid::new_v4().to_string().into();
        vec![self.row(own, record.clone()), self.row(self.owner, record)]
    }

    /// Everything but what differs from trail to trail.
    fn record(&self, parameters: &Value, elements: &Value) -> Value {
        let Caller {
            principal,
            origin,
            call,
        } = &self.caller;
        let address = origin.source_ip.to_canonical().to_string();
        let agent = origin.user_agent.as_deref().unwrap_or_default();
        let identity = self.identity.clone();
        let identity = identity.unwrap_or_else(|| user_identity(principal));
        let mut record = json!({
            "eventVersion": "1.08",
            "userIdentity": identity,
            "eventTime": self.at.to_iso8601(),
            "eventSource": call.operation.source,
            "eventName": call.operation.name,
            "awsRegion": call.region.as_str(),
            "sourceIPAddress": address,
            "userAgent": agent,
            "requestParameters": parameters,
            "responseElements": elements,
            "requestID": call.request_id.to_string(),
            "readOnly": call.operation.kind != CallKind::Change,
            "eventType": "AwsApiCall",
            "managementEvent": true,
            "eventCategory": "Management",
        });
        if call.front == Front::Oci {
            let service = call.operation.source;
            record["userIdentity"]["invokedBy"] = service.into();
            record["sourceIPAddress"] = service.into();
            record["userAgent"] = service.into();
            record["additionalEventData"] = json!({"sourceIPAddress": address, "userAgent": agent});
        }
        if let Ok(repository) = RepositoryArn::parse(&self.arn) {
            let account = repository.registry.account.as_str();
            record["resources"] = json!([{"accountId": account, "ARN": self.arn}]);
        }
        record
    }

    /// The row in the trail of `account`.
    fn row(&self, account: AccountId, mut record: Value) -> AuditRecord {
        let id = log_id(self.at);
        record["eventID"] = id.to_string().into();
        record["recipientAccountId"] = account.as_str().into();
        AuditRecord {
            id,
            registry: RegistryKey {
                account,
                region: self.caller.call.region.clone(),
            },
            at: self.at,
            name: self.caller.call.operation.name.to_owned(),
            resource: self.arn.clone(),
            record: record.to_string(),
        }
    }
}

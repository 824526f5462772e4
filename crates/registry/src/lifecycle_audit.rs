//! The records of the audit trail that runs and previews of lifecycle policies write
//! (`PolicyExecutionEvent` and `DryRunEvent` of CloudTrail; ECR user guide, "Log file entries").

use lifecycle::{Action, Criterion, Policy, Rule, RuleAction, TagList, TagSelection};
use meta::{AuditRecord, Tx, log_id};
use names::{Digest, RepositoryArn, Tag};
use serde_json::{Value, json};
use stdx::Timestamp;
use uuid::Uuid;

use crate::Error;
use crate::lifecycle_fact::{PlannedAct, PlannedUntagging};

/// Most images of one record: ten or more are split (ECR).
const MAX_IMAGES: usize = 9;
/// Most tags of an image in a record (ECR).
const MAX_TAGS: usize = 100;

/// What is the same in all records of a run or preview.
pub(crate) struct Trail {
    pub(crate) repository: RepositoryArn,
    /// `PolicyExecutionEvent` or `DryRunEvent`.
    pub(crate) event: &'static str,
    pub(crate) policy: Policy,
    pub(crate) policy_id: Uuid,
    pub(crate) policy_version: u32,
    pub(crate) last_evaluated_at: Option<Timestamp>,
}

/// An image that a run left although it should go.
pub(crate) struct ActFailure {
    pub(crate) act: PlannedAct,
    pub(crate) code: &'static str,
    pub(crate) reason: String,
}

impl Trail {
    /// Writes what was done and what failed, in as many records as that takes; at least one.
    pub(crate) async fn write(
        &self,
        tx: &mut Tx<'_>,
        at: Timestamp,
        (done, failed): (&[PlannedAct], &[ActFailure]),
    ) -> Result<(), Error> {
        let records = done
            .len()
            .div_ceil(MAX_IMAGES)
            .max(failed.len().div_ceil(MAX_IMAGES))
            .max(1);
        let (mut done, mut failed) = (done.chunks(MAX_IMAGES), failed.chunks(MAX_IMAGES));
        for _ in 0..records {
            let part = (done.next().unwrap_or_default(), failed.next().unwrap_or_default());
            let details = self.details(part.0, part.1);
            tx.audit_put(&self.record(at, details)).await?;
        }
        Ok(())
    }

    /// Writes which tags were taken off: records like those of images that went, with the action
    /// `untag` and only these tags of each image.
    pub(crate) async fn write_untagged(
        &self,
        tx: &mut Tx<'_>,
        at: Timestamp,
        done: &[PlannedUntagging],
    ) -> Result<(), Error> {
        for part in done.chunks(MAX_IMAGES) {
            let mut record = self.details(&[], &[]);
            let action = |one: &PlannedUntagging| {
                json!({"lifecycleEventImage": image_of((&one.digest, one.pushed_at), &one.tags),
                       "rulePriority": one.priority, "action": rule_action_name(RuleAction::Untag)})
            };
            record["lifecycleEventImageActions"] = part.iter().map(action).collect();
            tx.audit_put(&self.record(at, record)).await?;
        }
        Ok(())
    }

    fn record(&self, at: Timestamp, details: Value) -> AuditRecord {
        let id = log_id(at);
        let registry = &self.repository.registry;
        let (account, arn) = (registry.account.as_str(), self.repository.to_string());
        let by = "AWS Internal";
        let record = json!({
            "eventVersion": "1.08",
            "userIdentity": {"accountId": account, "invokedBy": by},
            "eventTime": at.to_iso8601(),
            "eventSource": "ecr.amazonaws.com",
            "eventName": self.event,
            "awsRegion": registry.region.as_str(),
            "sourceIPAddress": by,
            "userAgent": by,
            "requestParameters": null,
            "responseElements": null,
            "eventID": id.to_string(),
            "readOnly": true,
            "resources": [{"ARN": arn, "accountId": account, "type": "AWS::ECR::Repository"}],
            "eventType": "AwsServiceEvent",
            "recipientAccountId": account,
            "serviceEventDetails": details,
        });
        AuditRecord {
            id,
            registry: registry.clone(),
            at,
            name: self.event.to_owned(),
            resource: arn,
            record: record.to_string(),
        }
    }

    fn details(&self, done: &[PlannedAct], failed: &[ActFailure]) -> Value {
        let action = |act: &PlannedAct| {
            json!({"lifecycleEventImage": image(act), "rulePriority": act.priority,
                   "action": action_name(act.action)})
        };
        let failure = |failure: &ActFailure| {
            json!({"lifecycleEventImage": image(&failure.act), "rulePriority": failure.act.priority,
                   "failureCode": failure.code, "failureReason": failure.reason})
        };
        json!({
            "repositoryName": self.repository.name.as_str(),
            "lifecycleEventPolicy": {
                "lifecycleEventRules": self.policy.rules().iter().map(rule).collect::<Vec<_>>(),
                "lastEvaluatedAt": self.last_evaluated_at.map_or(0, millis),
                "policyVersion": self.policy_version,
                "policyId": self.policy_id.to_string(),
            },
            "lifecycleEventImageActions": done.iter().map(action).collect::<Vec<_>>(),
            "lifecycleEventFailureDetails": failed.iter().map(failure).collect::<Vec<_>>(),
        })
    }
}

fn image(act: &PlannedAct) -> Value {
    image_of((&act.digest, act.pushed_at), &act.tags)
}

fn image_of((digest, pushed_at): (&Digest, Timestamp), tags: &[Tag]) -> Value {
    let tags: Vec<&str> = tags.iter().take(MAX_TAGS).map(Tag::as_str).collect();
    let status = if tags.is_empty() { "Untagged" } else { "Tagged" };
    json!({"digest": digest.to_string(), "tagStatus": status, "tagList": tags,
           "pushedAt": millis(pushed_at)})
}

fn rule(rule: &Rule) -> Value {
    let (count_type, count) = match rule.criterion {
        Criterion::ImageCountMoreThan { count } => ("Image count more than", count),
        Criterion::SinceImagePushed { days } => ("Since image pushed", days),
        Criterion::SinceImagePulled { days } => ("Since image pulled", days),
        Criterion::SinceImageTransitioned { days } => ("Since image transitioned", days),
        // What follows is ours, in the manner of ECR's.
        Criterion::NewestImageCount { count } => ("Newest image count", count),
        Criterion::ImagePushedWithin { days } => ("Image pushed within", days),
        Criterion::ImagePulledWithin { days } => ("Image pulled within", days),
        Criterion::Every { .. } => ("Every image", 0),
    };
    let (status, list) = match &rule.tags {
        TagSelection::Any => ("Any", None),
        TagSelection::Untagged => ("Untagged", None),
        TagSelection::Tagged(list) | TagSelection::TaggedAnyOf(list) => ("Tagged", Some(list)),
    };
    let prefixes = match list {
        Some(TagList::Prefixes(list)) => list.as_slice(),
        _ => &[],
    };
    let mut selection = json!({"tagStatus": status, "tagPrefixList": prefixes, "countType": count_type,
                               "countNumber": count});
    if let Some(TagList::Patterns(list)) = list {
        selection["tagPatternList"] = list.iter().map(lifecycle::Pattern::as_str).collect();
    }
    if matches!(rule.tags, TagSelection::TaggedAnyOf(_)) {
        selection["tagListMatch"] = "any".into();
    }
    json!({"rulePriority": rule.priority, "description": rule.description.as_deref().unwrap_or_default(),
           "lifecycleEventSelection": selection, "action": rule_action_name(rule.action)})
}

const fn rule_action_name(action: RuleAction) -> &'static str {
    match action {
        RuleAction::Expire => "expire",
        RuleAction::Transition => "transition",
        RuleAction::Keep => "keep",
        RuleAction::Untag => "untag",
    }
}

const fn action_name(action: Action) -> &'static str {
    match action {
        Action::Expire => "expire",
        Action::Transition => "transition",
    }
}

const fn millis(at: Timestamp) -> i64 {
    at.as_micros().div_euclid(1_000)
}

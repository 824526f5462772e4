//! Dry runs: what a lifecycle policy would do now, answered at once, with a reason for each image
//! and the bytes that would be freed. This is ours; ECR's previews are in `lifecycle_preview`.

use std::collections::{HashMap, HashSet};

use aws_lc_rs::digest::{SHA256, digest};
use futures_util::FutureExt as _;
use lifecycle::{Cause, Plan, Policy, RuleAction, Storage};
use meta::{ImageLayer, Limit, RepositoryId, TagMutability, Tx};
use names::{Digest, PageToken, RepositoryArn, Tag};
use stdx::Timestamp;

use crate::lifecycle_fact::images;
use crate::lifecycle_policy::valid;
use crate::page::{Page, PageRequest, invalid_token};
use crate::registry::existing;
use crate::tag::may_move;
use crate::{Action, Error, Grant, Registry};

const TOKEN: &str = "lifecycle-dry-run";
/// How many rows a statement reads at once.
const ROWS: Limit = Limit(5_000);

/// What is asked of a dry run.
#[derive(Debug, Clone)]
pub struct LifecycleDryRunQuery {
    /// The policy; the repository's where there is none.
    pub text: Option<String>,
    /// Which page of what it would do.
    pub page: PageRequest,
}

/// A dry run, or a page of it. The sums are those of all pages.
#[derive(Debug, Clone)]
pub struct LifecycleDryRun {
    /// The policy that was tried.
    pub text: String,
    /// As of when: all pages are of one instant.
    pub evaluated_at: Timestamp,
    /// What would be done, in that order.
    pub entries: Page<DryRunEntry>,
    /// How many images would be deleted.
    pub expiring: u32,
    /// How many would be archived.
    pub transitioning: u32,
    /// How many tags would be taken off.
    pub untagging: u32,
    /// The bytes of all layers that no image of the repository would need any more.
    pub freed: u64,
}

/// Something that would be done to an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DryRunEntry {
    /// The image.
    pub digest: Digest,
    /// Its tags in byte order.
    pub tags: Vec<Tag>,
    /// When it was pushed.
    pub pushed_at: Timestamp,
    /// Whether it is in the archive now.
    pub is_archived: bool,
    /// What: never [`RuleAction::Keep`].
    pub action: RuleAction,
    /// The tag that would be taken off, where that is what would be done.
    pub removed_tag: Option<Tag>,
    /// By which rule.
    pub priority: u32,
    /// Why, as a sentence.
    pub reason: String,
    /// The bytes of the layers that only this image, and images after it in the list, need of all
    /// that would stay: each layer counts once, with the first image of the list that has it.
    pub freed: u64,
}

impl Registry {
    /// Says what a policy would do to the repository if it were applied now.
    ///
    /// # Errors
    /// [`Error::LifecyclePolicyNotFound`] where none is given and none is stored,
    /// [`Error::InvalidParameter`] about the text, and about a token whose image is gone.
    pub async fn lifecycle_dry_run(
        &self,
        grant: &Grant<RepositoryArn>,
        query: LifecycleDryRunQuery,
    ) -> Result<LifecycleDryRun, Error> {
        grant.expect(&[Action::PreviewLifecyclePolicy]);
        let after = query.page.after::<4>(TOKEN)?.map(After::read).transpose()?;
        let now = after
            .as_ref()
            .map_or_else(|| self.now(), |after| after.evaluated_at);
        let args = (grant.resource().clone(), query.text, now);
        let (text, run) = self
            .read(args, |tx, (arn, text, now)| {
                async move {
                    let repository = existing(tx, arn).await?;
                    let text = match text {
                        Some(text) => text.clone(),
                        None => stored(tx, arn, repository.id).await?,
                    };
                    let place = (repository.id, &repository.tag_mutability);
                    let run = evaluate(tx, place, &valid(&text)?, *now).await?;
                    Ok((text, run))
                }
                .boxed()
            })
            .await?;
        let of = fingerprint(grant.resource(), &text);
        let entries = cut(run.entries.clone(), after, &of, (query.page.size, now))?;
        Ok(LifecycleDryRun {
            text,
            evaluated_at: now,
            entries,
            expiring: count(&run, RuleAction::Expire),
            transitioning: count(&run, RuleAction::Transition),
            untagging: count(&run, RuleAction::Untag),
            freed: run.freed,
        })
    }
}

struct Run {
    entries: Vec<DryRunEntry>,
    freed: u64,
}

/// Where a page begins.
struct After {
    of: String,
    evaluated_at: Timestamp,
    digest: String,
    tag: String,
}

impl After {
    fn read([of, at, digest, tag]: [String; 4]) -> Result<Self, Error> {
        let at: i64 = at.parse().map_err(|_| invalid_token())?;
        Ok(Self {
            of,
            evaluated_at: Timestamp::from_micros(at),
            digest,
            tag,
        })
    }

    fn is(&self, entry: &DryRunEntry) -> bool {
        let tag = entry.removed_tag.as_ref().map_or("", Tag::as_str);
        self.digest == entry.digest.to_string() && self.tag == tag
    }
}

async fn stored(tx: &mut Tx<'_>, arn: &RepositoryArn, repository: RepositoryId) -> Result<String, Error> {
    let stored = tx.lifecycle_policy_get(repository).await?;
    let missing = || Error::LifecyclePolicyNotFound(arn.clone());
    Ok(stored.ok_or_else(missing)?.text)
}

async fn evaluate(
    tx: &mut Tx<'_>,
    (repository, mutability): (RepositoryId, &TagMutability),
    policy: &Policy,
    now: Timestamp,
) -> Result<Run, Error> {
    let images = images(tx, repository, now).await?;
    let mut entries = entries(&lifecycle::plan(policy, &images, now), mutability);
    let going = entries.iter().enumerate();
    let going = going.filter(|(_, entry)| entry.action == RuleAction::Expire);
    let going: HashMap<Digest, usize> = going.map(|(place, entry)| (entry.digest, place)).collect();
    let mut freed = 0;
    for (place, bytes) in freed_layers(tx, repository, &going).await? {
        entries[place].freed += bytes;
        freed += bytes;
    }
    Ok(Run { entries, freed })
}

/// The layers that only images of `going` need: for each the first place of these, and its bytes.
async fn freed_layers(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    going: &HashMap<Digest, usize>,
) -> Result<Vec<(usize, u64)>, Error> {
    let (mut loose, mut needed) = (HashMap::new(), HashSet::new());
    let mut after: Option<ImageLayer> = None;
    while !going.is_empty() {
        let page = tx.image_layer_list(repository, after.as_ref(), ROWS).await?;
        if page.is_empty() {
            break;
        }
        for entry in &page {
            match going.get(&entry.image) {
                None => {
                    needed.insert(entry.layer);
                }
                Some(place) => {
                    let (first, _) = loose.entry(entry.layer).or_insert((*place, entry.size));
                    *first = (*first).min(*place);
                }
            }
        }
        after = page.into_iter().last();
    }
    let freed = loose.into_iter().filter(|(layer, _)| !needed.contains(layer));
    Ok(freed.map(|(_, entry)| entry).collect())
}

fn entries(plan: &Plan<'_>, mutability: &TagMutability) -> Vec<DryRunEntry> {
    let entry = |image: &lifecycle::Image, rule: &lifecycle::Rule| DryRunEntry {
        digest: image.digest,
        tags: image.tags.clone(),
        pushed_at: image.pushed_at,
        is_archived: matches!(image.storage, Storage::Archived { .. }),
        action: rule.action,
        removed_tag: None,
        priority: rule.priority,
        reason: String::new(),
        freed: 0,
    };
    let acts = plan.acts.iter().map(|act| DryRunEntry {
        reason: reason_of(act),
        ..entry(act.image, act.rule)
    });
    let loose = plan.untaggings.iter();
    let loose = loose.filter(|one| may_move(mutability, one.tag));
    let untaggings = loose.map(|one| DryRunEntry {
        removed_tag: Some(one.tag.clone()),
        reason: format!(
            "{} takes the tag '{}' off: {}.",
            subject(one.rule),
            one.tag,
            one.reason
        ),
        ..entry(one.image, one.rule)
    });
    acts.chain(untaggings).collect()
}

fn reason_of(act: &lifecycle::Act<'_>) -> String {
    let does = match act.action() {
        lifecycle::Action::Expire => "expires",
        lifecycle::Action::Transition => "archives",
    };
    let rule = subject(act.rule);
    match act.cause {
        Cause::Marked(reason) => format!("{rule} {does} it: {reason}."),
        Cause::Refers(to) => format!(
            "{rule} {does} it with the image that it refers to, {}.",
            to.digest
        ),
    }
}

/// A rule as the subject of a sentence.
fn subject(rule: &lifecycle::Rule) -> String {
    match rule.description.as_deref().filter(|text| !text.is_empty()) {
        Some(description) => format!("Rule {} ({description})", rule.priority),
        None => format!("Rule {}", rule.priority),
    }
}

fn count(run: &Run, action: RuleAction) -> u32 {
    let entries = run.entries.iter().filter(|entry| entry.action == action);
    u32::try_from(entries.count()).unwrap_or(u32::MAX)
}

/// Tells the dry runs of a policy on a repository from all others.
fn fingerprint(arn: &RepositoryArn, text: &str) -> String {
    stdx::hex::encode(digest(&SHA256, format!("{arn}\n{text}").as_bytes()).as_ref())
}

fn cut(
    mut entries: Vec<DryRunEntry>,
    after: Option<After>,
    of: &str,
    (size, now): (usize, Timestamp),
) -> Result<Page<DryRunEntry>, Error> {
    if let Some(after) = after {
        if after.of != of {
            return Err(invalid_token());
        }
        let last = entries.iter().position(|entry| after.is(entry));
        // What is before it may have gone in the meantime, and what is after it has not changed.
        let last = last.ok_or_else(|| Error::InvalidParameter {
            parameter: "nextToken",
            why: "The repository has changed since the page before; start again".to_owned(),
        })?;
        entries.drain(..=last);
    }
    Ok(Page::cut(entries, size, |last| {
        let tag = last.removed_tag.as_ref().map_or("", Tag::as_str);
        let at = now.as_micros().to_string();
        PageToken::new(TOKEN, [of, &at, &last.digest.to_string(), tag])
    }))
}

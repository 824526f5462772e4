//! The form of a policy text: which properties there are and of what types.
//!
//! Faults are said in the order of the text's definition, and all of them. What rules mean
//! together is the next step's, in `meaning`.

use std::collections::BTreeMap;

use super::json::Json;
use super::{Criterion, Dialect, Policy, RuleAction, StorageClass};
use crate::Fault;

/// A rule of good form.
pub(super) struct Draft {
    pub(super) priority: u32,
    pub(super) description: Option<String>,
    pub(super) tag_status: TagStatus,
    pub(super) prefixes: Vec<String>,
    pub(super) patterns: Vec<String>,
    pub(super) tag_match: TagMatch,
    pub(super) criterion: Criterion,
    pub(super) action: RuleAction,
}

/// How many entries of a list of tags have to be matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagMatch {
    All,
    Any,
}

/// The value of `tagStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagStatus {
    Any,
    Tagged,
    Untagged,
}

type Members = BTreeMap<String, Json>;

/// Reads the rules of a policy, in the order of the text.
pub(super) fn read(document: &Json, dialect: Dialect) -> Result<Vec<Draft>, Vec<Fault>> {
    let mut reader = Reader {
        dialect,
        faults: Vec::new(),
    };
    let drafts = reader.document(document);
    match drafts {
        Some(drafts) if reader.faults.is_empty() => Ok(drafts),
        _ => Err(reader.faults),
    }
}

/// Each method returns `None` only after it has noted a fault, or when something is absent that
/// was noted as missing.
struct Reader {
    dialect: Dialect,
    faults: Vec<Fault>,
}

impl Reader {
    fn fault<T>(&mut self, fault: Fault) -> Option<T> {
        self.faults.push(fault);
        None
    }

    fn wrong_type<T>(&mut self, json: &Json, allowed: &'static str) -> Option<T> {
        self.fault(Fault::Type {
            found: json.kind(),
            allowed,
        })
    }

    fn document(&mut self, json: &Json) -> Option<Vec<Draft>> {
        let members = self.object(json, &["rules"], &[])?;
        let rules = self.array(members.get("rules")?)?;
        if rules.is_empty() {
            return self.fault(Fault::NoRules);
        }
        if rules.len() > Policy::MAX_RULES {
            return self.fault(Fault::TooManyRules { found: rules.len() });
        }
        let drafts: Vec<_> = rules.iter().map(|rule| self.rule(rule)).collect();
        drafts.into_iter().collect()
    }

    fn rule(&mut self, json: &Json) -> Option<Draft> {
        let members = self.object(json, &["action", "rulePriority", "selection"], &["description"])?;
        let priority = members.get("rulePriority").and_then(|json| self.count(json));
        let description = self.optional(members, "description", Self::text);
        let keeps = self.dialect == Dialect::Hythe && members.get("action").is_some_and(is_keep);
        let selection = members
            .get("selection")
            .and_then(|json| self.selection(json, keeps));
        let action = members.get("action").and_then(|json| self.action(json));
        let selection = selection?;
        Some(Draft {
            priority: priority?,
            description: description.map(str::to_owned),
            tag_status: selection.tag_status,
            prefixes: selection.prefixes,
            patterns: selection.patterns,
            tag_match: selection.tag_match,
            criterion: selection.criterion,
            action: action?,
        })
    }

    fn selection(&mut self, json: &Json, keeps: bool) -> Option<Selection> {
        let all = ["countNumber", "countType", "tagStatus"];
        let required = if keeps { &all[2..] } else { &all[..] };
        let optional = ["countUnit", "storageClass", "tagPatternList", "tagPrefixList"];
        let ours = match (self.dialect, keeps) {
            (Dialect::Ecr, _) => &[][..],
            (Dialect::Hythe, false) => &["tagListMatch"],
            (Dialect::Hythe, true) => &["countNumber", "countType", "tagListMatch"],
        };
        let members = self.object(json, required, &[&optional, ours].concat())?;
        let tag_status = members.get("tagStatus").and_then(|json| self.tag_status(json));
        let patterns = self.optional(members, "tagPatternList", Self::texts);
        let prefixes = self.optional(members, "tagPrefixList", Self::texts);
        let tag_match = match members.get("tagListMatch") {
            Some(json) if self.dialect == Dialect::Hythe => self.tag_match(json),
            _ => Some(TagMatch::All),
        };
        let criterion = if keeps {
            self.criterion_of_keep(members)
        } else {
            self.criterion(members)
        };
        Some(Selection {
            tag_status: tag_status?,
            prefixes: prefixes.unwrap_or_default(),
            patterns: patterns.unwrap_or_default(),
            tag_match: tag_match?,
            criterion: criterion?,
        })
    }

    fn tag_status(&mut self, json: &Json) -> Option<TagStatus> {
        match self.text(json)? {
            "any" => Some(TagStatus::Any),
            "tagged" => Some(TagStatus::Tagged),
            "untagged" => Some(TagStatus::Untagged),
            value => self.fault(Fault::NotInEnum {
                value: value.to_owned(),
                allowed: &["any", "tagged", "untagged"],
            }),
        }
    }

    fn tag_match(&mut self, json: &Json) -> Option<TagMatch> {
        match self.text(json)? {
            "any" => Some(TagMatch::Any),
            value => self.fault(Fault::NotInEnum {
                value: value.to_owned(),
                allowed: &["any"],
            }),
        }
    }

    /// What a rule that keeps says of numbers: nothing, or all of it.
    fn criterion_of_keep(&mut self, selection: &Members) -> Option<Criterion> {
        let number = match selection.get("countNumber") {
            Some(json) => Some(self.count(json)?),
            None => None,
        };
        let unit = word(selection.get("countUnit"));
        let class = word(selection.get("storageClass"));
        let standard = matches!(class, None | Some("standard"));
        match (word(selection.get("countType")), unit, number, class) {
            (None, None, None, Some("archive")) => Some(Criterion::Every {
                class: StorageClass::Archive,
            }),
            (None, None, None, _) if standard => Some(Criterion::Every {
                class: StorageClass::Standard,
            }),
            (Some("newestImageCount"), None, Some(count), _) if standard => {
                Some(Criterion::NewestImageCount { count })
            }
            (Some("imagePushedWithin"), Some("days"), Some(days), _) if standard => {
                Some(Criterion::ImagePushedWithin { days })
            }
            (Some("imagePulledWithin"), Some("days"), Some(days), _) if standard => {
                Some(Criterion::ImagePulledWithin { days })
            }
            _ => self.fault(Fault::NoSchema),
        }
    }

    fn criterion(&mut self, selection: &Members) -> Option<Criterion> {
        let number = selection.get("countNumber").and_then(|json| self.count(json));
        let kind = word(selection.get("countType"))?;
        let unit = word(selection.get("countUnit"));
        let class = word(selection.get("storageClass"));
        let of: fn(u32) -> Criterion = match (kind, unit, class) {
            ("imageCountMoreThan", None, None | Some("standard")) => {
                |count| Criterion::ImageCountMoreThan { count }
            }
            ("sinceImagePushed", Some("days"), None | Some("standard")) => {
                |days| Criterion::SinceImagePushed { days }
            }
            ("sinceImagePulled", Some("days"), None | Some("standard")) => {
                |days| Criterion::SinceImagePulled { days }
            }
            ("sinceImageTransitioned", Some("days"), Some("archive")) => {
                |days| Criterion::SinceImageTransitioned { days }
            }
            _ => return self.fault(Fault::NoSchema),
        };
        let criterion = of(number?);
        match criterion {
            Criterion::SinceImageTransitioned { days } if days < Criterion::MIN_DAYS_IN_ARCHIVE => self
                .fault(Fault::TooSmall {
                    minimum: Criterion::MIN_DAYS_IN_ARCHIVE,
                    found: days.into(),
                }),
            _ => Some(criterion),
        }
    }

    fn action(&mut self, json: &Json) -> Option<RuleAction> {
        let Json::Object(members) = json else {
            return self.wrong_type(json, "object");
        };
        let target = word(members.get("targetStorageClass"));
        let ours = self.dialect == Dialect::Hythe;
        match (word(members.get("type")), target, members.len()) {
            (Some("expire"), None, 1) => Some(RuleAction::Expire),
            (Some("transition"), Some("archive"), 2) => Some(RuleAction::Transition),
            (Some("keep"), None, 1) if ours => Some(RuleAction::Keep),
            (Some("untag"), None, 1) if ours => Some(RuleAction::Untag),
            _ => self.fault(Fault::NoSchema),
        }
    }

    /// An object with all required properties and no other than these and the optional ones;
    /// both lists are in alphabetical order.
    fn object<'j>(
        &mut self,
        json: &'j Json,
        required: &[&'static str],
        optional: &[&str],
    ) -> Option<&'j Members> {
        let Json::Object(members) = json else {
            return self.wrong_type(json, "object");
        };
        let absent = |name: &&&str| !members.contains_key(**name);
        let missing: Vec<_> = required.iter().filter(absent).copied().collect();
        if !missing.is_empty() {
            self.faults.push(Fault::Missing(missing));
        }
        let defined = |name: &str| required.contains(&name) || optional.contains(&name);
        let others: Vec<_> = members.keys().filter(|name| !defined(name)).cloned().collect();
        if !others.is_empty() {
            self.faults.push(Fault::NotAllowed(others));
        }
        Some(members)
    }

    fn optional<'j, T>(
        &mut self,
        members: &'j Members,
        name: &str,
        read: fn(&mut Self, &'j Json) -> Option<T>,
    ) -> Option<T> {
        members.get(name).and_then(|json| read(self, json))
    }

    fn array<'j>(&mut self, json: &'j Json) -> Option<&'j [Json]> {
        match json {
            Json::Array(elements) => Some(elements),
            _ => self.wrong_type(json, "array"),
        }
    }

    fn text<'j>(&mut self, json: &'j Json) -> Option<&'j str> {
        match json {
            Json::Text(text) => Some(text),
            _ => self.wrong_type(json, "string"),
        }
    }

    /// A list of texts. Only its first bad element is said, or the answer to a short text could
    /// be a hundred times as long.
    fn texts(&mut self, json: &Json) -> Option<Vec<String>> {
        let elements = self.array(json)?;
        let texts = elements.iter().map(|element| match self.text(element)? {
            "" => self.fault(Fault::EmptyText),
            text => Some(text.to_owned()),
        });
        texts.collect()
    }

    fn count(&mut self, json: &Json) -> Option<u32> {
        let Json::Integer(found) = *json else {
            return self.wrong_type(json, "integer");
        };
        if found < 1 {
            return self.fault(Fault::TooSmall { minimum: 1, found });
        }
        match i32::try_from(found) {
            Ok(count) => Some(count.unsigned_abs()),
            Err(_) => self.fault(Fault::Unreadable),
        }
    }
}

struct Selection {
    tag_status: TagStatus,
    prefixes: Vec<String>,
    patterns: Vec<String>,
    tag_match: TagMatch,
    criterion: Criterion,
}

fn is_keep(action: &Json) -> bool {
    matches!(action, Json::Object(members) if word(members.get("type")) == Some("keep"))
}

/// The text of a property, empty when it is no text; `None` only when it is absent.
fn word(json: Option<&Json>) -> Option<&str> {
    match json? {
        Json::Text(text) => Some(text),
        _ => Some(""),
    }
}

//! `ecr`: structures, `signing`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::Serialize;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr::SigningRepositoryFilterType;

/// `SigningConfiguration` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SigningConfiguration {
    /// `rules`: `SigningRuleList`.
    pub rules: Vec<SigningRule>,
}

impl Shape for SigningConfiguration {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let rules = members.required("rules", &rules::SIGNING_RULE_LIST)?;
        let Some(rules) = rules else { return Ok(None) };
        Ok(Some(Self { rules }))
    }
}

/// `SigningRepositoryFilter` in the service model.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SigningRepositoryFilter {
    /// `filter`: `SigningRepositoryFilterValue`.
    pub filter: String,
    /// `filterType`: `SigningRepositoryFilterType`.
    pub filter_type: SigningRepositoryFilterType,
}

impl Shape for SigningRepositoryFilter {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let filter = members.required("filter", &rules::SIGNING_REPOSITORY_FILTER_VALUE)?;
        let filter_type = members.required("filterType", &rules::SIGNING_REPOSITORY_FILTER_TYPE)?;
        let (Some(filter), Some(filter_type)) = (filter, filter_type) else {
            return Ok(None);
        };
        Ok(Some(Self { filter, filter_type }))
    }
}

/// `SigningRule` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SigningRule {
    /// `signingProfileArn`: `SigningProfileArn`.
    pub signing_profile_arn: String,
    /// `repositoryFilters`: `SigningRepositoryFilterList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_filters: Option<Vec<SigningRepositoryFilter>>,
}

impl Shape for SigningRule {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let signing_profile_arn = members.required("signingProfileArn", &rules::SIGNING_PROFILE_ARN)?;
        let repository_filters =
            members.optional("repositoryFilters", &rules::SIGNING_REPOSITORY_FILTER_LIST)?;
        let Some(signing_profile_arn) = signing_profile_arn else {
            return Ok(None);
        };
        Ok(Some(Self {
            signing_profile_arn,
            repository_filters,
        }))
    }
}

//! `ecr`: structures, `cvss`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::Serialize;

/// `CvssScore` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CvssScore {
    /// `baseScore`: `BaseScore`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_score: Option<f64>,
    /// `scoringVector`: `ScoringVector`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scoring_vector: Option<String>,
    /// `source`: `Source`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// `version`: `Version`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// `CvssScoreAdjustment` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CvssScoreAdjustment {
    /// `metric`: `Metric`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// `reason`: `Reason`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// `CvssScoreDetails` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CvssScoreDetails {
    /// `adjustments`: `CvssScoreAdjustmentList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjustments: Option<Vec<CvssScoreAdjustment>>,
    /// `score`: `Score`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// `scoreSource`: `Source`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score_source: Option<String>,
    /// `scoringVector`: `ScoringVector`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scoring_vector: Option<String>,
    /// `version`: `Version`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

//! `iam`: inputs and outputs, `simulate`. Written by `cargo xtask codegen` from `models/iam`.

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::iam::{
    ContextEntry, EvaluationResult, OrderedOrganizationPolicyType, PolicyIdentifier,
};
use crate::xml::{ToXml, Xml};

/// `SimulateCustomPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SimulateCustomPolicyRequest {
    /// `PolicyInputList`: `SimulationPolicyListType`.
    pub policy_input_list: Vec<String>,
    /// `PermissionsBoundaryPolicyInputList`: `SimulationPolicyListType`.
    pub permissions_boundary_policy_input_list: Option<Vec<String>>,
    /// `OrderedOrganizationPolicyInputList`: `OrganizationPolicyListType`.
    pub ordered_organization_policy_input_list: Option<Vec<OrderedOrganizationPolicyType>>,
    /// `ActionNames`: `ActionNameListType`.
    pub action_names: Vec<String>,
    /// `ResourceArns`: `ResourceNameListType`.
    pub resource_arns: Option<Vec<String>>,
    /// `ResourcePolicy`: `policyDocumentType`.
    pub resource_policy: Option<String>,
    /// `ResourceOwner`: `ResourceNameType`.
    pub resource_owner: Option<String>,
    /// `CallerArn`: `ResourceNameType`.
    pub caller_arn: Option<String>,
    /// `ContextEntries`: `ContextEntryListType`.
    pub context_entries: Option<Vec<ContextEntry>>,
    /// `ResourceHandlingOption`: `ResourceHandlingOptionType`.
    pub resource_handling_option: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
}

impl Shape for SimulateCustomPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let policy_input_list = members.required("PolicyInputList", &rules::SIMULATION_POLICY_LIST_TYPE)?;
        let permissions_boundary_policy_input_list = members.optional(
            "PermissionsBoundaryPolicyInputList",
            &rules::SIMULATION_POLICY_LIST_TYPE,
        )?;
        let ordered_organization_policy_input_list = members.optional(
            "OrderedOrganizationPolicyInputList",
            &rules::ORGANIZATION_POLICY_LIST_TYPE,
        )?;
        let action_names = members.required("ActionNames", &rules::ACTION_NAME_LIST_TYPE)?;
        let resource_arns = members.optional("ResourceArns", &rules::RESOURCE_NAME_LIST_TYPE)?;
        let resource_policy = members.optional("ResourcePolicy", &rules::POLICY_DOCUMENT_TYPE)?;
        let resource_owner = members.optional("ResourceOwner", &rules::RESOURCE_NAME_TYPE)?;
        let caller_arn = members.optional("CallerArn", &rules::RESOURCE_NAME_TYPE)?;
        let context_entries = members.optional("ContextEntries", &rules::CONTEXT_ENTRY_LIST_TYPE)?;
        let resource_handling_option =
            members.optional("ResourceHandlingOption", &rules::RESOURCE_HANDLING_OPTION_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let (Some(policy_input_list), Some(action_names)) = (policy_input_list, action_names) else {
            return Ok(None);
        };
        Ok(Some(Self {
            policy_input_list,
            permissions_boundary_policy_input_list,
            ordered_organization_policy_input_list,
            action_names,
            resource_arns,
            resource_policy,
            resource_owner,
            caller_arn,
            context_entries,
            resource_handling_option,
            max_items,
            marker,
        }))
    }
}

/// `SimulatePolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SimulatePolicyResponse {
    /// `EvaluationResults`: `EvaluationResultsListType`.
    pub evaluation_results: Option<Vec<EvaluationResult>>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for SimulatePolicyResponse {
    fn content(&self, out: &mut Xml) {
        out.element("EvaluationResults", &self.evaluation_results);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `SimulatePrincipalPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SimulatePrincipalPolicyRequest {
    /// `PolicySourceArn`: `arnType`.
    pub policy_source_arn: String,
    /// `PolicyInputList`: `SimulationPolicyListType`.
    pub policy_input_list: Option<Vec<String>>,
    /// `PermissionsBoundaryPolicyInputList`: `SimulationPolicyListType`.
    pub permissions_boundary_policy_input_list: Option<Vec<String>>,
    /// `PolicyExclusionList`: `PolicyExclusionsListType`.
    pub policy_exclusion_list: Option<Vec<PolicyIdentifier>>,
    /// `ActionNames`: `ActionNameListType`.
    pub action_names: Vec<String>,
    /// `ResourceArns`: `ResourceNameListType`.
    pub resource_arns: Option<Vec<String>>,
    /// `ResourcePolicy`: `policyDocumentType`.
    pub resource_policy: Option<String>,
    /// `ResourceOwner`: `ResourceNameType`.
    pub resource_owner: Option<String>,
    /// `CallerArn`: `ResourceNameType`.
    pub caller_arn: Option<String>,
    /// `ContextEntries`: `ContextEntryListType`.
    pub context_entries: Option<Vec<ContextEntry>>,
    /// `ResourceHandlingOption`: `ResourceHandlingOptionType`.
    pub resource_handling_option: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
}

impl Shape for SimulatePrincipalPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let policy_source_arn = members.required("PolicySourceArn", &rules::ARN_TYPE)?;
        let policy_input_list = members.optional("PolicyInputList", &rules::SIMULATION_POLICY_LIST_TYPE)?;
        let permissions_boundary_policy_input_list = members.optional(
            "PermissionsBoundaryPolicyInputList",
            &rules::SIMULATION_POLICY_LIST_TYPE,
        )?;
        let policy_exclusion_list =
            members.optional("PolicyExclusionList", &rules::POLICY_EXCLUSIONS_LIST_TYPE)?;
        let action_names = members.required("ActionNames", &rules::ACTION_NAME_LIST_TYPE)?;
        let resource_arns = members.optional("ResourceArns", &rules::RESOURCE_NAME_LIST_TYPE)?;
        let resource_policy = members.optional("ResourcePolicy", &rules::POLICY_DOCUMENT_TYPE)?;
        let resource_owner = members.optional("ResourceOwner", &rules::RESOURCE_NAME_TYPE)?;
        let caller_arn = members.optional("CallerArn", &rules::RESOURCE_NAME_TYPE)?;
        let context_entries = members.optional("ContextEntries", &rules::CONTEXT_ENTRY_LIST_TYPE)?;
        let resource_handling_option =
            members.optional("ResourceHandlingOption", &rules::RESOURCE_HANDLING_OPTION_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let (Some(policy_source_arn), Some(action_names)) = (policy_source_arn, action_names) else {
            return Ok(None);
        };
        Ok(Some(Self {
            policy_source_arn,
            policy_input_list,
            permissions_boundary_policy_input_list,
            policy_exclusion_list,
            action_names,
            resource_arns,
            resource_policy,
            resource_owner,
            caller_arn,
            context_entries,
            resource_handling_option,
            max_items,
            marker,
        }))
    }
}

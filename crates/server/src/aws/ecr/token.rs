//! GetAuthorizationToken.

use aws_model::ecr::{AuthorizationData, GetAuthorizationTokenRequest, GetAuthorizationTokenResponse};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header;
use names::RegistryKey;
use registry::Action;

use super::{Call, Result};

/// One token for each registry that is asked for, else one for the caller's own.
pub(super) fn get(
    call: &Call<'_>,
    input: GetAuthorizationTokenRequest,
) -> Result<GetAuthorizationTokenResponse> {
    let grant = call.authorize(Action::GetAuthorizationToken, &call.caller.registry)?;
    let asked = input.registry_ids.unwrap_or_default();
    let mut registries = Vec::new();
    for registry_id in &asked {
        registries.push(call.registry(Some(registry_id))?);
    }
    if registries.is_empty() {
        registries.push(call.caller.registry.clone());
    }
    let data = registries.into_iter().map(|registry| {
        let proxy_endpoint = proxy_endpoint(call, &registry);
        let token = call.service().token_issue(&grant, registry);
        AuthorizationData {
            authorization_token: Some(STANDARD.encode(format!("AWS:{}", token.password))),
            expires_at: Some(token.expires_at),
            proxy_endpoint: Some(proxy_endpoint),
        }
    });
    Ok(GetAuthorizationTokenResponse {
        authorization_data: Some(data.collect()),
    })
}

/// Where docker finds the registry. Amazon's credential helper accepts no name but Amazon's own,
/// whatever endpoint it called, and only looks at the account and region in it.
fn proxy_endpoint(call: &Call<'_>, registry: &RegistryKey) -> String {
    let agent = call
        .exchange
        .parts
        .headers
        .get(header::USER_AGENT)
        .and_then(|agent| agent.to_str().ok());
    let RegistryKey { account, region } = registry;
    if agent.is_some_and(|agent| agent.contains("amazon-ecr-credential-helper")) {
        return format!(
            "https://{account}.dkr.ecr.{region}.{}",
            region.partition().dns_suffix
        );
    }
    call.exchange.host.proxy_endpoint(registry)
}

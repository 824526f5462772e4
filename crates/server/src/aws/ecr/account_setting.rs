//! GetAccountSetting, PutAccountSetting: always of the caller's own registry.

use aws_model::ecr::{
    GetAccountSettingRequest, GetAccountSettingResponse, PutAccountSettingRequest, PutAccountSettingResponse,
};
use names::RegistryKey;
use registry::{AccountSetting, Action, Grant, RequestFacts};

use super::{Call, Result};

pub(super) async fn get(
    call: &Call<'_>,
    input: GetAccountSettingRequest,
) -> Result<GetAccountSettingResponse> {
    let setting = AccountSetting::parse(&input.name)?;
    let grant = authorize(call, Action::GetAccountSetting, setting).await?;
    let value = call.service().account_setting_get(&grant, setting).await?;
    Ok(GetAccountSettingResponse {
        name: Some(input.name),
        value: Some(value),
    })
}

pub(super) async fn put(
    call: &Call<'_>,
    input: PutAccountSettingRequest,
) -> Result<PutAccountSettingResponse> {
    let setting = AccountSetting::parse(&input.name)?;
    let grant = authorize(call, Action::PutAccountSetting, setting).await?;
    call.service()
        .account_setting_put(&grant, setting, input.value.clone())
        .await?;
    Ok(PutAccountSettingResponse {
        name: Some(input.name),
        value: Some(input.value),
    })
}

async fn authorize(call: &Call<'_>, action: Action, setting: AccountSetting) -> Result<Grant<RegistryKey>> {
    let facts = RequestFacts::none().with("ecr:AccountSetting", [setting.as_str().to_owned()]);
    call.authorize_with(action, &call.caller.registry, &facts).await
}

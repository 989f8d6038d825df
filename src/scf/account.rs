//! The account that signs: its appid is a part of each bucket's name. GetUserAppId of CAM:
//! <https://cloud.tencent.com/document/product/598/53486>.

use serde::Serialize;

use super::call::Call;
use super::fields::{Fields, Read};
use super::service::APP_ID_ACTION;

/// What is known of the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Such as `1250000000`.
    pub app_id: String,
}

impl Read for Account {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let app_id = fields.whole("AppId").ok_or("AppId is missing")?;
        Ok(Self { app_id: app_id.to_string() })
    }
}

/// Asks for the account's appid.
#[must_use]
pub fn app_id(region: &str) -> Call {
    #[derive(Serialize)]
    struct Body {}
    Call::read(APP_ID_ACTION, region, &Body {})
}

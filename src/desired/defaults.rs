//! Defaults of the inputs.

use super::environment::FromEnvironment;

/// Where functions live by default, as the established component documents it.
pub const DEFAULT_REGION: &str = "ap-guangzhou";
/// The API's default namespace.
pub const DEFAULT_NAMESPACE: &str = "default";
/// How long a function or version may take to become Active, by default.
pub const DEFAULT_WAIT_SECONDS: u32 = 300;

/// Defaults for the inputs: options of a program, the resolved stage.
#[derive(Debug, Clone, Default)]
pub struct Defaults {
    /// The stage, where the inputs name none.
    pub stage: Option<String>,
    /// The region, where the inputs name none.
    pub region: Option<String>,
    /// The namespace, where the inputs name none.
    pub namespace: Option<String>,
    /// Which texts of the inputs came from environment variables.
    pub from_environment: FromEnvironment,
}

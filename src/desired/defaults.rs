//! Defaults of the inputs.

use super::environment::FromEnvironment;
use crate::json::Json;

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
    /// The instance whose inputs these are, where a project file names one.
    pub instance: Option<Instance>,
    /// Which texts of the inputs came from environment variables.
    pub from_environment: FromEnvironment,
}

/// An instance of a component: what a project file calls it, beside its inputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// `name:`, or the key that the component stands under.
    pub name: String,
    /// `app:`; the name, where there is none.
    pub app: String,
}

impl Instance {
    /// Reads `{ name, app? }`; `None` without a name.
    #[must_use]
    pub fn read(given: Option<&Json<'_>>) -> Option<Self> {
        let given = given?;
        let name = given.text("name").filter(|name| !name.is_empty())?;
        let app = given.text("app").filter(|app| !app.is_empty()).unwrap_or_else(|| name.clone());
        Some(Self { name, app })
    }

    /// What a function without a name is called, as tencent-scf documents it.
    pub(super) fn function(&self, stage: &str) -> String {
        [&self.name, stage, &self.app].join("-")
    }

    /// What earlier versions called it.
    pub(super) fn earlier_function(&self, stage: &str) -> String {
        [&self.name, stage].join("-")
    }

    /// What a timer without a name is called, as tencent-scf does it.
    pub(super) fn timer(&self, stage: &str) -> String {
        ["timer", &self.name, stage].join("-")
    }
}

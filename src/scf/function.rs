//! Functions, their code and configuration: <https://www.tencentcloud.com/document/product/583/18584> (GetFunction) and
//! its siblings.

use serde::Serialize;

use super::call::{Call, HOLE, Target};
use super::fields::{Fields, Read};
use super::image::{IMAGE_RUNTIME, ImageConfig};
use super::settings::{CodeSource, Settings};
use super::settings_table::SettingValues;
use crate::traffic::routing::Version;

/// The status of a function or of one of its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Status(String);

/// What a status means for a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Usable.
    Active,
    /// On its way to something else: wait.
    Busy,
    /// Will not change by itself.
    Failed,
}

impl Status {
    /// The field `Status`; `None` where the API leaves it out.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Option<Self> {
        fields.text("Status").map(Self)
    }

    /// What it means. An unknown word is taken for a passing state: waiting for it ends with a deadline and its name.
    #[must_use]
    pub fn condition(&self) -> Condition {
        // The API has been seen to send stray white space in status words.
        match self.0.trim() {
            "Active" => Condition::Active,
            "CreateFailed" | "UpdateFailed" | "PublishFailed" | "DeleteFailed" => Condition::Failed,
            _ => Condition::Busy,
        }
    }

    /// The API's word.
    #[must_use]
    pub fn word(&self) -> &str {
        self.0.trim()
    }
}

/// The answer of GetFunction, as far as a release uses it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Function {
    /// The function's status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// When code or configuration was last written, to the second, in Beijing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mod_time: Option<String>,
    /// Why, in the API's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_desc: Option<String>,
    /// Why, by parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_reasons: Option<Vec<StatusReason>>,
    /// `index.main_handler`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<String>,
    /// `Nodejs16.13`, ….
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runtime: Option<String>,
    /// As the console shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// In MB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_size: Option<u32>,
    /// In seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<u32>,
    /// In seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub init_timeout: Option<u32>,
    /// Variables; values are secrets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// The execution role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The private network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_config: Option<VpcConfig>,
    /// Layers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layers: Option<Vec<LayerItem>>,
    /// The log set of the function's logs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cls_logset_id: Option<String>,
    /// The log topic of the function's logs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cls_topic_id: Option<String>,
    /// The image that it is made of; absent where it is made of a package.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_config: Option<ImageConfig>,
    /// Settings of the table.
    #[serde(flatten)]
    pub plain: SettingValues,
}

impl Function {
    /// Its variables. One without a name is how clients clear the list.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        let all = self.environment.iter().flat_map(|environment| environment.variables.iter().flatten());
        all.filter(|variable| !variable.key.is_empty())
    }
}

impl Read for Function {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let variable = |fields: Fields<'_>| {
            Ok(Variable {
                key: fields.text("Key").unwrap_or_default(),
                value: fields.text("Value").unwrap_or_default(),
            })
        };
        let reason = |fields: Fields<'_>| {
            Ok(StatusReason { error_code: fields.text("ErrorCode"), error_message: fields.text("ErrorMessage") })
        };
        let layer = |fields: Fields<'_>| {
            Ok(LayerItem {
                layer_name: fields.text("LayerName").unwrap_or_default(),
                layer_version: fields.small("LayerVersion").unwrap_or_default(),
            })
        };
        let environment =
            fields.get("Environment").map(|inner| Fields(inner).list("Variables", variable)).transpose()?;
        Ok(Self {
            status: Status::read(fields),
            mod_time: fields.text("ModTime").filter(|time| !time.is_empty()),
            status_desc: fields.text("StatusDesc"),
            status_reasons: fields.list("StatusReasons", reason)?,
            handler: fields.text("Handler"),
            runtime: fields.text("Runtime"),
            description: fields.text("Description"),
            memory_size: fields.small("MemorySize"),
            timeout: fields.small("Timeout"),
            init_timeout: fields.small("InitTimeout"),
            environment: environment.map(|variables| Environment { variables }),
            role: fields.text("Role"),
            vpc_config: fields
                .get("VpcConfig")
                .map(Fields)
                .map(|vpc| VpcConfig { vpc_id: vpc.text("VpcId"), subnet_id: vpc.text("SubnetId") }),
            layers: fields.list("Layers", layer)?,
            cls_logset_id: fields.text("ClsLogsetId"),
            cls_topic_id: fields.text("ClsTopicId"),
            image_config: fields
                .get("ImageConfig")
                .map(|image| ImageConfig::read(Fields(image)))
                .transpose()?
                .filter(|image| !image.image_uri.is_empty()),
            plain: SettingValues::shown(fields.0),
        })
    }
}

impl Read for Address {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        Ok(Self { code_sha256: fields.text("CodeSha256") })
    }
}

impl Function {
    /// Whether both run the same way: the same settings, the description excepted.
    #[must_use]
    pub fn runs_as(&self, other: &Self) -> bool {
        let settings = |one: &Self| Self {
            description: None,
            environment: one
                .environment
                .clone()
                .filter(|known| known.variables.as_ref().is_some_and(|all| !all.is_empty())),
            ..one.bare()
        };
        settings(self) == settings(other)
    }

    /// Its settings alone: without its status, its image, and when it was written.
    #[must_use]
    pub fn bare(&self) -> Self {
        let timeless = Self { mod_time: None, image_config: None, ..self.clone() };
        Self { status: None, status_desc: None, status_reasons: None, ..timeless }
    }

    /// Whether it is made of a container image, which GetFunctionAddress knows nothing of.
    #[must_use]
    pub fn is_image(&self) -> bool {
        self.image_config.is_some() || self.runtime.as_deref() == Some(IMAGE_RUNTIME)
    }

    /// What tells its image apart from others; `None` where it is not made of one, or the API does not show it.
    #[must_use]
    pub fn image_identity(&self) -> Option<String> {
        self.image_config.as_ref().map(ImageConfig::identity)
    }

    /// Why it is in its status, in the API's own words; empty where it does not say.
    #[must_use]
    pub fn reason(&self) -> String {
        let parts =
            self.status_reasons.iter().flatten().map(|reason| match (&reason.error_code, &reason.error_message) {
                (Some(code), Some(message)) => format!("{code}: {message}"),
                (one, other) => one.clone().or_else(|| other.clone()).unwrap_or_default(),
            });
        let mut texts: Vec<String> = parts.collect();
        // the description often repeats a reason
        texts.extend(self.status_desc.clone().filter(|desc| !texts.iter().any(|text| text.contains(desc.as_str()))));
        texts.retain(|text| !text.trim().is_empty());
        texts.dedup();
        texts.join("; ")
    }
}

/// One reason of a status.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct StatusReason {
    /// The API's code.
    pub error_code: Option<String>,
    /// The API's words.
    pub error_message: Option<String>,
}

/// Environment variables on the wire.
#[derive(Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Environment {
    /// All of them.
    pub variables: Option<Vec<Variable>>,
}

/// One variable.
#[derive(Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Variable {
    /// Its name.
    pub key: String,
    /// Its value: a secret.
    pub value: String,
}

/// Values are secrets: only names are shown.
impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.variables.iter().flatten()).finish()
    }
}

impl std::fmt::Debug for Variable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}=…", self.key)
    }
}

/// A private network on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct VpcConfig {
    /// `vpc-…`.
    pub vpc_id: Option<String>,
    /// `subnet-…`.
    pub subnet_id: Option<String>,
}

/// A layer on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct LayerItem {
    /// Its name.
    pub layer_name: String,
    /// Its version.
    pub layer_version: u32,
}

/// An answer of GetFunctionAddress: packages with the same digest are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// SHA-256 of the package, hexadecimal.
    pub code_sha256: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Qualified<'a> {
    function_name: &'a str,
    namespace: &'a str,
    qualifier: &'a str,
}

/// Reads a function or one of its versions.
#[must_use]
pub fn get(target: &Target, version: &Version) -> Call {
    let body = Qualified { function_name: &target.name, namespace: &target.namespace, qualifier: version.wire() };
    Call::read("GetFunction", &target.region, &body)
}

/// Asks for the digest of a version's code.
#[must_use]
pub fn address(target: &Target, version: &Version) -> Call {
    let body = Qualified { function_name: &target.name, namespace: &target.namespace, qualifier: version.wire() };
    Call::read("GetFunctionAddress", &target.region, &body)
}

/// Deletes a function with all its versions and aliases.
#[must_use]
pub fn delete(target: &Target) -> Call {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Body<'a> {
        function_name: &'a str,
        namespace: &'a str,
    }
    Call::write("DeleteFunction", &target.region, &Body { function_name: &target.name, namespace: &target.namespace })
}

/// The code of a call: the package's place, the object's name, or the image. It comes first in every body (see [`HOLE`]).
#[derive(Default, Serialize)]
#[serde(rename_all = "PascalCase")]
struct CodeParameter<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    zip_file: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cos_bucket_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cos_object_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cos_bucket_region: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_config: Option<&'a ImageConfig>,
}

impl<'a> CodeParameter<'a> {
    fn of(code: CodeSource<'a>) -> Self {
        match code {
            CodeSource::Package => Self { zip_file: Some(HOLE), ..Self::default() },
            CodeSource::Object { bucket, object, region } => Self {
                cos_bucket_name: Some(bucket),
                cos_object_name: Some(object),
                cos_bucket_region: region,
                ..Self::default()
            },
            CodeSource::Image(image) => Self { image_config: Some(image), ..Self::default() },
        }
    }
}

const fn blob<'a>(code: CodeSource<'_>, key: &'a str) -> Option<&'a str> {
    if matches!(code, CodeSource::Package) { Some(key) } else { None }
}

/// Uploads code to `$LATEST`; the handler goes with it where it changes too, so that both switch at once.
#[must_use]
pub fn update_code(target: &Target, key: &str, code: CodeSource<'_>, handler: Option<&str>) -> Call {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Body<'a> {
        code: CodeParameter<'a>,
        function_name: &'a str,
        namespace: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        handler: Option<&'a str>,
    }
    let body =
        Body { code: CodeParameter::of(code), function_name: &target.name, namespace: &target.namespace, handler };
    Call::with_blob("UpdateFunctionCode", &target.region, &body, blob(code, key))
}

/// The settings of a call; absent ones are left alone by the API.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SettingsParameter<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    handler: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    runtime: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    memory_size: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeout: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    init_timeout: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<Environment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vpc_config: Option<VpcConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    layers: Option<Vec<LayerItem>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cls_logset_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cls_topic_id: Option<&'a str>,
}

impl<'a> SettingsParameter<'a> {
    fn of(settings: &'a Settings) -> Self {
        Self {
            handler: settings.handler.as_deref(),
            runtime: settings.runtime.as_deref(),
            description: settings.description.as_deref(),
            memory_size: settings.memory_size,
            timeout: settings.timeout,
            init_timeout: settings.init_timeout,
            environment: settings.environment.as_deref().map(environment),
            role: settings.role.as_deref(),
            vpc_config: settings
                .vpc
                .as_ref()
                .map(|vpc| VpcConfig { vpc_id: Some(vpc.vpc_id.clone()), subnet_id: Some(vpc.subnet_id.clone()) }),
            layers: settings.layers.as_ref().map(|layers| {
                layers
                    .iter()
                    .map(|layer| LayerItem { layer_name: layer.name.clone(), layer_version: layer.version })
                    .collect()
            }),
            cls_logset_id: settings.cls.as_ref().map(|(logset, _)| logset.as_str()),
            cls_topic_id: settings.cls.as_ref().map(|(_, topic)| topic.as_str()),
        }
    }
}

/// The API clears variables only when it gets one without name and value; an empty list changes nothing.
fn environment(variables: &[(String, String)]) -> Environment {
    let mut list: Vec<Variable> =
        variables.iter().map(|(key, value)| Variable { key: key.clone(), value: value.clone() }).collect();
    if list.is_empty() {
        list.push(Variable::default());
    }
    Environment { variables: Some(list) }
}

/// The body with these settings at its end.
fn with_plain(mut call: Call, values: &SettingValues) -> Call {
    let end = call.tail.as_mut().unwrap_or(&mut call.body);
    if !values.0.is_empty() {
        end.truncate(end.len().saturating_sub(1));
        *end = [end.as_str(), ",", &values.json(), "}"].concat();
    }
    call
}

/// Changes configuration; settings that are `None` stay.
#[must_use]
pub fn update_configuration(target: &Target, settings: &Settings) -> Call {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Body<'a> {
        function_name: &'a str,
        namespace: &'a str,
        #[serde(flatten)]
        settings: SettingsParameter<'a>,
    }
    let body =
        Body { function_name: &target.name, namespace: &target.namespace, settings: SettingsParameter::of(settings) };
    with_plain(Call::write("UpdateFunctionConfiguration", &target.region, &body), &settings.plain)
}

/// Creates a function.
#[must_use]
pub fn create(target: &Target, key: &str, code: CodeSource<'_>, settings: &Settings) -> Call {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Body<'a> {
        code: CodeParameter<'a>,
        function_name: &'a str,
        namespace: &'a str,
        #[serde(flatten)]
        settings: SettingsParameter<'a>,
    }
    let plain = &settings.plain;
    let mut settings = SettingsParameter::of(settings);
    settings.environment = settings
        .environment
        .filter(|environment| environment.variables.iter().flatten().all(|variable| !variable.key.is_empty()));
    let body =
        Body { code: CodeParameter::of(code), function_name: &target.name, namespace: &target.namespace, settings };
    with_plain(Call::with_blob("CreateFunction", &target.region, &body, blob(code, key)), plain)
}

//! The configuration of a function, and where its code comes from, as calls take them.

use super::image::ImageConfig;
use super::settings_table::SettingValues;

/// Where the API gets the code of a call from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeSource<'a> {
    /// The call carries a package, which the shell splices in.
    Package,
    /// An object in Cloud Object Storage.
    Object {
        /// The bucket, with or without the account's suffix.
        bucket: &'a str,
        /// The object's key.
        object: &'a str,
        /// The bucket's region, where it is another one.
        region: Option<&'a str>,
    },
    /// A container image.
    Image(&'a ImageConfig),
}

/// Configuration; `None` leaves a setting as it is in the cloud.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// `index.main_handler`.
    pub handler: Option<String>,
    /// `Nodejs16.13`, …; can't be changed once the function exists.
    pub runtime: Option<String>,
    /// Shown in the console.
    pub description: Option<String>,
    /// In MB.
    pub memory_size: Option<u32>,
    /// Of one invocation, in seconds.
    pub timeout: Option<u32>,
    /// Of the first start, in seconds.
    pub init_timeout: Option<u32>,
    /// All variables, sorted by name; empty clears them. Values are secrets.
    pub environment: Option<Vec<(String, String)>>,
    /// The execution role; empty clears it.
    pub role: Option<String>,
    /// The private network; both parts empty clear it.
    pub vpc: Option<Vpc>,
    /// All layers; empty clears them.
    pub layers: Option<Vec<Layer>>,
    /// Log set and topic of the function's logs.
    pub cls: Option<(String, String)>,
    /// How long an asynchronous call may wait, in seconds.
    pub msg_ttl: Option<u32>,
    /// How often an asynchronous call that failed is made again.
    pub retry_num: Option<u32>,
    /// Those that the API takes and shows in one form.
    pub plain: SettingValues,
}

/// A private network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vpc {
    /// `vpc-…`.
    pub vpc_id: String,
    /// `subnet-…`.
    pub subnet_id: String,
}

/// A layer and its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// The layer's name.
    pub name: String,
    /// Its version.
    pub version: u32,
}

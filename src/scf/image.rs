//! The container image of a function: `ImageConfig` of CreateFunction, UpdateFunctionCode and GetFunction
//! (<https://www.tencentcloud.com/document/product/583/17244>).

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::fields::{Fields, Read};

/// What GetFunction shows as the runtime of a function that is made of an image.
pub const IMAGE_RUNTIME: &str = "CustomImage";

/// The port that an image listens on unless told.
pub const WEB_PORT: i32 = 9000;

/// The port of an image without a server, which runs once for each event.
pub const JOB_PORT: i32 = -1;

/// The image of a function, with how it is started. Calls replace it as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ImageConfig {
    /// `personal`, `enterprise` or `public`.
    pub image_type: String,
    /// `{domain}/{namespace}/{name}:{tag}@{digest}`; the digest may be absent.
    pub image_uri: String,
    /// The registry's instance, of an image of the enterprise edition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// Retired; only what others set is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry_point: Option<String>,
    /// Instead of the image's `ENTRYPOINT`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// Instead of the image's `CMD`, separated by blanks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub args: Option<String>,
    /// Whether the image is loaded in parts, on demand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container_image_accelerate: Option<bool>,
    /// 9000, or -1 of an image without a server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_port: Option<i32>,
}

impl ImageConfig {
    /// What tells its code apart from other code, as the SHA-256 of a package does: two configurations that start the same
    /// image in the same way have the same. Where the reference has no digest, it is the same for whatever its tag means.
    #[must_use]
    pub fn identity(&self) -> String {
        let plain = Self {
            container_image_accelerate: self.container_image_accelerate.filter(|accelerates| *accelerates),
            image_port: self.image_port.filter(|port| *port != WEB_PORT),
            ..self.clone()
        };
        hex::encode(Sha256::digest(serde_json::to_string(&plain).unwrap_or_default()))
    }

    /// Whether its reference names one image for good: a tag alone can be moved to another one.
    #[must_use]
    pub fn pinned(&self) -> bool {
        self.image_uri.contains('@')
    }
}

impl Read for ImageConfig {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let text = |name: &str| fields.text(name).filter(|text| !text.is_empty());
        let accelerates = fields.get("ContainerImageAccelerate").map(|_| fields.is_true("ContainerImageAccelerate"));
        Ok(Self {
            image_type: text("ImageType").unwrap_or_default(),
            image_uri: text("ImageUri").unwrap_or_default(),
            registry_id: text("RegistryId"),
            entry_point: text("EntryPoint"),
            command: text("Command"),
            args: text("Args"),
            container_image_accelerate: accelerates,
            image_port: fields.number("ImagePort").and_then(|port| port.parse().ok()),
        })
    }
}

//! What the API said about the functions of a run, its numbers verbatim, and which of it is still missing.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use crate::scf::alias::Alias;
use crate::scf::domain::Domain;
use crate::scf::event_invoke::EventInvoke;
use crate::scf::function::Function;
use crate::scf::provisioned::Provisioned;
use crate::scf::trigger::{Trigger, URL};
use crate::scf::version::VersionItem;
use crate::scf::{Fields, Read, Target};
use crate::text::sorted;
use crate::traffic::routing::Version;

/// Something that was or was not looked at, and may or may not be there.
///
/// As data: an absent key is `Unknown`, `null` is `Missing`, a value is `Is`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Seen<T> {
    /// Not looked at.
    #[default]
    Unknown,
    /// Looked at; not there.
    Missing,
    /// There.
    Is(T),
}

impl<T> Seen<T> {
    /// The value, where there is one.
    #[must_use]
    pub const fn get(&self) -> Option<&T> {
        match self {
            Self::Is(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it has not been looked at.
    #[must_use]
    pub const fn unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }
}

impl<T: Serialize> Serialize for Seen<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.get().serialize(serializer)
    }
}

/// What was seen of all functions of a run.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Observed {
    /// One entry per function.
    pub functions: Vec<ObservedFunction>,
}

/// What was seen of one function. The parts are the API's own objects.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ObservedFunction {
    /// Where it was looked for.
    pub region: String,
    /// Where it was looked for.
    pub namespace: String,
    /// The real name.
    pub name: String,
    /// GetFunction of `$LATEST`.
    #[serde(skip_serializing_if = "Seen::unknown")]
    pub function: Seen<Function>,
    /// The aliases that were read.
    pub aliases: Vec<Alias>,
    /// Whether `aliases` are all there are (ListAliases), so that an absent one does not exist.
    pub all_aliases: bool,
    /// Aliases that were asked for and are not there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing_aliases: Vec<String>,
    /// ListVersionByFunction, all pages.
    #[serde(skip_serializing_if = "Seen::unknown")]
    pub versions: Seen<Vec<VersionItem>>,
    /// ListTriggers, all pages; missing where the API does not show them.
    #[serde(skip_serializing_if = "Seen::unknown")]
    pub triggers: Seen<Vec<Trigger>>,
    /// Of ListCustomDomains, all pages, the domains that have a path to this function; missing where the API does not show
    /// them.
    #[serde(skip_serializing_if = "Seen::unknown")]
    pub domains: Seen<Vec<Domain>>,
    /// Digests of the code of versions (GetFunctionAddress).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub code: Vec<CodeDigest>,
    /// GetFunctionEventInvokeConfig.
    #[serde(skip_serializing_if = "Seen::unknown")]
    pub event_invoke: Seen<EventInvoke>,
    /// GetProvisionedConcurrencyConfig of all versions; missing where the API does not show it.
    #[serde(skip_serializing_if = "Seen::unknown")]
    pub provisioned: Seen<Provisioned>,
    /// The function that has the name which earlier versions gave this one, where this one does not exist.
    #[serde(skip_serializing_if = "Seen::unknown")]
    pub earlier: Seen<String>,
    /// The account's appid, where a package goes through object storage; missing where it may not be read.
    #[serde(skip_serializing_if = "Seen::unknown")]
    pub app_id: Seen<String>,
    /// The bucket that the package goes through.
    #[serde(skip_serializing_if = "Seen::unknown")]
    pub bucket: Seen<String>,
    /// GetFunction of published versions, where their settings were compared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub configs: Vec<VersionConfig>,
}

/// The configuration of a published version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionConfig {
    /// Which version's.
    pub version: Version,
    /// `None` where it could not be read.
    pub function: Option<Function>,
}

/// The digest of the package of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CodeDigest {
    /// Which version's.
    pub version: Version,
    /// `CodeSha256`; `None` where the API does not say.
    pub sha256: Option<String>,
}

impl Read for Observed {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        Ok(Self { functions: fields.list("functions", ObservedFunction::read)?.unwrap_or_default() })
    }
}

impl Read for ObservedFunction {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let text = |name: &str| fields.text(name).unwrap_or_default();
        let missing = |fields: Fields<'_>| Ok(fields.0.to_text().unwrap_or_default());
        let digest =
            |fields: Fields<'_>| Ok(CodeDigest { version: fields.version("version")?, sha256: fields.text("sha256") });
        let config = |fields: Fields<'_>| {
            let function = fields.get("function").map(|function| Function::read(Fields(function))).transpose()?;
            Ok(VersionConfig { version: fields.version("version")?, function })
        };
        let function = fields.get("function").map(|value| Function::read(Fields(value))).transpose()?;
        Ok(Self {
            region: text("region"),
            namespace: text("namespace"),
            name: fields.text("name").ok_or("name is missing")?,
            function: seen(fields, "function", function),
            aliases: fields.list("aliases", Alias::read)?.unwrap_or_default(),
            all_aliases: fields.is_true("allAliases"),
            missing_aliases: fields.list("missingAliases", missing)?.unwrap_or_default(),
            versions: seen(fields, "versions", fields.list("versions", VersionItem::read)?),
            triggers: seen(fields, "triggers", fields.list("triggers", Trigger::read)?),
            domains: seen(fields, "domains", fields.list("domains", Domain::read)?),
            code: fields.list("code", digest)?.unwrap_or_default(),
            event_invoke: match fields.get("eventInvoke") {
                Some(value) => Seen::Is(EventInvoke::shown(Fields(value))),
                None => Seen::Unknown,
            },
            provisioned: {
                let shown = fields.get("provisioned").map(|value| Provisioned::shown(Fields(value)));
                seen(fields, "provisioned", shown.transpose()?)
            },
            earlier: seen(fields, "earlier", fields.text("earlier")),
            app_id: seen(fields, "appId", fields.text("appId")),
            bucket: seen(fields, "bucket", fields.text("bucket")),
            configs: fields.list("configs", config)?.unwrap_or_default(),
        })
    }
}

/// Of a field with this value: there, `null`, or absent.
fn seen<T>(fields: Fields<'_>, name: &str, value: Option<T>) -> Seen<T> {
    match value {
        Some(value) => Seen::Is(value),
        None if fields.0.has(name) => Seen::Missing,
        None => Seen::Unknown,
    }
}

impl Observed {
    /// Nothing, of functions at these places.
    #[must_use]
    pub fn of_places(places: impl Iterator<Item = Target>) -> Self {
        let nothing = |Target { region, namespace, name }| ObservedFunction {
            region,
            namespace,
            name,
            ..ObservedFunction::default()
        };
        Self { functions: places.map(nothing).collect() }
    }

    /// What was seen of a function; nothing, if it was never looked at. `hint` is where it probably stands: functions are
    /// looked at in the order of the inputs, so that finding all of them takes linear time.
    #[must_use]
    pub fn of(&self, target: &Target, hint: usize) -> Option<&ObservedFunction> {
        let here = |seen: &str, asked: &str| seen.is_empty() || seen == asked;
        let is = |seen: &&ObservedFunction| {
            seen.name == target.name && here(&seen.region, &target.region) && here(&seen.namespace, &target.namespace)
        };
        self.functions.get(hint).filter(is).or_else(|| self.functions.iter().find(is))
    }

    /// The custom domains of a region: each function of it gets those that have a path to it.
    pub fn put_domains(&mut self, region: &str, domains: Option<&[Domain]>) {
        for seen in self.functions.iter_mut().filter(|seen| seen.region == region) {
            let target = Target { region: String::new(), namespace: seen.namespace.clone(), name: seen.name.clone() };
            let names = |domain: &&Domain| domain.paths_to(&target).next().is_some();
            seen.domains = domains.map_or(Seen::Missing, |all| Seen::Is(all.iter().filter(names).cloned().collect()));
        }
    }

    /// The appid of the account, which all functions of a run have in common.
    pub fn put_app_id(&mut self, app_id: &Seen<String>) {
        for seen in &mut self.functions {
            seen.app_id.clone_from(app_id);
        }
    }

    /// What was seen of a function, to add to. `hint` as above.
    pub fn of_mut(&mut self, target: &Target, hint: usize) -> &mut ObservedFunction {
        let is = |seen: &ObservedFunction| {
            (&seen.name, &seen.region, &seen.namespace) == (&target.name, &target.region, &target.namespace)
        };
        let here = self.functions.get(hint).is_some_and(is);
        let known = if here { Some(hint) } else { self.functions.iter().position(is) };
        let index = known.unwrap_or_else(|| {
            self.functions.push(ObservedFunction {
                region: target.region.clone(),
                namespace: target.namespace.clone(),
                name: target.name.clone(),
                ..ObservedFunction::default()
            });
            self.functions.len() - 1
        });
        #[expect(clippy::indexing_slicing, reason = "the index was found or made just above")]
        &mut self.functions[index]
    }
}

impl ObservedFunction {
    /// Whether the function is known not to exist.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        matches!(self.function, Seen::Missing) || matches!(self.versions, Seen::Missing)
    }

    /// An alias: known, known to be missing, or never asked for.
    #[must_use]
    pub fn alias(&self, name: &str) -> Seen<&Alias> {
        match self.aliases.iter().find(|alias| alias.name == name) {
            Some(alias) => Seen::Is(alias),
            None if self.all_aliases || self.missing_aliases.iter().any(|missing| missing == name) => Seen::Missing,
            None => Seen::Unknown,
        }
    }

    /// The address of the function URL that calls an alias, where triggers were read and it is open.
    #[must_use]
    pub fn url(&self, alias: &str) -> Option<String> {
        let mut triggers = self.triggers.get().into_iter().flatten();
        triggers.find(|known| known.kind == URL && known.qualifier == alias && known.enabled)?.address()
    }

    /// Puts an alias in the place of what was known of it.
    pub fn put_alias(&mut self, alias: Alias) {
        match self.aliases.iter_mut().find(|known| known.name == alias.name) {
            Some(known) => *known = alias,
            None => self.aliases.push(alias),
        }
    }

    /// Published versions by ascending number; what is no number is not a published version.
    #[must_use]
    pub fn published(&self) -> Vec<&VersionItem> {
        // the list has the newest first, and sorting is fast where it finds things in order
        let listed = self.versions.get().into_iter().flatten().rev().filter(|item| item.version.number().is_some());
        let mut items = sorted(listed, |item| item.version.number());
        items.dedup_by_key(|item| item.version.number());
        items
    }

    /// Published versions that can take traffic, ascending.
    #[must_use]
    pub fn usable(&self) -> Vec<&VersionItem> {
        let mut items = self.published();
        items.retain(|item| item.usable());
        items
    }

    /// Usable versions that were published to be given traffic, ascending: without those that only keep code which some
    /// users were on. Nobody has said that such code is good for all.
    #[must_use]
    pub fn releases(&self) -> Vec<&VersionItem> {
        let mut items = self.usable();
        items.retain(|item| !item.saved());
        items
    }

    /// The numerically largest of them.
    #[must_use]
    pub fn last_published(&self) -> Option<&Version> {
        self.releases().last().map(|item| &item.version)
    }

    /// What tells a version's code apart from other code, in lower case, where it was asked for and given: the digest of its
    /// package, or the identity of its image.
    #[must_use]
    pub fn digest(&self, version: &Version) -> Option<String> {
        if let Some(image) = self.shown(version).and_then(Function::image_identity) {
            return Some(image);
        }
        let known = self.code.iter().find(|known| known.version == *version)?;
        known.sha256.as_ref().map(|digest| digest.to_ascii_lowercase())
    }

    /// The configuration of a published version, where it was asked for and given.
    #[must_use]
    pub fn config(&self, version: &Version) -> Option<&Function> {
        self.configs.iter().find(|known| known.version == *version)?.function.as_ref()
    }

    /// Whether a configuration was asked for.
    #[must_use]
    pub fn asked_config(&self, version: &Version) -> bool {
        self.configs.iter().any(|known| known.version == *version)
    }

    /// The same without code, status and settings of `$LATEST`.
    #[must_use]
    pub(crate) fn without_latest(&self) -> Cow<'_, Self> {
        let of_latest = |known: &CodeDigest| known.version.is_latest();
        let config_of_latest = |known: &VersionConfig| known.version.is_latest();
        let known = self.code.iter().any(of_latest) || self.configs.iter().any(config_of_latest);
        if self.function.unknown() && !known {
            return Cow::Borrowed(self);
        }
        let mut bare = Self { function: Seen::Unknown, ..self.clone() };
        bare.code.retain(|known| !of_latest(known));
        bare.configs.retain(|known| !config_of_latest(known));
        Cow::Owned(bare)
    }

    /// GetFunction of a version, where it was asked for and given.
    fn shown(&self, version: &Version) -> Option<&Function> {
        let latest = if version.is_latest() { self.function.get() } else { None };
        latest.or_else(|| self.config(version))
    }

    /// Whether it is known to be made of a container image. No function changes between a package and an image.
    #[must_use]
    pub fn is_image(&self) -> bool {
        let configs = self.configs.iter().filter_map(|known| known.function.as_ref());
        self.function.get().into_iter().chain(configs).any(Function::is_image)
    }

    /// Whether what tells a version's code apart was asked for: GetFunction of an image, GetFunctionAddress of a package.
    #[must_use]
    pub fn asked_digest(&self, version: &Version) -> bool {
        if self.is_image() {
            return self.asked_config(version) || (version.is_latest() && !self.function.unknown());
        }
        self.code.iter().any(|known| known.version == *version)
    }
}

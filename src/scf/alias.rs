//! Aliases: <https://www.tencentcloud.com/document/product/583/41400> (GetAlias) and its siblings.

use serde::Serialize;

use super::call::{Call, Target};
use super::fields::{Fields, Read};
use super::mark::{self, Fit};
use crate::traffic::routing::{Routing, Version, VersionMatch, VersionWeight};
use crate::traffic::share::Weight;

/// An alias as the API describes it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Alias {
    /// `$DEFAULT`, or a name of its own.
    pub name: String,
    /// The main version.
    pub function_version: Version,
    /// Weights or rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub routing_config: Option<RoutingConfig>,
    /// A text, and the mark of the run that wrote it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When it was changed last, in Beijing. A plan does not rest on it.
    #[serde(skip)]
    pub mod_time: Option<String>,
}

/// `RoutingConfig` on the wire; the misspelt name is the API's.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RoutingConfig {
    /// At most one is documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_version_weights: Option<Vec<VersionWeight>>,
    /// Rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addtion_version_matchs: Option<Vec<VersionMatch>>,
}

impl Read for Alias {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        Ok(Self {
            name: fields.text("Name").unwrap_or_default(),
            function_version: fields.version("FunctionVersion")?,
            routing_config: fields
                .get("RoutingConfig")
                .map(|config| RoutingConfig::read(Fields(config)))
                .transpose()?,
            description: fields.text("Description"),
            mod_time: fields.text("ModTime").filter(|time| !time.is_empty()),
        })
    }
}

impl Read for RoutingConfig {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let weight = |fields: Fields<'_>| {
            let weight = fields.number("Weight").and_then(Weight::from_wire).ok_or("Weight is no number")?;
            Ok(VersionWeight { version: fields.version("Version")?, weight })
        };
        Ok(Self {
            additional_version_weights: fields.list("AdditionalVersionWeights", weight)?,
            addtion_version_matchs: fields.list("AddtionVersionMatchs", VersionMatch::read)?,
        })
    }
}

impl Read for VersionMatch {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let text = |name: &str| fields.text(name).unwrap_or_default();
        Ok(Self {
            version: fields.version("Version")?,
            key: text("Key"),
            method: text("Method"),
            expression: text("Expression"),
        })
    }
}

impl Alias {
    /// Its routing.
    #[must_use]
    pub fn routing(&self) -> Routing {
        let config = self.routing_config.clone().unwrap_or_default();
        Routing {
            main: self.function_version.clone(),
            additional: config.additional_version_weights.unwrap_or_default(),
            rules: config.addtion_version_matchs.unwrap_or_default(),
        }
    }

    /// The text of its description, without the mark.
    #[must_use]
    pub fn text(&self) -> &str {
        self.marked().0
    }

    /// The whole mark of the run that wrote it last.
    #[must_use]
    pub fn mark(&self) -> Option<&str> {
        Some(self.marked()).filter(|(_, fit, _)| *fit == Fit::Whole).map(|(.., mark)| mark)
    }

    /// The short mark of that run, where the whole mark did not fit.
    #[must_use]
    pub fn short_mark(&self) -> Option<&str> {
        Some(self.marked()).filter(|(_, fit, _)| *fit == Fit::Short).map(|(.., mark)| mark)
    }

    fn marked(&self) -> (&str, Fit, &str) {
        mark::split(self.description.as_deref().unwrap_or_default())
    }
}

impl Read for AliasPage {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        Ok(Self { aliases: fields.list("Aliases", Alias::read)?, total_count: fields.whole("TotalCount") })
    }
}

impl From<&Routing> for RoutingConfig {
    /// Both lists are always sent: an empty list means "none", an absent one might mean "keep".
    fn from(routing: &Routing) -> Self {
        Self {
            additional_version_weights: Some(routing.additional.clone()),
            addtion_version_matchs: Some(routing.rules.clone()),
        }
    }
}

/// An answer of ListAliases.
#[derive(Debug, Clone, PartialEq)]
pub struct AliasPage {
    /// The aliases of this page.
    pub aliases: Option<Vec<Alias>>,
    /// How many there are in all.
    pub total_count: Option<u64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Named<'a> {
    function_name: &'a str,
    namespace: &'a str,
    name: &'a str,
}

/// Reads one alias.
#[must_use]
pub fn get(target: &Target, name: &str) -> Call {
    Call::read("GetAlias", &target.region, &Named { function_name: &target.name, namespace: &target.namespace, name })
}

/// The page size.
pub const PAGE: usize = 100;

/// Lists aliases; `Offset` and `Limit` are strings in this action alone.
#[must_use]
pub fn list(target: &Target, offset: usize) -> Call {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Body<'a> {
        function_name: &'a str,
        namespace: &'a str,
        offset: String,
        limit: String,
    }
    let body = Body {
        function_name: &target.name,
        namespace: &target.namespace,
        offset: offset.to_string(),
        limit: PAGE.to_string(),
    };
    Call::read("ListAliases", &target.region, &body)
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Write<'a> {
    function_name: &'a str,
    namespace: &'a str,
    name: &'a str,
    function_version: &'a str,
    routing_config: RoutingConfig,
    description: &'a str,
}

/// Creates an alias, or replaces its main version, routing and description as a whole.
#[must_use]
pub fn write(create: bool, target: &Target, name: &str, routing: &Routing, description: &str) -> Call {
    let action = if create { "CreateAlias" } else { "UpdateAlias" };
    let body = Write {
        function_name: &target.name,
        namespace: &target.namespace,
        name,
        function_version: routing.main.wire(),
        routing_config: RoutingConfig::from(routing),
        description,
    };
    Call::write(action, &target.region, &body)
}

/// Deletes an alias.
#[must_use]
pub fn delete(target: &Target, name: &str) -> Call {
    let body = Named { function_name: &target.name, namespace: &target.namespace, name };
    Call::write("DeleteAlias", &target.region, &body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scf::Answer;

    #[test]
    fn weights_of_seventeen_digits_come_back_as_they_were() {
        for weight in ["0.09999999999999998", "0.30000000000000004", "0.33333", "0.1234567890123456", "1e-7"] {
            let text = format!(
                r#"{{"Response":{{"FunctionVersion":"$LATEST","RoutingConfig":{{"AdditionalVersionWeights":[{{"Version":"7","Weight":{weight}}}]}}}}}}"#
            );
            let answer =
                Answer { status: 200, content_type: None, date: None, retry_after: None, request_id: None, text };
            let alias = answer.read::<Alias>().unwrap().fields;
            let target = Target { region: "r".into(), namespace: "n".into(), name: "f".into() };
            let body = write(false, &target, "$DEFAULT", &alias.routing(), "").body;
            assert!(body.contains(&format!("\"Weight\":{weight}}}")), "{weight}: {body}");
        }
    }
}

//! An alias and where it leads.

use serde_json::{Value, json};

/// Shares are counted in parts of this.
pub const WHOLE: u64 = 1_000_000_000_000;

#[derive(Clone, Debug, PartialEq)]
pub struct Alias {
    pub main: String,
    pub weights: Vec<(String, f64)>,
    pub rules: Vec<Value>,
    /// What people wrote there.
    pub description: String,
    /// What the run that wrote it last left there of itself.
    pub mark: Left,
}

/// Of which run an alias says that it wrote it. No part of what users meet, so aliases do not differ by it.
#[derive(Clone, Default)]
pub struct Left(pub Option<String>);

impl PartialEq for Left {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl std::fmt::Debug for Left {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("_")
    }
}

impl Alias {
    pub fn all_to(main: &str) -> Self {
        Self { main: main.into(), weights: vec![], rules: vec![], description: String::new(), mark: Left::default() }
    }

    pub fn split(main: &str, other: &str, weight: f64) -> Self {
        Self { weights: vec![(other.into(), weight)], ..Self::all_to(main) }
    }

    /// The documented form.
    pub fn grayscale(latest: f64, last: &str) -> Self {
        Self::split("$LATEST", last, ((1.0 - latest) * 1e4).round() / 1e4)
    }

    pub fn ruled(main: &str, version: &str) -> Self {
        let rule = json!({ "Version": version, "Key": "invoke.headers.user", "Method": "exact", "Expression": "me" });
        Self { rules: vec![rule], ..Self::all_to(main) }
    }

    /// The most that `version` can get, in parts of [`WHOLE`].
    pub fn most_of(&self, version: &str) -> u64 {
        if self.rules.iter().any(|rule| rule["Version"] == version) {
            return WHOLE;
        }
        let part = |weight: f64| (weight * WHOLE as f64).round() as u64;
        let named = |version: &str| {
            self.weights.iter().filter(|(name, _)| name == version).map(|(_, weight)| part(*weight)).sum::<u64>()
        };
        let rest = WHOLE - self.weights.iter().map(|(_, weight)| part(*weight)).sum::<u64>().min(WHOLE);
        named(version) + if self.main == version { rest } else { 0 }
    }

    pub(super) fn json(&self, name: &str) -> Value {
        let weights: Vec<Value> =
            self.weights.iter().map(|(version, weight)| json!({ "Version": version, "Weight": weight })).collect();
        let mark = self.mark.0.as_ref().map(|mark| format!("[{mark}]"));
        let texts: Vec<&str> = [Some(self.description.as_str()).filter(|text| !text.is_empty()), mark.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        json!({
            "Name": name, "FunctionVersion": self.main, "Description": texts.join(" "),
            "RoutingConfig": { "AdditionalVersionWeights": weights, "AddtionVersionMatchs": self.rules },
        })
    }
}

//! Provisioned concurrency of the tests' cloud: asked for, then started.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// What a version has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warm {
    pub asked: u64,
    /// How many had started before the last change.
    pub before: u64,
    /// When the last change is over.
    pub at: u64,
    pub failed: bool,
}

impl Warm {
    /// Started long ago.
    pub const fn with(asked: u64) -> Self {
        Self { asked, before: asked, at: 0, failed: false }
    }

    pub const fn status(&self, now: u64) -> &'static str {
        if now < self.at {
            "InProgress"
        } else if self.failed {
            "Failed"
        } else {
            "Done"
        }
    }

    pub const fn ready(&self, now: u64) -> bool {
        now >= self.at && !self.failed
    }
}

/// The versions of a function that have some, by their numbers, and how many instances the function may have in all.
#[derive(Clone, Debug)]
pub struct Provisioned {
    pub versions: BTreeMap<u64, Warm>,
    pub room: u64,
}

impl Default for Provisioned {
    fn default() -> Self {
        Self { versions: BTreeMap::new(), room: 900 }
    }
}

impl Provisioned {
    /// What is gone by now is not there.
    pub fn settle(&mut self, now: u64) {
        self.versions.retain(|_, warm| warm.asked > 0 || now < warm.at);
    }

    fn free(&self) -> u64 {
        self.room.saturating_sub(self.versions.values().map(|warm| warm.asked).sum())
    }

    /// `active` says whether the version that the call names is there and Active.
    pub fn perform(
        &mut self,
        action: &str,
        body: &Value,
        active: Option<bool>,
        (now, at, failed): (u64, u64, bool),
    ) -> Result<Value, &'static str> {
        let named = body.get("Qualifier").map(|version| version.as_str().unwrap());
        let version: Option<u64> = named.and_then(|version| version.parse().ok());
        match (named, active) {
            (Some(_), _) if version.is_none() => return Err("InvalidParameterValue.Qualifier"),
            (Some(_), None) => return Err("ResourceNotFound.FunctionVersion"),
            _ => {}
        }
        if action == "GetProvisionedConcurrencyConfig" {
            let of = self.versions.iter().filter(|(number, _)| version.is_none_or(|version| version == **number));
            let shown = of.map(|(number, warm)| {
                let started = if warm.ready(now) { warm.asked } else { warm.before.min(warm.asked) };
                json!({
                    "Qualifier": number.to_string(), "AllocatedProvisionedConcurrencyNum": warm.asked,
                    "AvailableProvisionedConcurrencyNum": started, "Status": warm.status(now),
                    "StatusReason": if warm.status(now) == "Failed" { "no machine is free" } else { "" },
                    "TriggerActions": [],
                })
            });
            return Ok(json!({ "UnallocatedConcurrencyNum": self.free(), "Allocated": shown.collect::<Vec<_>>() }));
        }
        let version = version.ok_or("InvalidParameterValue.Qualifier")?;
        let there = self.versions.get(&version).copied();
        if there.is_some_and(|warm| now < warm.at) {
            return Err("FailedOperation.ProvisionedInProgress");
        }
        let before = there.filter(|warm| warm.ready(now)).map_or(0, |warm| warm.asked);
        if action == "DeleteProvisionedConcurrencyConfig" {
            if there.is_some() {
                self.versions.insert(version, Warm { asked: 0, before, at, failed: false });
            }
            return Ok(json!({}));
        }
        if active != Some(true) {
            return Err("FailedOperation.FunctionVersionStatusNotActive");
        }
        let asked = body["VersionProvisionedConcurrencyNum"].as_u64().unwrap();
        if asked.saturating_sub(there.map_or(0, |warm| warm.asked)) > self.free() {
            return Err("FailedOperation.ProvisionedExceedAvailable");
        }
        self.versions.insert(version, Warm { asked, before, at, failed });
        Ok(json!({}))
    }
}

//! A rollout as people are shown it: its steps, and how far it is.

use serde::Serialize;

use crate::json::Json;
use crate::message::rollout::State;
use crate::rollout::fold::Fold;
use crate::rollout::ground::Ground;
use crate::rollout::outbox::{self, Undelivered};
use crate::time::Zone;
use crate::traffic::routing::Version;
use crate::traffic::share::Share;

/// A rollout.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RolloutAbout"))]
pub struct About {
    /// Its id.
    pub id: String,
    /// Where it stands.
    #[cfg_attr(test, ts(type = "string"))]
    pub state: State,
    /// When it began, as ISO 8601 has it.
    pub began: String,
    /// Who started it.
    pub who: String,
    /// The preset that its policy came from, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub preset: Option<String>,
    /// The step that is held, counted from 1; 0 before the first.
    pub step: usize,
    /// Its steps.
    pub steps: Vec<AboutStep>,
    /// What follows the last one: `publish` or `latest`.
    pub finish: &'static str,
    /// Its functions.
    pub functions: Vec<AboutFunction>,
    /// When it was looked at last, as ISO 8601 has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub last: Option<String>,
    /// Notices that did not arrive.
    pub undelivered: Vec<Undelivered>,
    /// Whether it has ended.
    pub ended: bool,
    /// Whether it waits for a person.
    pub waits: bool,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RolloutStep"))]
pub struct AboutStep {
    /// What the canary gets.
    #[cfg_attr(test, ts(type = "number"))]
    pub share: Share,
    /// How long it is held at least, in seconds.
    pub hold: u64,
    /// A person has to say yes after the hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub gate: Option<String>,
}

/// A function.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RolloutFunction"))]
pub struct AboutFunction {
    /// Its key.
    pub key: String,
    /// The version that users are on.
    pub stable: Version,
    /// The version that is tried.
    pub canary: Version,
}

/// Of a rollout's journal. `missing`: addresses and secrets that are not known here.
#[must_use]
pub fn about(lines: &[&str], ground: &Ground, fold: &Fold, missing: &[String], zone: Zone) -> About {
    let started = lines.iter().find_map(|line| Json::from_json(line).ok()?.text("who"));
    let step =
        |step: &crate::rollout::policy::Step| AboutStep { share: step.share, hold: step.hold, gate: step.gate.clone() };
    let functions = ground.places.iter().map(|place| AboutFunction {
        key: place.key.clone(),
        stable: place.stable.clone(),
        canary: place.canary.clone(),
    });
    About {
        id: fold.id.clone(),
        state: fold.state,
        began: zone.iso(fold.began),
        who: started.unwrap_or_default(),
        preset: fold.policy.preset.clone(),
        step: fold.step.map_or(0, |step| step + 1),
        steps: fold.policy.steps.iter().map(step).collect(),
        finish: fold.policy.finish.word(),
        functions: functions.collect(),
        last: fold.last.map(|last| zone.iso(last)),
        undelivered: outbox::undelivered(fold, missing),
        ended: fold.state.ended(),
        waits: fold.state.waits_for_a_person(),
    }
}

//! A rollout as people are shown it: its steps, and how far it is.

use serde::Serialize;

use crate::json::Json;
use crate::message::RolloutReason;
use crate::message::rollout::{Callers, State};
use crate::rollout::fold::Fold;
use crate::rollout::ground::Ground;
use crate::rollout::line;
use crate::rollout::outbox::{self, Undelivered};
use crate::rollout::policy::Step;
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
    /// The header whose value says in which bucket a user is, where buckets have the canary and not a share at random.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub header: Option<String>,
    /// What is tried: `latest`, or `version`, which is published before the first step.
    pub canary: &'static str,
    /// What follows the last one: `publish` or `latest`.
    pub finish: &'static str,
    /// Its functions.
    pub functions: Vec<AboutFunction>,
    /// When it was looked at last, as ISO 8601 has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub last: Option<String>,
    /// How often it is looked at, in seconds.
    pub every: u64,
    /// The last decisions that differ from the one before them, the newest last.
    pub decisions: Vec<AboutDecision>,
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
    /// What the canary gets; 0 at a step for staff.
    #[cfg_attr(test, ts(type = "number"))]
    pub share: Share,
    /// Whom a rule gives the canary, at a step for staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub staff: Option<Callers>,
    /// How long it is held at least, in seconds.
    pub hold: u64,
    /// A person has to say yes after the hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub gate: Option<String>,
}

/// A decision that was made.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RolloutDecision"))]
pub struct AboutDecision {
    /// When, as ISO 8601 has it.
    pub at: String,
    /// Where the rollout stood then.
    pub state: State,
    /// Why.
    #[cfg_attr(test, ts(type = "{ code: string, params?: Record<string, any>, text: string }"))]
    pub why: RolloutReason,
}

/// A function.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RolloutFunction"))]
pub struct AboutFunction {
    /// Its key.
    pub key: String,
    /// Where it is.
    pub region: String,
    /// Where it is.
    pub namespace: String,
    /// What the cloud calls it.
    pub name: String,
    /// The version that users are on.
    pub stable: Version,
    /// The version that is tried.
    pub canary: Version,
}

/// So many decisions are told of.
const DECISIONS: usize = 5;

/// The last decisions. Looks that came to the same as the one before are one decision, told as it was made last.
fn decisions(lines: &[&str], zone: Zone, most: usize) -> Vec<AboutDecision> {
    let mut all: Vec<AboutDecision> = Vec::new();
    for (_, line) in lines.iter().filter_map(|line| line::parts(line)) {
        let read = || {
            let (at, state) = (line.get("at")?.whole()?, State::named(&line.text("state")?)?);
            Some(AboutDecision { at: zone.iso(at), state, why: RolloutReason::read(line.get("why")?)? })
        };
        let Some(decision) = read() else { continue };
        let same = |last: &AboutDecision| {
            last.state == decision.state
                && std::mem::discriminant(&last.why) == std::mem::discriminant(&decision.why)
                && !matches!(last.why, RolloutReason::Healthy { .. } | RolloutReason::LittleEvidence { .. })
        };
        if all.last().is_some_and(same) {
            all.pop();
        } else if all.len() == most {
            all.remove(0);
        }
        all.push(decision);
    }
    all
}

/// Of a rollout's journal. `missing`: addresses and secrets that are not known here.
#[must_use]
pub fn about(lines: &[&str], ground: &Ground, fold: &Fold, missing: &[String], zone: Zone) -> About {
    with_decisions(lines, ground, fold, missing, (zone, DECISIONS))
}

/// The same, with so many decisions at most.
pub(super) fn with_decisions(
    lines: &[&str],
    ground: &Ground,
    fold: &Fold,
    missing: &[String],
    (zone, most): (Zone, usize),
) -> About {
    let started = lines.iter().find_map(|line| Json::from_json(line).ok()?.text("who"));
    let step = |step: &Step| AboutStep {
        share: step.share,
        staff: step.staff.as_ref().map(Callers::from),
        hold: step.hold,
        gate: step.gate.clone(),
    };
    let functions = ground.places.iter().map(|place| AboutFunction {
        key: place.key.clone(),
        region: place.target.region.clone(),
        namespace: place.target.namespace.clone(),
        name: place.target.name.clone(),
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
        header: fold.policy.route.as_ref().map(|route| route.header.clone()),
        canary: fold.policy.canary.word(),
        finish: fold.policy.finish.word(),
        functions: functions.collect(),
        last: fold.last.map(|last| zone.iso(last)),
        every: fold.policy.every,
        decisions: decisions(lines, zone, most),
        undelivered: outbox::undelivered(fold, missing),
        ended: fold.state.ended(),
        waits: fold.state.waits_for_a_person(),
    }
}

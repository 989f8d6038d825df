//! Reasons of earlier decisions, read back from the journal: it has facts, and words are made of them when they are shown.

use crate::decimal::Decimal;
use crate::json::Json;
use crate::message::RolloutReason;
use crate::message::rollout::{Blind, Evidence, Metric};
use crate::rollout::facts::share as fraction;
use crate::rollout::states::State;
use crate::traffic::share::{Fraction, Share};

/// Of what the journal holds as `why`; `None` where this version does not know it.
#[must_use]
pub fn reason(why: &Json<'_>) -> Option<RolloutReason> {
    let none = Json::Map(Vec::new());
    let facts = Facts(why.get("params").unwrap_or(&none));
    let code = why.text("code")?;
    Some(match code.as_str() {
        "Begins" => RolloutReason::Begins { share: facts.share("share")? },
        "AllAtOnce" => RolloutReason::AllAtOnce,
        "Healthy" => RolloutReason::Healthy { step: facts.step()?, evidence: facts.evidence() },
        "LittleEvidence" => RolloutReason::LittleEvidence { step: facts.step()?, evidence: facts.evidence() },
        "Promoted" => RolloutReason::Promoted { step: facts.step()?, who: facts.text("who")? },
        "Again" => RolloutReason::Again,
        "Holds" => {
            RolloutReason::Holds { step: facts.step()?, seconds: facts.whole("seconds")?, evidence: facts.evidence() }
        }
        "NotEnough" => RolloutReason::NotEnough {
            step: facts.step()?,
            seconds: facts.whole("seconds")?,
            evidence: facts.evidence(),
        },
        "CannotTell" => RolloutReason::CannotTell {
            function: facts.text("function")?,
            why: Blind::named(&facts.text("why").unwrap_or_default()),
        },
        "NoCalls" => RolloutReason::NoCalls { function: facts.text("function")? },
        "Doubtful" => RolloutReason::Doubtful { evidence: facts.evidence()? },
        "StillNotEnough" => RolloutReason::StillNotEnough { evidence: facts.evidence() },
        "Outage" => RolloutReason::Outage {
            function: facts.text("function")?,
            seconds: facts.whole("seconds")?,
            most: facts.whole("most")?,
        },
        "OutageLasts" => {
            RolloutReason::OutageLasts { function: facts.text("function")?, seconds: facts.whole("seconds")? }
        }
        "Regression" => RolloutReason::Regression { evidence: facts.evidence()? },
        "SlowerByMeans" => RolloutReason::SlowerByMeans { evidence: facts.evidence()? },
        "TooManyErrors" => RolloutReason::TooManyErrors {
            function: facts.text("function")?,
            calls: facts.whole("calls")?,
            bad: facts.whole("bad")?,
            limit: facts.share("limit")?,
        },
        "TooSlow" => RolloutReason::TooSlow {
            function: facts.text("function")?,
            ms: facts.whole("ms")?,
            limit: facts.whole("limit")?,
        },
        "HookSaidNo" => RolloutReason::HookSaidNo { hook: facts.text("hook")?, reason: facts.text("reason") },
        "HookSilent" => RolloutReason::HookSilent { hook: facts.text("hook")? },
        "AsksHook" => RolloutReason::AsksHook { hook: facts.text("hook")? },
        "StableIsWorse" => RolloutReason::StableIsWorse { function: facts.text("function")?, ln_e: facts.text("lnE")? },
        "AtGate" => RolloutReason::AtGate { step: facts.step()?, gate: facts.text("gate")? },
        "GateTimedOut" => RolloutReason::GateTimedOut { gate: facts.text("gate")? },
        "OutsideWindow" => RolloutReason::OutsideWindow { seconds: facts.whole("seconds") },
        "ZoneUnknown" => RolloutReason::ZoneUnknown { zone: facts.text("zone")? },
        "Warms" => RolloutReason::Warms { function: facts.text("function")? },
        "IsPaused" => RolloutReason::IsPaused { who: facts.text("who"), evidence: facts.evidence() },
        "RoutingChanged" => RolloutReason::RoutingChanged {
            function: facts.text("function")?,
            written: facts.fraction("written")?,
            found: facts.fraction("found"),
        },
        "IsInterrupted" => RolloutReason::IsInterrupted,
        "RolledBackByHand" => RolloutReason::RolledBackByHand,
        "Superseded" => RolloutReason::Superseded { function: facts.text("function")? },
        "AbortedBy" => {
            RolloutReason::AbortedBy { who: facts.text("who")?, keep: facts.0.get("keep") == Some(&Json::Bool(true)) }
        }
        "TimedOut" => RolloutReason::TimedOut { seconds: facts.whole("seconds")? },
        "Ended" => RolloutReason::Ended { state: State::named(&facts.text("state")?)? },
        "NotStarted" => RolloutReason::NotStarted,
        _ => return None,
    })
}

struct Facts<'a>(&'a Json<'a>);

impl Facts<'_> {
    fn text(&self, key: &str) -> Option<String> {
        self.0.text(key)
    }

    fn whole(&self, key: &str) -> Option<u64> {
        self.0.get(key).and_then(Json::whole)
    }

    fn step(&self) -> Option<usize> {
        usize::try_from(self.whole("step")?).ok()
    }

    fn fraction(&self, key: &str) -> Option<Fraction> {
        self.0.get(key).and_then(fraction)
    }

    fn share(&self, key: &str) -> Option<Share> {
        let Json::Number(text) = self.0.get(key)? else { return None };
        Some(Share::from_basis_points(u16::try_from(Decimal::of_json(text)?.scaled(4)?).ok()?))
    }

    fn evidence(&self) -> Option<Evidence> {
        let it = Self(self.0.get("evidence")?);
        let metric = it.text("metric")?;
        let known = [Metric::Errors, Metric::Platform, Metric::P50, Metric::P90, Metric::P99, Metric::Means];
        Some(Evidence {
            function: it.text("function")?,
            metric: known.into_iter().find(|known| known.word() == metric)?,
            calls: it.whole("calls")?,
            bad: it.whole("bad")?,
            rate: it.fraction("rate")?,
            stable_calls: it.whole("stableCalls")?,
            stable_bad: it.whole("stableBad")?,
            stable_rate: it.fraction("stableRate")?,
            ln_e: it.text("lnE")?,
            limit: it.text("limit")?,
            more: it.whole("more").and_then(|more| u32::try_from(more).ok()),
        })
    }
}

#[cfg(test)]
mod tests {
    use arbitrary::{Arbitrary, Unstructured};

    use super::*;
    use crate::message::facts_only;

    #[test]
    fn every_reason_is_read_back_as_it_was_written() {
        let mut codes = std::collections::BTreeSet::new();
        for seed in 0..4000_u32 {
            let bytes: Vec<u8> = (0..600_u32)
                .map(|at| (seed.wrapping_mul(2_654_435_761) ^ at.wrapping_mul(40_503)).to_le_bytes()[1])
                .collect();
            let Ok(made) = RolloutReason::arbitrary(&mut Unstructured::new(&bytes)) else { continue };
            let written = facts_only(|| serde_json::to_string(&made)).unwrap();
            let read = reason(&Json::from_json(&written).unwrap());
            assert_eq!(read.as_ref(), Some(&made), "{written}");
            codes.insert(Json::from_json(&written).unwrap().text("code"));
        }
        assert!(codes.len() >= 36, "{codes:?}");
        assert_eq!(reason(&Json::from_json(r#"{"code":"Later"}"#).unwrap()), None);
    }
}

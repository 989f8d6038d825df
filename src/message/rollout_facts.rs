//! Reasons of a rollout out of its journal, which holds them as facts.

use super::rollout::{Blind, Callers, Evidence, Metric, RolloutReason, State};
use super::routing::{Rule, Takes};
use crate::decimal::Decimal;
use crate::json::Json;
use crate::traffic::share::{Fraction, Share};

/// The parameters of a reason.
struct Facts<'a>(Option<&'a Json<'a>>);

impl Facts<'_> {
    fn get(&self, key: &str) -> Option<&Json<'_>> {
        self.0?.get(key)
    }

    fn text(&self, key: &str) -> Option<String> {
        self.get(key)?.to_text()
    }

    fn whole(&self, key: &str) -> Option<u64> {
        self.get(key)?.whole()
    }

    fn size(&self, key: &str) -> Option<usize> {
        usize::try_from(self.whole(key)?).ok()
    }

    fn decimal(&self, key: &str) -> Option<Decimal> {
        match self.get(key)? {
            Json::Number(text) => Decimal::of_json(text),
            _ => None,
        }
    }

    fn fraction(&self, key: &str) -> Option<Fraction> {
        self.decimal(key).as_ref().map(Fraction::of_decimal)
    }

    fn share(&self, key: &str) -> Option<Share> {
        let points = self.decimal(key)?.scaled(4)?;
        u16::try_from(points).ok().map(Share::from_basis_points)
    }

    fn list(&self, key: &str) -> &[Json<'_>] {
        match self.get(key) {
            Some(Json::List(items)) => items,
            _ => &[],
        }
    }

    fn evidence(&self) -> Option<Evidence> {
        let inner = Facts(Some(self.get("evidence")?));
        Some(Evidence {
            function: inner.text("function")?,
            metric: Metric::named(&inner.text("metric")?)?,
            calls: inner.whole("calls")?,
            bad: inner.whole("bad")?,
            rate: inner.fraction("rate")?,
            stable_calls: inner.whole("stableCalls")?,
            stable_bad: inner.whole("stableBad")?,
            stable_rate: inner.fraction("stableRate")?,
            ln_e: inner.text("lnE")?,
            limit: inner.text("limit")?,
            more: inner.whole("more").and_then(|more| u32::try_from(more).ok()),
        })
    }
}

/// Which values of a header, as `Takes` is written.
fn takes(value: &Json<'_>) -> Option<Takes> {
    let number = |key: &str| match value.get(key)? {
        Json::Number(digits) => digits.parse().ok(),
        _ => None,
    };
    match (value.text("exact"), value.text("method")) {
        (Some(exact), _) => Some(Takes::Exact { exact }),
        (None, Some(method)) => Some(Takes::Other { method, expression: value.text("expression")? }),
        (None, None) => Some(Takes::Range { from: number("from")?, up_to: number("upTo")? }),
    }
}

fn caller(value: &Json<'_>) -> Option<Callers> {
    Some(Callers { header: value.text("header")?, takes: takes(value)? })
}

fn rule(value: &Json<'_>) -> Option<Rule> {
    Some(Rule { header: value.text("header")?, takes: takes(value)?, to: value.text("to")? })
}

impl Metric {
    /// By its name.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "errors" => Some(Self::Errors),
            "platform" => Some(Self::Platform),
            "p50" => Some(Self::P50),
            "p90" => Some(Self::P90),
            "p99" => Some(Self::P99),
            "means" => Some(Self::Means),
            _ => None,
        }
    }
}

impl State {
    /// By its name.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let all = [
            ("scheduled", Self::Scheduled),
            ("holding", Self::Holding),
            ("extended", Self::Extended),
            ("warming", Self::Warming),
            ("gate", Self::Gate),
            ("paused", Self::Paused),
            ("interrupted", Self::Interrupted),
            ("advancing", Self::Advancing),
            ("rollingBack", Self::RollingBack),
            ("done", Self::Done),
            ("rolledBack", Self::RolledBack),
            ("aborted", Self::Aborted),
        ];
        all.into_iter().find(|(known, _)| *known == word).map(|(_, state)| state)
    }
}

impl RolloutReason {
    /// Of `{ code, params }`, as it is written; `None` where that is no reason.
    #[must_use]
    pub fn read(value: &Json<'_>) -> Option<Self> {
        let facts = Facts(value.get("params"));
        let text = |key: &str| facts.text(key);
        let function = || facts.text("function");
        let step = || facts.size("step");
        let seconds = || facts.whole("seconds");
        let evidence = || facts.evidence();
        let why = || facts.get("why").and_then(Self::read).map(Box::new);
        let callers = || facts.list("callers").iter().map(caller).collect::<Option<Vec<_>>>();
        let truth = |key: &str| facts.get(key) == Some(&Json::Bool(true));
        Some(match value.text("code")?.as_str() {
            "Begins" => Self::Begins { share: facts.share("share")?, callers: callers()? },
            "Publishes" => Self::Publishes,
            "StaffHeld" => Self::StaffHeld { step: step()? },
            "AllAtOnce" => Self::AllAtOnce,
            "Healthy" => Self::Healthy { step: step()?, evidence: evidence() },
            "LittleEvidence" => Self::LittleEvidence { step: step()?, evidence: evidence() },
            "Promoted" => Self::Promoted { step: step()?, who: text("who")?, reason: text("reason") },
            "Again" => Self::Again,
            "Holds" => Self::Holds { step: step()?, seconds: seconds()?, evidence: evidence() },
            "NotEnough" => Self::NotEnough { step: step()?, seconds: seconds()?, evidence: evidence() },
            "CannotTell" => Self::CannotTell { function: function()?, why: Blind::named(&text("why")?) },
            "NoCalls" => Self::NoCalls { function: function()? },
            "Doubtful" => Self::Doubtful { evidence: evidence()? },
            "StillNotEnough" => Self::StillNotEnough { evidence: evidence() },
            "Outage" => Self::Outage { function: function()?, seconds: seconds()?, most: facts.whole("most")? },
            "OutageLasts" => Self::OutageLasts { function: function()?, seconds: seconds()? },
            "Regression" => Self::Regression { evidence: evidence()? },
            "SlowerByMeans" => Self::SlowerByMeans { evidence: evidence()? },
            "TooManyErrors" => Self::TooManyErrors {
                function: function()?,
                calls: facts.whole("calls")?,
                bad: facts.whole("bad")?,
                limit: facts.share("limit")?,
            },
            "TooSlow" => Self::TooSlow { function: function()?, ms: facts.whole("ms")?, limit: facts.whole("limit")? },
            "HookSaidNo" => Self::HookSaidNo { hook: text("hook")?, reason: text("reason") },
            "HookSilent" => Self::HookSilent { hook: text("hook")? },
            "AsksHook" => Self::AsksHook { hook: text("hook")? },
            "HookElsewhere" => Self::HookElsewhere { hook: text("hook")? },
            "HookUnknown" => Self::HookUnknown { hook: text("hook")?, variable: text("variable") },
            "StableIsWorse" => Self::StableIsWorse { function: function()?, ln_e: text("lnE")? },
            "AtGate" => Self::AtGate { step: step()?, gate: text("gate")? },
            "GateTimedOut" => Self::GateTimedOut { gate: text("gate")? },
            "OutsideWindow" => Self::OutsideWindow { seconds: seconds() },
            "ZoneUnknown" => Self::ZoneUnknown { zone: text("zone")? },
            "Warms" => Self::Warms { function: function()? },
            "IsPaused" => Self::IsPaused { who: text("who"), why: why(), evidence: evidence() },
            "RoutingChanged" => Self::RoutingChanged {
                function: function()?,
                written: facts.fraction("written")?,
                callers: callers()?,
                found: facts.fraction("found"),
                split: text("split"),
                rules: facts.list("rules").iter().map(rule).collect::<Option<_>>()?,
            },
            "IsInterrupted" => Self::IsInterrupted,
            "RolledBackByHand" => Self::RolledBackByHand,
            "Superseded" => Self::Superseded { function: function()? },
            "AbortedBy" => Self::AbortedBy { who: text("who")?, keep: truth("keep") },
            "TimedOut" => Self::TimedOut { seconds: seconds()? },
            "Ended" => Self::Ended { state: State::named(&text("state")?)?, little: truth("little"), why: why() },
            "NotStarted" => Self::NotStarted,
            _ => return None,
        })
    }
}

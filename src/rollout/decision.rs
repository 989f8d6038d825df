//! A decision, as programs get it and as the journal keeps it.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use crate::json::Json;
use crate::message::{self, RolloutReason};
use crate::rollout::act::Act;
use crate::rollout::facts::Answer;
use crate::rollout::figures::Figures;
use crate::rollout::fold::{Clock, Tick};
use crate::rollout::judge::Verdict;
use crate::rollout::number::twelve_digits;
use crate::rollout::policy::HookAt;
use crate::rollout::shown::FunctionFigures;
use crate::rollout::states::State;

/// What is to be done now, and why.
#[derive(Debug, Clone)]
pub struct Decision {
    /// What.
    pub act: Act,
    /// Where the rollout stands when this is recorded.
    pub state: State,
    /// What it becomes when the act is confirmed, where that is not the usual.
    pub end: Option<State>,
    /// When to look again at the latest, in seconds since 1970.
    pub until: Option<u64>,
    /// Why.
    pub why: RolloutReason,
    /// The hook that is asked: which of those of the moment, and before which step, counted from 0.
    pub ask: Option<(HookAt, usize, usize)>,
    /// How long the step has been held.
    pub clock: Clock,
    /// Whether a step is left with little evidence.
    pub little: bool,
    /// When it was made.
    pub at: u64,
    /// Figures that the journal lacks, by function.
    pub figures: Vec<(String, Figures)>,
    /// What hooks answered.
    pub answers: Vec<Answer>,
    /// What all figures tell; `None` where they were not looked at.
    pub verdict: Option<Verdict>,
}

impl Decision {
    /// What later decisions rest on.
    #[must_use]
    pub fn tick(&self) -> Tick {
        Tick {
            at: self.at,
            figures: self.figures.clone(),
            answers: self.answers.clone(),
            ask: self.ask,
            why: Some(self.why.clone()),
            clock: self.clock,
            little: self.little,
            state: self.state,
            act: Some(self.act),
            end: self.end,
        }
    }

    /// The line of the journal: what was seen, what was decided, why.
    #[must_use]
    pub fn line(&self) -> String {
        let number = |number: u64| Json::Number(number.to_string().into());
        let text = |text: &str| Json::Text(text.to_owned().into());
        let mut entries = vec![("e".into(), text("tick")), ("at".into(), number(self.at))];
        let figures = self.figures.iter().filter(|(_, figures)| !figures.is_empty());
        let figures: Vec<_> = figures.map(|(key, figures)| (key.clone().into(), figures.to_json())).collect();
        if !figures.is_empty() {
            entries.push(("figures".into(), Json::Map(figures)));
        }
        if !self.answers.is_empty() {
            entries.push(("answers".into(), Json::List(self.answers.iter().map(Answer::to_json).collect())));
        }
        entries.push(("do".into(), text(self.act.word())));
        if let Act::Advance { step } = self.act {
            entries.push(("step".into(), number(step as u64)));
        }
        if let Some((at, step, hook)) = self.ask {
            let ask = [("at", text(at.word())), ("step", number(step as u64)), ("hook", number(hook as u64))];
            entries.push(("ask".into(), Json::Map(ask.map(|(key, value)| (key.into(), value)).to_vec())));
        }
        entries.push(("state".into(), text(self.state.word())));
        if let Some(end) = self.end {
            entries.push(("end".into(), text(end.word())));
        }
        entries.push(("held".into(), number(self.clock.held)));
        if let Some(fresh) = self.clock.fresh {
            entries.push(("fresh".into(), number(fresh)));
        }
        if self.clock.outage > 0 {
            entries.push(("outage".into(), number(self.clock.outage)));
        }
        if self.little {
            entries.push(("little".into(), Json::Bool(true)));
        }
        let why = message::facts_only(|| serde_json::to_string(&self.why)).unwrap_or_default();
        if let Ok(why) = Json::from_json(&why) {
            entries.push(("why".into(), why.into_owned()));
        }
        if let Some(verdict) = &self.verdict {
            let parts = verdict.functions.iter().flat_map(|function| {
                function.metrics.iter().map(move |measured| {
                    let texts = [function.key.as_str(), measured.metric.word(), &twelve_digits(measured.ln_e)];
                    Json::List(texts.into_iter().map(text).collect())
                })
            });
            entries.push(("lnE".into(), Json::List(parts.collect())));
        }
        Json::Map(entries).to_json()
    }
}

/// `{ do, step?, state, until?, why, ask?, held, functions, line }`.
impl Serialize for Decision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Ask {
            at: &'static str,
            step: usize,
            hook: usize,
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("do", self.act.word())?;
        if let Act::Advance { step } = self.act {
            map.serialize_entry("step", &step)?;
        }
        map.serialize_entry("state", self.state.word())?;
        if let Some(until) = self.until {
            map.serialize_entry("until", &until)?;
        }
        map.serialize_entry("why", &self.why)?;
        if let Some((at, step, hook)) = self.ask {
            map.serialize_entry("ask", &Ask { at: at.word(), step, hook })?;
        }
        map.serialize_entry("held", &self.clock.held)?;
        let functions = self.verdict.iter().flat_map(|verdict| &verdict.functions).map(FunctionFigures::of);
        map.serialize_entry("functions", &functions.collect::<Vec<_>>())?;
        if let Some(verdict) = &self.verdict {
            map.serialize_entry("lnE", &twelve_digits(verdict.ln_e))?;
            map.serialize_entry("limit", &twelve_digits(verdict.limit))?;
        }
        map.serialize_entry("line", &self.line())?;
        map.end()
    }
}

//! One line of the journal: what it says, written and read.

use serde::Serialize;

use super::asked::{asked_of, rules_json, rules_of};
use super::chain::Head;
use super::format::FORMAT;
use super::identity::{ImportEntry, LogEntry};
use super::object::Object;
use crate::json::Json;
use crate::message::EndState;
use crate::scf::alias::{Alias, RoutingConfig};
use crate::scf::{Fields, Read, Target};
use crate::traffic::reach::Reach;
use crate::traffic::routing::{Routing, Version, VersionMatch};
use crate::traffic::stable::Baseline;

/// One line: who says it, when, and what.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When, in milliseconds since 1970.
    pub at_ms: u64,
    /// Which run.
    pub run: String,
    /// What the run is for, as plans say it: `deploy`, `rollback`, ….
    pub kind: String,
    /// What is told.
    pub event: Event,
}

/// What a line tells.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The run begins to write.
    Begin(BeginEntry),
    /// A step is about to be done.
    Before(StepEntry),
    /// It is done, and was seen to be true.
    After(StepEntry),
    /// The run is still at work: its turn goes on.
    Renew,
    /// The run is over.
    End(EndEntry),
    /// The lines before were copied from another store.
    Import(ImportEntry),
}

/// What was asked for, of which functions, by whom.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BeginEntry {
    /// The version of this tool.
    pub tool: String,
    /// Who started the run: user, host and process, as the shell says.
    pub who: Option<String>,
    /// The process that the run is in, in the shell's words: runs of one process share their turn.
    pub process: Option<String>,
    /// A digest of what was asked for: the rest of this entry, the code, the words of a verb. The same order has the same.
    pub order: String,
    /// The log that it is in; older versions did not write it.
    pub log: Option<LogEntry>,
    /// The rollout that it is a step of.
    pub rollout: Option<String>,
    /// The stage.
    pub stage: String,
    /// The alias whose traffic is meant.
    pub alias: String,
    /// The share that was asked for `$LATEST`.
    pub traffic: Option<String>,
    /// The rules that were asked for.
    pub routes: Option<Vec<VersionMatch>>,
    /// Where a rollback was to go: a version or `previous`.
    pub to: Option<String>,
    /// The functions, in the order of the inputs.
    pub functions: Vec<AskedFunction>,
}

/// A function that a run is about.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedFunction {
    /// What the project calls it.
    pub key: String,
    /// Where it is, and what the cloud calls it.
    pub target: Target,
    /// Whether it was to be published.
    pub publish: bool,
    /// The digest of the package that was to be deployed, where there was one.
    pub code: Option<String>,
    /// Where its alias was, and where it was to go, as it was planned: whoever takes the order up goes there too.
    pub aim: Option<(RecordedAlias, RecordedAlias)>,
}

/// A step of a function.
#[derive(Debug, Clone, PartialEq)]
pub struct StepEntry {
    /// `shift`, `upload`, ….
    pub step: String,
    /// Which of the function's steps, counted from 1; 0 where an older version wrote the entry. The mark of a published
    /// version ends with it.
    pub number: usize,
    /// Where the function is, and what the cloud calls it.
    pub target: Target,
    /// The alias that a shift is about.
    pub alias: Option<String>,
    /// What the alias said before.
    pub recorded: Option<RecordedAlias>,
    /// What is written to it.
    pub goal: Option<RecordedAlias>,
    /// What it said when it was read back.
    pub left: Option<RecordedAlias>,
    /// The digest of the package that is uploaded.
    pub code: Option<String>,
    /// The digest that the API gave for the code on `$LATEST`, as the run knew it last.
    pub latest: Option<String>,
    /// The requests that new code on `$LATEST` may have: what was asked for it, or else what it had when the run began.
    pub asked: Option<Reach>,
    /// The trigger that is written: what is done to it, its kind, its name, what it calls.
    pub trigger: Option<String>,
    /// How many provisioned instances the version was to have before, and how many from then on.
    pub instances: Option<(u32, u32)>,
    /// The version that a publication made, that is deleted, or whose provisioned concurrency changes.
    pub version: Option<Version>,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndEntry {
    /// As a whole: the worst of its functions.
    pub how: EndState,
    /// Each function that had something to be done.
    pub functions: Vec<FunctionEnd>,
}

/// What became of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionEnd {
    /// Where it is, and what the cloud calls it.
    pub target: Target,
    /// How it ended.
    pub how: EndState,
    /// The error's code.
    pub code: Option<String>,
    /// Whether the run created it, or may have: the API accepted it, or the answer was lost.
    pub created: bool,
}

/// A routing as the API had it, with what is on record about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RecordedAlias {
    /// The main version.
    pub function_version: Version,
    /// Weights and rules.
    pub routing_config: RoutingConfig,
    /// The version that users should be on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stable: Option<Version>,
    /// The version that had all the traffic before the last release began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Version>,
    /// The newest version at the last rollback.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up_to: Option<u64>,
}

impl RecordedAlias {
    /// Of a routing and what is on record about it.
    #[must_use]
    pub fn of(routing: &Routing, baseline: Option<&Baseline>) -> Self {
        Self {
            function_version: routing.main.clone(),
            routing_config: RoutingConfig::from(routing),
            stable: baseline.map(|baseline| baseline.stable.clone()),
            was: baseline.and_then(|baseline| baseline.was.clone()),
            up_to: baseline.map(|baseline| baseline.up_to).filter(|up_to| *up_to > 0),
        }
    }

    /// What is on record about it.
    #[must_use]
    pub fn baseline(&self) -> Option<Baseline> {
        let stable = self.stable.clone()?;
        Some(Baseline { stable, was: self.was.clone(), up_to: self.up_to.unwrap_or(0) })
    }

    fn read(fields: Fields<'_>) -> Option<Self> {
        let alias = Alias::read(fields).ok()?;
        let read = Self {
            function_version: alias.function_version,
            routing_config: alias.routing_config.unwrap_or_default(),
            stable: fields.version("Stable").ok(),
            was: fields.version("Was").ok(),
            up_to: fields.whole("UpTo"),
        };
        read.possible().then_some(read)
    }

    /// The part of a line with this name; `None` where it can't be meant, which makes the line none.
    #[expect(clippy::option_option, reason = "absent is not unreadable")]
    fn part(fields: Fields<'_>, name: &str) -> Option<Option<Self>> {
        fields.get(name).map_or(Some(None), |part| Self::read(Fields(part)).map(Some))
    }

    /// Whether the API may ever have said so. Whether the versions are there, the planner looks.
    fn possible(&self) -> bool {
        let Routing { main, additional, rules } = self.routing();
        let named = [main].into_iter().chain(rules.into_iter().map(|rule| rule.version));
        let mut named = named.chain(additional.iter().map(|part| part.version.clone()));
        let on_record = [&self.stable, &self.was].into_iter().flatten();
        named.all(|version| version.is_latest() || version.number().is_some())
            && additional.iter().all(|part| part.weight.is_part())
            && { on_record }.all(|version| version.number().is_some())
    }

    fn json(&self) -> Option<String> {
        // versions and weights: serialising them can't fail
        serde_json::to_string(self).ok()
    }

    /// Who gets what.
    #[must_use]
    pub fn routing(&self) -> Routing {
        let (function_version, config) = (self.function_version.clone(), self.routing_config.clone());
        Alias { name: String::new(), function_version, routing_config: Some(config), description: None, mod_time: None }
            .routing()
    }
}

/// As it stands in the journal.
const ENDS: [(EndState, &str); 4] = [
    (EndState::Done, "done"),
    (EndState::Stopped, "stopped"),
    (EndState::PutBack, "putBack"),
    (EndState::Failed, "failed"),
];

impl EndState {
    /// As it stands in the journal.
    #[must_use]
    pub fn word(self) -> &'static str {
        ENDS.iter().find(|(known, _)| *known == self).map_or("", |(_, word)| word)
    }

    fn named(word: &str) -> Option<Self> {
        ENDS.iter().find(|(_, known)| *known == word).map(|(state, _)| *state)
    }
}

impl Event {
    const fn phase(&self) -> &'static str {
        match self {
            Self::Begin(_) => "begin",
            Self::Before(_) => "before",
            Self::After(_) => "after",
            Self::Renew => "renew",
            Self::End(_) => "end",
            Self::Import(_) => "import",
        }
    }
}

impl Entry {
    /// As a line that follows `head`, which moves on to it.
    #[must_use]
    pub fn line(&self, head: &mut Head) -> String {
        let mut line = Object::new();
        line.number("v", u64::from(FORMAT));
        line.number("seq", head.seq.saturating_add(1));
        line.text("prev", &head.sum);
        line.number("at", self.at_ms);
        line.text("run", &self.run);
        line.text("kind", &self.kind);
        line.text("phase", self.event.phase());
        match &self.event {
            Event::Begin(begin) => begin.write(&mut line),
            Event::Before(step) | Event::After(step) => step.write(&mut line),
            Event::Renew => {}
            Event::End(end) => end.write(&mut line),
            Event::Import(import) => import.write(&mut line),
        }
        head.seal(&line.0)
    }

    /// Of an object of a format that is known.
    pub(super) fn read(fields: Fields<'_>) -> Option<Self> {
        Some(Self {
            at_ms: fields.whole("at")?,
            run: fields.text("run")?,
            kind: fields.text("kind")?,
            event: match fields.str("phase")? {
                "begin" => Event::Begin(BeginEntry::read(fields)?),
                "before" => Event::Before(StepEntry::read(fields)?),
                "after" => Event::After(StepEntry::read(fields)?),
                "renew" => Event::Renew,
                "end" => Event::End(EndEntry::read(fields)?),
                "import" => Event::Import(ImportEntry::read(fields)?),
                _ => return None,
            },
        })
    }
}

impl BeginEntry {
    fn write(&self, line: &mut Object) {
        line.text("tool", &self.tool);
        line.some("who", self.who.as_deref());
        line.some("process", self.process.as_deref());
        line.text("order", &self.order);
        if let Some(log) = &self.log {
            log.write(line);
        }
        line.some("rollout", self.rollout.as_deref());
        self.write_asked(line, |function, object| {
            object.some("code", function.code.as_deref());
            for (name, alias) in function.aim.iter().flat_map(|(from, to)| [("from", from), ("to", to)]) {
                object.some_json(name, alias.json().as_deref());
            }
        });
    }

    /// What was asked for, without whoever asked.
    fn write_asked(&self, line: &mut Object, more: impl Fn(&AskedFunction, &mut Object)) {
        line.text("stage", &self.stage);
        line.text("alias", &self.alias);
        line.some("traffic", self.traffic.as_deref());
        line.some_json("routes", self.routes.as_deref().map(rules_json).as_deref());
        line.some("to", self.to.as_deref());
        line.list("functions", &self.functions, |function, object| {
            object.text("key", &function.key);
            object.place(&function.target);
            if function.publish {
                object.json("publish", "true");
            }
            more(function, object);
        });
    }

    /// What was asked for as text: of the same order the same.
    pub(in crate::release) fn asked(&self) -> String {
        let mut object = Object::new();
        self.write_asked(&mut object, |_, _| {});
        object.0
    }

    fn read(fields: Fields<'_>) -> Option<Self> {
        Some(Self {
            tool: fields.text("tool")?,
            who: fields.text("who"),
            process: fields.text("process"),
            order: fields.text("order")?,
            log: LogEntry::part(fields),
            rollout: fields.text("rollout"),
            stage: fields.text("stage")?,
            alias: fields.text("alias")?,
            traffic: fields.text("traffic"),
            routes: rules_of(fields, "routes")?,
            to: fields.text("to"),
            functions: items(fields, |function| {
                let publish = function.is_true("publish");
                let alias = |name: &str| RecordedAlias::part(function, name);
                Some(AskedFunction {
                    key: function.text("key")?,
                    target: place(function)?,
                    publish,
                    code: function.text("code"),
                    aim: alias("from")?.zip(alias("to")?),
                })
            })?,
        })
    }
}

impl StepEntry {
    fn write(&self, line: &mut Object) {
        line.text("step", &self.step);
        line.number("number", self.number as u64);
        line.place(&self.target);
        line.some("alias", self.alias.as_deref());
        for (name, alias) in [("recorded", &self.recorded), ("goal", &self.goal), ("left", &self.left)] {
            line.some_json(name, alias.as_ref().and_then(RecordedAlias::json).as_deref());
        }
        line.some("code", self.code.as_deref());
        line.some("latest", self.latest.as_deref());
        if let Some(asked) = &self.asked {
            line.text("asked", &asked.share.to_string());
            // what rules lead elsewhere is no part of the share that is certain
            if asked.excepts {
                line.json("askedExcepts", "true");
            }
            if !asked.rules.is_empty() {
                line.json("askedRules", &rules_json(&asked.rules));
            }
        }
        line.some("trigger", self.trigger.as_deref());
        for (name, instances) in self.instances.iter().flat_map(|(had, gets)| [("had", had), ("gets", gets)]) {
            line.number(name, u64::from(*instances));
        }
        line.some("version", self.version.as_ref().map(Version::wire));
    }

    fn read(fields: Fields<'_>) -> Option<Self> {
        let routing = |name: &str| RecordedAlias::part(fields, name);
        Some(Self {
            step: fields.text("step")?,
            number: fields.small("number").unwrap_or_default() as usize,
            target: place(fields)?,
            alias: fields.text("alias"),
            recorded: routing("recorded")?,
            goal: routing("goal")?,
            left: routing("left")?,
            code: fields.text("code"),
            latest: fields.text("latest"),
            asked: asked_of(fields)?,
            trigger: fields.text("trigger"),
            instances: fields.small("had").zip(fields.small("gets")),
            version: fields.version("version").ok(),
        })
    }
}

impl EndEntry {
    fn write(&self, line: &mut Object) {
        line.text("how", self.how.word());
        line.list("functions", &self.functions, |fate, object| {
            object.place(&fate.target);
            object.text("how", fate.how.word());
            object.some("code", fate.code.as_deref());
            if fate.created {
                object.json("created", "true");
            }
        });
    }

    fn read(fields: Fields<'_>) -> Option<Self> {
        let how = |fields: Fields<'_>| EndState::named(fields.str("how")?);
        Some(Self {
            how: how(fields)?,
            functions: items(fields, |fate| {
                let created = fate.is_true("created");
                Some(FunctionEnd { target: place(fate)?, how: how(fate)?, code: fate.text("code"), created })
            })?,
        })
    }
}

fn place(fields: Fields<'_>) -> Option<Target> {
    Some(Target {
        region: fields.text("region")?,
        namespace: fields.text("namespace")?,
        name: fields.text("function")?,
    })
}

fn items<'a, T>(fields: Fields<'a>, read: impl Fn(Fields<'a>) -> Option<T>) -> Option<Vec<T>> {
    match fields.get("functions")? {
        Json::List(items) => items.iter().map(|item| read(Fields(item))).collect(),
        _ => None,
    }
}

//! The runs of a journal, the newest first, and whether the journal is as it was written.

use super::asked::portion;
use super::chain::Chain;
use super::entry::{BeginEntry, RecordedAlias, StepEntry};
use super::object::Object;
use super::read::{Journal, PROVISION, PUBLISH, Run, RunFunction, RunStep};
use crate::desired::DEFAULT_ALIAS;
use crate::error::Error;
use crate::json::Json;
use crate::message::Code;
use crate::message::given::Given;
use crate::message::history::{Asked, Finding, Past, PastStep, Publishes, RunEnd};
use crate::message::problem::JournalProblem;
use crate::message::problem::journal::Flaw;
use crate::message::routing::{Rule, Shares};
use crate::scf::Target;
use crate::text::json;
use crate::time::Zone;
use crate::traffic::routing::{Version, shown_alias as shown};

/// How many runs are told unless more are asked for.
const LIMIT: u64 = 20;
/// How many lines are named that have the same said of them.
const NAMED: usize = 5;

/// What is asked of a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryOrder {
    /// Whether its chain is to be looked at.
    pub verify: bool,
    /// How many runs are to be told, the newest.
    pub limit: u64,
    /// Whether its store keeps only the newest lines.
    pub trimmed: bool,
    /// In which times are told.
    pub zone: Zone,
}

impl HistoryOrder {
    /// Of `{ verify?, limit?, trimmed?, offset? }`.
    ///
    /// # Errors
    /// `InvalidLimit`.
    pub fn read(raw: &Json<'_>) -> Result<Self, Error> {
        let flag = |name: &str| raw.get(name) == Some(&Json::Bool(true));
        let limit = match raw.get("limit") {
            None => Some(LIMIT),
            Some(Json::Text(text)) => text.trim().parse().ok(),
            Some(other) => other.whole(),
        };
        let limit = limit.filter(|limit| *limit > 0).ok_or_else(|| {
            let given = raw.get("limit").map_or(Given::Nothing, Given::from);
            Error::usage(JournalProblem::InvalidLimit { given })
        })?;
        Ok(Self { verify: flag("verify"), limit, trimmed: flag("trimmed"), zone: Zone::read(raw.get("offset")) })
    }
}

/// The history as JSON text: `{ runs, total, verified?, error? }`.
///
/// # Errors
/// `JournalTooNew`.
pub fn history(text: &str, asked: HistoryOrder) -> Result<String, Error> {
    let journal = Journal::read(text);
    journal.known()?;
    let mut answer = Object::new();
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let newest = journal.runs.iter().enumerate().rev().take(limit);
    answer.list("runs", newest, |(index, run), object| {
        let later = journal.runs.get(index + 1..).unwrap_or_default();
        write_run(run, later, asked.zone, object);
    });
    answer.number("total", journal.runs.len() as u64);
    if asked.verify {
        let chain = &journal.chain;
        let mut verified = Object::new();
        verified.number("lines", chain.entries as u64);
        verified.number("unchained", chain.unchained as u64);
        verified.number("missing", chain.missing);
        verified.json("torn", &list(chain.torn.iter().map(ToString::to_string)));
        verified.list("forks", &chain.forks, |fork, object| {
            object.number("line", fork.line as u64);
            object.text("run", &fork.run);
        });
        verified.json("text", &list(findings(chain, journal.runs.len()).iter().map(|finding| json(&finding.shown()))));
        answer.json("verified", &(verified.0 + "}"));
        if let Some(error) = broken(chain, asked.trimmed) {
            // an error is plain data: serialising it can't fail
            answer.json("error", &serde_json::to_string(&error).unwrap_or_default());
        }
    }
    Ok(answer.0 + "}")
}

fn list(items: impl Iterator<Item = String>) -> String {
    ["[", items.collect::<Vec<_>>().join(",").as_str(), "]"].concat()
}

fn broken(chain: &Chain, trimmed: bool) -> Option<Error> {
    let (line, flaw) = match &chain.broken {
        Some(broken) => (broken.line, broken.why.clone()),
        None if chain.missing > 0 && !trimmed => (1, Flaw::Missing { lines: chain.missing }),
        None => return None,
    };
    Some(Error::failed(JournalProblem::Broken { line, flaw }))
}

fn findings(chain: &Chain, runs: usize) -> Vec<Finding> {
    let mut found = Vec::new();
    if chain.broken.is_none() {
        let lines = chain.entries;
        found.push(match (lines, lines - chain.unchained) {
            (0, _) => Finding::Empty,
            (_, 0) => Finding::NoSums { lines },
            _ => Finding::Consistent { lines, runs },
        });
    }
    if chain.missing > 0 {
        found.push(Finding::Missing { lines: chain.missing });
    }
    if !chain.torn.is_empty() {
        let lines = chain.torn.iter().take(NAMED).copied().collect();
        found.push(Finding::Torn { lines, more: chain.torn.len() > NAMED });
    }
    found.extend(chain.forks.iter().take(NAMED).map(|fork| Finding::Fork { line: fork.line, run: fork.run.clone() }));
    found
}

fn write_run(run: &Run, later: &[Run], zone: Zone, object: &mut Object) {
    object.text("run", &run.id);
    object.text("kind", &run.kind);
    object.text("when", &zone.iso(run.began_ms / 1000));
    object.number("began", run.began_ms);
    object.number("last", run.last_ms);
    let begin = run.begin.as_ref();
    object.some("who", begin.and_then(|begin| begin.who.as_deref()));
    object.some("rollout", begin.and_then(|begin| begin.rollout.as_deref()));
    object.some("tool", begin.map(|begin| begin.tool.as_str()));
    object.some("stage", begin.map(|begin| begin.stage.as_str()));
    object.some("asked", asked_of(run).map(|asked| asked.shown()).as_deref());
    if let Some(begin) = begin {
        object.json("order", &order_of(begin));
    }
    object.text("how", run.end.as_ref().map_or("unfinished", |end| end.how.word()));
    let end = how_it_ended(run, later);
    object.json("open", if end == RunEnd::Unfinished { "true" } else { "false" });
    object.text("text", &end.shown());
    object.json("undoable", if run.moved() { "true" } else { "false" });
    object.list("functions", &run.functions, |function, object| write_function(run, function, object));
}

/// What was asked for, as facts: whoever gives the same order again needs them.
fn order_of(begin: &BeginEntry) -> String {
    let mut order = Object::new();
    order.text("alias", shown(&begin.alias));
    order.some("traffic", begin.traffic.as_deref());
    order.json("byRules", if begin.routes.is_some() { "true" } else { "false" });
    order.some("to", begin.to.as_deref());
    order.list("functions", &begin.functions, |function, object| {
        object.text("key", &function.key);
        object.text("name", &function.target.name);
        object.text("region", &function.target.region);
        object.text("namespace", &function.target.namespace);
        object.json("publish", if function.publish { "true" } else { "false" });
    });
    order.0 + "}"
}

/// What was asked for.
pub(super) fn asked_of(run: &Run) -> Option<Asked> {
    let begin = run.begin.as_ref()?;
    let published: Vec<String> =
        begin.functions.iter().filter(|function| function.publish).map(|function| function.key.clone()).collect();
    let of_run = matches!(run.kind.as_str(), "abort" | "undo");
    Some(Asked {
        publishes: if published.is_empty() {
            Publishes::None
        } else if published.len() == begin.functions.len() {
            Publishes::All
        } else {
            Publishes::Some(published)
        },
        traffic: begin.traffic.as_deref().and_then(portion),
        routes: begin.routes.as_deref().map(Rule::all),
        to: begin.to.clone().filter(|_| !of_run),
        of: begin.to.clone().filter(|_| of_run),
        alias: Some(begin.alias.clone()).filter(|alias| alias != DEFAULT_ALIAS),
    })
}

fn how_it_ended(run: &Run, later: &[Run]) -> RunEnd {
    let Some(end) = &run.end else {
        let over =
            |other: &Run| other.functions.iter().any(|one| run.functions.iter().any(|two| one.target == two.target));
        return if later.iter().any(over) { RunEnd::Overtaken } else { RunEnd::Unfinished };
    };
    let codes: Vec<&str> = end.functions.iter().filter_map(|function| function.code.as_deref()).collect();
    // of those that failed themselves; the others followed
    let follows = [Code::GroupFailed.name(), Code::Interrupted.name()];
    let own = codes.iter().find(|code| !follows.contains(code));
    RunEnd::Ended { how: end.how, code: own.or_else(|| codes.first()).map(|code| (*code).to_owned()) }
}

fn write_function(run: &Run, function: &RunFunction, object: &mut Object) {
    let target = &function.target;
    let is_it = |other: &Target| other == target;
    let begun = run.begin.iter().flat_map(|begin| &begin.functions).find(|asked| is_it(&asked.target));
    object.text("key", begun.map_or(&target.name, |asked| &asked.key));
    object.text("name", &target.name);
    object.text("region", &target.region);
    object.text("namespace", &target.namespace);
    let fate = run.end.iter().flat_map(|end| &end.functions).find(|fate| is_it(&fate.target));
    object.some("how", fate.map(|fate| fate.how.word()));
    object.some("code", fate.and_then(|fate| fate.code.as_deref()));
    object.json("published", &list(function.published().map(|version| json(version.wire()))));
    object.list("routing", aliases(function), |alias, object| {
        object.text("alias", shown(alias));
        object.some("before", function.recorded(alias).map(|routing| Shares::from(&routing).shown()).as_deref());
        object.some("asked", function.goal(alias).map(|routing| Shares::from(&routing).shown()).as_deref());
        let after = function.left(alias);
        object.some("after", after.as_ref().map(|routing| Shares::from(routing).shown()).as_deref());
        let latest = after.map(|routing| routing.most_of(&Version::latest()).to_string());
        object.some_json("latest", latest.as_deref());
    });
    // a step is plain data: serialising it can't fail
    let steps = function.steps.iter().map(|step| serde_json::to_string(&past_step(step)).unwrap_or_default());
    object.json("steps", &list(steps));
}

fn aliases(function: &RunFunction) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for alias in function.steps.iter().filter_map(|step| step.entry.alias.as_deref()) {
        if !names.contains(&alias) {
            names.push(alias);
        }
    }
    names
}

fn past_step(step: &RunStep) -> PastStep {
    let StepEntry { step: name, alias, trigger, version, recorded, left, instances, .. } = &step.entry;
    let alias = alias.clone().unwrap_or_default();
    let routing = |alias: &Option<RecordedAlias>| alias.as_ref().map(|alias| Shares::from(&alias.routing()));
    let what = match name.as_str() {
        "create" => Past::Created,
        "putObject" => Past::Stored,
        "upload" => Past::Uploaded,
        "configure" => Past::Configured,
        PUBLISH => Past::Published { version: version.clone() },
        "protect" => Past::Saved { version: version.clone() },
        "shift" => Past::Shifted { alias, from: routing(recorded), to: routing(left) },
        "restore" => Past::Restored { alias, to: routing(left) },
        "trigger" | "domain" => Past::Trigger { text: trigger.clone().unwrap_or_default() },
        "deleteAlias" => Past::AliasDeleted { alias },
        "delete" => Past::Deleted,
        "deleteVersion" => Past::VersionDeleted { version: version.clone() },
        PROVISION => Past::Provisioned {
            version: version.clone(),
            had: instances.map_or(0, |(had, _)| had),
            gets: instances.map_or(0, |(_, gets)| gets),
        },
        other => Past::Other { step: other.to_owned() },
    };
    PastStep { what, confirmed: step.done_ms.is_some() }
}

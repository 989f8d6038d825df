//! The runs of a journal in words, the newest first, and whether the journal is as it was written.

use super::chain::Chain;
use super::entry::{EndState, Object, RecordedAlias, StepEntry};
use super::read::{Journal, Run, RunFunction, RunStep, portion};
use crate::error::Error;
use crate::json::Json;
use crate::scf::Target;
use crate::text::json;
use crate::traffic::routing::shown_alias as shown;
use crate::watch::Zone;

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
            let given = raw.get("limit").cloned().unwrap_or_default();
            Error::old_usage("InvalidLimit", format!("limit is {given}, and is to be a number of runs"))
                .old_hint("such as limit=20; the newest runs come first")
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
        verified.json("text", &list(findings(chain, journal.runs.len()).iter().map(|text| json(text))));
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
    let (line, why) = match &chain.broken {
        Some(broken) => (broken.line, broken.why.clone()),
        None if chain.missing > 0 && !trimmed => (1, format!("{} lines before it are missing", chain.missing)),
        None => return None,
    };
    Some(
        Error::old_failed("JournalBroken", format!("line {line} of the journal: {why}"))
            .old_hint("someone or something changed the file: do not rely on what it says of runs from there on; `grayscale status` shows what is there now"),
    )
}

fn findings(chain: &Chain, runs: usize) -> Vec<String> {
    let mut found = Vec::new();
    if chain.broken.is_none() {
        let (entries, chained) = (chain.entries, chain.entries - chain.unchained);
        found.push(match (entries, chained) {
            (0, _) => "the journal holds nothing yet".to_owned(),
            (_, 0) => format!("{entries} lines of an older version, which has no sums: nothing can be said of them"),
            _ => format!("{} of {} are consistent", many(entries, "line"), many(runs, "run")),
        });
    }
    if chain.missing > 0 {
        found.push(format!(
            "{} before the first one that is there",
            many(usize::try_from(chain.missing).unwrap_or(usize::MAX), "line")
        ));
    }
    if !chain.torn.is_empty() {
        let lines: Vec<String> = chain.torn.iter().take(NAMED).map(ToString::to_string).collect();
        let more = if chain.torn.len() > NAMED { ", …" } else { "" };
        found.push(format!("cut off by a crash or a full disk, and passed over: line {}{more}", lines.join(", ")));
    }
    for fork in chain.forks.iter().take(NAMED) {
        found.push(format!("line {}: run {} wrote while another run did", fork.line, fork.run));
    }
    found
}

fn many(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn write_run(run: &Run, later: &[Run], zone: Zone, object: &mut Object) {
    object.text("run", &run.id);
    object.text("kind", &run.kind);
    object.text("when", &zone.iso(run.began_ms / 1000));
    object.number("began", run.began_ms);
    object.number("last", run.last_ms);
    let begin = run.begin.as_ref();
    object.some("who", begin.and_then(|begin| begin.who.as_deref()));
    object.some("tool", begin.map(|begin| begin.tool.as_str()));
    object.some("stage", begin.map(|begin| begin.stage.as_str()));
    object.some("asked", asked_of(run).as_deref());
    object.text("how", run.end.as_ref().map_or("unfinished", |end| end.how.word()));
    object.text("text", &how_it_ended(run, later));
    object.json("undoable", if run.moved() { "true" } else { "false" });
    object.list("functions", &run.functions, |function, object| write_function(run, function, object));
}

/// What was asked for, in a phrase.
pub(super) fn asked_of(run: &Run) -> Option<String> {
    let begin = run.begin.as_ref()?;
    let mut parts = Vec::new();
    let published: Vec<&str> =
        begin.functions.iter().filter(|function| function.publish).map(|function| function.key.as_str()).collect();
    if published.len() == begin.functions.len() && !published.is_empty() {
        parts.push("publish".to_owned());
    } else if !published.is_empty() {
        parts.push(format!("publish {}", published.join(", ")));
    }
    if let Some(share) = begin.traffic.as_deref().and_then(portion) {
        parts.push(format!("traffic {}", share.percent()));
    }
    let what = if matches!(run.kind.as_str(), "abort" | "undo") { "run" } else { "to" };
    parts.extend(begin.to.as_ref().map(|to| format!("{what} {to}")));
    if begin.alias != "$DEFAULT" {
        parts.push(format!("alias {}", begin.alias));
    }
    Some(parts.join(", "))
}

fn how_it_ended(run: &Run, later: &[Run]) -> String {
    let Some(end) = &run.end else {
        let over =
            |other: &Run| other.functions.iter().any(|one| run.functions.iter().any(|two| one.target == two.target));
        return match later.iter().any(over) {
            true => "broke off; later runs went over its functions",
            false => "unfinished: the same command again resumes, unless it is still under way",
        }
        .to_owned();
    };
    let codes: Vec<&str> = end.functions.iter().filter_map(|fate| fate.code.as_deref()).collect();
    let word = match end.how {
        EndState::Done => "done",
        EndState::Stopped => "stopped",
        EndState::PutBack => "put back",
        EndState::Failed => "failed",
    };
    // of those that failed themselves; the others followed
    let own = codes.iter().find(|code| !matches!(**code, "GroupFailed" | "Interrupted"));
    match own.or_else(|| codes.first()) {
        Some(code) => format!("{word}: {code}"),
        None => word.to_owned(),
    }
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
        object.some("before", function.recorded(alias).map(|routing| routing.to_string()).as_deref());
        object.some("after", function.left(alias).map(|routing| routing.to_string()).as_deref());
    });
    object.json("steps", &list(function.steps.iter().map(|step| json(&step_text(step)))));
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

fn step_text(step: &RunStep) -> String {
    let StepEntry { step: name, alias, trigger, version, recorded, left, .. } = &step.entry;
    let alias = alias.as_deref().map(shown).unwrap_or_default();
    let routing =
        |told: &Option<RecordedAlias>| told.as_ref().map_or_else(|| "–".to_owned(), |told| told.routing().to_string());
    let version = version.as_ref().map(ToString::to_string).unwrap_or_default();
    let text = match (name.as_str(), version.as_str()) {
        ("create", _) => "created".to_owned(),
        ("upload", _) => "code uploaded".to_owned(),
        ("configure", _) => "configured".to_owned(),
        ("publish", "") => "published".to_owned(),
        ("publish", version) => format!("published {version}"),
        ("protect", version) => format!("saved as {version}"),
        ("shift", _) => format!("{alias}: {} → {}", routing(recorded), routing(left)),
        ("restore", _) => format!("{alias} put back: {}", routing(left)),
        ("trigger", _) => trigger.clone().unwrap_or_default(),
        ("deleteAlias", _) => format!("{alias} deleted"),
        ("delete", _) => "deleted".to_owned(),
        (other, _) => other.to_owned(),
    };
    if step.done_ms.is_some() { text } else { format!("{text} (begun, not confirmed)") }
}

//! One look after a rollout: what was seen becomes a decision, its line in the journal, and the request that carries it out.

use serde::Serialize;

use crate::json::Json;
use crate::rollout::act::Act;
use crate::rollout::carry;
use crate::rollout::decide::decide;
use crate::rollout::decision::Decision;
use crate::rollout::facts::Facts;
use crate::rollout::figures::list;
use crate::rollout::fold::Fold;
use crate::rollout::ground::Ground;
use crate::rollout::hooks::{self, Call};
use crate::rollout::look;
use crate::rollout::policy::HookAt;

/// What a tick comes to.
#[derive(Debug, Serialize)]
pub struct Tick {
    /// What was decided.
    pub decision: Decision,
    /// The line of the journal: what was seen and what was decided.
    pub line: String,
    /// What carries it out; nothing where nothing is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<Json<'static>>,
    /// The hook that is asked; the answer has to be recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hook: Option<Call>,
    /// Whether the journal has to say that it was carried out.
    pub confirm: bool,
    /// Whether hooks are asked when it was.
    pub more: bool,
}

/// Of a rollout's journal and a look at it. `besides`: `{ zones?, answers?, missing?, commands?, who? }`, which the shell found out.
#[must_use]
pub fn tick(ground: &Ground, fold: &Fold, (seen, besides): (&Json<'_>, &Json<'_>), now: u64) -> Tick {
    let facts = look::facts(ground, seen, besides);
    let decision = decide(fold, &Facts::read(&facts), now);
    let request = carry::request(ground, fold, decision.act);
    let line = with_facts(&decision.line(), ground, seen, besides);
    let confirm = decision.act.confirmed();
    let hook = decision.ask.and_then(|question| hooks::call(ground, fold, question, now));
    let afterwards = match decision.act {
        Act::Finish => Some(HookAt::After),
        Act::RollBack => Some(HookAt::OnRollback),
        _ => None,
    };
    // the first step follows at once
    let more = decision.act == Act::Publish || afterwards.is_some_and(|at| fold.policy.hooks_at(at).next().is_some());
    Tick { decision, line, request, hook, confirm, more }
}

/// The line that says that a decision was carried out. `act`: what was decided, as [`Act::word`] has it; `run`: what came of its
/// request, which says of a publication what it made, or found made.
#[must_use]
pub fn done(act: &str, run: &Json<'_>, now: u64) -> String {
    let mut line = vec![("e".into(), Json::Text("done".into())), ("at".into(), Json::Number(now.to_string().into()))];
    if act == Act::Publish.word() {
        let version = |one: &Json<'_>| {
            let made = list(one.get("published")).last().and_then(Json::to_text);
            Some((one.text("key")?.into(), Json::Text(made.or_else(|| one.text("lastVersion"))?.into())))
        };
        let versions = list(run.get("functions")).iter().filter_map(version).collect();
        line.push(("versions".into(), Json::Map(versions)));
    }
    Json::Map(line).to_json()
}

/// The line with what later looks need beside the decision: how the monitor spells `$LATEST`, where that was not known, and who
/// looked.
fn with_facts(line: &str, ground: &Ground, seen: &Json<'_>, besides: &Json<'_>) -> String {
    let unknown = |key: &str| ground.places.iter().any(|place| place.key == key && place.spelling.is_none());
    let learned = list(seen.get("minutes")).iter().filter_map(|one| Some((one.text("key")?, one.text("spelling")?)));
    let learned =
        learned.filter(|(key, _)| unknown(key)).map(|(key, spelling)| (key.into(), Json::Text(spelling.into())));
    let learned: Vec<_> = learned.collect();
    let Ok(Json::Map(mut entries)) = Json::from_json(line) else { return line.to_owned() };
    if !learned.is_empty() {
        entries.push(("spelling".into(), Json::Map(learned)));
    }
    entries.extend(besides.text("who").map(|who| ("by".into(), Json::Text(who.into()))));
    Json::Map(entries).to_json()
}

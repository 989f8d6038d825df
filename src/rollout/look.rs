//! What a tick looks at, and what that comes to.
//!
//! A look is a request of its own (`do: look`): routing, versions and code of the functions, and the minutes of both versions that
//! the journal lacks. The last five that it has are asked for again, since figures rise after they are first seen.

use crate::json::Json;
use crate::rollout::figures::{Metric, list};
use crate::rollout::fold::Fold;
use crate::rollout::ground::{Ground, Place};
use crate::rollout::policy::{Policy, Source};
use crate::rollout::portion::Portion;
use crate::scf::alias::Alias;
use crate::scf::provisioned::{Instances, Provisioned};
use crate::scf::{Fields, Read};
use crate::traffic::routing::{Routing, Version, VersionMatch};

const MINUTE: u64 = 60;
const DAY: u64 = 86_400;
/// So many known minutes are looked at again.
const AGAIN: u64 = 5 * MINUTE;
/// Groups of more functions ask some metrics at each fifth tick only, so that a tick of two hundred takes seconds.
const MANY: usize = 20;
/// How long the monitor's figures take to be complete, in seconds.
const REPLAY_DELAY: u64 = 120;
/// So many of stable's minutes before the rollout say how its errors come.
const PAST: usize = 120;

/// What decides whether the canary goes back; asked each tick.
const ALWAYS: [&str; 3] = ["calls", "errors", "aliasCalls"];
/// Calls that took longer than stable's quantiles, where single durations are known.
const SLOW: [&str; 3] = ["p50", "p90", "p99"];
/// The rest.
const SOMETIMES: [&str; 3] = ["timedOut", "outOfMemory", "duration"];

fn text(value: &str) -> Json<'static> {
    Json::Text(value.to_owned().into())
}

fn number(value: u64) -> Json<'static> {
    Json::Number(value.to_string().into())
}

fn map<const N: usize>(entries: [(&str, Json<'static>); N]) -> Json<'static> {
    Json::Map(entries.map(|(key, value)| (key.to_owned().into(), value)).to_vec())
}

fn asked(ground: &Ground, metrics: &[&str], policy: &Policy, from: impl Fn(&Place) -> u64) -> Json<'static> {
    let source = &policy.guard.source;
    let of_place = |place: &Place| {
        let slow =
            |slow: &Vec<String>| Json::List(slow.iter().map(|digits| Json::Number(digits.clone().into())).collect());
        let entries = [
            ("key", text(&place.key)),
            ("canary", text(place.canary.wire())),
            ("stable", text(place.stable.wire())),
            ("alias", text(&ground.alias)),
            ("from", number(from(place))),
            ("spelling", place.spelling.as_ref().map_or(Json::Null, |spelling| text(spelling))),
            ("slow", place.slow.as_ref().map_or(Json::Null, slow)),
        ];
        map(entries)
    };
    // logs have everything; a server, which the shell asks, has no durations
    let has = |metric: &&&str| match source {
        Source::Monitor => true,
        Source::Cls => false,
        Source::Prometheus { .. } | Source::Http { .. } => **metric == "duration",
    };
    map([
        ("delay", number(policy.guard.delay)),
        ("logs", Json::Bool(*source == Source::Cls)),
        ("metrics", Json::List(metrics.iter().filter(has).map(|metric| text(metric)).collect())),
        ("functions", Json::List(ground.places.iter().map(of_place).collect())),
    ])
}

fn request(ground: &Ground, asked: Json<'static>) -> Json<'static> {
    let inputs = ground.inputs().into_iter().map(|(key, value)| (key.into(), value)).collect();
    map([("do", text("look")), ("inputs", Json::Map(inputs)), ("asked", asked)])
}

/// The request of a tick's look.
#[must_use]
pub fn of_tick(ground: &Ground, fold: &Fold, now: u64) -> Json<'static> {
    let many = ground.places.len() > MANY && !(now / MINUTE).is_multiple_of(5);
    let metrics: Vec<&str> = ALWAYS.into_iter().chain(SOMETIMES.into_iter().filter(|_| !many)).collect();
    let mut asked = asked(ground, &metrics, &fold.policy, |place: &Place| since(fold, place));
    if let Json::Map(entries) = &mut asked {
        // `$LATEST` can't have any
        let tried = ground.warm && ground.places.iter().any(|place| !place.canary.is_latest());
        entries.extend(tried.then_some(("provisioned".into(), Json::Bool(true))));
    }
    request(ground, asked)
}

/// From when on a tick asks for the figures of a function.
pub(super) fn since(fold: &Fold, place: &Place) -> u64 {
    let known = fold.functions.iter().find(|function| function.key == place.key);
    let last =
        known.and_then(|function| function.figures.of(Metric::Errors).last()).map(|row| (row.minute + 1) * MINUTE);
    last.map_or(fold.began, |last| last.saturating_sub(AGAIN).max(fold.began))
}

/// From when on a start asks for them: the day before.
pub(super) const fn day_before(now: u64) -> u64 {
    now.saturating_sub(DAY)
}

/// The request of the look at stable's last day, before a rollout.
#[must_use]
pub fn of_start(ground: &Ground, policy: &Policy, now: u64) -> Json<'static> {
    let metrics = ["calls", "errors", "aliasCalls", "aliasErrors", "timedOut", "outOfMemory"];
    let mut asked = asked(ground, &metrics, policy, |_: &Place| day_before(now));
    if let Json::Map(entries) = &mut asked {
        entries.push(("measure".into(), Json::Bool(true)));
    }
    request(ground, asked)
}

/// The request of the look at what the alias of functions served since then, for a rehearsal. `seen` is a look at the functions.
#[must_use]
pub fn of_replay(seen: &Json<'_>, alias: &str, since: u64) -> Json<'static> {
    let word = |one: &Json<'_>, key: &str| text(&one.text(key).unwrap_or_default());
    let function = |one: &Json<'_>| {
        let stable = one.text("stable").unwrap_or_else(|| Version::LATEST.to_owned());
        map([
            ("key", word(one, "key")),
            ("canary", text(Version::LATEST)),
            ("stable", text(&stable)),
            ("alias", text(alias)),
            ("from", number(since)),
            ("spelling", text(Version::LATEST)),
        ])
    };
    let there = list(seen.get("functions")).iter().filter(|one| one.get("exists") == Some(&Json::Bool(true)));
    let there: Vec<&Json<'_>> = there.collect();
    let inputs = there.iter().map(|one| {
        let place =
            map([("name", word(one, "name")), ("region", word(one, "region")), ("namespace", word(one, "namespace"))]);
        (one.text("key").unwrap_or_default().into(), place)
    });
    let inputs = map([("functions", Json::Map(inputs.collect())), ("alias", text(alias))]);
    let asked = map([
        ("delay", number(REPLAY_DELAY)),
        ("metrics", Json::List(["aliasCalls", "aliasErrors"].map(text).to_vec())),
        ("functions", Json::List(there.iter().map(|one| function(one)).collect())),
    ]);
    map([("do", text("look")), ("inputs", inputs), ("asked", asked)])
}

/// What that look recorded: for each function calls and bad calls of each minute, from the first that had calls to the last.
#[must_use]
pub fn recorded(look: &Json<'_>) -> Json<'static> {
    let of_function = |one: &Json<'_>| {
        let (calls, bad) = (points(Some(one), "aliasCalls", "alias"), points(Some(one), "aliasErrors", "alias"));
        let of = |points: &[(u64, String)], minute: u64| {
            let found = points.binary_search_by_key(&minute, |(at, _)| *at).ok().and_then(|at| points.get(at));
            found.and_then(|(_, figure)| figure.parse::<f64>().ok()).unwrap_or(0.0)
        };
        let minutes = match (calls.first(), calls.last()) {
            (Some((first, _)), Some((last, _))) => {
                (*first..=*last).map(|minute| pair(of(&calls, minute), of(&bad, minute))).collect()
            }
            _ => Vec::new(),
        };
        map([("key", text(&one.text("key").unwrap_or_default())), ("minutes", Json::List(minutes))])
    };
    Json::List(list(look.get("minutes")).iter().map(of_function).collect())
}

/// The points of one metric of one side, minutes since 1970 and figures.
fn points(minutes: Option<&Json<'_>>, metric: &str, side: &str) -> Vec<(u64, String)> {
    let of = |one: &&Json<'_>| one.text("metric").as_deref() == Some(metric) && one.text("of").as_deref() == Some(side);
    let found = list(minutes.and_then(|minutes| minutes.get("minutes"))).iter().find(of);
    let point = |item: &Json<'_>| match list(Some(item)) {
        [at, Json::Number(figure)] => Some((at.whole()? / MINUTE, figure.clone().into_owned())),
        _ => None,
    };
    list(found.and_then(|found| found.get("points"))).iter().filter_map(point).collect()
}

fn written(points: Vec<(u64, String)>) -> Json<'static> {
    let pair = |(minute, figure): (u64, String)| Json::List(vec![number(minute), Json::Number(figure.into())]);
    Json::List(points.into_iter().map(pair).collect())
}

/// Both added up, minute by minute.
fn sum(one: Vec<(u64, String)>, other: Vec<(u64, String)>) -> Vec<(u64, String)> {
    let mut all = one;
    for (minute, figure) in other {
        match all.iter_mut().find(|(known, _)| *known == minute) {
            Some((_, known)) => {
                let both = known.parse::<f64>().unwrap_or(0.0) + figure.parse::<f64>().unwrap_or(0.0);
                *known = both.to_string();
            }
            None => all.push((minute, figure)),
        }
    }
    all.sort_unstable_by_key(|(minute, _)| *minute);
    all
}

/// Timed out or out of memory: the monitor counts them apart, logs together.
fn platform(minutes: Option<&Json<'_>>, side: &str) -> Vec<(u64, String)> {
    let apart = sum(points(minutes, "timedOut", side), points(minutes, "outOfMemory", side));
    sum(apart, points(minutes, "platform", side))
}

fn of_key<'a>(look: &'a Json<'_>, part: &str, key: &str) -> Option<&'a Json<'a>> {
    list(look.get(part)).iter().find(|one| one.text("key").as_deref() == Some(key))
}

/// The alias as the look has seen it.
fn routing(seen: Option<&Json<'_>>) -> Option<Routing> {
    Alias::read(Fields(seen?.get("routing")?)).ok().map(|alias| alias.routing())
}

/// `{ split, rules }` of an alias.
fn routed(routing: &Routing) -> Json<'static> {
    let rule = |rule: &VersionMatch| {
        let words = [
            ("version", rule.version.wire()),
            ("key", &rule.key),
            ("method", &rule.method),
            ("expression", &rule.expression),
        ];
        map(words.map(|(word, value)| (word, text(value))))
    };
    let rules = Json::List(routing.rules.iter().map(rule).collect());
    map([("split", text(&routing.split().to_string())), ("rules", rules)])
}

/// Whether the canary has the instances that stable has (rule 25): `ready`, `needed` or `pending`. What can't be seen is not
/// waited for.
fn warmth(place: &Place, seen: Option<&Json<'_>>) -> &'static str {
    let known = list(seen.and_then(|seen| seen.get("provisioned"))).iter();
    let versions = known.filter_map(|one| Instances::shown(Fields(one)).ok()).collect();
    let known = Provisioned { free: None, versions };
    match known.of(&place.canary) {
        _ if known.asked(&place.canary) < known.asked(&place.stable) => "needed",
        Some(one) if one.failed() => "needed",
        Some(one) if one.asked > 0 && !one.ready() => "pending",
        _ => "ready",
    }
}

/// What a look comes to, as [`Facts::read`](crate::rollout::facts::Facts::read) takes it. `look` is the report of the request,
/// `besides` has what the shell found out besides: `{ zones?, answers?, missing?, commands? }`.
#[must_use]
pub fn facts(ground: &Ground, look: &Json<'_>, besides: &Json<'_>) -> Json<'static> {
    let of_place = |place: &Place| {
        let (seen, minutes) = (of_key(look, "functions", &place.key), of_key(look, "minutes", &place.key));
        let both = |of: &dyn Fn(&str) -> Vec<(u64, String)>| {
            map([("canary", written(of("canary"))), ("stable", written(of("stable")))])
        };
        let unanswered = list(minutes.and_then(|minutes| minutes.get("unanswered")));
        let silent = |metric: &str| unanswered.iter().any(|one| one.to_text().as_deref() == Some(metric));
        let mut calls = both(&|side| points(minutes, "calls", side));
        if let Json::Map(entries) = &mut calls {
            entries.push(("alias".into(), written(points(minutes, "aliasCalls", "alias"))));
        }
        let mut bad = vec![("errors".into(), both(&|side| points(minutes, "errors", side)))];
        let asked = |metric: &str| {
            let of = |one: &Json<'_>| one.text("metric").as_deref() == Some(metric);
            list(minutes.and_then(|minutes| minutes.get("minutes"))).iter().any(of)
        };
        if (asked("timedOut") && asked("outOfMemory")) || asked("platform") {
            bad.push(("platform".into(), both(&|side| platform(minutes, side))));
        }
        for slow in SLOW.into_iter().filter(|slow| asked(slow)) {
            bad.push((slow.into(), both(&|side| points(minutes, slow, side))));
        }
        let code = if place.canary.is_latest() {
            seen.and_then(|seen| seen.text("code"))
        } else {
            Some(place.canary.to_string())
        };
        let routing = routing(seen);
        let portion = routing.as_ref().and_then(|routing| Portion::of(routing, &place.canary, &place.stable));
        // rules of the rollout's own kind are judged as its step says; others lead callers elsewhere
        let foreign = portion.is_none() && routing.as_ref().is_some_and(Routing::by_rules);
        let known = minutes.and_then(|minutes| minutes.text("blind"));
        let blind = match known {
            Some(why) => Some(why),
            None if silent("calls") || silent("errors") => Some("unavailable".to_owned()),
            None => foreign.then(|| "rules".to_owned()),
        };
        let mut facts = map([
            ("key", text(&place.key)),
            ("share", portion.as_ref().map_or(Json::Null, |portion| Json::Number(portion.share.to_string().into()))),
            ("code", code.map_or(Json::Null, |code| text(&code))),
            ("warm", text(warmth(place, seen))),
            ("blind", blind.map_or(Json::Null, |blind| text(&blind))),
            ("calls", calls),
            ("bad", Json::Map(bad)),
            ("means", both(&|side| points(minutes, "duration", side))),
        ]);
        if let Json::Map(entries) = &mut facts {
            let rules = portion.as_ref().filter(|portion| portion.by_rules()).map(Portion::rules_json);
            let routing = routing.as_ref().filter(|_| rules.is_some() || portion.is_none());
            entries.extend(routing.map(|routing| ("routing".into(), routed(routing))));
            entries.extend(rules.map(|rules| ("rules".into(), rules)));
        }
        facts
    };
    let mut facts = vec![("functions".into(), Json::List(ground.places.iter().map(of_place).collect()))];
    for part in ["zones", "answers", "missing", "commands"] {
        facts.extend(besides.get(part).map(|value| (part.into(), value.clone().into_owned())));
    }
    Json::Map(facts)
}

/// Calls and bad calls.
fn pair(calls: f64, bad: f64) -> Json<'static> {
    Json::List([calls, bad].map(|figure| Json::Number(figure.to_string().into())).to_vec())
}

fn in_all(points: &[(u64, String)]) -> f64 {
    points.iter().filter_map(|(_, figure)| figure.parse::<f64>().ok()).sum()
}

/// The functions of a rollout's start, with what they were like in the day before.
#[must_use]
pub fn functions_of_start(ground: &Ground, look: &Json<'_>) -> Json<'static> {
    let of_place = |place: &Place| {
        let (seen, minutes) = (of_key(look, "functions", &place.key), of_key(look, "minutes", &place.key));
        let calls = points(minutes, "calls", "stable");
        let past = |bad: &[(u64, String)]| {
            let newest = calls.iter().rev().take(PAST).rev();
            let minute = |(minute, calls): &(u64, String)| {
                let bad = bad.iter().find(|(known, _)| known == minute).map_or("0", |(_, bad)| bad);
                pair(calls.parse().unwrap_or(0.0), bad.parse().unwrap_or(0.0))
            };
            Json::List(newest.map(minute).collect())
        };
        let errors = points(minutes, "errors", "stable");
        let of_alias = |metric: &str| in_all(&points(minutes, metric, "alias"));
        let code = if place.canary.is_latest() {
            seen.and_then(|seen| seen.text("code"))
        } else {
            Some(place.canary.to_string())
        };
        let mut pasts = vec![("errors", past(&errors)), ("platform", past(&platform(minutes, "stable")))];
        for slow in SLOW {
            let slow_calls = points(minutes, slow, "stable");
            if !slow_calls.is_empty() {
                pasts.push((slow, past(&slow_calls)));
            }
        }
        let pasts = pasts.into_iter().map(|(metric, past)| (metric.into(), past)).collect();
        let place_words = map([
            ("region", text(&place.target.region)),
            ("namespace", text(&place.target.namespace)),
            ("function", text(&place.target.name)),
        ]);
        let mut function = map([
            ("key", text(&place.key)),
            ("at", place_words),
            ("canary", text(place.canary.wire())),
            ("stable", text(place.stable.wire())),
            ("code", code.map_or(Json::Null, |code| text(&code))),
            ("day", pair(in_all(&calls), in_all(&errors))),
            ("alias", pair(of_alias("aliasCalls"), of_alias("aliasErrors"))),
            ("past", Json::Map(pasts)),
        ]);
        let slow = minutes.and_then(|minutes| minutes.get("slow"));
        if let (Json::Map(entries), Some(slow)) = (&mut function, slow) {
            entries.push(("slow".into(), slow.clone().into_owned()));
        }
        function
    };
    Json::List(ground.places.iter().map(of_place).collect())
}

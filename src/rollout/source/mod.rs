//! Figures that a server has: which requests ask for them, and what the answers come to.
//!
//! A policy's address may hold a secret, so the journal has its digest alone. Whoever looks after a rollout names the address,
//! and the one counts whose digest is the policy's. The shell sends the requests, adds what proves who asks, and hands back what
//! came of each. What can't be asked, or is answered in another way than the contract says, is "cannot tell" with its reason;
//! it never counts as no bad calls.

mod ask;
mod http;
mod prometheus;

pub use ask::Ask;

use ask::{Counted, MINUTE, Points, Span};

use crate::error::Error;
use crate::json::Json;
use crate::message::problem::RolloutOrderProblem;
use crate::message::rollout::Blind;
use crate::rollout::figures::list;
use crate::rollout::fold::Fold;
use crate::rollout::ground::{Ground, Place};
use crate::rollout::look::{day_before, since};
use crate::rollout::policy::{Policy, Secret, Source};

/// What is asked about: the functions, and since when.
#[derive(Debug)]
pub struct Question<'a> {
    ground: &'a Ground,
    policy: &'a Policy,
    /// The rollout, once it has begun.
    fold: Option<&'a Fold>,
    now: u64,
}

impl<'a> Question<'a> {
    /// Of a tick.
    #[must_use]
    pub const fn of_tick(ground: &'a Ground, fold: &'a Fold, now: u64) -> Self {
        Self { ground, policy: &fold.policy, fold: Some(fold), now }
    }

    /// Of the day before a rollout.
    #[must_use]
    pub const fn of_start(ground: &'a Ground, policy: &'a Policy, now: u64) -> Self {
        Self { ground, policy, fold: None, now }
    }

    /// The requests, in order; none where no server is asked, or its address is not among those that are named.
    #[must_use]
    pub fn asks(&self, named: &[String]) -> Vec<Ask> {
        let Some(url) = address(self.policy, named) else { return Vec::new() };
        self.ground.places.iter().flat_map(|place| self.of_place(&url, place)).collect()
    }

    fn of_place(&self, url: &str, place: &Place) -> Vec<Ask> {
        let span = self.span(place);
        if span.from >= span.to {
            return Vec::new();
        }
        match &self.policy.guard.source {
            Source::Prometheus { bad, all, .. } => prometheus::asks(url, [all, bad], &self.ground.alias, place, span),
            Source::Http { secret, .. } => {
                let secret = secret.as_ref().map(Secret::kept);
                vec![Ask { secret, ..http::ask(url, &self.ground.alias, place, span) }]
            }
            Source::Monitor | Source::Cls => Vec::new(),
        }
    }

    fn span(&self, place: &Place) -> Span {
        let from = self.fold.map_or_else(|| day_before(self.now), |fold| since(fold, place));
        let whole = |seconds: u64| seconds - seconds % MINUTE;
        Span { from: whole(from), to: whole(self.now.saturating_sub(self.policy.guard.delay)) }
    }

    /// The minutes of each function, as a look has them; `None` where no server is asked. `outcomes`: what came of each request,
    /// in order: `{ status, text }`, `{ lost: true }`, or `{ unsigned: true }` where the secret is not known and nothing was sent.
    #[must_use]
    pub fn minutes(&self, named: &[String], outcomes: &Json<'_>) -> Option<Json<'static>> {
        server(self.policy)?;
        let url = address(self.policy, named);
        let Json::List(outcomes) = outcomes else { return Some(self.all_blind(Blind::Unavailable)) };
        let Some(url) = url else { return Some(self.all_blind(Blind::Unnamed)) };
        let mut rest = outcomes.as_slice();
        let mut functions = Vec::with_capacity(self.ground.places.len());
        for place in &self.ground.places {
            let asks = self.of_place(&url, place).len();
            let (own, others) = rest.split_at(asks.min(rest.len()));
            rest = others;
            let read = if own.len() == asks { self.read(place, own) } else { Err(Blind::Unavailable) };
            functions.push(written(&place.key, read));
        }
        Some(Json::List(functions))
    }

    /// Calls and bad calls of the canary and of stable.
    fn read(&self, place: &Place, outcomes: &[Json<'_>]) -> Result<[Counted; 2], Blind> {
        if outcomes.is_empty() {
            // no whole minute is over yet
            return Ok(Default::default());
        }
        let bodies: Vec<Json<'_>> = outcomes.iter().map(body).collect::<Result<_, _>>()?;
        let span = self.span(place);
        let sides = match &self.policy.guard.source {
            Source::Http { .. } => http::read(&bodies, place, span)?,
            _ => prometheus::read(&bodies, span)?,
        };
        for side in &sides {
            let counted = |at: u64| side.bad.iter().any(|(known, _)| *known == at);
            if side.calls.iter().any(|(at, calls)| *calls > 0.0 && !counted(*at)) {
                return Err(Blind::NoBad);
            }
        }
        Ok(sides)
    }

    /// A look with the minutes that a server has. `source` of it: `{ named, outcomes }`, the addresses that were named and what came
    /// of each request.
    #[must_use]
    pub fn with_minutes<'b>(&self, mut look: Json<'b>) -> Json<'b> {
        let source = look.take("source");
        let named: Vec<String> = list(source.get("named")).iter().filter_map(Json::to_text).collect();
        if let Some(mut minutes) = self.minutes(&named, source.get("outcomes").unwrap_or(&Json::Null)) {
            join(&mut minutes, look.take("minutes").into_owned());
            if let Json::Map(entries) = &mut look {
                entries.retain(|(name, _)| name != "minutes");
                entries.push(("minutes".into(), minutes));
            }
        }
        look
    }

    fn all_blind(&self, why: Blind) -> Json<'static> {
        Json::List(self.ground.places.iter().map(|place| written(&place.key, Err(why))).collect())
    }
}

/// Adds the durations that the monitor has, and how it spells `$LATEST`, function by function.
fn join(minutes: &mut Json<'static>, of_monitor: Json<'static>) {
    let (Json::List(functions), Json::List(others)) = (minutes, of_monitor) else { return };
    for mut other in others {
        let key = other.text("key");
        let Some(Json::Map(entries)) = functions.iter_mut().find(|function| function.text("key") == key) else {
            continue;
        };
        let (spelling, durations) = (other.take("spelling"), other.take("minutes"));
        if spelling != Json::Null {
            entries.push(("spelling".into(), spelling));
        }
        let known = entries.iter_mut().find(|(name, _)| name == "minutes");
        if let (Some((_, Json::List(known))), Json::List(durations)) = (known, durations) {
            known.extend(durations);
        }
    }
}

/// The address of the server that a policy takes its figures from.
fn server(policy: &Policy) -> Option<&Secret> {
    match &policy.guard.source {
        Source::Prometheus { url, .. } | Source::Http { url, .. } => Some(url),
        Source::Monitor | Source::Cls => None,
    }
}

/// The same as it is written, where it is: a journal has a digest.
#[must_use]
pub fn written_address(policy: &Policy) -> Option<&str> {
    server(policy).map(Secret::text).filter(|text| !Secret::is_digest(text))
}

/// The one of the named addresses that the policy means.
fn address(policy: &Policy, named: &[String]) -> Option<String> {
    let digest = server(policy)?.digest();
    named.iter().map(|named| named.trim()).find(|named| Secret::of(named).digest() == digest).map(str::to_owned)
}

/// Refuses a policy whose server nobody named but the policy.
///
/// # Errors
/// `UntrustedHost`.
pub fn require_named(policy: &Policy, named: &[String]) -> Result<(), Error> {
    if is_unnamed(policy, named) {
        return Err(Error::refused(RolloutOrderProblem::SourceNotNamed));
    }
    Ok(())
}

/// Whether a policy has a server for figures that is not among the addresses that were named.
#[must_use]
pub fn is_unnamed(policy: &Policy, named: &[String]) -> bool {
    server(policy).is_some() && address(policy, named).is_none()
}

/// The body of a good answer.
fn body<'a>(outcome: &'a Json<'_>) -> Result<Json<'a>, Blind> {
    if outcome.get("unsigned") == Some(&Json::Bool(true)) {
        return Err(Blind::Unnamed);
    }
    let text = match outcome.get("text") {
        Some(Json::Text(text)) => text,
        _ => return Err(Blind::Unavailable),
    };
    match outcome.get("status").and_then(Json::whole) {
        Some(200) => Json::from_json(text).map_err(|_| Blind::Unreadable),
        Some(401 | 403) => Err(Blind::Denied),
        // too many requests, and servers that are down
        None | Some(429 | 500..) => Err(Blind::Unavailable),
        Some(_) => Err(Blind::Refused),
    }
}

/// As a look has the minutes of a function.
fn written(key: &str, read: Result<[Counted; 2], Blind>) -> Json<'static> {
    let text = |text: &str| Json::Text(text.to_owned().into());
    let number = |value: f64| Json::Number(crate::rollout::number::twelve_digits(value).into());
    let points = |points: &Points| {
        let pair = |(at, figure): &(u64, f64)| Json::List(vec![number(*at as f64), number(*figure)]);
        Json::List(points.iter().map(pair).collect())
    };
    let mut entries = vec![("key".into(), text(key))];
    match read {
        Err(why) => entries.push(("blind".into(), text(why.word()))),
        Ok(sides) => {
            let mut minutes = Vec::new();
            for (of, side) in ["canary", "stable"].into_iter().zip(&sides) {
                for (metric, of_metric) in [("calls", &side.calls), ("errors", &side.bad)] {
                    minutes.push(Json::Map(vec![
                        ("metric".into(), text(metric)),
                        ("of".into(), text(of)),
                        ("points".into(), points(of_metric)),
                    ]));
                }
            }
            entries.push(("minutes".into(), Json::List(minutes)));
        }
    }
    Json::Map(entries)
}

#[cfg(test)]
mod tests;

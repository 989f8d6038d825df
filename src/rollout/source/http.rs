//! A server of one's own, by the contract of docs/rollouts.sources.md: it is asked by function for the minutes of two versions,
//! and answers with calls and bad calls.

use super::ask::{Ask, Counted, MINUTE, Span};
use crate::json::Json;
use crate::message::rollout::Blind;
use crate::rollout::figures::list;
use crate::rollout::ground::Place;

/// The version of the contract.
const CONTRACT: u64 = 1;

/// `{ contract, function, namespace, region, alias, canary, stable, from, to }`; times in seconds since 1970.
pub(super) fn ask(url: &str, alias: &str, place: &Place, span: Span) -> Ask {
    let text = |text: &str| Json::Text(text.to_owned().into());
    let number = |number: u64| Json::Number(number.to_string().into());
    let body = Json::Map(vec![
        ("contract".into(), number(CONTRACT)),
        ("function".into(), text(&place.target.name)),
        ("namespace".into(), text(&place.target.namespace)),
        ("region".into(), text(&place.target.region)),
        ("alias".into(), text(alias)),
        ("canary".into(), text(place.canary.wire())),
        ("stable".into(), text(place.stable.wire())),
        ("from".into(), number(span.from)),
        ("to".into(), number(span.to)),
    ]);
    Ask::post(url, "", "application/json", body.to_json())
}

/// `{ versions: { "1": [[minute, calls, bad], …], "$LATEST": […] } }`.
pub(super) fn read(bodies: &[Json<'_>], place: &Place, span: Span) -> Result<[Counted; 2], Blind> {
    let versions = bodies.first().and_then(|body| body.get("versions")).ok_or(Blind::Unreadable)?;
    let side = |version: &str| {
        let Some(Json::List(rows)) = versions.get(version) else { return Err(Blind::Unreadable) };
        let mut counted = Counted::default();
        for row in rows {
            let whole: Option<Vec<u64>> = list(Some(row)).iter().map(Json::whole).collect();
            let Some([at, calls, bad]) = whole.as_deref() else { return Err(Blind::Unreadable) };
            let twice = counted.calls.iter().any(|(known, _)| known == at);
            if !at.is_multiple_of(MINUTE) || bad > calls || twice {
                return Err(Blind::Unreadable);
            }
            if (span.from..span.to).contains(at) {
                counted.calls.push((*at, *calls as f64));
                counted.bad.push((*at, *bad as f64));
            }
        }
        Ok(counted)
    };
    Ok([side(place.canary.wire())?, side(place.stable.wire())?])
}

//! What `schema.json` says of `rollout`. Its policy is read above this module (`src/rollout/policy`), where a test holds both
//! together.

use serde_json::{Value, json};

use super::schema_part::{choice, only, scalar, some_text, text, whole};

/// A policy: the name of a preset, true for the usual one, false for none, or a map.
pub(super) fn rollout() -> Value {
    json!({ "anyOf": [some_text(), { "type": "boolean" }, policy()] })
}

fn policy() -> Value {
    // a value of a header, which YAML may read as a number or as true or false
    let staff = only(json!({ "header": some_text(), "exact": scalar() }), &["header", "exact"]);
    let share_step = only(json!({ "traffic": share(), "for": time(), "gate": some_text() }), &["traffic"]);
    let staff_step = only(json!({ "route": staff, "for": time(), "gate": some_text() }), &["route"]);
    let route = json!({ "header": some_text(), "buckets": whole(2, 1_000_000) });
    let wager = json!({ "errors": number(), "latency": number(), "platform": number() });
    let guard = json!({
        "sensitivity": choice(&["low", "normal", "high"]),
        "alpha": number(),
        "margin": number(),
        "budget": share(),
        "minBad": whole(1, 1000),
        "wager": only(wager, &[]),
        "source": json!({ "anyOf": [some_text(), any_object()] }),
        "delay": time(),
    });
    let window = json!({
        "days": some_text(),
        "from": some_text(),
        "to": some_text(),
        "zone": some_text(),
        "except": json!({ "anyOf": [some_text(), list(some_text())] }),
    });
    let gate = only(json!({ "timeout": time(), "then": overdue() }), &["timeout"]);
    let hooks = json!({
        "before": list(any_object()),
        "beforeStep": list(any_object()),
        "after": list(any_object()),
        "onRollback": list(any_object()),
    });
    let insufficient = json!({ "extend": whole(1, 100), "then": choice(&["advance", "pause", "rollback"]) });
    let keys = json!({
        "preset": some_text(),
        "steps": list(json!({ "anyOf": [share_step, staff_step] })),
        "route": only(route, &["header", "buckets"]),
        "finish": choice(&["publish", "latest"]),
        "canary": choice(&["latest", "version"]),
        "guard": only(guard, &[]),
        "limits": only(json!({ "errors": share(), "duration": time() }), &[]),
        "unhealthy": choice(&["rollback", "pause"]),
        "insufficient": only(insufficient, &[]),
        "outage": only(json!({ "hold": time(), "then": overdue() }), &[]),
        "timeout": time(),
        "gates": json!({ "type": "object", "additionalProperties": gate }),
        "windows": list(only(window, &["from", "to", "zone"])),
        "hooks": only(hooks, &[]),
        "notify": list(any_object()),
        "every": time(),
    });
    only(keys, &[])
}

fn list(item: Value) -> Value {
    json!({ "type": "array", "items": item })
}

/// Keys that depend on each other; the reader tells what is wrong with them.
fn any_object() -> Value {
    json!({ "type": "object", "additionalProperties": { "type": ["string", "number", "boolean", "object", "array", "null"] } })
}

fn overdue() -> Value {
    choice(&["pause", "rollback"])
}

fn number() -> Value {
    json!({ "anyOf": [{ "type": "number" }, some_text()] })
}

/// `5%`, `0.05`.
fn share() -> Value {
    json!({ "anyOf": [{ "type": "number", "minimum": 0, "maximum": 1 }, text("^\\s*[+-]?[0-9.]+(e[+-]?[0-9]+)?\\s*%?\\s*$")] })
}

/// `90s`, `5m`, `1h30m`, `1d`, `800ms`.
fn time() -> Value {
    text("^\\s*([0-9]+(ms|s|m|h|d))+\\s*$")
}

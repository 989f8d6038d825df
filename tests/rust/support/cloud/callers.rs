//! Triggers and custom domains: what calls functions by itself.

use serde_json::{Value, json};

/// A trigger is known by its kind, its name, what it calls and, in a bucket, by its event.
pub(super) fn write_trigger(triggers: &mut Vec<Value>, action: &str, body: &Value) -> Result<Value, &'static str> {
    let event = |trigger: &Value| {
        let desc: Value = serde_json::from_str(trigger["TriggerDesc"].as_str().unwrap_or_default()).unwrap_or_default();
        (trigger["Type"] == "cos").then(|| desc["event"].clone())
    };
    let same = |known: &Value| {
        ["Type", "TriggerName", "Qualifier"].iter().all(|key| known[key] == body[key]) && event(known) == event(body)
    };
    let at = triggers.iter().position(same);
    let made = || {
        let desc = body["TriggerDesc"].as_str().unwrap();
        json!({
            "Type": body["Type"], "TriggerName": body["TriggerName"], "Qualifier": body["Qualifier"],
            "Enable": i32::from(body["Enable"] == "OPEN"), "CustomArgument": body["CustomArgument"],
            "TriggerDesc": if body["Type"] == "timer" { json!({ "cron": desc }).to_string() } else { desc.to_owned() },
        })
    };
    match (action, at) {
        ("CreateTrigger", Some(_)) => return Err("ResourceInUse.Trigger"),
        ("CreateTrigger", None) => triggers.push(made()),
        (_, None) => return Err("ResourceNotFound.Trigger"),
        ("DeleteTrigger", Some(at)) => drop(triggers.remove(at)),
        ("UpdateTrigger", Some(at)) => triggers[at] = made(),
        (_, Some(at)) => triggers[at]["Enable"] = json!(i32::from(body["Enable"] == "OPEN")),
    }
    Ok(json!({}))
}

/// Pages are small, so that a test with a few domains pages.
pub(super) fn custom_domain(domains: &mut [Value], action: &str, body: &Value) -> Result<Value, &'static str> {
    if action == "ListCustomDomains" {
        let offset = usize::try_from(body["Offset"].as_u64().unwrap()).unwrap();
        let page: Vec<&Value> = domains.iter().skip(offset).take(2).collect();
        return Ok(json!({ "Total": domains.len(), "Domains": page }));
    }
    let known = domains.iter_mut().find(|known| known["Domain"] == body["Domain"]);
    let known = known.ok_or("ResourceNotFound")?;
    match action {
        "GetCustomDomain" => Ok(known.clone()),
        "UpdateCustomDomain" => {
            known.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
            Ok(json!({}))
        }
        other => panic!("the machine calls {other}, which this cloud does not know"),
    }
}

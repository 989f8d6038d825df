//! What differs between two plans, function by function, in plain words.

use crate::json::Json;
use crate::traffic::routing::shown_alias as shown;

/// The most lines that are shown.
const LINES: usize = 20;

/// What changed from one canonical text to another: `fun01: $default was …, now it is …`. Empty where they are the same.
#[must_use]
pub fn difference(old: &str, new: &str) -> Vec<String> {
    let (before, after) = (Json::from_json(old).unwrap_or_default(), Json::from_json(new).unwrap_or_default());
    let mut lines = Vec::new();
    of_run(&before, &after, &mut lines);
    let (were, are) = (functions(&before), functions(&after));
    let alias = after.text("alias").unwrap_or_default();
    for (index, is) in are.iter().enumerate() {
        // nearly always at the same place
        let there = were.get(index).filter(|was| same(was, is)).or_else(|| were.iter().find(|was| same(was, is)));
        match there {
            Some(was) => of_function(was, is, shown(&alias), &mut lines),
            None => lines.push(format!("{}: it was not in the plan", key(is))),
        }
    }
    let gone = were.iter().filter(|was| !are.iter().any(|is| same(was, is)));
    lines.extend(gone.map(|was| format!("{}: it is no longer in the plan", key(was))));
    if lines.is_empty() && old != new {
        lines.push(match before == after {
            true => "the text of the plan was changed by hand: its order or its spaces".to_owned(),
            false => "the order of functions, a note or a detail of the plan".to_owned(),
        });
    }
    let more = lines.len().saturating_sub(LINES);
    lines.truncate(LINES);
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines
}

/// What was asked for as a whole.
fn of_run(before: &Json<'_>, after: &Json<'_>, lines: &mut Vec<String>) {
    for name in ["kind", "stage", "alias", "traffic", "group"] {
        let (was, is) = (before.get(name), after.get(name));
        if was != is {
            lines.push(format!("{name} was {}, now it is {}", said(was), said(is)));
        }
    }
}

fn of_function(was: &Json<'_>, is: &Json<'_>, alias: &str, lines: &mut Vec<String>) {
    if was == is {
        return;
    }
    let (key, known) = (key(is), lines.len());
    let mut changed = |name: &str, text: &dyn Fn(&str, &str) -> String| {
        let (old, new) = (basis(was, name), basis(is, name));
        if old != new {
            lines.push(format!("{key}: {}", text(&said(old), &said(new))));
        }
    };
    changed("exists", &|_, now| match now {
        "true" => "the function was created meanwhile".to_owned(),
        _ => "the function was deleted meanwhile".to_owned(),
    });
    changed("routing", &|old, new| format!("{alias} was {old}, now it is {new}"));
    changed("versions", &|old, new| format!("the published versions were {old}, now they are {new}"));
    changed("code", &|_, _| "the code on $latest was changed".to_owned());
    changed("package", &|_, _| "the code to upload is another".to_owned());
    changed("settings", &|_, _| "the configuration was changed".to_owned());
    let (were, are) = (steps(was), steps(is));
    lines
        .extend(were.iter().filter(|step| !are.contains(step)).map(|step| format!("{key}: no longer planned: {step}")));
    lines.extend(are.iter().filter(|step| !were.contains(step)).map(|step| format!("{key}: planned now: {step}")));
    let refusal = |one: &Json<'_>| one.get("refused").and_then(|error| error.text("message"));
    if let (old, Some(why)) = (refusal(was), refusal(is))
        && old.as_ref() != Some(&why)
    {
        lines.push(format!("{key}: it can't be done now: {why}"));
    }
    if lines.len() > known {
        return;
    }
    let (planned, now) = (split(was), split(is));
    lines.push(match planned == now {
        true => format!("{key}: a note or a detail of the plan"),
        false => format!("{key}: {alias} was to become {planned}, now {now}"),
    });
}

/// Who gets what after the last step.
fn split(function: &Json<'_>) -> String {
    let Some(Json::List(parts)) = function.get("after") else { return "nothing".to_owned() };
    let part = |part: &Json<'_>| [said(part.get("version")).as_str(), " ", said(part.get("share")).as_str()].concat();
    parts.iter().map(part).collect::<Vec<_>>().join(" · ")
}

fn functions<'a, 'b>(plan: &'b Json<'a>) -> &'b [Json<'a>] {
    match plan.get("functions") {
        Some(Json::List(functions)) => functions,
        _ => &[],
    }
}

fn same(one: &Json<'_>, other: &Json<'_>) -> bool {
    ["region", "namespace", "name"].into_iter().all(|part| one.get(part) == other.get(part))
}

/// One of the facts that the plan of a function rests on.
fn basis<'a, 'b>(function: &'b Json<'a>, name: &str) -> Option<&'b Json<'a>> {
    function.get("basis")?.get(name)
}

fn key(function: &Json<'_>) -> String {
    function.text("key").unwrap_or_default()
}

/// The steps in words.
fn steps(function: &Json<'_>) -> Vec<String> {
    let Some(Json::List(steps)) = function.get("steps") else { return Vec::new() };
    steps.iter().filter_map(|step| step.text("text")).collect()
}

/// A value as people read it.
fn said(value: Option<&Json<'_>>) -> String {
    match value {
        None | Some(Json::Null) => "nothing".to_owned(),
        Some(Json::Text(text)) if text.is_empty() => "none".to_owned(),
        Some(Json::Text(text)) => text.clone().into_owned(),
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(traffic: &str, functions: &str) -> String {
        format!(r#"{{"kind":"deploy","stage":"dev","alias":"$DEFAULT","traffic":{traffic},"functions":[{functions}]}}"#)
    }

    fn function(key: &str, basis: &str, steps: &[&str]) -> String {
        let steps: Vec<String> = steps.iter().map(|step| format!(r#"{{"text":"{step}"}}"#)).collect();
        let steps = steps.join(",");
        format!(
            r#"{{"key":"{key}","region":"r","namespace":"n","name":"{key}-dev","steps":[{steps}],"basis":{{{basis}}}}}"#
        )
    }

    #[test]
    fn each_function_says_what_became_of_it() {
        let before = function("one", r#""exists":true,"routing":"1 100%","versions":"1","code":"aa""#, &["shift to 1"]);
        let after =
            function("one", r#""exists":true,"routing":"2 100%","versions":"1-2","code":"bb""#, &["shift to 2"]);
        assert_eq!(
            difference(&plan("0.1", &before), &plan("0.1", &after)),
            [
                "one: $default was 1 100%, now it is 2 100%",
                "one: the published versions were 1, now they are 1-2",
                "one: the code on $latest was changed",
                "one: no longer planned: shift to 1",
                "one: planned now: shift to 2",
            ]
        );
    }

    #[test]
    fn a_function_that_came_or_went_is_named() {
        let (one, two) = (function("one", "", &[]), function("two", "", &[]));
        assert_eq!(
            difference(&plan("0", &one), &plan("0", &two)),
            ["two: it was not in the plan", "one: it is no longer in the plan"]
        );
    }

    #[test]
    fn what_was_asked_for_is_named() {
        assert_eq!(difference(&plan("0.1", ""), &plan("0.2", "")), ["traffic was 0.1, now it is 0.2"]);
    }

    #[test]
    fn a_text_that_was_edited_is_named() {
        let text = plan("0", "");
        let edited = text.replace(",\"stage\"", ", \"stage\"");
        assert_eq!(difference(&text, &edited), ["the text of the plan was changed by hand: its order or its spaces"]);
    }
}

//! Rules 9 and 10: nobody gets more of new code than was asked for, and what no version holds is not lost unsaid.

use crate::support;

use scf_grayscale::release::Report;
use serde_json::{Value, json};
use support::asked::{SRC, codes, default_alias, inputs, note, planned, run, settled, steps};
use support::cloud::{Alias, Cloud, Function};
use support::drive::{How, drive};
use support::order;

/// Rule 9: what is on `$latest`, what is asked for, the steps in their order.
#[test]
fn rule_9_the_order_of_steps_keeps_new_code_within_its_share() {
    let on = |share: f64| settled().routed(Alias::grayscale(share, "2"));
    let cases: &[(&str, Function, Value, &[&str])] = &[
        (
            "a shift that lowers $latest comes before the upload",
            on(1.0),
            json!({ "traffic": 0.1 }),
            &["shift", "upload"],
        ),
        ("one that raises it comes after", on(0.0), json!({ "traffic": 0.1 }), &["upload", "shift"]),
        ("no shift where the split is there already", on(0.1), json!({ "traffic": 0.1 }), &["upload"]),
        (
            "published code is proven",
            on(1.0),
            json!({ "traffic": 0, "publish": true }),
            &["upload", "publish", "shift"],
        ),
        ("without traffic nothing is shifted", on(0.4), json!({}), &["upload"]),
        (
            "a rule that names $latest may send it everything",
            settled().routed(Alias::ruled("2", "$LATEST")),
            json!({ "traffic": 0.1, "replaceRules": true }),
            &["shift", "upload"],
        ),
        ("saved first, then lowered", on(1.0), json!({ "traffic": 0.1, "protect": true }), &["shift", "upload"]),
    ];
    for (name, function, asked, expected) in cases {
        let (ended, _) = run(function.clone(), SRC, asked.clone());
        ended.done();
        assert_eq!(steps(&ended), *expected, "{name}");
    }
}

#[test]
fn rule_9_configuration_counts_as_what_runs_on_latest() {
    let mut asked = json!({ "traffic": 0.1 });
    asked["functions"] = json!({ "fun01": { "memorySize": 256 } });
    let (ended, _) = run(settled().routed(Alias::grayscale(1.0, "2")), &[], asked);
    ended.done();
    assert_eq!(steps(&ended), ["shift", "configure"]);
}

#[test]
fn rule_9_the_moment_between_code_and_configuration_is_said() {
    let asked = json!({ "functions": { "fun01": { "src": "./src", "memorySize": 256, "handler": "app.main" } } });
    let (ended, cloud) = run(settled().routed(Alias::grayscale(0.4, "2")), SRC, asked);
    // the functions of `asked` stand in the place of those that SRC made
    ended.done();
    assert_eq!(steps(&ended), ["configure", "upload"]);
    assert_eq!(
        note(&ended, "MixedMoment"),
        "between two calls $latest, with 40% of the traffic, runs the old code with the new configuration"
    );
    // code and handler switch in one call
    assert_eq!(cloud.bodies("UpdateFunctionCode")[0]["Handler"], "app.main");
    assert_eq!(cloud.bodies("UpdateFunctionConfiguration")[0].get("Handler"), None);
}

#[test]
fn rule_9_publish_with_a_part_of_the_traffic_is_refused_for_new_code() {
    let part = json!({ "publish": true, "traffic": 0.1 });
    let more_memory = json!({ "publish": true, "traffic": 0.1, "functions": { "fun01": { "memorySize": 256 } } });
    let canary = || settled().routed(Alias::grayscale(0.1, "2"));
    let unpublished = canary().holding("canary");
    for (there, packages, asked) in
        [(settled(), SRC, &part), (settled(), &[][..], &more_memory), (unpublished, &[][..], &part)]
    {
        let (ended, cloud) = run(there, packages, asked.clone());
        assert_eq!(ended.refused().code(), "SameCodeOnBothSides");
        assert_eq!(ended.refused().class, scf_grayscale::error::Class::Refused);
        let hint = ended.refused().hint().unwrap();
        assert!(
            hint.contains("for a canary of 10%, leave out publish") && hint.contains("--publish --traffic 0"),
            "{hint}"
        );
        assert!(cloud.writes().is_empty());
    }
}

#[test]
fn rule_9_publish_with_a_part_of_the_traffic_is_refused_for_stable_code_with_other_settings() {
    let mut there = settled();
    there.code = there.versions[1].code.clone();
    there.config["MemorySize"] = json!(256);
    let (ended, cloud) = run(there, &[], json!({ "publish": true, "traffic": 0.1 }));
    assert_eq!((ended.refused().code(), cloud.writes().len()), ("SameCodeOnBothSides", 0));
}

#[test]
fn rule_9_the_package_of_stable_with_another_handler_is_new_code() {
    let part = json!({ "publish": true, "traffic": 0.1 });
    let other =
        json!({ "publish": true, "traffic": 0.1, "functions": { "fun01": { "src": ".", "handler": "other.main" } } });
    // the package that is asked for is stable's, what is on $latest is something else
    let there = || settled().holding("canary");
    let mut settings = there();
    settings.config["MemorySize"] = json!(256);
    for (there, asked) in [(there(), &other), (settings, &part)] {
        let (ended, cloud) = run(there, &[("fun01", "old")], asked.clone());
        assert_eq!((ended.refused().code(), cloud.writes().len()), ("SameCodeOnBothSides", 0));
    }
    // back to all that stable is
    let mut there = there();
    there.config["Handler"] = json!("other.main");
    let (ended, _) = run(there, &[("fun01", "old")], {
        let mut back = part;
        back["functions"] = json!({ "fun01": { "src": ".", "handler": "index.main_handler" } });
        back
    });
    ended.done();
}

#[test]
fn rule_9_publish_with_a_part_of_the_traffic_refuses_the_whole_run() {
    let mut cloud = Cloud::of(&[("fun01-dev", settled()), ("fun02-dev", settled())]);
    let inputs = json!({ "functions": { "fun01": { "src": "." }, "fun02": {} }, "publish": true, "traffic": 0.1 });
    let ended = drive(&order("run", inputs, SRC), &mut cloud, &How::packing(SRC));
    assert_eq!((ended.refused().code(), cloud.writes().len()), ("SameCodeOnBothSides", 0));
}

#[test]
fn rule_9_publish_with_a_part_of_the_traffic_goes_on_with_code_that_users_have() {
    for (there, packages) in [(settled(), &[("fun01", "old")][..]), (Function::new("old"), SRC)] {
        let (ended, cloud) = run(there, packages, json!({ "publish": true, "traffic": 0.5 }));
        ended.done();
        assert!(note(&ended, "SameCode").ends_with("are the same code"));
        assert!(default_alias(&cloud).most_of("$LATEST") == support::cloud::WHOLE / 2);
    }
}

#[test]
fn rule_9_same_code_that_was_allowed_is_warned_of_by_its_sum() {
    let (ended, _) = run(settled(), SRC, json!({ "publish": true, "traffic": 0.1, "allowSameCode": true }));
    assert!(
        note(&ended, "AllNewCode")
            .starts_with("100 % of the traffic moves to new code: $latest (10%) and 3 (new) (90%) are identical")
    );
    let plan = planned(&ended);
    assert_eq!(plan["functions"][0]["newCode"], 1);
    // the canonical text holds facts; whoever asks words them
    assert_eq!(plan["confirm"]["code"], "GoOn");
    assert_eq!(plan["confirm"]["params"], json!({ "unpublished": [], "new": ["fun01"], "untried": [] }));
}

#[test]
fn rule_9_the_same_split_in_two_commands_is_warned_of() {
    let there = settled().with(3, "new", "Active").holding("new");
    let (ended, _) = run(there, SRC, json!({ "traffic": 0.1 }));
    ended.done();
    assert!(note(&ended, "AllNewCode").contains("$latest (10%) and 3 (90%)"));
    assert!(note(&ended, "UntriedVersion").contains("goes to v3, which has none now (users are on v2)"));
}

#[test]
fn rule_9_new_code_is_counted_wherever_it_serves() {
    let canary = |share: f64| settled().routed(Alias::grayscale(share, "2"));
    let all = json!({ "publish": true, "traffic": 0 });
    for (there, packages, asked, new, asks) in [
        (settled(), SRC, json!({ "traffic": 0.1 }), Some(0.1), false),
        (settled(), SRC, json!({ "traffic": 1 }), Some(1.0), true),
        (settled(), SRC, all.clone(), Some(1.0), true),
        // code that all users had before is new to nobody
        (canary(1.0).holding("new"), &[][..], all.clone(), Some(1.0), false),
        (settled(), &[("fun01", "old")][..], all, None, false),
        (canary(0.5), SRC, json!({ "traffic": 0 }), None, false),
    ] {
        let (ended, _) = run(there, packages, asked.clone());
        ended.done();
        let plan = planned(&ended);
        assert_eq!(plan["functions"][0]["newCode"].as_f64(), new, "{asked}");
        assert_eq!(plan.get("confirm").is_some(), asks, "{asked}: {}", plan["confirm"]);
    }
}

#[test]
fn rule_10_code_that_no_version_holds_is_warned_of_or_saved_first() {
    let unsaved = || Function::new("unsaved").with(1, "old", "Active").routed(Alias::grayscale(0.3, "1"));
    let (ended, _) = run(unsaved(), SRC, json!({}));
    assert_eq!(
        note(&ended, "UnsavedCode"),
        "30% of the traffic is on code on $latest that was never published: this deploy destroys it. --protect publishes it first"
    );
    let (ended, cloud) = run(unsaved(), SRC, json!({ "protect": true }));
    ended.done();
    assert_eq!(steps(&ended), ["protect", "upload"]);
    assert_eq!(cloud.function("fun01-dev").versions[1].code, support::sha("unsaved"));
    // held by a version, or without users: nothing is lost
    for safe in [settled().routed(Alias::grayscale(0.5, "2")), unsaved().routed(Alias::grayscale(0.0, "1"))] {
        let (ended, cloud) = run(safe, SRC, json!({ "protect": true }));
        ended.done();
        assert_eq!(cloud.writes(), ["UpdateFunctionCode"]);
        assert!(!codes(&ended).contains(&"UnsavedCode".to_owned()));
    }
}

#[test]
fn rule_10_everyone_on_unsaved_code_stays_with_the_version_that_saves_it() {
    let there = Function::new("unsaved").with(1, "old", "Active").routed(Alias::grayscale(1.0, "1"));
    let (ended, cloud) = run(there, SRC, json!({ "protect": true, "traffic": 0.1 }));
    ended.done();
    assert_eq!(steps(&ended), ["protect", "shift", "upload"]);
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.1, "2"));
}

#[test]
fn rule_10_going_back_to_older_code_is_warned_of() {
    let there = Function::new("newer").with(1, "old", "Active").routed(Alias::grayscale(1.0, "1"));
    let (ended, _) = run(there, SRC, json!({ "traffic": 0.1 }));
    assert_eq!(note(&ended, "OlderCode"), "90% of the traffic goes from the code on $latest back to v1");
}

#[test]
fn what_moves_all_traffic_to_something_new_is_known_before() {
    let grayscale = |share: f64| settled().routed(Alias::grayscale(share, "2"));
    let all_on = |version: &str| settled().routed(Alias::all_to(version));
    for (function, asked, moves) in [
        (all_on("2"), json!({ "traffic": 1 }), true),
        (grayscale(0.5), json!({ "traffic": 1 }), true),
        (all_on("2"), json!({ "publish": true, "traffic": 0 }), true),
        // all users have it already
        (all_on("$LATEST"), json!({ "publish": true, "traffic": 0 }), false),
        (all_on("$LATEST"), json!({ "traffic": 1 }), false),
        (all_on("2"), json!({ "publish": true }), false),
        (all_on("2"), json!({ "traffic": 0.5 }), false),
        (all_on("2"), json!({ "publish": true, "traffic": 0.5 }), false),
        // back to where users were
        (grayscale(0.5), json!({ "traffic": 0 }), false),
    ] {
        let mut cloud = Cloud::of(&[("fun01-dev", function)]);
        let ended = drive(&order("plan", inputs(&[], asked.clone()), &[]), &mut cloud, &How::default());
        let Report::Plan(plan) = &ended.report else { panic!("{:?}", ended.error) };
        assert_eq!(plan.functions[0].moves_all, moves, "{asked}");
    }
}

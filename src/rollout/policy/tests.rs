use super::*;
use crate::error::Error;
use crate::json::Json;
use crate::traffic::share::Share;

fn read(text: &str) -> Result<Policy, Error> {
    Policy::read(&Json::from_json(text).unwrap_or_default())
}

/// The policy of reference, with every key.
const FULL: &str = r#"{
    "steps": [{"traffic": "5%", "for": "5m"}, {"traffic": 0.25, "for": "10m", "gate": "qa"}, {"traffic": "50%", "for": "10m"}],
    "route": {"header": "x-user-bucket", "buckets": 100}, "finish": "publish", "canary": "version",
    "guard": {"sensitivity": "low", "budget": "2%", "minBad": 5, "wager": {"errors": 0.7, "latency": "0.3"},
        "source": {"prometheus": "https://user:key@prometheus.example/", "bad": "bad_total{v='{{version}}'}", "all": "all_total{v='{{version}}'}"}, "delay": "90s"},
    "limits": {"errors": "20%", "duration": "800ms"},
    "unhealthy": "pause",
    "insufficient": {"extend": 2, "then": "rollback"},
    "outage": {"hold": "1h", "then": "rollback"},
    "timeout": "2d",
    "gates": {"qa": {"timeout": "12h", "then": "rollback"}},
    "windows": [{"days": "mon-fri", "from": "09:30", "to": "18:00", "zone": "Asia/Shanghai", "except": ["2027-02-06..2027-02-12", "2027-10-01"]}],
    "hooks": {"before": [{"function": "smoke", "qualifier": "$LATEST", "event": {"key": "value"}, "timeout": "30s"}],
        "beforeStep": [{"http": "https://hooks.example/secret", "secret": "SEChook"}, {"http": "${env:HOOK}"}], "onRollback": [{"command": "./tell.sh secret"}]},
    "notify": [{"wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=secret", "on": ["gate", "rolledBack"]}, {"dingtalk": "https://oapi.dingtalk.com/robot/send?access_token=secret", "secret": "SECsecret"}, {"slack": "${env.SLACK_HOOK}", "lang": "zh", "on": ["started", "littleEvidence"]}],
    "every": "30s"
}"#;

#[test]
fn a_preset_has_the_documented_defaults() {
    let policy = read(r#""canary""#).expect("a policy");
    assert_eq!(policy.preset.as_deref(), Some("canary"));
    assert_eq!(
        policy.canonical().to_json(),
        concat!(
            r#"{"preset":"canary","steps":[{"traffic":0.05,"for":"300s"},{"traffic":0.25,"for":"600s"},{"traffic":0.5,"for":"600s"}],"#,
            r#""finish":"publish","canary":"latest","#,
            r#""guard":{"alpha":0.05,"margin":1.25,"budget":0.01,"minBad":3,"wager":{"errors":0.6,"latency":0.2,"platform":0.2},"source":"monitor","delay":"120s"},"#,
            r#""limits":{},"unhealthy":"rollback","insufficient":{"extend":3,"then":"advance"},"outage":{"hold":"1800s","then":"pause"},"timeout":"86400s","every":"60s"}"#,
        )
    );
}

#[test]
fn the_full_form_is_understood() {
    let policy = read(FULL).expect("a policy");
    assert_eq!(policy.steps.len(), 3);
    assert_eq!(policy.guard.margin.value(), 1.5);
    assert_eq!(policy.guard.alpha.value(), 0.01);
    assert_eq!(policy.limits.duration, Some(800));
    assert_eq!(policy.windows[0].days, [true, true, true, true, true, false, false]);
    assert_eq!(policy.hooks.len(), 4);
    assert_eq!(policy.gate("qa").map(|gate| gate.timeout), Some(43_200));
    assert_eq!(policy.next_share(1), Share::from_basis_points(5000));
    assert_eq!(policy.next_share(2), Share::ALL);
}

#[test]
fn the_canonical_form_reads_as_the_same_policy_and_holds_no_secret() {
    for text in
        [FULL, RINGS, r#""manual""#, r#""AllAtOnce""#, r#"{"preset": "careful", "guard": {"sensitivity": "high"}}"#]
    {
        let canonical = read(text).expect("a policy").canonical().to_json();
        for secret in ["SECsecret", "SEChook", "/secret", "=secret", "tell.sh", "user:key"] {
            assert!(!canonical.contains(secret), "{secret} in {canonical}");
        }
        let again = read(&canonical).unwrap_or_else(|error| panic!("{error} in {canonical}"));
        assert_eq!(again.canonical().to_json(), canonical);
    }
}

#[test]
fn all_mistakes_are_told_at_once() {
    let error = read(
        r#"{"stepz": [], "steps": [{"traffic": "5%", "for": "5m"}, {"traffic": "5%", "for": "5"}, {"traffic": "100%", "hold": "5m"}, {"traffic": "x", "gate": "qa"}],
            "finish": "publsh", "guard": {"sensitivty": "low", "alpha": 0, "wager": {"errors": 0.5}, "source": "prometeus"},
            "insufficient": {"extend": 0}, "gates": {"qq": {"timeout": "1h"}}, "windows": [{"from": "9:30", "to": "18:00", "zone": "Asia Shanghai", "days": "mon-fry", "except": "2027-02-30"}],
            "hooks": {"befor": [], "before": [{"function": "a", "http": "https://b"}]}, "notify": [{"wecom": "qyapi", "on": "never"}]}"#,
    )
    .expect_err("mistakes");
    let messages: Vec<String> = error.errors.iter().map(Error::message).collect();
    assert_eq!(
        messages,
        [
            "unknown input rollout.stepz (did you mean steps?)",
            "rollout.steps[1].for must be a length of time such as 90s, 5m, 2h or 1d (got \"5\")",
            "rollout.steps[1].traffic is 5%, which is not more than the step before it (5%)",
            "unknown input rollout.steps[2].hold",
            "rollout.steps[2] needs for or gate",
            "rollout.steps[2].traffic must be above 0% and below 100% (got 100%)",
            "rollout.steps[3].traffic must be a share such as 5% or 0.05 (got \"x\")",
            "rollout.finish must be publish or latest (got \"publsh\")",
            "unknown input rollout.guard.sensitivty (did you mean sensitivity?)",
            "rollout.guard.alpha must be a number from 0.000001 to 0.5 (got 0)",
            "the parts of rollout.guard.wager must add up to 1 (got 0.5)",
            "rollout.guard.source must be monitor or cls or {prometheus, bad, all} or {http} (got \"prometeus\")",
            "rollout.insufficient.extend must be a whole number from 1 to 100 (got 0)",
            "no step has the gate \"qq\"",
            "rollout.windows[0].days must be days such as mon-fri or sat,sun (got \"mon-fry\")",
            "rollout.windows[0].from must be a time of day such as 09:30 (got \"9:30\")",
            "rollout.windows[0].zone must be a time zone such as Asia/Shanghai (got \"Asia Shanghai\")",
            "rollout.windows[0].except must be a list of dates such as 2027-02-06 or 2027-02-06..2027-02-12 (got \"2027-02-30\")",
            "unknown input rollout.hooks.befor (did you mean before?)",
            "rollout.hooks.before[0] needs exactly one of function, http, command",
            "rollout.notify[0].on must be started or gate or paused or interrupted or littleEvidence or rolledBack or aborted or done or hookSaidNo (got \"never\")",
            "rollout.notify[0].wecom must be an address that begins with http:// or https:// (got text)",
        ]
    );
}

/// Staff first, then buckets.
const RINGS: &str = r#"{"route": {"header": "x-user-bucket", "buckets": "1000"}, "steps": [
    {"route": {"header": "x-canary", "exact": true}, "for": "10m", "gate": "qa"}, {"route": {"header": "x-team", "exact": "blue"}, "for": "5m"},
    {"traffic": "5%", "for": "5m"}, {"traffic": "12.3%", "for": "5m"}]}"#;

#[test]
fn staff_keep_the_canary_while_buckets_grow() {
    let policy = read(RINGS).expect("a policy");
    let given: Vec<String> = (0..4).map(|step| policy.portion(step).to_json().to_json()).collect();
    let staff = r#"{"header":"x-canary","exact":"true"}"#;
    let team = r#"{"header":"x-team","exact":"blue"}"#;
    let buckets = |to: u32| format!(r#"{{"header":"x-user-bucket","range":"[0,{to})"}}"#);
    assert_eq!(
        given,
        [
            format!(r#"{{"rules":[{staff}]}}"#),
            format!(r#"{{"rules":[{staff},{team}]}}"#),
            format!(r#"{{"rules":[{staff},{team},{}]}}"#, buckets(50)),
            format!(r#"{{"rules":[{staff},{team},{}]}}"#, buckets(123)),
        ]
    );
    for step in 1..4 {
        assert!(policy.portion(step).covers(&policy.portion(step - 1)));
    }
    // what health is measured by at a step for staff is the first share
    assert_eq!(policy.next_share(0), Share::from_basis_points(500));
    assert!(policy.for_staff(1) && !policy.for_staff(2));
    assert!(policy.canonical().to_json().contains(
        r#""steps":[{"route":{"header":"x-canary","exact":"true"},"for":"600s","gate":"qa"},{"route":{"header":"x-team","exact":"blue"},"for":"300s"},{"traffic":0.05,"for":"300s"},{"traffic":0.123,"for":"300s"}],"route":{"header":"x-user-bucket","buckets":1000}"#
    ));
    // beside weights an alias has no rules
    let mixed = read(
        r#"{"steps": [{"route": {"header": "x-canary", "exact": "yes"}, "for": "5m"}, {"traffic": "5%", "for": "5m"}]}"#,
    );
    assert_eq!(mixed.expect("a policy").portion(1).to_json().to_json(), "0.05");
}

#[test]
fn mistakes_of_routes_are_told_at_once() {
    let error = read(
        r#"{"route": {"heder": "x-user-bucket", "buckets": 1}, "canary": "version", "finish": "latest", "steps": [
            {"route": {"header": "x canary", "exact": "yes"}, "for": "5m"}, {"route": {"header": "x-canary", "exakt": "yes"}, "for": "5m"},
            {"route": {"header": "x-team", "exact": "blue"}, "traffic": "5%", "for": "5m"}, {"route": {"header": "x-team", "exact": ""}, "for": "5m"},
            {"traffic": "5%", "for": "5m"}, {"route": {"header": "x-canary", "exact": "yes"}, "gate": "qa"}, {"for": "5m"}]}"#,
    )
    .expect_err("mistakes");
    let messages: Vec<String> = error.errors.iter().map(Error::message).collect();
    assert_eq!(
        messages,
        [
            "unknown input rollout.route.heder (did you mean header?)",
            "rollout.route.header is missing",
            "rollout.route.buckets must be a whole number from 2 to 1000000 (got 1)",
            "rollout.steps[0].route needs the name of a header: letters, digits and hyphens (got a map with 2 keys)",
            "unknown input rollout.steps[1].route.exakt (did you mean exact?)",
            "rollout.steps[1].route.exact is missing",
            "rollout.steps[2] needs exactly one of traffic, route",
            "rollout.steps[3].route needs a value without blanks around it and without control characters (got a map with 2 keys)",
            "rollout.steps[5].route must come before all steps with traffic",
            "rollout.steps[6].traffic is missing",
            "rollout.finish can't be latest where the canary is a version",
        ]
    );
}

#[test]
fn a_share_is_a_whole_number_of_buckets() {
    let of = |route: &str, share: &str| {
        let policy = format!(
            r#"{{"route": {{"header": "x-bucket", "buckets": {route}}}, "steps": [{{"traffic": "{share}", "for": "5m"}}]}}"#
        );
        read(&policy).map(drop).map_err(|error| {
            let first = error.errors.first().unwrap_or(&error).clone();
            format!("{}: {}", first.message(), first.hint().unwrap_or_default())
        })
    };
    assert_eq!(of("1000", "0.1%"), Ok(()));
    assert_eq!(of("8", "12.5%"), Ok(()));
    let said = |share: &str, buckets: &str, near: &str| {
        Err(format!("rollout.steps[0].traffic: {share} is not a whole number of {buckets} buckets: {near}"))
    };
    assert_eq!(of("100", "5.5%"), said("5.5%", "100", "the nearest: 5%, 6%"));
    // a step of 6.25 % is 64 of 1024 buckets
    assert_eq!(of("1024", "5%"), said("5%", "1024", "the nearest: 6.25%"));
    assert_eq!(of("1024", "7%"), said("7%", "1024", "the nearest: 6.25%, 12.5%"));
    assert_eq!(of("3", "33%"), said("33%", "3", "take another number of buckets, such as 1000"));
    // the steps of a preset are looked at, too
    assert!(read(r#"{"preset": "careful", "route": {"header": "x-bucket", "buckets": 10}}"#).is_err());
    assert!(read(r#"{"preset": "careful", "route": {"header": "x-bucket", "buckets": 100}}"#).is_ok());
}

#[test]
fn a_name_that_is_not_known_finds_the_nearest() {
    let error = read(r#""Canary10Percent5Minuts""#).expect_err("no preset");
    assert_eq!(error.code(), "InvalidRollout");
    assert_eq!(error.message(), "unknown rollout \"Canary10Percent5Minuts\" (did you mean Canary10Percent5Minutes?)");
    for text in [
        "null",
        "5",
        "[]",
        "{}",
        r#"{"steps": []}"#,
        r#"{"preset": "canary", "steps": [{"traffic": "9%", "for": "5m"}]}"#,
    ] {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn a_window_is_open_when_it_says() {
    let policy = read(FULL).expect("a policy");
    // local times, as the clock in Shanghai shows them
    let at = |text: &str| crate::time::seconds_of(text).expect("a time") + 8 * 3600;
    let open = |text: &str| policy.windows[0].open_at(at(text));
    // 2026-11-30 is a Monday
    assert!(open("2026-11-30 09:30:00"));
    assert!(!open("2026-11-30 09:29:59"));
    assert!(!open("2026-11-30 18:00:00"));
    assert!(!open("2026-11-29 12:00:00"));
    // the spring festival is a Saturday to Friday
    assert!(!open("2027-02-08 12:00:00"));
    assert!(open("2027-02-15 12:00:00"));
    assert!(!open("2027-10-01 12:00:00"));
    let night = Window {
        from: TimeOfDay(22 * 60),
        to: TimeOfDay(6 * 60),
        days: [false, false, false, false, true, false, false],
        ..policy.windows[0].clone()
    };
    assert!(night.open_at(at("2026-12-04 22:00:00")));
    assert!(night.open_at(at("2026-12-05 05:59:00")));
    assert!(!night.open_at(at("2026-12-05 22:00:00")));
    assert!(!night.open_at(at("2026-12-04 05:59:00")));
}

#[test]
fn the_schema_has_every_key_of_a_policy() {
    let schema = crate::desired::schema();
    let forms = schema["definitions"]["inputs"]["properties"]["rollout"]["anyOf"].as_array().cloned().expect("forms");
    let map = forms.iter().find_map(|form| form["properties"].as_object()).expect("a map");
    let mut keys = KEYS.to_vec();
    keys.sort_unstable();
    assert_eq!(map.keys().map(String::as_str).collect::<Vec<_>>(), keys);
}

#[test]
fn a_rollout_that_is_only_switched_on_is_the_usual_one() {
    for text in ["true", r#""true""#, r#"" True ""#] {
        assert_eq!(read(text).expect("a policy").preset.as_deref(), Some("canary"), "{text}");
    }
}

#[test]
fn a_journal_keeps_names_of_variables_and_events_and_digests_of_what_was_written_in_plain_text() {
    let canonical = read(FULL).expect("a policy").canonical();
    let hooks = canonical.get("hooks").expect("hooks");
    let of = |moment: &str, index: usize, key: &str| match hooks.get(moment) {
        Some(Json::List(items)) => items[index].get(key).cloned().unwrap_or_default().to_json(),
        _ => String::new(),
    };
    assert_eq!(of("before", 0, "event"), r#"{"key":"value"}"#);
    assert_eq!(of("beforeStep", 1, "http"), r#""${env:HOOK}""#);
    assert!(of("beforeStep", 0, "http").starts_with("\"sha256:"));
    assert!(canonical.to_json().contains("${env:SLACK_HOOK}"));
}

#[test]
fn a_file_of_a_project_names_no_server_no_secret_and_no_command() {
    let error = read(FULL).expect("a policy").of_a_file().expect_err("plain texts");
    assert_eq!(error.code(), "UntrustedHost");
    let paths: Vec<String> =
        error.errors.iter().map(|one| one.message().split(' ').next().unwrap_or("").to_owned()).collect();
    assert_eq!(
        paths,
        [
            "rollout.hooks.beforeStep[0].http",
            "rollout.hooks.beforeStep[0].secret",
            "rollout.hooks.onRollback[0].command",
            "rollout.notify[0].wecom",
            "rollout.notify[1].dingtalk",
            "rollout.notify[1].secret",
        ]
    );
    let secret = r#"{"preset": "canary", "guard": {"source": {"http": "https://figures.example", "secret": "hush"}}}"#;
    let error = read(secret).expect("a policy").of_a_file().expect_err("plain text");
    assert!(error.message().starts_with("rollout.guard.source.secret "), "{}", error.message());
    let named = r#"{"preset": "canary", "guard": {"source": {"http": "https://figures.example", "secret": "${env:HUSH}"}}, "hooks": {"before": [{"function": "smoke"}, {"command": "${env:GRAYSCALE_SMOKE}"}]},
        "notify": [{"webhook": "${env:HOOK}", "secret": "${env:HOOK_SECRET}"}]}"#;
    read(named).expect("a policy").of_a_file().expect("names only");
}

#[test]
fn a_name_that_no_variable_has_is_no_address() {
    for text in ["${env:}", "${env:1A}", "${env:A B}", "${env:A}x", "${A}", "${env:A:-b}"] {
        let policy = format!(r#"{{"preset": "canary", "notify": [{{"slack": "{text}"}}]}}"#);
        assert!(read(&policy).is_err(), "{text}");
    }
}

#[test]
fn a_zone_that_the_host_does_not_know_is_a_mistake() {
    let policy = read(FULL).expect("a policy");
    policy.knows_zones(&[]).expect("all zones");
    let error = policy.knows_zones(&["Asia/Shanghai".to_owned()]).expect_err("a zone");
    assert_eq!(
        error.message(),
        "rollout.windows[0].zone must be a time zone such as Asia/Shanghai (got \"Asia/Shanghai\")"
    );
}

#[test]
fn a_command_comes_from_a_variable_that_was_set_for_it() {
    let error =
        read(r#"{"preset": "canary", "hooks": {"before": [{"command": "${env:MAKE}"}]}}"#).expect_err("a variable");
    assert_eq!(error.message(), "the variable of rollout.hooks.before[0].command must begin with GRAYSCALE_");
}

#[test]
fn a_key_that_means_nothing_to_a_hook_or_a_receiver_is_refused() {
    let error = read(
        r#"{"preset": "canary", "hooks": {"before": [{"function": "a", "secret": "b"}, {"http": "${env:A}", "event": {}}, {"command": "${env:GRAYSCALE_A}", "qualifier": "1"}]},
            "notify": [{"wecom": "${env:A}", "secret": "${env:B}"}]}"#,
    )
    .expect_err("mistakes");
    let messages: Vec<String> = error.errors.iter().map(Error::message).collect();
    assert_eq!(
        messages,
        [
            "unknown input rollout.hooks.before[0].secret",
            "unknown input rollout.hooks.before[1].event",
            "unknown input rollout.hooks.before[2].qualifier",
            "unknown input rollout.notify[0].secret",
        ]
    );
}

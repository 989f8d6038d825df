//! The log of a function: what is searched for, what it comes to, and following it.

use crate::support;

use proptest::collection::vec;
use proptest::prelude::*;
use scf_grayscale::message::LogNote;
use scf_grayscale::release::{Report, Request};
use scf_grayscale::watch::LogReport;
use serde_json::{Value, json};
use support::asked::settled;
use support::cloud::Cloud;
use support::drive::{Ended, How, drive};
use support::fault::{At, Fault};
use support::logs::{Logged, TOPIC};
use support::{cases, ordered};

const NOW: u64 = 1_700_000_000;

fn asking(asked: Value) -> Request<'static> {
    ordered(json!({ "do": "logs", "inputs": { "functions": { "fun01": {} } }, "asked": asked, "offset": 480 }))
}

fn cloud() -> Cloud {
    let mut cloud = Cloud::of(&[("fun01-dev", settled())]);
    cloud.functions.get_mut("fun01-dev").unwrap().config["ClsTopicId"] = json!(TOPIC);
    cloud
}

fn with(logs: Vec<Logged>) -> Cloud {
    let mut cloud = cloud();
    // the driver's clock begins at NOW; what was logged in its first second is over
    cloud.now = NOW * 1000 + 1;
    cloud.logs = logs;
    cloud
}

fn look(cloud: &mut Cloud, asked: Value) -> Ended {
    drive(&asking(asked), cloud, &How::default())
}

fn report(ended: &Ended) -> &LogReport {
    assert_eq!(ended.error, None);
    let Report::Logs(report) = &ended.report else { panic!("{:?}", ended.report) };
    report
}

fn data(ended: &Ended) -> Value {
    serde_json::to_value(report(ended)).unwrap()
}

fn ids(ended: &Ended) -> Vec<&str> {
    report(ended).rows.iter().map(|row| row.request_id.as_str()).collect()
}

fn logged(id: &str, version: &'static str, start: u64) -> Logged {
    Logged::of(id, version, start)
}

fn failed(id: &str, version: &'static str, start: u64) -> Logged {
    Logged { failed: true, ..logged(id, version, start) }
}

#[test]
fn the_log_of_the_last_hour_tells_which_version_each_row_is_of() {
    let mut cloud = with(vec![
        logged("too old", "$LATEST", NOW - 3700),
        logged("a", "2", NOW - 3000),
        failed("b", "$LATEST", NOW - 50),
        logged("c", "2", NOW - 40),
        Logged { ended_at: NOW + 100, ..logged("d", "$LATEST", NOW - 10) },
        Logged { alias: "live", ..logged("e", "1", NOW - 5) },
        // its name holds the other one's words
        Logged { function: "fun01-dev-old", ..logged("f", "2", NOW - 5) },
    ]);
    let ended = look(&mut cloud, json!({}));
    let rows = data(&ended)["rows"].clone();
    let shown: Vec<String> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {} {}", row["requestId"], row["version"], row["ending"]).replace('"', ""))
        .collect();
    assert_eq!(shown, ["a 2 ok", "b $latest error", "c 2 ok", "d $latest running", "e 1 ok"]);
    assert_eq!(rows[1]["fault"], json!({ "blame": "function", "message": "broken" }));
    assert_eq!((&rows[0]["duration"], &rows[0]["memory"]), (&json!(5), &json!(1_048_576)));
    assert_eq!((&rows[3]["duration"], &rows[3]["log"]), (&Value::Null, &json!("START RequestId:d\nin d\n")));
    assert_eq!(data(&ended)["versions"], json!(["$latest", "1", "2"]));
    let mut actions = cloud.actions();
    actions.dedup();
    assert_eq!(actions, ["GetFunction", "SearchLog"]);

    let of = |asked: Value| {
        let mut cloud = cloud.clone().fresh();
        cloud.now = NOW * 1000 + 1;
        ids(&look(&mut cloud, asked)).join(" ")
    };
    assert_eq!(of(json!({ "version": 1 })), "e");
    assert_eq!(of(json!({ "alias": "live" })), "e");
    assert_eq!(of(json!({ "alias": "$default", "version": "$latest" })), "b d");
    assert_eq!(of(json!({ "interval": "60" })), "b c d e");
    assert_eq!(of(json!({ "errors": true })), "b");
    assert_eq!(of(json!({ "requestId": "c" })), "c");
    assert_eq!(of(json!({ "follow": "true" })), "a b c e");
}

#[test]
fn percentiles_and_errors_are_those_of_the_whole_time() {
    let mut logs: Vec<Logged> =
        (1..=100).map(|n| Logged { took: n, ..logged(&format!("r{n}"), "2", NOW - 1000 + n) }).collect();
    logs.push(failed("x", "2", NOW - 600));
    logs.push(failed("y", "2", NOW - 500));
    logs.push(failed("z", "$LATEST", NOW - 400));
    logs.push(Logged { function: "fun01-dev-old", ..failed("other", "2", NOW - 300) });
    let statistics = data(&look(&mut with(logs), json!({ "limit": 5 })))["statistics"].clone();
    // by the nearest rank: of 102 durations, two of them 5, the 51st, the 97th and the 101st
    assert_eq!(
        statistics["versions"],
        json!([
            { "version": "$latest", "invocations": 1, "errors": 1, "p50": 5, "p95": 5, "p99": 5 },
            { "version": "2", "invocations": 102, "errors": 2, "p50": 49, "p95": 95, "p99": 99 },
        ])
    );
    assert_eq!(
        statistics["errors"],
        json!([
            { "version": "2", "blame": "function", "message": "broken", "count": 2, "requestId": "y", "time": "2023-11-15T06:05:00+08:00" },
            { "version": "$latest", "blame": "function", "message": "broken", "count": 1, "requestId": "z", "time": "2023-11-15T06:06:40+08:00" },
        ])
    );
}

#[test]
fn without_statistics_of_the_topic_the_rows_are_counted() {
    let refused = [At { action: "SearchLog", nth: 1, fault: Fault::Refused("OperationDenied.AnalysisSwitchClose") }];
    let logs = vec![logged("a", "2", NOW - 30), Logged { took: 9, ..logged("b", "2", NOW - 20) }];
    let ended = look(&mut with(logs).failing(&refused), json!({}));
    assert!(report(&ended).notes.contains(&LogNote::StatisticsOff { rows: 2 }), "{:?}", report(&ended).notes);
    assert_eq!(
        data(&ended)["statistics"]["versions"],
        json!([{ "version": "2", "invocations": 2, "errors": 0, "p50": 5, "p95": 9, "p99": 9 }])
    );
}

#[test]
fn compact_lines_are_read_by_the_report() {
    let compact = |one: Logged| Logged { compact: true, ..one };
    let ended =
        look(&mut with(vec![compact(logged("a", "2", NOW - 20)), compact(failed("b", "2", NOW - 10))]), json!({}));
    let rows = data(&ended)["rows"].clone();
    assert_eq!((&rows[0]["ending"], &rows[1]["ending"]), (&json!("ok"), &json!("error")));
    assert_eq!((&rows[0]["duration"], &rows[1]["time"]), (&json!(5), &json!("2023-11-15T06:13:10+08:00")));
}

#[test]
fn an_invocation_without_lines_of_the_service_has_no_known_end() {
    let ended = look(&mut with(vec![Logged { bare: true, ..logged("a", "2", NOW - 200) }]), json!({}));
    let rows = data(&ended)["rows"].clone();
    assert_eq!((&rows[0]["ending"], &rows[0]["log"]), (&json!("unknown"), &json!("in a\n")));
}

#[test]
fn of_many_rows_the_newest_are_shown_and_it_is_said() {
    let logs = (0..60).map(|n| logged(&format!("r{n}"), "2", NOW - 600 + n)).collect();
    let ended = look(&mut with(logs), json!({ "limit": 20 }));
    assert_eq!((ids(&ended).len(), ids(&ended)[0], ids(&ended)[19]), (20, "r40", "r59"));
    assert!(
        report(&ended).notes.contains(&LogNote::Newest { shown: 20, total: Some(60) }),
        "{:?}",
        report(&ended).notes
    );
    // the lines of an invocation are on two pages, and all of them are there
    assert!(report(&ended).rows.iter().all(|row| row.log.starts_with("START") && row.log.contains("\nReport")));
}

#[test]
fn lines_without_fields_are_left_out_and_it_is_said() {
    let logs = vec![logged("a", "2", NOW - 20), Logged { unindexed: true, bare: true, ..logged("b", "2", NOW - 10) }];
    let ended = look(&mut with(logs), json!({}));
    assert_eq!((ids(&ended), &report(&ended).notes), (vec!["a"], &vec![LogNote::Unreadable { count: 1 }]));
}

#[test]
fn a_function_without_a_topic_has_no_log() {
    let mut cloud = Cloud::of(&[("fun01-dev", settled())]);
    let error = look(&mut cloud, json!({})).error.unwrap();
    assert_eq!((error.code(), error.function.as_deref()), ("NoLogTopic", Some("fun01-dev")));
    let hint = error.hint().unwrap();
    assert!(hint.contains("cls: {logsetId, topicId}") && hint.contains("`grayscale deploy`"), "{hint}");
    assert_eq!(cloud.actions(), ["GetFunction"]);
}

#[test]
fn how_one_invocation_ended_is_known_without_a_log() {
    let mut cloud = Cloud::of(&[("fun01-dev", settled())]);
    cloud.logs = vec![failed("a", "2", NOW - 60)];
    let ended = look(&mut cloud, json!({ "requestId": "a" }));
    let row = data(&ended)["rows"][0].clone();
    assert_eq!((&row["ending"], &row["version"], &row["duration"]), (&json!("error"), &Value::Null, &json!(5)));
    assert_eq!(report(&ended).notes, [LogNote::FromStatus, LogNote::NoLogTopic]);
    assert_eq!(cloud.actions(), ["GetFunction", "GetRequestStatus"]);
}

#[test]
fn where_the_log_lacks_the_end_of_an_invocation_its_status_is_asked_for() {
    let late = |id: &str| Logged { shown_at: NOW + 100, ..logged(id, "2", NOW - 20) };
    let mut cloud = with(vec![late("a")]);
    let ended = look(&mut cloud, json!({ "requestId": "a" }));
    assert_eq!((ids(&ended), &report(&ended).notes), (vec!["a"], &vec![LogNote::FromStatus]));
    assert_eq!(cloud.actions(), ["GetFunction", "SearchLog", "GetRequestStatus"]);
    // the log has it, and nothing else is asked
    let mut cloud = with(vec![logged("a", "2", NOW - 20)]);
    look(&mut cloud, json!({ "requestId": "a" }));
    assert_eq!(cloud.actions(), ["GetFunction", "SearchLog"]);
    // neither has it
    let mut cloud = with(vec![]);
    assert!(ids(&look(&mut cloud, json!({ "requestId": "a" }))).is_empty());
}

#[test]
fn without_permission_to_ask_for_the_status_the_log_is_shown() {
    let denied = [At { action: "GetRequestStatus", nth: 0, fault: Fault::Refused("UnauthorizedOperation.CAM") }];
    let running = Logged { ended_at: NOW + 100, ..logged("a", "2", NOW - 20) };
    let ended = look(&mut with(vec![running]).failing(&denied), json!({ "requestId": "a" }));
    assert_eq!(data(&ended)["rows"][0]["ending"], "running");
}

#[test]
fn the_log_of_a_version_that_is_not_there_is_an_error_with_those_that_are() {
    let error = look(&mut cloud(), json!({ "version": "99" })).error.unwrap();
    assert_eq!((error.code(), error.function.as_deref()), ("VersionNotFound", Some("fun01-dev")));
    assert_eq!(error.hint().as_deref(), Some("usable versions: 2, 1"));
    assert_eq!(look(&mut cloud(), json!({ "alias": "blue" })).error.unwrap().code(), "AliasNotFound");
}

#[test]
fn a_version_that_logged_nothing_is_no_error() {
    let mut cloud = cloud();
    let ended = look(&mut cloud, json!({ "version": "2" }));
    assert_eq!(ended.error, None);
    assert_eq!(cloud.actions().last(), Some(&"ListVersionByFunction"));
}

#[test]
fn a_version_that_was_deleted_shows_the_log_that_it_has() {
    let ended = look(&mut with(vec![logged("r1", "9", NOW - 60)]), json!({ "version": "9" }));
    assert_eq!(ids(&ended), ["r1"]);
}

#[test]
fn words_about_logs_that_can_not_be_meant() {
    for (asked, code) in [
        (json!({ "interval": 700_000 }), "InvalidInput"),
        (json!({ "limit": 0 }), "InvalidInput"),
        (json!({ "version": "new" }), "InvalidVersion"),
        (json!({ "cursor": "{}" }), "InvalidCursor"),
        (json!({ "intervall": 60 }), "UnknownInput"),
    ] {
        assert_eq!(asking(asked).watch(NOW * 1000).unwrap_err().code(), code);
    }
}

#[test]
fn what_the_log_service_refuses_is_an_error_with_the_way_out() {
    for (code, way) in [
        ("ResourceNotFound.TopicNotExist", "the log topic of the function was deleted"),
        ("ResourceNotFound.IndexNotExist", "the log topic has no index"),
        ("FailedOperation.TopicIsolated", "in arrears"),
        ("AuthFailure.UnauthorizedOperation", "`grayscale policy logs`"),
    ] {
        let always = |nth| At { action: "SearchLog", nth, fault: Fault::Refused(code) };
        let error = look(&mut with(vec![]).failing(&[always(0), always(1), always(2)]), json!({})).error.unwrap();
        assert_eq!(error.code(), code);
        let hint = error.hint().unwrap();
        assert!(hint.contains(way), "{code}: {hint}");
    }
}

#[test]
fn a_search_that_is_turned_away_is_made_again() {
    for code in [
        "RequestLimitExceeded",
        "LimitExceeded.LogSearch",
        "FailedOperation.SearchTimeout",
        "InternalError.SearchError",
    ] {
        let mut cloud = with(vec![logged("a", "2", NOW - 60)]).failing(&[At {
            action: "SearchLog",
            nth: 0,
            fault: Fault::Refused(code),
        }]);
        assert_eq!(ids(&look(&mut cloud, json!({}))), ["a"], "{code}");
    }
}

/// Looks again from where the last look ended.
fn on(cloud: &mut Cloud, cursor: &mut Value, at: u64, more: &Value) -> Ended {
    cloud.now = at * 1000 + 1;
    let mut asked = json!({ "follow": true });
    asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    if *cursor != Value::Null {
        asked["cursor"] = cursor.clone();
    }
    let ended = look(cloud, asked);
    *cursor = json!(report(&ended).cursor.clone());
    ended
}

#[test]
fn lines_that_are_found_late_follow_in_a_row_of_their_own() {
    let mut cloud = with(vec![Logged { written_at: NOW + 30, ..logged("a", "2", NOW + 10) }]);
    let mut cursor = Value::Null;
    assert!(ids(&on(&mut cloud, &mut cursor, NOW, &json!({}))).is_empty());
    let first = data(&on(&mut cloud, &mut cursor, NOW + 20, &json!({})))["rows"].clone();
    assert_eq!((&first[0]["more"], first[0]["log"].as_str().unwrap().contains("in a")), (&json!(false), false));
    let late = data(&on(&mut cloud, &mut cursor, NOW + 40, &json!({})))["rows"].clone();
    assert_eq!((&late[0]["more"], &late[0]["log"]), (&json!(true), &json!("in a\n")));
    assert!(ids(&on(&mut cloud, &mut cursor, NOW + 50, &json!({}))).is_empty());
}

#[test]
fn who_follows_asks_for_the_topic_once_a_minute() {
    let mut cloud = with(vec![]);
    let mut cursor = Value::Null;
    for at in (0..=120).step_by(2) {
        on(&mut cloud, &mut cursor, NOW + at, &json!({}));
    }
    let count = |name: &str| cloud.actions().iter().filter(|action| **action == name).count();
    assert_eq!(count("GetFunction"), 3);
    assert_eq!(count("SearchLog"), 61);
}

#[test]
fn who_follows_more_lines_than_one_search_reads_gets_each_once_and_a_little_later() {
    // 12,000 lines in 200 s
    let logs = (0..4000).map(|n| logged(&format!("r{n}"), "2", NOW + n / 20)).collect();
    let mut cloud = with(logs);
    let mut cursor = Value::Null;
    let mut seen = vec![];
    let mut behind = vec![];
    for at in [0, 200, 202, 204] {
        let ended = on(&mut cloud, &mut cursor, NOW + at, &json!({}));
        behind.extend(report(&ended).notes.clone());
        // the lines of the invocation at the end of the first search come in two rows
        let rows = report(&ended).rows.iter();
        seen.extend(
            rows.flat_map(|row| row.log.lines()).filter_map(|line| line.strip_prefix("in ")).map(str::to_owned),
        );
    }
    let mut all: Vec<String> = cloud.logs.iter().map(|one| one.id.clone()).collect();
    all.sort();
    seen.sort();
    assert!(seen == all, "{} rows of {} invocations", seen.len(), all.len());
    assert_eq!(behind, [LogNote::Behind { seconds: 34 }]);
}

#[test]
fn who_follows_failures_gets_each_once() {
    let mut cloud =
        with((0..40).map(|n| Logged { failed: n % 4 == 0, ..logged(&format!("r{n}"), "2", NOW + n) }).collect());
    let mut cursor = Value::Null;
    let mut seen = vec![];
    for at in (0..300).step_by(7) {
        let ended = on(&mut cloud, &mut cursor, NOW + at, &json!({ "errors": true }));
        assert!(report(&ended).rows.iter().all(|row| row.log.contains("\nin r") && row.log.contains("\nERROR ")));
        seen.extend(ids(&ended).into_iter().map(str::to_owned));
    }
    assert_eq!(seen, (0..40).step_by(4).map(|n| format!("r{n}")).collect::<Vec<_>>());
}

#[test]
fn who_follows_failures_does_not_get_older_ones_than_the_first_look_had() {
    let mut cloud = with((1..=40).map(|n| failed(&format!("r{n}"), "2", NOW - 100 + n)).collect());
    let mut cursor = Value::Null;
    let first = on(&mut cloud, &mut cursor, NOW, &json!({ "errors": true, "limit": 10 }));
    assert_eq!((ids(&first).len(), ids(&first)[0]), (10, "r31"));
    assert!(ids(&on(&mut cloud, &mut cursor, NOW + 2, &json!({ "errors": true }))).is_empty());
}

proptest! {
    #![proptest_config(cases())]

    /// Whoever follows gets each line once, whenever invocations begin, end and appear, in whatever rhythm they look.
    #[test]
    fn following_gives_each_line_once(
        calls in vec((0..600u64, 0..100u64, 0..100u64, 0..400u64, 0..2usize), 0..60),
        looks in vec(1..90u64, 1..20),
    ) {
        let mut cloud = cloud();
        cloud.logs = calls.iter().enumerate().map(|(n, (start, late, later, runs, version))| {
            let start = NOW + start;
            // lines are found late by less than the bound
            let shown_at = start + late;
            let ended_at = (start + runs).max(shown_at);
            Logged { ended_at, shown_at, written_at: start + later, ..logged(&format!("r{n}"), ["$LATEST", "2"][*version], start) }
        }).collect();
        let (mut rows, mut lines): (Vec<String>, Vec<String>) = (vec![], vec![]);
        let mut cursor = Value::Null;
        let mut at = NOW;
        for pause in looks.iter().copied().chain([60; 22]) {
            let ended = on(&mut cloud, &mut cursor, at, &json!({}));
            for row in &report(&ended).rows {
                rows.extend((!row.more).then(|| row.request_id.clone()));
                lines.extend(row.log.lines().filter(|line| line.starts_with("in ")).map(str::to_owned));
            }
            at += pause;
        }
        rows.sort();
        lines.sort();
        let mut all: Vec<String> = cloud.logs.iter().map(|one| one.id.clone()).collect();
        all.sort();
        prop_assert_eq!(&lines, &all.iter().map(|id| format!("in {id}")).collect::<Vec<_>>());
        prop_assert_eq!(rows, all);
    }
}

#[test]
fn a_log_may_end_some_time_ago() {
    let mut cloud = with(vec![
        logged("before", "2", NOW - 200),
        logged("in it", "2", NOW - 150),
        failed("in it, too", "$LATEST", NOW - 121),
        logged("after", "2", NOW - 100),
    ]);
    let ended = look(&mut cloud, json!({ "interval": 60, "ago": 120 }));
    assert_eq!(ids(&ended), ["in it", "in it, too"]);
    assert_eq!(report(&ended).total, Some(2));
}

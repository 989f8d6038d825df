//! Calls that meet trouble, rates, and a wrong clock.

use super::*;

#[test]
fn passing_trouble_is_tried_a_bounded_number_of_times() {
    for outcome in [failed("InternalError"), lost()] {
        let bench = Bench::new(alone()).run(&mut |action, _| (action == "UpdateAlias").then(|| outcome.clone()));
        assert_eq!(bench.count("UpdateAlias"), TRIES as usize);
        assert!(bench.error().retryable);
        assert!(bench.now_ms - START_MS < 60_000);
    }
}

#[test]
fn a_call_that_is_turned_away_for_its_rate_is_sent_until_its_deadline_ever_more_slowly() {
    let limited = |times: usize| {
        move |action: &str, before: usize| {
            (action == "UpdateAlias" && before < times).then(|| failed("RequestLimitExceeded.UinLimitExceeded"))
        }
    };
    let bench = Bench::new(shift()).run(&mut limited(30));
    assert_eq!((bench.result().functions[0].status, bench.count("UpdateAlias")), (FunctionStatus::Done, 31));

    let bench = Bench::new(alone()).run(&mut limited(usize::MAX));
    let error = bench.error();
    assert_eq!((error.code(), error.retryable), ("RequestLimitExceeded.UinLimitExceeded", true));
    assert!((LIMITED_MS..LIMITED_MS + 3_000).contains(&(bench.now_ms - START_MS)), "{}", bench.now_ms - START_MS);
    assert!((30..80).contains(&bench.count("UpdateAlias")), "{}", bench.count("UpdateAlias"));
    // nothing was done, and nothing is said to have been
    assert!(error.changed.is_empty());
}

#[test]
fn a_server_that_asks_to_be_left_alone_is() {
    let told = |before: usize| {
        let mut outcome = failed("RequestLimitExceeded");
        if let Outcome::Answered(answer) = &mut outcome {
            answer.retry_after = Some("9".into());
        }
        (before == 0).then_some(outcome)
    };
    let bench =
        Bench::new(shift()).run(&mut |action, before| if action == "UpdateAlias" { told(before) } else { None });
    assert_eq!(bench.result().functions[0].status, FunctionStatus::Done);
    assert!(bench.now_ms - START_MS >= 9_000);
}

/// A machine whose clock is an hour slow: the API refuses calls that are not signed with its own time.
fn skewed(date: Option<&'static str>, believes: bool) -> Bench {
    let mut bench = Bench::new(shift());
    while !bench.taken().is_empty() {
        let at = bench.open.iter().position(|effect| !matches!(effect, Effect::Sleep { .. })).unwrap_or(0);
        let (id, outcome) = match bench.open.remove(at) {
            Effect::Call { id, action, skew_ms, .. } => {
                bench.calls.push(action);
                let expired = || Outcome::Answered(Answer { date: date.map(str::to_owned), ..expired() });
                let right = believes && skew_ms == 3_600_000;
                let before = bench.calls.iter().filter(|called| **called == "UpdateAlias").count();
                (id, if right { usual(action, before) } else { expired() })
            }
            Effect::Sleep { id, ms, .. } => {
                bench.now_ms += u64::from(ms);
                (id, Outcome::Woke)
            }
            Effect::Store { id, .. } => (id, Outcome::Stored),
            Effect::Object { .. } => unreachable!("no package goes through a bucket"),
            _ => continue,
        };
        bench.release.feed(id, &outcome, bench.now_ms);
    }
    assert!(bench.release.finished());
    bench
}

fn expired() -> Answer {
    match failed("AuthFailure.SignatureExpire") {
        Outcome::Answered(answer) => answer,
        other => panic!("{other:?}"),
    }
}

/// An hour after [`START_MS`].
const AN_HOUR_LATER: &str = "Tue, 14 Nov 2023 23:13:20 GMT";

#[test]
fn a_wrong_clock_is_corrected_once_and_said() {
    let bench = skewed(Some(AN_HOUR_LATER), true);
    let result = bench.result();
    assert_eq!(result.functions[0].status, FunctionStatus::Done);
    assert_eq!(
        result.notes.iter().map(|note| (note.code(), note.shown())).collect::<Vec<_>>(),
        [(
            "ClockSkew",
            "this machine's clock is 3600 s behind the API's; calls are signed with the API's time".to_owned()
        )]
    );
    // the alias and the versions were asked for side by side, and once more each
    assert_eq!((bench.count("GetAlias"), bench.count("ListVersionByFunction"), bench.count("UpdateAlias")), (3, 2, 1));
}

#[test]
fn a_clock_that_is_corrected_in_vain_is_an_error() {
    let bench = skewed(Some(AN_HOUR_LATER), false);
    let error = bench.error();
    assert_eq!(error.code(), "AuthFailure.SignatureExpire");
    assert!(error.hint().as_ref().is_some_and(|hint| hint.contains("(3600 s from this machine's clock)")), "{error:?}");
    assert_eq!(bench.calls.len(), 4);
}

#[test]
fn without_the_apis_time_or_with_our_own_nothing_is_corrected() {
    for date in [None, Some("yesterday"), Some("Tue, 14 Nov 2023 22:13:50 GMT")] {
        let bench = skewed(date, false);
        assert_eq!((bench.error().code(), bench.calls.len()), ("AuthFailure.SignatureExpire", 2));
    }
}

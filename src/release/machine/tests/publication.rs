//! A publication whose answer is lost.

use super::*;

#[test]
fn a_lost_publication_is_found_by_its_mark() {
    for outcome in [lost(), failed("InternalError.System"), Outcome::Answered(html())] {
        let mut mark = String::new();
        let mut bench = Bench::new(json!({ "name": "fun01", "publish": true }));
        let run = bench.release.run.clone();
        bench = bench.run(&mut |action, before| match action {
            "PublishVersion" => Some(outcome.clone()),
            // the list lags behind for a while
            "ListVersionByFunction" if before > 4 => {
                mark = format!("scf-grayscale run {run}.1");
                Some(answered(json!({ "TotalCount": 3, "Versions": [
                    { "Version": "3", "Status": "Active", "Description": "someone's" },
                    { "Version": "2", "Status": "Active", "Description": mark },
                ] })))
            }
            _ => None,
        });
        assert_eq!(bench.count("PublishVersion"), 1);
        let result = &bench.result().functions[0];
        assert_eq!(result.published, [Version::named("2")]);
        assert_eq!(phrases(&result.changed), ["published version 2"]);
        assert!(result.notes.iter().any(|note| note.code() == "OtherVersion"));
    }
}

#[test]
fn a_lost_publication_that_is_not_found_is_perhaps_done_and_never_repeated() {
    let bench = Bench::new(json!({ "name": "fun01", "publish": true }))
        .run(&mut |action, _| (action == "PublishVersion").then(lost));
    let error = bench.error();
    assert_eq!((error.code(), bench.count("PublishVersion")), ("MaybePublished", 1));
    assert!((STALE_MS..STALE_MS + 5_000).contains(&(bench.now_ms - START_MS)));
    assert!(error.changed[0].shown().ends_with("(unknown: the answer was lost)"), "{:?}", error.changed);
    assert!(!error.retryable);

    // nor when the versions can't be listed either
    let bench = Bench::new(json!({ "name": "fun01", "publish": true })).run(&mut |action, before| match action {
        "PublishVersion" => Some(failed("InternalError")),
        "ListVersionByFunction" if before > 0 => Some(lost()),
        _ => None,
    });
    let error = bench.error();
    assert_eq!((error.code(), bench.count("PublishVersion")), ("MaybePublished", 1));
    assert!(error.message().contains("listing the versions fails: connection reset"), "{}", error.message());
    assert_eq!(error.changed.len(), 1);
}

#[test]
fn a_publication_that_never_reached_the_api_is_sent_again() {
    let bench = Bench::new(json!({ "name": "fun01", "publish": true })).run(&mut |action, before| match action {
        "PublishVersion" if before == 0 => Some(Outcome::Lost { reason: "refused".into(), sent: false }),
        "ListVersionByFunction" if before > 0 => {
            Some(answered(json!({ "Versions": [{ "Version": "2", "Status": "Active" }] })))
        }
        _ => None,
    });
    assert_eq!(bench.count("PublishVersion"), 2);
    assert_eq!(bench.result().functions[0].status, FunctionStatus::Done);
}

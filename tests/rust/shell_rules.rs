//! What the shell asks before it acts: what a request needs, why a run may not begin, which functions a line tells of.

use scf_grayscale::json::Json;
use scf_grayscale::plan::file;
use scf_grayscale::release::journal::{Holder, existence};
use scf_grayscale::release::{Needs, Request, locked};
use scf_grayscale::time::Zone;

fn needs(request: &str) -> Needs {
    let request = Request::read(Json::from_json(request).unwrap()).unwrap();
    Needs::of(request.operation, request.kind)
}

#[test]
fn only_a_run_takes_the_lock() {
    for operation in ["plan", "functions", "status", "aliases", "invoke", "logs", "metrics"] {
        assert!(!needs(&format!(r#"{{"do":"{operation}"}}"#)).lock, "{operation}");
    }
    assert!(needs(r#"{"do":"run"}"#).lock);
}

#[test]
fn rollback_and_abort_take_the_lock_over_and_nothing_else_does() {
    for kind in ["deploy", "publish", "create-alias", "update-alias", "delete-alias", "undo", "remove", "prune"] {
        assert!(!needs(&format!(r#"{{"do":"run","kind":"{kind}"}}"#)).takes_over, "{kind}");
    }
    for kind in ["rollback", "abort"] {
        assert!(needs(&format!(r#"{{"do":"run","kind":"{kind}"}}"#)).takes_over, "{kind}");
        assert!(!needs(&format!(r#"{{"do":"plan","kind":"{kind}"}}"#)).takes_over, "plan of {kind}");
    }
}

#[test]
fn code_is_packed_for_a_deployment_alone() {
    assert!(needs(r#"{"do":"plan"}"#).packages && needs(r#"{"do":"run","kind":"deploy"}"#).packages);
    assert!(!needs(r#"{"do":"run","kind":"rollback"}"#).packages && !needs(r#"{"do":"status"}"#).packages);
}

#[test]
fn plans_runs_status_and_metrics_read_the_journal() {
    for (operation, reads) in [
        ("plan", true),
        ("run", true),
        ("status", true),
        ("metrics", true),
        ("functions", false),
        ("aliases", false),
        ("invoke", false),
        ("logs", false),
    ] {
        assert_eq!(needs(&format!(r#"{{"do":"{operation}"}}"#)).journal, reads, "{operation}");
    }
}

#[test]
fn plans_and_runs_know_of_runs_that_were_not_imported() {
    for operation in ["plan", "run"] {
        assert!(needs(&format!(r#"{{"do":"{operation}"}}"#)).local_journal, "{operation}");
    }
    for operation in ["status", "metrics", "functions", "aliases", "invoke", "logs"] {
        assert!(!needs(&format!(r#"{{"do":"{operation}"}}"#)).local_journal, "{operation}");
    }
}

#[test]
fn a_list_has_no_inputs_to_check() {
    assert!(!needs(r#"{"do":"functions"}"#).inputs && needs(r#"{"do":"status"}"#).inputs);
}

fn refusal(alive: Option<bool>) -> (String, String) {
    // 1767225600 is 2026-01-01T00:00:00Z
    let (who, command) = ("me@here (pid 1)".to_owned(), "deploy".to_owned());
    let holder = Holder { who, command, since_ms: 1_767_225_600_000, alive, left_ms: 107_001 };
    let zone = Zone::read(Some(&Json::Number("480".into())));
    let error = locked(&holder, 1_767_225_612_000, zone);
    assert_eq!((error.code(), error.retryable), ("Locked", true));
    (error.message(), error.hint().unwrap())
}

#[test]
fn locked_names_the_run_and_since_when_it_runs() {
    let (message, _) = refusal(Some(true));
    assert!(message.contains("deploy by me@here (pid 1), since 2026-01-01 08:00:00"), "{message}");
    assert!(message.contains("(12 s); nothing was changed"), "{message}");
}

#[test]
fn locked_says_when_the_turn_ends_only_where_nobody_can_tell_whether_the_run_is_alive() {
    assert!(!refusal(Some(true)).1.contains("run this again"));
    let elsewhere = refusal(None).1;
    assert!(elsewhere.contains("if its machine is gone, run this again in 108 s"), "{elsewhere}");
}

fn line(step: &str, phase: &str) -> String {
    format!(
        r#"{{"v":2,"seq":1,"prev":"","at":5,"run":"r","kind":"deploy","phase":"{phase}","step":"{step}","number":1,"region":"ap-guangzhou","namespace":"default","function":"fun01"}}"#
    )
}

#[test]
fn a_function_exists_once_its_creation_is_done_and_no_longer_once_it_is_deleted() {
    assert!(matches!(existence(&line("create", "after")), Some((true, target)) if target.name == "fun01"));
    assert!(matches!(existence(&line("delete", "after")), Some((false, target)) if target.name == "fun01"));
    for (step, phase) in [("create", "before"), ("delete", "before"), ("upload", "after")] {
        assert_eq!(existence(&line(step, phase)), None, "{step} {phase}");
    }
    assert_eq!(existence("no line"), None);
}

#[test]
fn a_plan_file_names_its_stage_whatever_else_is_wrong_with_it() {
    assert_eq!(file::stage(r#"{"order":{"stage":"prod"}}"#).as_deref(), Some("prod"));
    assert_eq!(file::stage("no plan"), None);
}

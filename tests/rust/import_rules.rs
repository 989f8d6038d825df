//! A journal of one machine is copied into a store that several machines use: once, whole, and readable there.

use crate::support;

use scf_grayscale::release::journal::{Facts, Journal, LEASE_MS, LocalJournal};
use scf_grayscale::release::{Import, ImportOrder, import, store_content};
use scf_grayscale::time::Zone;
use serde_json::{Value, json};
use support::cloud::Cloud;
use support::drive::How;
use support::machine::Machine;

const FILE: &str = "/p/.grayscale/dev.journal";

/// Two releases of `f`, told by a journal of one machine.
fn released() -> (Cloud, Machine) {
    let (mut cloud, mut machine) = (Cloud::of(&[]), Machine::default());
    for code in ["v1", "v2"] {
        machine.release(&mut cloud, &[("f", code)]);
    }
    (cloud, machine)
}

fn order(cloud: &Cloud) -> ImportOrder {
    let facts = Facts { now_ms: cloud.now, alive: vec![] };
    ImportOrder { from: FILE.into(), who: Some("li.wei@laptop (pid 7)".into()), facts, ..ImportOrder::default() }
}

fn copied(cloud: &Cloud, from: &Machine) -> Import {
    import(&from.text(), "", &order(cloud), 1).unwrap()
}

/// Why not.
fn refused(cloud: &Cloud, from: &Machine, store: &str) -> String {
    import(&from.text(), store, &order(cloud), 1).unwrap_err().code().to_owned()
}

fn into_store(import: &Import) -> Machine {
    Machine { journal: import.lines.clone(), ..Machine::default() }
}

#[test]
fn all_lines_are_copied_and_one_says_where_they_come_from() {
    let (cloud, local) = released();
    let import = copied(&cloud, &local);
    assert_eq!((import.runs, import.lines.len()), (2, local.journal.len() + 1));
    assert_eq!(import.lines[..local.journal.len()], local.journal);
    let last: Value = serde_json::from_str(import.lines.last().unwrap()).unwrap();
    let before: Value = serde_json::from_str(local.journal.last().unwrap()).unwrap();
    assert_eq!((&last["phase"], &last["prev"], &last["last"]), (&json!("import"), &before["sum"], &before["sum"]));
    assert_eq!((&last["from"], &last["runs"]), (&json!(FILE), &json!(2)));
    // it is no run, and the chain goes on
    let (there, here) = (Journal::read(&import.lines.join("\n")), Journal::read(&local.text()));
    assert_eq!((&there.runs, &there.chain.broken, &there.log), (&here.runs, &None, &here.log));
    assert!(LocalJournal::of(&here, FILE).unwrap().is_in(&there));
}

#[test]
fn a_second_import_has_nothing_to_append() {
    let (cloud, local) = released();
    let store = into_store(&copied(&cloud, &local));
    let again = import(&local.text(), &store.text(), &order(&cloud), 2).unwrap();
    assert_eq!((again.runs, again.lines.len()), (2, 0));
}

#[test]
fn on_another_machine_the_imported_runs_are_undone_and_continued() {
    let (mut cloud, local) = released();
    let mut store = into_store(&copied(&cloud, &local));
    let shared = |order: Value| {
        let mut order = order;
        order["shared"] = json!(true);
        order
    };
    let undoing = Journal::read(&store.text()).undoing(None, &scf_grayscale::release::journal::Scope::Journal).unwrap();
    let undoing = shared(serde_json::from_str(&undoing.to_json()).unwrap());
    store.give(&mut cloud, undoing, &[]).done();
    assert_eq!(cloud.function("f-dev").default_alias().most_of("1"), support::cloud::WHOLE);
    let next = json!({ "inputs": support::machine::with(&[("f", "v3")], json!({ "traffic": 0.1 })) });
    store.give(&mut cloud, shared(next), &[("f", "v3")]).done();
    let journal = Journal::read(&store.text());
    assert_eq!((journal.runs.len(), &journal.chain.broken, journal.log.ids.len()), (4, &None, 1));
}

#[test]
fn a_run_that_broke_off_is_resumed_from_the_store() {
    let (mut cloud, mut local) = released();
    let (packages, asked) = ([("f", "v3")], json!({ "publish": true, "traffic": 0 }));
    local.how = How { kill_after: Some(14), ..How::default() };
    local.deploy(&mut cloud, &packages, asked.clone());
    assert!(local.cut_off(), "{:?}", local.journal.last());
    cloud.now += LEASE_MS;
    let mut store = into_store(&copied(&cloud, &local));
    store.resume(&mut cloud, &packages, support::machine::with(&packages, asked)).done();
    assert_eq!(cloud.function("f-dev").default_alias().most_of("3"), support::cloud::WHOLE);
}

#[test]
fn two_histories_are_not_joined() {
    let (mut cloud, local) = released();
    let mut other = Machine::default();
    other.release(&mut cloud, &[("f", "v3")]);
    assert_eq!(refused(&cloud, &local, &other.text()), "StoreNotEmpty");
    // nor is a journal that grew after it was imported
    let store = into_store(&copied(&cloud, &local));
    let mut grown = local.clone();
    grown.release(&mut cloud, &[("f", "v4")]);
    assert_eq!(refused(&cloud, &grown, &store.text()), "StoreNotEmpty");
    assert!(!LocalJournal::of(&Journal::read(&grown.text()), FILE).unwrap().is_in(&Journal::read(&store.text())));
}

#[test]
fn what_was_released_after_the_import_from_the_file_is_of_another_log() {
    let (mut cloud, local) = released();
    let mut store = into_store(&copied(&cloud, &local));
    let mut grown = local;
    grown.release(&mut cloud, &[("f", "v3")]);
    // both have the same id, and the store does not have the run
    let order = |traffic: f64| json!({ "shared": true, "inputs": { "functions": { "f": {} }, "traffic": traffic } });
    assert_eq!(store.give(&mut cloud, order(0.1), &[]).refused().code(), "OtherStore");
    let mut forced = order(0.1);
    forced["force"] = json!(true);
    store.give(&mut cloud, forced, &[]).done();
    // and what the store released is not the file's
    let release = json!({ "inputs": { "functions": { "f": {} }, "traffic": 0.2 } });
    assert_eq!(grown.give(&mut cloud, release, &[]).refused().code(), "OtherStore");
}

#[test]
fn a_journal_at_work_is_not_copied() {
    let (mut cloud, mut local) = released();
    local.how = How { kill_after: Some(14), ..How::default() };
    local.deploy(&mut cloud, &[("f", "v3")], json!({ "publish": true, "traffic": 0 }));
    assert!(local.cut_off());
    assert_eq!(refused(&cloud, &local, ""), "Locked");
    // where its process is known to be gone, or its time is over, nobody is
    cloud.now += LEASE_MS;
    assert_eq!(copied(&cloud, &local).runs, 3);
}

#[test]
fn what_has_no_runs_is_broken_or_of_another_account_is_not_copied() {
    let (mut cloud, mut local) = released();
    assert_eq!(refused(&cloud, &Machine::default(), ""), "NothingToImport");
    let mut broken = local.clone();
    broken.journal.remove(2);
    assert_eq!(refused(&cloud, &broken, ""), "JournalBroken");
    let forced = ImportOrder { force: true, ..order(&cloud) };
    assert_eq!(import(&broken.text(), "", &forced, 1).unwrap().lines.len(), broken.journal.len() + 1);
    let shift = json!({ "appId": "1250000000", "inputs": { "functions": { "f": {} }, "traffic": 0.1 } });
    local.give(&mut cloud, shift, &[]).done();
    let other = ImportOrder { account: Some("1250000001".into()), ..order(&cloud) };
    assert_eq!(import(&local.text(), "", &other, 1).unwrap_err().code(), "OtherAccount");
    let own = ImportOrder { account: Some("1250000000".into()), ..order(&cloud) };
    assert_eq!(import(&local.text(), "", &own, 1).unwrap().runs, 3);
}

#[test]
fn what_a_store_holds_is_told() {
    let (mut cloud, mut local) = released();
    local.how = How { kill_after: Some(14), ..How::default() };
    local.deploy(&mut cloud, &[("f", "v3")], json!({ "publish": true, "traffic": 0 }));
    let journal = Journal::read(&local.text());
    let facts = Facts { now_ms: cloud.now, alive: vec![] };
    let content = store_content(&local.text(), &facts, Zone::default()).unwrap();
    assert_eq!((content.runs, content.lines), (3, local.journal.len()));
    assert_eq!(
        (content.id.as_deref(), content.account, content.region.as_deref()),
        (journal.log.id(), None, Some("ap-guangzhou"))
    );
    let workers: Vec<(&str, &str)> = content.at_work.iter().map(|one| (one.run.as_str(), one.who.as_str())).collect();
    assert_eq!(workers, [(journal.runs[2].id.as_str(), "li.wei@ci (pid 7)")]);
    let later = Facts { now_ms: cloud.now + LEASE_MS, alive: vec![] };
    assert_eq!(store_content(&local.text(), &later, Zone::default()).unwrap().at_work, []);
    let empty = store_content("", &facts, Zone::default()).unwrap();
    assert_eq!((empty.id, empty.runs, empty.lines), (None, 0, 0));
}

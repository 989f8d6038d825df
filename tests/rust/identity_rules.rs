//! What one log is: its id, its account, and what follows where a function was released from another one.

use crate::support;

use scf_grayscale::error::Class;
use scf_grayscale::release::Request;
use scf_grayscale::release::journal::Journal;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use support::asked::{codes, settled};
use support::cloud::{Alias, Cloud, WHOLE};
use support::drive::{Ended, How, drive};
use support::machine::Machine;
use support::machines::Machines;
use support::ordered;

fn cloud() -> Cloud {
    Cloud::of(&[("fun01-dev", settled().routed(Alias::grayscale(0.5, "2")))])
}

fn shift(traffic: f64) -> Value {
    json!({ "inputs": { "functions": { "fun01": {} }, "traffic": traffic } })
}

fn shared(order: Value) -> Value {
    with(order, json!({ "shared": true }))
}

fn forced(order: Value) -> Value {
    with(order, json!({ "force": true }))
}

fn rollback() -> Value {
    json!({ "kind": "rollback", "inputs": { "functions": { "fun01": {} } } })
}

fn with(mut order: Value, more: Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        order[name] = value.clone();
    }
    order
}

fn code(ended: &Ended) -> &str {
    ended.error.as_ref().map_or("done", |error| error.code())
}

/// The ids in the first lines of its runs.
fn ids(lines: &[String]) -> Vec<String> {
    let parsed = lines.iter().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let begun = parsed.filter(|line| line["phase"] == "begin");
    begun.map(|line| line["log"]["id"].as_str().unwrap_or("none").to_owned()).collect()
}

/// What the mark on the alias says of the log.
fn marked(cloud: &Cloud) -> String {
    let mark = cloud.function("fun01-dev").default_alias().mark.0.clone().unwrap_or_default();
    mark.rsplit(' ').next().unwrap_or_default().to_owned()
}

fn shown(ended: &Ended, code: &str) -> usize {
    ended.shown.iter().filter(|event| event["type"] == "noted" && event["code"] == code).count()
}

fn split(cloud: &Cloud) -> u64 {
    cloud.function("fun01-dev").default_alias().most_of("$LATEST")
}

#[test]
fn the_first_line_of_a_log_names_it_and_each_run_repeats_that() {
    let (mut cloud, mut machine) = (cloud(), Machine::default());
    machine.give(&mut cloud, shift(0.1), &[]).done();
    machine.give(&mut cloud, shift(0.2), &[]).done();
    let first: Value = serde_json::from_str(&machine.journal[0]).unwrap();
    assert_eq!((&first["v"], &first["seq"]), (&json!(4), &json!(1)));
    assert_eq!(first["log"]["region"], "ap-guangzhou");
    assert!(first["log"].get("account").is_none(), "nobody told it");
    let ids = ids(&machine.journal);
    assert_eq!((ids.len(), ids[0].len()), (2, 16));
    assert_eq!(ids[0], ids[1]);
    assert!(ids[0].bytes().all(|digit| digit.is_ascii_hexdigit()));
    // of another log it is another one
    let mut other = Machine::default();
    other.give(&mut cloud, shift(0.3), &[]).done();
    let parsed = Journal::read(&other.text());
    assert_ne!(parsed.log.id(), Some(ids[0].as_str()));
}

#[test]
fn the_mark_on_the_alias_carries_the_first_digits_of_the_id() {
    for (order, letter) in [(shift(0.1), "l"), (shared(shift(0.1)), "c")] {
        let (mut cloud, mut machine) = (cloud(), Machine::default());
        machine.give(&mut cloud, order, &[]).done();
        assert_eq!(marked(&cloud), [letter, &ids(&machine.journal)[0][..8]].concat());
    }
}

/// The same lines as an older version wrote them: of its format, without what it did not know.
fn older(lines: &[String]) -> Vec<String> {
    let mut prev = String::new();
    let old = lines.iter().map(|line| {
        let mut line: Value = serde_json::from_str(line).unwrap();
        let fields = line.as_object_mut().unwrap();
        fields.remove("log");
        fields.remove("sum");
        fields.insert("v".into(), json!(3));
        fields.insert("prev".into(), json!(prev));
        let text = line.to_string();
        let open = text.strip_suffix('}').unwrap();
        prev = hex::encode(Sha256::digest([prev.as_str(), "\n", open].concat()));
        prev.truncate(16);
        [open, ",\"sum\":\"", &prev, "\"}"].concat()
    });
    old.collect()
}

#[test]
fn a_log_of_an_older_version_gets_its_id_with_the_next_run() {
    let (mut cloud, mut machine) = (cloud(), Machine::default());
    machine.give(&mut cloud, shift(0.1), &[]).done();
    machine.journal = older(&machine.journal);
    assert_eq!(Journal::read(&machine.text()).log.id(), None);
    machine.give(&mut cloud, shift(0.2), &[]).done();
    let ids = ids(&machine.journal);
    assert_eq!((ids[0].as_str(), ids[1].len()), ("none", 16));
    let journal = Journal::read(&machine.text());
    assert_eq!((journal.log.id(), journal.chain.broken), (Some(ids[1].as_str()), None));
    assert_eq!(marked(&cloud), ["l", &ids[1][..8]].concat());
}

#[test]
fn where_the_first_two_runs_begin_at_once_both_ids_are_those_of_the_log() {
    // runs of one process share their turn
    let order = |name: &str, traffic: f64| {
        json!({ "do": "run", "process": "a", "shared": true,
            "inputs": { "functions": { name: {} }, "traffic": traffic } })
    };
    let there = settled().routed(Alias::grayscale(0.5, "2"));
    let mut world = Machines::over(Cloud::of(&[("fun01-dev", there.clone()), ("fun02-dev", there)]));
    world.begin(order("fun01", 0.1), 0);
    world.begin(order("fun02", 0.1), 0);
    world.run();
    let journal = world.log.journal();
    assert_eq!((journal.log.ids.len(), journal.runs.len(), &journal.chain.broken), (2, 2, &None));
    let next: Vec<usize> = ["fun01", "fun02"]
        .iter()
        .map(|name| world.begin(with(order(name, 0.3), json!({ "process": "b" })), 0))
        .collect();
    world.run();
    for machine in next {
        assert_eq!(world.ended(machine).1, None);
    }
    assert_eq!(world.log.journal().log.ids.len(), 2);
}

#[test]
fn a_run_that_meets_the_mark_of_another_store_is_refused_and_changes_nothing() {
    // who shares, the other one or this one
    for (theirs, ours) in [(true, true), (true, false), (false, true)] {
        let order = |traffic, is_shared: bool| if is_shared { shared(shift(traffic)) } else { shift(traffic) };
        let (mut cloud, mut other, mut own) = (cloud(), Machine::default(), Machine::default());
        other.give(&mut cloud, order(0.1, theirs), &[]).done();
        let refused = own.give(&mut cloud, order(0.2, ours), &[]);
        let error = refused.refused();
        assert_eq!((error.code(), error.class), ("OtherStore", Class::Refused), "{theirs} {ours}");
        assert!(error.message().contains(&other.last_run()), "{error:?}");
        assert_eq!((own.journal.len(), cloud.writes().len(), split(&cloud)), (0, 0, WHOLE / 10));
        // a plan says so, and is made
        let plan = own.give(&mut cloud, with(order(0.2, ours), json!({ "do": "plan" })), &[]);
        assert_eq!((code(&plan), shown(&plan, "OtherStore")), ("done", 1), "{theirs} {ours}");
        // who knows better goes on, and the alias is his from then on
        let ended = own.give(&mut cloud, forced(order(0.2, ours)), &[]);
        assert_eq!((code(&ended), shown(&ended, "OtherStore"), split(&cloud)), ("done", 1, WHOLE / 5));
        let again = own.give(&mut cloud, order(0.3, ours), &[]);
        assert_eq!((code(&again), shown(&again, "OtherStore")), ("done", 0));
        assert_eq!(code(&other.give(&mut cloud, order(0.4, theirs), &[])), "OtherStore");
    }
}

#[test]
fn a_rollback_goes_on_and_says_so() {
    let (mut cloud, mut other, mut own) = (cloud(), Machine::default(), Machine::default());
    other.give(&mut cloud, shared(shift(0.1)), &[]).done();
    let ended = own.give(&mut cloud, shared(rollback()), &[]);
    assert_eq!((code(&ended), split(&cloud)), ("done", 0));
    assert!(codes(&ended).contains(&"OtherStore".to_owned()), "{:?}", codes(&ended));
}

#[test]
fn between_journals_of_one_machine_each_it_is_said_and_nobody_is_refused() {
    let (mut cloud, mut other, mut own) = (cloud(), Machine::default(), Machine::default());
    own.give(&mut cloud, shift(0.1), &[]).done();
    let theirs = other.give(&mut cloud, shift(0.2), &[]);
    // a checkout that never released knows of no history that could be missing
    assert_eq!((code(&theirs), shown(&theirs, "OtherStore")), ("done", 0));
    let ours = own.give(&mut cloud, shift(0.3), &[]);
    assert_eq!((code(&ours), shown(&ours, "OtherStore"), split(&cloud)), ("done", 1, WHOLE / 10 * 3));
}

#[test]
fn a_journal_that_was_deleted_by_hand_is_another_log() {
    let (mut cloud, mut machine) = (cloud(), Machine::default());
    machine.give(&mut cloud, shared(shift(0.1)), &[]).done();
    machine.journal.clear();
    let refused = machine.give(&mut cloud, shared(shift(0.2)), &[]);
    assert_eq!(code(&refused), "OtherStore");
    let hint = refused.refused().hint().clone().unwrap();
    assert!(hint.contains("deleted") && hint.contains("--force"), "{hint}");
    assert_eq!(code(&machine.give(&mut cloud, forced(shared(shift(0.2))), &[])), "done");
}

#[test]
fn a_mark_without_an_id_is_no_reason() {
    let (mut cloud, mut other, mut own) = (cloud(), Machine::default(), Machine::default());
    other.give(&mut cloud, shared(shift(0.1)), &[]).done();
    let mark = cloud.function("fun01-dev").default_alias().mark.0.clone().unwrap();
    let (older, _) = mark.rsplit_once(' ').unwrap();
    cloud.functions.get_mut("fun01-dev").unwrap().aliases.get_mut("$DEFAULT").unwrap().mark.0 = Some(older.to_owned());
    let ended = own.give(&mut cloud, shared(shift(0.2)), &[]);
    assert_eq!((code(&ended), shown(&ended, "OtherStore")), ("done", 0));
}

#[test]
fn a_log_belongs_to_one_account() {
    let (mut cloud, mut machine) = (cloud(), Machine::default());
    let of = |order: Value, account: &str| with(order, json!({ "appId": account }));
    // nobody knows the account at first
    machine.give(&mut cloud, shift(0.1), &[]).done();
    machine.give(&mut cloud, of(shift(0.2), "1250000000"), &[]).done();
    assert_eq!(Journal::read(&machine.text()).log.account.as_deref(), Some("1250000000"));
    let lines = machine.journal.len();
    for order in [shift(0.3), rollback(), with(shift(0.3), json!({ "do": "plan" }))] {
        let order = forced(of(with(json!({ "do": "run" }), order), "1250000001"));
        let order: Request<'_> = ordered(with(order, json!({ "journal": machine.text() })));
        let error = support::drive::Run::begin(&order, &cloud, &How::default()).err().expect("a refusal");
        assert_eq!((error.code(), error.class), ("OtherAccount", Class::Refused));
        assert!(["1250000000", "1250000001"].iter().all(|account| error.message().contains(account)), "{error:?}");
    }
    // who does not know it is not asked
    machine.give(&mut cloud, shift(0.3), &[]).done();
    machine.give(&mut cloud, of(shift(0.4), "1250000000"), &[]).done();
    assert!(machine.journal.len() > lines);
    // what no appid can be is none
    machine.give(&mut cloud, of(shift(0.5), "my account"), &[]).done();
}

#[test]
fn runs_that_lie_in_a_journal_of_this_machine_are_imported_first() {
    let (mut cloud, mut local, mut store) = (cloud(), Machine::default(), Machine::default());
    local.give(&mut cloud, shift(0.1), &[]).done();
    let last: Value = serde_json::from_str(local.journal.last().unwrap()).unwrap();
    let waits = json!({ "file": "/p/.grayscale/dev.journal", "runs": 1, "last": last["sum"] });
    let order = |order: Value| with(shared(order), json!({ "do": "run", "localJournal": waits }));
    let asked = cloud.clone();
    let refused = |order: Value, store: &Machine| {
        let order = ordered(with(order, json!({ "journal": store.text() })));
        support::drive::Run::begin(&order, &asked, &How::default()).err().map(|error| {
            assert_eq!(error.class, Class::Refused);
            (error.code().to_owned(), error.message().clone(), error.hint().clone().unwrap_or_default())
        })
    };
    let (code, message, hint) = refused(order(shift(0.2)), &store).expect("a refusal");
    assert_eq!(code, "UnimportedJournal");
    assert!(
        message.contains("/p/.grayscale/dev.journal (1") || message.contains("/p/.grayscale/dev.journal"),
        "{message}"
    );
    assert!(hint.contains("`grayscale store import`"), "{hint}");
    // an undo would undo another run than the last one
    let undo = json!({ "kind": "undo", "of": "x", "inputs": { "functions": { "fun01": {} } } });
    assert_eq!(refused(order(undo), &store).map(|(code, ..)| code).as_deref(), Some("UnimportedJournal"));
    // a plan and a rollback say so
    let plan = store.give(&mut cloud.clone(), with(order(shift(0.2)), json!({ "do": "plan" })), &[]);
    assert_eq!(shown(&plan, "UnimportedJournal"), 1);
    let back = store.clone().give(&mut cloud.clone(), order(rollback()), &[]);
    assert!(codes(&back).contains(&"UnimportedJournal".to_owned()), "{:?}", codes(&back));
    // where the store has runs of its own they can't be joined
    store.give(&mut cloud, forced(shared(shift(0.2))), &[]).done();
    let (_, _, hint) = refused(order(shift(0.3)), &store).expect("a refusal");
    assert!(hint.contains("move the file away"), "{hint}");
}

#[test]
fn a_release_whose_journal_can_not_be_read_leaves_a_mark_without_an_id() {
    let (mut cloud, mut machine) = (cloud(), Machine::default());
    machine.give(&mut cloud, with(rollback(), json!({ "journalUnreadable": "no" })), &[]);
    assert_eq!(split(&cloud), 0);
    let mark = marked(&cloud);
    assert!(!mark.starts_with('l') && !mark.starts_with('c'), "{mark}");
}

/// `drive` is for those who have no journal at hand.
#[test]
fn a_run_without_a_store_behaves_as_ever() {
    let mut cloud = cloud();
    for traffic in [0.1, 0.2] {
        let order = ordered(with(shift(traffic), json!({ "do": "run" })));
        let ended = drive(&order, &mut cloud, &How { seed: (traffic * 100.0) as u64, ..How::default() });
        assert_eq!((code(&ended), shown(&ended, "OtherStore")), ("done", 0));
        cloud.now += 10_000;
    }
}

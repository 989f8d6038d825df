//! What is written is read again, and what happened to a journal meanwhile is found.

use proptest::prelude::*;

use super::*;
use crate::message::problem::journal::Flaw;
use crate::scf::Target;
use crate::time::Zone;
use crate::traffic::reach::Reach;
use crate::traffic::routing::{Routing, Version};
use crate::traffic::share::Share;

fn target(name: &str) -> Target {
    Target { region: "ap-guangzhou".into(), namespace: "default".into(), name: name.into() }
}

fn begin(functions: &[&str]) -> Event {
    let asked = |name: &&str| AskedFunction {
        key: (*name).into(),
        target: target(name),
        publish: *name == "a",
        code: None,
        aim: None,
    };
    Event::Begin(BeginEntry {
        tool: "0.1.0".into(),
        who: Some("me@here (pid 7)".into()),
        process: Some("7@here".into()),
        order: "0123456789abcdef".into(),
        log: Some(LogEntry {
            id: "4f2a91c0deadbeef".into(),
            account: Some("1250000000".into()),
            region: Some("ap-guangzhou".into()),
        }),
        stage: "dev".into(),
        alias: "$DEFAULT".into(),
        traffic: Some("0.1".into()),
        routes: None,
        to: None,
        functions: functions.iter().map(asked).collect(),
    })
}

fn step(step: &str, number: usize, name: &str) -> StepEntry {
    StepEntry {
        instances: None,
        step: step.into(),
        number,
        target: target(name),
        alias: None,
        recorded: None,
        goal: None,
        left: None,
        code: None,
        latest: None,
        asked: Some(Reach::share(Share::from_basis_points(1000).into())),
        trigger: None,
        version: None,
    }
}

fn grayscale(percent: u16, last: &str) -> Routing {
    Routing::grayscale(Share::from_basis_points(percent * 100), Version::named(last))
}

fn shift(number: usize, name: &str, from: u16) -> StepEntry {
    let recorded = Some(RecordedAlias::of(&grayscale(from, "7"), None));
    StepEntry { alias: Some("$DEFAULT".into()), recorded, ..step("shift", number, name) }
}

fn shifted(number: usize, name: &str, to: u16) -> StepEntry {
    let left = Some(RecordedAlias::of(&grayscale(to, "7"), None));
    StepEntry { alias: Some("$DEFAULT".into()), left, ..step("shift", number, name) }
}

fn end(how: EndState, fates: &[(&str, EndState, Option<&str>)]) -> Event {
    let fate = |(name, how, code): &(&str, EndState, Option<&str>)| FunctionEnd {
        target: target(name),
        how: *how,
        code: code.map(str::to_owned),
        created: false,
    };
    Event::End(EndEntry { how, functions: fates.iter().map(fate).collect() })
}

/// Who writes where another one stopped.
struct Writer {
    run: String,
    head: Head,
    at_ms: u64,
    lines: Vec<String>,
}

impl Writer {
    fn behind(text: &str, run: &str) -> Self {
        Self { run: run.into(), head: Journal::read(text).chain.head, at_ms: 1_000, lines: vec![] }
    }

    fn tells(mut self, event: Event) -> Self {
        let entry = Entry { at_ms: self.at_ms, run: self.run.clone(), kind: "deploy".into(), event };
        self.lines.push(entry.line(&mut self.head));
        self.at_ms += 10;
        self
    }

    /// A release of one function, from beginning to end.
    fn releases(self, name: &str) -> Self {
        let published = StepEntry { version: Some(Version::named("8")), ..step("publish", 2, name) };
        self.tells(begin(&[name]))
            .tells(Event::Before(step("upload", 1, name)))
            .tells(Event::After(step("upload", 1, name)))
            .tells(Event::Before(step("publish", 2, name)))
            .tells(Event::After(published))
            .tells(Event::Before(shift(3, name, 50)))
            .tells(Event::After(shifted(3, name, 10)))
            .tells(end(EndState::Done, &[(name, EndState::Done, None)]))
    }

    fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }
}

/// Two releases, one behind the other.
fn two_releases() -> String {
    let first = Writer::behind("", "one").releases("a").text();
    let second = Writer::behind(&first, "two").releases("b").text();
    first + &second
}

fn broken(lines: &[impl AsRef<str>]) -> Option<(usize, Flaw)> {
    let text: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
    Journal::read(&text.join("\n")).chain.broken.map(|broken| (broken.line, broken.why))
}

#[test]
fn a_line_holds_who_when_what_and_its_place_in_the_chain() {
    let lines = Writer::behind("", "0a1b2c3d").tells(begin(&["a"])).tells(Event::Before(shift(1, "a", 50))).lines;
    assert_eq!(
        lines,
        [
            concat!(
                r#"{"v":4,"seq":1,"prev":"","at":1000,"run":"0a1b2c3d","kind":"deploy","phase":"begin","tool":"0.1.0","#,
                r#""who":"me@here (pid 7)","process":"7@here","order":"0123456789abcdef","log":{"id":"4f2a91c0deadbeef","account":"1250000000","region":"ap-guangzhou"},"stage":"dev","alias":"$DEFAULT","traffic":"0.1","#,
                r#""functions":[{"key":"a","region":"ap-guangzhou","namespace":"default","function":"a","publish":true}],"#,
                r#""sum":"fe94e805616c95e2"}"#
            ),
            concat!(
                r#"{"v":4,"seq":2,"prev":"fe94e805616c95e2","at":1010,"run":"0a1b2c3d","kind":"deploy","phase":"before","#,
                r#""step":"shift","number":1,"region":"ap-guangzhou","namespace":"default","function":"a","alias":"$DEFAULT","#,
                r#""recorded":{"FunctionVersion":"$LATEST","RoutingConfig":{"AdditionalVersionWeights":[{"Version":"7","Weight":0.5}],"#,
                r#""AddtionVersionMatchs":[]}},"#,
                r#""asked":"0.1","sum":"83e88398dc4b37fd"}"#
            ),
        ]
    );
}

#[test]
fn what_is_written_is_read_again() {
    let text = two_releases();
    let journal = Journal::read(&text);
    assert_eq!((journal.format, journal.chain.entries, journal.chain.unchained), (4, 16, 0));
    assert_eq!((&journal.chain.broken, journal.chain.missing), (&None, 0));
    let ids: Vec<&str> = journal.runs.iter().map(|run| run.id.as_str()).collect();
    assert_eq!(ids, ["one", "two"]);
    let run = &journal.runs[0];
    assert_eq!((run.began_ms, run.last_ms, run.kind.as_str()), (1_000, 1_070, "deploy"));
    assert_eq!(run.begin.clone().map(Event::Begin), Some(begin(&["a"])));
    assert_eq!(run.end.clone().map(Event::End), Some(end(EndState::Done, &[("a", EndState::Done, None)])));
    let function = &run.functions[0];
    assert_eq!(function.target, target("a"));
    let steps: Vec<(&str, usize, Option<u64>)> =
        function.steps.iter().map(|step| (step.entry.step.as_str(), step.line, step.done_ms)).collect();
    assert_eq!(steps, [("upload", 2, Some(1_020)), ("publish", 4, Some(1_040)), ("shift", 6, Some(1_060))]);
    assert_eq!(function.published().map(Version::wire).collect::<Vec<_>>(), ["8"]);
    assert_eq!(function.recorded("$DEFAULT"), Some(grayscale(50, "7")));
    assert_eq!(function.left("$DEFAULT"), Some(grayscale(10, "7")));
    assert_eq!((function.recorded("other"), function.left("other")), (None, None));
}

#[test]
fn a_run_that_broke_off_tells_what_it_had_begun() {
    let text = Writer::behind("", "one")
        .tells(begin(&["a", "b"]))
        .tells(Event::Before(shift(1, "a", 50)))
        .tells(Event::Before(shift(1, "b", 50)))
        .tells(Event::After(shifted(1, "b", 10)))
        .tells(Event::Before(shift(2, "b", 10)))
        .text();
    let [run] = &runs(&text)[..] else { panic!() };
    assert_eq!(run.end, None);
    let [a, b] = &run.functions[..] else { panic!() };
    assert_eq!((a.recorded("$DEFAULT"), a.left("$DEFAULT")), (Some(grayscale(50, "7")), None));
    // the first recorded one was there before the run; the last change was not seen to be true
    assert_eq!((b.recorded("$DEFAULT"), b.left("$DEFAULT")), (Some(grayscale(50, "7")), None));
    assert_eq!(b.steps.iter().map(|step| step.done_ms.is_some()).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_line_that_was_cut_off_is_named_and_the_chain_goes_on_without_it() {
    let first = Writer::behind("", "one").tells(begin(&["a"])).tells(Event::Before(shift(1, "a", 50))).text();
    let cut = &first[..first.len() - 20];
    let chain = Journal::read(cut).chain;
    assert_eq!((chain.torn, chain.broken, chain.entries), (vec![2], None, 1));
    let text = format!("{cut}\n{}", Writer::behind(cut, "two").releases("a").text());
    let journal = Journal::read(&text);
    assert_eq!((&journal.chain.torn, &journal.chain.broken), (&vec![2], &None));
    assert_eq!(journal.runs.len(), 2);
}

/// As the first version wrote it.
const OLD: &str = concat!(
    r#"{"v":1,"at":5,"run":"old","kind":"deploy","phase":"before","step":"shift","region":"ap-guangzhou","namespace":"default","#,
    r#""function":"a","alias":"$DEFAULT","recorded":{"FunctionVersion":"7","RoutingConfig":{}},"asked":"0.1"}"#,
    "\n",
    r#"{"v":1,"at":6,"run":"old","kind":"deploy","phase":"after","step":"shift","region":"ap-guangzhou","namespace":"default","#,
    r#""function":"a","alias":"$DEFAULT","asked":"0.1"}"#,
    "\n"
);

#[test]
fn the_older_format_is_read_and_the_first_line_of_a_chain_vouches_for_it() {
    let journal = Journal::read(OLD);
    assert_eq!((journal.chain.unchained, &journal.chain.broken, journal.format), (2, &None, 1));
    assert!(journal.runs[0].functions[0].steps[0].done_ms.is_some());
    assert_eq!(journal.recorded()[0].routing, Some(Routing::all_to(Version::named("7"))));
    let text = format!("{OLD}{}", Writer::behind(OLD, "new").releases("a").text());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(broken(&lines), None);
    assert_eq!(Journal::read(&text).chain.head.seq, 10);
    let changed = text.replacen("\"FunctionVersion\":\"7\"", "\"FunctionVersion\":\"9\"", 1);
    assert_eq!(broken(&changed.lines().collect::<Vec<_>>()).unwrap().0, 3);
    assert_eq!(broken(&lines[1..]).unwrap().0, 2);
    // behind a chain it is not where it was written
    let behind = [&lines[2..], &lines[..2]].concat();
    assert_eq!(broken(&behind).unwrap().1, Flaw::OldBehindNew);
}

#[test]
fn a_later_format_is_known_as_such_and_what_stands_before_it_is_still_read() {
    let text = two_releases();
    let later = r#"{"v":5,"seq":17,"prev":"x","what":"ever","sum":"0000000000000000"}"#;
    let journal = Journal::read(&format!("{text}{later}\n"));
    let error = journal.known().unwrap_err();
    assert_eq!((error.code(), journal.runs.len()), ("JournalTooNew", 2));
    assert!(error.message().contains("format 5") && error.hint().as_ref().unwrap().starts_with("update"), "{error:?}");
    assert_eq!((journal.chain.broken, journal.chain.head.seq), (None, 17));
    assert_eq!(Journal::read(&text).known(), Ok(()));
}

#[test]
fn two_runs_at_once_are_told_and_break_nothing() {
    let first = Writer::behind("", "one").tells(begin(&["a"]));
    let start = first.text();
    // both read the journal when it had one line
    let first = first.tells(Event::Before(shift(1, "a", 50))).tells(Event::After(shifted(1, "a", 10)));
    let second = Writer::behind(&start, "two").tells(begin(&["b"])).tells(Event::Before(shift(1, "b", 50)));
    let lines = [&first.lines[..2], &second.lines[..1], &first.lines[2..], &second.lines[1..]].concat();
    let journal = Journal::read(&lines.join("\n"));
    assert_eq!(journal.chain.broken, None);
    let forks: Vec<(usize, &str)> = journal.chain.forks.iter().map(|fork| (fork.line, fork.run.as_str())).collect();
    assert_eq!(forks, [(3, "two"), (4, "one")]);
    assert!(journal.runs.iter().all(|run| run.functions[0].steps.len() == 1));
    // a run's own lines still have to follow each other
    assert!(broken(&[&lines[..1], &lines[2..]].concat()).is_some());
}

#[test]
fn what_was_done_to_a_journal_is_said_in_words() {
    let text = two_releases();
    let lines: Vec<&str> = text.lines().collect();
    let without = |from: usize, to: usize| [&lines[..from], &lines[to..]].concat();
    assert_eq!(broken(&without(4, 5)), Some((5, Flaw::Missing { lines: 1 })));
    assert_eq!(broken(&without(4, 7)), Some((5, Flaw::Missing { lines: 3 })));
    let edited = text.replacen("\"Weight\":0.5", "\"Weight\":0.6", 1);
    assert_eq!(broken(&edited.lines().collect::<Vec<_>>()), Some((6, Flaw::Changed)));
    let mut moved = lines.clone();
    moved.swap(3, 4);
    assert_eq!(broken(&moved), Some((4, Flaw::Missing { lines: 1 })));
    let twice = [&lines[..4], &lines[2..]].concat();
    assert_eq!(broken(&twice), Some((5, Flaw::Moved)));
    // a chain whose beginning was cut off says how much of it
    let cut = Journal::read(&lines[3..].join("\n")).chain;
    assert_eq!((cut.missing, cut.broken), (3, None));
}

#[test]
fn of_each_alias_the_routing_before_the_last_run_that_changed_it_is_recorded() {
    let text = Writer::behind("", "one")
        .tells(Event::Before(shift(1, "a", 50)))
        .tells(Event::Before(shift(2, "a", 10)))
        .tells(Event::Before(shift(1, "b", 80)))
        .tells(Event::Before(step("upload", 2, "b")))
        .text();
    let recorded = recorded(&text);
    let found: Vec<(&str, &Routing, bool, Option<String>)> = recorded
        .iter()
        .map(|one| {
            (
                one.target.name.as_str(),
                one.routing.as_ref().unwrap(),
                one.replaced,
                one.asked.as_ref().map(|asked| asked.share.to_string()),
            )
        })
        .collect();
    let asked = Some("0.1".to_owned());
    // a run may shift an alias twice: nobody wants to go back to what it was in between
    assert_eq!(found, [("a", &grayscale(50, "7"), false, None), ("b", &grayscale(80, "7"), true, asked)]);
}

#[test]
fn thousands_of_functions_and_runs_are_read_in_moments() {
    let mut writer = Writer::behind("", "one");
    for number in 0..4_000 {
        writer = writer.tells(Event::Before(shift(1, &format!("f{}", number * 7 % 4_000), 50)));
    }
    for number in 0..4_000 {
        writer.run = format!("run {number}");
        writer = writer.tells(Event::Before(shift(1, &format!("f{number}"), 50)));
    }
    let journal = Journal::read(&writer.text());
    assert_eq!((journal.runs.len(), journal.runs[0].functions.len(), journal.recorded().len()), (4_001, 4_000, 4_000));
}

/// What may have happened to a journal.
#[derive(Debug, Clone)]
enum Harm {
    Edit(usize, u8),
    TakeOut(usize),
    Swap(usize, usize),
    Copy(usize, usize),
}

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        (any::<usize>(), b'!'..b'~').prop_map(|(at, byte)| Harm::Edit(at, byte)),
        any::<usize>().prop_map(Harm::TakeOut),
        (any::<usize>(), any::<usize>()).prop_map(|(one, other)| Harm::Swap(one, other)),
        (any::<usize>(), any::<usize>()).prop_map(|(from, to)| Harm::Copy(from, to)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_to_a_line_in_the_middle_is_found(harm in harm()) {
        let text = two_releases();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let last = lines.len() - 1;
        match harm {
            Harm::Edit(at, byte) => {
                // any byte of any line but the last
                let within = text.len() - lines[last].len() - 1;
                let mut bytes = text.clone().into_bytes();
                let at = at % within;
                prop_assume!(bytes[at] != byte && bytes[at] != b'\n');
                bytes[at] = byte;
                lines = String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect();
            }
            Harm::TakeOut(at) => drop(lines.remove(1 + at % (last - 1))),
            Harm::Swap(one, other) => {
                prop_assume!(one % last != other % last);
                lines.swap(one % last, other % last);
            }
            Harm::Copy(from, to) => {
                let line = lines[from % lines.len()].clone();
                lines.insert(to % last, line);
            }
        }
        let journal = Journal::read(&lines.join("\n"));
        // a later format is refused whole
        let found = journal.chain.broken.is_some() || journal.chain.missing > 0 || journal.known().is_err();
        prop_assert!(found, "{:?}", journal.chain);
    }

    #[test]
    fn a_journal_that_ends_anywhere_is_whole_up_to_there(at in any::<prop::sample::Index>()) {
        let text = two_releases();
        let cut = &text[..at.index(text.len() + 1)];
        let chain = Journal::read(cut).chain;
        prop_assert_eq!(&chain.broken, &None);
        let whole = cut.lines().filter(|line| text.lines().any(|other| other == *line)).count();
        prop_assert_eq!((chain.entries, chain.torn.len()), (whole, cut.lines().count() - whole));
        // and whoever comes next goes on behind it
        let lead = if cut.is_empty() || cut.ends_with('\n') { "" } else { "\n" };
        let on = format!("{cut}{lead}{}", Writer::behind(cut, "next").releases("c").text());
        prop_assert_eq!(Journal::read(&on).chain.broken, None);
    }

    #[test]
    fn no_text_is_too_odd_to_be_read(
        text in prop_oneof![
            any::<String>(),
            proptest::collection::vec(any::<u8>(), 0..500).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
            r#"(\{"v":[0-9]{1,3},"seq":[0-9]{1,22},"prev":"[a-f0-9]{0,16}","run":"[ab]","kind":"","at":1,"phase":"(begin|before|after|end)","functions":[\[\]{}0-9]{0,4}(,"sum":"[0-9a-f]{16}")?\}\n?){0,8}"#,
        ],
    ) {
        let journal = Journal::read(&text);
        let lines = text.lines().filter(|line| !line.is_empty()).count();
        prop_assert_eq!(journal.chain.entries + journal.chain.torn.len(), lines);
        prop_assert!(journal.recorded().len() <= lines);
        let asked = HistoryOrder { verify: true, limit: u64::MAX, trimmed: false, zone: Zone::default() };
        match history(&text, asked) {
            Ok(told) => prop_assert!(serde_json::from_str::<serde_json::Value>(&told).is_ok(), "{}", told),
            Err(error) => prop_assert_eq!(error.code(), "JournalTooNew"),
        }
    }
}

//! Everything that reads what comes from outside, fed with what nobody would write: no panic, no more memory than the input
//! warrants, no stack that overflows where a wasm module has one megabyte, and the same result for the same bytes.
//!
//! Mutations of a corpus that is checked in, seeded: `FUZZ_CASES=100000 cargo test --test fuzz` tries more of them,
//! `FUZZ_SEED=7 cargo test --test fuzz` others. An input that was found out belongs into the corpus.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(unsafe_code, reason = "an allocator that counts can't be had without")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::path::Path;

use scf_grayscale::json::Json;
use scf_grayscale::observed::Observed;
use scf_grayscale::plan;
use scf_grayscale::plan::file as plan_file;
use scf_grayscale::release::journal::{self, HistoryOrder, Journal, Scope};
use scf_grayscale::release::{Outcome, Request};
use scf_grayscale::scf::{Answer, Fields, Read};
use scf_grayscale::scf::{alias, function, invoke, listing, log, monitor, trigger, version};

/// Counts what a thread holds, and the most that it held.
struct Counting;

thread_local! {
    static HELD: Cell<usize> = const { Cell::new(0) };
    static MOST: Cell<usize> = const { Cell::new(0) };
}

fn count(more: usize, less: usize) {
    // a thread that is ending has no cells any more, and counts no more
    let _ = HELD.try_with(|held| {
        held.set((held.get() + more).saturating_sub(less));
        let _ = MOST.try_with(|most| most.set(most.get().max(held.get())));
    });
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        count(0, layout.size());
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Half of what a wasm module's stack is.
const STACK: usize = 512 * 1024;
/// What reading may hold beside the input: parsed values are larger than their text, by a bounded factor.
const FACTOR: usize = 400;
const BASE: usize = 256 * 1024;
const CASES: u64 = 3_000;

/// A generator of its own, so that a seed means the same on every machine.
struct Rng(u64);

impl Rng {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % below.max(1) as u64).unwrap()
    }
}

/// What parsers stumble over.
const ODD: &[&str] = &[
    "null",
    "true",
    "[]",
    "{}",
    "\"\"",
    "0",
    "-0",
    "-1",
    "1e999",
    "1e-999",
    "0.1",
    "10",
    "99999999999999999999999999",
    "18446744073709551616",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "\"$LATEST\"",
    "\"NaN\"",
    "\"\u{202e}\"",
    "\\",
    "\"",
    ",",
    ":",
    "}",
    "]",
    "{\"a\":",
    "[[[[",
    "\n",
    "\u{feff}",
    "\"Weight\":1e400",
    "\"Version\":null",
    "\"1-4294967295\"",
];

fn mutated(corpus: &[Vec<u8>], dice: &mut Rng) -> Vec<u8> {
    let mut bytes = corpus[dice.roll(corpus.len())].clone();
    for _ in 0..=dice.roll(6) {
        let at = dice.roll(bytes.len() + 1);
        match dice.roll(9) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.roll(8),
            1 => bytes.truncate(at),
            2 => drop(bytes.splice(at..at, ODD[dice.roll(ODD.len())].bytes())),
            3 => {
                let end = (at + dice.roll(24)).min(bytes.len());
                drop(bytes.splice(at..end, ODD[dice.roll(ODD.len())].bytes()));
            }
            4 => {
                // another member's middle
                let other = &corpus[dice.roll(corpus.len())];
                let from = dice.roll(other.len() + 1);
                let to = (from + dice.roll(200)).min(other.len());
                drop(bytes.splice(at..at, other[from..to].iter().copied()));
            }
            5 => {
                // a part of itself again: keys that stand twice
                let to = (at + dice.roll(120)).min(bytes.len());
                let part = bytes[at..to].to_vec();
                drop(bytes.splice(to..to, part));
            }
            6 => drop(bytes.splice(at..at, std::iter::repeat_n(b"[{\""[dice.roll(3)], dice.roll(3_000)))),
            7 => drop(bytes.splice(at..at, std::iter::repeat_n(b'9', dice.roll(400)))),
            _ => drop(bytes.splice(at..at, [0xff, 0xc3, 0x28][..=dice.roll(2)].iter().copied())),
        }
    }
    bytes
}

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target);
    let mut files: Vec<_> = std::fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let members: Vec<Vec<u8>> = files.iter().map(|file| std::fs::read(file).unwrap()).collect();
    assert!(!members.is_empty(), "{target} has no corpus");
    members
}

/// Feeds a reader. What it returns is compared with what it returns for the same bytes once more.
fn fuzz(target: &'static str, read: fn(&str) -> String) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let (cases, seed) = (number("FUZZ_CASES").unwrap_or(CASES), number("FUZZ_SEED").unwrap_or(1));
    let corpus = corpus(target);
    let run = move || {
        let mut dice = Rng(seed);
        for case in 0..cases {
            let bytes = match usize::try_from(case).unwrap() {
                whole if whole < corpus.len() => corpus[whole].clone(),
                _ => mutated(&corpus, &mut dice),
            };
            // the host hands over text: what is no UTF-8 arrives as it makes it readable
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let held = HELD.get();
            MOST.set(held);
            let first = read(&text);
            let most = MOST.get() - held;
            let allowed = BASE + FACTOR * text.len();
            assert!(
                most <= allowed,
                "{target}, case {case} of seed {seed}: {most} bytes held for {}: {text:?}",
                text.len()
            );
            assert_eq!(read(&text), first, "{target}, case {case} of seed {seed}: {text:?}");
        }
    };
    std::thread::Builder::new().stack_size(STACK).spawn(run).unwrap().join().unwrap();
}

/// What came of it, as far as it can be compared.
fn told<T: std::fmt::Debug>(result: &T) -> String {
    let text = format!("{result:?}");
    text.chars().take(400).collect()
}

#[test]
fn inputs() {
    fuzz("inputs", |text| {
        let Ok(raw) = Json::from_json(text) else { return String::new() };
        for kind in ["deploy", "publish", "update-alias", "rollback", "remove"] {
            let order = Json::Map(vec![
                ("do".into(), Json::Text("plan".into())),
                ("kind".into(), Json::Text(kind.into())),
                ("inputs".into(), raw.clone()),
                ("asked".into(), raw.clone()),
            ]);
            let _ = Request::read(order).map(|order| order.intent());
        }
        told(&scf_grayscale::desired::Desired::parse(&raw, &Default::default()))
    });
}

#[test]
fn orders() {
    fuzz("orders", |text| {
        let Ok(raw) = Json::from_json(text) else { return String::new() };
        told(&Request::read(raw).and_then(|order| order.intent()))
    });
}

#[test]
fn observations() {
    let whole = r#"{"do":"plan","inputs":{"functions":{"fun01":{"src":".","memorySize":128}},"publish":true,"traffic":0.3},
        "packages":[{"key":"fun01","sha256":"ab","size":1}]}"#;
    // planning is total: whatever was observed, there is a plan or a refusal
    static ORDER: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    ORDER.get_or_init(|| whole.to_owned());
    fuzz("observed", |text| {
        let Ok(raw) = Json::from_json(text) else { return String::new() };
        let Ok(observed) = Observed::read(Fields(&raw)) else { return String::new() };
        let order = Request::read(Json::from_json(ORDER.get().unwrap()).unwrap()).unwrap();
        let plan = plan::make(&order.intent().unwrap(), &observed);
        plan.map_or_else(|error| told(&error), |plan| plan.text().to_owned())
    });
}

#[test]
fn answers() {
    fuzz("answers", |text| {
        let answer = Answer {
            status: 200,
            content_type: None,
            date: None,
            retry_after: Some(text.chars().take(9).collect()),
            request_id: None,
            text: text.into(),
        };
        let told = [
            told(&answer.read::<function::Function>()),
            told(&answer.read::<function::Address>()),
            told(
                &answer
                    .read::<alias::Alias>()
                    .map(|alias| (alias.fields.routing().split(), alias.fields.mark().is_some())),
            ),
            told(&answer.read::<alias::AliasPage>()),
            told(&answer.read::<version::VersionPage>()),
            told(&answer.read::<version::Published>()),
            told(&answer.read::<trigger::TriggerPage>()),
            told(&answer.read::<listing::FunctionPage>()),
            told(&answer.read::<invoke::InvokeResult>()),
            told(&answer.read::<log::LogPage>()),
            told(&answer.read::<monitor::DataPoints>()),
            told(&answer.read::<()>()),
        ];
        told.concat()
    });
}

#[test]
fn outcomes() {
    fuzz("outcomes", |text| Json::from_json(text).map_or_else(|_| String::new(), |raw| told(&Outcome::read(&raw))));
}

#[test]
fn journals() {
    fuzz("journals", |text| {
        let journal = Journal::read(text);
        let _ =
            (journal.recorded(), journal.resumption(&Json::Null, &Scope::Journal), journal.abortion(&Scope::Journal));
        let asked = r#"{"verify":true,"limit":5}"#;
        let asked = HistoryOrder::read(&Json::from_json(asked).unwrap()).unwrap();
        told(&journal::history(text, asked))
    });
}

#[test]
fn plan_files() {
    fuzz("plans", |text| told(&plan_file::read(text, &Json::Null).map(|(order, plan)| (order.to_json(), plan.len()))));
}

#[test]
fn depth_is_no_way_to_overflow() {
    let deep = std::thread::Builder::new().stack_size(STACK).spawn(|| {
        for one in ["[", "{\"a\":", "{\"functions\":["] {
            let text = one.repeat(100_000);
            assert!(Json::from_json(&text).is_err());
        }
    });
    deep.unwrap().join().unwrap();
}

//! A shell and a line with latency on the virtual clock: many calls in flight, answers in the order in which they arrive, and
//! an API that counts calls by region and action and refuses what is beyond its limit in any second.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use scf_grayscale::Error;
use scf_grayscale::release::{Effect, Outcome, Release, Report, Request, RunResult};
use scf_grayscale::scf::Answer;
use serde_json::{Value, json};

use super::cloud::{self, Cloud};
use super::sha;

/// Far more than any run of these tests needs: a machine that goes round in circles is found out.
const MOST_EVENTS: usize = 400_000;

/// How the line and the API behind it are.
pub struct Wire<'a> {
    pub latency_ms: u64,
    /// Calls differ by so much in how long they take.
    pub jitter_ms: u64,
    /// What goes out in the first tenth of a second, while connections are opened, is so late.
    pub cold_ms: u64,
    /// The API's limit by region, action and milliseconds since the beginning; `None` is no limit.
    pub limit: &'a dyn Fn(&str, &str, u64) -> Option<usize>,
    /// What the API answers instead, where it does not do what it is asked; likewise.
    pub broken: &'a dyn Fn(&str, u64) -> Option<&'static str>,
    /// When the person stops the run.
    pub stop_at_ms: Option<u64>,
}

impl Wire<'_> {
    /// 40 ms, 20 calls a second.
    pub const fn documented() -> Self {
        Self {
            latency_ms: 40,
            jitter_ms: 0,
            cold_ms: 0,
            limit: &|_, _, _| Some(20),
            broken: &|_, _| None,
            stop_at_ms: None,
        }
    }
}

/// A call as it went.
#[derive(Debug, Clone)]
pub struct Sent {
    pub action: &'static str,
    pub region: String,
    pub function: String,
    /// Milliseconds since the beginning.
    pub at_ms: u64,
    pub refused: bool,
}

/// How a run went.
#[derive(Debug)]
pub struct Went {
    pub report: Report,
    pub error: Option<Error>,
    pub sent: Vec<Sent>,
    pub shown: Vec<Value>,
    pub took_ms: u64,
    pub most_in_flight: usize,
}

impl Went {
    pub fn done(&self) -> &RunResult {
        assert_eq!(self.error, None);
        match &self.report {
            Report::Run(run) => run,
            other => panic!("not a run: {other:?}"),
        }
    }

    pub fn of(&self, action: &str) -> Vec<&Sent> {
        self.sent.iter().filter(|sent| sent.action == action).collect()
    }

    pub fn count(&self, action: &str) -> usize {
        self.of(action).len()
    }

    pub fn refused(&self) -> usize {
        self.sent.iter().filter(|sent| sent.refused).count()
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Coming {
    /// A call reaches the API.
    Arrival {
        id: u32,
        action: &'static str,
        region: String,
        body: String,
        blob: Option<String>,
    },
    /// Its answer reaches us.
    Answer {
        id: u32,
        text: String,
    },
    Woke {
        id: u32,
        firm: bool,
    },
    Stored {
        id: u32,
    },
    Stop,
}

/// Carries an order out; packages hold the code that `codes` says, by key.
pub fn drive(order: &Request, cloud: &mut Cloud, codes: &[(&str, &str)], wire: &Wire<'_>) -> Went {
    let begun = cloud.now;
    cloud.forgets = true;
    let mut release = Release::new(order, begun, 11).unwrap();
    let mut line = Line { coming: BinaryHeap::new(), number: 0, dice: 1, wire };
    let mut windows: BTreeMap<(String, &str), Vec<u64>> = BTreeMap::new();
    let mut went =
        Went { report: Report::Nothing, error: None, sent: vec![], shown: vec![], took_ms: 0, most_in_flight: 0 };
    let mut flying = 0;
    let mut stopped = false;
    if let Some(at) = wire.stop_at_ms {
        line.add(begun + at, Coming::Stop);
    }
    for events in 0.. {
        assert!(events < MOST_EVENTS, "the machine goes round in circles");
        for effect in release.take() {
            match effect {
                Effect::Show { event } => went.shown.push(serde_json::to_value(&event).unwrap()),
                Effect::Object { .. } => unreachable!("no package of these tests is large"),
                Effect::Read { .. } | Effect::Append { .. } | Effect::Probe { .. } => {
                    unreachable!("a release alone has its journal from its request")
                }
                Effect::Store { id, .. } => line.add(cloud.now, Coming::Stored { id }),
                Effect::Sleep { id, ms, firm } => {
                    let cut = stopped && !firm;
                    line.add(cloud.now + if cut { 0 } else { u64::from(ms) }, Coming::Woke { id, firm });
                }
                Effect::Call { id, action, region, body, tail, blob, .. } => {
                    flying += 1;
                    went.most_in_flight = went.most_in_flight.max(flying);
                    let cold = if cloud.now - begun < 100 { wire.cold_ms } else { 0 };
                    let arrives = cloud.now + cold + line.travel();
                    let body = format!("{body}{}", tail.unwrap_or_default());
                    line.add(arrives, Coming::Arrival { id, action, region, body, blob });
                }
            }
        }
        if release.finished() {
            break;
        }
        let (at, next) = line.next().expect("the machine waits, and nothing is under way");
        cloud.now = cloud.now.max(at);
        let since = cloud.now - begun;
        match next {
            Coming::Arrival { id, action, region, body, blob } => {
                let body: Value = serde_json::from_str(&body).unwrap();
                let code = blob.map(|key| sha(codes.iter().find(|(known, _)| *known == key).unwrap().1));
                let window = windows.entry((region.clone(), action)).or_default();
                window.retain(|time| cloud.now - time < 1000);
                let refused = (wire.limit)(&region, action, since).is_some_and(|limit| window.len() >= limit);
                let text = if refused {
                    refusal("RequestLimitExceeded")
                } else {
                    window.push(cloud.now);
                    (wire.broken)(action, since).map_or_else(|| answer(cloud, action, &body, code.as_deref()), refusal)
                };
                let function = body["FunctionName"].as_str().unwrap_or_default().to_owned();
                went.sent.push(Sent { action, region, function, at_ms: since, refused });
                let back = cloud.now + line.travel();
                line.add(back, Coming::Answer { id, text });
            }
            Coming::Answer { id, text } => {
                flying -= 1;
                let answer =
                    Answer { status: 200, content_type: None, date: None, retry_after: None, request_id: None, text };
                release.feed(id, &Outcome::Answered(answer), cloud.now);
            }
            Coming::Woke { id, .. } => release.feed(id, &Outcome::Woke, cloud.now),
            Coming::Stored { id } => release.feed(id, &Outcome::Stored, cloud.now),
            Coming::Stop => {
                stopped = true;
                release.stop(cloud.now);
                line.wake_all(cloud.now);
            }
        }
    }
    (went.report, went.error) = release.outcome();
    went.took_ms = cloud.now - begun;
    went
}

struct Line<'a> {
    coming: BinaryHeap<Reverse<(u64, usize, Coming)>>,
    number: usize,
    dice: u64,
    wire: &'a Wire<'a>,
}

impl Line<'_> {
    fn add(&mut self, at: u64, coming: Coming) {
        self.number += 1;
        self.coming.push(Reverse((at, self.number, coming)));
    }

    fn next(&mut self) -> Option<(u64, Coming)> {
        self.coming.pop().map(|Reverse((at, _, coming))| (at, coming))
    }

    /// Half of a call's time, and its part of the jitter.
    fn travel(&mut self) -> u64 {
        self.dice = self.dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.wire.latency_ms / 2 + (self.dice >> 33) % (self.wire.jitter_ms + 1)
    }

    /// Sleeps end when the person stops, but for the firm ones.
    fn wake_all(&mut self, now: u64) {
        let coming = std::mem::take(&mut self.coming);
        self.coming = coming
            .into_iter()
            .map(|Reverse((at, number, coming))| match coming {
                Coming::Woke { firm: false, .. } => Reverse((now, number, coming)),
                _ => Reverse((at, number, coming)),
            })
            .collect();
    }
}

fn answer(cloud: &mut Cloud, action: &'static str, body: &Value, code: Option<&str>) -> String {
    match cloud.call(action, body, code) {
        cloud::Answer::Json(value) => value.to_string(),
        _ => unreachable!("no faults were asked for"),
    }
}

fn refusal(code: &str) -> String {
    json!({ "Response": { "Error": { "Code": code, "Message": "because the test says so" }, "RequestId": "r" } })
        .to_string()
}

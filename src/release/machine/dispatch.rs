//! What sends: calls in their queues until they may go, effects in flight, and what the run as a whole makes of answers.
//!
//! It knows tasks only as whose a call is; it decides nothing about functions.

use crate::message::{Hint, Note, Waiting as Why};
use crate::release::clock::Now;
use crate::release::effect::{Effect, Progress};
use crate::release::journal::{Entry, Event as Told};
use crate::release::rate_limit::{IN_FLIGHT, PACKAGES_IN_FLIGHT, Place, RateLimiter, SEARCHES_IN_FLIGHT, Waiting};
use crate::release::retry::{
    Budget, CALL_TIMEOUT_MS, INVOKE_TIMEOUT_MS, LIMITED_MS, Rng, SAY_AGAIN_MS, Said, retrying, upload_timeout_ms,
};
use crate::release::task::Task;
use crate::release::task::table::Event;
use crate::scf::service::SEARCH_ACTION;
use crate::scf::{Call, FailureClass, ObjectRequest};
use crate::time::http_date;

/// Clocks that are closer than this are not why a signature is refused: the API forgives 300 s.
const SKEW_SECONDS: i64 = 120;
/// In the place of a task: an effect of the run as a whole.
pub(super) const NOBODY: usize = usize::MAX;

/// An effect in flight.
#[derive(Debug)]
pub(super) struct Flight {
    id: u32,
    /// The task that it belongs to.
    pub(super) task: usize,
    /// Where it is a call: what its answer is weighed with.
    pub(super) sent: Option<Sent>,
    /// An entry about what is over: nothing waits for it but the end of the run.
    records: bool,
}

/// A call in flight.
#[derive(Debug)]
pub(super) struct Sent {
    action: &'static str,
    region: String,
    at_ms: u64,
    /// The correction of the clock that it was signed with.
    skew_ms: Option<i64>,
    package: bool,
}

impl Sent {
    /// Whose tokens it took.
    fn of(&self) -> (&str, &'static str) {
        (&self.region, self.action)
    }
}

/// The one sleep that calls in line wait for.
#[derive(Debug, Clone, Copy)]
struct Wake {
    id: u32,
    due_ms: u64,
}

/// What sends.
#[derive(Debug)]
pub(super) struct Dispatcher {
    /// Calls that wait for their turn.
    limiter: RateLimiter,
    /// Effects that were handed out.
    in_flight: Vec<Flight>,
    /// The sleep that calls in line wait for.
    wake: Option<Wake>,
    /// How far the API's clock is ahead of this machine's, where that had to be learned.
    skew_ms: Option<i64>,
    /// Tries that the run as a whole has left.
    budget: Budget,
    /// Effects that are ready to be taken.
    ready: Vec<Effect>,
    next_id: u32,
    rng: Rng,
    /// The troubles and waits that were said.
    said: Said,
}

impl Dispatcher {
    pub(super) fn new(rng: Rng) -> Self {
        Self {
            limiter: RateLimiter::default(),
            in_flight: Vec::new(),
            wake: None,
            skew_ms: None,
            budget: Budget::default(),
            ready: Vec::new(),
            next_id: 1,
            rng,
            said: Said::default(),
        }
    }

    pub(super) const fn rng(&mut self) -> &mut Rng {
        &mut self.rng
    }

    /// The effects that are ready. Each is handed out once.
    pub(super) fn take(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.ready)
    }

    /// Whether nothing is in flight or waits for its turn.
    pub(super) fn idle(&self) -> bool {
        self.in_flight.is_empty() && self.limiter.is_empty()
    }

    /// The same, but for entries that hold nothing up.
    pub(super) fn idle_but_for_records(&self) -> bool {
        self.limiter.is_empty() && self.in_flight.iter().all(|flight| flight.records)
    }

    /// The run as a whole may try as often as at its beginning.
    pub(super) fn renew_budget(&mut self) {
        self.budget = Budget::default();
    }

    /// The first id, where nothing has one yet.
    pub(super) const fn ids_from(&mut self, first: u32) {
        self.next_id = first;
    }

    const fn new_id(&mut self) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        id
    }

    fn flight(&mut self, task: usize, sent: Option<Sent>) -> u32 {
        let id = self.new_id();
        self.in_flight.push(Flight { id, task, sent, records: false });
        id
    }

    /// Shows something.
    pub(super) fn show(&mut self, event: Progress) {
        self.ready.push(Effect::Show { event });
    }

    /// Sleeps for a task.
    pub(super) fn sleep(&mut self, task: usize, ms: u32) {
        let id = self.flight(task, None);
        self.ready.push(Effect::Sleep { id, ms, firm: false });
    }

    /// Writes an entry of the journal for a task.
    pub(super) fn store(&mut self, task: usize, entry: Entry) {
        let id = self.new_id();
        let records = matches!(entry.event, Told::After(_));
        self.in_flight.push(Flight { id, task, sent: None, records });
        self.ready.push(Effect::Store { id, entry: Box::new(entry) });
    }

    /// Says why something takes longer, unless that was said a moment ago.
    pub(super) fn say(&mut self, function: String, why: Why, ms: u32, now_ms: u64) {
        let reason = match &why {
            Why::Retrying { reason, .. } => reason,
            _ => "",
        };
        if self.said.due(reason, now_ms) {
            self.show(Progress::Waiting { function, why, ms });
        }
    }

    /// Puts a call into its queue.
    pub(super) fn enqueue(&mut self, task: usize, call: Call, looks: bool, place: Place) {
        self.limiter.push(Waiting { task, call, looks }, place);
    }

    /// Takes out calls that are not to be sent any more; those that verify a write stay. The tasks that they belong to.
    pub(super) fn drop_work(&mut self, of: impl Fn(usize) -> bool) -> Vec<usize> {
        self.limiter.drop_work(of)
    }

    /// What comes of the effects of a task is of no interest any more.
    pub(super) fn forget(&mut self, task: usize) {
        self.in_flight.retain(|flight| flight.task != task);
    }

    /// An effect came back. `None` where it is not in flight.
    pub(super) fn landed(&mut self, id: u32, now_ms: u64) -> Option<Flight> {
        if self.wake.is_some_and(|wake| wake.id == id) {
            self.wake = None;
        }
        let at = self.in_flight.iter().position(|flight| flight.id == id)?;
        let flight = self.in_flight.swap_remove(at);
        if let Some(sent) = &flight.sent {
            self.limiter.answered(sent.of(), sent.at_ms, now_ms);
        }
        Some(flight)
    }

    /// Sends what may go now; where more waits, one sleep leads to the moment when the first of it may.
    pub(super) fn send(&mut self, tasks: &mut [Task], now_ms: u64, stopping: bool) {
        let flying = |of: fn(&Sent) -> bool| {
            self.in_flight.iter().filter_map(|flight| flight.sent.as_ref()).filter(|sent| of(sent)).count()
        };
        let (mut calls, mut packages) = (flying(|_| true), flying(|sent| sent.package));
        let mut searches = flying(|sent| sent.action == SEARCH_ACTION);
        while calls < IN_FLIGHT {
            let has_room = |call: &Call| {
                (call.blob.is_none() || packages < PACKAGES_IN_FLIGHT)
                    && (call.action != SEARCH_ACTION || searches < SEARCHES_IN_FLIGHT)
            };
            let Some(Waiting { task, call, .. }) = self.limiter.next(now_ms, has_room) else { break };
            let package = call.blob.is_some();
            calls += 1;
            packages += usize::from(package);
            searches += usize::from(call.action == SEARCH_ACTION);
            let mut size = 0;
            if let Some(task) = tasks.get_mut(task) {
                // time in line is no time of the API's
                task.began_ms.get_or_insert(now_ms);
                size = task.recheck.on.size;
            }
            let (action, region, skew_ms) = (call.action, call.region.clone(), self.skew_ms);
            let id = self.flight(task, Some(Sent { action, region, at_ms: now_ms, skew_ms, package }));
            self.ready.push(effect_of(id, call, size, skew_ms.unwrap_or(0)));
        }
        let Some(due_ms) = self.limiter.due_ms(now_ms).filter(|_| calls < IN_FLIGHT) else { return };
        if self.wake.is_none_or(|wake| due_ms < wake.due_ms) {
            let id = self.new_id();
            self.wake = Some(Wake { id, due_ms });
            let ms = u32::try_from(due_ms - now_ms).unwrap_or(u32::MAX);
            // after a stop only calls that verify a write are queued, and they are sent
            self.ready.push(Effect::Sleep { id, ms, firm: stopping });
        }
    }

    /// What the run as a whole makes of an answer: of its rates, its clock and its patience. The note that comes of it.
    pub(super) fn weigh(
        &mut self,
        task: &mut Task,
        event: Event,
        sent: Option<&Sent>,
        now: Now,
    ) -> (Event, Option<Note>) {
        let event = match (event, &task.failure, sent) {
            (Event::Deferred, Some(failure), Some(sent)) => {
                let asked_ms = failure.retry_after_ms();
                self.slow_down(task, sent, now.steady_ms, asked_ms)
            }
            (Event::Refused, Some(failure), Some(sent)) if failure.expired() => {
                let server = failure.date.as_deref().and_then(http_date);
                return self.correct_clock(task, server, sent, now);
            }
            (Event::Again, Some(failure), _) if failure.class == FailureClass::Transient && !self.budget.spend() => {
                task.give_up(Some(Hint::ApiDown));
                Event::Refused
            }
            (Event::Again | Event::Unsure | Event::Refused, ..) => event,
            // a look between two tries of a call does not say that the call goes well
            _ if task.between_tries() => event,
            _ => {
                self.budget.earn();
                event
            }
        };
        (event, None)
    }

    fn slow_down(&mut self, task: &mut Task, sent: &Sent, now_ms: u64, asked_ms: u32) -> Event {
        let lowered = self.limiter.refused(sent.of(), sent.at_ms, (now_ms, asked_ms.into()), &mut self.rng);
        let code = task.failure.as_ref().map(|failure| failure.code.clone()).unwrap_or_default();
        let lasted_ms = now_ms.saturating_sub(*task.limited_ms.get_or_insert(now_ms));
        if lasted_ms > LIMITED_MS {
            task.give_up(None);
            return Event::Refused;
        }
        let key = task.key.clone();
        if let Some(rate) = lowered {
            let (action, region) = (sent.action.to_owned(), sent.region.clone());
            let why = Why::RateLowered { api_code: code, action, region, rate };
            self.show(Progress::Waiting { function: key, why, ms: asked_ms });
        } else if lasted_ms >= SAY_AGAIN_MS {
            let reason = [code.as_str(), ": ", sent.action, " in ", sent.region.as_str()].concat();
            self.say(key, retrying(reason, lasted_ms), asked_ms, now_ms);
        }
        Event::Deferred
    }

    /// The API says that a signature's time is wrong. Its own time is in the answer: calls are signed with it from now on,
    /// once; if that does not help, the clock is not what is wrong.
    fn correct_clock(&mut self, task: &mut Task, server: Option<u64>, sent: &Sent, now: Now) -> (Event, Option<Note>) {
        let Some(server) = server else { return (Event::Refused, None) };
        let mut note = None;
        if self.skew_ms.is_none() {
            let ours = i64::try_from(now.wall_ms / 1000).unwrap_or(i64::MAX);
            let seconds = i64::try_from(server).unwrap_or(i64::MAX).saturating_sub(ours);
            if seconds.abs() < SKEW_SECONDS {
                return (Event::Refused, None);
            }
            self.skew_ms = Some(seconds.saturating_mul(1000));
            note = Some(Note::ClockSkew { seconds });
            self.ready.extend(note.clone().map(|note| Effect::Show { event: Progress::Noted { note } }));
        }
        if sent.skew_ms.is_some() {
            let seconds = self.skew_ms.unwrap_or(0) / 1000;
            task.error = task.error.take().map(|error| error.advise(Hint::ClockRefused { seconds }));
            return (Event::Refused, note);
        }
        (task.error, task.failure) = (None, None);
        (Event::Deferred, note)
    }
}

fn effect_of(id: u32, call: Call, size: u64, skew_ms: i64) -> Effect {
    let part = call.object.as_ref().and_then(|object| object.part);
    let size = part.map_or(size, |(begin, end)| end.saturating_sub(begin));
    let timeout_ms = match call.action {
        _ if call.blob.is_some() => upload_timeout_ms(size),
        "InvokeFunction" => INVOKE_TIMEOUT_MS,
        _ => CALL_TIMEOUT_MS,
    };
    if let Some(object) = call.object {
        let ObjectRequest { method, bucket, path, params, part } = *object;
        let (action, region, body, blob, writes) = (call.action, call.region, call.body, call.blob, call.writes);
        return Effect::Object {
            id,
            action,
            region,
            bucket,
            method,
            path,
            params,
            body,
            blob,
            part,
            timeout_ms,
            writes,
            skew_ms,
        };
    }
    let (service, version) = call.service();
    Effect::Call {
        id,
        service,
        action: call.action,
        version,
        region: call.region,
        body: call.body,
        tail: call.tail,
        blob: call.blob,
        timeout_ms,
        writes: call.writes,
        skew_ms,
        within_ms: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(blob: Option<&str>) -> Call {
        let blob = blob.map(str::to_owned);
        Call {
            action: "GetAlias",
            region: "r".into(),
            body: String::new(),
            tail: None,
            blob,
            writes: false,
            object: None,
        }
    }

    fn ids(effects: &[Effect]) -> Vec<(u32, bool)> {
        let id = |effect: &Effect| match effect {
            Effect::Call { id, .. } => Some((*id, true)),
            Effect::Sleep { id, .. } => Some((*id, false)),
            _ => None,
        };
        effects.iter().filter_map(id).collect()
    }

    #[test]
    fn what_may_not_go_yet_is_led_to_by_one_sleep() {
        let mut dispatcher = Dispatcher::new(Rng::new(1));
        for task in 0..25 {
            dispatcher.enqueue(task, call(None), false, Place::Last);
        }
        dispatcher.send(&mut [], 1_000, false);
        let effects = ids(&dispatcher.take());
        assert_eq!(effects.iter().filter(|(_, calls)| *calls).count(), 20);
        assert_eq!(effects.iter().filter(|(_, calls)| !calls).count(), 1);
        // nothing came back: there is nothing new to do
        dispatcher.send(&mut [], 1_000, false);
        assert_eq!(dispatcher.take(), []);
        assert!(!dispatcher.idle());
    }

    #[test]
    fn an_effect_comes_back_once() {
        let mut dispatcher = Dispatcher::new(Rng::new(1));
        dispatcher.enqueue(7, call(None), false, Place::Last);
        dispatcher.send(&mut [], 1_000, false);
        let (id, _) = ids(&dispatcher.take())[0];
        assert_eq!(dispatcher.landed(id, 1_040).map(|flight| flight.task), Some(7));
        assert!(dispatcher.landed(id, 1_041).is_none());
        assert!(dispatcher.idle());
    }

    #[test]
    fn what_is_forgotten_does_not_come_back() {
        let mut dispatcher = Dispatcher::new(Rng::new(1));
        dispatcher.sleep(3, 500);
        let entry = Entry { at_ms: 0, run: "r".into(), kind: "deploy".into(), event: Told::Renew };
        dispatcher.store(4, entry);
        dispatcher.forget(3);
        assert!(dispatcher.landed(1, 1_000).is_none());
        assert_eq!(dispatcher.landed(2, 1_000).map(|flight| flight.task), Some(4));
    }

    #[test]
    fn no_more_packages_travel_than_memory_holds() {
        let mut dispatcher = Dispatcher::new(Rng::new(1));
        for task in 0..12 {
            dispatcher.enqueue(task, call(Some("fun01")), false, Place::Last);
        }
        dispatcher.send(&mut [], 1_000, false);
        assert_eq!(dispatcher.take().len(), PACKAGES_IN_FLIGHT);
    }
}

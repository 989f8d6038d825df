//! Calls on their way out: in line until they may go, in flight, and what the run as a whole makes of their answers.

use super::Release;
use crate::message::{Hint, Note, Waiting as Why};
use crate::release::effect::{Effect, Progress};
use crate::release::rate_limit::{IN_FLIGHT, PACKAGES_IN_FLIGHT, Pause, Place, Waiting};
use crate::release::retry::{
    CALL_TIMEOUT_MS, INVOKE_TIMEOUT_MS, LIMITED_MS, SAY_AGAIN_MS, retrying, upload_timeout_ms,
};
use crate::release::task::table::Event;
use crate::scf::{Call, FailureClass};
use crate::time::http_date;

/// Clocks that are closer than this are not why a signature is refused: the API forgives 300 s.
const SKEW_SECONDS: i64 = 120;

/// An effect in flight.
#[derive(Debug)]
pub(super) struct Flight {
    pub(super) id: u32,
    /// Whose it is.
    pub(super) task: usize,
    /// Where it is a call: what its answer is weighed with.
    pub(super) sent: Option<Sent>,
}

/// A call in flight.
#[derive(Debug)]
pub(super) struct Sent {
    action: &'static str,
    region: String,
    pub(super) at_ms: u64,
    /// The correction of the clock that it was signed with.
    skew_ms: Option<i64>,
    package: bool,
}

impl Sent {
    /// Whose allowance it took.
    pub(super) fn of(&self) -> (&str, &'static str) {
        (&self.region, self.action)
    }
}

/// The one sleep that calls in line wait for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wake {
    pub(super) id: u32,
    due_ms: u64,
}

impl Release {
    /// Puts the call of a task's state into its line.
    pub(super) fn enqueue(&mut self, index: usize, place: Place) {
        let Some(task) = self.tasks.get(index) else { return };
        let Some(call) = task.call() else { return };
        self.pace.push(Waiting { task: index, call, looks: task.state.looks() }, place);
    }

    /// Sends what may go now; where more waits, one sleep leads to the moment when the first of it may.
    pub(super) fn send(&mut self) {
        let now_ms = self.now_ms;
        let flying = |package: bool| {
            self.flights.iter().filter_map(|flight| flight.sent.as_ref()).filter(move |sent| sent.package || !package)
        };
        let (mut calls, mut packages) = (flying(false).count(), flying(true).count());
        while calls < IN_FLIGHT {
            let Some(Waiting { task, call, .. }) = self.pace.next(now_ms, packages < PACKAGES_IN_FLIGHT) else { break };
            let package = call.blob.is_some();
            calls += 1;
            packages += usize::from(package);
            let mut size = 0;
            if let Some(task) = self.tasks.get_mut(task) {
                // time in line is no time of the API's
                task.began_ms.get_or_insert(now_ms);
                size = task.recheck.on.size;
            }
            let sent = Sent {
                action: call.action,
                region: call.region.clone(),
                at_ms: now_ms,
                skew_ms: self.skew_ms,
                package,
            };
            let id = self.flight(task, Some(sent));
            let effect = effect_of(id, call, size, self.skew_ms.unwrap_or(0));
            self.ready.push(effect);
        }
        let Some(due_ms) = self.pace.due_ms(now_ms).filter(|_| calls < IN_FLIGHT) else { return };
        if self.wake.is_none_or(|wake| due_ms < wake.due_ms) {
            let id = self.new_id();
            self.wake = Some(Wake { id, due_ms });
            let ms = u32::try_from(due_ms - now_ms).unwrap_or(u32::MAX);
            // what waits when the person has stopped are looks alone, and they are to be had
            self.ready.push(Effect::Sleep { id, ms, firm: self.stopping });
        }
    }

    /// What the run as a whole makes of an answer: of its rates, its clock and its patience.
    pub(super) fn weigh(&mut self, index: usize, event: Event, sent: Option<&Sent>) -> Event {
        let Some(task) = self.tasks.get(index) else { return event };
        match (event, &task.failure, sent) {
            (Event::Deferred, Some(failure), Some(sent)) => {
                let pause = Pause { now_ms: self.now_ms, asked_ms: failure.retry_after_ms().into() };
                let code = failure.code.clone();
                self.slow_down(index, &code, sent, pause)
            }
            (Event::Refused, Some(failure), Some(sent)) if failure.expired() => {
                let date = failure.date.clone();
                self.correct_clock(index, date.as_deref(), sent)
            }
            (Event::Again, Some(failure), _) if failure.class == FailureClass::Transient && !self.budget.spend() => {
                self.give_up(index, Some(Hint::ApiDown))
            }
            (Event::Again | Event::Unsure | Event::Refused, ..) => event,
            // a look between two tries of a call does not say that the call goes well
            _ if task.between_tries() => event,
            _ => {
                self.budget.earn();
                event
            }
        }
    }

    fn slow_down(&mut self, index: usize, code: &str, sent: &Sent, pause: Pause) -> Event {
        let lowered = self.pace.refused(sent.of(), sent.at_ms, pause, &mut self.rng);
        let Some(task) = self.tasks.get_mut(index) else { return Event::Deferred };
        let since = *task.limited_ms.get_or_insert(pause.now_ms);
        let key = task.key.clone();
        if pause.now_ms.saturating_sub(since) > LIMITED_MS {
            return self.give_up(index, None);
        }
        let ms = u32::try_from(pause.asked_ms).unwrap_or(u32::MAX);
        if let Some(rate) = lowered {
            let (api_code, action, region) = (code.to_owned(), sent.action.to_owned(), sent.region.clone());
            let why = Why::RateLowered { api_code, action, region, rate };
            self.ready.push(Effect::Show { event: Progress::Waiting { function: key, why, ms } });
        } else if pause.now_ms.saturating_sub(since) >= SAY_AGAIN_MS {
            let reason = [code, ": ", sent.action, " in ", sent.region.as_str()].concat();
            self.say(key, retrying(reason, pause.now_ms.saturating_sub(since)), ms);
        }
        Event::Deferred
    }

    /// The API says that a signature's time is wrong. Its own time stands in the answer: calls are signed with it from now
    /// on, once; if that does not help, the clock is not what is wrong.
    fn correct_clock(&mut self, index: usize, date: Option<&str>, sent: &Sent) -> Event {
        let Some(server) = date.and_then(http_date) else { return Event::Refused };
        if self.skew_ms.is_none() {
            let ours = i64::try_from(self.wall_ms / 1000).unwrap_or(i64::MAX);
            let seconds = i64::try_from(server).unwrap_or(i64::MAX).saturating_sub(ours);
            if seconds.abs() < SKEW_SECONDS {
                return Event::Refused;
            }
            self.skew_ms = Some(seconds.saturating_mul(1000));
            let note = Note::ClockSkew { seconds };
            self.notes.push(note.clone());
            self.ready.push(Effect::Show { event: Progress::Noted { note } });
        }
        if sent.skew_ms.is_some() {
            let seconds = self.skew_ms.unwrap_or(0) / 1000;
            if let Some(task) = self.tasks.get_mut(index) {
                task.error = task.error.take().map(|error| error.advise(Hint::ClockRefused { seconds }));
            }
            return Event::Refused;
        }
        if let Some(task) = self.tasks.get_mut(index) {
            (task.error, task.failure) = (None, None);
        }
        Event::Deferred
    }

    fn give_up(&mut self, index: usize, hint: Option<Hint>) -> Event {
        if let Some(task) = self.tasks.get_mut(index) {
            task.give_up(hint);
        }
        Event::Refused
    }
}

fn effect_of(id: u32, call: Call, size: u64, skew_ms: i64) -> Effect {
    let timeout_ms = match call.action {
        _ if call.blob.is_some() => upload_timeout_ms(size),
        "InvokeFunction" => INVOKE_TIMEOUT_MS,
        _ => CALL_TIMEOUT_MS,
    };
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
    }
}

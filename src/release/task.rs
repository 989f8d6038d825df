//! One task: the calls it makes in each state, and what an answer means for it. Transitions are in `table.rs`.

use super::effect::Outcome;
use super::retry::{READ_BACK_MS, STALE_MS, TRIES, TRIES_ASK, TRIES_UNSENT};
use super::table::{Event, State};
use crate::error::Error;
use crate::observed::{Observed, Seen};
use crate::plan::{Action, Ask, Query};
use crate::routing::{Routing, Version};
use crate::scf::alias::{self, Alias, AliasPage};
use crate::scf::answer::Good;
use crate::scf::function::{self, Address, Condition, Function};
use crate::scf::invoke::InvokeResult;
use crate::scf::log::LogPage;
use crate::scf::monitor::DataPoints;
use crate::scf::trigger::{self, Trigger, TriggerPage};
use crate::scf::version::{self, Published, VersionItem, VersionPage};
use crate::scf::{Call, Failure, Read, Target, Trouble};
use crate::watch::{Fact, Question, Said};

/// What a task is about.
#[derive(Debug, Clone)]
pub(super) enum Purpose {
    /// A question of the planner.
    Ask(Ask),
    /// A step of the plan.
    Step(Box<Doing>),
}

/// Step `index` of lane `lane`.
#[derive(Debug, Clone)]
pub(super) struct Doing {
    pub(super) lane: usize,
    pub(super) index: usize,
    pub(super) action: Action,
    /// The writing call; a wait has none.
    pub(super) call: Option<Call>,
    /// What a shift must come to.
    pub(super) routing: Option<Routing>,
    /// What the step does, for errors: `upload code to $latest`.
    pub(super) text: String,
}

/// A question or a step on its way.
#[derive(Debug, Clone)]
pub(super) struct Task {
    pub(super) key: String,
    pub(super) target: Target,
    pub(super) purpose: Purpose,
    pub(super) state: State,
    pub(super) began_ms: u64,
    pub(super) tries: u32,
    pub(super) looks: u32,
    /// How long the pause that is coming is to be.
    pub(super) pause_ms: Option<u32>,
    pub(super) failure: Option<Failure>,
    pub(super) error: Option<Error>,
    /// An answer was lost: "exists already" may be our own doing.
    pub(super) lost: bool,
    /// The API accepted the write.
    accepted: bool,
    /// The version that a publish made.
    pub(super) version: Option<Version>,
    /// Versions beyond ours that appeared meanwhile.
    pub(super) strangers: Vec<Version>,
    /// What an alias said when it was read back.
    pub(super) found: Option<Alias>,
    /// Ask GetFunction for the version's status: the list does not tell it, or not why.
    by_function: bool,
    /// The state that was seen last, for the error of a wait that ends.
    last_seen: String,
    versions: Vec<VersionItem>,
    aliases: Vec<Alias>,
    triggers: Vec<Trigger>,
    /// What was answered so far to a question that no plan needs.
    pub(super) fact: Option<Fact>,
    mark: String,
    pub(super) wait_ms: u64,
}

impl Task {
    pub(super) fn ask(key: &str, query: Query, wait_ms: u64) -> Self {
        Self::new(key, query.target, Purpose::Ask(query.ask), String::new(), wait_ms)
    }

    pub(super) fn new(key: &str, target: Target, purpose: Purpose, mark: String, wait_ms: u64) -> Self {
        Self {
            key: key.to_owned(),
            target,
            purpose,
            state: State::Ready,
            began_ms: 0,
            tries: 0,
            looks: 0,
            pause_ms: None,
            failure: None,
            error: None,
            lost: false,
            accepted: false,
            version: None,
            strangers: Vec::new(),
            found: None,
            by_function: false,
            last_seen: String::new(),
            versions: Vec::new(),
            aliases: Vec::new(),
            triggers: Vec::new(),
            fact: None,
            mark,
            wait_ms,
        }
    }

    /// The event that begins it.
    pub(super) fn opening(&self) -> Event {
        match &self.purpose {
            Purpose::Ask(_) => Event::Ask,
            Purpose::Step(doing) if doing.call.is_none() => Event::Await,
            Purpose::Step(_) => Event::Begin,
        }
    }

    fn action(&self) -> Option<&Action> {
        match &self.purpose {
            Purpose::Ask(_) => None,
            Purpose::Step(doing) => Some(&doing.action),
        }
    }

    fn publishes(&self) -> bool {
        matches!(self.action(), Some(Action::Publish | Action::Protect { .. }))
    }

    /// What it is doing, for errors.
    fn doing(&self) -> String {
        match &self.purpose {
            Purpose::Ask(ask) => match ask {
                Ask::Function => "reading the function".to_owned(),
                Ask::Alias(name) => format!("reading alias {name}"),
                Ask::Aliases => "listing aliases".to_owned(),
                Ask::Versions => "listing versions".to_owned(),
                Ask::Triggers => "listing triggers".to_owned(),
                Ask::Digest(version) => format!("reading the code digest of {version}"),
                Ask::Watch(question) => question.doing().to_owned(),
            },
            Purpose::Step(doing) => doing.text.clone(),
        }
    }

    /// The call of the state that it is in now.
    pub(super) fn call(&self) -> Option<Call> {
        let target = &self.target;
        let latest = Version::latest();
        match (&self.purpose, self.state) {
            (Purpose::Ask(ask), _) => Some(match ask {
                Ask::Function => function::get(target, &latest),
                Ask::Alias(name) => alias::get(target, name),
                Ask::Aliases => alias::list(target, self.aliases.len()),
                Ask::Versions => version::list(target, self.versions.len()),
                Ask::Triggers => trigger::list(target, self.triggers.len()),
                Ask::Digest(version) => function::address(target, version),
                Ask::Watch(question) => question.call(target, self.fact.as_ref()),
            }),
            (Purpose::Step(doing), State::Calling) => doing.call.clone(),
            (Purpose::Step(_), State::Searching) => Some(version::list(target, 0)),
            (Purpose::Step(doing), _) => Some(match (&doing.action, &self.version) {
                (Action::Shift { alias, .. } | Action::DeleteAlias { alias, .. }, _) => alias::get(target, alias),
                (Action::Trigger { .. }, _) => trigger::list(target, 0),
                (Action::Publish | Action::Protect { .. }, Some(version)) if self.by_function => {
                    function::get(target, version)
                }
                (Action::Publish | Action::Protect { .. }, _) => version::list(target, 0),
                _ => function::get(target, &latest),
            }),
        }
    }

    /// What the outcome of the call in flight means. Facts of questions go into `observed`.
    pub(super) fn interpret(&mut self, outcome: &Outcome, observed: &mut Observed) -> Event {
        let event = match (self.purpose.clone(), self.state) {
            (Purpose::Ask(ask), _) => self.answered(&ask, outcome, observed),
            (Purpose::Step(doing), State::Calling) => {
                let event = self.written(&doing.action, outcome);
                self.accepted = event == Event::Accepted;
                event
            }
            (Purpose::Step(_), State::Searching) => self.searched(outcome),
            (Purpose::Step(doing), _) => self.checked(&doing.action, doing.routing.as_ref(), outcome),
        };
        if !matches!(event, Event::Again | Event::Refused) {
            // tries count troubles in a row: a long wait may meet a few
            self.tries = 0;
        }
        event
    }

    fn answered(&mut self, ask: &Ask, outcome: &Outcome, observed: &mut Observed) -> Event {
        let seen = observed.of_mut(&self.target);
        let result = match ask {
            Ask::Function => read::<Function>(outcome).map(|good| {
                seen.function = Seen::Is(good.fields);
                Event::Answered
            }),
            Ask::Alias(name) => read::<Alias>(outcome).map(|good| {
                // what was asked for, however the answer spells it: an alias under no name would be asked for forever
                seen.put_alias(Alias { name: name.clone(), ..good.fields });
                Event::Answered
            }),
            Ask::Aliases => read::<AliasPage>(outcome).map(|good| {
                let page = good.fields.aliases.unwrap_or_default();
                let last = page.is_empty();
                self.aliases.extend(page);
                if !last && (self.aliases.len() as u64) < good.fields.total_count.unwrap_or(0) {
                    return Event::More;
                }
                seen.aliases = std::mem::take(&mut self.aliases);
                seen.all_aliases = true;
                Event::Answered
            }),
            Ask::Versions => read::<VersionPage>(outcome).map(|good| {
                let page = good.fields.versions.unwrap_or_default();
                let last = page.is_empty();
                self.versions.extend(page);
                if !last && (self.versions.len() as u64) < good.fields.total_count.unwrap_or(0) {
                    return Event::More;
                }
                seen.versions = Seen::Is(std::mem::take(&mut self.versions));
                Event::Answered
            }),
            Ask::Triggers => read::<TriggerPage>(outcome).map(|good| {
                let page = good.fields.triggers.unwrap_or_default();
                let last = page.is_empty();
                self.triggers.extend(page);
                if !last && (self.triggers.len() as u64) < good.fields.total_count.unwrap_or(0) {
                    return Event::More;
                }
                seen.triggers = Seen::Is(std::mem::take(&mut self.triggers));
                Event::Answered
            }),
            Ask::Digest(version) => read::<Address>(outcome).map(|good| {
                seen.code
                    .push(crate::observed::CodeDigest { version: version.clone(), sha256: good.fields.code_sha256 });
                Event::Answered
            }),
            Ask::Watch(question) => said(question, outcome).map(|said| {
                if question.take(&self.target, said, &mut self.fact) { Event::More } else { Event::Answered }
            }),
        };
        let failure = match result {
            Ok(event) => return event,
            Err(failure) => failure,
        };
        if failure.not_found("Function") {
            seen.function = Seen::Missing;
            return Event::Answered;
        }
        if let (Ask::Alias(name), true) = (ask, failure.not_found("Alias")) {
            seen.missing_aliases.push(name.clone());
            return Event::Answered;
        }
        if let Ask::Digest(version) = ask
            && failure.said
            && failure.trouble == Trouble::Lasting
            && !failure.code.starts_with("AuthFailure")
        {
            // The digest saves an upload; a release works without it, and its plan says that it could not compare.
            seen.code.push(crate::observed::CodeDigest { version: version.clone(), sha256: None });
            return Event::Answered;
        }
        if matches!(ask, Ask::Watch(question) if question.once()) {
            self.lost |= !failure.undone() || (failure.said && failure.trouble == Trouble::Passing);
        }
        self.troubled(failure)
    }

    fn written(&mut self, action: &Action, outcome: &Outcome) -> Event {
        let failure = match action {
            Action::Publish | Action::Protect { .. } => match read::<Published>(outcome) {
                Ok(good) => {
                    self.version = Some(good.fields.function_version);
                    return Event::Accepted;
                }
                Err(failure) => failure,
            },
            _ => match read::<()>(outcome) {
                Ok(_) => return Event::Accepted,
                Err(failure) => failure,
            },
        };
        let exists = ["ResourceInUse.Function", "ResourceInUse.FunctionName", "ResourceInUse.Alias"]
            .contains(&failure.code.as_str());
        let creates = matches!(action, Action::Trigger { call: "CreateTrigger", .. });
        let exists = exists || (creates && failure.code.starts_with("ResourceInUse"));
        let gone = match action {
            Action::Trigger { call: "DeleteTrigger", .. } => failure.not_found("Trigger"),
            Action::Delete => failure.not_found("Function"),
            Action::DeleteAlias { .. } => failure.not_found("Alias"),
            _ => false,
        };
        if (exists && self.lost) || gone {
            return Event::Accepted;
        }
        let perhaps_done = !failure.undone() || (failure.said && failure.trouble == Trouble::Passing);
        self.lost |= perhaps_done;
        if self.publishes() && perhaps_done {
            // never a second time on a guess: a version may have come into being
            self.failure = Some(failure);
            return Event::Unsure;
        }
        self.troubled(failure)
    }

    /// Looks for the version that carries this run's mark.
    fn searched(&mut self, outcome: &Outcome) -> Event {
        let page = match read::<VersionPage>(outcome) {
            Ok(good) => good.fields.versions.unwrap_or_default(),
            Err(failure) => {
                let why = format!("listing the versions fails: {}", failure.message);
                let event = self.troubled(failure);
                if event == Event::Refused {
                    // that there may be a version matters more than why it can't be looked for
                    self.error = Some(maybe_published(&why));
                }
                return event;
            }
        };
        match page.into_iter().find(|item| item.description.as_deref().is_some_and(|text| text.contains(&self.mark))) {
            Some(item) => {
                self.version = Some(item.version);
                self.accepted = true;
                Event::Found
            }
            None => Event::NotFound,
        }
    }

    fn checked(&mut self, action: &Action, routing: Option<&Routing>, outcome: &Outcome) -> Event {
        match action {
            Action::Shift { .. } => match read::<Alias>(outcome) {
                Ok(good) => {
                    let agrees = routing.is_some_and(|asked| good.fields.routing().same_as(asked));
                    self.last_seen = good.fields.routing().to_string();
                    self.found = Some(good.fields);
                    if agrees { Event::Settled } else { Event::NotYet }
                }
                Err(failure) if failure.not_found("Alias") => Event::NotYet,
                Err(failure) => self.troubled(failure),
            },
            Action::DeleteAlias { .. } => match read::<Alias>(outcome) {
                Ok(good) => {
                    self.last_seen = good.fields.routing().to_string();
                    self.found = Some(good.fields);
                    Event::NotYet
                }
                Err(failure) if failure.not_found("Alias") => Event::Settled,
                Err(failure) => self.troubled(failure),
            },
            Action::Trigger { call, trigger } => match read::<TriggerPage>(outcome) {
                Ok(good) => self.trigger_in(&good.fields.triggers.unwrap_or_default(), call, trigger),
                Err(failure) => self.troubled(failure),
            },
            Action::Publish | Action::Protect { .. } if !self.by_function => match read::<VersionPage>(outcome) {
                Ok(good) => self.version_in(good.fields.versions.unwrap_or_default()),
                Err(failure) => self.troubled(failure),
            },
            Action::Delete => match read::<Function>(outcome) {
                Ok(good) => self.condition(&good.fields, Event::NotYet),
                Err(failure) if failure.not_found("Function") => Event::Settled,
                Err(failure) => self.troubled(failure),
            },
            _ => match read::<Function>(outcome) {
                Ok(good) => self.condition(&good.fields, Event::Settled),
                Err(failure) if failure.not_found("Version") || failure.not_found("FunctionVersion") => Event::NotYet,
                Err(failure) => self.troubled(failure),
            },
        }
    }

    fn trigger_in(&mut self, all: &[Trigger], call: &str, asked: &Trigger) -> Event {
        let found = all.iter().find(|known| known.is(asked) && known.qualifier == asked.qualifier);
        let agrees = match found {
            None => call == "DeleteTrigger",
            Some(known) => call != "DeleteTrigger" && known.serves(asked),
        };
        if agrees {
            return Event::Settled;
        }
        self.last_seen = found.map_or_else(|| "none".to_owned(), |known| known.desc.clone());
        Event::NotYet
    }

    fn version_in(&mut self, page: Vec<VersionItem>) -> Event {
        let ours = self.version.clone();
        self.strangers = crate::text::sorted(
            page.iter()
                .map(|item| item.version.clone())
                .filter(|version| version.number() > ours.as_ref().and_then(Version::number)),
            Version::clone,
        );
        let Some(item) = page.into_iter().find(|item| Some(&item.version) == ours.as_ref()) else {
            return Event::NotYet;
        };
        let condition = item.status.as_ref().map(|status| (status.condition(), status.word().to_owned()));
        if let Some((_, word)) = &condition {
            self.last_seen.clone_from(word);
        }
        match condition {
            Some((Condition::Active, _)) => Event::Settled,
            Some((Condition::Busy, _)) => Event::NotYet,
            // a failed version is asked for its reason, one without status for its status
            Some((Condition::Failed, _)) | None => {
                self.by_function = true;
                self.pause_ms = Some(1);
                Event::NotYet
            }
        }
    }

    fn condition(&mut self, function: &Function, when_active: Event) -> Event {
        let Some(status) = &function.status else { return when_active };
        self.last_seen = status.word().to_owned();
        match status.condition() {
            Condition::Active => when_active,
            Condition::Busy => Event::NotYet,
            Condition::Failed => {
                let reason = function.reason();
                let why = if reason.is_empty() { String::new() } else { format!(": {reason}") };
                let (code, what, hint) = match &self.version {
                    Some(version) => (
                        "VersionFailed",
                        format!("version {version} of {}", self.target.name),
                        "traffic was not moved to it; mend the cause and publish again",
                    ),
                    None => (
                        "FunctionFailed",
                        self.target.name.clone(),
                        "users keep what they had before the update; mend the cause and deploy again",
                    ),
                };
                self.error = Some(Error::failed(code, format!("{what} is {}{why}", status.word())).hint(hint));
                Event::Broken
            }
        }
    }

    fn troubled(&mut self, failure: Failure) -> Event {
        let tries = match &self.purpose {
            _ if failure.unsent => TRIES_UNSENT,
            Purpose::Ask(_) => TRIES_ASK,
            Purpose::Step(_) => TRIES,
        };
        let lasting =
            failure.trouble == Trouble::Lasting || (failure.trouble != Trouble::Busy && self.tries + 1 >= tries);
        self.tries += 1;
        if lasting {
            self.error = Some(failure.error(&self.doing()));
        }
        self.failure = Some(failure);
        if lasting { Event::Refused } else { Event::Again }
    }

    /// Whether the pause that just ended was the last one.
    pub(super) fn due(&self, now_ms: u64) -> Event {
        if self.lost && matches!(self.purpose, Purpose::Ask(_)) {
            // it may have been done, and must not be done twice
            return Event::Late;
        }
        let limit = match (self.state, self.action()) {
            (State::Seeking, _) => STALE_MS,
            (State::Watching, Some(Action::Shift { .. } | Action::DeleteAlias { .. } | Action::Trigger { .. })) => {
                READ_BACK_MS
            }
            _ => self.wait_ms,
        };
        if now_ms.saturating_sub(self.began_ms) > limit { Event::Late } else { Event::Due }
    }

    /// Why a write that failed may have changed something all the same.
    pub(super) const fn doubt(&self) -> Option<&'static str> {
        match (self.accepted, self.lost) {
            (true, _) => Some("accepted, not confirmed"),
            (false, true) => Some("perhaps: the answer was lost"),
            (false, false) => None,
        }
    }

    /// Why it failed; whoever stopped it, or what it waited for in vain.
    pub(super) fn take_error(&mut self, stopping: bool) -> Error {
        let error = self.error.take().unwrap_or_else(|| self.explain(stopping));
        error.on(self.target.name.clone())
    }

    fn explain(&self, stopping: bool) -> Error {
        if stopping {
            return Error::interrupted(format!("stopped during: {}", self.doing()));
        }
        match (self.awaited(), &self.failure) {
            (Awaited::Trace, _) => {
                maybe_published(&format!("no version with this run's mark appeared within {} s", STALE_MS / 1000))
            }
            (Awaited::Alias { asked }, _) => Error::failed(
                "AliasDiffers",
                format!(
                    "the alias was written, but reading it back still differs: asked {asked}, found {}",
                    self.last_seen
                ),
            )
            .hint(
                "someone else may have changed it meanwhile: look with grayscale status, then give the command again",
            ),
            (Awaited::Active, Some(failure)) if self.lost && matches!(self.purpose, Purpose::Ask(_)) => failure
                .error(&self.doing())
                .hint("whether the function ran is not known, so it was not called again: its log says; grayscale logs"),
            (Awaited::Trigger, _) => Error::failed(
                "TriggerDiffers",
                format!("{}: accepted, but listing the triggers still shows {}", self.doing(), self.last_seen),
            )
            .hint("someone else may have changed it meanwhile: give the command again"),
            (Awaited::Active, Some(failure)) if self.last_seen.is_empty() => failure.error(&self.doing()),
            (Awaited::Active, _) if self.publishes() => Error::failed(
                "WaitTimeout",
                format!("{}: still {} after {} s", self.doing(), if self.last_seen.is_empty() { "not ready" } else { &self.last_seen }, self.wait_ms / 1000),
            )
            .hint("the version may become Active still: grayscale status shows it; then deploy with traffic and without publish"),
            (Awaited::Active, _) => Error::failed(
                "WaitTimeout",
                format!(
                    "{}: still {} after {} s",
                    self.doing(),
                    if self.last_seen.is_empty() { "not ready" } else { &self.last_seen },
                    self.wait_ms / 1000
                ),
            )
            .retryable()
            .hint("the same command goes on where this one stopped; waitTimeout=600 waits longer"),
        }
    }

    fn awaited(&self) -> Awaited {
        match &self.purpose {
            Purpose::Step(doing) if self.found.is_some() => {
                let asked = doing.routing.as_ref().map_or_else(|| "no alias".to_owned(), ToString::to_string);
                Awaited::Alias { asked }
            }
            Purpose::Step(doing) if matches!(doing.action, Action::Trigger { .. }) && self.accepted => Awaited::Trigger,
            Purpose::Step(_) if self.publishes() && self.version.is_none() && self.lost => Awaited::Trace,
            _ => Awaited::Active,
        }
    }
}

/// What a step waited for in vain.
enum Awaited {
    Trace,
    Alias { asked: String },
    Trigger,
    Active,
}

/// A version may have come into being, and it can't be told whether: publishing again would make two of it.
fn maybe_published(why: &str) -> Error {
    Error::failed("MaybePublished", format!("the answer to PublishVersion was lost, and {why}"))
        .hint("look at the function's versions before publishing again: a version may exist that this tool can't tell to be its own")
}

fn read<T: Read>(outcome: &Outcome) -> Result<Good<T>, Failure> {
    match outcome {
        Outcome::Answered(answer) => answer.read(),
        Outcome::Lost { reason, sent } => Err(Failure::lost(reason.clone(), *sent)),
        _ => Err(Failure::lost("the shell handed back something else for a call".to_owned(), true)),
    }
}

fn said(question: &Question, outcome: &Outcome) -> Result<Said, Failure> {
    match question {
        Question::Invoke(_) => read::<InvokeResult>(outcome).map(|good| Said::Invoked(good.fields)),
        Question::Logs(_) => read::<LogPage>(outcome).map(|good| Said::Logs(good.fields)),
        Question::Metric(_) => read::<DataPoints>(outcome).map(|good| Said::Metric(good.fields)),
    }
}

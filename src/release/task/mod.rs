//! One task: the calls it makes in each state, and what an answer means for it. Transitions are in `table.rs`.

mod answers;
mod footing;
mod recheck;
pub mod table;
mod why;
mod writes;

use super::outcome::Outcome;
use footing::LastState;
pub(super) use footing::{Doubt, Footing, LastSeen, Recheck};

use self::table::{Event, State};
use super::retry::{READ_BACK_MS, STALE_MS};
use super::upload::Upload;
use crate::desired::Made;
use crate::error::Error;
use crate::message::Doing;
use crate::message::StepText;
use crate::observed::Observed;
use crate::plan::{Action, Query, VersionRef};
use crate::scf::account;
use crate::scf::alias::{self, Alias};
use crate::scf::domain::{self, Domain};
use crate::scf::event_invoke;
use crate::scf::function::{self};
use crate::scf::listing::{self, Listed};
use crate::scf::namespace;
use crate::scf::provisioned;
use crate::scf::trigger::{self, Trigger};
use crate::scf::version::{self, VersionItem};
use crate::scf::{Call, Failure, Target};
use crate::traffic::routing::{Routing, Version};
use crate::traffic::stable::Baseline;
use crate::watch::Fact;

/// What a task is about.
#[derive(Debug, Clone)]
pub(super) enum Purpose {
    /// A question of the planner.
    Query(Query),
    /// A step of the plan.
    Step(Box<StepRun>),
    /// A listing of a namespace, for all those of its functions that are waited for.
    Poll,
    /// A listing of a region's namespaces, or of the functions of one, to know them.
    List,
}

/// Step `index` of the function at `place` of the run.
#[derive(Debug, Clone)]
pub(super) struct StepRun {
    pub(super) place: usize,
    pub(super) index: usize,
    pub(super) action: Action,
    /// The writing call; a wait has none.
    pub(super) call: Option<Call>,
    /// What a shift must come to.
    pub(super) routing: Option<Routing>,
    /// What a shift leaves on record about its alias.
    pub(super) baseline: Option<Baseline>,
    /// What the step does, for errors: `upload code to $latest`.
    pub(super) text: StepText,
    /// It gives a function of a failed group its routing back.
    pub(super) restores: bool,
    /// It looks again for what another run may have sent; with a call, it writes over what arrived.
    pub(super) again: bool,
}

/// A question or a step on its way.
#[derive(Debug, Clone)]
pub(super) struct Task {
    pub(super) key: String,
    /// The function's place in the run.
    pub(super) function: usize,
    pub(super) target: Target,
    pub(super) purpose: Purpose,
    pub(super) state: State,
    /// When the first call of what it is at now went out.
    pub(super) began_ms: Option<u64>,
    /// Since when its call is turned away for its rate alone.
    pub(super) limited_ms: Option<u64>,
    pub(super) tries: u32,
    /// Since when it meets trouble, while it does.
    pub(super) troubled_ms: u64,
    pub(super) looks: u32,
    /// When the answer that it makes something of arrived.
    pub(super) heard_ms: u64,
    /// How long the pause that is coming is to be.
    pub(super) pause_ms: Option<u32>,
    pub(super) failure: Option<Failure>,
    pub(super) error: Option<Error>,
    /// An answer was lost: "exists already" may be our own doing.
    pub(super) lost: bool,
    /// It was stopped because its group failed, not the person.
    pub(super) halted: bool,
    /// The API accepted the write.
    accepted: bool,
    /// The version that a publish made.
    pub(super) version: Option<Version>,
    /// Versions beyond ours that appeared meanwhile.
    pub(super) foreign_versions: Vec<Version>,
    /// What an alias said when it was read back.
    pub(super) found: Option<Alias>,
    /// The address of the function URL that it wrote.
    pub(super) url: Option<String>,
    /// Query GetFunction for the version's status: the list does not tell it, or not why.
    by_function: bool,
    /// What was seen last, for the error of a wait that ends.
    last_seen: LastState,
    versions: Vec<VersionItem>,
    aliases: Vec<Alias>,
    triggers: Vec<Trigger>,
    domains: Vec<Domain>,
    pub(super) listed: Vec<Listed>,
    /// Names of namespaces.
    pub(super) named: Vec<String>,
    /// A listing has shown its function on the way to what it waits for.
    listed_busy: bool,
    /// What was answered so far to a question that no plan needs.
    pub(super) fact: Option<Fact>,
    publish_token: String,
    /// What an earlier run may have published, and has to be looked for before publishing.
    pub(super) expected: Option<Made>,
    /// The run whose mark the write carries, while it does.
    pub(super) tag_run: Option<String>,
    /// The run whose mark was there before.
    pub(super) tagged_before: Option<String>,
    /// The run that wrote the alias after this one.
    pub(super) overtaken: Option<String>,
    /// What it looks at before its call, and after it.
    pub(super) recheck: Recheck,
    /// The package that it brings into a bucket.
    pub(super) upload: Option<Box<Upload>>,
    pub(super) wait_ms: u64,
}

impl Task {
    pub(super) fn ask(key: &str, function: usize, target: Target, query: Query, wait_ms: u64) -> Self {
        Self::new(key, function, target, Purpose::Query(query), String::new(), wait_ms)
    }

    pub(super) fn list(place: Target, wait_ms: u64) -> Self {
        Self::new("", usize::MAX, place, Purpose::List, String::new(), wait_ms)
    }

    pub(super) fn poll(key: &str, place: Target, wait_ms: u64) -> Self {
        Self::new(key, usize::MAX, place, Purpose::Poll, String::new(), wait_ms)
    }

    pub(super) fn new(
        key: &str,
        function: usize,
        target: Target,
        purpose: Purpose,
        publish_token: String,
        wait_ms: u64,
    ) -> Self {
        Self {
            key: key.to_owned(),
            function,
            target,
            purpose,
            state: State::Ready,
            began_ms: None,
            limited_ms: None,
            tries: 0,
            troubled_ms: 0,
            looks: 0,
            heard_ms: 0,
            pause_ms: None,
            failure: None,
            error: None,
            lost: false,
            halted: false,
            accepted: false,
            version: None,
            foreign_versions: Vec::new(),
            found: None,
            url: None,
            by_function: false,
            last_seen: LastState::Unknown,
            versions: Vec::new(),
            aliases: Vec::new(),
            triggers: Vec::new(),
            domains: Vec::new(),
            listed: Vec::new(),
            named: Vec::new(),
            listed_busy: false,
            fact: None,
            publish_token,
            expected: None,
            tag_run: None,
            tagged_before: None,
            overtaken: None,
            recheck: Recheck::default(),
            upload: None,
            wait_ms,
        }
    }

    /// The event that begins it, now, of a plan that was made then.
    pub(super) fn initial_event(&mut self, now_ms: u64, planned_ms: u64) -> Event {
        match &self.purpose {
            Purpose::Query(_) | Purpose::Poll | Purpose::List => Event::Ask,
            Purpose::Step(doing) if doing.call.is_none() => Event::Await,
            // a list that was read when it could lag no more says all there is to say
            Purpose::Step(_) if self.may_appear(planned_ms) => Event::Seek,
            Purpose::Step(_) => match self.rechecks(now_ms, false) {
                true => Event::Recheck,
                false => Event::Begin,
            },
        }
    }

    /// Whether its place is a region, not a namespace.
    pub(super) const fn lists_namespaces(&self) -> bool {
        self.target.namespace.is_empty()
    }

    /// Whether what an earlier run may have published could come to light still.
    fn may_appear(&self, now_ms: u64) -> bool {
        self.expected.as_ref().is_some_and(|made| now_ms.saturating_sub(made.began_ms) <= STALE_MS)
    }

    /// The step that it carries out, where it is one.
    pub(super) fn step(&self) -> Option<&StepRun> {
        match &self.purpose {
            Purpose::Query(_) | Purpose::Poll | Purpose::List => None,
            Purpose::Step(step) => Some(step),
        }
    }

    fn action(&self) -> Option<&Action> {
        match &self.purpose {
            Purpose::Query(_) | Purpose::Poll | Purpose::List => None,
            Purpose::Step(doing) => Some(&doing.action),
        }
    }

    /// Takes the mark out of a write of an alias; false where there is none.
    fn unmark(&mut self) -> bool {
        let target = self.target.clone();
        let Purpose::Step(doing) = &mut self.purpose else { return false };
        let (Action::Shift { alias, create, description, .. }, Some(routing)) = (&doing.action, &doing.routing) else {
            return false;
        };
        if self.tag_run.take().is_none() {
            return false;
        }
        doing.call = Some(alias::write(*create, &target, alias, routing, description));
        true
    }

    fn publishes(&self) -> bool {
        matches!(self.action(), Some(Action::Publish | Action::Adopt { .. } | Action::Protect { .. }))
    }

    /// What it is doing, for errors.
    fn doing(&self) -> Doing {
        match &self.purpose {
            Purpose::Query(query) => match query {
                Query::Function | Query::EventInvoke | Query::Earlier(_) => Doing::ReadFunction,
                Query::Alias(alias) => Doing::ReadAlias { alias: alias.clone() },
                Query::Aliases => Doing::ListAliases,
                Query::Versions => Doing::ListVersions,
                Query::Triggers(_) => Doing::ListTriggers,
                Query::Provisioned(_) => Doing::ReadProvisioned,
                Query::Domains(_) => Doing::ListDomains,
                Query::Digest(version) => Doing::ReadDigest { version: version.clone() },
                Query::Config(version) => Doing::ReadSettings { version: version.clone() },
                Query::AppId => Doing::ReadAppId,
                Query::Bucket(place) => Doing::ReadBucket { bucket: place.bucket.clone() },
                Query::Watch(question) => question.doing(),
            },
            Purpose::Step(step) => Doing::Step(Box::new(step.text.clone())),
            Purpose::List if self.lists_namespaces() => Doing::ListNamespaces,
            Purpose::Poll | Purpose::List => Doing::ListFunctions,
        }
    }

    /// The call of the state that it is in now.
    pub(super) fn call(&self) -> Option<Call> {
        let target = &self.target;
        match &self.purpose {
            Purpose::Query(Query::Aliases) => Some(alias::list(target, self.aliases.len())),
            Purpose::Query(ask) => Some(self.question(ask)),
            Purpose::List if self.lists_namespaces() => Some(namespace::list(&target.region, self.named.len())),
            Purpose::Poll | Purpose::List => Some(listing::list(target, self.listed.len())),
            Purpose::Step(doing) => self.step_call(doing),
        }
    }

    fn question(&self, query: &Query) -> Call {
        let target = &self.target;
        match query {
            Query::Function => function::get(target, &Version::latest()),
            Query::Alias(name) => alias::get(target, name),
            Query::Aliases => alias::list(target, self.aliases.len()),
            Query::Versions => version::list(target, self.versions.len()),
            Query::Triggers(_) => trigger::list(target, self.triggers.len()),
            Query::Domains(_) => domain::list(&target.region, self.domains.len()),
            Query::Digest(version) => function::address(target, version),
            Query::Config(version) => function::get(target, version),
            Query::EventInvoke => event_invoke::get(target),
            Query::Provisioned(_) => provisioned::get(target, None),
            Query::Earlier(name) => function::get(&Target { name: name.clone(), ..target.clone() }, &Version::latest()),
            Query::AppId => account::app_id(&target.region),
            Query::Bucket(place) => place.head_bucket(),
            Query::Watch(question) => question.call(target, self.fact.as_ref()),
        }
    }

    fn step_call(&self, doing: &StepRun) -> Option<Call> {
        let target = &self.target;
        match self.state {
            State::Call => self.upload.as_ref().map(|upload| upload.call()).or_else(|| doing.call.clone()),
            State::FindLost | State::FindEarlier => Some(version::list(target, 0)),
            State::Recheck | State::Verify if self.confirming() => self.look_call(),
            _ => Some(match (&doing.action, &self.version) {
                (Action::Shift { alias, .. } | Action::DeleteAlias { alias, .. }, _) => alias::get(target, alias),
                (Action::Trigger { .. }, _) => trigger::list(target, 0),
                (Action::Domain { name, .. }, _) => domain::get(&target.region, name),
                (Action::EventInvoke { .. }, _) => event_invoke::get(target),
                (Action::Provision { version: VersionRef::Known(version), .. }, _) => {
                    provisioned::get(target, Some(version))
                }
                // a list may lag behind, and would have to be paged through
                (Action::DeleteVersion { version }, _) => function::get(target, version),
                (Action::Publish | Action::Adopt { .. } | Action::Protect { .. }, Some(version))
                    if self.by_function =>
                {
                    function::get(target, version)
                }
                (Action::Publish | Action::Adopt { .. } | Action::Protect { .. }, _) => version::list(target, 0),
                _ => function::get(target, &Version::latest()),
            }),
        }
    }

    /// What the outcome of the call in flight means. Facts of questions go into `observed`.
    pub(super) fn interpret(&mut self, outcome: &Outcome, observed: &mut Observed) -> Event {
        let event = match self.purpose {
            Purpose::Query(ref ask) => {
                let ask = ask.clone();
                self.answered(&ask, outcome, observed)
            }
            Purpose::List if self.lists_namespaces() => self.named(outcome),
            Purpose::Poll | Purpose::List => self.paged(outcome),
            Purpose::Step(_) => self.stepped(outcome),
        };
        if event != Event::Deferred {
            self.limited_ms = None;
        }
        if !self.between_tries() && !matches!(event, Event::Again | Event::Deferred | Event::Refused) {
            // tries count troubles in a row: a long wait may meet a few
            self.tries = 0;
        }
        event
    }

    /// Whether it looks before it sends its call again.
    pub(super) const fn between_tries(&self) -> bool {
        matches!(self.state, State::Recheck) && self.recheck.recorded
    }

    fn stepped(&mut self, outcome: &Outcome) -> Event {
        let Purpose::Step(doing) = &self.purpose else { return Event::Refused };
        let doing = doing.clone();
        match self.state {
            State::Call if self.upload.is_some() => self.put(outcome),
            State::Call => {
                let event = self.written(&doing.action, outcome);
                self.accepted = event == Event::Accepted;
                self.recheck.accepted_s = outcome.given_s().filter(|_| self.accepted);
                event
            }
            State::FindLost | State::FindEarlier => self.searched(outcome),
            State::Recheck => self.rechecked(&doing, outcome),
            _ if self.confirming() => self.confirmed(&doing, outcome),
            _ => self.checked(&doing, outcome),
        }
    }

    /// Whether the pause that just ended was the last one, and what it is to be followed by.
    pub(super) fn due(&mut self, now_ms: u64) -> Event {
        if self.state == State::FindEarlierWait {
            return match self.may_appear(now_ms) {
                true => Event::Due,
                false if self.rechecks(now_ms, false) => Event::Recheck,
                false => Event::Absent,
            };
        }
        if self.lost && matches!(self.purpose, Purpose::Query(_)) {
            // it may have been done, and must not be done twice
            return Event::Late;
        }
        let limit = match (self.state, self.action()) {
            (State::FindLostWait, _) => STALE_MS,
            (
                State::VerifyWait,
                Some(
                    Action::Shift { .. }
                    | Action::DeleteAlias { .. }
                    | Action::Trigger { .. }
                    | Action::Domain { .. }
                    | Action::EventInvoke { .. }
                    | Action::Provision { to: 0, .. },
                ),
            ) => READ_BACK_MS,
            (State::VerifyWait, _) if self.recheck.unmoved => READ_BACK_MS,
            _ => self.wait_ms,
        };
        if now_ms.saturating_sub(self.began_ms.unwrap_or(now_ms)) > limit {
            return Event::Late;
        }
        // whoever waited does not rely on what was there before
        if self.state == State::CallWait && self.recheck.on.guards && self.rechecks(now_ms, self.doubtful()) {
            return Event::Recheck;
        }
        Event::Due
    }

    /// Whether it gives a function of a failed group its routing back.
    pub(super) fn restores(&self) -> bool {
        matches!(&self.purpose, Purpose::Step(doing) if doing.restores)
    }

    /// Whether it stands between a failed group and its end: a step that goes forward, and has not been sent.
    pub(super) fn forward(&self) -> bool {
        let step = matches!(&self.purpose, Purpose::Step(doing) if !doing.restores);
        step && matches!(self.state, State::FindEarlier | State::Recheck | State::Recording | State::Call)
    }

    /// Whether it only looks again for what another run may have sent.
    pub(super) fn looks_again(&self) -> bool {
        matches!(&self.purpose, Purpose::Step(doing) if doing.again && doing.call.is_none())
    }

    /// Whether it writes over what another run had sent: nothing that anybody wants back.
    pub(super) fn writes_again(&self) -> bool {
        matches!(&self.purpose, Purpose::Step(doing) if doing.again && doing.call.is_some())
    }

    /// Whether it pauses until its function is Active, which a listing tells as well.
    pub(super) fn awaits_active(&self) -> bool {
        let awaits = |action: &Action| {
            matches!(action, Action::Wait | Action::Create | Action::Upload { .. } | Action::Configure { .. })
        };
        matches!(&self.purpose, Purpose::Step(doing) if awaits(&doing.action))
    }
}

//! What an answer means for a step: its own call, the search for what it may have left, the look whether it took effect.

use super::answers::read;
use super::footing::LastState;
use super::table::{Event, State};
use super::{Purpose, StepRun, Task};
use crate::error::Error;
use crate::message::problem::ReleaseProblem;
use crate::plan::{Action, VersionRef};
use crate::release::outcome::Outcome;
use crate::scf::alias::Alias;
use crate::scf::answer::Success;
use crate::scf::domain::Domain;
use crate::scf::event_invoke::EventInvoke;
use crate::scf::function::{Condition, Function};
use crate::scf::listing::Listed;
use crate::scf::provisioned::{self, Provisioned};
use crate::scf::trigger::{Trigger, TriggerCall, TriggerPage};
use crate::scf::version::{Published, VersionItem, VersionPage};
use crate::scf::{Failure, FailureClass};
use crate::traffic::routing::{Routing, Version};

impl Task {
    pub(super) fn written(&mut self, action: &Action, outcome: &Outcome) -> Event {
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
        let creates = matches!(action, Action::Trigger { call: TriggerCall::CreateTrigger, .. });
        let exists = exists || (creates && failure.code.starts_with("ResourceInUse"));
        // a trigger that is switched already is refused with this
        let switched = failure.code == "FailedOperation.UpdateTriggerStatus" && self.lost;
        let gone = match action {
            Action::Trigger { call: TriggerCall::UpdateTriggerStatus, .. } => switched,
            Action::Trigger { call: TriggerCall::DeleteTrigger, .. } => failure.not_found("Trigger"),
            Action::Delete => failure.not_found("Function"),
            Action::DeleteAlias { .. } => failure.not_found("Alias"),
            Action::DeleteVersion { .. } | Action::Provision { to: 0, .. } => no_version(&failure),
            // the write whose answer was lost is under way
            Action::Provision { .. } => self.lost && failure.code.ends_with(".ProvisionedInProgress"),
            _ => false,
        };
        if (exists && self.lost) || gone {
            return Event::Accepted;
        }
        if failure.code == "InvalidParameterValue.Description" && self.unmark() {
            // aliases document no limit for descriptions: without the mark it is what people wrote
            self.failure = Some(failure);
            self.pause_ms = Some(1);
            return Event::Again;
        }
        if let Action::Provision { version, to, .. } = action
            && provisioned::no_room(&failure.code)
        {
            let reason = Some(failure.reason());
            return self.not_warmed(version, (*to, None), reason, failure.request_id.clone());
        }
        // that lasts for as long as the version has its concurrency: housekeeping does not wait for it
        let provisioned =
            matches!(action, Action::DeleteVersion { .. }) && failure.code.ends_with(".ProvisionedInProgress");
        if provisioned {
            return self.troubled(Failure { class: FailureClass::Permanent, ..failure });
        }
        let perhaps_done = !failure.not_applied() || (failure.from_api && failure.class == FailureClass::Transient);
        self.lost |= perhaps_done;
        if self.publishes() && perhaps_done {
            // never a second time on a guess: a version may have come into being
            self.failure = Some(failure);
            return Event::Unsure;
        }
        self.troubled(failure)
    }

    /// Looks for the version that carries this run's mark.
    pub(super) fn searched(&mut self, outcome: &Outcome) -> Event {
        let page = match read::<VersionPage>(outcome) {
            Ok(good) => good.fields.versions.unwrap_or_default(),
            Err(failure) => {
                let event = self.troubled(failure);
                if event == Event::Refused {
                    self.give_up(None);
                }
                return event;
            }
        };
        let theirs = self.expected.as_ref().filter(|_| self.state == State::FindEarlier);
        let mark = theirs.map_or(&self.publish_token, |made| &made.mark);
        match page.into_iter().find(|item| item.description.as_deref().is_some_and(|text| text.contains(mark))) {
            Some(item) => {
                self.version = Some(item.version);
                self.accepted = true;
                Event::Found
            }
            None => Event::NotFound,
        }
    }

    /// Another function of the run may have written it already, and nobody else may.
    pub(super) fn compared_domain(&mut self, from: &Domain, goal: &Domain, outcome: &Outcome) -> Result<(), Event> {
        let now = match read::<Domain>(outcome) {
            Ok(good) => good.fields,
            Err(failure) => return Err(self.troubled(failure)),
        };
        let known = from.endpoints.iter().zip(&goal.endpoints);
        let same = now.endpoints.len() == from.endpoints.len()
            && now.endpoints.iter().zip(known).all(|(now, (from, goal))| now == from || now == goal);
        if same {
            return Ok(());
        }
        self.error = Some(Error::refused(ReleaseProblem::DomainChanged { domain: from.name.clone() }));
        Err(Event::Broken)
    }

    pub(super) fn checked(&mut self, doing: &StepRun, outcome: &Outcome) -> Event {
        match &doing.action {
            Action::Shift { .. } => match read::<Alias>(outcome) {
                Ok(good) => {
                    let there = good.fields.routing();
                    let agrees = doing.routing.as_ref().is_some_and(|asked| there.same_as(asked));
                    self.overtaken = self.overtaken_by(&good.fields);
                    self.found = Some(good.fields);
                    match self.overtaken.clone() {
                        // a second look is over when it has seen something
                        _ if self.looks_again() => Event::Settled,
                        None if agrees => self.confirms(doing),
                        None => Event::NotYet,
                        // whoever it was wrote the same: what was asked for is true
                        Some(_) if agrees => Event::Settled,
                        Some(run) => {
                            self.error = Some(overtaken(run, &there));
                            Event::Broken
                        }
                    }
                }
                Err(failure) if failure.not_found("Alias") => Event::NotYet,
                Err(failure) => self.troubled(failure),
            },
            Action::DeleteAlias { .. } => match read::<Alias>(outcome) {
                Ok(good) => {
                    self.found = Some(good.fields);
                    Event::NotYet
                }
                Err(failure) if failure.not_found("Alias") => Event::Settled,
                Err(failure) => self.troubled(failure),
            },
            Action::Trigger { call, trigger } => match read::<TriggerPage>(outcome) {
                Ok(good) => self.trigger_in(&good.fields.triggers.unwrap_or_default(), *call, trigger),
                Err(failure) => self.troubled(failure),
            },
            Action::Domain { paths, to, .. } => match read::<Domain>(outcome) {
                Ok(good) => self.domain_in(&good.fields, paths, to),
                Err(failure) => self.troubled(failure),
            },
            Action::EventInvoke { goal, .. } => match read::<EventInvoke>(outcome) {
                Ok(good) if good.fields == *goal => Event::Settled,
                Ok(_) => Event::NotYet,
                Err(failure) => self.troubled(failure),
            },
            Action::Provision { version, to, .. } => match read::<Provisioned>(outcome) {
                Ok(good) => self.provisioned_in(version, *to, &good),
                Err(failure) if *to == 0 && no_version(&failure) => Event::Settled,
                Err(failure) => self.troubled(failure),
            },
            Action::Publish | Action::Adopt { .. } | Action::Protect { .. } if !self.by_function => {
                match read::<VersionPage>(outcome) {
                    Ok(good) => match self.version_in(good.fields.versions.unwrap_or_default()) {
                        Event::Settled => self.holds(),
                        event => event,
                    },
                    Err(failure) => self.troubled(failure),
                }
            }
            Action::Delete => match read::<Function>(outcome) {
                Ok(good) => self.condition(&good.fields, Event::NotYet),
                Err(failure) if failure.not_found("Function") => Event::Settled,
                Err(failure) => self.troubled(failure),
            },
            Action::DeleteVersion { version } => match read::<Function>(outcome) {
                Ok(good) => self.going(version, &good.fields),
                Err(failure) if no_version(&failure) => Event::Settled,
                Err(failure) => self.troubled(failure),
            },
            Action::Create | Action::Upload { .. } | Action::Configure { .. } => match read::<Function>(outcome) {
                Ok(good) => self.read_back(doing, good.fields),
                Err(failure) => self.troubled(failure),
            },
            _ => match read::<Function>(outcome) {
                Ok(good) => self.condition(&good.fields, Event::Settled),
                Err(failure) if no_version(&failure) => Event::NotYet,
                Err(failure) => self.troubled(failure),
            },
        }
    }

    /// The run that wrote an alias after this one did: another than this one, and than the one that had written it before.
    fn overtaken_by(&self, now: &Alias) -> Option<String> {
        let run = writer(now)?;
        let known = self.tag_run.as_deref() == Some(run) || self.tagged_before.as_deref() == Some(run);
        (!known && self.tag_run.is_some()).then(|| run.to_owned())
    }

    pub(super) fn trigger_in(&mut self, all: &[Trigger], call: TriggerCall, asked: &Trigger) -> Event {
        let found = all.iter().find(|known| known.is(asked) && known.qualifier == asked.qualifier);
        let agrees = match found {
            None => call == TriggerCall::DeleteTrigger,
            Some(known) => call != TriggerCall::DeleteTrigger && known.serves(asked),
        };
        if agrees {
            self.url = found.filter(|known| known.enabled).and_then(Trigger::address);
            return Event::Settled;
        }
        // not what it says: that may hold a login
        self.last_seen = if found.is_none() { LastState::Unknown } else { LastState::OtherTrigger };
        Event::NotYet
    }

    fn domain_in(&mut self, there: &Domain, paths: &[String], to: &str) -> Event {
        let target = self.target.clone();
        let old = there.paths_to(&target).find(|endpoint| paths.contains(&endpoint.path) && endpoint.qualifier != to);
        match old {
            None => Event::Settled,
            Some(endpoint) => {
                let (path, qualifier) = (endpoint.path.clone(), endpoint.qualifier.clone());
                self.last_seen = LastState::Endpoint { path, qualifier };
                Event::NotYet
            }
        }
    }

    /// Whether a version has the instances that it is to have. That they are being taken away is enough where it is to have
    /// none: nothing waits for it.
    fn provisioned_in(&mut self, version: &VersionRef, to: u32, answer: &Success<Provisioned>) -> Event {
        let there = version.version(None, None).and_then(|version| answer.fields.of(version));
        let Some(there) = there else {
            return if to == 0 { Event::Settled } else { Event::NotYet };
        };
        let started = [&*there.status, " ", &there.started.to_string(), "/", &there.asked.to_string()].concat();
        self.last_seen = LastState::Status(started);
        match to {
            0 if there.asked == 0 || there.changing() => Event::Settled,
            0 => Event::NotYet,
            _ if there.failed() => {
                self.not_warmed(version, (to, Some(there.started)), there.reason.clone(), answer.request_id.clone())
            }
            // a run that goes back waits for nothing
            _ if there.asked == to && (there.ready() || !self.recheck.on.guards) => Event::Settled,
            _ => Event::NotYet,
        }
    }

    /// The version does not get its instances: no traffic goes to it.
    fn not_warmed(
        &mut self,
        version: &VersionRef,
        (asked, started): (u32, Option<u32>),
        reason: Option<String>,
        request_id: Option<String>,
    ) -> Event {
        let version = version.version(None, None).cloned().unwrap_or_else(Version::latest);
        let shifted = !self.recheck.on.guards;
        let problem = ReleaseProblem::NotWarmed { version, asked, started, shifted, reason };
        self.error = Some(Error::failed(problem).request(request_id));
        if started.is_some() { Event::Broken } else { Event::Refused }
    }

    pub(super) fn version_in(&mut self, page: Vec<VersionItem>) -> Event {
        let ours = self.version.clone();
        self.foreign_versions = crate::text::sorted(
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
            self.last_seen = LastState::Status(word.clone());
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

    pub(super) fn condition(&mut self, function: &Function, when_active: Event) -> Event {
        let Some(status) = &function.status else { return when_active };
        self.last_seen = LastState::Status(status.word().to_owned());
        match status.condition() {
            Condition::Active => when_active,
            Condition::Busy => Event::NotYet,
            Condition::Failed => {
                let reason = Some(function.reason()).filter(|reason| !reason.is_empty());
                let (function, status) = (self.target.name.clone(), status.word().to_owned());
                self.error = Some(Error::failed(match self.version.clone() {
                    Some(version) => {
                        ReleaseProblem::VersionFailed { function, version, status, reason, deleting: false }
                    }
                    None => ReleaseProblem::FunctionFailed { function, status, reason },
                }));
                Event::Broken
            }
        }
    }

    /// A version that is deleted is there still. What it was before (that its publishing failed, say) may be shown a while.
    fn going(&mut self, version: &Version, there: &Function) -> Event {
        let Some(status) = &there.status else {
            self.last_seen = LastState::Unknown;
            return Event::NotYet;
        };
        self.last_seen = LastState::Status(status.word().to_owned());
        if status.word() != "DeleteFailed" {
            return Event::NotYet;
        }
        let reason = Some(there.reason()).filter(|reason| !reason.is_empty());
        let (function, status) = (self.target.name.clone(), status.word().to_owned());
        let problem =
            ReleaseProblem::VersionFailed { function, version: version.clone(), status, reason, deleting: true };
        self.error = Some(Error::failed(problem));
        Event::Broken
    }

    /// What a listing says about the function that is waited for. A list may lag behind: that it is Active counts once the
    /// list has shown it on the way there. Everything else is looked at, also why something failed.
    /// What was written is read back as well.
    pub(in crate::release) fn told(&mut self, listed: Option<&Listed>) -> Event {
        let status = listed.and_then(|listed| listed.status.as_ref());
        let writes = matches!(&self.purpose, Purpose::Step(doing) if doing.call.is_some());
        match status.map(|status| (status.condition(), status.word())) {
            Some((Condition::Busy, word)) => {
                self.listed_busy = true;
                self.last_seen = LastState::Status(word.to_owned());
                if writes {
                    self.under_way("ListFunctions", listed.and_then(|listed| listed.modified.as_deref()));
                }
                Event::NotYet
            }
            Some((Condition::Active, _)) if self.listed_busy && !writes => Event::Settled,
            _ => Event::Due,
        }
    }
}

/// Whether the API says that a version is not there: each action has a word of its own for it.
fn no_version(failure: &Failure) -> bool {
    ["Version", "FunctionVersion", "Qualifier"].iter().any(|what| failure.not_found(what))
}

/// Which run wrote an alias last, as its mark says.
pub(super) fn writer(alias: &Alias) -> Option<&str> {
    alias.mark()?.split(' ').next()
}

fn overtaken(run: String, there: &Routing) -> Error {
    Error::failed(ReleaseProblem::Overtaken { run, there: there.to_string() })
}

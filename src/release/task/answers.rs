//! What an answer means for a task.

use super::table::{Event, State};
use super::{Purpose, Task};
use crate::cos::answer::{self, missing};
use crate::error::Error;
use crate::message::Hint;
use crate::message::problem::ReleaseProblem;
use crate::message::problem::release::NoTrace;
use crate::observed::{Observed, ObservedFunction, Seen, VersionConfig};
use crate::plan::Query;
use crate::release::outcome::Outcome;
use crate::release::retry::{TRIES, TRIES_ASK, TRIES_MAY, TRIES_UNSENT};
use crate::release::upload::{Next, Trouble};
use crate::scf::account::Account;
use crate::scf::alias::{Alias, AliasPage};
use crate::scf::answer::Success;
use crate::scf::domain::{Domain, DomainPage};
use crate::scf::event_invoke::EventInvoke;
use crate::scf::function::{Address, Function};
use crate::scf::invoke::InvokeResult;
use crate::scf::listing::FunctionPage;
use crate::scf::log::{FigureTable, LogPage};
use crate::scf::log_minutes::{LogMinutes, Quantiles};
use crate::scf::monitor::DataPoints;
use crate::scf::namespace::NamespacePage;
use crate::scf::provisioned::Provisioned;
use crate::scf::request_status::RequestStatuses;
use crate::scf::trigger::TriggerPage;
use crate::scf::version::VersionPage;
use crate::scf::{Failure, FailureClass, Read};
use crate::watch::{Answered, LogMinuteFact, Question, Wants};

impl Task {
    pub(super) fn answered(&mut self, query: &Query, outcome: &Outcome, observed: &mut Observed) -> Event {
        let seen = observed.of_mut(&self.target, self.function);
        let result = match query {
            Query::Aliases => self.page_of_aliases(seen, outcome),
            Query::Domains(_) => match self.page_of_domains(outcome) {
                Ok(Some(domains)) => {
                    observed.put_domains(&self.target.region, Some(&domains));
                    return Event::Answered;
                }
                Ok(None) => return Event::More,
                Err(failure) => Err(failure),
            },
            Query::AppId => match read::<Account>(outcome) {
                Ok(good) => {
                    observed.put_app_id(&Seen::Is(good.fields.app_id));
                    return Event::Answered;
                }
                // without it a bucket must be named with it
                Err(failure) if failure.forbids() => {
                    observed.put_app_id(&Seen::Missing);
                    return Event::Answered;
                }
                Err(failure) => return self.troubled(failure),
            },
            Query::Bucket(place) => match of_storage(outcome) {
                Ok(_) => {
                    seen.bucket = Seen::Is(place.bucket.clone());
                    return Event::Answered;
                }
                Err(failure) if missing(&failure) => {
                    seen.bucket = Seen::Missing;
                    return Event::Answered;
                }
                Err(failure) => return self.troubled(failure),
            },
            _ => self.fact_of(query, seen, outcome),
        };
        let failure = match result {
            Ok(event) => return event,
            Err(failure) => failure,
        };
        if let (Query::Earlier(_), true) = (query, failure.not_found("Function")) {
            seen.earlier = Seen::Missing;
            return Event::Answered;
        }
        if failure.not_found("Function") {
            seen.function = Seen::Missing;
            return Event::Answered;
        }
        if let (Query::Alias(name), true) = (query, failure.not_found("Alias")) {
            seen.missing_aliases.push(name.clone());
            return Event::Answered;
        }
        if let Query::Digest(version) = query
            && failure.forbids()
        {
            // The digest saves an upload; a release works without it, and its plan says that it could not compare.
            seen.code.push(crate::observed::CodeDigest { version: version.clone(), sha256: None });
            return Event::Answered;
        }
        if let (Query::Config(version), true) = (query, failure.from_api && failure.class == FailureClass::Permanent)
            && !failure.code.starts_with("AuthFailure")
        {
            // without it the code alone is compared
            seen.configs.push(VersionConfig { version: version.clone(), function: None });
            return Event::Answered;
        }
        if matches!(query, Query::Watch(question) if question.once()) {
            self.lost |= !failure.not_applied() || (failure.from_api && failure.class == FailureClass::Transient);
        }
        self.troubled(failure)
    }

    fn page_of_aliases(&mut self, seen: &mut ObservedFunction, outcome: &Outcome) -> Result<Event, Failure> {
        let good = read::<AliasPage>(outcome)?;
        let page = good.fields.aliases.unwrap_or_default();
        let last = page.is_empty();
        self.aliases.extend(page);
        if !last && (self.aliases.len() as u64) < good.fields.total_count.unwrap_or(0) {
            return Ok(Event::More);
        }
        seen.aliases = std::mem::take(&mut self.aliases);
        seen.all_aliases = true;
        Ok(Event::Answered)
    }

    /// All domains of the region, once the last page is there.
    fn page_of_domains(&mut self, outcome: &Outcome) -> Result<Option<Vec<Domain>>, Failure> {
        let good = read::<DomainPage>(outcome)?;
        let page = good.fields.domains.unwrap_or_default();
        let last = page.is_empty();
        self.domains.extend(page);
        let more = !last && (self.domains.len() as u64) < good.fields.total.unwrap_or(0);
        Ok((!more).then(|| std::mem::take(&mut self.domains)))
    }

    fn fact_of(&mut self, query: &Query, seen: &mut ObservedFunction, outcome: &Outcome) -> Result<Event, Failure> {
        match query {
            Query::Function => read::<Function>(outcome).map(|good| {
                seen.function = Seen::Is(good.fields);
                Event::Answered
            }),
            Query::Alias(name) => read::<Alias>(outcome).map(|good| {
                // what was asked for, however the answer spells it: an alias under no name would be asked for forever
                seen.put_alias(Alias { name: name.clone(), ..good.fields });
                Event::Answered
            }),
            Query::Aliases => self.page_of_aliases(seen, outcome),
            Query::Domains(_) | Query::AppId | Query::Bucket(_) => Ok(Event::Answered),
            Query::Versions => read::<VersionPage>(outcome).map(|good| {
                let page = good.fields.versions.unwrap_or_default();
                let last = page.is_empty();
                self.versions.extend(page);
                if !last && (self.versions.len() as u64) < good.fields.total_count.unwrap_or(0) {
                    return Event::More;
                }
                seen.versions = Seen::Is(std::mem::take(&mut self.versions));
                Event::Answered
            }),
            Query::Triggers(_) => read::<TriggerPage>(outcome).map(|good| {
                let page = good.fields.triggers.unwrap_or_default();
                let last = page.is_empty();
                self.triggers.extend(page);
                if !last && (self.triggers.len() as u64) < good.fields.total_count.unwrap_or(0) {
                    return Event::More;
                }
                seen.triggers = Seen::Is(std::mem::take(&mut self.triggers));
                Event::Answered
            }),
            Query::Digest(version) => read::<Address>(outcome).map(|good| {
                seen.code
                    .push(crate::observed::CodeDigest { version: version.clone(), sha256: good.fields.code_sha256 });
                Event::Answered
            }),
            Query::Config(version) => read::<Function>(outcome).map(|good| {
                let config = VersionConfig { version: version.clone(), function: Some(good.fields) };
                seen.configs.push(config);
                Event::Answered
            }),
            Query::EventInvoke => read::<EventInvoke>(outcome).map(|good| {
                seen.event_invoke = Seen::Is(good.fields);
                Event::Answered
            }),
            Query::Provisioned(_) => read::<Provisioned>(outcome).map(|good| {
                seen.provisioned = Seen::Is(good.fields);
                Event::Answered
            }),
            Query::Earlier(name) => read::<Function>(outcome).map(|_| {
                seen.earlier = Seen::Is(name.clone());
                Event::Answered
            }),
            Query::Watch(question) => answered(question, outcome).map(|said| {
                if question.take(&self.target, said, &mut self.fact) { Event::More } else { Event::Answered }
            }),
        }
    }

    /// An answer on the way of a package into its bucket. Each of its requests may be sent again, so a lost answer leaves
    /// nothing in doubt.
    pub(super) fn put(&mut self, outcome: &Outcome) -> Event {
        let Some(upload) = &mut self.upload else { return Event::Refused };
        let result = match outcome {
            Outcome::Answered(answer) => upload.answered(answer),
            other => Err(Trouble::Failed(unanswered(other))),
        };
        match result {
            Ok(Next::More) => Event::More,
            Ok(Next::Done) => Event::Answered,
            Err(Trouble::Failed(failure)) => self.troubled(failure),
            Err(Trouble::Refused(error)) => {
                self.error = Some(*error);
                Event::Refused
            }
        }
    }

    /// A page of the functions of a namespace.
    pub(super) fn paged(&mut self, outcome: &Outcome) -> Event {
        match read::<FunctionPage>(outcome) {
            Ok(good) => {
                let page = good.fields.functions.unwrap_or_default();
                let last = page.is_empty();
                self.listed.extend(page);
                let more = !last && (self.listed.len() as u64) < good.fields.total_count.unwrap_or(0);
                if more { Event::More } else { Event::Answered }
            }
            Err(failure) => self.troubled(failure),
        }
    }

    /// A page of the namespaces of a region.
    pub(super) fn named(&mut self, outcome: &Outcome) -> Event {
        match read::<NamespacePage>(outcome) {
            Ok(good) => {
                let last = good.fields.names.is_empty();
                self.named.extend(good.fields.names);
                let more = !last && (self.named.len() as u64) < good.fields.total_count.unwrap_or(0);
                if more { Event::More } else { Event::Answered }
            }
            Err(failure) => self.troubled(failure),
        }
    }

    pub(super) fn troubled(&mut self, failure: Failure) -> Event {
        if failure.class == FailureClass::Throttled {
            self.failure = Some(failure);
            return Event::Deferred;
        }
        let tries = match &self.purpose {
            _ if failure.unsent => TRIES_UNSENT,
            Purpose::Query(ask) if ask.optional() => TRIES_MAY,
            Purpose::Query(_) | Purpose::Poll | Purpose::List => TRIES_ASK,
            Purpose::Step(_) => TRIES,
        };
        let lasting = failure.class == FailureClass::Permanent
            || (failure.class != FailureClass::Conflict && self.tries + 1 >= tries);
        self.tries += 1;
        if lasting {
            self.error = Some(failure.error(self.doing()));
        }
        self.failure = Some(failure);
        if lasting { Event::Refused } else { Event::Again }
    }

    /// Its last failure is the one that it ends with.
    pub(in crate::release) fn give_up(&mut self, hint: Option<Hint>) {
        let Some(failure) = &self.failure else { return };
        let error = match (self.state, hint) {
            // that there may be a version matters more than why it can't be looked for
            (State::FindLost, _) => {
                let why = NoTrace::ListFails { reason: failure.reason() };
                Error::failed(ReleaseProblem::MaybePublished { why })
            }
            (_, Some(hint)) => failure.error(self.doing()).advise(hint),
            (_, None) => failure.error(self.doing()),
        };
        self.error = Some(error);
    }
}

/// The body of an answer of object storage.
fn of_storage(outcome: &Outcome) -> Result<&str, Failure> {
    match outcome {
        Outcome::Answered(answer) => answer::read(answer),
        other => Err(unanswered(other)),
    }
}

fn unanswered(outcome: &Outcome) -> Failure {
    match outcome {
        Outcome::Lost { reason, sent } => Failure::unanswered(reason.clone(), *sent),
        _ => Failure::unanswered("the shell handed back something else for a call".to_owned(), true),
    }
}

pub(super) fn read<T: Read>(outcome: &Outcome) -> Result<Success<T>, Failure> {
    match outcome {
        Outcome::Answered(answer) => answer.read(),
        other => Err(unanswered(other)),
    }
}

fn answered(question: &Question, outcome: &Outcome) -> Result<Answered, Failure> {
    match question {
        Question::Invoke(_) => read::<InvokeResult>(outcome).map(|good| Answered::Invoked(good.fields)),
        Question::Logs(question) => match question.wants() {
            Wants::Lines => read::<LogPage>(outcome).map(|good| Answered::Lines(good.fields)),
            Wants::Figures => read::<FigureTable>(outcome).map(|good| Answered::Figures(good.fields)),
            Wants::Status => read::<RequestStatuses>(outcome).map(|good| Answered::Status(good.fields)),
        },
        Question::Metric(_) | Question::Minutes(_) => {
            read::<DataPoints>(outcome).map(|good| Answered::Metric(good.fields))
        }
        Question::LogMinutes(question) => if question.measures() {
            read::<Quantiles>(outcome).map(|good| LogMinuteFact::Quantiles(Some(good.fields)))
        } else {
            read::<LogMinutes>(outcome).map(|good| LogMinuteFact::Minutes(Some(good.fields)))
        }
        .map(Answered::LogMinutes),
    }
}

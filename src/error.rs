//! The one error type: what happened, why, what to do next, and what had been changed by then.

use std::fmt;
use std::ops::Deref;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::desired::FromEnvironment;
use crate::message::problem::ApiProblem;
use crate::message::{self, Changed, Code, Hint, Problem, Reader, Words, reader};

/// Who says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ErrorSource"))]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// This tool, before or instead of a call.
    Tool,
    /// The SCF or Monitor API; `code` is then the API's own.
    Api,
}

/// How a command ends because of an error; the command line turns it into its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ErrorClass"))]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Something was tried and did not work (exit code 1).
    Failed,
    /// What was typed or written in a file can't be meant (exit code 2).
    Usage,
    /// Understood and not done: stale plan, rules in the way, a guard (exit code 3). Nothing was changed.
    Refused,
    /// Stopped from outside (exit code 130).
    Interrupted,
}

/// An error as a person reads it and a program switches on it.
///
/// Boxed, so that the many functions that may refuse something stay small.
#[derive(Debug, Clone, PartialEq)]
pub struct Error(Box<Details>);

/// The facts of an error. Words are made of them when it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Details {
    /// What went wrong.
    pub problem: Problem,
    /// Who said it.
    pub origin: Origin,
    /// What kind of end it is.
    pub class: Class,
    /// The function it is about, where there is one.
    pub function: Option<String>,
    /// The API's id of the request that failed.
    pub request_id: Option<String>,
    /// Whether the same command may succeed when simply given again.
    pub retryable: bool,
    /// What this run had changed by then; empty means that nothing was written.
    pub changed: Vec<Changed>,
    /// What to do next, where that depends on more than the problem.
    advice: Option<Hint>,
    /// Where several things are wrong: each of them, the first one too.
    pub errors: Vec<Error>,
    /// What no text may repeat.
    secrets: FromEnvironment,
}

impl Error {
    fn new(origin: Origin, class: Class, problem: impl Into<Problem>) -> Self {
        Self(Box::new(Details {
            problem: problem.into(),
            origin,
            class,
            function: None,
            request_id: None,
            retryable: false,
            changed: Vec::new(),
            advice: None,
            errors: Vec::new(),
            secrets: FromEnvironment::default(),
        }))
    }

    /// All of them as one error, which has the code and the class of the first; `None` of none. What was found twice is
    /// reported once.
    #[must_use]
    pub fn all(found: Vec<Self>) -> Option<Self> {
        let mut errors: Vec<Self> = Vec::new();
        for error in found {
            let parts = if error.errors.is_empty() { vec![error] } else { error.0.errors };
            for part in parts {
                if !errors.contains(&part) {
                    errors.push(part);
                }
            }
        }
        let mut first = errors.first()?.clone();
        if errors.len() > 1 {
            first.0.function =
                first.0.function.filter(|name| errors.iter().all(|it| it.function.as_ref() == Some(name)));
            first.0.errors = errors;
        }
        Some(first)
    }

    /// What was typed or configured is invalid; no request was sent.
    pub fn usage(problem: impl Into<Problem>) -> Self {
        Self::new(Origin::Tool, Class::Usage, problem)
    }

    /// Understood, possible, and not done for a reason that the problem gives.
    pub fn refused(problem: impl Into<Problem>) -> Self {
        Self::new(Origin::Tool, Class::Refused, problem)
    }

    /// Tried and given up by this tool.
    pub fn failed(problem: impl Into<Problem>) -> Self {
        Self::new(Origin::Tool, Class::Failed, problem)
    }

    /// The API refused it.
    pub fn api(problem: impl Into<Problem>) -> Self {
        Self::new(Origin::Api, Class::Failed, problem)
    }

    /// Stopped by the person who started it.
    pub fn interrupted(problem: impl Into<Problem>) -> Self {
        Self::new(Origin::Tool, Class::Interrupted, problem)
    }

    /// The stable name: the tool's own (`StalePlan`, `InvalidTraffic`) or the API's (`ResourceNotFound.Function`).
    #[must_use]
    pub fn code(&self) -> &str {
        self.problem.code()
    }

    /// Whether it is this one of the tool's own.
    #[must_use]
    pub fn is(&self, code: Code) -> bool {
        self.problem.own_code() == Some(code)
    }

    /// What happened and why; where several things are wrong, a line for each.
    #[must_use]
    pub fn message(&self) -> String {
        self.words(message::now()).message
    }

    /// What to do next. Where several things are wrong, each has its own.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        self.words(message::now()).hint
    }

    fn words(&self, reader: Reader) -> Words {
        if !self.errors.is_empty() {
            let lines: Vec<String> = self.errors.iter().map(|error| error.words(reader).message).collect();
            return Words { message: lines.join("\n"), hint: None };
        }
        let Words { message, hint } = self.problem.words(reader);
        let hint = self.advice.as_ref().map(|advice| advice.text(reader)).or(hint);
        Words { message: self.secrets.hide(&message), hint: hint.map(|hint| self.secrets.hide(&hint)) }
    }

    /// What this run had changed by then, in words.
    #[must_use]
    pub fn changes(&self) -> Vec<String> {
        self.changed.iter().map(Changed::shown).collect()
    }

    /// Hides texts that came from the environment wherever it repeats them.
    #[must_use]
    pub fn hiding(mut self, secrets: &FromEnvironment) -> Self {
        self.0.errors = std::mem::take(&mut self.0.errors).into_iter().map(|error| error.hiding(secrets)).collect();
        self.0.secrets = secrets.clone();
        self
    }

    /// Adds the function that it is about.
    #[must_use]
    pub fn on(mut self, function: impl Into<String>) -> Self {
        self.0.function = Some(function.into());
        self
    }

    /// The advice that replaces the one that comes with the problem.
    #[must_use]
    pub fn advice(&self) -> Option<&Hint> {
        self.advice.as_ref()
    }

    /// Replaces the advice that comes with the problem.
    #[must_use]
    pub fn advise(mut self, hint: Hint) -> Self {
        self.0.advice = Some(hint);
        self
    }

    /// Replaces what had been changed. What was refused after something had been changed has failed: exit code 3 means
    /// that nothing was changed.
    #[must_use]
    pub fn changed(mut self, changed: Vec<Changed>) -> Self {
        if !changed.is_empty() && matches!(self.0.class, Class::Refused | Class::Usage) {
            self.0.class = Class::Failed;
        }
        self.0.changed = changed;
        self
    }

    /// What is refused has changed nothing: where something was changed before, it failed.
    #[must_use]
    pub fn after_writes(mut self) -> Self {
        if self.0.class == Class::Refused {
            self.0.class = Class::Failed;
        }
        self
    }

    /// Adds the API's request id.
    #[must_use]
    pub fn request(mut self, request_id: Option<String>) -> Self {
        self.0.request_id = request_id;
        self
    }

    /// Says that trying again may help.
    #[must_use]
    pub fn retryable(mut self) -> Self {
        self.0.retryable = true;
        self
    }

    /// The parameters as JSON text, without secrets; `None` where there are none.
    fn params(&self) -> Option<Box<RawValue>> {
        let text = serde_json::to_string(&self.problem).ok().filter(|text| text.starts_with('{') && text != "{}")?;
        RawValue::from_string(self.secrets.hide_in_json(text)).ok()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code(), self.message())
    }
}

impl std::error::Error for Error {}

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let words = reader().map(|reader| self.words(reader));
        let message = words.as_ref().map(|words| words.message.as_str());
        ErrorData {
            code: self.code(),
            params: self.params(),
            message,
            text: message,
            origin: self.origin,
            class: self.class,
            function: self.function.as_deref(),
            request_id: self.request_id.as_deref(),
            retryable: self.retryable,
            changed: self.changes(),
            hint: words.as_ref().and_then(|words| words.hint.as_deref()),
            errors: &self.errors,
        }
        .serialize(serializer)
    }
}

/// An error as plain data: `code` and `params` are for programs, `message` and `hint` for people.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) struct ErrorData<'a> {
    /// Stable name: the tool's own (`StalePlan`, `InvalidTraffic`) or the API's (`ResourceNotFound.Function`).
    code: &'a str,
    /// The facts that the message is made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "Record<string, unknown>"))]
    params: Option<Box<RawValue>>,
    /// What happened and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(as = "String"))]
    message: Option<&'a str>,
    /// The same, named as the sentences of notes and steps are.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(as = "String"))]
    text: Option<&'a str>,
    /// Who said it.
    // in Rust `source` means something else, to the error trait
    #[serde(rename = "source")]
    origin: Origin,
    /// What kind of end it is.
    class: Class,
    /// The function it is about, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    function: Option<&'a str>,
    /// The API's id of the request that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    request_id: Option<&'a str>,
    /// Whether the same command may succeed when simply given again.
    retryable: bool,
    /// What this run had changed by then, a phrase each; empty means that nothing was written.
    changed: Vec<String>,
    /// What to do next.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    hint: Option<&'a str>,
    /// Where several things are wrong: each of them, the first one too. `message` then has a line for each, and each has
    /// its own hint.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<Error>>"))]
    errors: &'a [Error],
}

/// What is wrong, while the rest is still looked at: all of it is told at once.
#[derive(Debug, Default)]
pub struct Errors(Vec<Error>);

impl Errors {
    /// The value; where there is none, the reason is kept.
    pub fn take<T>(&mut self, result: Result<T, Error>) -> Option<T> {
        result.map_err(|error| self.add(error)).ok()
    }

    /// One more.
    pub fn add(&mut self, error: Error) {
        self.0.push(error);
    }

    /// The value, where nothing is wrong.
    ///
    /// # Errors
    /// All that was found, as one.
    pub fn end<T>(self, value: T) -> Result<T, Error> {
        Error::all(self.0).map_or(Ok(value), Err)
    }
}

impl From<tencentcloud_sign::Error> for Error {
    fn from(error: tencentcloud_sign::Error) -> Self {
        Self::usage(match error {
            tencentcloud_sign::Error::EmptyCredential(part) => ApiProblem::NoCredentials { part },
            other => ApiProblem::NotSigned { code: other.code(), reason: other.to_string(), hint: other.hint() },
        })
    }
}

impl Deref for Error {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

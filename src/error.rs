//! The one error type: what happened, why, what to do next, and what had been changed by then.

use std::ops::Deref;

use serde::Serialize;

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

/// An error as a person reads it and a program switches on it: `code` is stable, `message` is prose.
///
/// Boxed, so that the many functions that may refuse something stay small.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(transparent)]
#[error("{}: {}", .0.code, .0.message)]
pub struct Error(Box<Details>);

/// An error as plain data: `code` is stable, `message` is prose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ErrorData"))]
#[serde(rename_all = "camelCase")]
pub struct Details {
    /// Stable name: the tool's own (`StalePlan`, `InvalidTraffic`) or the API's (`ResourceNotFound.Function`).
    pub code: String,
    /// What happened and why.
    pub message: String,
    /// Who said it.
    // in Rust `source` means something else, to the error trait
    #[serde(rename = "source")]
    pub origin: Origin,
    /// What kind of end it is.
    pub class: Class,
    /// The function it is about, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub function: Option<String>,
    /// The API's id of the request that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub request_id: Option<String>,
    /// Whether the same command may succeed when simply given again.
    pub retryable: bool,
    /// What this run had changed by then, a phrase each; empty means that nothing was written.
    pub changed: Vec<String>,
    /// What to do next.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub hint: Option<String>,
    /// Where several things are wrong: each of them, the first one too. `message` then has a line for each, and each has
    /// its own hint.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    pub errors: Vec<Error>,
}

impl Error {
    fn new(origin: Origin, class: Class, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self(Box::new(Details {
            code: code.into(),
            message: message.into(),
            origin,
            class,
            function: None,
            request_id: None,
            retryable: false,
            changed: Vec::new(),
            hint: None,
            errors: Vec::new(),
        }))
    }

    /// All of them as one error, which has the code and the class of the first; `None` of none. What was found twice is
    /// told once.
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
            let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
            first.0.message = messages.join("\n");
            first.0.hint = None;
            first.0.function =
                first.0.function.filter(|name| errors.iter().all(|it| it.function.as_ref() == Some(name)));
            first.0.errors = errors;
        }
        Some(first)
    }

    /// What was typed or configured can't be meant; nothing has been sent.
    pub fn usage(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Origin::Tool, Class::Usage, code, message)
    }

    /// Understood, possible, and not done for a reason that the message gives.
    pub fn refused(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Origin::Tool, Class::Refused, code, message)
    }

    /// Tried and given up by this tool.
    pub fn failed(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Origin::Tool, Class::Failed, code, message)
    }

    /// The API said no.
    pub fn api(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Origin::Api, Class::Failed, code, message)
    }

    /// Stopped by the person who started it.
    pub fn interrupted(message: impl Into<String>) -> Self {
        Self::new(Origin::Tool, Class::Interrupted, "Interrupted", message)
    }

    /// With all of its texts for people put in other words.
    #[must_use]
    pub fn reworded(mut self, words: &dyn Fn(&str) -> String) -> Self {
        let Details { message, hint, changed, errors, .. } = &mut *self.0;
        *message = words(message);
        for text in hint.iter_mut().chain(changed) {
            *text = words(text);
        }
        *errors = std::mem::take(errors).into_iter().map(|error| error.reworded(words)).collect();
        self
    }

    /// Adds the function that it is about.
    #[must_use]
    pub fn on(mut self, function: impl Into<String>) -> Self {
        self.0.function = Some(function.into());
        self
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Replaces what had been changed. What was refused after something had been changed has failed: exit code 3 means
    /// that nothing was changed.
    #[must_use]
    pub fn changed(mut self, changed: Vec<String>) -> Self {
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
        let hint = match error {
            tencentcloud_sign::Error::EmptyCredential(_) => {
                Some("give TENCENT_SECRET_ID and TENCENT_SECRET_KEY, or the option `credentials`")
            }
            _ => error.hint(),
        };
        let usage = Self::usage(error.code(), error.to_string());
        match hint {
            Some(hint) => usage.hint(hint),
            None => usage,
        }
    }
}

impl Deref for Error {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

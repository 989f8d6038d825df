//! One invocation: the request and its result.

use serde::Serialize;

use super::fault::{Blame, Fault};
use crate::desired::{DEFAULT_ALIAS, Verb};
use crate::error::Error;
use crate::json::Json;
use crate::message::problem::{ApiProblem, ArgsProblem};
use crate::scf::figure::Measured;
use crate::scf::invoke::{InvokeResult, invoke};
use crate::scf::{Call, Target};
use crate::traffic::routing::{Version, shown_qualifier};

/// A call to a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invocation {
    /// An alias or a version, as sent to the API; `None` for `$DEFAULT`.
    qualifier: Option<String>,
    /// JSON text.
    event: Option<String>,
    /// JSON text.
    routing_key: Option<String>,
}

/// The result of an invocation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Invoked {
    /// The function's name in the cloud.
    pub function: String,
    /// Through which alias or version.
    pub qualifier: String,
    /// Of the invocation.
    pub request_id: String,
    /// Whether the function returned something.
    pub ok: bool,
    /// What it returned, as JSON text.
    pub returned: String,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub fault: Option<Fault>,
    /// In milliseconds.
    pub duration: Measured,
    /// In milliseconds.
    pub billed: Measured,
    /// In bytes.
    pub memory: Measured,
    /// The end of its log.
    pub log: String,
}

impl Invocation {
    /// Reads the arguments.
    ///
    /// # Errors
    /// `InvalidEvent`, `InvalidRoutingKey`, and what is wrong with any argument.
    pub fn read(args: &Json<'_>) -> Result<Self, Error> {
        let qualifier = Verb::INVOKE.text(args, "qualifier")?.map(|text| {
            if text.eq_ignore_ascii_case(DEFAULT_ALIAS) {
                DEFAULT_ALIAS.to_owned()
            } else {
                Version::named(&text).wire().to_owned()
            }
        });
        let event = match args.get("event") {
            None => None,
            Some(Json::Text(text)) if Json::from_json(text).is_ok() => Some(text.to_string()),
            Some(Json::Text(_)) => {
                // an event may contain secrets: it is not repeated
                return Err(Error::usage(ArgsProblem::Event));
            }
            Some(other) => Some(other.to_json()),
        };
        Ok(Self { qualifier, event, routing_key: args.get("routingKey").map(routing_key).transpose()? })
    }

    pub(super) fn call(&self, target: &Target) -> Call {
        invoke(target, self.qualifier.as_deref(), self.event.as_deref(), self.routing_key.as_deref())
    }

    pub(super) fn answered(&self, target: &Target, result: InvokeResult) -> Invoked {
        Invoked {
            function: target.name.clone(),
            qualifier: shown_qualifier(self.qualifier.as_deref().unwrap_or(DEFAULT_ALIAS)).to_owned(),
            request_id: result.request_id,
            ok: !result.failed,
            returned: result.returned,
            fault: result.failed.then(|| Fault::read(&result.error)),
            duration: result.duration,
            billed: result.billed,
            memory: result.memory,
            log: result.log,
        }
    }
}

impl Invoked {
    /// A function that failed, as an error.
    #[must_use]
    pub fn error(&self) -> Option<Error> {
        let fault = self.fault.as_ref()?;
        let (function, reason) = (self.function.clone(), fault.message.clone());
        let problem = match fault.blame {
            Blame::Function => ApiProblem::FunctionError { function, reason },
            Blame::Platform => ApiProblem::PlatformError { function, reason },
        };
        Some(Error::failed(problem).on(self.function.clone()).request(Some(self.request_id.clone())))
    }
}

/// The most bytes of a routing key that the API takes.
const LONGEST_ROUTING_KEY: usize = 1024;

/// `{"user":"30"}`, as a map or as JSON text, or `user=30`. The API wants texts as values.
fn routing_key(raw: &Json<'_>) -> Result<String, Error> {
    let wrong = || Error::usage(ArgsProblem::RoutingKey);
    let parsed: Json<'_>;
    let map = match raw {
        Json::Text(text) if text.trim_start().starts_with('{') => {
            parsed = Json::from_json(text).map_err(|_| wrong())?;
            &parsed
        }
        Json::Text(text) => {
            let (name, value) = text.split_once('=').ok_or_else(wrong)?;
            parsed = Json::Map(vec![(name.trim().into(), Json::Text(value.into()))]);
            &parsed
        }
        other => other,
    };
    let Json::Map(entries) = map else { return Err(wrong()) };
    let texts = entries.iter().map(|(name, value)| {
        let text = match value {
            Json::Text(text) => text.clone(),
            Json::Number(text) => text.clone(),
            _ => return Err(wrong()),
        };
        Ok((name.clone(), Json::Text(text)))
    });
    let key = Json::Map(texts.collect::<Result<_, _>>()?).to_json();
    if key.len() > LONGEST_ROUTING_KEY {
        return Err(Error::usage(ArgsProblem::RoutingKeyTooLong));
    }
    Ok(key)
}

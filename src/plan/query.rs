//! What the planner may ask.

use crate::cos::Place;
use crate::scf::Target;
use crate::traffic::routing::Version;
use crate::watch::Question;

/// A question about one function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionQuery {
    /// Which function.
    pub target: Target,
    /// What about it.
    pub query: Query,
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Status and configuration of `$LATEST` (GetFunction).
    Function,
    /// One alias (GetAlias).
    Alias(String),
    /// All aliases (ListAliases).
    Aliases,
    /// All versions (ListVersionByFunction).
    Versions,
    /// All triggers (ListTriggers).
    Triggers(Need),
    /// The custom domains of the function's region (ListCustomDomains); asked once for all functions of the region.
    Domains(Need),
    /// The digest of a version's code (GetFunctionAddress).
    Digest(Version),
    /// The configuration of a published version (GetFunction).
    Config(Version),
    /// How failed asynchronous calls are tried again (GetFunctionEventInvokeConfig).
    EventInvoke,
    /// Provisioned concurrency of all versions (GetProvisionedConcurrencyConfig).
    Provisioned(Need),
    /// The account's appid (GetUserAppId); asked once for all functions.
    AppId,
    /// Whether the bucket is there that the package goes through (HeadBucket).
    Bucket(Box<Place>),
    /// Whether there is a function of this name, which earlier versions gave it (GetFunction).
    Earlier(String),
    /// What no plan needs: what a function answers, logs, or how it fares.
    Watch(Box<Question>),
}

/// What follows where the API does not answer a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The order can't be carried out.
    Must,
    /// The order goes on, and says that it could not look.
    May,
}

impl Query {
    /// Whether the order goes on without an answer.
    pub(crate) fn optional(&self) -> bool {
        match self {
            Self::Watch(question) => question.unanswered().is_some(),
            _ => matches!(self, Self::Triggers(Need::May) | Self::Domains(Need::May) | Self::Provisioned(Need::May)),
        }
    }
}

//! Which callers of `$LATEST` a deploy moves onto the alias before it uploads: `moveTriggers`.

use crate::error::Error;
use crate::json::Json;
use crate::message::given::Given;
use crate::message::problem::InputProblem;
use crate::message::problem::input_facts::Expected;

/// The value of `moveTriggers`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Moves {
    /// All stay where they are.
    #[default]
    Nothing,
    /// All move but function URLs, since a URL gets another address.
    All,
    /// Those with these names move: triggers, function URLs too, and custom domains.
    Named(Vec<String>),
}

impl Moves {
    pub(super) fn parse(given: &Json<'_>) -> Result<Self, Error> {
        let wrong = || {
            let (input, expected) = ("moveTriggers".to_owned(), Expected::TriggerNames);
            Error::usage(InputProblem::Invalid { input, expected, given: Given::from(given) })
        };
        let items = match given {
            Json::Bool(false) => return Ok(Self::Nothing),
            Json::Bool(true) => return Ok(Self::All),
            Json::Text(text) if text.trim().eq_ignore_ascii_case("false") => return Ok(Self::Nothing),
            Json::Text(text) if text.trim().eq_ignore_ascii_case("true") => return Ok(Self::All),
            Json::List(items) => items.as_slice(),
            single => std::slice::from_ref(single),
        };
        let mut names = Vec::new();
        for item in items {
            let Json::Text(text) = item else { return Err(wrong()) };
            names.extend(text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned));
        }
        if names.is_empty() { Err(wrong()) } else { Ok(Self::Named(names)) }
    }

    /// Whether anything is to move.
    #[must_use]
    pub fn any(&self) -> bool {
        *self != Self::Nothing
    }

    /// Whether a trigger or a domain of this name moves.
    #[must_use]
    pub fn takes(&self, name: &str, is_url: bool) -> bool {
        match self {
            Self::Nothing => false,
            Self::All => !is_url,
            Self::Named(names) => names.iter().any(|known| known == name),
        }
    }
}

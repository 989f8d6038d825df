//! Everything that people read, as facts: an enum for each kind of message, with typed parameters.
//!
//! Words are made last, and only here: `en` and `zh` have one sentence for each message, in matches without a wildcard, so
//! a message that lacks a language does not compile. `host` knows how a command is typed where the sentence is read. As
//! JSON a message is `{ code, params, text }`; the canonical text of a plan has no `text` ([`facts_only`]).

mod changed;
pub mod code_note;
pub mod difference;
mod doing;
mod en;
pub mod given;
mod hint;
pub mod history;
pub mod host;
pub mod label;
mod level;
pub mod note;
pub mod parts;
pub mod policy;
pub mod problem;
pub mod progress;
pub mod question;
mod reader;
pub mod reason;
mod rollback_note;
pub mod rollout;
mod rollout_evidence;
mod rollout_facts;
pub mod routing;
pub mod status;
pub mod step;
mod typed_place;
pub mod watch;
mod words;
mod zh;

use serde::{Serialize, Serializer};

use crate::traffic::routing::Routing;

pub use changed::Changed;
pub use code_note::CodeNote;
pub use doing::Doing;
pub use hint::{Hint, Ways};
pub use host::{Command, Host, Verb};
pub use label::Label;
pub use label::{Counts, Summary};
pub use level::Level;
pub use note::Note;
pub use problem::{Code, Problem};
pub use progress::{Unstored, Waiting};
pub use question::Question;
pub(crate) use reader::now;
pub use reader::{Language, Reader, facts_only, reader, set_reader};
pub use reason::Reason;
pub use rollback_note::RollbackNote;
pub use rollout::{RolloutAdvice, RolloutLack, RolloutNotice, RolloutReason};
pub use routing::RoutingNote;
pub use status::{Attention, DirectCall, EndState, FunctionStatus, RoutingStatus, StepState};
pub use step::StepText;
pub use typed_place::set_place;
pub use watch::{LogNote, MetricNote, Verdict};
pub use words::Words;

/// What the reader's language calls something: the function of this name in `en` or `zh`.
macro_rules! in_language {
    ($language:expr, $words:ident($($argument:expr),*)) => {
        match $language {
            Language::En => en::$words($($argument),*),
            Language::Zh => zh::$words($($argument),*),
        }
    };
}

use in_language;
use routing::Rule;

/// Gives each type its text.
macro_rules! worded {
    ($($type:ty: $words:ident),* $(,)?) => { $(
        impl $type {
            /// In words, for the reader of this moment.
            #[must_use]
            pub fn shown(&self) -> String {
                self.text(now())
            }

            /// In words, for this reader.
            #[must_use]
            pub fn text(&self, Reader { language, host }: Reader) -> String {
                in_language!(language, $words(self, host))
            }
        }
    )* };
}

worded! { Note: note, Reason: reason, StepText: step, Question: question, Label: label, Summary: summary, MetricNote: metric_note,
LogNote: log_note, Waiting: waiting, Unstored: unstored, Attention: attention, DirectCall: direct_call, Changed: changed, Hint: hint, Doing: doing,
Verdict: verdict, routing::Shares: shares, routing::Rule: rule, difference::PlanChange: plan_change, history::Asked: asked, history::RunEnd: run_end,
history::PastStep: past_step, history::Finding: finding, history::Pending: pending,
RolloutReason: rollout_reason, RolloutAdvice: rollout_advice, RolloutLack: rollout_lack, RolloutNotice: rollout_notice }

/// Gives each type its JSON: what it derives (`code` and `params`), with its level before and its text beside it.
macro_rules! spoken {
    ($level:expr; $($type:ident),*) => { $(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                struct Facts<'a>(&'a $type);
                impl Serialize for Facts<'_> {
                    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                        $type::serialize(self.0, serializer)
                    }
                }
                #[derive(Serialize)]
                struct Spoken<'a> {
                    #[serde(skip_serializing_if = "Option::is_none")]
                    level: Option<Level>,
                    #[serde(flatten)]
                    facts: Facts<'a>,
                    #[serde(skip_serializing_if = "Option::is_none")]
                    text: Option<String>,
                }
                let level: fn(&Self) -> Option<Level> = $level;
                let text = reader().map(|reader| self.text(reader));
                Spoken { level: level(self), facts: Facts(self), text }.serialize(serializer)
            }
        }
    )* };
}

spoken! { |note| Some(note.level()); Note }
spoken! { |_| None; Reason, StepText, Question, Label, Summary, MetricNote, LogNote, Waiting, Attention, Rule, RolloutReason, RolloutAdvice, RolloutLack }

impl Problem {
    /// The sentence and the advice, for this reader.
    #[must_use]
    pub fn words(&self, Reader { language, host }: Reader) -> Words {
        in_language!(language, problem(self, host))
    }
}

/// A phrase.
impl Serialize for Changed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.shown())
    }
}

/// What came instead of an answer, for the reader of this moment.
pub(crate) fn unreadable(got: problem::api::Unreadable, status: u16, detail: Option<&str>) -> String {
    in_language!(now().language, unreadable(got, status, detail))
}

/// Instead of a reason that the API does not give.
pub(crate) fn no_reason() -> &'static str {
    in_language!(now().language, no_reason())
}

/// Why an input is not supported, for the schema.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) const fn unsupported(why: problem::input_facts::Unsupported) -> &'static str {
    en::unsupported(why)
}

/// A setting that changes, in words.
pub(crate) fn setting(change: &step::Change) -> String {
    in_language!(now().language, setting(change))
}

/// Who gets the requests that no rule takes, in words; nothing where there are no rules.
pub(crate) fn everyone_else(routing: &Routing) -> Option<String> {
    match routing::Shares::from(routing) {
        routing::Shares::Rules(ruled) => Some(in_language!(now().language, everyone_else(&ruled.rest))),
        _ => None,
    }
}

/// A version as it is shown: one that a run makes is marked as new.
pub(crate) fn version(part: &parts::VersionShare) -> String {
    in_language!(now().language, version(part))
}

#[cfg(test)]
mod tests;

//! What the steps of a function rest on (rule 23): `$LATEST` and the alias, as this run saw them last.

use crate::message::problem::release::CodePart;
use crate::observed::ObservedFunction;
use crate::plan::Action;
use crate::scf::alias::Alias;
use crate::scf::function::{Condition, Function};
use crate::traffic::routing::{Routing, Version};

/// What can be looked at again, a call each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::release) enum Look {
    /// The alias.
    Alias,
    /// Status, settings and the time of the last write.
    Function,
    /// The digest of the code; of an image, what GetFunction shows of it.
    Digest,
    /// A custom domain, which is written as a whole, with paths that others may have changed.
    Domain,
}

/// `$LATEST` as it was seen. What was not asked for, or can't be read, compares with nothing.
#[derive(Debug, Clone, Default)]
pub(in crate::release) struct Latest {
    pub(in crate::release) function: Option<Function>,
    /// In lower case.
    pub(in crate::release) digest: Option<String>,
}

/// What differs between two looks at `$LATEST`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::release) struct Difference {
    pub(super) code: bool,
    pub(super) handler: bool,
    pub(super) settings: bool,
    /// It was written again, whatever that changed.
    pub(super) written: bool,
}

impl Latest {
    pub(super) fn difference(&self, now: &Self) -> Difference {
        let digests = self.digest.as_ref().zip(now.digest.as_ref());
        let functions = self.function.as_ref().zip(now.function.as_ref());
        let without_handler = |function: &Function| Function { handler: None, ..function.bare() };
        Difference {
            code: digests.is_some_and(|(before, now)| before != now),
            handler: functions.is_some_and(|(before, now)| before.handler != now.handler),
            settings: functions.is_some_and(|(before, now)| without_handler(before) != without_handler(now)),
            written: self.times(now).is_some_and(|(before, now)| before != now),
        }
    }

    /// With what GetFunction shows: of an image that tells its code too.
    pub(super) fn saw(&mut self, function: Function) {
        if function.is_image() {
            self.digest = function.image_identity();
        }
        self.function = Some(function);
    }

    /// Whether it is made of a container image: then GetFunction tells its code, and GetFunctionAddress nothing.
    pub(super) fn is_image(&self) -> bool {
        self.function.as_ref().is_some_and(Function::is_image)
    }

    /// Whether anything is known of it.
    pub(super) const fn known(&self) -> bool {
        self.function.is_some() || self.digest.is_some()
    }

    pub(super) fn times<'a>(&'a self, now: &'a Self) -> Option<(&'a str, &'a str)> {
        let time = |latest: &'a Self| latest.function.as_ref()?.mod_time.as_deref();
        time(self).zip(time(now))
    }

    /// Something else than code and settings was written by this run: whether that moves the time of the last write is not
    /// documented, so it is not compared with what comes later.
    pub(super) fn forget_time(&mut self) {
        if let Some(function) = &mut self.function {
            function.mod_time = None;
        }
    }
}

impl Difference {
    pub(super) fn any(self) -> bool {
        self != Self::default()
    }

    /// Apart from the time of the last write.
    pub(super) fn in_substance(self) -> bool {
        self.code || self.handler || self.settings
    }

    /// What differs; where nothing of substance does, the time of the last change.
    pub(super) fn parts(self) -> Vec<CodePart> {
        let parts =
            [(self.code, CodePart::Code), (self.handler, CodePart::Handler), (self.settings, CodePart::Settings)];
        let parts: Vec<CodePart> = parts.into_iter().filter_map(|(differs, part)| differs.then_some(part)).collect();
        if parts.is_empty() { vec![CodePart::Time] } else { parts }
    }
}

/// What the steps of a function rest on, as this run saw it last, and when that was.
#[derive(Debug, Clone, Default)]
pub(in crate::release) struct LastSeen {
    pub(super) alias: Option<Routing>,
    pub(super) alias_ms: u64,
    pub(super) latest: Latest,
    pub(super) latest_ms: u64,
}

impl LastSeen {
    /// What a plan was made from. Where an earlier run of the same journal may have a write under way, what that write
    /// comes to is nothing that changed.
    pub(in crate::release) fn planned(seen: &ObservedFunction, alias: &str, now_ms: u64, own_write: bool) -> Self {
        let function = seen.function.get().cloned();
        let status = function.as_ref().and_then(|function| function.status.as_ref());
        let busy = status.is_some_and(|status| status.condition() == Condition::Busy);
        let digest = seen.digest(&Version::latest());
        let mut latest = if busy && own_write { Latest::default() } else { Latest { function, digest } };
        if busy {
            latest.forget_time();
        }
        let alias = seen.alias(alias).get().map(|alias| alias.routing());
        Self { alias, alias_ms: now_ms, latest, latest_ms: now_ms }
    }

    /// The digest of the code that `$LATEST` had, in lower case.
    pub(in crate::release) fn code(&self) -> Option<&str> {
        self.latest.digest.as_deref()
    }

    /// What a step leaves for those behind it.
    pub(in crate::release) fn after(&mut self, action: &Action, recheck: &Recheck, found: Option<&Alias>, now_ms: u64) {
        let Recheck { on: Footing { before, .. }, now, .. } = recheck;
        self.alias_ms = self.alias_ms.max(before.alias_ms);
        self.latest_ms = self.latest_ms.max(before.latest_ms);
        match action {
            // whoever it waited for may have changed anything
            Action::Wait => (self.alias_ms, self.latest_ms) = (0, 0),
            Action::Create | Action::Upload { .. } | Action::Configure { .. } => {
                let carried = before.latest.digest.as_ref().filter(|_| matches!(action, Action::Configure { .. }));
                let digest = now.digest.as_ref().or(carried).cloned();
                self.latest = Latest { function: now.function.clone(), digest };
                self.latest_ms = now_ms;
            }
            Action::Shift { .. } => {
                self.alias = found.map(Alias::routing).or_else(|| self.alias.take());
                self.alias_ms = now_ms;
                self.latest.forget_time();
            }
            // a bucket is no part of the function
            Action::PutObject { .. } => {}
            _ => self.latest.forget_time(),
        }
    }
}

/// What is known of a step when it begins.
#[derive(Debug, Clone, Default)]
pub(in crate::release) struct Footing {
    /// The alias whose traffic is meant.
    pub(in crate::release) alias: String,
    /// What the step rests on.
    pub(in crate::release) before: LastSeen,
    /// It is a step of a release. A rollback is held up by nothing but an alias that changed long after its plan.
    pub(in crate::release) guards: bool,
    /// The run wrote code or settings before it.
    pub(in crate::release) wrote: bool,
    /// The digest that it leaves is needed later.
    pub(in crate::release) digests: bool,
    /// What tells the code apart that an upload carries.
    pub(in crate::release) package: Option<String>,
    /// The size of that package.
    pub(in crate::release) size: u64,
    /// The run has so few functions that another look at each alias holds up none of them.
    pub(in crate::release) few: bool,
    /// No later step of the function writes the alias: nothing else would see that it changed.
    pub(in crate::release) last_look: bool,
    /// Traffic was asked for: the alias is to say that. Else `$LATEST` is to have no more than it had.
    pub(in crate::release) asked: bool,
}

/// The looks of a step.
#[derive(Debug, Clone, Default)]
pub(in crate::release) struct Recheck {
    pub(in crate::release) on: Footing,
    /// Its entry is in the journal.
    pub(in crate::release) recorded: bool,
    /// What the looks have shown.
    pub(super) now: Latest,
    /// The looks that are to come.
    pub(super) looks: Vec<Look>,
    /// When the call was accepted, or looked for last; and whether each look since then has seen this very write: it came
    /// too soon for another one, or tells of the same time.
    pub(super) own_ms: Option<u64>,
    pub(super) own: bool,
    /// It was seen under way; and where that told since when, which action said so, and its words.
    pub(super) under_way: Option<Option<(&'static str, String)>>,
    /// When the call was accepted, by the API's clock: seconds since 1970.
    pub(super) accepted_s: Option<u64>,
    /// Another write began while this one was awaited.
    pub(super) overlaid: bool,
    /// It was accepted, and nothing has moved.
    pub(super) unmoved: bool,
}

impl Recheck {
    /// Whether the function is known to be made of a container image.
    pub(super) fn is_image(&self) -> bool {
        self.now.is_image() || self.on.before.latest.is_image()
    }

    pub(in crate::release) fn on(footing: Footing) -> Self {
        Self { on: footing, ..Self::default() }
    }
}

/// Why a write that failed may have changed something all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::release) enum Doubt {
    /// The API accepted it, and what it came to was not seen.
    Unconfirmed,
    /// The answer was lost.
    Unanswered,
}

/// What was seen last of what is waited for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum LastState {
    /// Nothing yet.
    #[default]
    Unknown,
    /// The API's word.
    Status(String),
    /// A trigger as it was before.
    OtherTrigger,
    /// A path of a custom domain, and what it calls.
    Endpoint {
        /// The path.
        path: String,
        /// What it calls.
        qualifier: String,
    },
}

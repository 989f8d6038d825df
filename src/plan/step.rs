//! A step of a plan: what is done, why, and why at that place.

use serde::{Serialize, Serializer};

use super::Change;
use crate::message::{Reason, StepText};
use crate::scf::domain::Domain;
use crate::scf::event_invoke::EventInvoke;
use crate::scf::trigger::{Trigger, TriggerCall};
use crate::traffic::routing::{Routing, Version, VersionMatch};
use crate::traffic::share::{Fraction, Share};
use crate::traffic::stable::Baseline;

/// A version that a step will route to: known already, or made by an earlier step of the same plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionRef {
    /// It exists.
    Known(Version),
    /// What this run's publish step returns; never guessed from numbers.
    Published,
    /// What this run's protect step returns.
    Protected,
}

/// What a shift leaves on record about its alias (rule 22).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "AliasRecord"))]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The version that users should be on from then on; absent where there is none.
    #[serde(serialize_with = "version_ref", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, as = "Option<String>"))]
    pub stable: Option<VersionRef>,
    /// The version that had all the traffic before the last release began.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub was: Option<Version>,
    /// The newest version at the last rollback; 0 where there was none.
    #[serde(skip_serializing_if = "nothing")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    pub up_to: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
const fn nothing(number: &u64) -> bool {
    *number == 0
}

impl Record {
    /// Once it is known which versions this run made.
    #[must_use]
    pub fn baseline(&self, published: Option<&Version>, protected: Option<&Version>) -> Option<Baseline> {
        let stable = self.stable.as_ref()?.version(published, protected)?.clone();
        Some(Baseline { stable, was: self.was.clone(), up_to: self.up_to })
    }
}

impl From<Option<Baseline>> for Record {
    fn from(baseline: Option<Baseline>) -> Self {
        baseline.map_or_else(Self::default, |Baseline { stable, was, up_to }| Self {
            stable: Some(VersionRef::Known(stable)),
            was,
            up_to,
        })
    }
}

impl VersionRef {
    /// Once it is known which versions this run made.
    #[must_use]
    pub const fn version<'a>(
        &'a self,
        published: Option<&'a Version>,
        protected: Option<&'a Version>,
    ) -> Option<&'a Version> {
        match self {
            Self::Known(version) => Some(version),
            Self::Published => published,
            Self::Protected => protected,
        }
    }

    /// As plans have it.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Known(version) => version.wire(),
            Self::Published => "(published by this run)",
            Self::Protected => "(protected by this run)",
        }
    }
}

/// The routing that a shift aims at.
#[derive(Debug, Clone, PartialEq)]
pub enum Goal {
    /// The documented form: main `$LATEST` with a share, the rest to `last`.
    Grayscale {
        /// The share of `$LATEST`.
        latest: Share,
        /// Who gets the rest.
        last: VersionRef,
    },
    /// Rules, and who gets the requests that none of them takes.
    Rules {
        /// Who.
        main: VersionRef,
        /// The rules, in order.
        rules: Vec<VersionMatch>,
    },
    /// Just this.
    Exactly(Routing),
}

impl Goal {
    /// As a routing, once it is known which versions this run made.
    #[must_use]
    pub fn routing(&self, published: Option<&Version>, protected: Option<&Version>) -> Option<Routing> {
        match self {
            Self::Exactly(routing) => Some(routing.clone()),
            Self::Grayscale { latest, last } => {
                last.version(published, protected).map(|last| Routing::grayscale(*latest, last.clone()))
            }
            Self::Rules { main, rules } => {
                let main = main.version(published, protected)?.clone();
                Some(Routing { rules: rules.clone(), ..Routing::all_to(main) })
            }
        }
    }
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "StepAction"))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Action {
    /// Wait until the function is Active.
    Wait,
    /// Create the function.
    Create,
    /// Change how failed asynchronous calls are tried again.
    EventInvoke {
        /// What changes.
        changes: Vec<Change>,
        /// What is to be there.
        goal: EventInvoke,
    },
    /// Publish what is on `$LATEST` now, so that it is not lost.
    Protect {
        /// Only some users were on it: it is kept, and is not the last published version.
        aside: bool,
    },
    /// Write the alias's routing.
    Shift {
        /// Which alias.
        alias: String,
        /// It does not exist yet.
        create: bool,
        /// What it says now.
        #[serde(serialize_with = "maybe_routing", skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional, as = "Option<RoutingText<'static>>"))]
        from: Option<Routing>,
        /// What it will say.
        #[serde(serialize_with = "goal_text")]
        #[cfg_attr(test, ts(as = "RoutingText<'static>"))]
        to: Goal,
        /// The description that goes with the write, kept from the alias.
        description: String,
        /// What it leaves on record.
        record: Record,
    },
    /// Upload the package to a bucket, from which the next upload of code takes it; nothing where it is there.
    PutObject {
        /// The bucket, with the account's appid.
        bucket: String,
        /// The object's key.
        object: String,
        /// The bucket is created first.
        creates: bool,
    },
    /// Upload code to `$LATEST`.
    Upload {
        /// The handler that switches with it, where it changes.
        #[serde(skip)]
        handler: Option<String>,
        /// The same as plans show it.
        #[serde(rename = "handler", skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        shown: Option<String>,
    },
    /// Change the configuration of `$LATEST`.
    Configure {
        /// What changes; values of variables are not in it.
        changes: Vec<Change>,
    },
    /// Publish `$LATEST`.
    Publish,
    /// Go on with a version that an earlier run for the same order published before it broke off.
    Adopt {
        /// Which version.
        version: Version,
    },
    /// Delete an alias.
    DeleteAlias {
        /// Which alias.
        alias: String,
        /// What it says now.
        #[serde(serialize_with = "routing_text")]
        #[cfg_attr(test, ts(as = "RoutingText<'static>"))]
        from: Routing,
    },
    /// Create, change, switch or delete a trigger.
    Trigger {
        /// What is done to it.
        call: TriggerCall,
        /// Which one, and how it is to be.
        #[serde(serialize_with = "trigger_text")]
        #[cfg_attr(test, ts(as = "TriggerText<'static>"))]
        trigger: Box<Trigger>,
    },
    /// Let paths of a custom domain call an alias.
    Domain {
        /// Which domain.
        name: String,
        /// The paths that change.
        paths: Vec<String>,
        /// What they call then.
        to: String,
        /// As it was seen, with the paths of other functions.
        #[serde(skip)]
        from: Box<Domain>,
        /// As it is written.
        #[serde(skip)]
        goal: Box<Domain>,
    },
    /// Give a version so many provisioned instances, and wait until they have started; 0 takes them away.
    Provision {
        /// Which version.
        #[serde(serialize_with = "one_version")]
        #[cfg_attr(test, ts(as = "String"))]
        version: VersionRef,
        /// How many it is to have now; the same number where they only have to be waited for.
        from: u32,
        /// How many it will have.
        to: u32,
    },
    /// Delete the function with all its versions.
    Delete,
    /// Delete a published version.
    DeleteVersion {
        /// Which one.
        version: Version,
    },
}

impl Action {
    /// Whether it changes something in the cloud.
    #[must_use]
    pub const fn writes(&self) -> bool {
        match self {
            Self::Wait | Self::Adopt { .. } => false,
            Self::Provision { from, to, .. } => *from != *to,
            _ => true,
        }
    }
}

/// A step and why it is there, at that place.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "PlanStep"))]
pub struct Step {
    /// What.
    #[serde(flatten)]
    pub action: Action,
    /// In one line, as shown: `upload code to $latest (12.3 KB)`.
    #[serde(flatten)]
    pub text: StepText,
    /// Why, and why here.
    pub reason: Reason,
}

/// A trigger as a plan has it. What a timer hands over may be a secret and is not among it, nor what was found in the cloud.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "PlannedTrigger"))]
struct TriggerText<'a> {
    /// `timer`, `cos`, ….
    kind: &'a str,
    name: &'a str,
    /// The version or alias that it calls.
    qualifier: &'a str,
    enabled: bool,
    /// As the API has it.
    desc: &'a str,
}

#[allow(clippy::borrowed_box, reason = "serde's signature")]
fn trigger_text<S: Serializer>(trigger: &Box<Trigger>, serializer: S) -> Result<S::Ok, S::Error> {
    let Trigger { kind, name, qualifier, enabled, desc, .. } = &**trigger;
    let desc = match &trigger.shown {
        Some(label) => label,
        None if trigger.found && kind != "cos" => "",
        None => desc,
    };
    TriggerText { kind, name, qualifier, enabled: *enabled, desc }.serialize(serializer)
}

/// The routing of an alias as a plan has it.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "AliasRouting"))]
struct RoutingText<'a> {
    /// The version that gets what the others do not.
    main: &'a str,
    /// Versions beside it.
    additional: Vec<WeightText<'a>>,
    /// Where requests decide, not weights.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    rules: &'a [VersionMatch],
}

/// A version beside the main one.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RoutingWeight"))]
struct WeightText<'a> {
    /// Its number, `$LATEST`, or the words for one that this run makes.
    version: &'a str,
    /// Its share, 0 to 1.
    weight: Fraction,
}

fn routing_text<S: Serializer>(routing: &Routing, serializer: S) -> Result<S::Ok, S::Error> {
    let parts = routing.additional.iter();
    let additional =
        parts.map(|part| WeightText { version: part.version.wire(), weight: part.weight.portion() }).collect();
    RoutingText { main: routing.main.wire(), additional, rules: &routing.rules }.serialize(serializer)
}

fn maybe_routing<S: Serializer>(routing: &Option<Routing>, serializer: S) -> Result<S::Ok, S::Error> {
    match routing {
        Some(routing) => routing_text(routing, serializer),
        None => serializer.serialize_none(),
    }
}

fn goal_text<S: Serializer>(goal: &Goal, serializer: S) -> Result<S::Ok, S::Error> {
    match goal {
        Goal::Exactly(routing) => routing_text(routing, serializer),
        Goal::Rules { main, rules } => {
            RoutingText { main: main.text(), additional: Vec::new(), rules }.serialize(serializer)
        }
        Goal::Grayscale { latest, last } => {
            let additional = vec![WeightText { version: last.text(), weight: Fraction::from(latest.rest()) }];
            RoutingText { main: Version::LATEST, additional, rules: &[] }.serialize(serializer)
        }
    }
}

fn one_version<S: Serializer>(version: &VersionRef, serializer: S) -> Result<S::Ok, S::Error> {
    version.text().serialize(serializer)
}

fn version_ref<S: Serializer>(version: &Option<VersionRef>, serializer: S) -> Result<S::Ok, S::Error> {
    version.as_ref().map(VersionRef::text).serialize(serializer)
}

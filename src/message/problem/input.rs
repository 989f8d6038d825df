//! What is wrong with inputs: of a yml, flags, a page or a program.

use serde::Serialize;

use super::input_facts::{Belongs, Expected, NotAShare, NotStable, Secret, Selector, Twice, Unsupported};
use super::rollout::RolloutProblem;
use super::route::RouteProblem;
use super::{Code, Where};
use crate::json::Kind;
use crate::message::given::Given;

/// What is wrong with inputs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum InputProblem {
    /// A value is of the wrong kind or out of range.
    Invalid {
        /// Where it is.
        input: String,
        /// What it has to be.
        expected: Expected,
        /// What it is.
        given: Given,
    },
    /// A value is of the wrong kind, and may be a secret.
    WrongKind {
        /// Where it is; empty for the inputs themselves.
        input: String,
        /// What it has to be.
        expected: Expected,
        /// What it is.
        got: Kind,
    },
    /// There is no such input.
    Unknown {
        /// Where it is.
        input: String,
        /// The command whose arguments these are.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, arbitrary(value = Some("x")))]
        command: Option<&'static str>,
        /// The name that may have been meant.
        #[serde(skip_serializing_if = "Option::is_none")]
        near: Option<String>,
        /// Names that there are.
        known: Vec<String>,
    },
    /// The established component documents the input, and it is not supported.
    Unsupported {
        /// Where it is.
        input: String,
        /// Why.
        why: Unsupported,
    },
    /// The input belongs elsewhere.
    Misplaced {
        /// Where it is.
        input: String,
        /// Where it belongs.
        belongs: Belongs,
    },
    /// Two inputs give the same thing.
    Both {
        /// One.
        one: String,
        /// The other.
        other: String,
        /// What they give.
        what: Twice,
    },
    /// Keys are missing.
    Needs {
        /// Where.
        input: String,
        /// Which.
        #[cfg_attr(test, arbitrary(value = vec!["x"]))]
        needs: Vec<&'static str>,
    },
    /// An input is missing.
    Missing {
        /// Where it should be.
        input: String,
    },
    /// The instance of a CKafka trigger is missing.
    MissingInstance {
        /// Where it should be.
        input: String,
    },
    /// `cosBucketName` or `cosObjectName` is missing.
    IncompleteObject,
    /// `src` names neither a directory nor an object.
    IncompleteSource {
        /// Where it is.
        input: String,
    },
    /// A pattern leads out of `src`.
    OutsideSource {
        /// Where it is.
        input: String,
        /// The pattern.
        pattern: String,
    },
    /// `followLinks` has an empty text.
    EmptyDirectory {
        /// Where it is.
        input: String,
    },
    /// A pattern begins with `!`.
    NegatedPattern {
        /// Where it is.
        input: String,
        /// The pattern.
        pattern: String,
    },
    /// Functions have no such memory size.
    MemorySize {
        /// Where it is.
        input: String,
        /// What it is.
        given: u32,
        /// The sizes next to it.
        near: [u32; 2],
    },
    /// Not a name of a variable.
    VariableName {
        /// Where it is.
        input: String,
        /// The name.
        name: String,
    },
    /// `environment` has keys beside `variables`.
    BesideVariables {
        /// Where it is.
        input: String,
    },
    /// A function of a map has another key of its own.
    KeyTwice {
        /// The key in the map.
        key: String,
        /// Its own.
        own: String,
    },
    /// Not a key of a function.
    FunctionKey {
        /// Which.
        key: String,
    },
    /// Not a name of a function.
    FunctionName {
        /// Which.
        name: String,
        /// The function's key.
        key: String,
    },
    /// A name and its namespace are too long together.
    NameTooLong {
        /// The name.
        name: String,
        /// The namespace.
        namespace: String,
        /// The most, in characters.
        most: usize,
    },
    /// Not a region or a namespace.
    Word {
        /// The input.
        #[cfg_attr(test, arbitrary(value = "x"))]
        input: &'static str,
        /// What it is.
        given: String,
    },
    /// A function has neither key nor name.
    MissingName {
        /// Where it is; empty for the inputs themselves.
        input: String,
    },
    /// There is no function.
    NoFunctions,
    /// Two functions have one key.
    SameKey {
        /// Which.
        key: String,
    },
    /// Two keys are one function.
    SameFunction {
        /// The keys.
        keys: [String; 2],
        /// The function.
        #[serde(flatten)]
        place: Where,
    },
    /// Two triggers are one.
    SameTrigger {
        /// Where the second one is.
        input: String,
        /// Its name.
        name: String,
    },
    /// A trigger has no kind.
    NoTriggerKind {
        /// Where it is.
        input: String,
    },
    /// There is no such kind of trigger.
    TriggerKind {
        /// Where it is.
        input: String,
        /// The kind.
        kind: String,
        /// The kind that may have been meant.
        #[serde(skip_serializing_if = "Option::is_none")]
        near: Option<String>,
        /// Kinds that there are.
        known: Vec<String>,
    },
    /// Not a cron expression.
    Cron {
        /// Where it is.
        input: String,
        /// What it is.
        given: String,
    },
    /// Not a way to release functions.
    Group {
        /// What it is.
        given: Given,
    },
    /// Not a way to treat drift.
    Drift {
        /// What it is.
        given: Given,
    },
    /// An input that chooses functions has no names.
    NoNames {
        /// Which input.
        input: Selector,
        /// What it is.
        given: Given,
    },
    /// There is no such function in the project.
    UnknownFunction {
        /// Which input names it.
        input: Selector,
        /// The name.
        function: String,
        /// The key that may have been meant.
        #[serde(skip_serializing_if = "Option::is_none")]
        near: Option<String>,
        /// Keys of the project's functions.
        known: Vec<String>,
    },
    /// `publish` names a function that `only` leaves out.
    PublishLeftOut {
        /// Which.
        function: String,
    },
    /// Not a name of an alias.
    AliasName {
        /// What it is.
        alias: String,
    },
    /// `stable` is in a project file.
    StableInFile,
    /// `stable` can't be used.
    Stable {
        /// What it is.
        given: String,
        /// Why.
        why: NotStable,
    },
    /// Not a share of traffic.
    Traffic {
        /// What it is.
        given: Given,
        /// Why.
        #[serde(flatten)]
        why: NotAShare,
    },
    /// Two places name different stages.
    StageConflict {
        /// The first place.
        from: String,
        /// Its stage.
        stage: String,
        /// The other place.
        other: String,
        /// Its stage.
        other_stage: String,
    },
    /// `routes` can't be used.
    Route(RouteProblem),
    /// `rollout` can't be used.
    Rollout(RolloutProblem),
    /// Not a name of a stage.
    Stage {
        /// What it is.
        stage: String,
    },
    /// An input holds a part of the credentials.
    KeyInInputs {
        /// Where it is.
        input: String,
        /// Which part.
        secret: Secret,
        /// Whether it is a variable of a function.
        variable: bool,
    },
    /// `store` is no address, and no `{ url, project }`.
    StoreForm {
        /// What it is.
        given: Given,
    },
    /// A project file names a store that only a person may name.
    StoreNotTrusted {
        /// How its address begins: `cos`, `postgres`, `file`, ….
        scheme: String,
        /// Whether the account's appid is known.
        appid_known: bool,
    },
    /// A project has no name that a log can have.
    StoreProject {
        /// What it is called.
        given: String,
    },
}

impl InputProblem {
    /// The stable name.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Unknown { .. } | Self::TriggerKind { .. } => Code::UnknownInput,
            Self::Unsupported { .. } => Code::UnsupportedInput,
            Self::Misplaced { .. } => Code::MisplacedInput,
            Self::FunctionKey { .. } | Self::FunctionName { .. } | Self::NameTooLong { .. } => Code::InvalidName,
            Self::MissingName { .. } => Code::MissingName,
            Self::NoFunctions => Code::NoFunctions,
            Self::SameKey { .. } | Self::SameFunction { .. } => Code::DuplicateFunction,
            Self::Group { .. } => Code::InvalidGroup,
            Self::Drift { .. } => Code::InvalidDrift,
            Self::StoreNotTrusted { .. } => Code::UntrustedHost,
            Self::NoNames { input, .. } => input.code(),
            Self::UnknownFunction { .. } => Code::UnknownFunction,
            Self::PublishLeftOut { .. } => Code::InvalidPublish,
            Self::AliasName { .. } => Code::InvalidAlias,
            Self::StableInFile => Code::StableIsTyped,
            Self::Stable { .. } => Code::InvalidStable,
            Self::Traffic { .. } => Code::InvalidTraffic,
            Self::StageConflict { .. } => Code::StageConflict,
            Self::Rollout(RolloutProblem::NotTrusted { .. }) => Code::UntrustedHost,
            Self::Rollout(_) => Code::InvalidRollout,
            Self::Route(problem) => problem.code(),
            Self::Stage { .. } => Code::InvalidStage,
            Self::KeyInInputs { .. } => Code::KeyInInputs,
            Self::StoreForm { .. }
            | Self::StoreProject { .. }
            | Self::Invalid { .. }
            | Self::WrongKind { .. }
            | Self::Both { .. }
            | Self::Needs { .. }
            | Self::Missing { .. }
            | Self::MissingInstance { .. }
            | Self::IncompleteObject
            | Self::IncompleteSource { .. }
            | Self::OutsideSource { .. }
            | Self::NegatedPattern { .. }
            | Self::EmptyDirectory { .. }
            | Self::MemorySize { .. }
            | Self::VariableName { .. }
            | Self::BesideVariables { .. }
            | Self::KeyTwice { .. }
            | Self::Word { .. }
            | Self::SameTrigger { .. }
            | Self::NoTriggerKind { .. }
            | Self::Cron { .. } => Code::InvalidInput,
        }
    }
}

//! Notes of plans and runs: what people should know before they say yes, and what came up meanwhile.

use serde::Serialize;

use super::code_note::CodeNote;
use super::parts::{Caller, Kept, NamedTrigger, Obstacle, Reset, VersionShare, Warmth, Way};
use super::problem::Where;
use super::problem::journal::Flaw;
use super::problem::release::LogPlace;
use super::rollback_note::RollbackNote;
use super::rollout::Callers;
use super::routing::RoutingNote;
use crate::error::Error;
use crate::traffic::routing::Version;
use crate::traffic::share::{Fraction, Share};

/// Something people should know.
#[derive(Debug, Clone, PartialEq, Serialize, strum::IntoStaticStr)]
#[cfg_attr(test, derive(arbitrary::Arbitrary, ts_rs::TS), ts(rename = "NoteFacts"))]
#[serde(remote = "Self", tag = "code", content = "params", rename_all_fields = "camelCase")]
pub enum Note {
    /// `publish` names some functions, `traffic` is for all of them.
    TrafficForAll,
    /// `only` left functions out.
    LeftOut {
        /// Their keys.
        functions: Vec<String>,
    },
    /// A rollout begins when the run is over.
    RolloutFollows {
        /// Callers that have the canary before anybody else.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        callers: Vec<Callers>,
        /// What the canary gets, one after the other.
        shares: Vec<Share>,
        /// The header that says in which bucket a user is, where users keep their side.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        header: Option<String>,
        /// A version is published first, and is the canary; else that is `$latest`.
        version: bool,
        /// At its end a version is published and gets everything; else the canary does.
        publishes: bool,
    },
    /// The journal names functions that the project does not have.
    NotOfProject {
        /// The first few.
        functions: Vec<Where>,
        /// How many there are beside.
        more: usize,
    },
    /// A rollback continues without the journal.
    JournalUnread {
        /// Why it can't be read.
        reason: String,
    },
    /// A plan is made without the journal.
    #[serde(rename = "JournalUnread")]
    #[strum(serialize = "JournalUnread")]
    PlannedWithoutJournal {
        /// Why it can't be read.
        reason: String,
    },
    /// A line of the journal is not as it was written.
    JournalBroken {
        /// Which.
        line: usize,
        /// Why.
        #[serde(flatten)]
        flaw: Flaw,
        /// Whether this is a rollback, which continues; else no version is taken from the journal.
        rollback: bool,
    },
    /// A run of another log wrote an alias last.
    OtherStore {
        /// The function.
        function: String,
        /// The alias.
        alias: String,
        /// The other run.
        run: String,
        /// When it wrote.
        since: String,
        /// Where that log is.
        place: LogPlace,
        /// Whether a run that follows this plan is refused.
        refused: bool,
    },
    /// Runs of the project lie in a journal of this machine, and not in the shared store.
    UnimportedJournal {
        /// The journal of this machine.
        file: String,
        /// How many runs it has.
        runs: u64,
        /// Whether this is a plan; else a rollback.
        planned: bool,
    },
    /// This run took over from another one.
    TookOver {
        /// Whose it was.
        who: String,
        /// Since when.
        since: String,
        /// Whether it may be under way.
        living: bool,
    },
    /// It was stopped before it looked for late calls of the run that it took over from.
    NotLookedAgain,
    /// How long the functions of a group are mixed.
    MixedWindow {
        /// How many functions shift.
        functions: usize,
        /// From the first shift to the last, in milliseconds.
        spread_ms: u64,
    },
    /// Each function shifts by itself.
    #[serde(rename = "MixedWindow")]
    #[strum(serialize = "MixedWindow")]
    Independent {
        /// How many functions shift.
        functions: usize,
    },
    /// The clocks of this machine and of the API differ.
    ClockSkew {
        /// How far the API's is ahead, in seconds.
        seconds: i64,
    },
    /// The journal could not take the entry of something that is done.
    JournalIncomplete {
        /// Why.
        reason: String,
    },
    /// Someone changed an alias since the last run.
    Drift {
        /// The function.
        function: String,
        /// The alias.
        alias: String,
        /// The last run.
        run: String,
        /// What the run left.
        was: String,
        /// What the alias says now.
        now: String,
    },
    /// Someone else published a version meanwhile.
    OtherVersion {
        /// Theirs.
        version: Version,
        /// Where the traffic goes.
        expected: String,
    },
    /// A version was not deleted; the others are all the same.
    NotDeleted {
        /// Why.
        error: Box<Error>,
    },
    /// The description of the alias has no room for the mark.
    MarkDoesNotFit,
    /// The deploy overwrites code that users are on and no version holds.
    UnsavedCode {
        /// The share of users on it.
        share: Fraction,
        /// Whether rules decide which requests those are.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        #[cfg_attr(test, ts(optional, as = "Option<_>"))]
        by_rules: bool,
        /// Whether it is certain that no version holds it.
        sure: bool,
    },
    /// The version that is saved gets no traffic by itself.
    #[serde(rename = "SavedAside")]
    #[strum(serialize = "SavedAside")]
    RestStays {
        /// Who keeps the rest.
        version: Version,
    },
    /// A version that only keeps code is no release.
    SavedAside {
        /// Which.
        version: Version,
    },
    /// All traffic ends on code that no version holds.
    UnpublishedCode,
    /// `traffic` has no effect before a version is published.
    NoVersion {
        /// What was asked for.
        asked: Share,
    },
    /// A published version can't take traffic.
    VersionPassedOver {
        /// Which.
        version: Version,
        /// The API's word.
        status: String,
        /// The last usable one.
        last: Option<Version>,
    },
    /// The function is in a failed state, and this deploy replaces it.
    FunctionFailed {
        /// The function.
        function: String,
        /// The API's word.
        status: String,
        /// The API's reason.
        reason: Option<String>,
    },
    /// Traffic goes back to older code.
    OlderCode {
        /// How much.
        share: Fraction,
        /// Where to.
        version: Version,
        /// From this newer version; else from what is on `$latest`.
        newer: Option<Version>,
    },
    /// What is published has the code of the last version.
    IdenticalCode {
        /// Which has it.
        version: Version,
    },
    /// Between two calls old code runs with the new configuration.
    MixedMoment {
        /// The share of users on it.
        share: Fraction,
        /// Whether rules decide which requests those are.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        #[cfg_attr(test, ts(optional, as = "Option<_>"))]
        by_rules: bool,
    },
    /// A version has code that was rolled back.
    #[serde(rename = "WithdrawnCode")]
    #[strum(serialize = "WithdrawnCode")]
    WithdrawnVersion {
        /// Which.
        version: Version,
        /// The version that was rolled back; where there is none, the code was on `$latest`.
        withdrawn: Option<Version>,
    },
    /// The code to publish was rolled back.
    WithdrawnCode {
        /// The version that was rolled back; where there is none, the code was on `$latest`.
        withdrawn: Option<Version>,
    },
    /// The last version was rolled back.
    Withdrawn {
        /// Which.
        version: Version,
        /// Who gets the rest of the traffic.
        rest: Version,
    },
    /// `$latest` and the version to publish are the same, old code.
    SameCode {
        /// The share of `$latest`.
        asked: Share,
        /// The stable version with that code; nothing was published before where there is none.
        stable: Option<Version>,
    },
    /// All users are on new code although two versions share the traffic.
    AllNewCode {
        /// Who gets what.
        parts: Vec<VersionShare>,
    },
    /// The rest of the traffic goes to a version that has none now.
    UntriedVersion {
        /// Which.
        version: Version,
        /// Where users should be.
        stable: Option<Version>,
    },
    /// An earlier run broke off while publishing.
    #[serde(rename = "Resumed")]
    #[strum(serialize = "Resumed")]
    PublishingBegan {
        /// That run.
        run: String,
    },
    /// An earlier run published the version of this order.
    #[serde(rename = "Resumed")]
    #[strum(serialize = "Resumed")]
    PublishedBefore {
        /// Which.
        version: Version,
        /// That run.
        run: String,
    },
    /// What the inputs leave out stays; tencent-scf resets it.
    NotReset {
        /// What.
        resets: Vec<Reset>,
    },
    /// A setting that was not given has the documented default.
    Default {
        /// Which.
        setting: String,
        /// What it is.
        value: String,
    },
    // --- about limits
    /// The function has nearly as many versions as the quota allows.
    NearQuota {
        /// The function's name.
        function: String,
        /// Its key.
        key: String,
        /// The stage.
        stage: String,
        /// How many it has.
        versions: usize,
        /// How many this run publishes, where that is too many.
        publishes: Option<usize>,
        /// How many it may have.
        quota: usize,
    },
    /// The environment variables are over the quota.
    LargeEnvironment {
        /// Names and values together.
        bytes: usize,
        /// What a function may have.
        quota: usize,
    },
    /// More triggers of a kind than the quota allows.
    ManyTriggers {
        /// The function.
        function: String,
        /// The kind.
        kind: String,
        /// How many there will be.
        triggers: usize,
        /// How many a function may have.
        quota: usize,
    },
    /// The key that deploys may be among the variables.
    KeyInVariables,
    /// About provisioned concurrency.
    Provisioned(Warmth),
    /// Another alias sends traffic to `$latest` too.
    OtherAlias {
        /// Which.
        alias: String,
        /// How much.
        share: Fraction,
    },
    /// Callers of a deleted alias fail.
    CallersOfAlias {
        /// Which.
        alias: String,
    },
    /// There is nothing to delete: the function does not exist.
    AlreadyGone {
        /// Which.
        function: String,
    },
    /// There is nothing to delete: the function has no such alias.
    #[serde(rename = "AlreadyGone")]
    #[strum(serialize = "AlreadyGone")]
    NoSuchAlias {
        /// The function.
        function: String,
        /// The alias.
        alias: String,
    },
    /// The project did not create the function.
    NotCreatedHere {
        /// Which.
        function: String,
    },
    /// Versions that stay when others are pruned.
    Kept {
        /// Which, and why.
        versions: Vec<Kept>,
    },
    // --- about what calls a function
    /// A trigger of the inputs calls `$latest`.
    #[serde(rename = "CallsLatest")]
    #[strum(serialize = "CallsLatest")]
    TriggerCallsLatest {
        /// Which.
        trigger: NamedTrigger,
    },
    /// A trigger that the inputs do not have.
    OtherTrigger {
        /// Which.
        trigger: NamedTrigger,
    },
    /// A function URL moves and gets another address.
    UrlMoves {
        /// The name of its trigger.
        name: String,
        /// What it will call.
        alias: String,
        /// The address that stops answering, where it is known.
        address: Option<String>,
    },
    /// Which code those get that move.
    MovedCallers {
        /// Where they move to.
        alias: String,
        /// Who has the alias's traffic.
        parts: Vec<VersionShare>,
        /// Whether that is other code than they call now; `None` where it is not known.
        differs: Option<bool>,
    },
    /// It calls `$latest` directly, and new code reaches it at once.
    #[serde(rename = "CallsLatest")]
    #[strum(serialize = "CallsLatest")]
    MeetsNewCode {
        /// What calls.
        caller: Caller,
        /// The alias that it should call.
        alias: String,
        /// How it is moved there.
        way: Way,
        /// Why it can't be, where that was tried.
        obstacle: Option<Obstacle>,
    },
    /// It calls `$latest` directly and can't be moved.
    #[serde(rename = "CallsLatest")]
    #[strum(serialize = "CallsLatest")]
    CantMove {
        /// What calls.
        caller: Caller,
        /// The alias that it should call.
        alias: String,
        /// Why.
        obstacle: Obstacle,
    },
    /// It calls `$latest` directly.
    CallsLatest {
        /// What calls.
        caller: Caller,
    },
    /// It calls `$latest` directly after a rollback.
    #[serde(rename = "CallsLatest")]
    #[strum(serialize = "CallsLatest")]
    StillCallsLatest {
        /// What calls.
        caller: Caller,
    },
    /// What the API did not let this key look at.
    NotChecked {
        /// Whether triggers were looked at.
        triggers: bool,
        /// Whether custom domains were.
        domains: bool,
    },
    /// About the code.
    #[serde(untagged)]
    #[strum(transparent)]
    Code(CodeNote),
    /// About the rules of the alias.
    #[serde(untagged)]
    #[strum(transparent)]
    Routing(RoutingNote),
    /// About where a rollback goes.
    #[serde(untagged)]
    #[strum(transparent)]
    Rollback(RollbackNote),
}

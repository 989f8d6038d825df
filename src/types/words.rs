//! Words that Rust keeps as text and TypeScript as a union.

use ts_rs::TS;

/// What a run does.
#[derive(TS)]
#[ts(rename = "RunKind", rename_all = "kebab-case")]
#[expect(dead_code, reason = "stands for the words of a plan's kind")]
pub(crate) enum Kind {
    Deploy,
    Publish,
    CreateAlias,
    UpdateAlias,
    DeleteAlias,
    Rollback,
    Abort,
    Undo,
    Remove,
    Prune,
}

/// What the API did not let this key look at.
#[derive(TS)]
#[ts(rename_all = "lowercase")]
#[expect(dead_code, reason = "stands for the words of `direct::unchecked` and of a status")]
pub(crate) enum Unchecked {
    Triggers,
    Domains,
    Provisioned,
}

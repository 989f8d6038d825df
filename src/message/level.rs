//! How much a note matters.

use serde::Serialize;

use super::code_note::CodeNote;
use super::note::Note;
use super::parts::Warmth;
use super::rollback_note::RollbackNote;
use super::routing::RoutingNote;

/// How much a note matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "NoteLevel"))]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Good to know.
    Info,
    /// Read this.
    Warning,
}

impl Note {
    /// How much it matters.
    #[must_use]
    pub const fn level(&self) -> Level {
        match self {
            Self::LeftOut { .. }
            | Self::RolloutFollows { .. }
            | Self::MixedWindow { .. }
            | Self::Independent { .. }
            | Self::RestStays { .. }
            | Self::SavedAside { .. }
            | Self::IdenticalCode { .. }
            | Self::Withdrawn { .. }
            | Self::SameCode { .. }
            | Self::PublishingBegan { .. }
            | Self::PublishedBefore { .. }
            | Self::Code(
                CodeNote::LinksFollowed { outside: false, .. }
                | CodeNote::FilesLeftOut { .. }
                | CodeNote::PatternsUnmatched { .. }
                | CodeNote::ImageNotPinned { unchanged: true, .. },
            )
            | Self::NotReset { .. }
            | Self::Default { .. }
            | Self::AlreadyGone { .. }
            | Self::Kept { .. }
            | Self::OtherTrigger { .. }
            | Self::MovedCallers { differs: Some(false), .. }
            | Self::CallsLatest { .. }
            | Self::NotChecked { .. }
            | Self::Routing(
                RoutingNote::Ruled { .. } | RoutingNote::RulesChange { .. } | RoutingNote::SharesEnd { .. },
            )
            | Self::Provisioned(Warmth::Waits { .. } | Warmth::LatestIsCold { .. })
            | Self::Rollback(
                RollbackNote::ReleasedBefore { .. }
                | RollbackNote::RolledBack { .. }
                | RollbackNote::RolledBackTo { .. }
                | RollbackNote::Steady
                | RollbackNote::NamesNone { .. },
            ) => Level::Info,
            _ => Level::Warning,
        }
    }

    /// The stable name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.into()
    }
}

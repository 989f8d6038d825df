//! Rollouts that judge themselves: the policy, the statistics, and what is decided by them. Nothing here acts.
//!
//! A rollout's journal is folded ([`fold::Fold`]), what was seen is read ([`facts::Facts`]), and [`decide`] says what is done next
//! and why. Whoever looks after it records the line of that decision, carries it out as an ordinary release, and records that
//! it was seen to be true.

pub mod about;
mod act;
pub mod agent;
mod carry;
mod decide;
mod decision;
mod dice;
mod facts;
mod figures;
mod fold;
pub mod ground;
pub mod guard;
pub mod hooks;
mod judge;
mod lacks;
mod letter;
mod line;
mod look;
pub mod number;
pub mod orders;
pub mod outbox;
pub mod policy;
mod portion;
pub mod power;
pub mod replay;
pub mod report;
mod shown;
pub mod source;
pub mod start;
pub mod states;
pub mod tick;
mod told;

pub use act::Act;
pub use carry::undo;
pub use decide::decide;
pub use decision::Decision;
pub use dice::Dice;
pub use facts::{Answer, Facts, Offsets, Seen, Warm};
pub use figures::{Figures, Metric, Row, Series, figure};
pub use fold::{Asked, Clock, Fold, Followed, Orders, Pending, Promotion, Tick};
pub use ground::{Ground, Place};
pub use judge::{Judged, Measured, Recent, Verdict};
pub use lacks::lacks;
pub use letter::{Letter, signed};
pub use line::pair;
pub use look::{of_replay, of_start, of_tick, recorded};
pub use portion::{Portion, Who};
pub use states::State;
pub use told::{Attempt, Delivery, Event, Record};

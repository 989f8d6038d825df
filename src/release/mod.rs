//! A release: what was asked for, the machine that carries it out, and what it reports. Without I/O, without a clock, without
//! entropy of its own.
//!
//! | module | what it knows |
//! |---|---|
//! | `request` | what a shell asks for |
//! | `in_rollout` | which orders are refused while a rollout is under way |
//! | `with_rollout` | inputs that begin a rollout |
//! | `effect`, `outcome`, `clock` | what goes out to the shell, what comes back, and when |
//! | `rate_limit`, `retry` | how many calls may go and when; how often to try again |
//! | `journal` | what earlier runs did, and what this one writes |
//! | `task` | one question or one step: its states ([`task::table::TABLE`]) and what answers mean for it |
//! | `function_run` | a function's progress through its plan: its states ([`function_run::table::TABLE`]) |
//! | `query` | requests that only look: logs, metrics, an invocation |
//! | `report` | how a machine ended |
//! | `machine` | [`Release`]: it puts all of them together |
//! | `import` | a journal is copied into a store; what a store holds |
//! | `turn` | a run's turn at the journal: who may write, for how long, and what follows where another one took over |
//! | `session` | [`Session`]: a release with its journal and its turn, as shells drive it |

mod clock;
mod effect;
pub mod function_run;
mod import;
mod in_rollout;
pub mod journal;
mod machine;
mod outcome;
mod parts;
mod query;
mod rate_limit;
mod report;
mod request;
mod retry;
mod session;
mod shell;
pub mod task;
mod turn;
pub mod upload;
mod with_rollout;

pub use clock::Now;
pub use effect::{Effect, Progress};
pub use import::{Import, ImportOrder, StoreContent, StoreWorker, import, store_content};
pub use journal::{Journal, recorded};
pub use machine::Release;
pub(crate) use machine::WAITED_FOR;
pub use outcome::Outcome;
pub use query::Watch;
pub use report::{
    AliasList, FunctionResult, FunctionRow, Look, LookedAt, Report, RunResult, Served, Standing, StatusRow,
};
pub use request::{Kind, Operation, Request, TookOver};
pub use session::Session;
pub use shell::{Needs, locked};
pub use turn::NEWEST_BYTES;
pub use with_rollout::{begins_rollout, displaced};

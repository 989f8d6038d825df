//! Observing functions: invocations, logs, metrics. Pure like the rest: questions go out as calls, answers come in, time is
//! an argument.

mod compare;
mod cursor;
mod fault;
mod gate;
mod invoke;
mod log_figures;
mod log_minutes;
mod log_report;
mod logs;
mod metric_report;
mod metrics;
mod minutes;
mod trace;
mod window;

pub use compare::{CompareOrder, ComparedSetting, ComparedVersion, Comparison};
pub use fault::{Blame, Fault};
pub use gate::{Gate, Judged};
pub use invoke::{Invocation, Invoked};
pub use log_figures::LogFigures;
pub use log_minutes::{LogMinuteFact, LogMinuteQuestion};
pub use log_report::{LogEnding, LogErrors, LogReport, LogRow, LogStatistics};
pub use logs::{LogFact, LogOrder, LogQuestion};
pub(crate) use logs::{Topic, Wants};
pub use metric_report::{MetricReport, VersionMetrics};
pub use metrics::{MetricOrder, MetricQuestion, Upload};
pub use minutes::{FunctionMinutes, MinuteMetric, MinuteOrder, MinuteQuestion, Side, SideMinutes};

use crate::message::Doing;
use crate::scf::invoke::InvokeResult;
use crate::scf::log::{FigureTable, LogPage};
use crate::scf::monitor::DataPoints;
use crate::scf::request_status::RequestStatuses;
use crate::scf::{Call, Target};

/// A question about one function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// What does the function return?
    Invoke(Invocation),
    /// What is in the log?
    Logs(LogQuestion),
    /// What does the monitor have?
    Metric(MetricQuestion),
    /// What does the monitor have of the versions of a rollout?
    Minutes(MinuteQuestion),
    /// What do their logs have?
    LogMinutes(LogMinuteQuestion),
}

/// What was answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// What the function answered.
    Invoked(Invoked),
    /// What is in the log.
    Logs(LogFact),
    /// What the monitor has.
    Metric(DataPoints),
    /// The same of a rollout's versions; `None` where it does not answer.
    Minutes(Option<DataPoints>),
    /// The same of their logs.
    LogMinutes(LogMinuteFact),
}

/// An answer of the API to a question.
#[derive(Debug)]
pub(crate) enum Answered {
    /// InvokeFunction's.
    Invoked(InvokeResult),
    /// SearchLog's.
    Lines(LogPage),
    /// SearchLog's, with SQL.
    Figures(FigureTable),
    /// GetRequestStatus'.
    Status(RequestStatuses),
    /// GetMonitorData's.
    Metric(DataPoints),
    /// SearchLog's, with SQL, about a rollout.
    LogMinutes(LogMinuteFact),
}

impl Question {
    /// The call that asks it.
    #[must_use]
    pub fn call(&self, target: &Target, known: Option<&Fact>) -> Call {
        match self {
            Self::Invoke(invocation) => invocation.call(target),
            Self::Metric(question) => question.call(target),
            Self::Minutes(question) => question.call(target),
            Self::LogMinutes(question) => question.call(target),
            Self::Logs(question) => question.call(
                target,
                match known {
                    Some(Fact::Logs(fact)) => Some(fact),
                    _ => None,
                },
            ),
        }
    }

    /// Takes an answer. `true` where another page is needed.
    pub(crate) fn take(&self, target: &Target, answer: Answered, known: &mut Option<Fact>) -> bool {
        match (self, answer) {
            (Self::Invoke(invocation), Answered::Invoked(result)) => {
                *known = Some(Fact::Invoked(invocation.answered(target, result)));
                false
            }
            (Self::Metric(_), Answered::Metric(points)) => {
                *known = Some(Fact::Metric(points));
                false
            }
            (Self::Minutes(_), Answered::Metric(points)) => {
                *known = Some(Fact::Minutes(Some(points)));
                false
            }
            (Self::LogMinutes(_), Answered::LogMinutes(fact)) => {
                *known = Some(Fact::LogMinutes(fact));
                false
            }
            (Self::Logs(_), Answered::Figures(table)) => {
                *known = Some(Fact::Logs(LogFact::Figures(Some(table))));
                false
            }
            (Self::Logs(_), Answered::Status(statuses)) => {
                *known = Some(Fact::Logs(LogFact::Status(Some(statuses))));
                false
            }
            (Self::Logs(question), Answered::Lines(page)) => {
                let before = match known.take() {
                    Some(Fact::Logs(fact)) => Some(fact),
                    _ => None,
                };
                let (fact, more) = question.take(page, before);
                *known = Some(Fact::Logs(fact));
                more
            }
            // an answer is read as what its question asks for
            _ => false,
        }
    }

    /// What holds where it is not answered; `None` where the order can't do without an answer.
    pub(crate) fn unanswered(&self) -> Option<Fact> {
        match self {
            Self::Logs(question) => question.unanswered().map(Fact::Logs),
            Self::Minutes(_) => Some(Fact::Minutes(None)),
            Self::LogMinutes(question) => Some(Fact::LogMinutes(question.unanswered())),
            Self::Invoke(_) | Self::Metric(_) => None,
        }
    }

    /// What is being done, for errors.
    #[must_use]
    pub const fn doing(&self) -> Doing {
        match self {
            Self::Invoke(_) => Doing::Invoke,
            Self::Logs(_) | Self::LogMinutes(_) => Doing::ReadLogs,
            Self::Metric(_) | Self::Minutes(_) => Doing::ReadMetrics,
        }
    }

    /// Whether asking it twice does something twice.
    #[must_use]
    pub const fn once(&self) -> bool {
        matches!(self, Self::Invoke(_))
    }
}

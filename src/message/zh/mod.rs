//! 中文。

mod api_problem;
mod args_problem;
mod boundary_problem;
mod difference;
mod given;
mod history;
mod input_problem;
mod journal_problem;
mod note;
mod plan_problem;
mod policy;
mod release_problem;
mod request_problem;
mod rollout;
mod rollout_order;
mod routing;
mod run;
mod step;
mod watch;

pub(super) use api_problem::{doing, unreadable};
pub(super) use difference::plan_change;
pub(super) use history::{asked, finding, past_step, pending, run_end};
pub(super) use note::note;
pub(super) use policy::{purpose, when, without};
pub(super) use rollout::{rollout_advice, rollout_lack, rollout_notice, rollout_reason};
pub(super) use routing::{everyone_else, rule, shares};
pub(super) use run::{attention, changed, direct_call, hint, unstored, waiting};
pub(super) use step::{label, question, reason, setting, step, summary};
pub(super) use watch::{log_note, metric_note, no_reason, verdict};

use super::Words;
use super::host::Host;
use super::parts::{Caller, Link, NamedTrigger, VersionShare};
use super::problem::Problem;
use crate::traffic::routing::shown_qualifier;

/// The sentence of a problem, and what to do next.
pub(super) fn problem(problem: &Problem, host: Host) -> Words {
    match problem {
        Problem::Plan(problem) => plan_problem::plan_problem(problem, host),
        Problem::Input(problem) => input_problem::input_problem(problem, host),
        Problem::Args(problem) => args_problem::args_problem(problem, host),
        Problem::Api(problem) => api_problem::api_problem(problem, host),
        Problem::Release(problem) => release_problem::release_problem(problem, host),
        Problem::Journal(problem) => journal_problem::journal_problem(problem, host),
        Problem::Rollout(problem) => rollout_order::rollout_order(problem, host),
        Problem::Request(problem) => request_problem::request_problem(problem, host),
        Problem::Boundary(problem) => boundary_problem::boundary_problem(problem),
    }
}

/// `a、b 等 5 项`.
fn some(items: &[String], more: usize) -> String {
    let shown = items.join("、");
    if more == 0 { shown } else { format!("{shown} 等 {} 项", items.len() + more) }
}

/// `timer 触发器 nightly（指向 $default）`.
fn trigger(NamedTrigger { kind, name, qualifier }: &NamedTrigger) -> String {
    let on = shown_qualifier(qualifier);
    format!("{kind} 触发器 {name}（指向 {on}）")
}

/// `timer 触发器 nightly`, `自定义域名 api.example.com 的路径 /*`.
fn caller(Caller { kind, name, path, address }: &Caller) -> String {
    match (path, address) {
        (Some(path), _) => format!("自定义域名 {name} 的路径 {path}"),
        (None, Some(address)) => format!("{kind} 触发器 {name}（{address}）"),
        (None, None) => format!("{kind} 触发器 {name}"),
    }
}

fn links(links: &[Link]) -> Vec<String> {
    links.iter().map(|link| format!("{} → {}", link.path, link.target)).collect()
}

fn parts(parts: &[VersionShare]) -> Vec<String> {
    parts.iter().map(|part| format!("{}（{}）", version(part), part.share.percent())).collect()
}

/// `8（新）`.
pub(super) fn version(VersionShare { version, is_new, .. }: &VersionShare) -> String {
    if *is_new { format!("{version}（新）") } else { version.clone() }
}

/// `：原因`, where it is known.
fn because(reason: Option<&String>) -> String {
    reason.map(|reason| format!("：{reason}")).unwrap_or_default()
}

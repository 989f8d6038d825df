//! Orders that only watch: which questions they need, and what the answers come to.

use super::result::Report;
use crate::error::Error;
use crate::observed::Observed;
use crate::plan::{Ask, Query, function_not_found, target_of};
use crate::scf::Target;
use crate::wanted::Wanted;
use crate::watch::{Fact, Invocation, Question};

/// What is to be watched.
#[derive(Debug, Clone, PartialEq)]
pub enum Watch {
    /// What a function answers.
    Invoke(Invocation),
}

/// A question that was answered.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) target: Target,
    pub(super) question: Question,
    pub(super) fact: Fact,
}

impl Watch {
    /// What has to be asked still.
    pub(super) fn needs(&self, wanted: &Wanted, observed: &Observed, known: &[Answered]) -> Vec<Query> {
        let mut queries = Vec::new();
        for (index, function) in wanted.functions.iter().enumerate() {
            let target = target_of(function);
            if observed.of(&target, index).is_some_and(crate::observed::ObservedFunction::is_missing) {
                continue;
            }
            let questions = match self {
                Self::Invoke(invocation) => vec![Question::Invoke(invocation.clone())],
            };
            let open = questions.into_iter().filter(|question| !answered(known, &target, question));
            queries.extend(open.map(|question| Query { target: target.clone(), ask: Ask::Watch(Box::new(question)) }));
        }
        queries
    }

    /// What the answers come to, and what is wrong with it.
    pub(super) fn report(&self, wanted: &Wanted, observed: &Observed, known: &[Answered]) -> (Report, Option<Error>) {
        for (index, function) in wanted.functions.iter().enumerate() {
            let target = target_of(function);
            if observed.of(&target, index).is_some_and(crate::observed::ObservedFunction::is_missing) {
                return (Report::Nothing, Some(function_not_found(&target).on(target.name.clone())));
            }
        }
        match self {
            Self::Invoke(_) => match known.first().map(|answer| &answer.fact) {
                Some(Fact::Invoked(invoked)) => (Report::Invoked(invoked.clone()), invoked.error()),
                _ => (Report::Nothing, None),
            },
        }
    }
}

fn answered(known: &[Answered], target: &Target, question: &Question) -> bool {
    known.iter().any(|answer| answer.target == *target && answer.question == *question)
}

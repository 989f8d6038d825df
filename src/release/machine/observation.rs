//! What looks: which questions are open, what was observed, and what a request that only looks reports. It needs no plan.

use super::overview::Overview;
use super::questions::Questions;
use crate::error::Error;
use crate::observed::{Observed, ObservedFunction};
use crate::plan::{self, FunctionPlan, Intent, Query, target_of};
use crate::release::query::{Answered, Watch};
use crate::release::report::functions::row;
use crate::release::report::{FunctionRow, Report, aliases, status};
use crate::release::request::Operation;
use crate::time::Zone;
use crate::traffic::reach::Reach;
use crate::traffic::routing::Version;
use crate::traffic::share::Fraction;

/// The operations that only watch.
macro_rules! watches {
    () => {
        Operation::Invoke | Operation::Logs | Operation::Metrics | Operation::Compare | Operation::Look
    };
}

/// What looks.
#[derive(Debug)]
pub(super) struct Observation {
    pub(super) operation: Operation,
    /// The zone in which times are shown.
    pub(super) zone: Zone,
    pub(super) intent: Intent,
    /// What functions there are, where that is the request.
    pub(super) overview: Option<Overview>,
    /// Logs, metrics or an invocation, where that is the request, and what was answered so far.
    pub(super) watch: Option<Watch>,
    pub(super) answers: Vec<Answered>,
    /// What the API's clock said in its first answer, in seconds since 1970.
    pub(super) api_now: Option<u64>,
    pub(super) observed: Observed,
    pub(super) questions: Questions,
}

impl Observation {
    pub(super) fn new(
        (operation, zone): (Operation, Zone),
        intent: Intent,
        (overview, watch): (Option<Overview>, Option<Watch>),
    ) -> Self {
        Self {
            operation,
            zone,
            questions: Questions::new(&intent),
            observed: Observed::of_places(intent.desired().functions.iter().map(target_of)),
            intent,
            overview,
            watch,
            answers: Vec::new(),
            api_now: None,
        }
    }

    /// The requests that new code on `$LATEST` may have (rule 9): without `traffic` and `routes`, what `$LATEST` had.
    pub(super) fn reach_allowed(&self, place: usize, plan: &FunctionPlan) -> Option<Reach> {
        let desired = self.intent.desired();
        let function = desired.functions.get(place)?;
        let had = || {
            let seen = self.observed.of(&plan.target, place)?;
            Some(Reach::of(&seen.alias(&desired.alias).get()?.routing(), &Version::latest()))
        };
        Some(match desired.reach() {
            Some(asked) => asked,
            None if function.publish || !plan.basis.exists => Reach::share(Fraction::ALL),
            None => had().unwrap_or_default(),
        })
    }

    /// The journal has been read, which the questions after the first may depend on.
    pub(super) fn informed(&mut self, intent: Intent, (overview, watch): (Option<Overview>, Option<Watch>)) {
        (self.intent, self.overview, self.watch) = (intent, overview, watch);
        self.questions.open = (0..self.questions.asked.len()).collect();
    }

    /// What has to be asked about a function still.
    pub(super) fn queries(&self, index: usize) -> Vec<Query> {
        let desired = self.intent.desired();
        let Some(function) = desired.functions.get(index) else { return Vec::new() };
        let target = target_of(function);
        let seen = self.observed.of(&target, index);
        if seen.is_some_and(ObservedFunction::is_missing) {
            // of what is not there only a plan may have a question left: whether it is there under an earlier name
            return match self.operation {
                Operation::Plan | Operation::Run => plan::earlier_of(&self.intent, function, seen),
                _ => Vec::new(),
            };
        }
        match (self.operation, &self.overview, &self.watch) {
            (Operation::Functions, Some(overview), _) if overview.reads(&target) => overview.queries(seen),
            (Operation::Functions, ..) => Vec::new(),
            (Operation::Status, ..) => status::queries(seen),
            (Operation::Aliases, ..) => aliases::queries(seen),
            (Operation::Plan | Operation::Run, ..) => plan::queries_of(&self.intent, function, seen),
            (watches!(), _, Some(watch)) => watch.queries(desired, &target, seen, (&self.answers, self.api_now)),
            (watches!(), _, None) => Vec::new(),
        }
    }

    /// The row of a function in the list of all, as far as it is known.
    pub(super) fn row(&self, index: usize) -> Option<FunctionRow> {
        let (target, listed) = self.overview.as_ref()?.found.get(index)?;
        Some(row(target, listed, &self.intent.desired().alias, (&self.observed, index), self.zone))
    }

    /// What a request that only looks reports; `None` where it plans.
    pub(super) fn report(&self) -> Option<(Report, Option<Error>)> {
        let desired = self.intent.desired();
        if let Some(watch) = &self.watch {
            return Some(watch.report(desired, &self.observed, (&self.answers, self.api_now)));
        }
        let report = match (self.operation, &self.overview) {
            (Operation::Functions, Some(overview)) => Report::Functions(overview.rows(&desired.alias, &self.observed)),
            (Operation::Status, _) => Report::Status(status::rows(desired, &self.observed, self.zone)),
            (Operation::Aliases, _) => aliases::lists(desired, &self.observed).map_or(Report::Nothing, Report::Aliases),
            _ => return None,
        };
        Some((report, None))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::json::Json;
    use crate::release::request::Request;
    use crate::scf::{Fields, Read};

    fn observation(operation: &str) -> Observation {
        let request = json!({ "do": operation, "inputs": { "name": "fun01" }, "asked": { "function": "fun01" } });
        let request = Request::read(request.into()).unwrap();
        let begun = request.begun(crate::release::Journal::default(), 0).unwrap();
        Observation::new((request.operation, request.zone), begun.intent, (begun.overview, begun.watch))
    }

    fn seen(fields: serde_json::Value) -> Observed {
        let mut function = json!({ "region": "ap-guangzhou", "namespace": "default", "name": "fun01" });
        for (key, value) in fields.as_object().unwrap() {
            function[key] = value.clone();
        }
        Observed::read(Fields(&Json::from(json!({ "functions": [function] })))).unwrap()
    }

    #[test]
    fn a_status_asks_for_what_it_shows_and_needs_no_plan() {
        let mut observation = observation("status");
        assert!(observation.queries(0).contains(&Query::Aliases));
        observation.observed = seen(json!({ "function": null }));
        assert_eq!(observation.queries(0), []);
        let Some((Report::Status(rows), None)) = observation.report() else { panic!("no status") };
        assert_eq!(rows.iter().map(|row| (row.key.as_str(), row.exists)).collect::<Vec<_>>(), [("fun01", false)]);
    }

    #[test]
    fn a_list_of_aliases_asks_for_them_alone() {
        assert_eq!(observation("aliases").queries(0), [Query::Aliases]);
    }

    #[test]
    fn a_request_that_plans_reports_nothing_by_itself() {
        assert!(observation("plan").report().is_none());
    }
}

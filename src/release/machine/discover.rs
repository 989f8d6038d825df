//! The functions that there are: listed by namespace, then asked for who gets what; what needs a person comes first.

use super::Release;
use super::questions::Questions;
use crate::desired::Desired;
use crate::observed::Observed;
use crate::plan::Intent;
use crate::release::effect::Progress;
use crate::release::request::Operation;
use crate::release::task::Task;
use crate::release::task::table::Event;
use crate::scf::Target;

impl Release {
    /// Lists what there is to know. True while a listing is under way.
    pub(super) fn discover(&mut self, now_ms: u64) -> bool {
        let wait_ms = self.wait_ms();
        let Some(overview) = &mut self.observation.overview else { return false };
        if overview.complete {
            return false;
        }
        let open = std::mem::take(&mut overview.open);
        overview.listing += open.len();
        for place in open {
            self.tasks.push(Task::list(place, wait_ms));
            self.advance(self.tasks.len() - 1, Event::Ask, now_ms);
        }
        let Some(overview) = &mut self.observation.overview else { return false };
        if overview.listing > 0 {
            return true;
        }
        overview.complete = true;
        let targets: Vec<Target> = overview.found.iter().map(|(target, _)| target.clone()).collect();
        let alias = self.observation.intent.desired().alias.clone();
        self.observation.observed = Observed::of_places(targets.iter().cloned());
        self.observation.intent = Intent::Deploy(Desired::bare(alias, targets));
        self.observation.questions = Questions::new(&self.observation.intent);
        let rows = overview.rows(&self.observation.intent.desired().alias, &self.observation.observed);
        self.dispatcher.show(Progress::Functions { rows });
        false
    }

    /// A listing is over.
    pub(super) fn found(&mut self, index: usize) {
        let task = must!(self, self.tasks.get_mut(index), "no task");
        let overview = must!(self, self.observation.overview.as_mut(), "nothing is listed");
        overview.listing -= 1;
        let place = task.target.clone();
        let at = |namespace: &str, name: &str| Target {
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            ..place.clone()
        };
        overview.open.extend(std::mem::take(&mut task.named).iter().map(|namespace| at(namespace, "")));
        let listed = std::mem::take(&mut task.listed).into_iter();
        overview.found.extend(listed.map(|one| (at(&place.namespace, &one.name), one)));
    }

    /// Something was learned about a function: whoever looks at the list sees it at once.
    pub(super) fn learned(&mut self, function: usize) {
        if self.observation.operation != Operation::Functions {
            return;
        }
        let rows = self.observation.row(function).into_iter().collect();
        self.dispatcher.show(Progress::Functions { rows });
    }
}

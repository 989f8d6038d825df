//! The functions that there are: listed by namespace, then asked for who gets what; what needs a person comes first.

use super::Release;
use super::observe::Observing;
use crate::desired::Desired;
use crate::observed::{Observed, ObservedFunction};
use crate::plan::Intent;
use crate::plan::{self, Need, Query};
use crate::release::effect::{Effect, Progress};
use crate::release::report::{FunctionRow, aliases, functions::row};
use crate::release::request::Operation;
use crate::release::task::Task;
use crate::release::task::table::Event;
use crate::scf::Target;
use crate::scf::listing::Listed;
use crate::text::sorted;
use crate::watch::Zone;

/// What is known of the functions so far.
#[derive(Debug)]
pub(super) struct Overview {
    /// Regions (without a namespace) and namespaces that are to be listed; their names are empty.
    open: Vec<Target>,
    /// How many listings are under way.
    listing: usize,
    found: Vec<(Target, Listed)>,
    /// All listings are over.
    complete: bool,
    /// What is read, and how it is told.
    showing: Showing,
}

/// What a list reads beside the functions, and how it is told.
#[derive(Debug)]
pub(super) struct Showing {
    /// Triggers and custom domains are read too.
    pub(super) triggers: bool,
    /// The functions whose alias is read, as `region/namespace/name`; all of them where nothing is said.
    pub(super) reads: Option<Vec<String>>,
    /// In which times are told.
    pub(super) zone: Zone,
}

impl Overview {
    pub(super) fn new(regions: Vec<String>, namespaces: &[String], showing: Showing) -> Self {
        let place = |region: &String, namespace: &str| Target {
            region: region.clone(),
            namespace: namespace.to_owned(),
            name: String::new(),
        };
        let mut open = Vec::new();
        for region in &regions {
            if namespaces.is_empty() {
                open.push(place(region, ""));
            }
            open.extend(namespaces.iter().map(|namespace| place(region, namespace)));
        }
        Self { open, listing: 0, found: Vec::new(), complete: false, showing }
    }

    /// What has to be asked about a function.
    pub(super) fn queries(&self, seen: Option<&ObservedFunction>) -> Vec<Query> {
        let mut asks = aliases::queries(seen);
        if self.showing.triggers {
            asks.extend(plan::callers(seen, Need::May, Need::May));
        }
        asks
    }

    /// All of them, those that need a person first.
    pub(super) fn rows(&self, alias: &str, observed: &Observed) -> Vec<FunctionRow> {
        let rows = self
            .found
            .iter()
            .enumerate()
            .map(|(index, (target, listed))| row(target, listed, alias, (observed, index), self.showing.zone));
        sorted(rows, |row| (row.urgency, row.region.clone(), row.namespace.clone(), row.name.clone()))
    }

    /// Whether the alias of this function is to be read.
    pub(super) fn reads(&self, target: &Target) -> bool {
        let place = || [&*target.region, &*target.namespace, &*target.name].join("/");
        self.showing.reads.as_ref().is_none_or(|reads| reads.contains(&place()))
    }
}

impl Release {
    /// Lists what there is to know. True while a listing is under way.
    pub(super) fn discover(&mut self, now_ms: u64) -> bool {
        let wait_ms = self.wait_ms();
        let Some(overview) = &mut self.overview else { return false };
        if overview.complete {
            return false;
        }
        let open = std::mem::take(&mut overview.open);
        overview.listing += open.len();
        for place in open {
            self.tasks.push(Task::list(place, wait_ms));
            self.advance(self.tasks.len() - 1, Event::Ask, now_ms);
        }
        let Some(overview) = &mut self.overview else { return false };
        if overview.listing > 0 {
            return true;
        }
        overview.complete = true;
        let targets: Vec<Target> = overview.found.iter().map(|(target, _)| target.clone()).collect();
        let alias = self.intent.desired().alias.clone();
        self.observed = Observed::of_places(targets.iter().cloned());
        self.intent = Intent::Deploy(Desired::bare(alias, targets));
        self.observing = Observing::new(&self.intent);
        let rows = overview.rows(&self.intent.desired().alias, &self.observed);
        self.ready.push(Effect::Show { event: Progress::Functions { rows } });
        false
    }

    /// A listing is over.
    pub(super) fn found(&mut self, index: usize) {
        let (Some(task), Some(overview)) = (self.tasks.get_mut(index), &mut self.overview) else { return };
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
        if self.operation != Operation::Functions {
            return;
        }
        let Some(overview) = &self.overview else { return };
        let Some((target, listed)) = overview.found.get(function) else { return };
        let rows = vec![row(target, listed, &self.intent.desired().alias, (&self.observed, function), self.zone)];
        self.ready.push(Effect::Show { event: Progress::Functions { rows } });
    }
}

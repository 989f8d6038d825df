//! What is known of the functions that there are.

use crate::observed::{Observed, ObservedFunction};
use crate::plan::{self, Need, Query};
use crate::release::report::functions::row;
use crate::release::report::{FunctionRow, aliases};
use crate::scf::Target;
use crate::scf::listing::Listed;
use crate::text::sorted;
use crate::time::Zone;

/// What is known of the functions so far.
#[derive(Debug)]
pub(super) struct Overview {
    /// Regions (without a namespace) and namespaces that are to be listed; their names are empty.
    pub(super) open: Vec<Target>,
    /// How many listings are under way.
    pub(super) listing: usize,
    pub(super) found: Vec<(Target, Listed)>,
    /// All listings are over.
    pub(super) complete: bool,
    /// What is read, and how it is told.
    pub(super) showing: Showing,
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

//! The questions about functions that are open or under way.

use crate::plan::{Intent, Query};

/// What is being asked.
#[derive(Debug)]
pub(super) struct Questions {
    /// Functions of which something may have to be asked still.
    pub(super) open: Vec<usize>,
    /// Per function, the questions that are under way.
    pub(super) asked: Vec<Vec<Query>>,
    /// Regions whose domains were asked for: one list is for all their functions.
    pub(super) regions: Vec<String>,
    /// How many are under way in all.
    pub(super) count: usize,
    /// Per function, whether all of its questions are answered.
    pub(super) known: Vec<bool>,
    /// How many that are.
    pub(super) known_count: usize,
}

impl Questions {
    pub(super) fn new(intent: &Intent) -> Self {
        let functions = intent.desired().functions.len();
        Self {
            open: (0..functions).collect(),
            asked: vec![Vec::new(); functions],
            regions: Vec::new(),
            count: 0,
            known: vec![false; functions],
            known_count: 0,
        }
    }

    /// Whether a question is asked already; `region` is the one whose domains it is about.
    pub(super) fn under_way(&self, function: usize, query: &Query, region: Option<&str>) -> bool {
        match region {
            Some(region) => self.regions.iter().any(|known| known == region),
            None => self.asked.get(function).is_some_and(|asked| asked.contains(query)),
        }
    }

    /// A question is answered, or never will be.
    pub(super) fn over(&mut self, function: usize, query: &Query) {
        let Some(asked) = self.asked.get_mut(function) else { return };
        asked.retain(|known| known != query);
        self.count -= 1;
        if matches!(query, Query::Domains(_) | Query::AppId) {
            // the other functions of the region, or of the account, may have questions about what was learned
            self.open = (0..self.asked.len()).collect();
        } else {
            self.open.push(function);
        }
    }

    /// Whether something is being asked about a function.
    pub(super) fn asks(&self, function: usize) -> bool {
        self.asked.get(function).is_some_and(|asked| !asked.is_empty())
    }

    /// Whether nothing is being asked.
    pub(super) const fn idle(&self) -> bool {
        self.count == 0
    }
}

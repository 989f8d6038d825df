//! The namespaces in which functions are waited for, and who waits there.

use crate::scf::Target;

/// The namespaces in which functions are waited for.
#[derive(Debug, Default)]
pub(super) struct Polls(Vec<Poll>);

#[derive(Debug)]
pub(super) struct Poll {
    /// The namespace; its name is empty.
    pub(super) place: Target,
    /// The tasks that pause between two looks, each by itself.
    pub(super) alone: Vec<usize>,
    /// Those that have left looking to the listing.
    pub(super) together: Vec<usize>,
    /// The listing that is under way or paused.
    pub(super) task: Option<usize>,
    /// How often it has looked.
    pub(super) looks: u32,
    /// It can't be listed, perhaps for want of a permission: everyone looks for himself.
    pub(super) off: bool,
}

impl Polls {
    pub(super) fn at(&mut self, target: &Target) -> &mut Poll {
        let known = self.0.iter().position(|poll| poll.is_of(target));
        let index = known.unwrap_or_else(|| {
            let place = Target { name: String::new(), ..target.clone() };
            self.0.push(Poll { place, alone: Vec::new(), together: Vec::new(), task: None, looks: 0, off: false });
            self.0.len() - 1
        });
        #[expect(clippy::indexing_slicing, reason = "the index was found or made just above")]
        &mut self.0[index]
    }
}

impl Poll {
    pub(super) fn is_of(&self, target: &Target) -> bool {
        self.place.namespace == target.namespace && self.place.region == target.region
    }
}

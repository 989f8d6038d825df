//! Which functions `remove` may delete, by what the journal and the host's own state say.

use super::read::Journal;
use crate::error::Error;
use crate::json::Json;
use crate::scf::Target;

/// Whose functions they may be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Owner {
    /// Those that the host's own state says it created; `None` for a host that keeps no state.
    pub known: Option<Vec<Target>>,
    /// Those that the inputs name.
    pub named: Vec<Target>,
    /// No other project or component writes to this journal.
    pub alone: bool,
    /// The journal is in a store that a person named or that belongs to the account: no checkout brings it.
    pub shared: bool,
}

impl Owner {
    /// Of `{ known?, named, alone, shared }`; `None` for anything else.
    #[must_use]
    pub fn read(raw: &Json<'_>) -> Option<Self> {
        let places = |name: &str| match raw.get(name) {
            Some(Json::List(items)) => items.iter().map(place).collect::<Option<Vec<_>>>().map(Some),
            None => Some(None),
            Some(_) => None,
        };
        let flag = |name: &str| raw.get(name) == Some(&Json::Bool(true));
        let (known, named) = (places("known")?, places("named")?.unwrap_or_default());
        Some(Self { known, named, alone: flag("alone"), shared: flag("shared") })
    }

    /// Whether a function that the journal says was created counts. One that the inputs no longer name may be another
    /// component's where several share a journal. A host that has a state of its own trusts it rather than a file that
    /// comes with the checkout.
    fn may_have(&self, target: &Target) -> bool {
        self.named.contains(target) || self.alone && (self.shared || self.known.is_none())
    }
}

fn place(raw: &Json<'_>) -> Option<Target> {
    Some(Target { region: raw.text("region")?, namespace: raw.text("namespace")?, name: raw.text("name")? })
}

impl Journal {
    /// The functions that this owner's runs created and none deleted since, on whichever machine. Where a line of the
    /// journal was changed, the host's state alone counts.
    ///
    /// # Errors
    /// `JournalTooNew`; `JournalBroken` unless `force`, where there is no state.
    pub fn owned(&self, owner: &Owner, force: bool) -> Result<Vec<Target>, Error> {
        self.known()?;
        let known = owner.known.clone().unwrap_or_default();
        if owner.known.is_some() && self.chain.broken.is_some() && !force {
            return Ok(known);
        }
        let created = self.created(force)?;
        let deleted = self.deleted();
        let mut owned: Vec<Target> = known.into_iter().filter(|target| !deleted.contains(target)).collect();
        for target in created {
            if owner.may_have(&target) && !owned.contains(&target) {
                owned.push(target);
            }
        }
        Ok(owned)
    }
}

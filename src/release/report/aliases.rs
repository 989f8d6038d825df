//! The aliases that functions have, and who gets what on each.

use serde::Serialize;

use super::status::AliasRow;
use crate::desired::Desired;
use crate::error::Error;
use crate::observed::{Observed, ObservedFunction};
use crate::plan::{Query, function_not_found, target_of};

/// The aliases of one function.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AliasList {
    /// What the project calls it.
    pub key: String,
    /// What the cloud calls it.
    pub name: String,
    /// Where it is.
    pub region: String,
    /// Where it is.
    pub namespace: String,
    /// Its aliases, `$default` first.
    pub aliases: Vec<AliasRow>,
}

/// What has to be asked.
pub(in crate::release) fn queries(seen: Option<&ObservedFunction>) -> Vec<Query> {
    if seen.is_none_or(|seen| !seen.all_aliases) { vec![Query::Aliases] } else { Vec::new() }
}

/// The lists, in the order of the inputs.
///
/// # Errors
/// `FunctionNotFound`.
pub(in crate::release) fn lists(desired: &Desired, observed: &Observed) -> Result<Vec<AliasList>, Error> {
    let mut lists = Vec::new();
    for (index, function) in desired.functions.iter().enumerate() {
        let target = target_of(function);
        let Some(seen) = observed.of(&target, index) else { continue };
        if seen.is_missing() {
            return Err(function_not_found(&target).on(target.name.clone()));
        }
        lists.push(AliasList {
            key: function.key.clone(),
            name: target.name,
            region: target.region,
            namespace: target.namespace,
            aliases: super::status::alias_rows(seen, crate::desired::DEFAULT_ALIAS),
        });
    }
    Ok(lists)
}

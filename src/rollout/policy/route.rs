//! Who gets the canary by rules: buckets of users that grow, and staff before them.

use super::read::Map;
use super::step::Step;
use crate::desired::routing_rules;
use crate::json::Json;
use crate::message::problem::InputProblem;
use crate::message::problem::rollout::RolloutProblem;
use crate::rollout::portion::Who;
use crate::traffic::share::Share;

/// More buckets than anybody needs: shares have four decimals.
const MOST_BUCKETS: u32 = 1_000_000;
/// All, in basis points.
const ALL: u64 = 10_000;

/// Users lie in so many buckets, numbered from 0; those of a share of them have the canary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buckets {
    /// The header whose value is the number of a user's bucket.
    pub header: String,
    /// How many there are.
    pub buckets: u32,
}

impl Buckets {
    /// The first buckets, as many as a share of all of them is.
    #[must_use]
    pub fn first(&self, share: Share) -> Who {
        let buckets = u64::from(self.buckets) * u64::from(share.basis_points()) / ALL;
        let to = i64::try_from(buckets).unwrap_or(i64::MAX) - 1;
        Who::Numbers { header: self.header.clone(), from: 0, to }
    }

    /// Whether a share of them is a whole number of buckets.
    fn whole(&self, share: Share) -> bool {
        (u64::from(self.buckets) * u64::from(share.basis_points())).is_multiple_of(ALL)
    }

    /// The nearest shares below and above that are whole numbers of buckets and neither nothing nor all.
    fn near(&self, share: Share) -> Vec<Share> {
        let at = share.basis_points();
        let shares = |points: &mut dyn Iterator<Item = u16>| {
            points.map(Share::from_basis_points).find(|share| self.whole(*share))
        };
        let (below, above) =
            (shares(&mut (1..at).rev()), shares(&mut (at.saturating_add(1)..Share::ALL.basis_points())));
        below.into_iter().chain(above).collect()
    }

    /// A step whose share is no whole number of buckets is a mistake.
    pub(super) fn check(&self, input: &str, share: Share, map: &mut Map<'_, '_>) {
        if share != Share::NONE && share != Share::ALL && !self.whole(share) {
            let (input, near) = (input.to_owned(), self.near(share));
            map.add(InputProblem::Rollout(RolloutProblem::Buckets { input, share, buckets: self.buckets, near }));
        }
    }
}

/// `route: { header, buckets }` of a policy.
pub(super) fn buckets(map: &mut Map<'_, '_>) -> Option<Buckets> {
    map.given("route")?;
    let mut route = map.inner("route", &["header", "buckets"]);
    let header = header(&mut route, ("range", Some("[0,1)")));
    if route.given("buckets").is_none() {
        route.add(InputProblem::Missing { input: route.at("buckets") });
    }
    let buckets = route.whole("buckets", 2, MOST_BUCKETS);
    let Who::Numbers { header, .. } = header? else { return None };
    Some(Buckets { header, buckets: buckets? })
}

/// `route: { header, exact }` of a step.
pub(super) fn staff(step: &mut Map<'_, '_>, before: &[Step]) -> Option<Who> {
    let mut route = step.inner("route", &["header", "exact"]);
    if route.given("exact").is_none() {
        route.add(InputProblem::Missing { input: route.at("exact") });
        return None;
    }
    let who = header(&mut route, ("exact", None))?;
    let input = route.path.clone();
    if before.iter().any(|step| step.staff.is_none()) {
        route.add(InputProblem::Rollout(RolloutProblem::StaffLate { input }));
    } else if before.iter().any(|step| step.staff.as_ref() == Some(&who)) {
        route.add(InputProblem::Rollout(RolloutProblem::StaffTwice { input }));
    }
    Some(who)
}

/// A rule as `routes` reads it, with the same words where it is none.
fn header(route: &mut Map<'_, '_>, (word, value): (&'static str, Option<&'static str>)) -> Option<Who> {
    if route.given("header").is_none() {
        route.add(InputProblem::Missing { input: route.at("header") });
        return None;
    }
    let value = value.map_or_else(|| route.given(word).cloned().unwrap_or_default(), |text| Json::Text(text.into()));
    let header = route.given("header").cloned().unwrap_or_default();
    let rule = Json::Map(vec![("header".into(), header), (word.into(), value)]);
    let path = route.path.clone();
    let rules = route.errors.take(routing_rules(&path, &rule))?;
    rules.first().and_then(Who::of)
}

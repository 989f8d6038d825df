//! Which requests a routing gives to a version.

use crate::traffic::routing::Routing;
use crate::traffic::rule::VersionMatch;
use crate::traffic::share::Fraction;
use crate::traffic::version::Version;

/// The requests that a routing gives to one version: a share of them at random, or those that its rules take.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reach {
    /// The share of the requests that no rule takes.
    pub share: Fraction,
    /// The rules that lead to the version.
    pub rules: Vec<VersionMatch>,
    /// Whether rules lead requests elsewhere that would count in the share.
    pub excepts: bool,
}

impl Reach {
    /// Of a version in a routing.
    #[must_use]
    pub fn of(routing: &Routing, version: &Version) -> Self {
        let share = routing.split().of(version);
        let ours = |rule: &&VersionMatch| rule.version == *version;
        let rules =
            if share == Fraction::ALL { Vec::new() } else { routing.rules.iter().filter(ours).cloned().collect() };
        Self { share, rules, excepts: share != Fraction::NONE && routing.rules.iter().any(|rule| !ours(&rule)) }
    }

    /// A share of all requests.
    #[must_use]
    pub const fn share(share: Fraction) -> Self {
        Self { share, rules: Vec::new(), excepts: false }
    }

    /// Whether there are no such requests.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.share == Fraction::NONE && self.rules.is_empty()
    }

    /// Whether rules alone lead there.
    #[must_use]
    pub fn by_rules(&self) -> bool {
        self.share == Fraction::NONE && !self.rules.is_empty()
    }

    /// The share that `other` has for certain.
    fn certain(&self) -> Fraction {
        if self.excepts { Fraction::NONE } else { self.share }
    }

    /// Whether each of these requests is among those of `other`, or, of a share at random, they are no more.
    #[must_use]
    pub fn within(&self, other: &Self) -> bool {
        let rules: Vec<&VersionMatch> = other.rules.iter().collect();
        let all = other.certain() == Fraction::ALL;
        let enough = all || (self.share <= other.certain() && self.rules.iter().all(|rule| rule.covered_by(&rules)));
        self == other || enough
    }

    /// Whether all requests that a rule takes are among these.
    #[must_use]
    pub fn holds(&self, rule: &VersionMatch) -> bool {
        Self { rules: vec![rule.clone()], ..Self::default() }.within(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::routing::VersionWeight;
    use crate::traffic::share::{Share, Weight};

    fn bucket(range: &str) -> VersionMatch {
        VersionMatch::range("x-bucket", range, Version::latest())
    }

    fn staff(text: &str) -> VersionMatch {
        VersionMatch::exact("x-canary", text, Version::latest())
    }

    fn routed(main: &str, rules: &[VersionMatch]) -> Reach {
        let routing = Routing { main: Version::named(main), additional: vec![], rules: rules.to_vec() };
        Reach::of(&routing, &Version::latest())
    }

    #[test]
    fn a_reach_is_within_another_that_has_each_of_its_requests() {
        let nothing = routed("7", &[]);
        let staff_first = routed("7", &[staff("yes")]);
        let more = routed("7", &[staff("yes"), bucket("[0,50)")]);
        let tenth = Reach::share(Fraction::from(Share::from_basis_points(1000)));
        let all = routed("$LATEST", &[]);
        let but = VersionMatch { version: Version::named("7"), ..staff("no") };
        let all_but = routed("$LATEST", &[but]);
        assert!(nothing.within(&staff_first) && nothing.within(&tenth) && nothing.is_none());
        assert!(staff_first.within(&more) && !more.within(&staff_first));
        assert!(!staff_first.within(&tenth) && !tenth.within(&staff_first) && !tenth.within(&more));
        assert!(more.within(&all) && tenth.within(&all) && all_but.within(&all));
        assert!(!all.within(&all_but) && !more.within(&all_but) && all_but.within(&all_but));
        assert!(more.holds(&bucket("[10,20]")) && !tenth.holds(&staff("yes")));
    }

    #[test]
    fn weights_reach_a_share_of_all() {
        let weight = Weight::from_wire("0.9").unwrap();
        let additional = vec![VersionWeight { version: Version::named("7"), weight }];
        let routing = Routing { main: Version::latest(), additional, rules: vec![] };
        let reach = Reach::of(&routing, &Version::latest());
        assert_eq!((reach.share.percent().as_str(), reach.by_rules()), ("10%", false));
    }
}

//! The traffic of an alias: routings as the API has them, and the splits that follow from them.

use std::fmt;

use serde::Serialize;

use crate::text::{sorted, sorted_by};
pub use crate::traffic::rule::VersionMatch;
use crate::traffic::share::{Fraction, Share, Weight};
pub use crate::traffic::version::Version;

/// The alias that carries default traffic, as the API names it.
pub const DEFAULT_ALIAS: &str = "$DEFAULT";

/// An alias as documentation writes it: `$default`; other names as they are.
#[must_use]
pub fn shown_alias(alias: &str) -> &str {
    if alias == DEFAULT_ALIAS { "$default" } else { alias }
}

/// What a trigger calls, as documentation writes it: `$latest`, or an alias or a version as above.
#[must_use]
pub fn shown_qualifier(qualifier: &str) -> &str {
    if qualifier == Version::LATEST { "$latest" } else { shown_alias(qualifier) }
}

/// One additional version of an alias with the fraction of traffic that goes to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct VersionWeight {
    /// The additional version.
    pub version: Version,
    /// Its fraction; the alias's main version gets what is left.
    pub weight: Weight,
}

/// The routing of an alias: a main version and either additional weights or rules.
#[derive(Debug, Clone, PartialEq)]
pub struct Routing {
    /// Gets everything that no weight and no rule takes.
    pub main: Version,
    /// At most one, as the API documents; more are kept as observed.
    pub additional: Vec<VersionWeight>,
    /// Rules; they and weights exclude each other.
    pub rules: Vec<VersionMatch>,
}

impl Routing {
    /// Everything to one version, nothing else named.
    #[must_use]
    pub const fn all_to(version: Version) -> Self {
        Self { main: version, additional: Vec::new(), rules: Vec::new() }
    }

    /// The documented grayscale form: main `$LATEST`, the last published version with the rest, also when it is 0 or 1.
    ///
    /// ```
    /// # use scf_grayscale::traffic::{routing::{Routing, Version}, share::Share};
    /// let routing = Routing::grayscale(Share::from_basis_points(1000), Version::named("7"));
    /// assert_eq!(routing.split().to_string(), "$latest 10% · 7 90%");
    /// ```
    #[must_use]
    pub fn grayscale(latest: Share, last: Version) -> Self {
        Self {
            main: Version::latest(),
            additional: vec![VersionWeight { version: last, weight: Weight::from(latest.rest()) }],
            rules: Vec::new(),
        }
    }

    /// The effective share of every version. With rules, what misses them: everything to main.
    #[must_use]
    pub fn split(&self) -> Split {
        let mut parts: Vec<(Version, Fraction)> = Vec::new();
        let mut main = Fraction::ALL;
        if self.rules.is_empty() {
            for VersionWeight { version, weight } in &self.additional {
                let portion = weight.portion().min(main);
                main = main.minus(portion);
                add(&mut parts, version, portion);
            }
        }
        add(&mut parts, &self.main, main);
        parts.retain(|(_, portion)| *portion != Fraction::NONE);
        Split(sorted_by(parts, |(one, _), (other, _)| one.cmp(other)))
    }

    /// Whether requests are routed by rules.
    #[must_use]
    pub const fn by_rules(&self) -> bool {
        !self.rules.is_empty()
    }

    /// Whether both treat every request the same: equal splits and equal rules.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        self.same_rules(other) && self.split() == other.split()
    }

    /// Whether these are its rules.
    #[must_use]
    pub fn rules_are(&self, rules: &[VersionMatch]) -> bool {
        self.same_rules(&Self { rules: rules.to_vec(), ..Self::all_to(self.main.clone()) })
    }

    /// Whether the rules are the same.
    fn same_rules(&self, other: &Self) -> bool {
        let (mine, others) = (self.ordered_rules(), other.ordered_rules());
        let same = |(one, two): (&&VersionMatch, &&VersionMatch)| one.version == two.version && one.takes_same(two);
        mine.len() == others.len() && mine.iter().zip(&others).all(same)
    }

    /// The rules in an order of their own where it does not matter: which rule wins is not documented, so it counts where
    /// they lead to several versions.
    pub(in crate::traffic) fn ordered_rules(&self) -> Vec<&VersionMatch> {
        let one_version =
            self.rules.iter().all(|rule| self.rules.first().is_some_and(|one| one.version == rule.version));
        if !one_version {
            return self.rules.iter().collect();
        }
        let text = |rule: &VersionMatch| [&rule.key, " ", &rule.method, " ", &*rule.plain()].concat();
        sorted(self.rules.iter(), |rule| text(rule))
    }

    /// The most traffic that `version` can get: its part of the split, or all where a rule names it.
    #[must_use]
    pub fn most_of(&self, version: &Version) -> Fraction {
        if self.rules.iter().any(|rule| rule.version == *version) { Fraction::ALL } else { self.split().of(version) }
    }

    /// The published versions that it names, also with weight 0, in ascending order.
    #[must_use]
    pub fn published(&self) -> Vec<Version> {
        let named = std::iter::once(&self.main)
            .chain(self.additional.iter().map(|part| &part.version))
            .chain(self.rules.iter().map(|rule| &rule.version));
        let mut versions = sorted(named.filter(|version| version.number().is_some()).cloned(), Version::number);
        versions.dedup();
        versions
    }
}

fn add(parts: &mut Vec<(Version, Fraction)>, version: &Version, portion: Fraction) {
    match parts.iter_mut().find(|(known, _)| known == version) {
        Some((_, sum)) => *sum = sum.plus(portion),
        None => parts.push((version.clone(), portion)),
    }
}

/// Rules follow the split of requests that match none.
impl fmt::Display for Routing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.split().fmt(f)?;
        for rule in &self.rules {
            write!(f, " · {rule}")?;
        }
        Ok(())
    }
}

/// The effective share per version; versions without traffic are not in it. Shares add up to exactly 1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Split(Vec<(Version, Fraction)>);

impl Split {
    /// The share of `version`.
    #[must_use]
    pub fn of(&self, version: &Version) -> Fraction {
        self.0.iter().find(|(known, _)| known == version).map_or(Fraction::NONE, |(_, portion)| *portion)
    }

    /// Versions and shares, `$LATEST` first, then ascending.
    pub fn iter(&self) -> impl Iterator<Item = (&Version, Fraction)> {
        self.0.iter().map(|(version, portion)| (version, *portion))
    }

    /// The one version that gets everything, if there is one.
    #[must_use]
    pub fn only(&self) -> Option<&Version> {
        match self.0.as_slice() {
            [(version, _)] => Some(version),
            _ => None,
        }
    }
}

/// `$latest 10% · 7 90%`.
impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (version, portion)) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(" · ")?;
            }
            write!(f, "{version} {}", portion.percent())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighted(main: &str, version: &str, weight: &str) -> Routing {
        let weight = Weight::from_wire(weight).unwrap();
        Routing {
            main: Version::named(main),
            additional: vec![VersionWeight { version: Version::named(version), weight }],
            rules: vec![],
        }
    }

    #[test]
    fn equal_splits_are_equal_routings() {
        let seven = Routing::all_to(Version::named("7"));
        assert!(seven.same_as(&weighted("$LATEST", "7", "1")));
        assert!(seven.same_as(&weighted("7", "$LATEST", "0")));
        assert!(!seven.same_as(&weighted("$LATEST", "7", "0.9999")));
        assert!(weighted("$LATEST", "7", "0.9").same_as(&weighted("7", "$latest", "0.1")));
    }

    #[test]
    fn versions_sort_by_number() {
        let mut versions: Vec<Version> =
            ["10", "odd", "9", "$LATEST", "1"].iter().map(|name| Version::named(name)).collect();
        versions.sort();
        let names: Vec<&str> = versions.iter().map(Version::wire).collect();
        assert_eq!(names, ["$LATEST", "1", "9", "10", "odd"]);
        assert_eq!(Version::named("+7").number(), None);
    }

    #[test]
    fn rules_make_another_routing_of_the_same_split() {
        let mut ruled = Routing::all_to(Version::latest());
        ruled.rules.push(VersionMatch {
            version: Version::named("2"),
            key: "invoke.headers.user".into(),
            method: "exact".into(),
            expression: "me".into(),
        });
        assert!(!ruled.same_as(&Routing::all_to(Version::latest())));
        assert_eq!(ruled.most_of(&Version::named("2")), Fraction::ALL);
        assert_eq!(ruled.to_string(), "$latest 100% · user=me:2");
        assert_eq!(ruled.published(), [Version::named("2")]);
    }

    #[test]
    fn nonsense_from_outside_still_adds_up_to_one() {
        let mut broken = weighted("$LATEST", "7", "0.8");
        broken
            .additional
            .push(VersionWeight { version: Version::named("8"), weight: Weight::from_wire("0.7").unwrap() });
        assert_eq!(broken.split().to_string(), "7 80% · 8 20%");
        assert_eq!(weighted("7", "7", "0.3").split().to_string(), "7 100%");
    }
}

//! Which version the users of an alias should be on, and which versions a rollback left (rule 22).
//!
//! A [`Baseline`] is what a run leaves on record with each write of an alias: in the journal, and in the mark on the alias
//! itself, so that another machine knows it too. It counts only while the alias still routes as it did then.

use sha2::{Digest, Sha256};

use crate::traffic::routing::{Routing, Version};

/// What is on record about an alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// The version that users should be on.
    pub stable: Version,
    /// The version that had all the traffic before the last release began. After a rollback it is `stable` itself: there is
    /// nothing left to roll back.
    pub was: Option<Version>,
    /// The newest version at the last rollback: versions up to it, but for `stable`, are withdrawn. 0 where there was none.
    pub up_to: u64,
}

impl Baseline {
    /// Users are on `stable`, and everything that was published so far besides is withdrawn.
    #[must_use]
    pub fn rolled_back(stable: Version, newest: u64) -> Self {
        Self { was: Some(stable.clone()), stable, up_to: newest }
    }

    /// Whether a rollback left this version.
    #[must_use]
    pub fn withdrew(&self, version: &Version) -> bool {
        *version != self.stable && version.number().is_some_and(|number| number <= self.up_to)
    }
}

/// What the journal knows of an alias.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OnRecord {
    /// What its last change left it at, as it was read back or, where the run was cut off, as it was written.
    pub left: Option<Routing>,
    /// What that change left on record.
    pub baseline: Option<Baseline>,
    /// The newest version at the last rollback, also where someone changed the alias since.
    pub up_to: u64,
    /// Digests of packages that were on `$LATEST` when a rollback left it.
    pub withdrawn: Vec<String>,
    /// The digests that the code on `$LATEST` may have by the journal, in lower case; empty where it does not know.
    pub on_latest: Vec<String>,
    /// Versions that this journal's runs gave provisioned concurrency, and how many instances: as they were set last.
    pub provisioned: Vec<(Version, u32)>,
    /// When its last change was over, in seconds since 1970.
    pub changed_s: u64,
}

/// The stable version of a routing without any record: the published version that it names, also with weight 0; of two, the
/// older.
#[must_use]
pub fn named(routing: &Routing) -> Option<Version> {
    routing.published().into_iter().next()
}

/// Four digits that differ between routings that treat requests differently, but by chance.
#[must_use]
pub fn fingerprint(routing: &Routing) -> String {
    let mut digest = Sha256::new();
    for (version, share) in routing.split().iter() {
        digest.update([version.wire(), "=", &share.to_string(), ";"].concat());
    }
    for rule in routing.ordered_rules() {
        digest.update([rule.version.wire(), "?", &rule.key, " ", &rule.method, " ", &rule.plain(), ";"].concat());
    }
    let mut text = hex::encode(digest.finalize());
    text.truncate(4);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::routing::{VersionMatch, VersionWeight};
    use crate::traffic::share::Weight;

    fn weighted(main: &str, version: &str, weight: &str) -> Routing {
        let weight = Weight::from_wire(weight).unwrap();
        let additional = vec![VersionWeight { version: Version::named(version), weight }];
        Routing { main: Version::named(main), additional, rules: vec![] }
    }

    #[test]
    fn equal_splits_have_equal_fingerprints() {
        let seven = Routing::all_to(Version::named("7"));
        assert_eq!(fingerprint(&seven), fingerprint(&weighted("$LATEST", "7", "1")));
        assert_ne!(fingerprint(&seven), fingerprint(&weighted("$LATEST", "7", "0.9")));
        let mut ruled = seven.clone();
        ruled.rules.push(VersionMatch {
            version: Version::latest(),
            key: "invoke.headers.x".into(),
            method: "exact".into(),
            expression: "yes".into(),
        });
        assert_ne!(fingerprint(&seven), fingerprint(&ruled));
    }

    #[test]
    fn of_two_published_versions_the_older_is_stable() {
        assert_eq!(named(&weighted("7", "3", "0.1")), Some(Version::named("3")));
        assert_eq!(named(&weighted("$LATEST", "7", "0")), Some(Version::named("7")));
        assert_eq!(named(&Routing::all_to(Version::latest())), None);
    }

    #[test]
    fn versions_up_to_the_newest_at_a_rollback_are_withdrawn_but_for_stable() {
        let baseline = Baseline::rolled_back(Version::named("2"), 4);
        let withdrawn: Vec<bool> =
            ["1", "2", "3", "4", "5", "$LATEST"].iter().map(|name| baseline.withdrew(&Version::named(name))).collect();
        assert_eq!(withdrawn, [true, false, true, true, false, false]);
    }
}

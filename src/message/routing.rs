//! Who gets the traffic of an alias: shares, and rules.

use serde::Serialize;

use super::parts::VersionShare;
use crate::traffic::routing::{Routing, Version, VersionMatch};
use crate::traffic::rule::Test;

/// What an alias says, or will say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Shares {
    /// Shares of versions that exist.
    Routing(String),
    /// Shares, of which one is for a version that the run makes.
    Parts(Vec<NewPart>),
    /// Rules decide.
    Rules(Ruled),
}

/// Rules, and who gets the requests that none of them takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RoutingByRules"))]
pub struct Ruled {
    /// The rules, in their order.
    pub rules: Vec<Rule>,
    /// Who gets the rest.
    pub rest: Vec<NewPart>,
}

/// A version that gets traffic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NewPart {
    /// Which version, and its share.
    #[serde(flatten)]
    pub part: VersionShare,
    /// How the run makes it, where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub made_by: Option<MadeBy>,
}

/// How a run makes a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum MadeBy {
    /// By publishing.
    Publish,
    /// By saving the code that was on `$latest`.
    Protect,
}

/// A routing rule: the requests that it takes go to a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RuleFacts"))]
#[serde(remote = "Self")]
pub struct Rule {
    /// The name of the header, or of the entry in the routing key.
    pub header: String,
    /// Which of its values it takes.
    #[serde(flatten)]
    pub takes: Takes,
    /// The version: `$latest`, `7`.
    pub to: String,
}

/// Which values of a header a rule takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RuleTakes"))]
#[serde(untagged)]
pub enum Takes {
    /// This text.
    Exact {
        /// The text.
        exact: String,
    },
    /// Whole numbers.
    Range {
        /// The first.
        #[cfg_attr(test, ts(type = "number"))]
        from: i64,
        /// The last.
        #[serde(rename = "upTo")]
        #[cfg_attr(test, ts(type = "number"))]
        up_to: i64,
    },
    /// A form that is not documented, as the API has it.
    Other {
        /// Its method.
        method: String,
        /// Its expression.
        expression: String,
    },
}

impl Rule {
    /// The rules of a routing, in their order.
    #[must_use]
    pub fn all(rules: &[VersionMatch]) -> Vec<Self> {
        rules.iter().map(Self::from).collect()
    }
}

impl From<&VersionMatch> for Rule {
    fn from(rule: &VersionMatch) -> Self {
        let takes = match rule.test() {
            Test::Is(text) => Takes::Exact { exact: text.to_owned() },
            Test::Between(from, up_to) => Takes::Range { from, up_to },
            Test::Other => Takes::Other { method: rule.method.clone(), expression: rule.expression.clone() },
        };
        Self { header: rule.header().to_owned(), takes, to: rule.version.shown().to_owned() }
    }
}

impl Shares {
    /// Rules and the rest; the rest alone where there are no rules.
    #[must_use]
    pub fn by_rules(rules: &[VersionMatch], rest: Vec<NewPart>) -> Self {
        if rules.is_empty() {
            return Self::Parts(rest);
        }
        Self::Rules(Ruled { rules: Rule::all(rules), rest })
    }
}

impl From<&Routing> for Shares {
    fn from(routing: &Routing) -> Self {
        let split = routing.split();
        if !routing.by_rules() {
            return Self::Routing(split.to_string());
        }
        let rest = VersionShare::of_split(&split).into_iter().map(|part| NewPart { part, made_by: None });
        Self::by_rules(&routing.rules, rest.collect())
    }
}

/// What becomes of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(arbitrary::Arbitrary))]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "what", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RuleChange {
    /// It is new.
    Comes {
        /// Which.
        rule: Rule,
    },
    /// It stays as it is.
    Stays {
        /// Which.
        rule: Rule,
    },
    /// It takes other values, or leads elsewhere.
    Changes {
        /// As it was.
        was: Rule,
        /// As it will be.
        rule: Rule,
    },
}

/// What people should know of the rules of an alias.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, strum::IntoStaticStr)]
#[cfg_attr(test, derive(arbitrary::Arbitrary, ts_rs::TS))]
#[serde(tag = "code", content = "params", rename_all_fields = "camelCase")]
pub enum RoutingNote {
    /// Rules are removed.
    RulesDropped {
        /// Which.
        rules: Vec<Rule>,
        /// Whether the journal keeps them.
        recorded: bool,
    },
    /// Rules decide, and stay.
    Ruled {
        /// Which.
        rules: Vec<Rule>,
        /// The function.
        key: String,
        /// The stage.
        stage: String,
    },
    /// What becomes of the rules.
    RulesChange {
        /// Rule by rule.
        rules: Vec<RuleChange>,
    },
    /// Rules replace the shares.
    SharesEnd {
        /// The shares as they were.
        parts: Vec<VersionShare>,
    },
    /// A rule no longer takes all that it took: some of its users change sides.
    UsersChangeSides {
        /// The rule as it was.
        was: Rule,
    },
    /// `routes` has no effect before a version is published.
    NothingToRoute,
    /// Rules are not restored, since the code that they lead to was replaced.
    RulesNotRestored {
        /// Which.
        rules: Vec<Rule>,
        /// Who gets what they took.
        rest: Version,
    },
}

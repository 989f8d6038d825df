//! Who gets the canary: a share of all calls at random, or the callers that rules name, whichever version the canary is.

use crate::decimal::Decimal;
use crate::json::Json;
use crate::message::rollout::Callers;
use crate::message::routing::Takes;
use crate::rollout::figures::list;
use crate::traffic::routing::{Routing, Version, VersionMatch};
use crate::traffic::rule::{Test, range};
use crate::traffic::share::{Fraction, Share};

/// Whom a rule takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Whoever sends exactly this text.
    Exact {
        /// The name of the header, or of the entry in the routing key.
        header: String,
        /// The text.
        text: String,
    },
    /// Whoever sends a whole number from one to the other, both included.
    Numbers {
        /// The name of the header, or of the entry in the routing key.
        header: String,
        /// The first.
        from: i64,
        /// The last.
        to: i64,
    },
}

/// What a version has of an alias. An alias has either weights or rules, so one of both is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Portion {
    /// A share of all calls at random.
    pub share: Fraction,
    /// The callers that rules name; they and a share exclude each other.
    pub rules: Vec<Who>,
}

impl Who {
    /// Whom a routing rule takes; `None` of a form that is not documented.
    #[must_use]
    pub fn of(rule: &VersionMatch) -> Option<Self> {
        let header = rule.header().to_owned();
        match rule.test() {
            Test::Is(text) => Some(Self::Exact { header, text: text.to_owned() }),
            Test::Between(from, to) => Some(Self::Numbers { header, from, to }),
            Test::Other => None,
        }
    }

    /// As a rule that leads to a version.
    #[must_use]
    pub fn to(&self, version: &Version) -> VersionMatch {
        match self {
            Self::Exact { header, text } => VersionMatch::exact(header, text, version.clone()),
            Self::Numbers { header, .. } => VersionMatch::range(header, &self.expression(), version.clone()),
        }
    }

    /// `[0,50)`, as people write it; the text of the other kind.
    fn expression(&self) -> String {
        match self {
            Self::Exact { text, .. } => text.clone(),
            Self::Numbers { from, to, .. } => match to.checked_add(1) {
                Some(after) => ["[", &from.to_string(), ",", &after.to_string(), ")"].concat(),
                None => ["[", &from.to_string(), ",", &to.to_string(), "]"].concat(),
            },
        }
    }

    /// Whether it takes everyone whom the other one takes.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Numbers { header, from, to }, Self::Numbers { header: of, from: first, to: last }) => {
                header == of && from <= first && last <= to
            }
            _ => self == other,
        }
    }

    /// `{ header, exact }`, or `{ header, range }`.
    #[must_use]
    pub fn to_json(&self) -> Json<'static> {
        let (header, word) = match self {
            Self::Exact { header, .. } => (header, "exact"),
            Self::Numbers { header, .. } => (header, "range"),
        };
        let text = |text: String| Json::Text(text.into());
        Json::Map(vec![("header".into(), text(header.clone())), (word.into(), text(self.expression()))])
    }

    fn read(value: &Json<'_>) -> Option<Self> {
        let header = value.text("header")?;
        match value.text("exact") {
            Some(text) => Some(Self::Exact { header, text }),
            None => {
                let (from, to) = range(&value.text("range")?)?;
                Some(Self::Numbers { header, from, to })
            }
        }
    }
}

impl From<&Who> for Callers {
    fn from(who: &Who) -> Self {
        match who.clone() {
            Who::Exact { header, text } => Self { header, takes: Takes::Exact { exact: text } },
            Who::Numbers { header, from, to } => Self { header, takes: Takes::Range { from, up_to: to } },
        }
    }
}

impl Portion {
    /// Nothing.
    pub const NONE: Self = Self::share(Fraction::NONE);
    /// Everything.
    pub const ALL: Self = Self::share(Fraction::ALL);

    /// A share at random.
    #[must_use]
    pub const fn share(share: Fraction) -> Self {
        Self { share, rules: Vec::new() }
    }

    /// What the canary has, where nobody else has a part but stable; `None` where others do, or a rule is of another kind.
    #[must_use]
    pub fn of(routing: &Routing, canary: &Version, stable: &Version) -> Option<Self> {
        let split = routing.split();
        let known = |version: &Version| version == canary || version == stable;
        if !split.iter().all(|(version, _)| known(version)) {
            return None;
        }
        if !routing.by_rules() {
            return Some(Self::share(split.of(canary)));
        }
        let leads = routing.rules.iter().all(|rule| rule.version == *canary) && split.of(canary) == Fraction::NONE;
        let rules = routing.rules.iter().map(Who::of).collect::<Option<Vec<_>>>().filter(|_| leads)?;
        Some(Self { share: Fraction::NONE, rules })
    }

    /// Whether it is nothing.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::NONE
    }

    /// Whether rules decide.
    #[must_use]
    pub fn by_rules(&self) -> bool {
        !self.rules.is_empty()
    }

    /// Whether both give the same callers the canary, in whichever order the rules stand: all of them lead to one version.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        let holds = |one: &Self, other: &Self| other.rules.iter().all(|rule| one.rules.contains(rule));
        self.share == other.share && holds(self, other) && holds(other, self)
    }

    /// Whether everyone who has the canary by the other one has it by this one, too.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        let taken = |rule: &Who| self.rules.iter().any(|own| own.covers(rule));
        self.share == Fraction::ALL || (other.share <= self.share && other.rules.iter().all(taken))
    }

    /// Its rules, for people.
    #[must_use]
    pub fn callers(&self) -> Vec<Callers> {
        self.rules.iter().map(Callers::from).collect()
    }

    /// Its rules, for requests and journals.
    #[must_use]
    pub fn rules_json(&self) -> Json<'static> {
        Json::List(self.rules.iter().map(Who::to_json).collect())
    }

    /// A number, or `{ rules }`.
    #[must_use]
    pub fn to_json(&self) -> Json<'static> {
        if self.by_rules() {
            return Json::Map(vec![("rules".into(), self.rules_json())]);
        }
        Json::Number(self.share.to_string().into())
    }

    /// What [`Portion::to_json`] wrote; `None` where it is none.
    #[must_use]
    pub fn read(value: &Json<'_>) -> Option<Self> {
        match value {
            Json::Number(text) => Decimal::of_json(text).as_ref().map(Fraction::of_decimal).map(Self::share),
            Json::Map(_) => {
                let rules = list(value.get("rules")).iter().map(Who::read).collect::<Option<Vec<_>>>()?;
                (!rules.is_empty()).then_some(Self { share: Fraction::NONE, rules })
            }
            _ => None,
        }
    }
}

impl From<Share> for Portion {
    fn from(share: Share) -> Self {
        Self::share(share.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::routing::VersionWeight;
    use crate::traffic::share::Weight;

    fn portion(text: &str) -> Portion {
        Portion::read(&Json::from_json(text).unwrap()).unwrap()
    }

    const BOTH: &str = r#"{"rules":[{"header":"x-canary","exact":"yes"},{"header":"x-bucket","range":"[0,50)"}]}"#;

    #[test]
    fn what_is_written_is_read() {
        for text in ["0", "0.05", "1", BOTH] {
            assert_eq!(portion(text).to_json().to_json(), text);
        }
        for text in ["null", "\"5%\"", "{}", r#"{"rules":[]}"#, r#"{"rules":[{"header":"x","range":"a"}]}"#] {
            assert_eq!(Portion::read(&Json::from_json(text).unwrap()), None, "{text}");
        }
    }

    #[test]
    fn a_routing_says_what_the_canary_has_as_long_as_it_has_it_alone() {
        let (canary, stable) = (Version::latest(), Version::named("7"));
        let of = |routing: &Routing| Portion::of(routing, &canary, &stable);
        let mut routing = Routing::all_to(stable.clone());
        assert_eq!(of(&routing), Some(Portion::NONE));
        routing.rules = vec![
            VersionMatch::range("x-bucket", "[0,49]", Version::latest()),
            VersionMatch::exact("x-canary", "yes", Version::latest()),
        ];
        // however the range is written, and whichever rule stands first
        assert!(of(&routing).is_some_and(|found| found.same_as(&portion(BOTH)) && found != portion(BOTH)));
        let others = [
            Routing { main: Version::named("3"), ..routing.clone() },
            Routing { main: Version::latest(), ..routing.clone() },
            Routing { rules: vec![VersionMatch::exact("x-canary", "yes", Version::named("7"))], ..routing.clone() },
            Routing {
                rules: vec![VersionMatch { method: "prefix".into(), ..routing.rules[1].clone() }],
                ..routing.clone()
            },
        ];
        for other in others {
            assert_eq!(of(&other), None, "{other}");
        }
        let weight = Weight::from_wire("0.95").unwrap();
        let weighted = Routing {
            main: Version::latest(),
            additional: vec![VersionWeight { version: stable.clone(), weight }],
            rules: vec![],
        };
        assert_eq!(of(&weighted), Some(portion("0.05")));
    }

    #[test]
    fn buckets_that_grow_keep_their_callers() {
        let bucket = |range: &str| portion(&format!(r#"{{"rules":[{{"header":"x-bucket","range":"{range}"}}]}}"#));
        assert!(bucket("[0,250)").covers(&bucket("[0,50)")) && !bucket("[0,50)").covers(&bucket("[0,250)")));
        assert!(!bucket("[100,250)").covers(&bucket("[0,50)")) && portion(BOTH).covers(&bucket("[0,50)")));
        assert!(!bucket("[0,50)").covers(&portion(BOTH)) && Portion::ALL.covers(&portion(BOTH)));
        assert!(!bucket("[0,50)").covers(&portion("0.05")) && portion(BOTH).covers(&Portion::NONE));
    }
}

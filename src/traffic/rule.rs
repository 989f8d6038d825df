//! Routing rules, and which requests one takes.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use crate::traffic::version::Version;

/// What stands before the header's name in the key of a rule.
pub const KEY_PREFIX: &str = "invoke.headers.";

/// A routing rule: requests whose key matches go to `version`, all others to the alias's main version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RoutingRule"))]
#[serde(rename_all = "PascalCase")]
pub struct VersionMatch {
    /// Where a hit goes.
    pub version: Version,
    /// `invoke.headers.<key>`.
    pub key: String,
    /// `exact` or `range`.
    pub method: String,
    /// The text to equal, or a range such as `[0,10)`.
    pub expression: String,
}

/// As it is typed: `x-canary=yes:latest`.
impl fmt::Display for VersionMatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let version = if self.version.is_latest() { "latest" } else { self.version.wire() };
        match self.test() {
            Test::Other => write!(f, "{} {} {}:{version}", self.header(), self.method, self.expression),
            _ => write!(f, "{}={}:{version}", self.header(), self.expression),
        }
    }
}

/// What a rule compares the header's value with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test<'a> {
    /// The value is exactly this text.
    Is(&'a str),
    /// The value is a whole number from one to the other, both included.
    Between(i64, i64),
    /// A form that is not documented.
    Other,
}

/// The first and the last number of `[a,b]`, `(a,b)`, `[a,b)` or `(a,b]`; the last is below the first where no number is
/// in it. `None` where it is no range of whole numbers.
#[must_use]
pub fn range(expression: &str) -> Option<(i64, i64)> {
    let text = expression.trim();
    let open = text.starts_with('(');
    let inner = text.strip_prefix(['[', '('])?;
    let closes = text.ends_with(')');
    let (from, to) = inner.strip_suffix([']', ')'])?.split_once(',')?;
    let (from, to) = (number(from)?, number(to)?);
    let from = if open { from.checked_add(1)? } else { from };
    Some((from, if closes { to.checked_sub(1)? } else { to }))
}

fn number(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

impl VersionMatch {
    /// A rule of the form that the API documents: the value is exactly `text`.
    #[must_use]
    pub fn exact(header: &str, text: &str, version: Version) -> Self {
        let key = [KEY_PREFIX, header].concat();
        Self { version, key, method: "exact".to_owned(), expression: text.to_owned() }
    }

    /// The other one: the value is a whole number in a range such as `[0,50)`.
    #[must_use]
    pub fn range(header: &str, range: &str, version: Version) -> Self {
        let key = [KEY_PREFIX, header].concat();
        Self { version, key, method: "range".to_owned(), expression: range.to_owned() }
    }

    /// The name of the header, or of the entry in the routing key.
    #[must_use]
    pub fn header(&self) -> &str {
        self.key.strip_prefix(KEY_PREFIX).unwrap_or(&self.key)
    }

    /// What the value is compared with.
    #[must_use]
    pub fn test(&self) -> Test<'_> {
        match self.method.as_str() {
            "exact" => Test::Is(&self.expression),
            "range" => range(&self.expression).map_or(Test::Other, |(from, to)| Test::Between(from, to)),
            _ => Test::Other,
        }
    }

    /// The expression; of ranges that take the same numbers the same.
    #[must_use]
    pub fn plain(&self) -> Cow<'_, str> {
        match self.test() {
            Test::Between(from, to) => Cow::Owned(["[", &from.to_string(), ",", &to.to_string(), "]"].concat()),
            Test::Is(_) | Test::Other => Cow::Borrowed(&self.expression),
        }
    }

    /// Whether both look at the same header in the same way: then one is a change of the other.
    #[must_use]
    pub fn same_kind(&self, other: &Self) -> bool {
        self.key == other.key && self.method == other.method
    }

    /// Whether both take the same requests, however the range is written.
    #[must_use]
    pub fn takes_same(&self, other: &Self) -> bool {
        let same = match (self.test(), other.test()) {
            (Test::Other, _) | (_, Test::Other) => self.expression == other.expression,
            (one, two) => one == two,
        };
        self.same_kind(other) && same
    }

    /// Whether some value of the header is taken by both.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let inside = |text: &str, from: i64, to: i64| number(text).is_some_and(|value| (from..=to).contains(&value));
        let both = match (self.test(), other.test()) {
            (Test::Is(one), Test::Is(two)) => one == two,
            (Test::Between(from, to), Test::Between(other_from, other_to)) => from <= other_to && other_from <= to,
            (Test::Is(text), Test::Between(from, to)) | (Test::Between(from, to), Test::Is(text)) => {
                inside(text, from, to)
            }
            _ => self.takes_same(other),
        };
        self.key == other.key && both
    }

    /// Whether `others` together take each request that this one takes.
    #[must_use]
    pub fn covered_by(&self, others: &[&Self]) -> bool {
        if others.iter().any(|other| self.takes_same(other)) {
            return true;
        }
        let ranges: Vec<(i64, i64)> = others
            .iter()
            .filter(|other| other.key == self.key)
            .filter_map(|other| match other.test() {
                Test::Between(from, to) => Some((from, to)),
                _ => None,
            })
            .collect();
        let (mut next, last) = match self.test() {
            Test::Between(from, to) => (from, to),
            Test::Is(text) => match number(text).filter(|value| value.to_string() == text) {
                Some(value) => (value, value),
                None => return false,
            },
            Test::Other => return false,
        };
        while next <= last {
            let Some((_, to)) = ranges.iter().find(|(from, to)| (from..=to).contains(&&next)) else { return false };
            match to.checked_add(1) {
                Some(after) => next = after,
                None => return true,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(range: &str) -> VersionMatch {
        VersionMatch::range("x-bucket", range, Version::latest())
    }

    fn staff(text: &str) -> VersionMatch {
        VersionMatch::exact("x-canary", text, Version::latest())
    }

    #[test]
    fn brackets_say_whether_the_ends_belong() {
        for (text, ends) in [
            ("[0,50)", Some((0, 49))),
            ("[0,50]", Some((0, 50))),
            ("(0,50)", Some((1, 49))),
            ("(0,50]", Some((1, 50))),
            (" [ 0 , 50 ) ", Some((0, 49))),
            ("[-5,5]", Some((-5, 5))),
            ("[5,5)", Some((5, 4))),
            ("[0,50", None),
            ("0,50", None),
            ("[a,50)", None),
            ("[0.5,50)", None),
            ("[+1,50)", None),
            ("[0,1,2)", None),
            ("[,5)", None),
            ("[0,99999999999999999999)", None),
            ("(9223372036854775807,5)", None),
            ("", None),
        ] {
            assert_eq!(range(text), ends, "{text}");
        }
    }

    #[test]
    fn rules_that_take_the_same_requests() {
        assert!(bucket("[0,50)").takes_same(&bucket("[0,49]")));
        assert!(!bucket("[0,50)").takes_same(&bucket("[0,50]")));
        assert!(!staff("5").takes_same(&bucket("[5,5]")));
        assert!(bucket("[0,50)").meets(&bucket("[49,60]")));
        assert!(!bucket("[0,50)").meets(&bucket("[50,60]")));
        assert!(!staff("yes").meets(&staff("no")));
        let five = VersionMatch::exact("x-bucket", "5", Version::latest());
        assert!(five.meets(&bucket("[0,50)")));
    }

    #[test]
    fn several_ranges_cover_one() {
        let (low, high) = (bucket("[0,50)"), bucket("[50,100)"));
        assert!(bucket("[10,90]").covered_by(&[&high, &low]));
        assert!(!bucket("[10,100]").covered_by(&[&high, &low]));
        assert!(!bucket("[10,90]").covered_by(&[&low, &bucket("[51,100)")]));
        let five = |text| VersionMatch::exact("x-bucket", text, Version::latest());
        assert!(five("5").covered_by(&[&low]));
        assert!(!five("05").covered_by(&[&low]));
        assert!(!five("50").covered_by(&[&low]));
        let all = bucket("[-9223372036854775808,9223372036854775807]");
        assert!(bucket("[0,9223372036854775807]").covered_by(&[&all]));
    }
}

//! Texts of the inputs that came from environment variables. They may be secrets, so plans and errors show the names of
//! the variables instead (rule 21).

use std::fmt;

use super::key_table::{KEYS, Place};
use crate::json::Json;
use crate::text::{quoted, sorted};

/// A shorter text is hidden only where it is a whole value: hiding `dev` inside other texts would make errors unreadable.
pub(super) const SHORTEST_PART: usize = 6;
/// Errors show so many letters of a long value.
const SHOWN_OF_LONG: usize = 60;

/// Texts, and what is shown in their place. The longest ones first: one may be a part of another.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct FromEnvironment(Vec<(String, String)>);

impl fmt::Debug for FromEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(_, label)| label)).finish()
    }
}

impl FromEnvironment {
    /// Reads `[{ name, text, input? }]`; what has another form is passed over. `input` is the input that holds the text: what a
    /// function is called and where it lies is shown as it is.
    #[must_use]
    pub fn read(given: Option<&Json<'_>>) -> Self {
        let Some(Json::List(items)) = given else { return Self::default() };
        let texts = items.iter().filter_map(|item| {
            let (name, text) = (item.text("name")?, item.text("text")?);
            let text = text.trim();
            let hidden = item.text("input").is_none_or(|input| input == "environment" || may_be_labelled(&input));
            (hidden && !text.is_empty()).then(|| (text.to_owned(), ["(from env.", &name, ")"].concat()))
        });
        Self::default().and(texts)
    }

    /// With more texts, each with what is shown in its place.
    #[must_use]
    pub fn and(self, more: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut all: Vec<(String, String)> = Vec::new();
        for one in self.0.into_iter().chain(more) {
            if !all.contains(&one) {
                all.push(one);
            }
        }
        Self(sorted(all, |(text, _)| std::cmp::Reverse(text.len())))
    }

    /// Whether nothing came from the environment.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is shown in the place of a value of the inputs; `None` where nothing in it came from the environment.
    #[must_use]
    pub fn label(&self, value: &Json<'_>) -> Option<String> {
        let mut labels = Vec::new();
        self.collect(value, &mut labels);
        (!labels.is_empty()).then(|| labels.join(", "))
    }

    fn collect<'a>(&'a self, value: &Json<'_>, labels: &mut Vec<&'a str>) {
        match value {
            Json::Text(given) => {
                let given = given.trim();
                let whole = self.0.iter().find(|(text, _)| text == given);
                let part =
                    || self.0.iter().find(|(text, _)| text.len() >= SHORTEST_PART && given.contains(text.as_str()));
                if let Some((_, label)) = whole.or_else(part)
                    && !labels.contains(&label.as_str())
                {
                    labels.push(label);
                }
            }
            Json::List(items) => items.iter().for_each(|item| self.collect(item, labels)),
            Json::Map(entries) => entries.iter().for_each(|(_, value)| self.collect(value, labels)),
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }

    /// A sentence without these texts.
    #[must_use]
    pub fn hide(&self, prose: &str) -> String {
        let mut prose = prose.to_owned();
        for (text, label) in &self.0 {
            prose = prose.replace(&quoted(text), label);
            if text.len() < SHORTEST_PART {
                continue;
            }
            prose = prose.replace(text.as_str(), label);
            // as errors quote it: without control characters, and only the beginning of a long one
            let clean = quoted(text);
            let clean = clean.trim_matches('"');
            let head: String = clean.chars().take(SHOWN_OF_LONG).collect();
            prose = prose.replace(clean, label).replace(&head, label);
        }
        prose
    }

    /// JSON text without these texts in any of its strings.
    #[must_use]
    pub fn hide_in_json(&self, text: String) -> String {
        if self.0.is_empty() {
            return text;
        }
        match Json::from_json(&text) {
            Ok(value) => value.with_texts(&|prose| self.hide(prose)).to_json(),
            Err(_) => self.hide(&text),
        }
    }
}

/// Whether an input is a setting whose value plans show and may hide. Where a function is, and where its code comes from, is
/// shown as it is.
#[must_use]
pub fn may_be_labelled(input: &str) -> bool {
    const PLACES: &[&str] = &["environment", "region", "namespace", "src", "zip", "codeSha256", "image"];
    KEYS.iter().any(|key| key.name == input && key.place == Place::Function) && !PLACES.contains(&input)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(json: &str) -> FromEnvironment {
        FromEnvironment::read(Json::from_json(json).ok().as_ref())
    }

    fn label(known: &FromEnvironment, json: &str) -> Option<String> {
        known.label(&Json::from_json(json).unwrap())
    }

    #[test]
    fn a_value_is_shown_by_the_names_of_its_variables() {
        let known = known(r#"[{"name":"PASSWORD","text":"hunter2hunter2"},{"name":"STAGE","text":"dev"}]"#);
        assert_eq!(label(&known, r#""hunter2hunter2""#).as_deref(), Some("(from env.PASSWORD)"));
        assert_eq!(label(&known, r#""db: hunter2hunter2!""#).as_deref(), Some("(from env.PASSWORD)"));
        assert_eq!(
            label(&known, r#"[{"a": "dev"}, "hunter2hunter2"]"#).as_deref(),
            Some("(from env.STAGE), (from env.PASSWORD)")
        );
        assert_eq!(label(&known, r#"["developer", 7, null]"#), None);
    }

    #[test]
    fn what_a_function_is_called_is_no_secret() {
        let known =
            known(r#"[{"name":"A","text":"shop-dev","input":"name"},{"name":"B","text":"secret","input":"role"}]"#);
        assert_eq!(known.hide("shop-dev has secret"), "shop-dev has (from env.B)");
    }

    #[test]
    fn prose_keeps_short_words_that_are_no_value() {
        let known = known(r#"[{"name":"STAGE","text":"dev"},{"name":"P","text":"hunter2hunter2"}]"#);
        assert_eq!(
            known.hide(r#"role "dev" of dev is hunter2hunter2"#),
            "role (from env.STAGE) of dev is (from env.P)"
        );
    }

    #[test]
    fn a_long_value_is_hidden_where_it_was_cut() {
        let long = "x1y2z3".repeat(20);
        let known = known(&format!(r#"[{{"name":"LONG","text":"{long}"}}]"#));
        let shown = Json::Text(long.as_str().into()).to_string();
        assert_eq!(
            known.hide(&format!("role must be a name, and is {shown}")),
            r#"role must be a name, and is "(from env.LONG)"…"#
        );
    }

    #[test]
    fn the_debug_form_holds_names_alone() {
        assert_eq!(
            format!("{:?}", known(r#"[{"name":"P","text":"hunter2"}]"#)),
            r#"[(from env.P)]"#.replace("(from env.P)", "\"(from env.P)\"")
        );
    }
}

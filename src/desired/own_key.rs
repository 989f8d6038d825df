//! The key that a run signs with must not be among what the run sends: a function's description, a tag or a variable
//! would show it to everyone who can read the function (rule 21).

use tencentcloud_sign::Credential;

use crate::error::{Error, Errors};
use crate::json::Json;
use crate::message::problem::InputProblem;
use crate::message::problem::input_facts::Secret;
use crate::text::clean;

/// Fields that people and files fill in.
const GIVEN: &[&str] = &["inputs", "asked", "to", "stage", "region", "namespace", "plan"];
/// The input that lets variables hold the key.
const ALLOWED: &str = "allowCredentials";
/// The input that it is about.
const VARIABLES: &str = "environment";
/// A shorter key, which no account has, counts only where it is a whole value: it may be a part of any word.
const SHORTEST_PART: usize = 8;

/// Refuses an order that holds a part of the credential anywhere.
///
/// # Errors
/// `KeyInInputs` for each place. The message names the place and never repeats a value.
pub fn refuse_own_key(order: &Json<'_>, credential: &Credential) -> Result<(), Error> {
    let token = credential.token().map(|token| (Secret::Token, token));
    let parts = [(Secret::SecretId, credential.secret_id()), (Secret::SecretKey, credential.secret_key())];
    let mut search = Search { parts: parts.into_iter().chain(token).collect(), errors: Errors::default() };
    for name in GIVEN {
        match (*name, order.get(name)) {
            ("inputs", Some(inputs)) => search.inputs(inputs),
            ("asked", Some(words)) => search.look(words, ""),
            (name, Some(value)) => search.look(value, name),
            (_, None) => {}
        }
    }
    search.errors.end(())
}

/// Whether variables may hold the key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Variables {
    Refused,
    Allowed,
}

impl Variables {
    /// What a map of inputs sets; else what the inputs around it set.
    fn of(map: &Json<'_>, around: Self) -> Self {
        match map.get(ALLOWED) {
            Some(Json::Bool(true)) => Self::Allowed,
            Some(Json::Text(text)) if text.trim().eq_ignore_ascii_case("true") => Self::Allowed,
            Some(_) => Self::Refused,
            None => around,
        }
    }
}

struct Search<'a> {
    parts: Vec<(Secret, &'a str)>,
    errors: Errors,
}

impl Search<'_> {
    /// The inputs of a project: those around its functions, and each function's own.
    fn inputs(&mut self, inputs: &Json<'_>) {
        let around = Variables::of(inputs, Variables::Refused);
        for (name, value) in inputs.entries() {
            let path = self.named("", name);
            match (&**name, value) {
                (VARIABLES, _) if around == Variables::Allowed => {}
                ("functions", Json::Map(functions)) => {
                    for (key, function) in functions {
                        let path = self.named(&path, key);
                        self.function(function, &path, around);
                    }
                }
                ("functions", Json::List(functions)) => {
                    for (index, function) in functions.iter().enumerate() {
                        self.function(function, &format!("{path}[{index}]"), around);
                    }
                }
                _ => self.look(value, &path),
            }
        }
    }

    fn function(&mut self, function: &Json<'_>, path: &str, around: Variables) {
        let Json::Map(inputs) = function else { return self.look(function, path) };
        let variables = Variables::of(function, around);
        for (name, value) in inputs {
            let path = self.named(path, name);
            if name != VARIABLES || variables == Variables::Refused {
                self.look(value, &path);
            }
        }
    }

    fn look(&mut self, value: &Json<'_>, path: &str) {
        match value {
            Json::Text(text) | Json::Number(text) => {
                if let Some(part) = self.part_in(text) {
                    self.errors.add(refusal(path, part));
                }
            }
            Json::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.look(item, &format!("{path}[{index}]"));
                }
            }
            Json::Map(entries) => {
                for (name, value) in entries {
                    let path = self.named(path, name);
                    self.look(value, &path);
                }
            }
            Json::Null | Json::Bool(_) => {}
        }
    }

    /// The path of what has this name, which may be the key itself.
    fn named(&mut self, path: &str, name: &str) -> String {
        let part = self.part_in(name);
        let shown = if part.is_some() { "(not shown)" } else { name };
        let path = if path.is_empty() { shown.to_owned() } else { [path, ".", shown].concat() };
        if let Some(part) = part {
            self.errors.add(refusal(&path, part));
        }
        path
    }

    fn part_in(&self, text: &str) -> Option<Secret> {
        let holds = |part: &str| if part.len() < SHORTEST_PART { text == part } else { text.contains(part) };
        self.parts.iter().find(|(_, part)| holds(part)).map(|(what, _)| *what)
    }
}

fn refusal(path: &str, secret: Secret) -> Error {
    let variable = path.split('.').any(|name| name == VARIABLES);
    Error::usage(InputProblem::KeyInInputs { input: clean(path), secret, variable })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "AKIDcanary0123456789";
    const KEY: &str = "canaryKEY0123456789abcdef";
    const TOKEN: &str = "canaryTOKEN0123456789";

    fn refused(order: &str) -> Vec<String> {
        let credential = Credential::new(ID.into(), KEY.into(), Some(TOKEN.into())).unwrap();
        let order = order.replace("$ID", ID).replace("$KEY", KEY).replace("$TOKEN", TOKEN);
        let Err(error) = refuse_own_key(&Json::from_json(&order).unwrap(), &credential) else { return Vec::new() };
        let all = if error.errors.is_empty() { vec![error.clone()] } else { error.errors.clone() };
        let said: Vec<String> =
            all.iter().map(|one| format!("{} {} {:?}", one.code(), one.message(), one.hint())).collect();
        assert!(![ID, KEY, TOKEN].iter().any(|secret| said.join("\n").contains(secret)), "{said:?}");
        all.iter().map(|one| one.message().split(" of this run").next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn the_key_is_found_in_every_field() {
        for (inputs, said) in [
            (r#"{"description": "$KEY"}"#, "input description contains the secret key"),
            (r#"{"functions": {"a": {"tags": {"t": "x$KEY."}}}}"#, "input functions.a.tags.t contains the secret key"),
            (
                r#"{"functions": {"a": {"layers": [{"name": "$ID"}]}}}"#,
                "input functions.a.layers[0].name contains the secret id",
            ),
            (r#"{"functions": {"$KEY": {}}}"#, "input functions.(not shown) contains the secret key"),
            (r#"{"functions": ["f-$TOKEN"]}"#, "input functions[0] contains the token"),
            (
                r#"{"environment": {"variables": {"A": "$KEY"}}}"#,
                "input environment.variables.A contains the secret key",
            ),
            (r#"{"alias": "$KEY"}"#, "input alias contains the secret key"),
        ] {
            assert_eq!(refused(&format!(r#"{{"inputs": {inputs}}}"#)), [said], "{inputs}");
        }
        assert_eq!(refused(r#"{"stage": "$KEY"}"#), ["input stage contains the secret key"]);
        assert_eq!(refused(r#"{"asked": {"function": ["$KEY"]}}"#), ["input function[0] contains the secret key"]);
        assert_eq!(refused(r#"{"inputs": {"role": "$KEY", "runtime": "$ID"}}"#).len(), 2);
    }

    #[test]
    fn variables_may_have_it_where_the_inputs_say_so() {
        let order = |allowed: &str, function: &str| {
            format!(
                r#"{{"inputs": {{{allowed} "functions": {{"a": {{{function} "environment": {{"A": "$KEY"}}, "role": "r"}}}}}}}}"#
            )
        };
        assert_eq!(refused(&order(r#""allowCredentials": true,"#, "")), Vec::<String>::new());
        assert_eq!(refused(&order("", r#""allowCredentials": "true","#)), Vec::<String>::new());
        assert_eq!(refused(&order(r#""allowCredentials": true,"#, r#""allowCredentials": false,"#)).len(), 1);
        assert_eq!(refused(r#"{"inputs": {"allowCredentials": true, "description": "$KEY"}}"#).len(), 1);
        let elsewhere = r#"{"inputs": {"allowCredentials": true, "tags": {"environment": "$KEY"}}}"#;
        assert_eq!(refused(elsewhere), ["input tags.environment contains the secret key"]);
    }

    #[test]
    fn what_is_not_the_key_passes() {
        assert_eq!(
            refused(r#"{"inputs": {"description": "canary", "n": 1}, "journal": "$KEY"}"#),
            Vec::<String>::new()
        );
        let short = Credential::new("id".into(), "key".into(), None).unwrap();
        let order = Json::from_json(r#"{"inputs": {"name": "monkey-identity"}}"#).unwrap();
        assert_eq!(refuse_own_key(&order, &short), Ok(()));
        let order = Json::from_json(r#"{"inputs": {"description": "key"}}"#).unwrap();
        assert!(refuse_own_key(&order, &short).is_err());
    }
}

//! The agent: a timer function in the user's own account that looks after the rollouts of one log, with the same module and
//! without any other machine. What it is called, what it is made of, and whether one that is found is ours.
//!
//! Timers: <https://cloud.tencent.com/document/product/583/9708>; roles of functions, whose keys stand in the environment:
//! <https://cloud.tencent.com/document/product/583/47933>.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::json::Json;
use crate::message::problem::RolloutOrderProblem;
use crate::rollout::figures::list;

/// Which log it looks after; by this one it is known again.
const LOG: &str = "GRAYSCALE_LOG";
const STORE: &str = "GRAYSCALE_STORE";
const REGION: &str = "GRAYSCALE_REGION";
const LANGUAGE: &str = "GRAYSCALE_LANG";
const ENDPOINT: &str = "GRAYSCALE_ENDPOINT";
const INSECURE: &str = "GRAYSCALE_INSECURE";
const VERSION: &str = "GRAYSCALE_AGENT";

const RUNTIME: &str = "Nodejs18.15";
const HANDLER: &str = "index.main_handler";
const TIMER: &str = "tick";
/// Each minute, at its beginning.
const CRON: &str = "0 * * * * * *";
const MEMORY_MB: u64 = 256;
/// A look at 200 functions takes half a minute, what it decides some more. One that is ended here is taken up by the next.
const TIMEOUT_S: u64 = 300;

/// A name of a function: letters, digits, `-` and `_`, a letter first, at most so many characters.
const LONGEST_NAME: usize = 60;
const PREFIX: &str = "grayscale-agent-";

const RUNS_A_MONTH: u64 = 30 * 24 * 60;
/// A run that finds nothing to do makes one request: some tens of milliseconds. This is on the safe side.
const IDLE_MS: u64 = 200;

/// What it is made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// The log whose rollouts it looks after, such as `shop/prod`.
    pub log: String,
    /// The address of the store, in a bucket.
    pub store: String,
    /// Where it runs.
    pub region: String,
    /// The role whose keys it uses.
    pub role: Option<String>,
    /// Of what it says.
    pub language: String,
    /// Of the API, where that is not the public one.
    pub endpoint: Option<String>,
    /// Whether that may be plain HTTP.
    pub insecure: bool,
    /// Of this tool.
    pub version: String,
}

/// What stands under its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RolloutAgent"))]
pub struct Standing {
    /// The function.
    pub name: String,
    /// Where it is.
    pub region: String,
    /// The log that it is for.
    pub log: String,
    /// Whether there is one.
    pub exists: bool,
    /// The role whose keys it uses.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub role: Option<String>,
    /// The version of this tool that it was made with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub made_with: Option<String>,
    /// Whether its timer is on.
    pub timer: bool,
    /// What it comes to.
    pub per_month: PerMonth,
}

/// What an agent that finds nothing to do comes to in 30 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RolloutAgentCost"))]
pub struct PerMonth {
    /// Runs of the function.
    pub runs: u64,
    /// Memory times time, in GB-seconds.
    pub gb_seconds: u64,
    /// Requests to the bucket.
    pub store_requests: u64,
}

const PER_MONTH: PerMonth = PerMonth {
    runs: RUNS_A_MONTH,
    gb_seconds: RUNS_A_MONTH * MEMORY_MB * IDLE_MS / (1024 * 1000),
    store_requests: RUNS_A_MONTH,
};

impl Agent {
    /// `{ log, store, region, role?, language, endpoint?, insecure?, version }`.
    ///
    /// # Errors
    /// `AgentNeedsBucket` where the log is in no bucket: no other machine's file or database can be reached from there.
    pub fn read(asked: &Json<'_>) -> Result<Self, Error> {
        let word = |key: &str| asked.text(key).unwrap_or_default();
        let store = word("store");
        if !store.starts_with("cos://") {
            // the address of a database may hold a password
            let kind = store.split_once(':').map(|(kind, _)| kind.to_owned());
            return Err(Error::refused(RolloutOrderProblem::AgentNeedsBucket { kind }));
        }
        Ok(Self {
            log: word("log"),
            store,
            region: word("region"),
            role: asked.text("role"),
            language: word("language"),
            endpoint: asked.text("endpoint"),
            insecure: asked.get("insecure") == Some(&Json::Bool(true)),
            version: word("version"),
        })
    }

    /// The function's name: one for each log.
    #[must_use]
    pub fn name(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' };
        let readable: String = self.log.chars().map(plain).collect();
        let digest = hex::encode(Sha256::digest(&self.log));
        // two logs may read the same
        let tail = ["-", &digest[..8]].concat();
        let room = LONGEST_NAME - PREFIX.len() - tail.len();
        let readable: String = readable.chars().take(room).collect();
        [PREFIX, &readable, &tail].concat()
    }

    /// The inputs of a deploy that makes it; its code is laid in beside them.
    #[must_use]
    pub fn inputs(&self) -> Json<'static> {
        let text = |value: &str| Json::Text(value.to_owned().into());
        let number = |value: u64| Json::Number(value.to_string().into());
        let map = |entries: Vec<(&'static str, Json<'static>)>| {
            Json::Map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
        };
        let mut variables = vec![
            (LOG, text(&self.log)),
            (STORE, text(&self.store)),
            (REGION, text(&self.region)),
            (LANGUAGE, text(&self.language)),
            (VERSION, text(&self.version)),
        ];
        variables.extend(self.endpoint.as_deref().map(|endpoint| (ENDPOINT, text(endpoint))));
        variables.extend(self.insecure.then(|| (INSECURE, text("true"))));
        let each_minute = map(vec![("cronExpression", text(CRON)), ("enable", Json::Bool(true))]);
        let timer = map(vec![("name", text(TIMER)), ("parameters", each_minute)]);
        let mut inputs = vec![
            ("name", text(&self.name())),
            ("region", text(&self.region)),
            ("runtime", text(RUNTIME)),
            ("handler", text(HANDLER)),
            ("memorySize", number(MEMORY_MB)),
            ("timeout", number(TIMEOUT_S)),
            ("description", text("looks after rollouts of scf-grayscale")),
            ("environment", map(vec![("variables", map(variables))])),
            ("events", Json::List(vec![map(vec![("timer", timer)])])),
        ];
        inputs.extend(self.role.as_deref().map(|role| ("role", text(role))));
        map(inputs)
    }

    /// What is there. `found`: the answer of `GetFunction`, with the triggers of `ListTriggers`; `null` where there is none.
    ///
    /// # Errors
    /// `NotTheAgent` where somebody else's function has this name.
    pub fn standing(&self, found: &Json<'_>) -> Result<Standing, Error> {
        let variables = list(found.get("Environment").and_then(|environment| environment.get("Variables")));
        let variable = |name: &str| {
            let named = variables.iter().find(|one| one.text("Key").as_deref() == Some(name))?;
            named.text("Value")
        };
        let exists = found.has("FunctionName");
        if exists && variable(LOG).as_ref() != Some(&self.log) {
            return Err(Error::refused(RolloutOrderProblem::NotTheAgent { function: self.name() }));
        }
        let on = |trigger: &Json<'_>| {
            trigger.text("TriggerName").as_deref() == Some(TIMER)
                && (trigger.get("Enable").and_then(Json::whole) == Some(1))
        };
        Ok(Standing {
            name: self.name(),
            region: self.region.clone(),
            log: self.log.clone(),
            exists,
            role: found.text("Role").filter(|role| !role.is_empty()),
            made_with: variable(VERSION),
            timer: list(found.get("Triggers")).iter().any(on),
            per_month: PER_MONTH,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(log: &str) -> Agent {
        let asked = format!(
            r#"{{"log":"{log}","store":"cos://journal-1250000000/team?region=ap-guangzhou","region":"ap-guangzhou",
                "role":"Releases","language":"en","version":"0.1.0"}}"#
        );
        Agent::read(&Json::from_json(&asked).unwrap()).unwrap()
    }

    /// The API's page of `CreateFunction`: letters, digits, `-`, `_`, a letter first, neither `-` nor `_` last, 2 to 60 characters.
    #[test]
    fn names_are_names_of_functions_and_differ_by_log() {
        let long = "shop/".to_owned() + &"x".repeat(200);
        let logs = ["shop/prod", "shop-prod", "店/生产", "a", &long];
        let names: Vec<String> = logs.iter().map(|log| agent(log).name()).collect();
        for name in &names {
            assert!(name.len() <= 60, "{name}");
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'), "{name}");
            assert!(name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.ends_with(['-', '_']), "{name}");
        }
        let unlike: std::collections::HashSet<&String> = names.iter().collect();
        assert_eq!(unlike.len(), logs.len());
    }

    #[test]
    fn only_a_function_that_names_the_log_is_taken_for_the_agent() {
        let agent = agent("shop/prod");
        let of = |log: &str| {
            let found = format!(
                r#"{{"FunctionName":"x","Role":"Releases","Environment":{{"Variables":[{{"Key":"GRAYSCALE_LOG","Value":"{log}"}},
                    {{"Key":"GRAYSCALE_AGENT","Value":"0.0.9"}}]}},
                    "Triggers":[{{"TriggerName":"tick","Type":"timer","Enable":1}}]}}"#
            );
            agent.standing(&Json::from_json(&found).unwrap())
        };
        let ours = of("shop/prod").unwrap();
        assert!(ours.exists && ours.timer);
        assert_eq!(ours.made_with.as_deref(), Some("0.0.9"));
        assert_eq!(of("shop/dev").unwrap_err().code(), "NotTheAgent");
        assert!(!agent.standing(&Json::Null).unwrap().exists);
    }

    #[test]
    fn a_store_that_the_function_can_not_reach_is_refused_without_its_address() {
        for (store, kind) in [("postgres://u:secret@db/x", Some("postgres")), ("", None)] {
            let asked = format!(r#"{{"log":"a/b","store":"{store}","region":"ap-guangzhou"}}"#);
            let error = Agent::read(&Json::from_json(&asked).unwrap()).unwrap_err();
            assert_eq!(error.code(), "AgentNeedsBucket");
            assert!(!serde_json::to_string(&error).unwrap().contains("secret"), "{kind:?}");
        }
    }
}

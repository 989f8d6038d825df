//! A small SCF of the tests' own: enough to run a release end to end on a virtual clock. It shares no code with the crate.
//!
//! After every call it notes who served what: the routing of every alias, and which content each version holds. A content
//! is a number that grows with every update of `$LATEST`, so that code uploaded by a run can be told from equal code that
//! was there before.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::fault::{At, Fault};
use super::logs::{Logged, request_status, search};
use super::provisioned::{Provisioned, Warm};
use super::sha;

/// Shares are counted in parts of this.
pub const WHOLE: u64 = 1_000_000_000_000;

#[derive(Clone, Debug)]
pub struct Function {
    pub code: String,
    /// Grows with every update of `$LATEST`.
    pub content: u32,
    pub config: Value,
    pub status: Status,
    pub versions: Vec<Published>,
    pub aliases: BTreeMap<String, Alias>,
    next_version: u64,
    /// As ListTriggers shows them.
    pub triggers: Vec<Value>,
    /// `AsyncTriggerConfig` of GetFunctionEventInvokeConfig.
    pub event_invoke: Value,
    pub provisioned: Provisioned,
    /// When code or configuration was last written, in milliseconds; shown to the second.
    pub written_at: Option<u64>,
    /// What `$LATEST` serves until an update is Active.
    serves: Option<Serves>,
}

/// Code that is served while other code is on its way.
#[derive(Clone, Debug)]
struct Serves {
    code: String,
    until: u64,
}

/// A status that may be on its way to another.
#[derive(Clone, Debug)]
pub struct Status {
    now: &'static str,
    then: &'static str,
    at: u64,
    /// When it began to be on its way.
    since: u64,
}

impl Status {
    pub const fn is(word: &'static str) -> Self {
        Self { now: word, then: word, at: 0, since: 0 }
    }

    /// `word` until `at`, then `then`.
    pub const fn until(word: &'static str, at: u64, then: &'static str) -> Self {
        Self { now: word, then, at, since: 0 }
    }

    /// What a list that lags behind says: what was before, for a while.
    const fn listed(&self, now: u64, lag: u64) -> &'static str {
        if lag > 0 && now < self.since + lag { "Active" } else { self.word(now.saturating_sub(lag)) }
    }

    pub const fn word(&self, now: u64) -> &'static str {
        if now >= self.at { self.then } else { self.now }
    }
}

#[derive(Clone, Debug)]
pub struct Published {
    pub number: u64,
    pub code: String,
    pub content: u32,
    pub description: String,
    pub made_at: u64,
    pub status: Status,
    /// As it was when it was published.
    pub config: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Alias {
    pub main: String,
    pub weights: Vec<(String, f64)>,
    pub rules: Vec<Value>,
    /// What people wrote there.
    pub description: String,
    /// What the run that wrote it last left there of itself.
    pub mark: Left,
}

/// Of which run an alias says that it wrote it. No part of what users meet, so aliases do not differ by it.
#[derive(Clone, Default)]
pub struct Left(pub Option<String>);

impl PartialEq for Left {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl std::fmt::Debug for Left {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("_")
    }
}

impl Alias {
    pub fn all_to(main: &str) -> Self {
        Self { main: main.into(), weights: vec![], rules: vec![], description: String::new(), mark: Left::default() }
    }

    pub fn split(main: &str, other: &str, weight: f64) -> Self {
        Self { weights: vec![(other.into(), weight)], ..Self::all_to(main) }
    }

    /// The documented form.
    pub fn grayscale(latest: f64, last: &str) -> Self {
        Self::split("$LATEST", last, ((1.0 - latest) * 1e4).round() / 1e4)
    }

    pub fn ruled(main: &str, version: &str) -> Self {
        let rule = json!({ "Version": version, "Key": "invoke.headers.user", "Method": "exact", "Expression": "me" });
        Self { rules: vec![rule], ..Self::all_to(main) }
    }

    /// The most that `version` can get, in parts of [`WHOLE`].
    pub fn most_of(&self, version: &str) -> u64 {
        if self.rules.iter().any(|rule| rule["Version"] == version) {
            return WHOLE;
        }
        let part = |weight: f64| (weight * WHOLE as f64).round() as u64;
        let named = |version: &str| {
            self.weights.iter().filter(|(name, _)| name == version).map(|(_, weight)| part(*weight)).sum::<u64>()
        };
        let rest = WHOLE - self.weights.iter().map(|(_, weight)| part(*weight)).sum::<u64>().min(WHOLE);
        named(version) + if self.main == version { rest } else { 0 }
    }

    fn json(&self, name: &str) -> Value {
        let weights: Vec<Value> =
            self.weights.iter().map(|(version, weight)| json!({ "Version": version, "Weight": weight })).collect();
        let mark = self.mark.0.as_ref().map(|mark| format!("[{mark}]"));
        let texts: Vec<&str> = [Some(self.description.as_str()).filter(|text| !text.is_empty()), mark.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        json!({
            "Name": name, "FunctionVersion": self.main, "Description": texts.join(" "),
            "RoutingConfig": { "AdditionalVersionWeights": weights, "AddtionVersionMatchs": self.rules },
        })
    }
}

impl Function {
    /// Active, `code` on `$LATEST`, nothing published, `$DEFAULT` at `$LATEST`.
    pub fn new(code: &str) -> Self {
        Self {
            code: sha(code),
            content: 0,
            config: json!({ "Handler": "index.main_handler", "Runtime": "Nodejs18.15", "MemorySize": 128, "Timeout": 3 }),
            status: Status::is("Active"),
            versions: vec![],
            aliases: BTreeMap::from([("$DEFAULT".to_owned(), Alias::all_to("$LATEST"))]),
            next_version: 1,
            triggers: vec![],
            event_invoke: json!({ "MsgTTL": 21600, "RetryConfig": [{ "RetryNum": 2 }, { "RetryNum": -1 }] }),
            provisioned: Provisioned::default(),
            written_at: Some(1_699_999_000_000),
            serves: None,
        }
    }

    /// Active, made of this image, nothing published.
    pub fn of_image(image: &Value) -> Self {
        let config = json!({ "Runtime": "CustomImage", "MemorySize": 128, "Timeout": 3, "ImageConfig": image });
        Self { code: sha(&image.to_string()), config, ..Self::new("") }
    }

    pub fn is_image(&self) -> bool {
        self.config["Runtime"] == "CustomImage"
    }

    /// Someone else sets another image.
    pub fn set_image(&mut self, now: u64, image: &Value, status: Status) {
        self.config["ImageConfig"] = image.clone();
        self.upload(now, sha(&image.to_string()), status);
    }

    /// Someone uploads `code`, or this run does: users get it when it is Active.
    pub fn upload(&mut self, now: u64, code: String, status: Status) {
        self.serves = Some(Serves { code: self.code.clone(), until: status.at });
        self.code = code;
        self.content += 1;
        self.written_at = Some(now);
        self.status = status;
    }

    /// The digest of the code that a version serves now.
    pub fn code_served(&self, version: &str, now: u64) -> Option<&str> {
        if version != "$LATEST" {
            let made = self.versions.iter().find(|made| made.number.to_string() == version);
            return made.map(|made| made.code.as_str());
        }
        Some(self.serves.as_ref().filter(|old| now < old.until).map_or(&self.code, |old| &old.code))
    }

    /// The share of the traffic of `alias` that the code with this digest can get now, in parts of [`WHOLE`].
    pub fn share_of_code(&self, alias: &str, code: &str, now: u64) -> u64 {
        let Some(alias) = self.aliases.get(alias) else { return 0 };
        let named = self.versions.iter().map(|version| version.number.to_string()).chain(["$LATEST".to_owned()]);
        named
            .filter(|name| self.code_served(name, now) == Some(code))
            .map(|name| alias.most_of(&name))
            .sum::<u64>()
            .min(WHOLE)
    }

    /// With a published version that holds `code`.
    pub fn with(mut self, number: u64, code: &str, status: &'static str) -> Self {
        self.content += 1;
        self.versions.push(Published {
            number,
            code: sha(code),
            content: self.content,
            description: String::new(),
            made_at: 0,
            status: Status::is(status),
            config: self.config.clone(),
        });
        self.next_version = self.next_version.max(number + 1);
        self.content += 1;
        self
    }

    /// With so many provisioned instances of a version.
    pub fn warm(mut self, version: u64, instances: u64) -> Self {
        self.provisioned.versions.insert(version, Warm::with(instances));
        self
    }

    pub fn routed(mut self, alias: Alias) -> Self {
        self.aliases.insert("$DEFAULT".to_owned(), alias);
        self
    }

    /// With this code on `$LATEST`.
    pub fn holding(mut self, code: &str) -> Self {
        self.code = sha(code);
        self.content += 1;
        self
    }

    pub fn default_alias(&self) -> &Alias {
        &self.aliases["$DEFAULT"]
    }

    /// Someone else publishes `$LATEST`.
    pub fn publish(&mut self, now: u64, description: &str, status: Status) -> u64 {
        let number = self.next_version;
        self.next_version += 1;
        self.versions.push(Published {
            number,
            code: self.code.clone(),
            content: self.content,
            description: description.to_owned(),
            made_at: now,
            status,
            config: self.config.clone(),
        });
        number
    }

    /// The content that a version serves.
    pub fn content_of(&self, version: &str) -> Option<u32> {
        if version == "$LATEST" {
            return Some(self.content);
        }
        self.versions.iter().find(|published| published.number.to_string() == version).map(|found| found.content)
    }

    /// The share of the traffic of `alias` that contents newer than `content` can get, in parts of [`WHOLE`].
    pub fn share_of_newer(&self, alias: &str, content: u32) -> u64 {
        let Some(alias) = self.aliases.get(alias) else { return 0 };
        let named = self.versions.iter().map(|version| version.number.to_string());
        let newer = named.chain(["$LATEST".to_owned()]).filter(|name| self.content_of(name) > Some(content));
        newer.map(|name| alias.most_of(&name)).sum::<u64>().min(WHOLE)
    }
}

/// What was true after a call.
#[derive(Clone, Debug)]
pub struct Moment {
    pub after: String,
    pub at: u64,
    pub functions: BTreeMap<String, Function>,
}

#[derive(Clone, Debug, Default)]
pub struct Cloud {
    pub now: u64,
    pub functions: BTreeMap<String, Function>,
    pub faults: Vec<At>,
    /// Every call that reached the API, in order: action and body.
    pub calls: Vec<(String, Value)>,
    pub moments: Vec<Moment>,
    /// Keeps no moments: of thousands of functions they would be many.
    pub forgets: bool,
    /// How long updates and publishing take.
    pub work_ms: u64,
    pub lists_lag_ms: u64,
    /// The server packs what is uploaded anew: its digest is another one.
    pub repacks: bool,
    /// These actions are answered with success, and nothing is done.
    pub idle: Vec<&'static str>,
    counts: BTreeMap<&'static str, usize>,
    /// What every function logged, the oldest first.
    pub logs: Vec<Logged>,
    /// Custom domains, as ListCustomDomains shows them.
    pub domains: Vec<Value>,
    /// What someone else does to them when they have been listed.
    pub once_listed: Option<fn(&mut Vec<Value>)>,
    /// What the monitor has: metric, version, second, value.
    pub points: Vec<(&'static str, &'static str, u64, f64)>,
}

/// What the caller sees of a call.
pub enum Answer {
    Json(Value),
    Html,
    Lost { sent: bool },
}

const WRITES: &[&str] = &[
    "CreateFunction",
    "UpdateFunctionCode",
    "UpdateFunctionConfiguration",
    "PublishVersion",
    "CreateAlias",
    "UpdateAlias",
    "DeleteAlias",
    "DeleteFunction",
    "DeleteFunctionVersion",
    "CreateTrigger",
    "UpdateTrigger",
    "UpdateTriggerStatus",
    "DeleteTrigger",
    "UpdateCustomDomain",
    "PutProvisionedConcurrencyConfig",
    "DeleteProvisionedConcurrencyConfig",
];

impl Cloud {
    pub fn of(functions: &[(&str, Function)]) -> Self {
        let functions = functions.iter().map(|(name, function)| ((*name).to_owned(), function.clone())).collect();
        Self { now: 1_700_000_000_000, functions, work_ms: 700, ..Self::default() }
    }

    pub fn failing(mut self, faults: &[At]) -> Self {
        self.faults.extend_from_slice(faults);
        self
    }

    pub fn serving(mut self, domains: &[Value]) -> Self {
        self.domains = domains.to_vec();
        self
    }

    pub fn function(&self, name: &str) -> &Function {
        &self.functions[name]
    }

    /// The names of the actions that were called.
    pub fn actions(&self) -> Vec<&str> {
        self.calls.iter().map(|(action, _)| action.as_str()).collect()
    }

    /// The calls that wrote.
    pub fn writes(&self) -> Vec<&str> {
        self.actions().into_iter().filter(|action| WRITES.contains(action)).collect()
    }

    /// The bodies of the calls of `action`.
    pub fn bodies(&self, action: &str) -> Vec<&Value> {
        self.calls.iter().filter(|(called, _)| called == action).map(|(_, body)| body).collect()
    }

    /// Forgets calls and moments, and faults that never came.
    pub fn fresh(mut self) -> Self {
        (self.calls, self.moments, self.faults) = (vec![], vec![], vec![]);
        self.counts.clear();
        self.lists_lag_ms = 0;
        self
    }

    /// Forgets calls, and counts faults from the next call on.
    pub fn refresh(&mut self) {
        self.calls.clear();
        self.moments.clear();
        self.counts.clear();
    }

    /// A call. `code` is the digest of the package that travels in it.
    pub fn call(&mut self, action: &'static str, body: &Value, code: Option<&str>) -> Answer {
        let nth = *self.counts.entry(action).and_modify(|count| *count += 1).or_insert(0);
        let any = *self.counts.entry("*").and_modify(|count| *count += 1).or_insert(0);
        let fault = self
            .faults
            .iter()
            .find(|fault| (fault.action == action && fault.nth == nth) || (fault.action == "*" && fault.nth == any));
        let fault = fault.map(|at| at.fault);
        match fault {
            Some(Fault::Unsent) => return Answer::Lost { sent: false },
            Some(Fault::LostBefore) => return Answer::Lost { sent: true },
            Some(Fault::Refused(code)) => return Answer::Json(refusal(code)),
            Some(Fault::ListsLag(ms)) => self.lists_lag_ms = ms,
            Some(Fault::Meanwhile(act)) => self.functions.values_mut().for_each(act),
            Some(Fault::Uploads(code)) => self.strangers_upload(code),
            _ => {}
        }
        self.calls.push((action.to_owned(), body.clone()));
        let end = match fault {
            Some(Fault::Stuck) => Work { at: u64::MAX, failed: false },
            Some(Fault::Fails) => Work { at: self.now + self.work_ms, failed: true },
            _ => Work { at: self.now + self.work_ms, failed: false },
        };
        let answer = match self.perform(action, body, code, end) {
            Ok(fields) => json!({ "Response": with_id(fields) }),
            Err(code) => refusal(code),
        };
        if !self.forgets {
            self.moments.push(Moment { after: action.to_owned(), at: self.now, functions: self.functions.clone() });
        }
        match fault {
            Some(Fault::LostAfter) => Answer::Lost { sent: true },
            Some(Fault::HtmlAfter) => Answer::Html,
            Some(Fault::DoneBut(code)) => Answer::Json(refusal(code)),
            _ => Answer::Json(answer),
        }
    }

    /// Someone else's code for every function that is not busy.
    pub fn strangers_upload(&mut self, code: &str) {
        let (now, active) = (self.now, Status::until("Updating", self.now + self.work_ms, "Active"));
        for function in self.functions.values_mut().filter(|function| !function.status.word(now).ends_with("ing")) {
            function.upload(now, sha(code), active.clone());
        }
    }

    fn perform(&mut self, action: &str, body: &Value, code: Option<&str>, work: Work) -> Result<Value, &'static str> {
        if action == "GetMonitorData" {
            return Ok(data_points(&self.points, body));
        }
        if action == "SearchLog" {
            return search(&self.logs, body, self.now / 1000);
        }
        if action == "ListNamespaces" {
            return Ok(json!({ "Namespaces": [{ "Name": "default" }], "TotalCount": 1 }));
        }
        if action == "ListFunctions" {
            return Ok(self.list_functions(body));
        }
        if action.contains("CustomDomain") {
            let answer = custom_domain(&mut self.domains, action, body);
            if let Some(act) = self.once_listed.take_if(|_| action == "ListCustomDomains") {
                act(&mut self.domains);
            }
            return answer;
        }
        let name = body["FunctionName"].as_str().unwrap().to_owned();
        let now = self.now;
        if action == "CreateFunction" {
            return self.create(name, body, code, work);
        }
        if action == "DeleteFunction" {
            return self.functions.remove(&name).map(|_| json!({})).ok_or("ResourceNotFound.Function");
        }
        let (lag, repacks) = (self.lists_lag_ms, self.repacks);
        if self.idle.contains(&action) {
            return Ok(json!({}));
        }
        if action == "GetRequestStatus" && self.functions.contains_key(&name) {
            return Ok(request_status(&self.logs, body, now / 1000));
        }
        let page = if self.forgets { 100 } else { 3 };
        let function = self.functions.get_mut(&name).ok_or("ResourceNotFound.Function")?;
        function.versions.retain(|made| made.status.word(now) != GONE);
        function.provisioned.settle(now);
        let busy = function.status.word(now).ends_with("ing");
        match action {
            "GetFunction" => get_function(function, body, now),
            "GetFunctionAddress" if function.is_image() => Err("FailedOperation.GetFunctionAddress"),
            "GetFunctionAddress" => {
                let digest = match body["Qualifier"].as_str().unwrap() {
                    "$LATEST" => Some(&function.code),
                    other => {
                        function.versions.iter().find(|made| made.number.to_string() == other).map(|made| &made.code)
                    }
                };
                digest.map(|sha| json!({ "Url": "", "CodeSha256": sha })).ok_or("ResourceNotFound.Version")
            }
            "ListVersionByFunction" => Ok(list_versions(function, body, now, lag, page)),
            "DeleteFunctionVersion" => delete_version(function, body, now, work),
            "GetAlias" => {
                let name = body["Name"].as_str().unwrap();
                function.aliases.get(name).map(|alias| alias.json(name)).ok_or("ResourceNotFound.Alias")
            }
            "ListAliases" => {
                let aliases: Vec<Value> = function.aliases.iter().map(|(name, alias)| alias.json(name)).collect();
                Ok(json!({ "TotalCount": aliases.len(), "Aliases": aliases }))
            }
            "UpdateFunctionCode" | "UpdateFunctionConfiguration" if busy => Err("FailedOperation.FunctionStatusError"),
            "UpdateFunctionCode" => {
                let code = code.map_or_else(|| object(body), str::to_owned);
                let code = if repacks { repacked(&code) } else { code };
                let image = &body["Code"]["ImageConfig"];
                if image.is_null() == function.is_image() {
                    return Err("InvalidParameterValue.Code");
                }
                if !image.is_null() {
                    function.config["ImageConfig"] = image.clone();
                }
                function.upload(now, code, work.status(now, "Updating", "UpdateFailed"));
                if let Some(handler) = body.get("Handler") {
                    function.config["Handler"] = handler.clone();
                }
                Ok(json!({}))
            }
            // the SDKs' model of the action has no such field
            "UpdateFunctionConfiguration" if body.get("Handler").is_some() => Err("UnknownParameter"),
            "UpdateFunctionConfiguration" => {
                let (code, status) = (function.code.clone(), work.status(now, "Updating", "UpdateFailed"));
                function.upload(now, code, status);
                for (key, value) in body.as_object().unwrap() {
                    if key != "FunctionName" && key != "Namespace" {
                        function.config[key] = value.clone();
                    }
                }
                Ok(json!({}))
            }
            "PublishVersion" if busy => Err("FailedOperation.FunctionStatusError"),
            "PublishVersion" => {
                let status = work.status(now, "Publishing", "PublishFailed");
                let number = function.publish(now, body["Description"].as_str().unwrap(), status);
                Ok(json!({ "FunctionVersion": number.to_string() }))
            }
            "CreateAlias" | "UpdateAlias" => write_alias(function, action, body),
            "DeleteAlias" => match body["Name"].as_str().unwrap() {
                "$DEFAULT" => Err("InvalidParameterValue.Alias"),
                name => function.aliases.remove(name).map(|_| json!({})).ok_or("ResourceNotFound.Alias"),
            },
            "ListTriggers" => {
                Ok(json!({ "Triggers": function.triggers.clone(), "TotalCount": function.triggers.len() }))
            }
            "CreateTrigger" | "UpdateTrigger" | "UpdateTriggerStatus" | "DeleteTrigger" => {
                write_trigger(&mut function.triggers, action, body)
            }
            "GetFunctionEventInvokeConfig" => Ok(json!({ "AsyncTriggerConfig": function.event_invoke.clone() })),
            "UpdateFunctionEventInvokeConfig" => {
                function.event_invoke = body["AsyncTriggerConfig"].clone();
                Ok(json!({}))
            }
            "GetProvisionedConcurrencyConfig"
            | "PutProvisionedConcurrencyConfig"
            | "DeleteProvisionedConcurrencyConfig" => {
                let number: Option<u64> = body["Qualifier"].as_str().and_then(|version| version.parse().ok());
                let named = |made: &&Published| Some(made.number) == number;
                let active = function.versions.iter().find(named).map(|made| made.status.word(now) == "Active");
                function.provisioned.perform(action, body, active, (now, work.at, work.failed))
            }
            "InvokeFunction" => {
                let failed = body["Event"].as_str().is_some_and(|event| event.contains("fail"));
                let error = r#"{"errorCode":1,"errorMessage":"user code exception caught","stackTrace":"Error: asked to","statusCode":430}"#;
                Ok(json!({ "Result": {
                    "RetMsg": if failed { "" } else { r#""done""# }, "ErrMsg": if failed { error } else { "" },
                    "InvokeResult": if failed { -1 } else { 0 }, "Duration": 12.5, "BillDuration": 13,
                    "MemUsage": 1048576, "FunctionRequestId": "of-the-invocation", "Log": "START\nEND\n",
                } }))
            }
            other => panic!("the machine calls {other}, which this cloud does not know"),
        }
    }

    fn list_functions(&self, body: &Value) -> Value {
        let number = |key: &str| usize::try_from(body[key].as_u64().unwrap()).unwrap();
        let listed = |(name, function): (&String, &Function)| json!({ "FunctionName": name, "Status": function.status.listed(self.now, self.lists_lag_ms) });
        let page: Vec<Value> =
            self.functions.iter().skip(number("Offset")).take(number("Limit").min(100)).map(listed).collect();
        json!({ "Functions": page, "TotalCount": self.functions.len() })
    }

    fn create(&mut self, name: String, body: &Value, code: Option<&str>, work: Work) -> Result<Value, &'static str> {
        if self.functions.contains_key(&name) {
            return Err("ResourceInUse.Function");
        }
        let mut function = Function::new("");
        function.code = code.map_or_else(|| object(body), str::to_owned);
        function.content = 1;
        function.config = body.clone();
        if let Some(image) = body["Code"].get("ImageConfig") {
            function.config["ImageConfig"] = image.clone();
            function.config["Runtime"] = json!("CustomImage");
        }
        function.status = work.status(self.now, "Creating", "CreateFailed");
        self.functions.insert(name, function);
        Ok(json!({}))
    }
}

/// Work that a call starts: when it ends, and how.
#[derive(Clone, Copy)]
struct Work {
    at: u64,
    failed: bool,
}

impl Work {
    const fn status(self, now: u64, doing: &'static str, failed: &'static str) -> Status {
        Status { since: now, ..Status::until(doing, self.at, if self.failed { failed } else { "Active" }) }
    }
}

/// The digest of a package that the server packed anew.
pub fn repacked(code: &str) -> String {
    code.chars().rev().collect()
}

/// An object in COS has the digest that its name says; an image is told apart by all that starts it.
fn object(body: &Value) -> String {
    if let Some(image) = body["Code"].get("ImageConfig") {
        return sha(&image.to_string());
    }
    sha(body["Code"]["CosObjectName"].as_str().unwrap())
}

fn get_function(function: &Function, body: &Value, now: u64) -> Result<Value, &'static str> {
    let qualifier = body["Qualifier"].as_str().unwrap();
    if qualifier != "$LATEST" {
        let found = function.versions.iter().find(|made| made.number.to_string() == qualifier);
        let found = found.ok_or("ResourceNotFound.Version")?;
        return Ok(configured(&found.config, found.status.word(now)));
    }
    let mut answer = configured(&function.config, function.status.word(now));
    if let Some(written_at) = function.written_at {
        answer["ModTime"] = json!(beijing(written_at / 1000));
    }
    Ok(answer)
}

fn configured(config: &Value, status: &str) -> Value {
    let mut answer = json!({ "Status": status, "StatusReasons": reasons(status) });
    for (key, value) in config.as_object().unwrap() {
        answer[key] = value.clone();
    }
    answer
}

fn reasons(status: &str) -> Value {
    if status.ends_with("Failed") {
        json!([{ "ErrorCode": "FailedOperation.Why", "ErrorMessage": "the disk of the builder is full" }])
    } else {
        json!([])
    }
}

/// `size`: small in most tests, so that every one that looks at versions pages.
fn list_versions(function: &Function, body: &Value, now: u64, lag: u64, size: usize) -> Value {
    let latest = std::iter::once(("$LATEST".to_owned(), function.status.word(now), ""));
    let seen: Vec<_> = function.versions.iter().filter(|made| made.made_at == 0 || made.made_at + lag <= now).collect();
    let total = seen.len() + 1;
    let published = seen.iter().rev().map(|made| (made.number.to_string(), made.status.word(now), &*made.description));
    let offset = usize::try_from(body["Offset"].as_u64().unwrap()).unwrap();
    let page = published.chain(latest).skip(offset).take(size);
    let item = |(version, status, text)| json!({ "Version": version, "Status": status, "Description": text });
    json!({ "Versions": page.map(item).collect::<Vec<_>>(), "TotalCount": total })
}

/// No status of the API: a version that has it is there no more.
const GONE: &str = "Gone";

fn delete_version(function: &mut Function, body: &Value, now: u64, work: Work) -> Result<Value, &'static str> {
    let version = body["Qualifier"].as_str().unwrap();
    let bound = |alias: &Alias| {
        alias.main == version
            || alias.weights.iter().any(|(named, _)| named == version)
            || alias.rules.iter().any(|rule| rule["Version"] == version)
    };
    let busy = function.versions.iter().any(|made| made.status.word(now).ends_with("ing"));
    let found = function.versions.iter_mut().find(|made| made.number.to_string() == version);
    let found = found.ok_or("ResourceNotFound.FunctionVersion")?;
    if function.aliases.values().any(bound) {
        return Err("UnsupportedOperation.AliasBind");
    }
    if busy || function.status.word(now).ends_with("ing") {
        return Err("FailedOperation.FunctionStatusError");
    }
    if function.provisioned.versions.get(&found.number).is_some_and(|warm| now < warm.at) {
        return Err("FailedOperation.ProvisionedInProgress");
    }
    function.provisioned.versions.remove(&found.number);
    let then = if work.failed { "DeleteFailed" } else { GONE };
    found.status = Status { since: now, ..Status::until("Deleting", work.at, then) };
    Ok(json!({}))
}

/// A trigger is known by its kind, its name, what it calls and, in a bucket, by its event.
fn write_trigger(triggers: &mut Vec<Value>, action: &str, body: &Value) -> Result<Value, &'static str> {
    let event = |trigger: &Value| {
        let desc: Value = serde_json::from_str(trigger["TriggerDesc"].as_str().unwrap_or_default()).unwrap_or_default();
        (trigger["Type"] == "cos").then(|| desc["event"].clone())
    };
    let same = |known: &Value| {
        ["Type", "TriggerName", "Qualifier"].iter().all(|key| known[key] == body[key]) && event(known) == event(body)
    };
    let at = triggers.iter().position(same);
    let made = || {
        let desc = body["TriggerDesc"].as_str().unwrap();
        json!({
            "Type": body["Type"], "TriggerName": body["TriggerName"], "Qualifier": body["Qualifier"],
            "Enable": i32::from(body["Enable"] == "OPEN"), "CustomArgument": body["CustomArgument"],
            "TriggerDesc": if body["Type"] == "timer" { json!({ "cron": desc }).to_string() } else { desc.to_owned() },
        })
    };
    match (action, at) {
        ("CreateTrigger", Some(_)) => return Err("ResourceInUse.Trigger"),
        ("CreateTrigger", None) => triggers.push(made()),
        (_, None) => return Err("ResourceNotFound.Trigger"),
        ("DeleteTrigger", Some(at)) => drop(triggers.remove(at)),
        ("UpdateTrigger", Some(at)) => triggers[at] = made(),
        (_, Some(at)) => triggers[at]["Enable"] = json!(i32::from(body["Enable"] == "OPEN")),
    }
    Ok(json!({}))
}

/// Pages are small, so that a test with a few domains pages.
fn custom_domain(domains: &mut [Value], action: &str, body: &Value) -> Result<Value, &'static str> {
    if action == "ListCustomDomains" {
        let offset = usize::try_from(body["Offset"].as_u64().unwrap()).unwrap();
        let page: Vec<&Value> = domains.iter().skip(offset).take(2).collect();
        return Ok(json!({ "Total": domains.len(), "Domains": page }));
    }
    let known = domains.iter_mut().find(|known| known["Domain"] == body["Domain"]);
    let known = known.ok_or("ResourceNotFound")?;
    match action {
        "GetCustomDomain" => Ok(known.clone()),
        "UpdateCustomDomain" => {
            known.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
            Ok(json!({}))
        }
        other => panic!("the machine calls {other}, which this cloud does not know"),
    }
}

fn data_points(points: &[(&'static str, &'static str, u64, f64)], body: &Value) -> Value {
    assert_eq!(body["Namespace"], "QCE/SCF_V2");
    assert!(body["StartTime"].as_str().unwrap().ends_with("+08:00"));
    let data = body["Instances"].as_array().unwrap().iter().map(|instance| {
        let version = &instance["Dimensions"][2]["Value"];
        let of: Vec<_> = points.iter().filter(|one| body["MetricName"] == one.0 && *version == one.1).collect();
        json!({
            "Dimensions": instance["Dimensions"],
            "Timestamps": of.iter().map(|one| one.2).collect::<Vec<_>>(),
            "Values": of.iter().map(|one| one.3).collect::<Vec<_>>(),
        })
    });
    json!({ "DataPoints": data.collect::<Vec<_>>() })
}

/// A day of the year 2023 is enough for these tests: days are counted from its 14 November, when their clock begins.
const DAY: u64 = 1_699_920_000;

pub(super) fn beijing(seconds: u64) -> String {
    let local = seconds + 8 * 3600 - DAY;
    format!("2023-11-{:02} {:02}:{:02}:{:02}", 14 + local / 86_400, local / 3600 % 24, local / 60 % 60, local % 60)
}

fn write_alias(function: &mut Function, action: &str, body: &Value) -> Result<Value, &'static str> {
    let name = body["Name"].as_str().unwrap();
    match (action, function.aliases.contains_key(name)) {
        ("CreateAlias", true) => return Err("ResourceInUse.Alias"),
        ("UpdateAlias", false) => return Err("ResourceNotFound.Alias"),
        _ => {}
    }
    let weights = body["RoutingConfig"]["AdditionalVersionWeights"].as_array().unwrap();
    let weights: Vec<(String, f64)> = weights
        .iter()
        .map(|part| (part["Version"].as_str().unwrap().to_owned(), part["Weight"].as_f64().unwrap()))
        .collect();
    let text = body["Description"].as_str().expect("a description is always sent");
    let (description, mark) = match text.split_once("[scf-grayscale ") {
        Some((text, mark)) => (text.trim_end(), Some(format!("scf-grayscale {}", mark.trim_end_matches(']')))),
        None => (text, None),
    };
    let alias = Alias {
        main: body["FunctionVersion"].as_str().unwrap().to_owned(),
        rules: body["RoutingConfig"]["AddtionVersionMatchs"].as_array().unwrap().clone(),
        description: description.to_owned(),
        mark: Left(mark),
        weights,
    };
    if alias.weights.len() > 1 || alias.weights.iter().any(|(version, _)| *version == alias.main) {
        return Err("InvalidParameterValue.AdditionalVersionWeights");
    }
    if !alias.weights.is_empty() && !alias.rules.is_empty() {
        return Err("InvalidParameterValue.RoutingConfig");
    }
    let named = [&alias.main].into_iter().chain(alias.weights.iter().map(|(version, _)| version));
    if named.into_iter().any(|version| function.content_of(version).is_none()) {
        return Err("ResourceNotFound.FunctionVersion");
    }
    function.aliases.insert(name.to_owned(), alias);
    Ok(json!({}))
}

fn with_id(mut fields: Value) -> Value {
    fields["RequestId"] = json!("5f9c2f4e-0000-4000-8000-000000000001");
    fields
}

fn refusal(code: &str) -> Value {
    json!({ "Response": with_id(json!({ "Error": { "Code": code, "Message": "because the test says so" } })) })
}

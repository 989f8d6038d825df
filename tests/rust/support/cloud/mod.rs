//! A small SCF of the tests' own: enough to run a release end to end on a virtual clock. It shares no code with the crate.
//!
//! After every call it notes who served what: the routing of every alias, and which content each version holds. A content
//! is a number that grows with every update of `$LATEST`, so that code uploaded by a run can be told from equal code that
//! was there before.

mod alias;
mod answers;
mod callers;
mod function;
mod writes;

pub use alias::{Alias, Left, WHOLE};
pub use answers::beijing;
pub use function::{Function, Status};
pub use writes::repacked;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use self::answers::{data_points, get_function, list_versions, refusal, with_id};
use self::callers::{custom_domain, write_trigger};
use self::function::Published;
use self::writes::{GONE, Work, delete_version, object, write_alias};
use super::fault::{At, Fault};
use super::logs::{Logged, request_status, search};
use super::sha;

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

//! Inputs and plans for JavaScript.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::value::{Handed, raw, small_to_js, to_js, unreadable};
use crate::desired::{Code, Packing, StageSource, StoreSources};
use crate::endpoint::{self, Endpoint};
use crate::error::Error;
use crate::json::Json;
use crate::message::Doing;
use crate::observed::Observed;
use crate::plan::{self, Plan, explain};
use crate::policy;
use crate::release::{Outcome, Request};
use crate::rollout::policy::Policy;
use crate::scf::{Failure, Fields, Read};

/// A plan. Its canonical text is made here, so that it is the same bytes everywhere; its lines only when they are shown.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Planned(pub(super) Plan);

#[wasm_bindgen]
impl Planned {
    /// The canonical text.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.text().to_owned()
    }

    /// The fingerprint of the canonical text.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint().to_owned()
    }

    /// The plan as data, with texts for the reader of this moment; without the fingerprint, which takes the canonical text.
    ///
    /// # Errors
    /// Never; an exception here is a bug.
    pub fn data(&self) -> Result<JsValue, JsValue> {
        js_sys::JSON::parse(&self.0.spoken())
    }

    /// The keys of the functions all of whose traffic moves to something new.
    #[must_use]
    #[wasm_bindgen(js_name = movesAll)]
    pub fn moves_all(&self) -> Vec<String> {
        self.0.functions.iter().filter(|plan| plan.moves_all).map(|plan| plan.key.clone()).collect()
    }

    /// Whether nothing is written.
    #[must_use]
    pub fn unchanged(&self) -> bool {
        self.0.unchanged()
    }

    /// The plan in words, line by line.
    ///
    /// # Errors
    /// Never; an exception here is a bug.
    pub fn lines(&self) -> Result<JsValue, JsValue> {
        to_js(&explain::explain(&self.0))
    }
}

/// Plans purely. Both arguments are JSON text: `order` as `Release` takes it, `observed` as `Release.observed()` gives it,
/// in UTF-8: it is megabytes for thousands of functions, and strings cross the boundary letter by letter.
///
/// # Errors
/// Throws the refusal as plain data.
#[wasm_bindgen(js_name = planFrom)]
pub fn plan_from(order: &str, observed: &[u8]) -> Result<Planned, JsValue> {
    let observed = str::from_utf8(observed).map_err(|error| unreadable(Handed::Observed, Some(error.to_string())))?;
    reserve((order.len() + observed.len()) * 8);
    let order = Request::read(raw(order, Handed::Request)?)?;
    let observed = Observed::read(Fields(&raw(observed, Handed::Observed)?))
        .map_err(|why| unreadable(Handed::Observed, Some(why)))?;
    Ok(Planned(plan::make(&order.intent()?, &observed)?))
}

/// A plan file: `order` as `Release` takes it (JSON text), `plan` the canonical text.
///
/// # Errors
/// Throws where `order` can't be read.
#[wasm_bindgen(js_name = writePlan)]
pub fn write_plan(order: &str, plan: &str) -> Result<String, JsValue> {
    Ok(plan::file::write(&raw(order, Handed::Request)?, plan))
}

/// What a plan file holds, as JSON text: an order, with the text of the plan in it. `project`: inputs (JSON text) that
/// the secrets come from.
///
/// # Errors
/// Throws `UnreadablePlan`, `PlanTooNew`, `EditedPlan` or `SecretMissing` as plain data.
#[wasm_bindgen(js_name = readPlan)]
pub fn read_plan(file: &str, project: &str) -> Result<String, JsValue> {
    let project = raw(project, Handed::Inputs)?;
    let (mut order, plan) = plan::file::read(file, &project)?;
    if let Json::Map(entries) = &mut order {
        entries.push(("plan".into(), Json::Text(plan.into())));
    }
    Ok(order.to_json())
}

/// Grows the module's memory in one step: at each step of a growth bit by bit the host would collect its garbage.
fn reserve(bytes: usize) {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(bytes)));
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Checked {
    stage: String,
    alias: String,
    functions: Vec<CheckedFunction>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CheckedFunction {
    key: String,
    name: String,
    region: String,
    namespace: String,
    /// What the shell has to pack; absent where there is nothing to.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Source>,
}

#[derive(Serialize)]
struct Source {
    path: String,
    packing: Packing,
    /// The directory of the handler's file: what lies in it is to be told with the package.
    directory: String,
}

/// Validates an order (JSON text) before anything is packed or sent, and says what has to be packed.
///
/// # Errors
/// Throws the first thing wrong with them as plain data.
#[wasm_bindgen]
pub fn check(order: &str) -> Result<JsValue, JsValue> {
    let order = Request::read(raw(order, Handed::Request)?)?;
    let intent = order.intent()?;
    let desired = intent.desired();
    let functions = desired.functions.iter().map(|function| CheckedFunction {
        key: function.key.clone(),
        name: function.name.clone(),
        region: function.region.clone(),
        namespace: function.namespace.clone(),
        source: match &function.code {
            Some(Code::Source { path, packing, .. }) => {
                let handler = function.settings.handler.as_deref().and_then(plan::place_of);
                let directory = handler.map_or_else(String::new, |(directory, _)| directory.to_owned());
                Some(Source { path: path.clone(), packing: packing.clone(), directory })
            }
            _ => None,
        },
    });
    small_to_js(&Checked { stage: desired.stage.clone(), alias: desired.alias.clone(), functions: functions.collect() })
}

/// Whether signed requests may go to an address: `{ from, protocol?, host?, userinfo?, insecure? }` as JSON text, taken apart
/// by the host's URL parser. Without a protocol it is no address at all.
///
/// # Errors
/// Throws `InvalidEndpoint` or `InsecureEndpoint` as plain data.
#[wasm_bindgen(js_name = checkEndpoint)]
pub fn check_endpoint(endpoint: &str) -> Result<(), JsValue> {
    let endpoint = raw(endpoint, Handed::Endpoint)?;
    let from = endpoint.text("from").unwrap_or_default();
    let Some(protocol) = endpoint.text("protocol") else { return Err(endpoint::invalid(&from).into()) };
    let host = endpoint.text("host").unwrap_or_default();
    let is = |key: &str| endpoint.get(key) == Some(&Json::Bool(true));
    let (userinfo, insecure) = (is("userinfo"), is("insecure"));
    Ok(Endpoint { from: &from, protocol: &protocol, host: &host, userinfo, insecure }.check()?)
}

/// Whether a host is this machine, so that requests to it take no proxy.
#[wasm_bindgen]
#[must_use]
pub fn loopback(host: &str) -> bool {
    endpoint::loopback(host)
}

/// Refuses what is typed with a command and never kept in a project file, and what only a person may name. `inputs` (JSON text)
/// are a file's.
///
/// # Errors
/// Throws `StableIsTyped` and `UntrustedHost` as plain data.
#[wasm_bindgen(js_name = checkFile)]
pub fn check_file(inputs: &str) -> Result<(), JsValue> {
    let inputs = raw(inputs, Handed::Inputs)?;
    crate::desired::check_file(&inputs)?;
    // what else is wrong with a policy is told with all that is wrong with the inputs
    if let Some(Ok(policy)) = inputs.get("rollout").map(Policy::read) {
        policy.of_a_file()?;
    }
    Ok(())
}

/// The store that counts, of `{ typed?, exported?, written?, fromEnvironment?, confirmed?, appId?, names, stage }` as JSON text:
/// `{ address, log }`, or `null` for the file in the project.
///
/// # Errors
/// Throws `UntrustedHost` or `InvalidInput` as plain data.
#[wasm_bindgen(js_name = storeChoice)]
pub fn store_choice(sources: &str) -> Result<JsValue, JsValue> {
    let mut raw = raw(sources, Handed::Inputs)?;
    let written = Some(raw.take("written"));
    let names = match raw.get("names") {
        Some(Json::List(names)) => names.iter().filter_map(Json::to_text).collect(),
        _ => Vec::new(),
    };
    let sources = StoreSources {
        typed: raw.text("typed"),
        exported: raw.text("exported"),
        written,
        from_environment: raw.get("fromEnvironment") == Some(&Json::Bool(true)),
        confirmed: raw.get("confirmed") == Some(&Json::Bool(true)),
        app_id: raw.text("appId"),
        names,
        stage: raw.text("stage").unwrap_or_default(),
    };
    to_js(&sources.choice()?)
}

/// Settles on a stage: `[{ from, stage }]` in the order of precedence, as JSON text.
///
/// # Errors
/// Throws `StageConflict` or `InvalidStage` as plain data.
#[wasm_bindgen(js_name = resolveStage)]
pub fn resolve_stage(sources: &str) -> Result<String, JsValue> {
    let Json::List(items) = raw(sources, Handed::Stages)? else {
        return Err(unreadable(Handed::Stages, None));
    };
    let source = |item: &Json<'_>| Some(StageSource { from: item.text("from")?, stage: item.text("stage")? });
    let sources: Option<Vec<StageSource>> = items.iter().map(source).collect();
    let sources = sources.ok_or_else(|| unreadable(Handed::Stages, None))?;
    crate::desired::resolve_stage(&sources).map_err(Error::into)
}

/// What is wrong with what came (JSON text) of a call that a program makes by itself; `undefined` where it is a good answer.
///
/// # Errors
/// Throws where `outcome` is none of the documented shapes.
#[wasm_bindgen]
pub fn refusal(outcome: &str, doing: &str) -> Result<JsValue, JsValue> {
    let outcome = Outcome::read(&raw(outcome, Handed::Outcome)?);
    let failure = match outcome.ok_or_else(|| unreadable(Handed::Outcome, None))? {
        Outcome::Answered(answer) => match answer.read::<()>() {
            Ok(_) => return Ok(JsValue::UNDEFINED),
            Err(failure) => failure,
        },
        Outcome::Lost { reason, sent } => Failure::unanswered(reason, sent),
        _ => return Ok(JsValue::UNDEFINED),
    };
    Ok(failure.error(Doing::Request { action: doing.to_owned() }).into())
}

/// The known word that was most probably meant; `undefined` where none is near.
#[wasm_bindgen]
#[must_use]
pub fn nearest(word: &str, known: Vec<String>) -> Option<String> {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    crate::desired::nearest(word, &known).map(str::to_owned)
}

/// The permissions that commands need, as a policy of CAM (JSON text): `{ policy, permissions }`. `request`, as JSON text:
/// `{ commands, inputs?, exact?, stage?, region?, namespace? }`.
///
/// # Errors
/// Throws `UnknownCommand`, or what is wrong with the inputs, as plain data.
#[wasm_bindgen(js_name = policyOf)]
pub fn policy_of(request: &str) -> Result<JsValue, JsValue> {
    to_js(&policy::of_request(raw(request, Handed::Request)?)?)
}

/// The same for carrying out the plan of a file.
///
/// # Errors
/// Throws `UnreadablePlan`, `PlanTooNew` or `EditedPlan` as plain data.
#[wasm_bindgen(js_name = policyOfPlan)]
pub fn policy_of_plan(file: &str) -> Result<JsValue, JsValue> {
    to_js(&policy::of_plan(file)?)
}

/// What each command calls and when, for documentation.
///
/// # Errors
/// Never; an exception here is a bug.
#[wasm_bindgen(js_name = policyTable)]
pub fn policy_table() -> Result<JsValue, JsValue> {
    to_js(&policy::rows())
}

/// The version of the crate, the package and the component.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    crate::VERSION.to_owned()
}

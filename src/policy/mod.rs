//! Which permissions a command, or a plan, needs: a policy of Tencent Cloud's CAM, made from one table of what each command
//! calls and when.
//!
//! Actions: <https://cloud.tencent.com/document/product/598/70005>; syntax and resources:
//! <https://cloud.tencent.com/document/product/598/10606>. SCF checks most of its actions at the operation level, where a
//! statement must name all resources (`*`); one that names a function counts as denied.

mod command;
mod document;
mod store;
mod table;
mod when;

pub use crate::message::policy::When;
pub use command::{COMMANDS, Command};
pub use document::{Document, Permission, Policy, Statement};
pub use table::{ACTIONS, Action, PASS_ROLE, Scope, Use, uses};

use serde::Serialize;

use crate::desired::{Desired, nearest};
use crate::error::{Error, Errors};
use crate::json::Json;
use crate::message::policy::{Purpose, Without};
use crate::message::problem::ArgsProblem;
use crate::plan;
use crate::release::Request;
use crate::text::clean;
use store::Store;

/// All resources.
const EVERYTHING: &str = "*";

/// The actions that carrying out an order may call, and what becomes of it without them.
///
/// # Errors
/// What is wrong with its inputs.
pub fn of_order(order: &Request<'_>) -> Result<Vec<Needed>, Error> {
    let command = Command::of(order);
    let facts = if command.deploys() { when::of_order(&order.desired()?) } else { Vec::new() };
    Ok(needed(&[command], &|when| !command.deploys() || facts.contains(&when)))
}

/// The policy for a request: `{ commands, inputs?, exact?, stage?, region?, namespace?, instance?, store? }`. `store` is the
/// bucket where the journal lies: `{ bucket, region, prefix }`. Without `inputs` there is no
/// project, and everything that the commands can do counts. With `exact` what the inputs ask for is all; else the flags of
/// the commands may ask for more.
///
/// # Errors
/// `UnknownCommand`, and what is wrong with the inputs.
pub fn of_request(request: Json<'_>) -> Result<Document, Error> {
    let names = match request.get("commands") {
        Some(Json::List(names)) => names.iter().filter_map(Json::to_text).collect(),
        _ => Vec::new(),
    };
    let mut commands: Vec<Command> = Vec::new();
    let mut errors = Errors::default();
    for name in &names {
        match COMMANDS.iter().find(|(known, _)| known == name) {
            Some((_, known)) => commands.extend(*known),
            None => errors.add(unknown(name)),
        }
    }
    errors.end(())?;
    let store = request.get("store").and_then(Store::read);
    let mut document = of_commands(request, &commands)?;
    if let Some(store) = store {
        store.adds(&mut document, &commands);
    }
    Ok(document)
}

fn of_commands(request: Json<'_>, commands: &[Command]) -> Result<Document, Error> {
    let exact = request.get("exact") == Some(&Json::Bool(true));
    if !request.has("inputs") {
        return Ok(document(&needed(commands, &|_| true), None));
    }
    let order = Request::read(planning(request))?;
    let desired = order.desired()?;
    let mut facts = when::of_order(&desired);
    if !exact {
        facts.extend(when::BY_FLAGS);
    }
    let deploys = |command: &Command| command.deploys();
    let (deploying, others): (Vec<Command>, Vec<Command>) = commands.iter().copied().partition(deploys);
    let mut needs = needed(&deploying, &|when| facts.contains(&when));
    // a rollout that begins with a deploy looks at the functions first
    let begins = commands.contains(&Command::Deploy) && desired.rollout.is_some();
    let others = others.into_iter().chain(begins.then_some(Command::Look));
    for need in needed(&others.collect::<Vec<_>>(), &|_| true) {
        add(&mut needs, need);
    }
    Ok(document(&needs, Some(&desired)))
}

/// What carrying out the plan of a file needs, and nothing else.
///
/// # Errors
/// `UnreadablePlan`, `PlanTooNew`, `EditedPlan`.
pub fn of_plan(file: &str) -> Result<Document, Error> {
    let (order, plan) = plan::file::asked(file)?;
    let order = Request::read(with(order, "do", "run"))?;
    let intent = order.intent()?;
    let plan = Json::from_json(plan).unwrap_or_default();
    let facts = when::of_plan(intent.desired(), &plan);
    let needs = needed(&[Command::of(&order)], &|when| facts.contains(&when));
    Ok(document(&needs, Some(intent.desired())))
}

fn planning(request: Json<'_>) -> Json<'_> {
    with(request, "do", "plan")
}

fn with<'a>(mut order: Json<'a>, key: &'static str, value: &'static str) -> Json<'a> {
    if let Json::Map(entries) = &mut order {
        entries.retain(|(name, _)| name != key);
        entries.push((key.into(), Json::Text(value.into())));
    }
    order
}

fn unknown(name: &str) -> Error {
    let known: Vec<&'static str> = COMMANDS.iter().map(|(known, _)| *known).collect();
    Error::usage(ArgsProblem::UnknownCommand { command: clean(name), near: nearest(name, &known), known })
}

/// An action, and what becomes of a command without it; `None` where it fails.
pub type Needed = (&'static Action, Option<Without>);

/// In the order of the actions' table.
fn needed(commands: &[Command], holds: &dyn Fn(When) -> bool) -> Vec<Needed> {
    let mut needs = Vec::new();
    for one in commands.iter().flat_map(|command| uses(*command)).flat_map(|uses| uses.iter()) {
        let due = one.when.is_empty() || one.when.iter().any(|when| holds(*when));
        let action = ACTIONS.iter().find(|action| action.name == one.action);
        if let Some(action) = action.filter(|_| due) {
            add(&mut needs, (action, one.without));
        }
    }
    needs
}

/// Whoever fails without it needs it.
fn add(needs: &mut Vec<Needed>, (action, without): Needed) {
    match needs.iter_mut().find(|(known, _)| known.name == action.name) {
        Some((_, known)) if without.is_none() => *known = None,
        Some(_) => {}
        None => needs.push((action, without)),
    }
}

/// Statements by resources: what is needed, then what the commands do without.
fn document(needs: &[Needed], project: Option<&Desired>) -> Document {
    let in_order = || ACTIONS.iter().filter_map(|action| needs.iter().find(|(known, _)| known.name == action.name));
    let (must, may) = (in_order().filter(|(_, without)| without.is_none()), in_order().filter(|need| need.1.is_some()));
    let mut permissions: Vec<Permission> = Vec::new();
    let mut statement: Vec<Statement> = Vec::new();
    for (action, without) in must.chain(may) {
        let permission = Permission {
            action: action.name,
            granted: action.granted,
            purpose: action.purpose,
            resource: resources(action.scope, project),
            without: *without,
        };
        let optional =
            |name: &&str| permissions.iter().any(|known| known.granted.contains(name) && known.without.is_some());
        let fits = |known: &&mut Statement| {
            known.resource == permission.resource && known.action.iter().any(optional) == without.is_some()
        };
        match statement.iter_mut().find(fits) {
            Some(known) => known.action.extend(action.granted),
            None => statement.push(Statement {
                effect: "allow",
                action: action.granted.to_vec(),
                resource: permission.resource.clone(),
            }),
        }
        permissions.push(permission);
    }
    Document { policy: Policy { version: "2.0", statement }, permissions }
}

/// What a statement is limited to. An empty region means all regions, an empty account the one whose user makes the policy.
fn resources(scope: Scope, project: Option<&Desired>) -> Vec<String> {
    let functions = project.map(|desired| desired.functions.as_slice()).unwrap_or_default();
    let mut named: Vec<String> = Vec::new();
    for function in functions {
        let name = match scope {
            Scope::All => None,
            Scope::Function => {
                Some(["qcs::scf:::namespace/", &*function.namespace, "/function/", &*function.name].concat())
            }
            Scope::Role => {
                let role = function.settings.role.as_ref().filter(|role| !role.is_empty());
                role.map(|role| ["qcs::cam:::roleName/", role.as_str()].concat())
            }
        };
        named.extend(name.filter(|name| !named.contains(name)));
    }
    match (named.is_empty(), scope) {
        (false, _) => named,
        (true, Scope::Role) => vec!["qcs::cam:::roleName/*".to_owned()],
        (true, Scope::All | Scope::Function) => vec![EVERYTHING.to_owned()],
    }
}

/// A command and what it calls, for documentation.
#[derive(Debug, Serialize)]
pub struct Row {
    /// As it is typed.
    pub command: &'static str,
    /// As it is called.
    pub action: &'static str,
    /// As policies name it.
    pub granted: &'static [&'static str],
    /// What it is called for.
    pub purpose: Purpose,
    /// Whether CAM lets a statement name the function or the role.
    pub limited: bool,
    /// In words: one of these; empty where it is always called.
    pub when: Vec<When>,
    /// What becomes of the command without it; absent where it fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without: Option<Without>,
}

/// The whole table.
#[must_use]
pub fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (command, parts) in COMMANDS {
        for one in parts.iter().flat_map(|part| uses(*part)).flat_map(|uses| uses.iter()) {
            let Some(action) = ACTIONS.iter().find(|action| action.name == one.action) else { continue };
            rows.push(Row {
                command,
                action: action.name,
                granted: action.granted,
                purpose: action.purpose,
                limited: action.scope != Scope::All,
                when: one.when.to_vec(),
                without: one.without,
            });
        }
    }
    rows
}

#[cfg(test)]
mod tests;

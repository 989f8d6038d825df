//! What a shell orders: the inputs as they are, and what is to be done with them.

use super::journal::{AskedFunction, BeginEntry, Journal, Ledger, LocalJournal};
use super::parts::{package, place, sides as sides_of};
use super::query::Watch;
use super::with_rollout::with_rollout;
use sha2::{Digest, Sha256};

use crate::desired::{Act, Defaults, Desired, DesiredAlias, FromEnvironment, Instance, Package, Verb};
use crate::error::Error;
use crate::json::Json;
use crate::message::given::Given;
use crate::message::problem::RequestProblem;
use crate::message::problem::journal::Vouches;
use crate::message::problem::request::RequestPart;
use crate::plan::{Intent, Note, Past, Recorded, RollbackTo, target_of};
use crate::scf::Target;
use crate::time::Zone;
use crate::traffic::routing::Version;
use crate::traffic::share::Fraction;
use crate::watch::{CompareOrder, Invocation, LogOrder, MetricOrder, MinuteOrder};

/// How many of the newest versions stay where nobody says: releases of weeks, of a quota of a thousand.
const KEEP: u32 = 10;

/// An order, as data: `{ do, kind?, inputs, asked?, stage?, region?, namespace?, instance?, packages?, plan?, to?, created?, observes?, createBucket?, appId?, force?, journal?, shared?, localJournal?, who?, offset?, process?, rollout?, looksAhead?, fromEnvironment? }`.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// How far to go.
    pub operation: Operation,
    /// What the run is for.
    pub kind: Kind,
    /// Inputs as a person gave them.
    pub inputs: Json<'a>,
    /// The words of an order about functions that are there already: `function`, an alias's `name`, ….
    pub asked: Json<'a>,
    /// The stage that was settled on, where the inputs name none.
    pub stage: Option<String>,
    /// The region, where the inputs name none.
    pub region: Option<String>,
    /// The namespace, where the inputs name none.
    pub namespace: Option<String>,
    /// The instance whose inputs these are, where a project file names one.
    pub instance: Option<Instance>,
    /// Which texts of the inputs came from environment variables.
    pub from_environment: FromEnvironment,
    /// What the shell found when it packed the functions' sources.
    pub packages: Vec<Package>,
    /// The canonical text of the plan to apply, or its fingerprint (also its beginning).
    pub plan: Option<String>,
    /// Where a rollback goes: a version, `previous`, or nothing for the version that the alias names.
    pub to: Json<'a>,
    /// Functions that this project's state created.
    pub created: Vec<Target>,
    /// What is seen is desired, for any plan of these functions.
    pub observes: bool,
    /// The bucket for large packages is created where it is missing.
    pub create_bucket: bool,
    /// The account's appid, where the shell knows it.
    pub app_id: Option<String>,
    /// What the journal says counts, although a line of it is not as it was written, and although a run of another one came last.
    pub force: bool,
    /// Whether several machines use the store that the journal lies in.
    pub shared: bool,
    /// The journal of this machine beside it, where that has runs.
    pub local_journal: Option<LocalJournal>,
    /// The journal's text.
    pub journal: String,
    /// Why the journal can't be read.
    pub journal_unreadable: Option<String>,
    /// Whether that is because it may lead elsewhere, or somebody else may have written it.
    pub journal_unsafe: bool,
    /// The digest of the order that is taken up: this one must be the same.
    pub resumes: Option<String>,
    /// The run that broke off and that this order puts an end to.
    pub settles: Option<String>,
    /// The run that is aborted or undone.
    pub of: Option<String>,
    /// The run that was cut off, or that failed for some functions, and whose targets this order goes on to.
    pub continues: Option<String>,
    /// Functions that the journal names beside, and that the project does not have.
    pub leaves: Vec<Target>,
    /// Who gives the order: user, host and process, for the journal.
    pub who: Option<String>,
    /// The rollout that it is a step of.
    pub rollout: Option<String>,
    /// The process that gives it, in the words of its shell: runs of one process share their turn at the journal.
    pub process: Option<String>,
    /// Reading the journal takes a round trip: functions are looked at meanwhile.
    pub looks_ahead: bool,
    /// The zone in which times are told.
    pub zone: Zone,
}

/// From whom this run took the turn at the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TookOver {
    /// User, host and process.
    pub who: String,
    /// Since when it was theirs, in milliseconds since 1970.
    pub since_ms: u64,
    /// Whether that run may be under way still.
    pub living: bool,
}

impl TookOver {
    /// For whoever reads the result.
    pub(super) fn note(&self, zone: Zone) -> Note {
        Note::TookOver { who: self.who.clone(), since: zone.shown(self.since_ms / 1000), living: self.living }
    }
}

/// How far to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Observe and plan; writes nothing.
    Plan,
    /// Observe, plan, carry out. With a plan's text: only if the plan is still the same.
    Run,
    /// List the functions that there are.
    Functions,
    /// Observe and report.
    Status,
    /// List aliases.
    Aliases,
    /// Call a function.
    Invoke,
    /// Read the log.
    Logs,
    /// Read metrics.
    Metrics,
    /// Compare versions.
    Compare,
    /// Look at what a rollout is judged by.
    Look,
}

impl Operation {
    /// Whether it plans what is deployed, or carries it out.
    const fn deploys(self) -> bool {
        matches!(self, Self::Plan | Self::Run)
    }
}

/// What the run is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Deploy, publish, shift.
    #[default]
    Deploy,
    /// Publish `$LATEST`.
    Publish,
    /// Create, change or delete an alias.
    Alias(Act),
    /// Roll back.
    Rollback,
    /// Put back what a run that was cut off had shifted.
    Abort,
    /// Give each alias back what it said before a run.
    Undo,
    /// Delete what this project created.
    Remove,
    /// Delete versions that nobody needs.
    Prune,
}

/// As requests, plans and journals say it.
const KINDS: [(Kind, &str); 10] = [
    (Kind::Deploy, "deploy"),
    (Kind::Publish, "publish"),
    (Kind::Alias(Act::Create), "create-alias"),
    (Kind::Alias(Act::Update), "update-alias"),
    (Kind::Alias(Act::Delete), "delete-alias"),
    (Kind::Rollback, "rollback"),
    (Kind::Abort, "abort"),
    (Kind::Undo, "undo"),
    (Kind::Remove, "remove"),
    (Kind::Prune, "prune"),
];

impl Kind {
    /// As requests say it.
    #[must_use]
    pub fn word(self) -> &'static str {
        KINDS.iter().find(|(known, _)| *known == self).map_or("", |(_, word)| word)
    }

    fn named(word: &str) -> Option<Self> {
        KINDS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }
}

impl<'a> Request<'a> {
    /// Reads an order. Its inputs stay as they are.
    ///
    /// # Errors
    /// `InvalidOrder`: the caller, not a person, got it wrong.
    pub fn read(mut raw: Json<'a>) -> Result<Self, Error> {
        let (inputs, asked) = (raw.take("inputs"), raw.take("asked"));
        let invalid = |part, name: &str| {
            let given = raw.get(name).map_or(Given::Nothing, Given::from);
            Error::usage(RequestProblem::Invalid { part, given })
        };
        let packages = match raw.get("packages") {
            Some(Json::List(items)) => items.iter().map(package).collect::<Option<Vec<_>>>(),
            Some(_) => None,
            None => Some(Vec::new()),
        };
        let places = |name: &str| match raw.get(name) {
            Some(Json::List(places)) => places.iter().map(place).collect::<Option<Vec<_>>>(),
            Some(_) => None,
            None => Some(Vec::new()),
        };
        let (created, leaves) = (places("created"), places("leaves"));
        let word = |key: &str| raw.text(key).unwrap_or_default();
        Ok(Self {
            operation: match word("do").as_str() {
                "plan" => Operation::Plan,
                "run" => Operation::Run,
                "functions" => Operation::Functions,
                "status" => Operation::Status,
                "aliases" => Operation::Aliases,
                "invoke" => Operation::Invoke,
                "logs" => Operation::Logs,
                "metrics" => Operation::Metrics,
                "compare" => Operation::Compare,
                "look" => Operation::Look,
                _ => return Err(invalid(RequestPart::Do, "do")),
            },
            kind: match word("kind").as_str() {
                "" => Kind::Deploy,
                named => Kind::named(named).ok_or_else(|| invalid(RequestPart::Kind, "kind"))?,
            },
            stage: raw.text("stage"),
            region: raw.text("region"),
            namespace: raw.text("namespace"),
            instance: Instance::read(raw.get("instance")),
            from_environment: FromEnvironment::read(raw.get("fromEnvironment")),
            packages: packages.ok_or_else(|| invalid(RequestPart::Packages, "packages"))?,
            plan: raw.text("plan"),
            to: raw.get("to").cloned().unwrap_or_default(),
            created: created.ok_or_else(|| invalid(RequestPart::Created, "created"))?,
            observes: raw.get("observes") == Some(&Json::Bool(true)),
            create_bucket: raw.get("createBucket") == Some(&Json::Bool(true)),
            app_id: raw.text("appId"),
            force: raw.get("force") == Some(&Json::Bool(true)),
            shared: raw.get("shared") == Some(&Json::Bool(true)),
            local_journal: raw.get("localJournal").and_then(LocalJournal::read),
            journal: word("journal"),
            journal_unreadable: raw.text("journalUnreadable"),
            journal_unsafe: raw.get("journalUnsafe") == Some(&Json::Bool(true)),
            resumes: raw.text("resumes"),
            settles: raw.text("settles"),
            of: raw.text("of"),
            continues: raw.text("continues"),
            leaves: leaves.ok_or_else(|| invalid(RequestPart::Leaves, "leaves"))?,
            who: raw.text("who"),
            process: raw.text("process"),
            looks_ahead: raw.get("looksAhead") == Some(&Json::Bool(true)),
            rollout: raw.text("rollout"),
            zone: Zone::read(raw.get("offset")),
            inputs,
            asked,
        })
    }

    /// The inputs, validated.
    ///
    /// # Errors
    /// The first thing wrong with them.
    pub fn desired(&self) -> Result<Desired, Error> {
        let (defaults, begins) = (self.defaults(), self.kind == Kind::Deploy && self.operation.deploys());
        let desired = Desired::parse(&self.inputs, &defaults);
        let mut desired = if begins { with_rollout(desired, &self.inputs, &defaults)? } else { desired? };
        desired.attach(&self.packages);
        desired.create_bucket = self.create_bucket;
        desired.app_id.clone_from(&self.app_id);
        if let Some(sides) = self.asked.get("sides").filter(|_| self.rollout.is_some()) {
            for function in &mut desired.functions {
                function.sides = sides.get(&function.key).map(sides_of).transpose()?;
            }
        }
        Ok(desired)
    }

    fn defaults(&self) -> Defaults {
        Defaults {
            stage: self.stage.clone(),
            region: self.region.clone(),
            namespace: self.namespace.clone(),
            instance: self.instance.clone(),
            from_environment: self.from_environment.clone(),
        }
    }

    /// The functions that an order of a verb is about.
    fn functions(&self, verb: Verb) -> Result<Desired, Error> {
        verb.functions(&self.inputs, &self.defaults(), &self.asked)
    }

    /// What the run is for.
    ///
    /// # Errors
    /// The first thing wrong with the inputs, or `InvalidTarget` for a rollback to what is no version.
    pub fn intent(&self) -> Result<Intent, Error> {
        self.intent_after(&Journal::read(&self.journal))
    }

    /// The same where the journal has been read.
    pub(super) fn intent_after(&self, journal: &Journal) -> Result<Intent, Error> {
        match self.operation {
            Operation::Functions => return Ok(Intent::Deploy(Verb::FUNCTIONS.nobody(&self.asked)?)),
            Operation::Aliases => return Ok(Intent::Deploy(self.functions(Verb::LIST_ALIASES)?)),
            Operation::Invoke => return Ok(Intent::Deploy(self.functions(Verb::INVOKE)?)),
            Operation::Logs => return Ok(Intent::Deploy(self.functions(Verb::LOG)?)),
            Operation::Metrics => return Ok(Intent::Deploy(self.functions(Verb::METRIC)?)),
            Operation::Compare => return Ok(Intent::Deploy(self.functions(Verb::COMPARE)?)),
            Operation::Plan | Operation::Run | Operation::Status | Operation::Look => {}
        }
        let mut intent = self.intent_alone(journal)?;
        for function in intent.functions_mut() {
            function.any_plan = self.observes;
        }
        if let Intent::Rollback { past, .. } = &mut intent {
            past.zone = self.zone;
            past.others = self.leaves.clone();
        }
        if !journal.runs.is_empty() {
            self.recall(&mut intent, journal)?;
        }
        Ok(intent)
    }

    /// Adds what the journal knows of the functions.
    fn recall(&self, intent: &mut Intent, journal: &Journal) -> Result<(), Error> {
        let begin = self.begins(intent);
        if let Intent::Deploy(_) | Intent::Publish(_) = intent {
            for (function, asked) in intent.functions_mut().iter_mut().zip(&begin.functions) {
                function.made = Some(asked).filter(|asked| asked.publish).and_then(|asked| journal.made(&begin, asked));
                if function.made.is_some() && self.operation != Operation::Status {
                    journal.vouches(Vouches::Version, self.force)?;
                }
            }
        }
        let ledger = Ledger::of(journal, &begin.alias);
        for function in intent.functions_mut() {
            function.on_record = ledger.on_record(&target_of(function));
            // what a broken journal says is no reason to change what is billed
            if journal.chain.broken.is_some() && !self.force {
                function.on_record.provisioned.clear();
            }
        }
        if let Intent::Rollback { past, .. } = intent {
            if journal.chain.broken.is_some() && !self.force {
                past.recorded.iter_mut().for_each(|recorded| recorded.provisioned.clear());
            }
            past.moved = journal.moved(&begin.alias);
            past.changes = ledger.changes();
            past.runs = journal.runs.iter().map(|run| run.id.clone()).collect();
            let continued = self.continues.as_deref().or_else(|| journal.cut_off(&begin));
            past.aims = continued.map(|run| journal.aims(run)).unwrap_or_default();
        }
        Ok(())
    }

    fn intent_alone(&self, journal: &Journal) -> Result<Intent, Error> {
        Ok(match self.kind {
            Kind::Deploy => Intent::Deploy(self.desired()?),
            Kind::Publish => {
                let mut desired = self.functions(Verb::PUBLISH)?;
                for function in &mut desired.functions {
                    function.publish = true;
                }
                Intent::Publish(desired)
            }
            Kind::Alias(act) => {
                let alias = DesiredAlias::read(act, &self.asked)?;
                let desired = Desired { alias: alias.name.clone(), ..self.functions(act.verb())? };
                Intent::Alias { desired, alias }
            }
            Kind::Rollback => {
                let (desired, to) = (self.desired()?, self.rollback_to()?);
                let too_new = journal.known().err();
                if let (Some(error), RollbackTo::Previous | RollbackTo::Left) = (&too_new, &to) {
                    return Err(error.clone());
                }
                let unreadable =
                    self.journal_unreadable.clone().or_else(|| too_new.map(|error| error.message().clone()));
                let recorded = if to == RollbackTo::Left { lefts(journal, &desired) } else { journal.recorded() };
                Intent::Rollback { desired, to, past: Past { recorded, ..Past::default() }, unreadable }
            }
            Kind::Abort | Kind::Undo => {
                let desired = self.desired()?;
                journal.known()?;
                let of = self.of.clone().unwrap_or_default();
                let recorded = journal.before(&of, &desired.alias);
                let to = if self.kind == Kind::Abort { RollbackTo::Abort(of) } else { RollbackTo::Undo(of) };
                Intent::Rollback { desired, to, past: Past { recorded, ..Past::default() }, unreadable: None }
            }
            Kind::Remove => Intent::Remove { desired: self.desired()?, created: self.created.clone() },
            Kind::Prune => {
                let keep = Verb::PRUNE.whole(&self.asked, "keep", 1, 100_000)?.unwrap_or(KEEP);
                let provisioned = Verb::PRUNE.truth(&self.asked, "provisioned")?.unwrap_or(false);
                let desired = self.functions(Verb::PRUNE)?;
                Intent::Prune { desired, keep: keep as usize, recorded: journal.recorded(), provisioned }
            }
        })
    }

    /// Whether it is the order that it says it takes up.
    pub(super) fn is_the_same(&self, digest: &str) -> Result<(), Error> {
        match &self.resumes {
            Some(other) if other != digest => Err(Error::refused(RequestProblem::OrderChanged)),
            _ => Ok(()),
        }
    }

    /// What the journal says of this order when it is begun to be carried out.
    pub(super) fn begins(&self, intent: &Intent) -> BeginEntry {
        let desired = intent.desired();
        let functions = desired.functions.iter().map(|function| AskedFunction {
            key: function.key.clone(),
            target: target_of(function),
            publish: function.publish,
            code: function.code.as_ref().and_then(|code| code.sha256()).map(str::to_owned),
            aim: None,
        });
        let mut begin = BeginEntry {
            tool: crate::VERSION.to_owned(),
            who: self.who.clone(),
            process: self.process.clone(),
            order: String::new(),
            log: None,
            rollout: self.rollout.clone(),
            stage: desired.stage.clone(),
            alias: desired.alias.clone(),
            traffic: desired.traffic.map(|share| Fraction::from(share).to_string()),
            routes: desired.routes.clone(),
            to: match intent {
                Intent::Rollback { to, .. } => to.word(),
                _ => None,
            },
            functions: functions.collect(),
        };
        // settings are not in it: there are secrets among them
        let mut digest =
            Sha256::new().chain_update(intent.kind()).chain_update(begin.asked()).chain_update(self.asked.to_json());
        for package in &self.packages {
            digest.update(["\n", &package.key, " ", &package.sha256].concat());
        }
        begin.order = hex::encode(digest.finalize());
        begin.order.truncate(16);
        begin
    }

    /// What is to be watched, where the order is to watch.
    ///
    /// # Errors
    /// The first thing wrong with its words.
    pub fn watch(&self, now_ms: u64) -> Result<Option<Watch>, Error> {
        Ok(match self.operation {
            Operation::Invoke => Some(Watch::Invoke(Invocation::read(&self.asked)?)),
            Operation::Logs => Some(Watch::Logs(LogOrder::read(&self.asked, now_ms, self.zone)?)),
            Operation::Metrics => Some(Watch::Metrics(MetricOrder::read(&self.asked, now_ms, self.zone)?)),
            Operation::Compare => Some(Watch::Compare(CompareOrder::read(&self.asked)?)),
            Operation::Look => {
                let given = || Given::from(&self.asked);
                let invalid = || Error::usage(RequestProblem::Invalid { part: RequestPart::Look, given: given() });
                Some(Watch::Minutes(MinuteOrder::read(&self.asked).ok_or_else(invalid)?))
            }
            Operation::Plan | Operation::Run | Operation::Status | Operation::Functions | Operation::Aliases => None,
        })
    }

    fn rollback_to(&self) -> Result<RollbackTo, Error> {
        let text = match &self.to {
            Json::Null => return Ok(RollbackTo::Stable),
            Json::Text(text) => text.trim().to_owned(),
            other => other.to_string(),
        };
        if text.eq_ignore_ascii_case("previous") {
            return Ok(RollbackTo::Previous);
        }
        if text.eq_ignore_ascii_case("left") {
            return Ok(RollbackTo::Left);
        }
        let version = Version::named(&text);
        if version.number().is_some() {
            return Ok(RollbackTo::Version(version));
        }
        let latest = version.is_latest();
        Err(Error::usage(RequestProblem::InvalidTarget { given: Given::from(&self.to), latest }))
    }
}

/// What the last change of each function's alias left it at.
fn lefts(journal: &Journal, desired: &Desired) -> Vec<Recorded> {
    let left = |function| journal.left(&target_of(function), &desired.alias).map(|left| left.recorded);
    desired.functions.iter().filter_map(left).collect()
}

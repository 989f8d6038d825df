//! js/types/generated.ts: what goes into the module and what comes out of it, as TypeScript has it. The inputs are made from
//! the tables that they are read by, the rest from the types that are written as JSON. js/inputs/presets.js: names of policies,
//! which JavaScript offers before the module is ready. Only tests are built with it.

mod inputs;
pub(crate) mod words;

use std::any::TypeId;
use std::collections::BTreeMap;
use std::path::Path;

use ts_rs::{Config, TS, TypeVisitor};

use crate::error::{Error, ErrorData};
use crate::message::history::Past;
use crate::message::routing::Rule;
use crate::message::{
    Attention, Label, Level, LogNote, MetricNote, Note, Question, Reason, StepText, Summary, Waiting,
};
use crate::plan::Plan;
use crate::plan::direct::{Caller, CallerRow};
use crate::plan::explain::Line;
use crate::release::{AliasList, FunctionRow, Progress, RunResult, Served, StatusRow, StoreContent};
use crate::rollout::about::About;
use crate::rollout::agent::Standing;
use crate::rollout::policy::preset;
use crate::rollout::report::Report;
use crate::scf::Target;
use crate::scf::figure::Measured;
use crate::traffic::routing::Version;
use crate::traffic::share::{Fraction, Share, Weight};
use crate::watch::{Comparison, Invoked, LogReport, MetricReport};

/// Types whose JSON is written by hand, each under its name in TypeScript.
macro_rules! written_as {
    ($($type:ty => $name:literal),* $(,)?) => { $(
        impl TS for $type {
            type WithoutGenerics = Self;
            type OptionInnerType = Self;
            fn name(_: &Config) -> String {
                $name.to_owned()
            }
            fn inline(cfg: &Config) -> String {
                Self::name(cfg)
            }
        }
    )* };
}

written_as! {
    Version => "string",
    Share => "number",
    Fraction => "number",
    Weight => "number",
    Measured => "number",
    Caller => "Caller",
    Error => "ErrorData",
}

/// Messages: their facts as Rust derives them, and the type of what is written, which has the sentence too.
macro_rules! messages {
    ($cfg:expr; $($type:ty: $facts:literal => $name:literal, $beside:literal;)*) => {
        [$(Message { inlined: <$type>::inline_flattened($cfg), facts: $facts, name: $name, beside: $beside }),*]
    };
}

struct Message {
    inlined: String,
    facts: &'static str,
    name: &'static str,
    beside: &'static str,
}

fn messages(cfg: &Config) -> impl Iterator<Item = Message> + use<> {
    messages! { cfg;
        Note: "NoteFacts" => "Note", "{ level: NoteLevel; text: string }";
        Reason: "ReasonFacts" => "Reason", "{ text: string }";
        StepText: "StepFacts" => "StepText", "{ text: string }";
        Question: "QuestionFacts" => "Question", "{ text: string }";
        Label: "LabelFacts" => "Label", "{ text: string }";
        Summary: "SummaryFacts" => "Summary", "{ text: string }";
        MetricNote: "MetricNoteFacts" => "MetricNote", "{ text: string }";
        LogNote: "LogNoteFacts" => "LogNote", "{ text: string }";
        Waiting: "WaitingFacts" => "Waiting", "{ text: string }";
        Attention: "AttentionFacts" => "Attention", "{ text: string }";
        Rule: "RuleFacts" => "Rule", "{ text: string }";
        Past: "PastStepFacts" => "PastStep", "{ confirmed: boolean; text: string }";
    }
    .into_iter()
}

/// Declarations by name: ts-rs finds what a type needs in another order each time it is compiled.
struct Declared {
    cfg: Config,
    known: Vec<TypeId>,
    texts: BTreeMap<String, String>,
}

impl TypeVisitor for Declared {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if self.known.contains(&TypeId::of::<T>()) {
            return;
        }
        self.known.push(TypeId::of::<T>());
        // only derived types have a place of their own; others have names that TypeScript knows
        if T::output_path().is_some() {
            let declaration = [T::docs().unwrap_or_default().as_str(), "export ", &T::decl(&self.cfg)].concat();
            let declaration = with_sentences(&self.cfg, &T::ident(&self.cfg), declaration);
            let before = self.texts.insert(T::ident(&self.cfg), laid_out(&with_served(&declaration)));
            assert_eq!(before, None, "two types have the same name");
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// What is written of a message is its facts with their sentence.
fn with_sentences(cfg: &Config, ident: &str, declaration: String) -> String {
    messages(cfg).filter(|message| message.facts != ident).fold(
        declaration,
        |text, Message { inlined, facts, name, .. }| {
            // one name may end in another: only whole words
            let whole = |before: &str| !before.ends_with(|letter: char| letter.is_ascii_alphanumeric());
            let mut named = String::new();
            for part in text.replace(&inlined, name).split_inclusive(facts) {
                match part.strip_suffix(facts) {
                    Some(before) if whole(before) => named.extend([before, name]),
                    _ => named.push_str(part),
                }
            }
            named
        },
    )
}

/// ts-rs flattens no optional part: what a step has beside its state, once a shift is done.
fn with_served(declaration: &str) -> String {
    const STATE: &str = "state: StepState, }";
    declaration.replace(STATE, &[STATE, " & Partial<Served>"].concat())
}

/// A declaration with the breaks and indents that ts-rs leaves out.
fn laid_out(declaration: &str) -> String {
    let mut text = String::new();
    for line in declaration.replace("/**\n * ", "/** ").lines() {
        if line.starts_with("/**") || line.starts_with(" *") {
            text.push_str(&line.replace("[`", "`").replace("`]", "`"));
        } else {
            text.push_str(&line.replace("{ ", "{\n").replace(", }", ",\n}").replace(" }", ",\n}"));
        }
        text.push('\n');
    }
    let mut depth: usize = 0;
    let mut lines = Vec::new();
    for line in text.replace("\n */", " */").lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        depth = depth.saturating_sub(usize::from(line.starts_with('}')));
        lines.push(["  ".repeat(depth).as_str(), line].concat());
        depth += usize::from(line.ends_with('{'));
    }
    lines.join("\n") + "\n"
}

fn generated() -> String {
    let mut declared =
        Declared { cfg: Config::new().with_large_int("number"), known: Vec::new(), texts: BTreeMap::new() };
    declared.visit::<Level>();
    declared.visit::<Note>();
    declared.visit::<Reason>();
    declared.visit::<StepText>();
    declared.visit::<Question>();
    declared.visit::<Label>();
    declared.visit::<Summary>();
    declared.visit::<MetricNote>();
    declared.visit::<LogNote>();
    declared.visit::<Waiting>();
    declared.visit::<Attention>();
    declared.visit::<Plan>();
    declared.visit::<Target>();
    declared.visit::<Line>();
    declared.visit::<Progress>();
    declared.visit::<Served>();
    declared.visit::<RunResult>();
    declared.visit::<ErrorData<'static>>();
    declared.visit::<StatusRow>();
    declared.visit::<StoreContent>();
    declared.visit::<CallerRow<'static>>();
    declared.visit::<AliasList>();
    declared.visit::<FunctionRow>();
    declared.visit::<Invoked>();
    declared.visit::<LogReport>();
    declared.visit::<MetricReport>();
    declared.visit::<Comparison>();
    declared.visit::<Past>();
    declared.visit::<About>();
    declared.visit::<Report>();
    declared.visit::<Standing>();
    let head = "// Generated from the Rust sources: node scripts/types.mjs writes it. Not for editing.\n".to_owned();
    for Message { facts, name, beside, .. } in messages(&declared.cfg) {
        let text = format!(
            "/** {name}: facts, with their sentence in the language of the reader. */\nexport type {name} = {facts} & {beside}\n"
        );
        declared.texts.insert(name.to_owned(), text);
    }
    let texts = declared.texts.into_values().map(|text| ["\n", text.as_str()].concat());
    [head, inputs::declared()].into_iter().chain(texts).collect()
}

fn presets() -> String {
    let names: String = preset::NAMES.iter().map(|name| format!("  '{name}',\n")).collect();
    [
        "// @ts-check\n// Generated from the Rust sources: node scripts/types.mjs writes it. Not for editing.\n\n",
        "/** Names of policies that are offered; more of their kind, and those of CodeDeploy, are understood. */\n",
        "export const presets = /** @type {const} */ ([\n",
        &names,
        "])\n",
    ]
    .concat()
}

/// With `WRITE_TYPES` in its environment it writes the files: node scripts/types.mjs.
#[test]
fn the_types_of_the_package_are_those_of_the_module() {
    for (name, text) in [("js/types/generated.ts", generated()), ("js/inputs/presets.js", presets())] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        if std::env::var_os("WRITE_TYPES").is_some() {
            std::fs::write(&file, &text).unwrap();
        }
        let shipped = std::fs::read_to_string(file).unwrap_or_default();
        assert!(shipped == text, "{name} is not current: node scripts/types.mjs writes it");
    }
}

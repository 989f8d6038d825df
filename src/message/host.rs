//! How a command is typed where a sentence is read: the way out is another one for the command line, for `sls`, and for a
//! program.

use serde::Serialize;

use super::typed_place;

/// Where people type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// The command `grayscale`.
    CommandLine,
    /// The component of the Serverless Framework: `sls deploy --inputs traffic=0.1`.
    Sls,
    /// The provider plugin: `sls grayscale rollback --inputs to=7`.
    Osls,
    /// The console: commands are those of the command line, to be copied.
    Console,
    /// A program: methods of `Grayscale`.
    Library,
}

impl Host {
    /// By the word that shells use.
    #[must_use]
    pub fn named(word: &str) -> Self {
        match word {
            "sls" => Self::Sls,
            "osls" => Self::Osls,
            "console" => Self::Console,
            "program" => Self::Library,
            _ => Self::CommandLine,
        }
    }
}

impl Host {
    /// An input as it is given here, switched on: `--publish`, `publish: true`.
    pub(super) fn switch(self, name: &str) -> String {
        match self {
            Self::CommandLine | Self::Console => ["--", &kebab(name)].concat(),
            _ => self.input(name, "true"),
        }
    }

    /// An input with a value as it is given here: `--stable 3`, `stable: 3`.
    pub(super) fn input(self, name: &str, value: &str) -> String {
        match self {
            // a flag for each rule
            Self::CommandLine | Self::Console if name == "routes" => ["--route ", value].concat(),
            Self::CommandLine | Self::Console => ["--", &kebab(name), " ", value].concat(),
            // a flag of the framework itself
            Self::Sls | Self::Osls if name == "stage" => ["--stage ", value].concat(),
            Self::Sls | Self::Osls => ["--inputs ", name, "=", value].concat(),
            Self::Library => [name, ": ", value].concat(),
        }
    }
}

/// What a command does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "they are named as they are typed")]
pub enum Verb {
    Plan,
    Deploy,
    Status,
    Rollback,
    Undo,
    Resume,
    Abort,
    Publish,
    Prune,
    Invoke,
    Logs,
    Metrics,
    History,
    Remove,
    Policy,
    ListAliases,
    CreateAlias,
    UpdateAlias,
    ImportJournal,
    RolloutStart,
    RolloutStatus,
    RolloutResume,
    RolloutAbort,
}

/// A command that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command<'a> {
    verb: Verb,
    /// What stands behind the verb: functions, a run, a command.
    operands: Vec<&'a str>,
    /// Flags with their values; one without a value is switched on.
    flags: Vec<(&'static str, Option<&'a str>)>,
    stage: Option<&'a str>,
}

impl<'a> Command<'a> {
    pub(super) const fn new(verb: Verb) -> Self {
        Self { verb, operands: Vec::new(), flags: Vec::new(), stage: None }
    }

    /// For these functions, or about this run.
    pub(super) fn of(mut self, operand: &'a str) -> Self {
        self.operands.push(operand);
        self
    }

    /// With a flag, named as inputs are: `moveTriggers`.
    pub(super) fn with(mut self, flag: &'static str, value: &'a str) -> Self {
        self.flags.push((flag, Some(value)));
        self
    }

    /// With a flag that is switched on.
    pub(super) fn switch(mut self, flag: &'static str) -> Self {
        self.flags.push((flag, None));
        self
    }

    /// In a stage, since another one is another project; `dev` need not be typed where no stage was.
    pub(super) fn in_stage(mut self, stage: &'a str) -> Self {
        self.stage = Some(stage).filter(|stage| !stage.is_empty());
        self
    }

    /// As it is typed, in backticks.
    pub(super) fn typed(&self, host: Host) -> String {
        let text = match host {
            Host::CommandLine | Host::Console => self.on_command_line(),
            Host::Sls => self.with_inputs(component(self.verb).map(str::to_owned), true),
            Host::Osls => self.with_inputs(plugin(self.verb).map(str::to_owned), false),
            Host::Library => self.in_program(),
        };
        ["`", &text, "`"].concat()
    }

    fn on_command_line(&self) -> String {
        let mut text = ["grayscale ", typed(self.verb)].concat();
        for operand in &self.operands {
            text.push(' ');
            text.push_str(operand);
        }
        for (name, value) in &self.flags {
            text.push_str(" --");
            text.push_str(&kebab(name));
            if let Some(value) = value {
                text.push(' ');
                text.push_str(value);
            }
        }
        let place = typed_place::place();
        let stage = place.iter().find(|(flag, _)| flag == "stage").map(|(_, stage)| stage.as_str());
        text.push_str(&self.stage_flag(stage));
        let given = |wanted: &str| self.flags.iter().any(|(flag, _)| *flag == wanted);
        for (flag, value) in place.iter().filter(|(flag, _)| flag != "stage" && !given(flag)) {
            text.extend([" --", flag, " ", value]);
        }
        text
    }

    /// `typed`: the stage that was typed, if one was: then `dev` must be, too.
    fn stage_flag(&self, typed: Option<&str>) -> String {
        let stage = self.stage.or(typed).filter(|stage| typed.is_some() || *stage != "dev");
        stage.map(|stage| [" --stage ", stage].concat()).unwrap_or_default()
    }

    /// Flags, and what stands behind the verb, as inputs.
    fn inputs(&self) -> Vec<(&'static str, String)> {
        let flags = self.flags.iter().map(|(name, value)| (*name, value.unwrap_or("true").to_owned()));
        let operands = (!self.operands.is_empty()).then(|| (operand(self.verb), self.operands.join(",")));
        flags.chain(operands).collect()
    }

    /// `sls`: what it does not have, or what writes a file, has the command line beside it.
    fn with_inputs(&self, name: Option<String>, once: bool) -> String {
        let writes_file = self.flags.iter().any(|(name, _)| *name == "out");
        let Some(name) = name.filter(|_| !writes_file) else { return ["npx ", &self.on_command_line()].concat() };
        // what is asked of a rollout is an input of one verb there
        let action = typed(self.verb).strip_prefix("rollout ").filter(|_| once && name == "rollout");
        let pairs: Vec<String> = action
            .map(|action| ("do", action.to_owned()))
            .into_iter()
            .chain(self.inputs())
            .map(|(name, value)| [name, "=", value.as_str()].concat())
            .collect();
        let inputs = match (pairs.is_empty(), once) {
            (true, _) => String::new(),
            (false, true) => [" --inputs ", &pairs.join(" ")].concat(),
            (false, false) => pairs.iter().map(|pair| [" --inputs ", pair].concat()).collect(),
        };
        ["sls ", &name, &inputs, &self.stage_flag(None)].concat()
    }

    fn in_program(&self) -> String {
        let quoted = |text: &str| ["'", text, "'"].concat();
        if matches!(self.verb, Verb::Undo | Verb::Policy) {
            let operands: Vec<String> = self.operands.iter().map(|operand| quoted(operand)).collect();
            return ["gray.", method(self.verb), "(", &operands.join(", "), ")"].concat();
        }
        let value = |(name, value): &(&str, String)| {
            let value = if value == "true" { value.clone() } else { quoted(value) };
            [name, ": ", &value].concat()
        };
        let fields: Vec<String> = self.inputs().iter().map(value).collect();
        let fields = if fields.is_empty() { String::new() } else { ["{ ", &fields.join(", "), " }"].concat() };
        ["gray.", method(self.verb), "(", &fields, ")"].concat()
    }
}

/// `moveTriggers` as a flag: `move-triggers`.
fn kebab(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            text.push('-');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

const fn typed(verb: Verb) -> &'static str {
    match verb {
        Verb::Plan => "plan",
        Verb::Deploy => "deploy",
        Verb::Status => "status",
        Verb::Rollback => "rollback",
        Verb::Undo => "undo",
        Verb::Resume => "resume",
        Verb::Abort => "abort",
        Verb::Publish => "publish",
        Verb::Prune => "prune",
        Verb::Invoke => "invoke",
        Verb::Logs => "logs",
        Verb::Metrics => "metrics",
        Verb::History => "history",
        Verb::Remove => "remove",
        Verb::Policy => "policy",
        Verb::ListAliases => "alias list",
        Verb::CreateAlias => "alias create",
        Verb::UpdateAlias => "alias update",
        Verb::ImportJournal => "store import",
        Verb::RolloutStart => "rollout start",
        Verb::RolloutStatus => "rollout status",
        Verb::RolloutResume => "rollout resume",
        Verb::RolloutAbort => "rollout abort",
    }
}

const fn component(verb: Verb) -> Option<&'static str> {
    match verb {
        Verb::Publish => Some("publish-ver"),
        Verb::Logs => Some("log"),
        Verb::Metrics => Some("metric"),
        Verb::ListAliases => Some("list-alias"),
        Verb::CreateAlias => Some("create-alias"),
        Verb::UpdateAlias => Some("update-alias"),
        Verb::History | Verb::Policy | Verb::ImportJournal => None,
        Verb::RolloutStart => Some("deploy"),
        Verb::RolloutStatus | Verb::RolloutResume | Verb::RolloutAbort => Some("rollout"),
        _ => Some(typed(verb)),
    }
}

const fn plugin(verb: Verb) -> Option<&'static str> {
    match verb {
        Verb::Deploy | Verb::Remove => Some(typed(verb)),
        Verb::Plan => Some("grayscale plan"),
        Verb::Status => Some("grayscale status"),
        Verb::Logs => Some("grayscale logs"),
        Verb::Rollback => Some("grayscale rollback"),
        Verb::Undo => Some("grayscale undo"),
        Verb::Resume => Some("grayscale resume"),
        Verb::Abort => Some("grayscale abort"),
        Verb::RolloutStart => Some("deploy"),
        Verb::RolloutStatus => Some("grayscale rollout status"),
        Verb::RolloutResume => Some("grayscale rollout resume"),
        Verb::RolloutAbort => Some("grayscale rollout abort"),
        _ => None,
    }
}

const fn method(verb: Verb) -> &'static str {
    match verb {
        Verb::ListAliases => "aliases.list",
        Verb::CreateAlias => "aliases.create",
        Verb::UpdateAlias => "aliases.update",
        Verb::ImportJournal => "importJournal",
        Verb::RolloutStart => "rollouts.start",
        Verb::RolloutStatus => "rollouts.status",
        Verb::RolloutResume => "rollouts.resume",
        Verb::RolloutAbort => "rollouts.abort",
        _ => typed(verb),
    }
}

/// The input that holds what stands behind the verb.
const fn operand(verb: Verb) -> &'static str {
    match verb {
        Verb::Undo => "run",
        Verb::Policy => "commands",
        Verb::Publish
        | Verb::Prune
        | Verb::Invoke
        | Verb::Logs
        | Verb::Metrics
        | Verb::ListAliases
        | Verb::CreateAlias
        | Verb::UpdateAlias => "function",
        _ => "only",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_typed_as_its_host_has_it() {
        let command = Command::new(Verb::Rollback).with("to", "7").of("fun01").in_stage("prod");
        for (host, typed) in [
            (Host::CommandLine, "`grayscale rollback fun01 --to 7 --stage prod`"),
            (Host::Console, "`grayscale rollback fun01 --to 7 --stage prod`"),
            (Host::Sls, "`sls rollback --inputs to=7 only=fun01 --stage prod`"),
            (Host::Osls, "`sls grayscale rollback --inputs to=7 --inputs only=fun01 --stage prod`"),
            (Host::Library, "`gray.rollback({ to: '7', only: 'fun01' })`"),
        ] {
            assert_eq!(command.typed(host), typed);
        }
    }

    #[test]
    fn what_is_asked_of_a_rollout_is_an_input_of_one_verb_of_sls() {
        let command = Command::new(Verb::RolloutResume).switch("adopt");
        assert_eq!(command.typed(Host::Sls), "`sls rollout --inputs do=resume adopt=true`");
        assert_eq!(command.typed(Host::Osls), "`sls grayscale rollout resume --inputs adopt=true`");
        let start = Command::new(Verb::RolloutStart).with("rollout", "canary");
        assert_eq!(start.typed(Host::Sls), "`sls deploy --inputs rollout=canary`");
    }

    #[test]
    fn what_a_host_does_not_have_is_on_the_command_line_beside_it() {
        assert_eq!(Command::new(Verb::History).typed(Host::Sls), "`npx grayscale history`");
        assert_eq!(
            Command::new(Verb::Logs).of("fun01").typed(Host::Osls),
            "`sls grayscale logs --inputs function=fun01`"
        );
        assert_eq!(Command::new(Verb::Metrics).of("fun01").typed(Host::Osls), "`npx grayscale metrics fun01`");
        assert_eq!(Command::new(Verb::Plan).with("out", "FILE").typed(Host::Sls), "`npx grayscale plan --out FILE`");
    }

    #[test]
    fn flags_are_spelled_with_hyphens_on_the_command_line_alone() {
        let command = Command::new(Verb::Deploy).switch("moveTriggers");
        assert_eq!(command.typed(Host::CommandLine), "`grayscale deploy --move-triggers`");
        assert_eq!(command.typed(Host::Sls), "`sls deploy --inputs moveTriggers=true`");
    }

    #[test]
    fn the_stage_is_a_flag_of_the_framework() {
        assert_eq!(Host::Sls.input("stage", "prod"), "--stage prod");
        assert_eq!(Host::Osls.input("stage", "prod"), "--stage prod");
        assert_eq!(Host::Osls.input("stable", "3"), "--inputs stable=3");
    }

    #[test]
    fn a_command_names_the_stage_where_it_must_be_typed() {
        assert_eq!(Command::new(Verb::Resume).in_stage("dev").typed(Host::CommandLine), "`grayscale resume`");
        assert_eq!(
            Command::new(Verb::Resume).in_stage("prod").typed(Host::CommandLine),
            "`grayscale resume --stage prod`"
        );
    }
}

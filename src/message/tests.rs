//! Each message, with any parameters, in both languages and for every host.

use std::collections::BTreeSet;

use arbitrary::{Arbitrary, Result, Unstructured};
use strum::VariantNames as _;

use super::difference::PlanChange;
use super::problem::{
    ApiProblem, ArgsProblem, BoundaryProblem, InputProblem, JournalProblem, PlanProblem, Problem, ReleaseProblem,
    RequestProblem, RolloutOrderProblem,
};
use super::{
    Attention, Changed, Code, DirectCall, Doing, Hint, Host, Label, Language, LogNote, MetricNote, Note, Question,
    Reader, Reason, RolloutAdvice, RolloutLack, RolloutNotice, RolloutReason, StepText, Summary, Unstored, Verdict,
    Waiting, history, now, set_reader,
};
use crate::error::Error;
use crate::scf::figure::Measured;
use crate::traffic::routing::Version;
use crate::traffic::share::{Fraction, Share};

const HOSTS: [Host; 5] = [Host::CommandLine, Host::Sls, Host::Osls, Host::Console, Host::Library];

/// Words that a Chinese sentence may hold beside inputs and what stands in backticks: names of the field, of products and of
/// what the API says.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "ADDRESS", "API", "APP", "APPID", "Active", "BUCKET", "CLS", "CMQ", "COS", "CreateFailed", "Date", "Duration", "GetFunction", "GRAYSCALE", "GetRequestStatus", "HTML", "HTTP", "HTTPS", "ID", "InvalidInput",
    "InvalidRequest", "InvalidTimestamp", "JSON", "KB", "KEY", "ListCustomDomains", "ListTriggers", "MB", "Math",
    "ModTime", "NAME", "NAMES", "NONE", "NUL", "PREFIX", "PROXY", "PublishVersion", "REGION", "SCF", "SECRET", "SOURCE", "STORE", "SecretId", "SecretKey",
    "TENCENT", "TOKEN", "Token", "URL", "UTF", "Web", "adopt", "allow", "ap", "appid", "atomic", "authType", "bucket",
    "bootstrap", "calls", "ckafka", "com", "config", "cos", "created", "codeSha", "cron", "cronExpression", "cursor", "default", "dev", "do",
    "enableExtranet", "endpoint", "error", "event", "false", "floor", "followLinks", "force", "fun", "function", "gitignore", "grayscale",
    "guangzhou", "http", "https", "hua", "imageUrl", "independent", "inputs", "insecure", "interval", "kind", "latest",
    "ln", "asked", "guard", "metrics", "overGuard",
    "leaves", "left", "limit", "live", "logsetId", "max", "maxErrorRate", "minInvocations", "netConfig", "nightly", "now", "object", "over",
    "packages", "parameters", "period", "prefix", "previous", "prod", "project", "rate", "region", "releases", "replace", "rollback", "route", "routingKey", "rules",
    "same", "scf", "serverless", "sha", "shop", "since", "size", "stop", "take", "tencent", "tencentcloudapi", "testing", "text", "timer", "to", "topicId",
    "trigger", "true", "upload", "url", "user", "value", "variables", "version", "wait", "weights", "yml",
];

impl Arbitrary<'_> for Version {
    fn arbitrary(u: &mut Unstructured<'_>) -> Result<Self> {
        Ok(if bool::arbitrary(u)? { Self::latest() } else { Self::named(&u.int_in_range(1..=30)?.to_string()) })
    }
}

impl Arbitrary<'_> for Share {
    fn arbitrary(u: &mut Unstructured<'_>) -> Result<Self> {
        u.int_in_range(0..=10_000).map(Self::from_basis_points)
    }
}

impl Arbitrary<'_> for Fraction {
    fn arbitrary(u: &mut Unstructured<'_>) -> Result<Self> {
        Share::arbitrary(u).map(Self::from)
    }
}

impl Arbitrary<'_> for Measured {
    fn arbitrary(u: &mut Unstructured<'_>) -> Result<Self> {
        u32::arbitrary(u).map(Self::whole)
    }
}

impl Arbitrary<'_> for Error {
    fn arbitrary(u: &mut Unstructured<'_>) -> Result<Self> {
        BoundaryProblem::arbitrary(u).map(Self::failed)
    }
}

/// Messages of a type: every variant of it, with parameters that hold no letters.
fn each<T: for<'a> Arbitrary<'a>>(mut see: impl FnMut(&T)) {
    let mut state = 1_u64;
    for variant in 0..=255 {
        for _ in 0..8 {
            let mut bytes = vec![0, 0, 0, variant];
            while bytes.len() < 400 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let byte = (state >> 40) as u8;
                if !byte.is_ascii_alphabetic() && byte != b'`' {
                    bytes.push(byte);
                }
            }
            if let Ok(message) = T::arbitrary(&mut Unstructured::new(&bytes)) {
                see(&message);
            }
        }
    }
}

fn chinese(text: &str) -> bool {
    text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
}

/// Its words of Latin letters, but for what stands in backticks.
fn latin(text: &str) -> Vec<String> {
    let outside: String = text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    let words = outside.split(|letter: char| !letter.is_ascii_alphabetic());
    words.filter(|word| word.len() > 1).map(str::to_owned).collect()
}

/// Renders messages of a type, in both languages for every host; gives the Latin words of the Chinese sentences.
fn rendered<T: for<'a> Arbitrary<'a> + std::fmt::Debug>(say: impl Fn(&T) -> Vec<String>) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    each::<T>(|message| {
        for host in HOSTS {
            set_reader(Reader { language: Language::En, host });
            let english = say(message);
            set_reader(Reader { language: Language::Zh, host });
            let sentences = say(message);
            assert_eq!(english.len(), sentences.len(), "{message:?}: {english:?} {sentences:?}");
            for (one, other) in english.iter().zip(&sentences) {
                assert_eq!(one.trim().is_empty(), other.trim().is_empty(), "{message:?}");
                // what is the same is made of facts alone, or a line of a project file
                let of_file = one == other && one.contains(['{', '=']);
                assert!(chinese(other) || latin(one).is_empty() || of_file, "{message:?}: {other}");
                words.extend(latin(other));
            }
        }
        set_reader(Reader::DEFAULT);
    });
    words
}

fn of_problem(problem: impl Into<Problem>) -> Vec<String> {
    let words = problem.into().words(now());
    std::iter::once(words.message).chain(words.hint).collect()
}

#[test]
fn every_message_has_a_sentence_in_both_languages_for_every_host() {
    let mut words = BTreeSet::new();
    macro_rules! all {
        ($($type:ty => $say:expr),* $(,)?) => { $( words.extend(rendered::<$type>($say)); )* };
    }
    all! {
        Note => |it| vec![it.shown()],
        Reason => |it| vec![it.shown()],
        StepText => |it| vec![it.shown()],
        Question => |it| vec![it.shown()],
        Label => |it| vec![it.shown()],
        Summary => |it| vec![it.shown()],
        MetricNote => |it| vec![it.shown()],
        LogNote => |it| vec![it.shown()],
        Unstored => |it| vec![it.shown()],
        Waiting => |it| vec![it.shown()],
        Attention => |it| vec![it.shown()],
        Doing => |it| vec![it.shown()],
        Verdict => |it| vec![it.shown()],
        RolloutReason => |it| vec![it.shown()],
        RolloutAdvice => |it| vec![it.shown()],
        RolloutLack => |it| vec![it.shown()],
        RolloutNotice => |it| vec![it.shown()],
        Hint => |it| vec![it.shown()],
        Changed => |it| vec![it.shown()],
        DirectCall => |it| vec![it.shown()],
        PlanChange => |it| vec![it.shown()],
        history::Asked => |it| if it.is_empty() { Vec::new() } else { vec![it.shown()] },
        history::RunEnd => |it| vec![it.shown()],
        history::PastStep => |it| vec![it.shown()],
        history::Finding => |it| vec![it.shown()],
        history::Pending => |it| vec![it.shown()],
        PlanProblem => |it| of_problem(it.clone()),
        InputProblem => |it| of_problem(it.clone()),
        ArgsProblem => |it| of_problem(it.clone()),
        ApiProblem => |it| of_problem(it.clone()),
        ReleaseProblem => |it| of_problem(it.clone()),
        JournalProblem => |it| of_problem(it.clone()),
        RolloutOrderProblem => |it| of_problem(it.clone()),
        RequestProblem => |it| of_problem(it.clone()),
        BoundaryProblem => |it| of_problem(it.clone()),
    }
    let known = |word: &String| {
        let name = word.as_str();
        NAMES.contains(&name)
            || Code::VARIANTS.contains(&name)
            || crate::desired::KEYS.iter().any(|key| key.name == name)
    };
    let unknown: Vec<&String> = words.iter().filter(|word| !known(word)).collect();
    assert_eq!(unknown, [] as [&String; 0], "English words in Chinese sentences");
}

#[test]
fn reasons_of_a_rollout_are_read_as_they_are_written() {
    let mut seen = BTreeSet::new();
    each::<RolloutReason>(|reason| {
        let text = super::facts_only(|| serde_json::to_string(reason)).expect("JSON");
        let facts = crate::json::Json::from_json(&text).expect("JSON");
        assert_eq!(RolloutReason::read(&facts).as_ref(), Some(reason), "{text}");
        seen.insert(facts.text("code"));
    });
    assert_eq!(seen.len(), 40);
}

#[test]
fn a_figure_is_read_with_two_decimals() {
    let read = ["3.53748673092", "2.99573227355", "0", "-0.735759029592", "0.0012", "-0.0012", "12", "4.5"];
    let cut = read.map(super::rollout::two_decimals);
    assert_eq!(cut, ["3.53", "2.99", "0", "-0.73", "0", "0", "12", "4.5"]);
}

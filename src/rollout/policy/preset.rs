//! Policies by name: the presets, and the names of CodeDeploy and SAM, which mean exactly what they mean there.
//!
//! <https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html>

use super::step::Step;
use crate::desired::nearest;
use crate::traffic::share::Share;

/// What CodeDeploy puts before its names.
const PREFIX: &str = "CodeDeployDefault.Lambda";
/// The hold of `canary10` and its like, in seconds.
const CANARY_HOLD: u64 = 600;
/// The gate of presets that have one.
const GATE: &str = "go";
/// The longest hold in a name, in seconds: two days, as CodeDeploy has it.
const LONGEST: u64 = 2 * 86_400;

/// Names that are offered: js/inputs/presets.js is made of them. More of their kind are understood: `linear30every90s`.
pub const NAMES: [&str; 8] =
    ["canary", "careful", "manual", "canary10", "linear10every1m", "linear10every10m", "linear20every5m", "AllAtOnce"];

/// Names of CodeDeploy, which are listed too when another one is not known.
const CODE_DEPLOY: [&str; 8] = [
    "Canary10Percent5Minutes",
    "Canary10Percent10Minutes",
    "Canary10Percent15Minutes",
    "Canary10Percent30Minutes",
    "Linear10PercentEvery1Minute",
    "Linear10PercentEvery2Minutes",
    "Linear10PercentEvery3Minutes",
    "Linear10PercentEvery10Minutes",
];

/// The steps of a name; `None` where there is no such name. All traffic at once has no steps.
#[must_use]
pub fn steps_of(name: &str) -> Option<Vec<Step>> {
    let percent = |percent: u16, minutes: u64| Step::holding(Share::from_basis_points(percent * 100), minutes * 60);
    let gated = |step: Step| Step { gate: Some(GATE.to_owned()), ..step };
    match name {
        "canary" => Some(vec![percent(5, 5), percent(25, 10), percent(50, 10)]),
        "careful" => Some(vec![percent(1, 15), percent(5, 15), gated(percent(25, 30)), percent(50, 60)]),
        "manual" => Some(vec![gated(percent(10, 0)), gated(percent(50, 0))]),
        _ => by_grammar(name.strip_prefix(PREFIX).unwrap_or(name)),
    }
}

/// All names that are listed when another one is not known.
#[must_use]
pub fn known() -> Vec<&'static str> {
    [NAMES, CODE_DEPLOY].concat()
}

/// The name that was probably meant.
#[must_use]
pub fn near(name: &str) -> Option<String> {
    let bare = name.strip_prefix(PREFIX);
    let found = nearest(bare.unwrap_or(name), &known())?;
    Some(if bare.is_some() { [PREFIX, found].concat() } else { found.to_owned() })
}

/// `canary10`, `linear10every1m`, `Canary10Percent5Minutes`, `Linear10PercentEvery1Minute`, `AllAtOnce`.
fn by_grammar(name: &str) -> Option<Vec<Step>> {
    if name == "AllAtOnce" {
        return Some(Vec::new());
    }
    if let Some(rest) = name.strip_prefix("canary") {
        return Some(vec![Step::holding(share(rest)?, CANARY_HOLD)]);
    }
    if let Some(rest) = name.strip_prefix("linear") {
        let (percent, every) = rest.split_once("every")?;
        let hold = match (every.strip_suffix('m'), every.strip_suffix('s')) {
            (Some(minutes), _) => hold(minutes, 60)?,
            (None, Some(seconds)) => hold(seconds, 1)?,
            (None, None) => return None,
        };
        return Some(linear(share(percent)?, hold));
    }
    if let Some(rest) = name.strip_prefix("Canary") {
        let (percent, time) = rest.split_once("Percent")?;
        return Some(vec![Step::holding(share(percent)?, time_of(time)?)]);
    }
    let (percent, time) = name.strip_prefix("Linear")?.split_once("PercentEvery")?;
    Some(linear(share(percent)?, time_of(time)?))
}

/// P, 2P, … as long as it is below all.
fn linear(step: Share, hold: u64) -> Vec<Step> {
    let size = usize::from(step.basis_points());
    let shares = (size..10_000).step_by(size).filter_map(|points| u16::try_from(points).ok());
    shares.map(|points| Step::holding(Share::from_basis_points(points), hold)).collect()
}

/// `5Minutes`, `1Minute`, `30Seconds`.
fn time_of(text: &str) -> Option<u64> {
    let digits = text.find(|letter: char| !letter.is_ascii_digit())?;
    let unit = match text.get(digits..)? {
        "Minute" | "Minutes" => 60,
        "Second" | "Seconds" => 1,
        _ => return None,
    };
    hold(text.get(..digits)?, unit)
}

fn hold(digits: &str, unit: u64) -> Option<u64> {
    let number = whole(digits)?;
    number.checked_mul(unit).filter(|seconds| (1..=LONGEST).contains(seconds))
}

/// 1 to 99 percent.
fn share(digits: &str) -> Option<Share> {
    let percent = whole(digits).filter(|percent| (1..=99).contains(percent))?;
    u16::try_from(percent * 100).ok().map(Share::from_basis_points)
}

fn whole(digits: &str) -> Option<u64> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    if plain { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: &str) -> String {
        let Some(steps) = steps_of(name) else { return "unknown".to_owned() };
        let step = |step: &Step| {
            let gate = step.gate.as_deref().map(|gate| format!(" {gate}")).unwrap_or_default();
            format!("{}% {}s{gate}", step.share.basis_points() / 100, step.hold)
        };
        steps.iter().map(step).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn every_name_that_is_listed_is_one() {
        for name in known() {
            assert!(steps_of(name).is_some(), "{name}");
        }
    }

    #[test]
    fn presets_are_as_they_are_documented() {
        assert_eq!(shown("canary"), "5% 300s, 25% 600s, 50% 600s");
        assert_eq!(shown("careful"), "1% 900s, 5% 900s, 25% 1800s go, 50% 3600s");
        assert_eq!(shown("manual"), "10% 0s go, 50% 0s go");
        assert_eq!(shown("canary10"), "10% 600s");
        assert_eq!(shown("linear30every90s"), "30% 90s, 60% 90s, 90% 90s");
    }

    /// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html>
    #[test]
    fn the_nine_names_of_sam_are_theirs() {
        for (minutes, name) in [(5, "5Minutes"), (10, "10Minutes"), (15, "15Minutes"), (30, "30Minutes")] {
            assert_eq!(shown(&format!("Canary10Percent{name}")), format!("10% {}s", minutes * 60));
        }
        for (minutes, name) in [(1, "1Minute"), (2, "2Minutes"), (3, "3Minutes"), (10, "10Minutes")] {
            let steps: Vec<String> = (1..10).map(|step| format!("{}% {}s", step * 10, minutes * 60)).collect();
            assert_eq!(shown(&format!("Linear10PercentEvery{name}")), steps.join(", "));
        }
        assert_eq!(steps_of("AllAtOnce"), Some(Vec::new()));
    }

    #[test]
    fn code_deploys_prefix_and_other_numbers_are_understood() {
        assert_eq!(shown("CodeDeployDefault.LambdaCanary10Percent5Minutes"), "10% 300s");
        assert_eq!(steps_of("CodeDeployDefault.LambdaAllAtOnce"), Some(Vec::new()));
        assert_eq!(shown("Linear20PercentEvery6Minutes"), "20% 360s, 40% 360s, 60% 360s, 80% 360s");
    }

    #[test]
    fn what_is_no_name_finds_the_nearest() {
        for (typed, meant) in [
            ("Canary10Percent5Minuts", Some("Canary10Percent5Minutes")),
            ("CodeDeployDefault.LambdaCanary10Percent5Minuts", Some("CodeDeployDefault.LambdaCanary10Percent5Minutes")),
            ("cannary", Some("canary")),
            ("linear10evry1m", Some("linear10every1m")),
            ("zzzzzzzzzzzzzz", None),
        ] {
            assert_eq!(steps_of(typed), None);
            assert_eq!(near(typed).as_deref(), meant, "{typed}");
        }
        for name in
            ["canary0", "canary100", "canary010", "linear10every0m", "linear10every", "Canary10Percent0Minutes", ""]
        {
            assert_eq!(steps_of(name), None, "{name}");
        }
    }
}

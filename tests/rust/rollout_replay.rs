//! Power before a rollout and rehearsals: figures of the specification, from its own simulations in Python.

use scf_grayscale::json::Json;
use scf_grayscale::rollout::State;
use scf_grayscale::rollout::policy::Policy;
use scf_grayscale::rollout::power::{Traffic, advice, power};
use scf_grayscale::rollout::replay::{Injected, Made, Rehearsal, replay, simulate};

fn policy(text: &str) -> Policy {
    Policy::read(&Json::from_json(text).unwrap()).unwrap()
}

/// Errors alone, as the reference simulates.
const ERRORS: &str = r#"{"preset": "canary", "guard": {"wager": {"errors": 1}}}"#;

fn part(runs: &[Rehearsal], state: State) -> f64 {
    runs.iter().filter(|run| run.state == state).count() as f64 / runs.len() as f64
}

fn median(runs: &[Rehearsal], state: State) -> u64 {
    let mut minutes: Vec<u64> = runs.iter().filter(|run| run.state == state).map(|run| run.minutes).collect();
    minutes.sort_unstable();
    minutes[minutes.len() / 2]
}

fn made(rate: f64, base: f64, injected: Injected) -> Made {
    Made { rate, base, injected, outage: None, times: 1, most: 400 }
}

/// The table of calls that show a canary to be healthy: base, φ, next weight, median.
#[test]
fn calls_that_show_a_healthy_canary() {
    for (base, phi, next, median) in [
        (0.0005, 1.0, 25, 69.0),
        (0.0005, 1.0, 50, 142.0),
        (0.005, 1.0, 25, 66.0),
        (0.005, 1.0, 50, 123.0),
        (0.005, 2.0, 25, 129.0),
        (0.005, 2.0, 50, 336.0),
        (0.02, 1.0, 25, 29.0),
        (0.02, 1.0, 50, 84.0),
    ] {
        let text = format!(r#"{{"steps": [{{"traffic": "5%", "for": "5m"}}, {{"traffic": "{next}%", "for": "5m"}}]}}"#);
        let steps = power(&policy(&text), Traffic { rate: 60.0, base, phi }, 1);
        let found = steps[0].calls.unwrap().0 as f64;
        // the reference looks at calls in steps of 5 %
        assert!((found / median - 1.0).abs() < 0.2, "{base} {phi} {next}: {found}, not {median}");
    }
}

/// Nobody knows how many calls staff make: their steps are neither forecast nor rehearsed, and buckets are as good as shares.
#[test]
fn steps_for_staff_are_left_out() {
    let plain = policy(ERRORS);
    let rings = policy(
        r#"{"guard": {"wager": {"errors": 1}}, "route": {"header": "x-bucket", "buckets": 1000}, "steps": [
            {"route": {"header": "x-canary", "exact": "yes"}, "gate": "qa"}, {"traffic": "5%", "for": "5m"},
            {"traffic": "25%", "for": "10m"}, {"traffic": "50%", "for": "10m"}]}"#,
    );
    let traffic = Traffic { rate: 10.0, base: 0.005, phi: 1.0 };
    let shares = |policy: &Policy| power(policy, traffic, 1).iter().map(|step| step.share).collect::<Vec<_>>();
    assert_eq!(shares(&rings), shares(&plain));
    // steps are counted as the policy has them
    let told = advice(&rings, &power(&rings, traffic, 1)).iter().map(|it| it.shown()).collect::<Vec<_>>();
    assert!(told[0].starts_with("step 2 needs about"), "{told:?}");
    let ends = |policy: &Policy| simulate(policy, &made(600.0, 0.005, Injected::Nothing), 10, 3);
    assert_eq!(ends(&rings), ends(&plain));
}

#[test]
fn minutes_to_see_a_broken_canary() {
    let text = r#"{"steps": [{"traffic": "10%", "for": "10m"}], "guard": {"wager": {"errors": 1}}}"#;
    // D11: calls a minute, minutes until broken is seen
    for (rate, minutes) in [(10.0, 5), (60.0, 1), (600.0, 1)] {
        let step = &power(&policy(text), Traffic { rate, base: 0.005, phi: 1.2 }, 1)[0];
        assert!(step.broken.unwrap().abs_diff(minutes) <= 1, "{rate}: {:?}", step.broken);
        if rate > 500.0 {
            assert!((7..=14).contains(&step.four.unwrap()), "{:?}", step.four);
        }
    }
}

#[test]
fn advice_says_what_the_traffic_is_too_little_for() {
    let linear = policy(r#""linear10every1m""#);
    let steps = power(&linear, Traffic { rate: 12.0, base: 0.005, phi: 1.0 }, 1);
    let text: Vec<String> = advice(&linear, &steps).iter().map(|advice| advice.shown()).collect();
    assert!(text[0].starts_with("step 1 needs about "), "{text:?}");
    assert!(text.iter().any(|text| text.contains("is not seen within two hours")), "{text:?}");
    let canary = policy(r#""canary""#);
    let steps = power(&canary, Traffic { rate: 600.0, base: 0.005, phi: 1.0 }, 1);
    assert_eq!(advice(&canary, &steps), []);
    assert_eq!(
        advice(&policy(r#""AllAtOnce""#), &[])[0].shown(),
        "not guarded: all traffic moves at once, and nothing is compared"
    );
}

/// Whole rollouts as in the reference's table, with room for chance at 40 runs.
#[test]
fn whole_rollouts_end_as_in_the_reference() {
    let policy = policy(ERRORS);
    let good = simulate(&policy, &made(600.0, 0.005, Injected::Nothing), 40, 1);
    assert!(part(&good, State::Done) >= 0.95 && median(&good, State::Done).abs_diff(25) <= 4, "{good:?}");
    let broken = simulate(&policy, &made(600.0, 0.005, Injected::Broken), 40, 2);
    assert_eq!((part(&broken, State::RolledBack), median(&broken, State::RolledBack)), (1.0, 3));
    let four = simulate(&policy, &made(600.0, 0.005, Injected::Times(4.0)), 40, 3);
    assert!(part(&four, State::RolledBack) >= 0.85, "{}", part(&four, State::RolledBack));
    assert_eq!(part(&four, State::Done), 0.0);
    let shared = Made { outage: Some((0.1, 12, 27)), ..made(600.0, 0.005, Injected::Nothing) };
    let shared = simulate(&policy, &shared, 25, 4);
    assert_eq!(part(&shared, State::RolledBack), 0.0);
    assert!(part(&shared, State::Done) >= 0.95, "{shared:?}");
    // the canary's bad calls of the outage do not count against it, also where calls are few
    let few = Made { outage: Some((0.1, 12, 27)), ..made(60.0, 0.005, Injected::Nothing) };
    let few = simulate(&policy, &few, 25, 4);
    assert!(part(&few, State::Done) >= 0.8, "{few:?}");
}

#[test]
fn false_alarms_stay_below_alpha() {
    let policy = policy(ERRORS);
    for (name, times, rate) in [("chance", 1, 60.0), ("retries", 3, 60.0)] {
        let runs = simulate(&policy, &Made { times, ..made(rate, 0.02, Injected::Nothing) }, 200, 5);
        // α is 5 %; three deviations of 200 runs are another 4.6 %
        assert!(part(&runs, State::RolledBack) <= 0.05, "{name}: {}", part(&runs, State::RolledBack));
    }
}

#[test]
fn a_recorded_day_is_split_at_random() {
    // 600 calls a minute by day, 60 by night, 0.5 % bad, with ten bad minutes that both share
    let minutes: Vec<(u64, u64)> = (0..2880)
        .map(|minute| {
            let calls = if (minute / 720) % 2 == 0 { 600 } else { 60 };
            (
                calls,
                if (1000..1010).contains(&minute) { calls / 10 } else { u64::from(minute % 3 == 0) * calls / 200 * 3 },
            )
        })
        .collect();
    let policy = policy(r#""canary""#);
    let good = replay(&policy, &minutes, Injected::Nothing, 60, 1);
    assert!(part(&good, State::RolledBack) <= 0.05, "{}", part(&good, State::RolledBack));
    assert_eq!(good, replay(&policy, &minutes, Injected::Nothing, 60, 1), "the same seed gives the same");
    let broken = replay(&policy, &minutes, Injected::Broken, 20, 1);
    assert_eq!(part(&broken, State::RolledBack), 1.0);
}

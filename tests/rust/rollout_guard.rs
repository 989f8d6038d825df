//! The statistics of the guard against tests/vectors/guard.json, which was computed with 60 digits straight from the formulas.

use scf_grayscale::json::Json;
use scf_grayscale::rollout::guard::{Split, figures_of};
use scf_grayscale::rollout::number::of_text;

const VECTORS: &str = include_str!("../vectors/guard.json");

fn vectors(text: &str) -> Vec<Json<'_>> {
    let vectors = Json::from_json(text).unwrap().take("vectors");
    let Json::List(vectors) = vectors else { panic!("no vectors") };
    vectors
}

fn numbers(value: &Json<'_>) -> Vec<f64> {
    let Json::List(items) = value else { panic!("{value:?} is no list") };
    items.iter().map(|item| of_text(&item.to_text().unwrap_or_else(|| item.to_string())).unwrap()).collect()
}

#[test]
fn all_vectors_to_a_billionth() {
    let mut compared = 0;
    for vector in vectors(VECTORS) {
        let name = format!("{} | {}", vector.text("kind").unwrap(), vector.text("name").unwrap());
        let got = figures_of(&vector).unwrap_or_else(|error| panic!("{name}: {error}"));
        if let Some(Json::List(aside)) = vector.get("setAside") {
            let expected: Vec<String> = aside.iter().map(ToString::to_string).collect();
            assert_eq!(got, expected, "{name}");
            compared += got.len();
            continue;
        }
        let expected = numbers(vector.get("lnE").or_else(|| vector.get("phi")).unwrap());
        assert_eq!(got.len(), expected.len(), "{name}");
        for (index, (got, expected)) in got.iter().zip(expected).enumerate() {
            let got: f64 = got.parse().unwrap();
            // 12 digits of a large figure are coarser than a billionth of a small one
            let near = 1e-9_f64.max(expected.abs() * 1e-11);
            assert!((got - expected).abs() < near, "{name}, {index}: {got} and not {expected}");
            compared += 1;
        }
    }
    assert!(compared > 120, "{compared} figures");
}

#[test]
fn what_was_published_of_the_split_test_is_found_again() {
    for vector in vectors(VECTORS).iter().filter(|vector| vector.text("kind").as_deref() == Some("split")) {
        let mut split = Split::new(numbers(vector.get("null").unwrap()), numbers(vector.get("dirichlet").unwrap()));
        let Some(Json::List(counts)) = vector.get("counts") else { panic!() };
        counts.iter().for_each(|window| split.add(&numbers(window)));
        let (learnt, expected) = split.explained();
        let said = |key: &str| vector.text(key).unwrap().parse::<f64>().unwrap();
        assert!((learnt - said("logM1")).abs() < 1e-9);
        assert!((expected - said("logM0")).abs() < 1e-9);
    }
}

#[test]
fn a_threshold_is_passed_in_the_window_that_the_vectors_name() {
    for vector in vectors(VECTORS) {
        let (key, bound) = match vector.text("kind").as_deref() {
            Some("compare") => ("unhealthyAt05", 20_f64.ln()),
            Some("healthy") => ("healthyAt10", 10_f64.ln()),
            _ => continue,
        };
        let figures = figures_of(&vector).unwrap();
        let at = figures.iter().position(|figure| figure.parse::<f64>().unwrap() >= bound).map(|at| at as u64 + 1);
        assert_eq!(at, vector.get(key).and_then(Json::whole), "{}", vector.text("name").unwrap());
    }
}

#[test]
fn a_case_that_can_not_be_read_is_refused() {
    for text in [
        "{}",
        r#"{"kind":"compare"}"#,
        r#"{"kind":"compare","windows":[[1,2,3]],"margin":"1"}"#,
        r#"{"kind":"compare","windows":[[1,2,3,-4]],"margin":"1"}"#,
        r#"{"kind":"healthy","windows":[[1,2,3,4]],"base":"0"}"#,
        r#"{"kind":"split","counts":[[1,"x"]],"null":["0.5"],"dirichlet":[1]}"#,
    ] {
        let case = Json::from_json(text).unwrap();
        assert_eq!(figures_of(&case).unwrap_err().code(), "InvalidInput", "{text}");
    }
}

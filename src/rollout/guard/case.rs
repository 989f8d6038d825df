//! One of the statistics by itself, of plain data: for programs that check the arithmetic, on whatever platform.

use super::combine::combine;
use super::compare::compare;
use super::dispersion::dispersion;
use super::healthy::healthy;
use super::latency::{mean_ratio, sign};
use super::outage::outage;
use super::split::split;
use super::window::Window;
use crate::error::Error;
use crate::json::Json;
use crate::message::given::Given;
use crate::message::problem::InputProblem;
use crate::message::problem::input_facts::Expected;
use crate::rollout::number::{of_text, twelve_digits};

/// What can be asked for.
const KINDS: [&str; 8] = ["compare", "healthy", "dispersion", "meanRatio", "sign", "outage", "combine", "split"];

/// The figures of a case, one after each window, as text with 12 digits; of `outage`, `true` or `false`.
///
/// # Errors
/// `InvalidInput` where the case is none of the documented ones, or a part of it can't be read.
pub fn figures_of(case: &Json<'_>) -> Result<Vec<String>, Error> {
    let kind = case.text("kind").unwrap_or_default();
    let case = Case(case);
    let figures = match kind.as_str() {
        "compare" => {
            let windows: Vec<Window> = case.windows("windows")?.into_iter().map(Window::of).collect();
            let eta = if case.0.get("eta").is_some() { Some(case.numbers("eta")?) } else { None };
            let starts = if case.0.get("starts").is_some() { case.numbers("starts")? } else { vec![0.0] };
            let starts: Vec<usize> = starts.into_iter().map(|start| start as usize).collect();
            compare(&windows, case.number("margin")?, eta.as_deref(), &starts)
        }
        "healthy" => {
            let windows: Vec<(f64, f64)> =
                case.windows("windows")?.into_iter().map(|[calls, bad, ..]| (calls.into(), bad.into())).collect();
            healthy(&windows, case.number("tolerance")?, case.number("base")?)
        }
        "dispersion" => dispersion(&case.pairs("series")?),
        "meanRatio" => mean_ratio(&case.numbers("values")?),
        "sign" => sign(&case.signs("values")?),
        "outage" => {
            let series = case.pairs("series")?;
            let aside = outage(&series, case.number("base")?, &vec![case.number("phi")?; series.len()]);
            return Ok(aside.iter().map(ToString::to_string).collect());
        }
        "combine" => {
            let parts: Vec<(f64, f64)> = case.numbers("weights")?.into_iter().zip(case.numbers("lnEs")?).collect();
            vec![combine(&parts)]
        }
        "split" => split(&case.rows("counts")?, case.numbers("null")?, case.numbers("dirichlet")?),
        _ => return Err(case.wrong("kind", Expected::OneOf { words: KINDS.to_vec() })),
    };
    Ok(figures.into_iter().map(twelve_digits).collect())
}

#[derive(Clone, Copy)]
struct Case<'a>(&'a Json<'a>);

impl<'a> Case<'a> {
    fn wrong(self, key: &str, expected: Expected) -> Error {
        let given = Given::from(self.0.get(key).unwrap_or(&Json::Null));
        Error::usage(InputProblem::Invalid { input: key.to_owned(), expected, given })
    }

    fn list(self, key: &str) -> Result<&'a [Json<'a>], Error> {
        match self.0.get(key) {
            Some(Json::List(items)) => Ok(items),
            _ => Err(self.wrong(key, Expected::Figures)),
        }
    }

    fn read<T>(self, key: &str, item: impl Fn(&Json<'_>) -> Option<T>) -> Result<Vec<T>, Error> {
        let items: Option<Vec<T>> = self.list(key)?.iter().map(item).collect();
        items.ok_or_else(|| self.wrong(key, Expected::Figures))
    }

    fn number(self, key: &str) -> Result<f64, Error> {
        self.0.get(key).and_then(number).ok_or_else(|| self.wrong(key, Expected::Figures))
    }

    fn numbers(self, key: &str) -> Result<Vec<f64>, Error> {
        self.read(key, number)
    }

    fn rows(self, key: &str) -> Result<Vec<Vec<f64>>, Error> {
        self.read(key, |row| match row {
            Json::List(items) => items.iter().map(number).collect(),
            _ => None,
        })
    }

    fn windows(self, key: &str) -> Result<Vec<[u32; 4]>, Error> {
        self.read(key, |row| match row {
            Json::List(items) => {
                let counts: Option<Vec<u32>> = items.iter().map(|item| item.whole()?.try_into().ok()).collect();
                counts?.try_into().ok()
            }
            _ => None,
        })
    }

    fn pairs(self, key: &str) -> Result<Vec<(f64, f64)>, Error> {
        let rows = self.rows(key)?;
        let pairs: Option<Vec<(f64, f64)>> = rows.iter().map(|row| Some((*row.first()?, *row.get(1)?))).collect();
        pairs.ok_or_else(|| self.wrong(key, Expected::Figures))
    }

    fn signs(self, key: &str) -> Result<Vec<Option<bool>>, Error> {
        self.read(key, |item| match item {
            Json::Null => Some(None),
            Json::Bool(above) => Some(Some(*above)),
            other => other.whole().map(|above| Some(above > 0)),
        })
    }
}

/// A number, or text that is one.
fn number(value: &Json<'_>) -> Option<f64> {
    match value {
        Json::Number(text) | Json::Text(text) => of_text(text),
        _ => None,
    }
}

//! The share of traffic that a person asks for.

use crate::decimal::Decimal;
use crate::error::Error;
use crate::json::Json;
use crate::message::given::Given;
use crate::message::problem::InputProblem;
use crate::message::problem::input_facts::NotAShare;
use crate::traffic::share::Share;

/// All traffic, in basis points.
const ALL: u64 = 10_000;

/// Reads `traffic`: a number or numeric text from 0 to 1 with at most four decimals, or a percentage from `0%` to `100%`
/// with at most two.
///
/// # Errors
/// `InvalidTraffic`, with what was probably meant where a number is over 1.
pub fn share(given: &Json<'_>) -> Result<Share, Error> {
    let read = match given {
        Json::Number(number) => basis_points(Decimal::of_json(number), 4),
        Json::Text(text) => match text.trim().strip_suffix('%') {
            Some(percent) => basis_points(Decimal::parse(percent.trim_end()), 2),
            None => basis_points(Decimal::parse(text.trim()), 4),
        },
        Json::List(_) => Err(NotAShare::Twice),
        Json::Bool(_) | Json::Null => Err(NotAShare::Missing),
        Json::Map(_) => Err(NotAShare::NotANumber),
    };
    read.map_err(|why| Error::usage(InputProblem::Traffic { given: Given::from(given), why }))
}

fn basis_points(number: Option<Decimal>, places: i32) -> Result<Share, NotAShare> {
    let value = number.ok_or(NotAShare::NotANumber)?;
    if value.negative() {
        return Err(NotAShare::OutOfRange { meant: None });
    }
    let points = value.scaled(places).ok_or(NotAShare::TooFine)?;
    let share = |points: u64| u16::try_from(points).ok().map(Share::from_basis_points);
    match points {
        0..=ALL => share(points).ok_or(NotAShare::NotANumber),
        // 10 was meant as 10%, 1.01 was not meant as 1.01%
        20_000..=1_000_000 if places == 4 && points.is_multiple_of(100) => {
            Err(NotAShare::OutOfRange { meant: share(points / 100) })
        }
        _ => Err(NotAShare::OutOfRange { meant: None }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Problem;

    fn ask(given: Json) -> Result<u16, NotAShare> {
        share(&given).map(Share::basis_points).map_err(|error| match &error.problem {
            Problem::Input(InputProblem::Traffic { why, .. }) => *why,
            _ => panic!("{error}"),
        })
    }

    fn number(text: &str) -> Json<'_> {
        Json::Number(text.into())
    }

    fn typed(given: &str) -> Result<u16, NotAShare> {
        ask(Json::Text(given.into()))
    }

    #[test]
    fn shares_that_can_be_meant() {
        for (given, basis_points) in [
            ("0", 0),
            ("1", 10_000),
            ("1.0", 10_000),
            ("0.1", 1000),
            (".5", 5000),
            ("0.0001", 1),
            ("10%", 1000),
            ("0.01%", 1),
            ("100%", 10_000),
            (" 0.20 ", 2000),
            ("0.10000", 1000),
            ("012%", 1200),
        ] {
            assert_eq!(typed(given), Ok(basis_points), "{given}");
        }
        assert_eq!(ask(number("0.1")), Ok(1000));
        assert_eq!(ask(number("0.3")), Ok(3000));
        assert_eq!(ask(number("-0.0")), Ok(0));
    }

    #[test]
    fn shares_that_cannot() {
        for given in [
            "",
            "NaN",
            "-0.1",
            "1.01",
            "0.00001",
            "1e-1",
            "abc",
            "0x1",
            "1,5",
            "101%",
            "0.001%",
            "%",
            ".",
            "--1",
            "99999999999999999999",
        ] {
            assert!(typed(given).is_err(), "{given}");
        }
        for raw in [
            number("1e999"),
            number("1e-7"),
            number("-0.1"),
            number("1.01"),
            number("0.00001"),
            Json::Bool(true),
            Json::Null,
            Json::List(vec![number("0.1"), number("0.2")]),
        ] {
            assert!(ask(raw.clone()).is_err(), "{raw:?}");
        }
    }

    #[test]
    fn a_percentage_without_its_sign_is_recognised() {
        let meant = |basis_points| Err(NotAShare::OutOfRange { meant: Some(Share::from_basis_points(basis_points)) });
        assert_eq!(typed("10"), meant(1000));
        assert_eq!(ask(number("33")), meant(3300));
        assert_eq!(ask(number("1.01")), Err(NotAShare::OutOfRange { meant: None }));
    }
}

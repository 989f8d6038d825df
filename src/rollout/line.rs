//! A line of a rollout's journal, in two parts: its figures, and everything else.
//!
//! A day of minutes of 200 functions is more than a million numbers, and they are read again for each decision. So what the
//! writer of figures writes (no spaces, no escapes) is read where it lies, in one pass, without a value in between; any other
//! JSON is read as such and means the same.

use serde_json::Deserializer;

use crate::json::Json;
use crate::rollout::figures::{Figures, Metric, Row, figure, list};
use crate::rollout::guard::Window;

/// Figures by function, as they stand in a line.
pub type ByFunction = Vec<(String, Figures)>;

/// The figures of a line, and the rest of it; `None` where it is no JSON object.
#[must_use]
pub fn parts(line: &str) -> Option<(ByFunction, Json<'_>)> {
    Reader { text: line, at: 0 }.apart("figures", Reader::by_function).or_else(|| any_parts(line))
}

/// The same of any JSON.
fn any_parts(line: &str) -> Option<(ByFunction, Json<'_>)> {
    let (figures, rest) = taken_out(Json::from_json(line).ok()?, "figures")?;
    let functions = figures.entries().iter().map(|(key, of)| (key.clone().into_owned(), Figures::of_json(of)));
    Some((functions.collect(), rest))
}

/// Stable's minutes before a rollout, by metric: calls and bad calls.
pub type Past = Vec<(Metric, Vec<(f64, f64)>)>;

/// The functions of a start, each with its past and what else is said of it, and the rest of the line; `None` where it is no
/// JSON object.
#[must_use]
pub fn start(line: &str) -> Option<(Vec<(Past, Json<'_>)>, Json<'_>)> {
    Reader { text: line, at: 0 }.apart("functions", |reader| reader.list(Reader::function)).or_else(|| any_start(line))
}

fn any_start(line: &str) -> Option<(Vec<(Past, Json<'_>)>, Json<'_>)> {
    let (functions, rest) = taken_out(Json::from_json(line).ok()?, "functions")?;
    let Json::List(functions) = functions else { return Some((Vec::new(), rest)) };
    let with_past = functions.into_iter().filter_map(|function| {
        let (minutes, function) = taken_out(function, "past")?;
        Some((past(&minutes), function))
    });
    Some((with_past.collect(), rest))
}

fn taken_out<'a>(object: Json<'a>, key: &str) -> Option<(Json<'a>, Json<'a>)> {
    let Json::Map(mut entries) = object else { return None };
    let place = entries.iter().position(|(name, _)| name == key);
    let value = place.map(|at| entries.remove(at).1).unwrap_or_default();
    Some((value, Json::Map(entries)))
}

fn past(value: &Json<'_>) -> Past {
    let of_metric = |metric: Metric| {
        let minutes = list(value.get(metric.word()));
        let minutes: Vec<(f64, f64)> = minutes.iter().filter_map(pair).collect();
        (!minutes.is_empty()).then_some((metric, minutes))
    };
    Metric::COUNTED.into_iter().filter_map(of_metric).collect()
}

/// Calls, and bad calls among them.
#[must_use]
pub fn pair(value: &Json<'_>) -> Option<(f64, f64)> {
    let [calls, bad] = list(Some(value)) else { return None };
    Some((figure(calls)?, figure(bad)?))
}

/// Where the reading is. Each way to read gives `None` where something else stands there.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    /// A whole line, in two parts: the value of `key`, as `read` reads it, and the rest.
    fn apart<T: Default>(mut self, key: &str, read: impl Fn(&mut Self) -> Option<T>) -> Option<(T, Json<'a>)> {
        let (mut part, mut rest) = (T::default(), Vec::new());
        self.map(|reader, name| {
            if name == key {
                part = read(reader)?;
            } else {
                rest.push((name.into(), reader.json()?));
            }
            Some(())
        })?;
        (self.at == self.text.len()).then_some((part, Json::Map(rest)))
    }

    /// A function of a start.
    fn function(&mut self) -> Option<(Past, Json<'a>)> {
        let (mut past, mut rest) = (Past::new(), Vec::new());
        self.map(|reader, key| {
            if key != "past" {
                rest.push((key.into(), reader.json()?));
                return Some(());
            }
            reader.map(|reader, name| {
                let metric = Metric::named(name).filter(|metric| *metric != Metric::Means)?;
                let minutes = reader.list(Self::pair)?.into_iter().map(|(calls, bad)| (calls as f64, bad));
                past.push((metric, minutes.collect()));
                Some(())
            })
        })?;
        past.retain(|(_, minutes)| !minutes.is_empty());
        Some((past, Json::Map(rest)))
    }

    fn by_function(&mut self) -> Option<ByFunction> {
        let mut functions = Vec::new();
        self.map(|reader, key| {
            let mut figures = Figures::default();
            let mut others = Vec::new();
            reader.map(|reader, name| {
                let begun = reader.at;
                let metric = Metric::named(name);
                if let Some((metric, rows)) = metric.and_then(|metric| Some((metric, reader.list(Self::row)?))) {
                    figures.put_all(metric, rows);
                } else if let Some(calls) = (name == "alias").then(|| reader.list(Self::pair)).flatten() {
                    calls.into_iter().for_each(|(minute, calls)| figures.put_alias(minute, calls));
                } else {
                    reader.at = begun;
                    others.push((name.into(), reader.json()?));
                }
                Some(())
            })?;
            figures.merge(&Figures::of_json(&Json::Map(others)));
            functions.push((key.to_owned(), figures));
            Some(())
        })?;
        Some(functions)
    }

    /// `[29409240,30,0,570,3]`: a minute and its figures; bad calls that are not known are null.
    fn row(&mut self) -> Option<Row> {
        if let Some([minute, canary, canary_bad, stable, stable_bad]) = self.counts() {
            let [canary, canary_bad, stable, stable_bad] = [canary, canary_bad, stable, stable_bad].map(f64::from);
            let window = Window { canary, canary_bad, stable, stable_bad };
            return Some(Row { minute: minute.into(), window, judged: true });
        }
        self.take(b'[')?;
        let minute = self.whole()?;
        let [canary, canary_bad, stable, stable_bad] = [self.next()?, self.next()?, self.next()?, self.next()?];
        self.take(b']')?;
        let bad = canary_bad.zip(stable_bad);
        let (canary_bad, stable_bad) = bad.unwrap_or_default();
        let window = Window { canary: canary?, canary_bad, stable: stable?, stable_bad };
        Some(Row { minute, window, judged: bad.is_some() })
    }

    /// A row whose figures are all counts, of at most nine digits; nearly all are.
    fn counts(&mut self) -> Option<[u32; 5]> {
        let mut bytes = self.text.as_bytes().get(self.at..)?.strip_prefix(b"[")?;
        let mut counts = [0_u32; 5];
        for (column, count) in counts.iter_mut().enumerate() {
            let mut digits = 0;
            let first = *bytes.first()?;
            loop {
                let (byte, rest) = bytes.split_first()?;
                bytes = rest;
                let digit = byte.wrapping_sub(b'0');
                if digit > 9 {
                    // no number of JSON begins with a zero that says nothing
                    let number = (1..=9).contains(&digits) && (first != b'0' || digits == 1);
                    let end = if column == 4 { b']' } else { b',' };
                    if !number || *byte != end {
                        return None;
                    }
                    break;
                }
                *count = count.wrapping_mul(10).wrapping_add(digit.into());
                digits += 1;
            }
        }
        self.at = self.text.len() - bytes.len();
        Some(counts)
    }

    /// `[29409240,600]`: a minute and the calls of the alias, or calls and how many of them were bad.
    fn pair(&mut self) -> Option<(u64, f64)> {
        self.take(b'[')?;
        let pair = (self.whole()?, self.next()??);
        self.take(b']')?;
        Some(pair)
    }

    /// A figure, or null, behind a comma.
    fn next(&mut self) -> Option<Option<f64>> {
        self.take(b',')?;
        let begun = self.at;
        if let Some(count) = self.whole().filter(|_| matches!(self.peek(), Some(b',' | b']'))) {
            return Some(Some(count as f64));
        }
        self.at = begun;
        match self.json()? {
            Json::Null => Some(None),
            value => figure(&value).map(Some),
        }
    }

    /// A whole number of at most nine digits; what follows is not looked at.
    fn whole(&mut self) -> Option<u64> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let (mut value, mut digits) = (0, 0);
        for byte in rest.iter().take(9) {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            value = value * 10 + u64::from(digit);
            digits += 1;
        }
        // no number of JSON begins with a zero that says nothing
        if digits == 0 || (digits > 1 && rest.first() == Some(&b'0')) {
            return None;
        }
        self.at += digits;
        Some(value)
    }

    /// `[…,…]`: `each` reads an item.
    fn list<T>(&mut self, each: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.take(b'[')?;
        let mut items = Vec::new();
        if self.take(b']').is_some() {
            return Some(items);
        }
        loop {
            items.push(each(self)?);
            if self.take(b']').is_some() {
                return Some(items);
            }
            self.take(b',')?;
        }
    }

    /// Any value.
    fn json(&mut self) -> Option<Json<'a>> {
        let mut values = Deserializer::from_str(self.text.get(self.at..)?).into_iter();
        let value = values.next()?.ok()?;
        self.at += values.byte_offset();
        Some(value)
    }

    /// `{"key":…,…}`: `each` reads the value.
    fn map(&mut self, mut each: impl FnMut(&mut Self, &'a str) -> Option<()>) -> Option<()> {
        self.take(b'{')?;
        if self.take(b'}').is_some() {
            return Some(());
        }
        loop {
            let key = self.word()?;
            self.take(b':')?;
            each(self, key)?;
            if self.take(b'}').is_some() {
                return Some(());
            }
            self.take(b',')?;
        }
    }

    /// A text without escapes.
    fn word(&mut self) -> Option<&'a str> {
        self.take(b'"')?;
        let word = self.text.get(self.at..)?.split(['"', '\\']).next()?;
        self.at += word.len();
        self.take(b'"')?;
        word.bytes().all(|byte| byte >= b' ').then_some(word)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(minute: u64, [canary, canary_bad, stable, stable_bad]: [f64; 4], judged: bool) -> Row {
        Row { minute, window: Window { canary, canary_bad, stable, stable_bad }, judged }
    }

    #[test]
    fn figures_are_taken_out_of_a_line() {
        let line = r#"{"e":"tick","figures":{"a":{"errors":[[29409240,30,0,570,3],[29409241,31,null,560,null]],"means":[[29409240,30,12.5,570,11]],"alias":[[29409240,600]]},"b":{}},"do":"wait"}"#;
        let (figures, rest) = parts(line).expect("an object");
        assert_eq!(rest, Json::from_json(r#"{"e":"tick","do":"wait"}"#).expect("JSON"));
        let [(a, of_a), (b, of_b)] = &figures[..] else { panic!("{figures:?}") };
        assert_eq!((a.as_str(), b.as_str(), of_b), ("a", "b", &Figures::default()));
        let errors = [row(29_409_240, [30.0, 0.0, 570.0, 3.0], true), row(29_409_241, [31.0, 0.0, 560.0, 0.0], false)];
        assert_eq!(of_a.of(Metric::Errors), errors);
        assert_eq!(of_a.of(Metric::Means), [row(29_409_240, [30.0, 12.5, 570.0, 11.0], true)]);
        assert_eq!(of_a.alias, [(29_409_240, 600.0)]);
    }

    #[test]
    fn rows_that_can_not_be_read_are_left_out_and_others_stay() {
        let line = r#"{"figures":{"a":{"errors":[[2,1,0,9,0],[3,1,-4,9,0],[4,1,0,9],["5",1,0,9,0],[6,1,0,9,1]],"later":[[2]]}}}"#;
        let (figures, _) = parts(line).expect("an object");
        let [(_, of_a)] = &figures[..] else { panic!("{figures:?}") };
        let errors = [row(2, [1.0, 0.0, 9.0, 0.0], true), row(6, [1.0, 0.0, 9.0, 1.0], true)];
        assert_eq!(of_a.of(Metric::Errors), errors);
    }

    #[test]
    fn rows_are_put_in_order_and_the_newest_of_a_minute_counts() {
        let line = r#"{"figures":{"a":{"errors":[[7,1,0,9,0],[5,1,0,9,0],[7,2,0,9,0]]}}}"#;
        let (figures, _) = parts(line).expect("an object");
        let [(_, of_a)] = &figures[..] else { panic!("{figures:?}") };
        let errors = [row(5, [1.0, 0.0, 9.0, 0.0], true), row(7, [2.0, 0.0, 9.0, 0.0], true)];
        assert_eq!(of_a.of(Metric::Errors), errors);
    }

    #[test]
    fn what_is_no_json_is_no_line() {
        for text in [
            "",
            "[]",
            r#"{"e":"tick""#,
            r#"{"e":"tick"}}"#,
            r#"{"e":"tick","figures":{"a":{"errors":[[01,1,0,9,0]]}}}"#,
            r#"{"e":"tick","figures":{"a":{"errors":[[1,1,0,9,0],]}}}"#,
            r#"{"e":"tick","figures":{"a":{"errors":[[1,1,0,9,0]]}}"#,
            r#"{"e":"tick","figures":{"a":{"errors":[[1,1.,0,9,0]]}}}"#,
        ] {
            assert_eq!(parts(text), None, "{text}");
            assert_eq!(start(text), None, "{text}");
        }
    }

    #[test]
    fn a_start_has_its_functions_with_their_past() {
        let line =
            r#"{"e":"start","functions":[{"key":"a","past":{"errors":[[600,3],[590,2.5]]},"day":[1,0]},{"key":"b"}]}"#;
        let (functions, rest) = start(line).expect("an object");
        assert_eq!(rest.text("e").as_deref(), Some("start"));
        let [(of_a, a), (of_b, b)] = &functions[..] else { panic!("{functions:?}") };
        assert_eq!(of_a, &[(Metric::Errors, vec![(600.0, 3.0), (590.0, 2.5)])]);
        assert_eq!(a, &Json::from_json(r#"{"key":"a","day":[1,0]}"#).expect("JSON"));
        assert_eq!((of_b.len(), b.text("key").as_deref()), (0, Some("b")));
    }

    fn figures() -> impl Strategy<Value = String> {
        prop_oneof![
            40 => (0..5_000_000_000_u64).prop_map(|count| count.to_string()),
            1 => (0..5000_u32, 0..1000_u32).prop_map(|(whole, part)| format!("{whole}.{part:03}")),
            1 => (0..9_u32, 0..9_u32).prop_map(|(digit, exponent)| format!("{digit}e{exponent}")),
            1 => Just("null".to_owned()),
            1 => Just("-1".to_owned()),
            1 => Just("\"7\"".to_owned()),
        ]
    }

    fn rows(figures_of_row: std::ops::Range<usize>) -> impl Strategy<Value = String> {
        let row =
            prop::collection::vec(figures(), figures_of_row).prop_map(|figures| format!("[{}]", figures.join(",")));
        prop::collection::vec(row, 0..6).prop_map(|rows| format!("[{}]", rows.join(",")))
    }

    proptest! {
        // what is read in one pass means what it means as JSON
        #[test]
        fn both_ways_to_read_agree(
            keys in prop::collection::vec("[a-z$@:\\\\]{1,3}", 1..4),
            rows in prop::collection::vec(rows(1..7), 4),
            pairs in [rows(2..3), rows(1..4)],
        ) {
            let names = ["errors", "p99", "means", "alias"];
            let metrics: Vec<_> = names.iter().zip(&rows).map(|(name, rows)| format!("\"{name}\":{rows}")).collect();
            let metrics = format!("{{{}}}", metrics.join(","));
            let of = |value: &str| {
                let parts = keys.iter().enumerate().map(|(at, key)| format!("\"{at}{key}\":{value}"));
                parts.collect::<Vec<_>>().join(",")
            };
            let line = format!("{{\"e\":\"tick\",\"figures\":{{{}}},\"do\":\"wait\"}}", of(&metrics));
            prop_assert_eq!(parts(&line), any_parts(&line));
            let past = format!("{{\"errors\":{},\"p99\":{}}}", pairs[0], pairs[1]);
            let functions: Vec<_> = keys.iter().map(|key| format!("{{\"key\":\"{key}\",\"past\":{past}}}")).collect();
            let line = format!("{{\"e\":\"start\",\"functions\":[{}],\"at\":1}}", functions.join(","));
            prop_assert_eq!(start(&line), any_start(&line));
        }
    }
}

//! Times as this tool meets them: Unix times, what the API writes (`2026-01-31 20:00:00` in Beijing, without a zone), dates
//! of HTTP, and ISO 8601 with an offset, which is what people and programs get.

use tencentcloud_sign::utc_date;

use crate::decimal::Decimal;
use crate::json::Json;

const BEIJING_SECONDS: u64 = 8 * 3600;
const DAY_SECONDS: u64 = 86_400;

/// The time of a Unix time in seconds.
#[must_use]
pub fn beijing(seconds: u64) -> String {
    written(seconds.saturating_add(BEIJING_SECONDS), " ")
}

/// The zone of times that are shown: the shell knows it. UTC by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Zone {
    west: bool,
    minutes: u64,
}

impl Zone {
    /// Of minutes east of UTC; anything else is UTC.
    #[must_use]
    pub fn read(raw: Option<&Json<'_>>) -> Self {
        let Some(Json::Number(text)) = raw else { return Self::default() };
        let number = Decimal::of_json(text.strip_prefix('-').unwrap_or(text));
        let minutes = number.and_then(|number| number.scaled(0)).filter(|minutes| *minutes < 24 * 60);
        Self { west: text.starts_with('-'), minutes: minutes.unwrap_or_default() }
    }

    /// A Unix time in seconds as ISO 8601 has it: `2026-01-31T20:00:00+08:00`.
    #[must_use]
    pub fn iso(self, seconds: u64) -> String {
        self.local(seconds, "T", "")
    }

    /// The same for people: `2026-01-31 20:00:00 +08:00`.
    #[must_use]
    pub fn shown(self, seconds: u64) -> String {
        self.local(seconds, " ", " ")
    }

    /// A time of the API as ISO 8601; other text stays as it is.
    #[must_use]
    pub fn of_api(self, text: &str) -> String {
        seconds_of(text).map_or_else(|| text.to_owned(), |seconds| self.iso(seconds))
    }

    fn local(self, seconds: u64, between: &str, before_offset: &str) -> String {
        let offset = self.minutes * 60;
        let seconds = if self.west { seconds.saturating_sub(offset) } else { seconds.saturating_add(offset) };
        let sign = if self.west && self.minutes > 0 { "-" } else { "+" };
        let (hours, minutes) = (two(self.minutes / 60), two(self.minutes % 60));
        [&written(seconds, between), before_offset, sign, &hours, ":", &minutes].concat()
    }
}

/// The same with its zone, as the monitoring API takes it.
#[must_use]
pub fn rfc3339(seconds: u64) -> String {
    [written(seconds.saturating_add(BEIJING_SECONDS), "T").as_str(), "+08:00"].concat()
}

/// The Unix time of a time of ISO 8601 with its offset, as `2026-01-31T20:00:00+08:00` or with `Z`; fractions of a second
/// are passed over. `None` where it is none, or has no offset.
#[must_use]
pub fn instant(text: &str) -> Option<u64> {
    let (date, time) = text.trim().split_once('T')?;
    let (clock, ahead, offset) = if let Some(clock) = time.strip_suffix(['Z', 'z']) {
        (clock, true, "00:00")
    } else {
        let at = time.rfind(['+', '-'])?;
        (time.get(..at)?, time.get(at..=at)? == "+", time.get(at + 1..)?)
    };
    let clock = clock.split_once('.').map_or(clock, |(whole, _)| whole);
    let (hours, minutes) = offset.split_once(':')?;
    let offset = hours.parse::<u64>().ok().filter(|hours| *hours < 24)? * 3600
        + minutes.parse::<u64>().ok().filter(|minutes| *minutes < 60)? * 60;
    let local = seconds_of(&[date, " ", clock].concat())?.checked_add(BEIJING_SECONDS)?;
    if ahead { local.checked_sub(offset) } else { local.checked_add(offset) }
}

fn written(local: u64, between: &str) -> String {
    // there are no dates after the year 9999
    let date = utc_date(local).unwrap_or_default();
    let of_day = local % DAY_SECONDS;
    [date.as_str(), between, &two(of_day / 3600), ":", &two(of_day / 60 % 60), ":", &two(of_day % 60)].concat()
}

fn two(number: u64) -> String {
    [if number < 10 { "0" } else { "" }, number.to_string().as_str()].concat()
}

/// The reverse of [`beijing`]; `None` for other text.
#[must_use]
pub fn seconds_of(text: &str) -> Option<u64> {
    let (date, time) = text.trim().split_once([' ', 'T'])?;
    let mut parts = date.split('-').chain(time.split(':')).map(|part| part.parse::<u64>().ok());
    let mut next = || parts.next().flatten();
    let (year, month, day) = (next()?, next()?, next()?);
    let (hour, minute, second) = (next()?, next()?, next()?);
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 {
        return None;
    }
    let days = days_since_1970(year, month, day)?;
    (days * DAY_SECONDS + hour * 3600 + minute * 60 + second).checked_sub(BEIJING_SECONDS)
}

/// The days from 1970 to a date of the proleptic Gregorian calendar; `None` before 1970.
/// <https://howardhinnant.github.io/date_algorithms.html#days_from_civil>
fn days_since_1970(year: u64, month: u64, day: u64) -> Option<u64> {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year.checked_sub(1)?, month + 9) };
    let (era, of_era) = (year / 400, year % 400);
    let day_of_year = (153 * month + 2) / 5 + day.checked_sub(1)?;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + day_of_year;
    days.checked_sub(719_468)
}

/// The Unix time of an HTTP date (`Sun, 06 Nov 1994 08:49:37 GMT`, RFC 9110, 5.6.7); `None` where the text is none.
#[must_use]
pub(crate) fn http_date(text: &str) -> Option<u64> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let rest = text.trim().split_once(", ")?.1.strip_suffix(" GMT")?;
    let (date, time) = rest.rsplit_once(' ')?;
    let mut date = date.split(' ');
    let mut next = || date.next();
    let (day, month, year) = (next()?, next()?, next()?);
    let month = MONTHS.find(month).filter(|at| at % 3 == 0 && month.len() == 3)? / 3 + 1;
    let mut time = time.split(':').map(|part| part.parse::<u64>().ok());
    let mut next = || time.next().flatten();
    let (hour, minute, second) = (next()?, next()?, next()?);
    let (year, day) = (year.parse().ok().filter(|year| *year <= 9999)?, day.parse().ok().filter(|day| *day <= 31)?);
    let days = days_since_1970(year, month as u64, day)?;
    (hour < 24 && minute < 60 && second < 61).then_some(days * DAY_SECONDS + hour * 3600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_of_the_reference() {
        assert_eq!(beijing(1_760_000_000), "2025-10-09 16:53:20");
        assert_eq!(rfc3339(1_760_000_000), "2025-10-09T16:53:20+08:00");
        assert_eq!(instant("2025-10-09T16:53:20+08:00"), Some(1_760_000_000));
        assert_eq!(instant("2025-10-09T08:53:20.5Z"), Some(1_760_000_000));
        assert_eq!(instant("2025-10-09T03:23:20-05:30"), Some(1_760_000_000));
        for nonsense in [
            "2025-10-09T08:53:20",
            "2025-10-09 08:53:20Z",
            "2025-10-09T08:53:20+8",
            "upload",
            "T+:",
            "2025-10-09T+08:00",
        ] {
            assert_eq!(instant(nonsense), None, "{nonsense}");
        }
        for nonsense in ["", "2025-10-09", "now", "2025-13-01 00:00:00", "1900-01-01 00:00:00", "2025-10-09 24:00:00"] {
            assert_eq!(seconds_of(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn a_time_has_the_offset_of_its_zone() {
        let zone = |minutes: &str| Zone::read(Some(&Json::Number(minutes.into())));
        for (minutes, iso) in [
            ("0", "2025-10-09T08:53:20+00:00"),
            ("-0", "2025-10-09T08:53:20+00:00"),
            ("480", "2025-10-09T16:53:20+08:00"),
            ("345", "2025-10-09T14:38:20+05:45"),
            ("-210", "2025-10-09T05:23:20-03:30"),
            ("9999", "2025-10-09T08:53:20+00:00"),
        ] {
            assert_eq!(zone(minutes).iso(1_760_000_000), iso);
        }
        assert_eq!(Zone::read(None).iso(1_760_000_000), "2025-10-09T08:53:20+00:00");
        assert_eq!(zone("-210").shown(1_760_000_000), "2025-10-09 05:23:20 -03:30");
    }

    #[test]
    fn what_the_api_wrote_is_in_beijing() {
        assert_eq!(Zone::default().of_api("2025-10-09 16:53:20"), "2025-10-09T08:53:20+00:00");
        assert_eq!(Zone::default().of_api("soon"), "soon");
    }

    #[test]
    fn dates_of_http() {
        assert_eq!(http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(http_date("Thu, 29 Feb 2024 23:59:59 GMT"), Some(1_709_251_199));
        assert_eq!(http_date("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        for nonsense in [
            "",
            "now",
            "Sun, 06 Nov 1994",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 ovD 1994 08:49:37 GMT",
            "Sun, 06 Nov 1894 08:49:37 GMT",
            "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
            "Sun, 06 Nov 1994 25:00:00 GMT",
        ] {
            assert_eq!(http_date(nonsense), None, "{nonsense}");
        }
    }

    proptest! {
        #[test]
        fn there_and_back(seconds in 0..250_000_000_000u64) {
            prop_assert_eq!(seconds_of(&beijing(seconds)), Some(seconds));
        }
    }
}

//! When weights may rise: days and times of day in a zone.

use super::read::Map;
use crate::error::Errors;
use crate::json::Json;
use crate::message::problem::InputProblem;
use crate::message::problem::input_facts::Expected;
use crate::message::problem::rollout::RolloutProblem;
use crate::time::seconds_of;

const DAY: u64 = 86_400;
/// As they are written; the index is that of the week, which begins on Monday.
const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Days of the week, Monday first.
pub type Days = [bool; 7];

/// Minutes since midnight, at most 24:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(pub u16);

/// A time of the week in which weights may rise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// On which days it opens.
    pub days: Days,
    /// When it opens.
    pub from: TimeOfDay,
    /// When it closes; on the next day where that is before it opens.
    pub to: TimeOfDay,
    /// The name of its zone.
    pub zone: String,
    /// Days on which it does not open: the first and the last of a range, in days since 1970.
    pub except: Vec<(u64, u64)>,
}

impl Window {
    /// Whether it is open at a local time, in seconds since 1970 as the clock on the wall there shows them.
    #[must_use]
    pub fn open_at(&self, local: u64) -> bool {
        let (day, minute) = (local / DAY, local % DAY / 60);
        let (from, to) = (u64::from(self.from.0), u64::from(self.to.0));
        if from < to {
            return self.opens_on(day) && (from..to).contains(&minute);
        }
        // over midnight: the second part belongs to the day before
        (self.opens_on(day) && minute >= from) || (day > 0 && self.opens_on(day - 1) && minute < to)
    }

    fn opens_on(&self, day: u64) -> bool {
        // 1970 began on a Thursday
        let of_week = usize::try_from((day + 3) % 7).unwrap_or(0);
        let excepted = self.except.iter().any(|(first, last)| (*first..=*last).contains(&day));
        !excepted && self.days.get(of_week).copied().unwrap_or(false)
    }
}

/// Reads `windows`.
pub(super) fn read(map: &mut Map<'_, '_>) -> Vec<Window> {
    let Some(written) = map.given("windows") else { return Vec::new() };
    let Json::List(items) = written else {
        map.wrong("windows", Expected::Objects { keys: KEYS.to_vec() });
        return Vec::new();
    };
    let root = map.at("windows");
    let windows = items.iter().enumerate().map(|(index, item)| window(item, &format!("{root}[{index}]"), map.errors));
    windows.flatten().collect()
}

const KEYS: [&str; 5] = ["days", "from", "to", "zone", "except"];

fn window(item: &Json<'_>, path: &str, errors: &mut Errors) -> Option<Window> {
    let mut map = Map::new(item, path, &KEYS, errors);
    for key in ["from", "to", "zone"] {
        if map.given(key).is_none() && matches!(item, Json::Map(_)) {
            map.add(InputProblem::Missing { input: map.at(key) });
        }
    }
    let days = map.read("days", Expected::Weekdays, days).unwrap_or([true; 7]);
    let from = map.read("from", Expected::TimeOfDay, time_of_day);
    let to = map.read("to", Expected::TimeOfDay, time_of_day);
    let zone = map.read("zone", Expected::TimeZone, zone);
    let except = map.read("except", Expected::Dates, dates).unwrap_or_default();
    let (from, to, zone) = (from?, to?, zone?);
    if from == to {
        map.add(InputProblem::Rollout(RolloutProblem::EmptyWindow { input: path.to_owned() }));
    }
    Some(Window { days, from, to, zone, except })
}

/// `mon-fri`, `sat,sun`; a range may go over the end of the week.
fn days(value: &Json<'_>) -> Option<Days> {
    let Json::Text(text) = value else { return None };
    let index = |name: &str| WEEK.iter().position(|day| day.eq_ignore_ascii_case(name.trim()));
    let mut days = [false; 7];
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (mut at, last) = (index(first)?, index(last)?);
        loop {
            *days.get_mut(at)? = true;
            if at == last {
                break;
            }
            at = (at + 1) % 7;
        }
    }
    Some(days)
}

fn time_of_day(value: &Json<'_>) -> Option<TimeOfDay> {
    let Json::Text(text) = value else { return None };
    let (hours, minutes) = text.trim().split_once(':')?;
    let number = |text: &str| if text.len() == 2 { text.parse::<u16>().ok() } else { None };
    let (hours, minutes) = (number(hours)?, number(minutes).filter(|minutes| *minutes < 60)?);
    Some(hours * 60 + minutes).filter(|all| *all <= 24 * 60).map(TimeOfDay)
}

/// Whether there is such a zone is for the host to find out; here it has the letters of one.
fn zone(value: &Json<'_>) -> Option<String> {
    let Json::Text(text) = value else { return None };
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '_' | '-' | '+');
    let good = (1..=64).contains(&text.trim().len()) && text.trim().chars().all(fits);
    good.then(|| text.trim().to_owned())
}

fn dates(value: &Json<'_>) -> Option<Vec<(u64, u64)>> {
    let items = match value {
        Json::List(items) => items.iter().collect(),
        one => vec![one],
    };
    let range = |item: &Json<'_>| {
        let Json::Text(text) = item else { return None };
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let (first, last) = (date(first.trim())?, date(last.trim())?);
        (first <= last).then_some((first, last))
    };
    items.into_iter().map(range).collect()
}

/// Days since 1970.
fn date(text: &str) -> Option<u64> {
    if text.len() != 10 {
        return None;
    }
    // the API's times are in Beijing, eight hours ahead
    let seconds = seconds_of(&[text, " 12:00:00"].concat())?.checked_add(8 * 3600)?;
    let day = seconds / DAY;
    // the 31st of February would be a day of March
    (tencentcloud_sign::utc_date(seconds).is_ok_and(|date| date == text)).then_some(day)
}

/// The date of a day since 1970.
pub(super) fn shown_date(day: u64) -> String {
    // there are no dates after the year 9999
    tencentcloud_sign::utc_date(day * DAY).unwrap_or_default()
}

impl TimeOfDay {
    /// `09:30`.
    #[must_use]
    pub fn shown(self) -> String {
        let two = |number: u16| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
        [two(self.0 / 60), two(self.0 % 60)].join(":")
    }
}

/// `mon,tue,wed`.
pub(super) fn shown_days(days: &Days) -> String {
    WEEK.iter().zip(days).filter(|(_, on)| **on).map(|(name, _)| *name).collect::<Vec<_>>().join(",")
}

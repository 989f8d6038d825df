//! Unix times from dates: the ways back of [`utc_date`](tencentcloud_sign::utc_date), which the signing crate has.

const SECONDS_PER_DAY: u64 = 86_400;

/// The days from 1970 to a date of the proleptic Gregorian calendar; `None` before 1970.
/// <https://howardhinnant.github.io/date_algorithms.html#days_from_civil>
#[must_use]
pub(crate) fn days_since_1970(year: u64, month: u64, day: u64) -> Option<u64> {
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
    (hour < 24 && minute < 60 && second < 61).then_some(days * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

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
}

//! The date of a Unix time. The proleptic Gregorian calendar in whole days; no zone, no leap seconds.

use alloc::{format, string::String};

use crate::Error;

pub(crate) const SECONDS_PER_DAY: u64 = 86_400;

/// The last second of the year 9999; later times have no date of ten characters.
pub(crate) const LAST_SECOND: u64 = 253_402_300_799;

/// The UTC date of a Unix time in seconds, as scopes have it.
///
/// ```
/// assert_eq!(tencentcloud_sign::utc_date(1_551_113_065)?, "2019-02-25");
/// # Ok::<(), tencentcloud_sign::Error>(())
/// ```
///
/// # Errors
/// `InvalidTimestamp` after the year 9999, where milliseconds taken for seconds end up.
pub fn utc_date(timestamp_seconds: u64) -> Result<String, Error> {
    if timestamp_seconds > LAST_SECOND {
        return Err(Error::TimestampTooLate(timestamp_seconds));
    }
    let (year, month, day) = civil(timestamp_seconds / SECONDS_PER_DAY);
    Ok(format!("{year:04}-{month:02}-{day:02}"))
}

/// Counts in eras of 400 years (146,097 days) that begin on 1 March, so that the leap day is a year's last one.
/// <https://howardhinnant.github.io/date_algorithms.html#civil_from_days>
const fn civil(days_since_1970: u64) -> (u64, u64, u64) {
    let days = days_since_1970 + 719_468; // since 0000-03-01
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (era * 400 + year_of_era + (month <= 2) as u64, month, day)
}

//! What this tool writes into the marks of aliases: which run, when, and whether it has work to do after it.

use crate::scf::alias::Alias;
use crate::scf::mark::ROOM;
use crate::time::{beijing, seconds_of};
use crate::traffic::routing::{Routing, Version};
use crate::traffic::stable::{self, Baseline};

/// How long others are kept away while an upload follows: uploads rarely take longer, and a run that died must not stand
/// in the way for long.
const AT_WORK_SECONDS: u64 = 120;
/// The room that a mark of what is on record takes, with version numbers of up to six digits.
const SHORTEST: usize = 40;
/// Enough of a digest to tell packages apart.
const DIGITS: usize = 12;
/// Digits of a log's id: logs that a function may meet are few.
const LOG_DIGITS: usize = 8;

/// A mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Which run.
    pub run: String,
    /// When it was written, in seconds since 1970.
    pub at_s: u64,
    /// For how long after that the run may be at work, in seconds.
    pub at_work_s: u64,
    /// The beginning of the digest of the code that the run is to upload: once `$LATEST` has it, the run is past its work.
    pub code: String,
    /// What is on record about the alias, with the fingerprint of the routing that it was written with.
    pub record: Option<(Baseline, String)>,
    /// The log that its run is in. Marks of older versions have none, and those whose run had no journal.
    pub log: Option<LogMark>,
}

/// Which log a mark's run is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogMark {
    /// The first digits of the log's id.
    pub digits: String,
    /// Whether several machines use its store.
    pub shared: bool,
}

impl LogMark {
    /// Of a log's id.
    pub(crate) fn new(id: &str, shared: bool) -> Self {
        Self { digits: id.chars().take(LOG_DIGITS).collect(), shared }
    }

    /// `l4f2a91c0` for a journal of one machine, `c4f2a91c0` for one that several have in common.
    fn word(&self) -> String {
        [if self.shared { "c" } else { "l" }, &self.digits].concat()
    }

    fn read(word: &str) -> Option<Self> {
        let (shared, digits) = match (word.strip_prefix('c'), word.strip_prefix('l')) {
            (Some(digits), _) => (true, digits),
            (None, digits) => (false, digits?),
        };
        let is_id = digits.len() == LOG_DIGITS && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        is_id.then(|| Self { digits: digits.to_owned(), shared })
    }
}

impl Mark {
    /// Of a write by `run`; where the upload of code with this digest is to follow, others are kept away for a while.
    pub(crate) fn new(run: &str, now_ms: u64, upload: Option<&str>) -> Self {
        Self {
            run: run.to_owned(),
            at_s: now_ms / 1000,
            at_work_s: if upload.is_some() { AT_WORK_SECONDS } else { 0 },
            code: upload.unwrap_or_default().chars().take(DIGITS).collect::<String>().to_ascii_lowercase(),
            record: None,
            log: None,
        }
    }

    /// With what is on record about an alias that routes like this.
    pub(crate) fn recording(self, baseline: Option<&Baseline>, routing: &Routing) -> Self {
        Self { record: baseline.map(|baseline| (baseline.clone(), stable::fingerprint(routing))), ..self }
    }

    /// As it stands in a description.
    pub(crate) fn text(&self) -> String {
        let work = match self.at_work_s {
            0 => String::new(),
            seconds => [" +", &seconds.to_string(), " s for ", &self.code].concat(),
        };
        let log = self.log.as_ref().map(LogMark::word).unwrap_or_default();
        let mut text = [self.run.as_str(), " ", &beijing(self.at_s), &work].concat();
        for word in [self.short(), log].iter().filter(|word| !word.is_empty()) {
            text.push(' ');
            text.push_str(word);
        }
        text
    }

    /// With the log that its run is in.
    pub(crate) fn of_log(self, log: Option<LogMark>) -> Self {
        Self { log, ..self }
    }

    /// What is on record alone: `s2 was1 up3 r4f2a`. Empty where there is nothing.
    pub(crate) fn short(&self) -> String {
        let Some((baseline, routing)) = &self.record else { return String::new() };
        let was = baseline.was.as_ref().map(|was| [" was", was.wire()].concat()).unwrap_or_default();
        let up_to = if baseline.up_to == 0 { String::new() } else { [" up", &baseline.up_to.to_string()].concat() };
        ["s", baseline.stable.wire(), &was, &up_to, " r", routing].concat()
    }

    /// Reads what stands in a whole mark; `None` where a later version of this tool, or someone else, wrote it.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut words = text.split(' ').peekable();
        let (run, day, time) = (words.next()?, words.next()?, words.next()?);
        let at_s = seconds_of(&[day, " ", time].concat())?;
        let (mut at_work_s, mut code) = (0, "");
        if let Some(seconds) = words.peek().and_then(|word| word.strip_prefix('+')) {
            at_work_s = seconds.parse().ok()?;
            words.next();
            if (words.next()?, words.next()?) != ("s", "for") {
                return None;
            }
            code = words.next()?;
        }
        let log = words.clone().find_map(LogMark::read);
        let record = record_in(words);
        Some(Self { run: run.to_owned(), at_s, at_work_s, code: code.to_owned(), record, log })
    }

    /// Of an alias, where there is one.
    pub(crate) fn of(alias: &Alias) -> Option<Self> {
        alias.mark().and_then(Self::read)
    }

    /// Whether its run has work to do after it.
    pub(crate) const fn opens(&self) -> bool {
        self.at_work_s > 0
    }

    /// For how many seconds its run may be at work still, where `$LATEST` has code with this digest.
    pub(crate) fn remaining(&self, now_ms: u64, latest: Option<&str>) -> u64 {
        if latest.is_some_and(|digest| digest.starts_with(&self.code)) {
            return 0;
        }
        self.at_s.saturating_add(self.at_work_s).saturating_sub(now_ms / 1000)
    }
}

/// Whether what is on record has room behind what people wrote.
pub(crate) fn fits(description: &str) -> bool {
    description.chars().count() + SHORTEST <= ROOM
}

/// What an alias's own mark has on record about it, where it still routes as it did then.
pub(crate) fn baseline_of(alias: &Alias) -> Option<Baseline> {
    let (baseline, routing) = match alias.mark() {
        Some(mark) => Mark::read(mark)?.record,
        None => record_in(alias.short_mark()?.split(' ')),
    }?;
    (routing == stable::fingerprint(&alias.routing())).then_some(baseline)
}

/// Of `s2 was1 up3 r4f2a`.
fn record_in<'a>(words: impl Iterator<Item = &'a str>) -> Option<(Baseline, String)> {
    let (mut stable, mut was, mut up_to, mut routing) = (None, None, 0, None);
    let numbered = |digits: &str| Some(Version::named(digits)).filter(|version| version.number().is_some());
    for word in words {
        if let Some(digits) = word.strip_prefix("was") {
            was = numbered(digits);
        } else if let Some(digits) = word.strip_prefix("up") {
            up_to = digits.parse().ok()?;
        } else if let Some(digits) = word.strip_prefix('s') {
            stable = numbered(digits);
        } else if let Some(digits) = word.strip_prefix('r') {
            routing = Some(digits.to_owned());
        }
    }
    Some((Baseline { stable: stable?, was, up_to }, routing?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scf::mark::{self, Fit};

    fn alias(routing: &Routing, description: &str) -> Alias {
        Alias {
            name: "$DEFAULT".into(),
            function_version: routing.main.clone(),
            routing_config: Some((routing).into()),
            description: Some(description.into()),
            mod_time: None,
        }
    }

    #[test]
    fn what_is_on_record_counts_only_for_the_routing_that_it_was_written_with() {
        let baseline = Baseline { stable: Version::named("2"), was: Some(Version::named("1")), up_to: 0 };
        let (then, now) = (Routing::all_to(Version::named("2")), Routing::all_to(Version::named("3")));
        let mark = Mark::new("1a2b3c4d", 1_760_000_000_000, None).recording(Some(&baseline), &then);
        for (text, fit) in [("", Fit::Whole), ("x".repeat(ROOM - 40).as_str(), Fit::Short)] {
            let (description, found) = mark::with(text, &mark.text(), &mark.short());
            assert_eq!(found, fit);
            assert_eq!(baseline_of(&alias(&then, &description)), Some(baseline.clone()));
            assert_eq!(baseline_of(&alias(&now, &description)), None);
        }
    }

    #[test]
    fn marks_are_read_as_they_are_written() {
        let digest = "ABCDEF0123456789";
        for upload in [None, Some(digest)] {
            for (was, up_to) in [(None, 0), (Some("1"), 0), (Some("1"), 3), (None, 12)] {
                let baseline = Baseline { stable: Version::named("2"), was: was.map(Version::named), up_to };
                let routing = Routing::all_to(Version::named("2"));
                for baseline in [None, Some(&baseline)] {
                    let mark = Mark::new("1a2b3c4d", 1_760_000_000_000, upload).recording(baseline, &routing);
                    assert_eq!(Mark::read(&mark.text()), Some(mark));
                }
            }
        }
        assert_eq!(Mark::new("1a2b3c4d", 1_760_000_000_000, None).text(), "1a2b3c4d 2025-10-09 16:53:20");
        let mark = Mark::new("1a2b3c4d", 1_760_000_000_000, Some(digest));
        assert_eq!(mark.text(), "1a2b3c4d 2025-10-09 16:53:20 +120 s for abcdef012345");
        let left = |now_s: u64, latest| mark.remaining(now_s * 1000, latest);
        assert_eq!((left(1_760_000_100, None), left(1_760_000_120, None)), (20, 0));
        assert_eq!((left(1_760_000_100, Some("abcdef0123456789")), left(1_760_000_100, Some("ffff"))), (0, 20));
        let baseline = Baseline { stable: Version::named("2"), was: Some(Version::named("1")), up_to: 3 };
        let routing = Routing::all_to(Version::named("2"));
        let mark = Mark::new("1a2b3c4d", 1_760_000_000_000, None).recording(Some(&baseline), &routing);
        let record = ["s2 was1 up3 r", &stable::fingerprint(&routing)].concat();
        assert_eq!(mark.text(), ["1a2b3c4d 2025-10-09 16:53:20 ", &record].concat());
        assert_eq!(mark.short(), record);
        for shared in [false, true] {
            let named = mark.clone().of_log(Some(LogMark::new("4f2a91c0deadbeef", shared)));
            let word = if shared { " c4f2a91c0" } else { " l4f2a91c0" };
            assert_eq!(named.text(), ["1a2b3c4d 2025-10-09 16:53:20 ", &record, word].concat());
            assert_eq!(Mark::read(&named.text()), Some(named.clone()));
            // the short form has no room for it
            assert_eq!(named.short(), record);
            let alone = Mark::new("1a2b3c4d", 1_760_000_000_000, Some(digest)).of_log(named.log);
            assert_eq!(Mark::read(&alone.text()), Some(alone));
        }
        for word in ["l4f2a", "x4f2a91c0", "lxxxxxxxx", "c4f2a91c0d"] {
            let read = Mark::read(&["1a2b3c4d 2025-10-09 16:53:20 ", word].concat()).unwrap();
            assert_eq!(read.log, None, "{word}");
        }
        for nonsense in ["", "ab", "ab cd", "ab 2025-10-09 16:53:20 +x s for a"] {
            assert_eq!(Mark::read(nonsense), None, "{nonsense}");
        }
    }
}

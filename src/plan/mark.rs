//! What this tool writes into the marks of aliases: which run, when, and whether it has work to do after it.

use crate::scf::alias::Alias;
use crate::watch::{beijing, seconds_of};

/// How long others are kept away while an upload follows: uploads rarely take longer, and a run that died must not stand
/// in the way for long.
const AT_WORK_SECONDS: u64 = 120;
/// Enough of a digest to tell packages apart.
const DIGITS: usize = 12;

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
}

impl Mark {
    /// Of a write by `run`; where the upload of code with this digest is to follow, others are kept away for a while.
    pub(crate) fn new(run: &str, now_ms: u64, upload: Option<&str>) -> Self {
        Self {
            run: run.to_owned(),
            at_s: now_ms / 1000,
            at_work_s: if upload.is_some() { AT_WORK_SECONDS } else { 0 },
            code: upload.unwrap_or_default().chars().take(DIGITS).collect::<String>().to_ascii_lowercase(),
        }
    }

    /// As it stands in a description.
    pub(crate) fn text(&self) -> String {
        let work = match self.at_work_s {
            0 => String::new(),
            seconds => [" +", &seconds.to_string(), " s for ", &self.code].concat(),
        };
        [self.run.as_str(), " ", &beijing(self.at_s), &work].concat()
    }

    /// Reads what stands in a mark; `None` where a later version of this tool, or someone else, wrote it.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (run, rest) = text.split_once(' ')?;
        let (time, at_work) = rest.split_once(" +").unwrap_or((rest, "0 s for "));
        let (seconds, code) = at_work.split_once(" s for ")?;
        let at_work_s = seconds.parse().ok()?;
        Some(Self { run: run.to_owned(), at_s: seconds_of(time)?, at_work_s, code: code.to_owned() })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_they_are_written() {
        let digest = "ABCDEF0123456789";
        for upload in [None, Some(digest)] {
            let mark = Mark::new("1a2b3c4d", 1_760_000_000_000, upload);
            assert_eq!(Mark::read(&mark.text()), Some(mark));
        }
        assert_eq!(Mark::new("1a2b3c4d", 1_760_000_000_000, None).text(), "1a2b3c4d 2025-10-09 16:53:20");
        let mark = Mark::new("1a2b3c4d", 1_760_000_000_000, Some(digest));
        assert_eq!(mark.text(), "1a2b3c4d 2025-10-09 16:53:20 +120 s for abcdef012345");
        let left = |now_s: u64, latest| mark.remaining(now_s * 1000, latest);
        assert_eq!((left(1_760_000_100, None), left(1_760_000_120, None)), (20, 0));
        assert_eq!((left(1_760_000_100, Some("abcdef0123456789")), left(1_760_000_100, Some("ffff"))), (0, 20));
        for nonsense in ["", "ab", "ab cd", "ab 2025-10-09 16:53:20 +x s for a"] {
            assert_eq!(Mark::read(nonsense), None, "{nonsense}");
        }
    }
}

//! The chain: each line carries its number, the sum of the line before and a sum of its own, so that a line that was
//! changed, taken out or moved is found.
//!
//! A sum is the beginning of a SHA-256, 16 digits of it: it is there against accidents and careless edits, and for that
//! 64 bits are plenty. Against someone who means to deceive all 64 digits would not help either, since whoever can write
//! the file can write all of its sums anew. Nor can a chain tell that its end was cut off.

use sha2::{Digest, Sha256};

use super::format::FORMAT;
use crate::message::problem::journal::Flaw;
use crate::scf::Fields;

/// What stands before a line's own sum, its last field.
const SUM: &str = ",\"sum\":\"";
/// Digits of a sum.
const DIGITS: usize = 16;
/// Runs that are remembered as still writing. More never write at once.
const WRITING: usize = 64;
/// Forks that are looked into: each costs a look at every line before it.
const MOST_FORKS: usize = 100;

/// Where a chain ends: the next line follows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// How many lines there are.
    pub seq: u64,
    /// The last line's sum; empty where there is none.
    pub sum: String,
}

impl Head {
    /// Ends a line that began with the next `seq` and this `sum` as its `prev`; `open` is its text without the closing
    /// brace. The head moves on to it.
    pub(super) fn seal(&mut self, open: &str) -> String {
        let sum = sum_of(&self.sum, open);
        let line = [open, SUM, &sum, "\"}"].concat();
        *self = Self { seq: self.seq.saturating_add(1), sum };
        line
    }
}

fn sum_of(prev: &str, text: &str) -> String {
    let digest = Sha256::new().chain_update(prev).chain_update("\n").chain_update(text).finalize();
    let mut sum = hex::encode(digest);
    sum.truncate(DIGITS);
    sum
}

/// A line's text without its sum and the closing brace, and its sum.
fn unsealed(line: &str) -> Option<(&str, &str)> {
    let (open, rest) = line.rsplit_once(SUM)?;
    let sum = rest.strip_suffix("\"}")?;
    (sum.len() == DIGITS && sum.bytes().all(|digit| digit.is_ascii_hexdigit())).then_some((open, sum))
}

/// The first line that is not as it was written, or not where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Counted from 1, as an editor does.
    pub line: usize,
    /// Why.
    pub why: Flaw,
}

/// Two runs wrote at the same time: this line follows an earlier one than the line before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fork {
    /// The line, counted from 1.
    pub line: usize,
    /// Whose it is.
    pub run: String,
}

/// What is known of a journal's lines as lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chain {
    /// Where the next line goes.
    pub head: Head,
    /// Whole entries of any format.
    pub entries: usize,
    /// Entries of the first format, which has no chain. The first line that has one vouches for all of them.
    pub unchained: usize,
    /// How many lines were before the first one that is there.
    pub missing: u64,
    /// Lines that are no whole entry: cut off by a crash or a full disk. The chain goes on without them.
    pub torn: Vec<usize>,
    /// Where a run began to write while another one did.
    pub forks: Vec<Fork>,
    /// The first line that is not as it was written.
    pub broken: Option<Broken>,
    /// After each line so far.
    heads: Vec<Head>,
    /// The last line of each run that may still be writing.
    writing: Vec<(String, Head)>,
}

impl Chain {
    pub(super) fn torn(&mut self, line: usize) {
        self.torn.push(line);
    }

    /// Takes the next whole entry.
    pub(super) fn follow(&mut self, at: usize, line: &str, fields: Fields<'_>, format: u32) {
        self.entries += 1;
        let Some((open, sum)) = unsealed(line).filter(|_| format > 1) else {
            return self.unsealed(at, line, format);
        };
        if format > FORMAT {
            // how it is linked is not for this version to judge
            return self.to(Head { seq: self.head.seq.saturating_add(1), sum: sum.to_owned() });
        }
        let prev = fields.str("prev").unwrap_or_default();
        let seq = fields.whole("seq").unwrap_or_default();
        let run = fields.str("run").unwrap_or_default();
        let own = self.writing.iter().position(|(other, _)| other == run);
        if sum_of(prev, open) != sum {
            self.breaks(at, Flaw::Changed);
        } else if self.entries == 1 && !prev.is_empty() {
            self.missing = seq.saturating_sub(1);
        } else if let Some(before) = self.before(at, prev, run, own) {
            if seq != before.saturating_add(1) {
                self.breaks(at, Flaw::Number { says: seq, is: before.saturating_add(1) });
            }
        } else {
            let lost = seq.saturating_sub(self.head.seq.saturating_add(1));
            let flaw = if lost == 0 { Flaw::Moved } else { Flaw::Missing { lines: lost } };
            self.breaks(at, flaw);
        }
        self.to(Head { seq, sum: sum.to_owned() });
        let own = own.unwrap_or_else(|| {
            if self.writing.len() == WRITING {
                self.writing.remove(0);
            }
            self.writing.push((run.to_owned(), Head::default()));
            self.writing.len() - 1
        });
        if let Some((_, last)) = self.writing.get_mut(own) {
            last.clone_from(&self.head);
        }
    }

    /// How many lines were before the one that says it follows `prev`: the last line; its run's own last line, or, where
    /// the run begins, any that is there, while another run wrote.
    fn before(&mut self, at: usize, prev: &str, run: &str, own: Option<usize>) -> Option<u64> {
        if prev == self.head.sum {
            return Some(self.head.seq);
        }
        let known = match own {
            Some(own) => self.writing.get(own).map(|(_, last)| last).filter(|last| last.sum == prev)?.seq,
            None if prev.is_empty() => 0,
            None if self.forks.len() < MOST_FORKS => self.heads.iter().find(|head| head.sum == prev)?.seq,
            None => return None,
        };
        if self.forks.len() < MOST_FORKS && !self.forks.iter().any(|fork| fork.run == run) {
            self.forks.push(Fork { line: at, run: run.to_owned() });
        }
        Some(known)
    }

    /// An entry without a sum: of the first format, which comes before all others.
    fn unsealed(&mut self, at: usize, line: &str, format: u32) {
        if format > 1 {
            self.breaks(at, Flaw::NoSum);
        } else if self.unchained + 1 < self.entries {
            self.breaks(at, Flaw::OldBehindNew);
        }
        self.unchained += 1;
        let sum = sum_of(&self.head.sum, line);
        self.to(Head { seq: self.head.seq.saturating_add(1), sum });
    }

    fn to(&mut self, head: Head) {
        self.heads.push(head.clone());
        self.head = head;
    }

    /// A line is not as a run writes it.
    pub(super) fn breaks(&mut self, line: usize, why: Flaw) {
        self.broken.get_or_insert(Broken { line, why });
    }
}

//! The lines of one invocation, put together.

use super::cursor::Returned;
use super::fault::Fault;
use crate::scf::log::{FAILED, Line, Part};
use crate::text::sorted;

/// What was found of an invocation, its oldest line first. A try of an asynchronous one is an invocation of its own.
#[derive(Debug)]
pub(super) struct Trace<'a> {
    pub(super) request_id: &'a str,
    pub(super) retry: u64,
    /// Lines, each with a number that tells it from the others.
    pub(super) lines: Vec<(&'a Line, u32)>,
}

impl<'a> Trace<'a> {
    /// Puts lines together, which come oldest first.
    pub(super) fn gather(lines: impl Iterator<Item = &'a Line>) -> Vec<Self> {
        let mut traces: Vec<Self> = Vec::new();
        for line in lines {
            // the lines of an invocation are near each other
            let known = traces.iter().rposition(|one| one.retry == line.retry && one.request_id == line.request_id);
            let at = known.unwrap_or_else(|| {
                traces.push(Self { request_id: &line.request_id, retry: line.retry, lines: Vec::new() });
                traces.len() - 1
            });
            let Some(trace) = traces.get_mut(at) else { continue };
            let number = trace.number_of(line);
            // what is written between two pages may move a line onto the next one
            if !trace.lines.iter().any(|(_, known)| *known == number) {
                trace.lines.push((line, number));
            }
        }
        for trace in &mut traces {
            trace.lines = sorted(std::mem::take(&mut trace.lines), |(line, _)| line.time_ms);
        }
        traces
    }

    /// The same line has the same number in each search.
    fn number_of(&self, line: &Line) -> u32 {
        let time = line.time_ms.to_be_bytes();
        if !line.id.is_empty() {
            return hash(&[&time, line.id.as_bytes()]);
        }
        // the second of two equal lines is told by its place
        let same = |other: &Line| other.time_ms == line.time_ms && other.message == line.message;
        let place = self.lines.iter().filter(|(other, _)| same(other)).count().to_string();
        hash(&[&time, line.message.as_bytes(), place.as_bytes()])
    }

    /// Names it among all of a log.
    pub(super) fn id(&self) -> String {
        if self.retry == 0 {
            self.request_id.to_owned()
        } else {
            [self.request_id, "#", self.retry.to_string().as_str()].concat()
        }
    }

    fn part(&self, part: Part) -> Option<&'a Line> {
        self.lines.iter().map(|(line, _)| *line).find(|line| line.part == part)
    }

    /// The first line of all, where it was found.
    pub(super) fn started(&self) -> bool {
        self.part(Part::Start).is_some()
    }

    /// The last line, with its figures.
    pub(super) fn report(&self) -> Option<&'a Line> {
        self.part(Part::Report)
    }

    /// Whether the service wrote any of its lines: a function can be set so that it doesn't.
    pub(super) fn serviced(&self) -> bool {
        self.lines.iter().any(|(line, _)| line.part != Part::Written)
    }

    /// Any of its lines.
    pub(super) fn line(&self) -> Option<&'a Line> {
        self.lines.first().map(|(line, _)| *line)
    }

    pub(super) fn oldest_ms(&self) -> u64 {
        self.line().map_or(0, |line| line.time_ms)
    }

    pub(super) fn newest_ms(&self) -> u64 {
        self.lines.last().map_or(0, |(line, _)| line.time_ms)
    }

    /// When it began, as its lines say; else when its oldest line was written.
    pub(super) fn start_ms(&self) -> u64 {
        self.lines.iter().find_map(|(line, _)| line.start_ms).unwrap_or_else(|| self.oldest_ms())
    }

    /// Why it failed, where it did.
    pub(super) fn fault(&self) -> Option<Fault> {
        let status = self.report().and_then(|line| line.status);
        match (status, self.part(Part::Error)) {
            (Some(status), _) if status < FAILED => None,
            (_, Some(line)) => {
                let reason = line.message.split_once("Result:").map_or("", |(_, reason)| reason.trim());
                Some(Fault::read(reason))
            }
            (Some(status), None) => Some(Fault::of_status(status)),
            (None, None) => None,
        }
    }

    /// The messages of these lines, one below the other.
    pub(super) fn text<'b>(lines: impl Iterator<Item = &'b Line>) -> String {
        let mut text = String::new();
        for line in lines {
            text.push_str(line.message.trim_end_matches('\n'));
            text.push('\n');
        }
        text
    }

    /// Remembers that its lines were returned, beside those of `before`.
    pub(super) fn returned(&self, before: Option<&[u32]>) -> Returned {
        let mut numbers = before.unwrap_or_default().to_vec();
        for (_, number) in &self.lines {
            if !numbers.contains(number) {
                numbers.push(*number);
            }
        }
        Returned(self.id(), self.newest_ms(), numbers)
    }
}

/// FNV-1a: <https://datatracker.ietf.org/doc/html/draft-eastlake-fnv>.
fn hash(parts: &[&[u8]]) -> u32 {
    parts
        .iter()
        .flat_map(|part| part.iter())
        .fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

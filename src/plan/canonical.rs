//! The canonical text of a plan: facts alone, the same bytes on every platform and for every reader.

use sha2::{Digest, Sha256};

use super::model::Plan;
use crate::message::facts_only;
use crate::traffic::routing::Version;

impl Plan {
    /// The canonical text: the same bytes on every platform. Its last field is the fingerprint.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.sealed().0
    }

    /// SHA-256 of the canonical text with an empty fingerprint in it.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.sealed().1
    }

    /// The plan as JSON without its fingerprint, with words for the reader of this moment.
    #[must_use]
    pub fn spoken(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    fn sealed(&self) -> &(String, String) {
        self.sealed.0.get_or_init(|| {
            // A plan is structs, lists and strings: serialising it can't fail.
            let mut text = facts_only(|| serde_json::to_string(self).unwrap_or_default());
            text.pop();
            text.push_str(",\"fingerprint\":\"");
            let digest = Sha256::new().chain_update(&text).chain_update("\"}").finalize();
            let fingerprint = hex::encode(digest);
            text.push_str(&fingerprint);
            text.push_str("\"}");
            (text, fingerprint)
        })
    }
}

/// Versions in ascending order as ranges: `1-7,9`.
pub(super) fn ranges<'a>(versions: impl Iterator<Item = &'a Version>) -> String {
    let mut text = String::new();
    let mut last: Option<(u64, bool)> = None;
    for number in versions.filter_map(Version::number) {
        last = match last {
            Some((before, _)) if before.checked_add(1) == Some(number) => Some((number, true)),
            open => {
                close(&mut text, open);
                if !text.is_empty() {
                    text.push(',');
                }
                text.push_str(&number.to_string());
                Some((number, false))
            }
        };
    }
    close(&mut text, last);
    text
}

/// Writes the end of a range that has more than one version.
fn close(text: &mut String, range: Option<(u64, bool)>) {
    if let Some((last, true)) = range {
        text.push('-');
        text.push_str(&last.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_stand_in_ranges() {
        for (numbers, text) in [
            (&["1"][..], "1"),
            (&["1", "2", "3"], "1-3"),
            (&["1", "3", "4", "9"], "1,3-4,9"),
            (&["7", "18446744073709551615"], "7,18446744073709551615"),
            (&[], ""),
        ] {
            let versions: Vec<Version> = numbers.iter().map(|number| Version::named(number)).collect();
            assert_eq!(ranges(versions.iter()), text);
        }
    }
}

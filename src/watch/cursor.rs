//! Where following a log continues.

use serde::Serialize;

use crate::error::Error;
use crate::json::Json;
use crate::message::problem::ArgsProblem;

/// Lines that were returned, and where to continue. Its text is opaque: pass it back unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cursor {
    /// The next search begins here, in milliseconds.
    pub from: u64,
    /// The topic that was searched.
    pub topic: String,
    /// When the function was asked for its topic, in milliseconds.
    pub asked: u64,
    /// Invocations of which lines were returned that the next search finds again.
    pub seen: Vec<Returned>,
}

/// Lines of an invocation that were returned: its id, the time of the newest of them, and a number for each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Returned(pub String, pub u64, pub Vec<u32>);

impl Cursor {
    /// Reads a cursor's text.
    ///
    /// # Errors
    /// `InvalidCursor`.
    pub fn read(text: &str) -> Result<Self, Error> {
        let read = || {
            let value = Json::from_json(text).ok()?;
            let Some(Json::List(seen)) = value.get("seen") else { return None };
            Some(Self {
                from: value.get("from")?.whole()?,
                topic: value.text("topic")?,
                asked: value.get("asked")?.whole()?,
                seen: seen.iter().map(returned).collect::<Option<_>>()?,
            })
        };
        read().ok_or_else(|| Error::usage(ArgsProblem::Cursor))
    }

    /// As text.
    #[must_use]
    pub fn text(&self) -> String {
        // strings and numbers can't fail to be serialised
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The numbers of the lines of an invocation that were returned; `None` where none of it was.
    #[must_use]
    pub fn returned(&self, id: &str) -> Option<&[u32]> {
        self.seen.iter().find(|one| one.0 == id).map(|one| one.2.as_slice())
    }
}

fn returned(item: &Json<'_>) -> Option<Returned> {
    let Json::List(parts) = item else { return None };
    let [id, newest, Json::List(lines)] = parts.as_slice() else { return None };
    let number = |line: &Json<'_>| line.whole().and_then(|number| u32::try_from(number).ok());
    Some(Returned(id.to_text()?, newest.whole()?, lines.iter().map(number).collect::<Option<_>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_was() {
        let seen = vec![Returned("id#1".to_owned(), 5, vec![1, u32::MAX])];
        let cursor = Cursor { from: 1_700_000_000_000, topic: "t".to_owned(), asked: 7, seen };
        assert_eq!(Cursor::read(&cursor.text()).unwrap(), cursor);
        for text in ["", "{}", r#"{"from":1,"topic":"t","asked":1,"seen":[["id",1]]}"#] {
            assert_eq!(Cursor::read(text).unwrap_err().code(), "InvalidCursor", "{text}");
        }
    }
}

//! Who reads what is said. Everything that words something asks here.

use std::cell::Cell;

use super::host::Host;

/// A language that people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// Simplified Chinese.
    Zh,
}

/// Who reads: in which language, and where commands are typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// The language of sentences.
    pub language: Language,
    /// Where commands are typed.
    pub host: Host,
}

impl Reader {
    /// English, on the command line.
    pub const DEFAULT: Self = Self { language: Language::En, host: Host::CommandLine };

    /// By the words that shells use: `zh`, `sls`. What is unknown is English, or the command line.
    #[must_use]
    pub fn named(language: &str, host: &str) -> Self {
        let language = if language == "zh" { Language::Zh } else { Language::En };
        Self { language, host: Host::named(host) }
    }
}

thread_local! {
    // Serialize takes no argument, and a process has one reader at a time: whoever is shown a text sets it before
    static READER: Cell<Option<Reader>> = const { Cell::new(Some(Reader::DEFAULT)) };
}

/// From now on texts are made for this reader.
pub fn set_reader(reader: Reader) {
    READER.set(Some(reader));
}

/// For whom texts are made; `None` while only facts are.
#[must_use]
pub fn reader() -> Option<Reader> {
    READER.get()
}

/// For whom a text is made that has to be there: the reader of this moment.
pub(crate) fn now() -> Reader {
    reader().unwrap_or(Reader::DEFAULT)
}

/// Makes something without words: the same bytes for every reader.
pub fn facts_only<T>(make: impl FnOnce() -> T) -> T {
    let before = READER.replace(None);
    let made = make();
    READER.set(before);
    made
}

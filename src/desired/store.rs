//! Where the journal of a project lies: which address counts, who may name it, and what the log is called there.

use serde::Serialize;

use crate::error::Error;
use crate::json::Json;
use crate::message::given::Given;
use crate::message::problem::InputProblem;

/// Where addresses come from.
#[derive(Debug, Clone, Default)]
pub struct StoreSources<'a> {
    /// Typed: `--store`.
    pub typed: Option<String>,
    /// Exported: `GRAYSCALE_STORE`.
    pub exported: Option<String>,
    /// What the project file says under `store`.
    pub written: Option<Json<'a>>,
    /// Whether that came from an environment variable: `${env:X}`.
    pub from_environment: bool,
    /// Whether a person said yes to it on a terminal, for this project.
    pub confirmed: bool,
    /// The account's appid, where it is known.
    pub app_id: Option<String>,
    /// What the project may be called, the first that there is: its app, its name, its directory's name.
    pub names: Vec<String>,
    /// The stage.
    pub stage: String,
}

/// A store and the log in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoreChoice {
    /// `cos://…`, `postgres://…`, `file:…` or a path.
    pub address: String,
    /// `<project>/<stage>`.
    pub log: String,
}

/// Address and project of what a project file says: an address, or `{ url?, project? }`.
///
/// # Errors
/// `InvalidInput`.
pub(super) fn form(written: &Json<'_>) -> Result<(Option<String>, Option<String>), Error> {
    match written {
        Json::Text(url) => Ok((Some(url.trim().to_owned()), None)),
        Json::Map(entries)
            if entries.iter().all(|(name, value)| {
                matches!(name.as_ref(), "url" | "project") && matches!(value, Json::Text(_) | Json::Null)
            }) =>
        {
            Ok((written.text("url").map(|url| url.trim().to_owned()), written.text("project")))
        }
        other => Err(Error::usage(InputProblem::StoreForm { given: Given::from(other) })),
    }
}

impl StoreSources<'_> {
    /// The store that counts: typed before exported before written. `None`: the file in the project.
    ///
    /// # Errors
    /// `InvalidInput`; `UntrustedHost` where a project file names a place that a repository must not choose: other people's
    /// repositories bring project files, and a journal tells who released what.
    pub fn choice(&self) -> Result<Option<StoreChoice>, Error> {
        let written = self.written.as_ref().filter(|written| !matches!(written, Json::Null));
        let (url, project) = written.map(form).transpose()?.unwrap_or_default();
        let given =
            |text: &Option<String>| text.as_ref().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let named_by_person = given(&self.typed).or_else(|| given(&self.exported));
        let Some(address) = named_by_person.clone().or_else(|| given(&url)) else { return Ok(None) };
        let named = named_by_person.is_some() || self.from_environment || self.confirmed;
        if !named && !self.own_bucket(&address) {
            let scheme = address.split_once(':').map_or("file", |(scheme, _)| scheme).to_owned();
            return Err(Error::refused(InputProblem::StoreNotTrusted { scheme, appid_known: self.app_id.is_some() }));
        }
        let names = given(&project).into_iter().chain(self.names.iter().filter_map(|name| given(&Some(name.clone()))));
        let project = names.into_iter().next().unwrap_or_default();
        let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | ' ');
        if project.is_empty() || project.starts_with('.') || project.len() > 100 || !project.chars().all(plain) {
            return Err(Error::usage(InputProblem::StoreProject { given: project }));
        }
        Ok(Some(StoreChoice { address, log: [&project, "/", &self.stage].concat() }))
    }

    /// Whether an address is a bucket of the account itself.
    fn own_bucket(&self, address: &str) -> bool {
        let host = address.strip_prefix("cos://").and_then(|rest| rest.split(['/', '?', '#']).next());
        match (host, &self.app_id) {
            (Some(host), Some(app_id)) if !app_id.is_empty() => {
                host.rsplit_once('-').is_some_and(|(_, own)| own == app_id)
            }
            _ => false,
        }
    }
}

//! The file that a handler names. A package without it is uploaded well and fails only when the function is called, or
//! leaves a function behind whose creation failed: so it is looked for before anything is sent.

use crate::desired::{Code, DesiredFunction, Names, SETTINGS, nearest};
use crate::error::Error;
use crate::message::problem::PlanProblem;
use crate::scf::function::Function;
use crate::text::sorted;

/// What the established component documents as the runtime of a function that names none.
pub const DEFAULT_RUNTIME: &str = "Nodejs10.15";
/// Likewise, the handler.
pub const DEFAULT_HANDLER: &str = "index.main_handler";

/// How many files of the package an error names.
const SHOWN: usize = 10;

/// Runtimes that load a file by the handler's name, each with the ends of such a file, the usual one first.
const LOADERS: &[(&str, &[&str])] =
    &[("nodejs", &[".js", ".mjs", ".cjs"]), ("python", &[".py", ".pyc", ".so"]), ("php", &[".php"])];

/// Refuses a handler whose file is not in the package, where that can be told: of Node.js, Python and PHP, from a local
/// package, without layers. Settings that the inputs leave alone are those of the function that is there.
pub(super) fn check(function: &DesiredFunction, seen: Option<&Function>) -> Result<(), Error> {
    let Some(Code::Source { package: Some(package), .. }) = &function.code else { return Ok(()) };
    let Some(names) = &package.names else { return Ok(()) };
    let settings = &function.settings;
    let runtime = settings.runtime.as_deref().or_else(|| seen?.runtime.as_deref()).unwrap_or(DEFAULT_RUNTIME);
    let handler = settings.handler.as_deref().or_else(|| seen?.handler.as_deref()).unwrap_or(DEFAULT_HANDLER);
    let runtime = runtime.to_ascii_lowercase();
    let Some((_, ends)) = LOADERS.iter().find(|(name, _)| runtime.starts_with(name)) else { return Ok(()) };
    if has_layers(function, seen) || is_web(seen) {
        return Ok(());
    }
    // of Python `a.b` may be a module of a package
    let Some((directory, stem)) =
        place_of(handler).filter(|(_, stem)| runtime.starts_with("node") || !stem.contains('.'))
    else {
        return Ok(());
    };
    if directory != names.directory || names.list.iter().any(|name| loads(name, stem, ends)) {
        return Ok(());
    }
    let inside = |name: &str| if directory.is_empty() { name.to_owned() } else { [directory, "/", name].concat() };
    let file = |end: &&str| inside(&[stem, end].concat());
    let (first, others) = ends.split_first().map_or((String::new(), Vec::new()), |(first, others)| {
        (file(first), others.iter().filter(|end| **end != ".so").map(file).collect())
    });
    let (found, more, meant) = way_out(handler, stem, names, ends);
    Err(Error::usage(PlanProblem::HandlerFileMissing {
        function: function.name.clone(),
        handler: handler.to_owned(),
        file: first,
        others,
        meant,
        directory: names.directory.clone(),
        found,
        more,
    }))
}

/// What is there, whether there is more, and the handler that the person may have meant.
fn way_out(handler: &str, stem: &str, names: &Names, ends: &[&str]) -> (Vec<String>, bool, Option<String>) {
    let code: Vec<&str> =
        names.list.iter().map(String::as_str).filter(|name| ends.iter().any(|end| name.ends_with(end))).collect();
    let stems: Vec<&str> = code.iter().filter_map(|name| Some(name.rsplit_once('.')?.0)).collect();
    let meant = match stems.as_slice() {
        [only] => Some(*only),
        several => nearest(stem, several),
    };
    let meant = meant.zip(handler.rsplit_once('.')).map(|(near, (path, function))| {
        let before = path.strip_suffix(stem).unwrap_or_default();
        [before, near, ".", function].concat()
    });
    let found = sorted(&names.list, |name| (!code.contains(&name.as_str()), (*name).clone()));
    (found.into_iter().take(SHOWN).cloned().collect(), names.list.len() > SHOWN, meant)
}

/// The directory and the name, without its end, of the file that a handler names; `None` where that can't be told.
#[must_use]
pub fn place_of(handler: &str) -> Option<(&str, &str)> {
    let (path, _) = handler.rsplit_once('.')?;
    let path = path.strip_prefix("./").unwrap_or(path);
    let (directory, stem) = path.rsplit_once('/').unwrap_or(("", path));
    let odd = path.starts_with('/') || path.contains("..") || path.contains('\\') || stem.is_empty();
    (!odd).then_some((directory, stem))
}

/// Whether a name of a package is the file: `index.js`, `index.cpython-310-x86_64-linux-gnu.so`, or a directory that is a
/// module.
fn loads(name: &str, stem: &str, ends: &[&str]) -> bool {
    name.strip_prefix(stem).is_some_and(|rest| {
        rest == "/" || ends.contains(&rest) || (rest.starts_with('.') && rest.ends_with(".so") && ends.contains(&".so"))
    })
}

fn has_layers(function: &DesiredFunction, seen: Option<&Function>) -> bool {
    match (&function.settings.layers, seen.and_then(|seen| seen.layers.as_ref())) {
        (Some(desired), _) => !desired.is_empty(),
        (None, there) => there.is_some_and(|layers| !layers.is_empty()),
    }
}

/// Web functions are started by a file of their own.
fn is_web(seen: Option<&Function>) -> bool {
    let kind = SETTINGS.iter().find(|plain| plain.name == "type");
    kind.zip(seen).is_some_and(|(kind, seen)| seen.plain.of(kind) == ["HTTP"])
}

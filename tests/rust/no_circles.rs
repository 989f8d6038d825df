//! No circle of files: no file of the core needs itself by a detour.
//!
//! A file needs another where it imports a name that is defined there, or where its code names one. What only hands a name
//! on (`pub use`) is followed to the file that defines it, and needs nothing by itself; nor does a `mod` line. Code of tests
//! is left out. Methods, and macros that are named without a path, are not followed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{read_dir, read_to_string};
use std::path::Path;

use syn::visit::{self, Visit};
use syn::{Attribute, Ident, Item, UseTree, Visibility};

/// A path, by its segments.
type Names = Vec<String>;
/// Texts of files.
type Texts = BTreeMap<String, String>;
/// Which file needs which, and a name for which it does.
type Arrows = BTreeMap<String, BTreeMap<String, String>>;

#[derive(Default)]
struct Module {
    file: String,
    /// What it defines.
    items: BTreeSet<String>,
    /// What it imports: under which name (none for `*`), from where, and whether to hand it on.
    imports: Vec<(Option<String>, Names, bool)>,
    /// What its code names.
    named: Vec<Names>,
}

/// What a path leads to.
enum Found {
    Module(Names),
    /// Something that this file defines.
    In(String),
}

/// The modules of a crate, by their paths from its root.
#[derive(Default)]
struct Modules(BTreeMap<Names, Module>);

impl Modules {
    /// `folder`: where the modules below this one lie.
    fn add(&mut self, texts: &Texts, path: Names, file: String, folder: &str) {
        let items = syn::parse_file(&texts[&file]).unwrap_or_else(|error| panic!("{file}: {error}")).items;
        let mut module = Module { file, ..Module::default() };
        for item in items {
            match (&item, about(&item)) {
                (_, (_, attributes)) if of_tests(attributes) => {}
                (Item::Mod(_), (name, _)) => {
                    let name = name.unwrap().to_string();
                    let folder = format!("{folder}/{name}");
                    let files = [".rs", "/mod.rs"].map(|end| folder.clone() + end);
                    let file = files.into_iter().find(|file| texts.contains_key(file));
                    let file = file.unwrap_or_else(|| panic!("{folder} has no file of its own"));
                    self.add(texts, [&path[..], &[name]].concat(), file, &folder);
                }
                (_, (name, _)) => {
                    module.items.extend(name.map(Ident::to_string));
                    module.visit_item(&item);
                }
            }
        }
        self.0.insert(path, module);
    }

    /// What `names` means in the module at `path`; none where that is another crate's, or a variable.
    fn find(&self, path: &[String], names: &[String], depth: u8) -> Option<Found> {
        let (module, depth) = (&self.0[path], depth.checked_sub(1)?);
        let Some((first, rest)) = names.split_first() else { return Some(Found::Module(path.to_vec())) };
        let child = [path, &names[..1]].concat();
        match first.as_str() {
            "crate" => return self.inside(&[], rest, depth),
            "self" => return self.inside(path, rest, depth),
            "super" => return self.inside(path.split_last()?.1, rest, depth),
            // one name may be a module and something else: what a path ends with is the latter
            _ if !rest.is_empty() && self.0.contains_key(&child) => return self.inside(&child, rest, depth),
            name if module.items.contains(name) => return Some(Found::In(module.file.clone())),
            _ => {}
        }
        let under = |wanted: Option<&String>| {
            let under = module.imports.iter().filter(|(name, ..)| name.as_ref() == wanted);
            under.map(|(_, from, _)| from).collect::<Vec<_>>()
        };
        let named = under(Some(first)).into_iter().find_map(|from| self.find(path, from, depth));
        let by_star = || {
            under(None).into_iter().find_map(|from| match self.find(path, from, depth)? {
                Found::Module(module) => self.find(&module, names, depth),
                Found::In(_) => None,
            })
        };
        match named {
            Some(Found::Module(module)) => self.inside(&module, rest, depth),
            None if self.0.contains_key(&child) => Some(Found::Module(child)),
            found => found.or_else(by_star),
        }
    }

    /// Behind the name of a module there is something of it: what is not seen, its macros make.
    fn inside(&self, path: &[String], names: &[String], depth: u8) -> Option<Found> {
        self.find(path, names, depth).or_else(|| Some(Found::In(self.0[path].file.clone())))
    }

    fn arrows(&self) -> Arrows {
        let mut arrows = Arrows::new();
        for (path, module) in &self.0 {
            let imports = module.imports.iter().filter(|(.., handed_on)| !handed_on).map(|(_, from, _)| from);
            for names in imports.chain(&module.named) {
                if let Some(Found::In(file)) = self.find(path, names, 16)
                    && file != module.file
                {
                    arrows.entry(module.file.clone()).or_default().insert(file, names[names.len() - 1].clone());
                }
            }
        }
        arrows
    }
}

impl Module {
    fn import(&mut self, tree: &UseTree, before: &[String], handed_on: bool) {
        let with = |name: &Ident| [before, &[name.to_string()]].concat();
        let (name, from) = match tree {
            UseTree::Path(path) => return self.import(&path.tree, &with(&path.ident), handed_on),
            UseTree::Group(group) => return group.items.iter().for_each(|tree| self.import(tree, before, handed_on)),
            UseTree::Glob(_) => (None, before.to_vec()),
            UseTree::Name(name) if name.ident == "self" => (before.last().cloned(), before.to_vec()),
            UseTree::Name(name) => (Some(name.ident.to_string()), with(&name.ident)),
            UseTree::Rename(name) => (Some(name.rename.to_string()), with(&name.ident)),
        };
        self.imports.push((name, from, handed_on));
    }
}

impl Visit<'_> for Module {
    fn visit_item_use(&mut self, item: &syn::ItemUse) {
        self.import(&item.tree, &[], !matches!(item.vis, Visibility::Inherited));
    }

    fn visit_path(&mut self, path: &syn::Path) {
        self.named.push(path.segments.iter().map(|part| part.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    // what a macro is given or made of has no syntax: each word of it counts
    fn visit_macro(&mut self, called: &syn::Macro) {
        let text = called.tokens.to_string().replace(" :: ", "::");
        let words = text.split(|sign: char| !sign.is_alphanumeric() && !"_:".contains(sign));
        let names = |word: &str| word.split("::").filter(|name| !name.is_empty()).map(str::to_owned).collect();
        self.named.extend(words.map(names));
        visit::visit_macro(self, called);
    }
}

fn of_tests(attributes: &[Attribute]) -> bool {
    let test = |attribute: &Attribute| attribute.parse_args::<Ident>().is_ok_and(|word| word == "test");
    attributes.iter().any(|attribute| attribute.path().is_ident("cfg") && test(attribute))
}

/// The name that an item defines, and its attributes.
fn about(item: &Item) -> (Option<&Ident>, &[Attribute]) {
    match item {
        Item::Const(it) => (Some(&it.ident), &it.attrs),
        Item::Enum(it) => (Some(&it.ident), &it.attrs),
        Item::Fn(it) => (Some(&it.sig.ident), &it.attrs),
        Item::Impl(it) => (None, &it.attrs),
        Item::Macro(it) => (it.ident.as_ref(), &it.attrs),
        Item::Mod(it) => (Some(&it.ident), &it.attrs),
        Item::Static(it) => (Some(&it.ident), &it.attrs),
        Item::Struct(it) => (Some(&it.ident), &it.attrs),
        Item::Trait(it) => (Some(&it.ident), &it.attrs),
        Item::Type(it) => (Some(&it.ident), &it.attrs),
        Item::Use(it) => (None, &it.attrs),
        _ => (None, &[]),
    }
}

/// A circle for each way back: its files in their order, each with a name for which it needs the next one.
fn circles(texts: &Texts, folder: &str) -> Vec<String> {
    let mut modules = Modules::default();
    modules.add(texts, Names::new(), format!("{folder}/lib.rs"), folder);
    let (arrows, mut found, mut done) = (modules.arrows(), Vec::new(), BTreeSet::new());
    arrows.keys().for_each(|file| walk(file, &arrows, &mut Vec::new(), &mut done, &mut found));
    found
}

fn walk<'a>(
    file: &'a str,
    arrows: &'a Arrows,
    way: &mut Vec<&'a str>,
    done: &mut BTreeSet<&'a str>,
    found: &mut Vec<String>,
) {
    if let Some(start) = way.iter().position(|before| *before == file) {
        let circle = [&way[start..], &[file]].concat();
        let line = |two: &[&str]| format!("{} -> {}: {}", two[0], two[1], arrows[two[0]][two[1]]);
        found.push(circle.windows(2).map(line).collect::<Vec<_>>().join("\n"));
    } else if done.insert(file) {
        way.push(file);
        arrows.get(file).into_iter().flatten().for_each(|(to, _)| walk(to, arrows, way, done, found));
        way.pop();
    }
}

fn read_folder(root: &Path, folder: &str, texts: &mut Texts) {
    for entry in read_dir(root.join(folder)).unwrap() {
        let name = format!("{folder}/{}", entry.unwrap().file_name().to_str().unwrap());
        if root.join(&name).is_dir() {
            read_folder(root, &name, texts);
        } else {
            texts.insert(name.clone(), read_to_string(root.join(&name)).unwrap());
        }
    }
}

#[test]
fn no_file_needs_itself_by_a_detour() {
    for folder in ["src", "sign/src"] {
        let mut texts = Texts::new();
        read_folder(Path::new(env!("CARGO_MANIFEST_DIR")), folder, &mut texts);
        let found = circles(&texts, folder);
        assert!(found.is_empty(), "circles of files:\n\n{}\n", found.join("\n\n"));
    }
}

#[test]
fn a_circle_is_found_and_what_is_only_handed_on_makes_none() {
    let in_crate = |whole: &str, sum: &str| {
        let files = [
            ("src/lib.rs", "mod part; mod whole; pub use part::low; fn top() { low(); }"),
            ("src/part.rs", "use crate::whole::{self, Sum}; pub fn low() -> Sum { whole::sum() }"),
            ("src/whole/mod.rs", &format!("mod sum; pub use sum::{{Sum, sum as sum}}; {whole}")),
            ("src/whole/sum.rs", &format!("pub struct Sum; pub fn sum() -> Sum {{ Sum }} {sum}")),
        ];
        circles(&files.map(|(file, text)| (file.to_owned(), text.to_owned())).into(), "src")
    };
    let none: [&str; 0] = [];
    assert_eq!(in_crate("", ""), none);
    assert_eq!(in_crate("fn show() { println!(\"{}\", sum()) }", ""), none);
    assert_eq!(in_crate("fn show() { crate::low(); }", ""), none);
    assert_eq!(in_crate("", "#[cfg(test)] mod tests { use crate::low; }"), none);

    let through_lib = "src/part.rs -> src/whole/sum.rs: sum\nsrc/whole/sum.rs -> src/part.rs: low";
    assert_eq!(in_crate("", "use crate::low;"), [through_lib]);
    assert_eq!(in_crate("", "fn show() { println!(\"{}\", crate::low()) }"), [through_lib]);
    let with_child = "src/whole/sum.rs -> src/whole/mod.rs: most\nsrc/whole/mod.rs -> src/whole/sum.rs: sum";
    assert_eq!(in_crate("fn most() { sum(); }", "fn show() { super::most() }"), [with_child]);
    assert_eq!(in_crate("fn most() { println!(\"{}\", sum()) }", "use super::*; fn show() { most() }"), [with_child]);
}

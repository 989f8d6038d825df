//! `parts [--names] INPUT.wasm RULES FIRST.wasm REST.wasm` cuts a bound module in two, for a page that shows something
//! before it plans.
//!
//! Both parts are one program: `first` owns memory, table and globals, `rest` imports them and the functions that it calls.
//! Where `first` calls into `rest`, a *door* stands in the place of the function: it calls through a slot of the table that
//! is empty until `rest` is instantiated and fills it. A call through an empty slot traps, so whoever loads the parts says
//! what may be asked of `first` alone (js/load/parts.js).
//!
//! What goes where is not guessed: RULES names paths (`rest scf_grayscale::plan`, `first scf_grayscale::plan::target_of`;
//! the longest that fits decides). `first` holds the exports, whatever the table points at, and all that those reach without
//! going through a function that belongs to `rest`. Everything else is reached through doors alone, and lies behind them.
//!
//! INPUT has a name section, the parts have none. With `--names` they do: a trap then tells which door was tried.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use walrus::ir::{Visitor, dfs_in_order};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind, GlobalKind, ImportKind,
    ImportedFunction, LocalFunction, Module, ModuleConfig, TableId, ir,
};

type Failure = Box<dyn std::error::Error>;

/// The name under which `rest` imports what `first` exports.
const FIRST: &str = "first";

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let names = arguments.first().is_some_and(|first| first == "--names");
    if names {
        arguments.remove(0);
    }
    let [input, rules, first, rest] = arguments.as_slice() else {
        eprintln!("usage: parts [--names] INPUT.wasm RULES FIRST.wasm REST.wasm");
        return ExitCode::from(2);
    };
    match cut(input, rules, [first, rest], names) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("parts: {input} could not be cut: {error}");
            ExitCode::FAILURE
        }
    }
}

fn cut(input: &str, rules: &str, [first_path, rest_path]: [&str; 2], names: bool) -> Result<(), Failure> {
    let bytes = std::fs::read(input)?;
    let parse = || ModuleConfig::new().generate_name_section(names).generate_producers_section(false).parse(&bytes);
    let (mut first, mut rest) = (parse()?, parse()?);
    let cut = Cut::of(&first, &Rules::read(&std::fs::read_to_string(rules)?)?)?;
    cut.keep_first(&mut first)?;
    cut.keep_rest(&mut rest)?;
    std::fs::write(first_path, first.emit_wasm())?;
    std::fs::write(rest_path, rest.emit_wasm())?;
    Ok(())
}

/// Which paths belong to the rest.
struct Rules(Vec<(String, bool)>);

impl Rules {
    fn read(text: &str) -> Result<Self, Failure> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let rule = |line: &str| match line.split_once(' ') {
            Some(("rest", path)) => Ok((path.to_owned(), true)),
            Some(("first", path)) => Ok((path.to_owned(), false)),
            _ => Err(format!("no rule: {line}").into()),
        };
        lines.map(rule).collect::<Result<_, _>>().map(Self)
    }

    /// The rule for a function, by its place.
    fn of(&self, name: &str) -> Option<usize> {
        let fits = |(_, (path, _)): &(usize, &(String, bool))| name.starts_with(path.as_str());
        self.0.iter().enumerate().filter(fits).max_by_key(|(_, (path, _))| path.len()).map(|(place, _)| place)
    }
}

/// `<scf_grayscale[e22fc7e5cb125aab]::plan::Action as …>::serialize` without what is no path.
fn path_of(name: &str) -> String {
    let mut path = String::new();
    let mut parts = name.trim_start_matches(['<', '&', '[', '(']).split('[');
    path.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part.split_once(']') {
            // the crate's disambiguator, without zeros at its beginning
            Some((hash, behind)) if hash.len() > 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                path.push_str(behind);
            }
            _ => {
                path.push('[');
                path.push_str(part);
            }
        }
    }
    path
}

/// What goes where. A function is its place among the module's: the input is parsed for each part, and ids are those of one
/// parse.
struct Cut {
    /// How long the function table is without doors.
    slots: usize,
    /// Functions of `rest` that `first` calls, points at or exports; their slots follow those of the table in this order.
    doors: Vec<usize>,
    /// What `rest` calls in `first`.
    shared: BTreeSet<usize>,
    /// The functions of `first`.
    first: BTreeSet<usize>,
}

impl Cut {
    fn of(module: &Module, rules: &Rules) -> Result<Self, Failure> {
        let mut idle: BTreeSet<usize> = (0..rules.0.len()).collect();
        let mut behind = BTreeSet::new();
        for function in module.funcs.iter() {
            let place = function.name.as_deref().and_then(|name| rules.of(&path_of(name)));
            let Some(place) = place else { continue };
            idle.remove(&place);
            if rules.0[place].1 {
                behind.insert(function.id().index());
            }
        }
        if let Some(place) = idle.first() {
            return Err(format!("no function is at {}", rules.0[*place].0).into());
        }

        let calls: BTreeMap<usize, BTreeSet<usize>> =
            module.funcs.iter_local().map(|(id, function)| (id.index(), Calls::of(function))).collect();
        let mut doors = BTreeSet::new();
        let mut first = BTreeSet::new();
        let mut open = roots(module)?;
        while let Some(id) = open.pop() {
            if behind.contains(&id) {
                doors.insert(id);
            } else if first.insert(id) {
                open.extend(calls.get(&id).into_iter().flatten());
            }
        }
        let mut shared = BTreeSet::new();
        let mut rest = BTreeSet::new();
        open.extend(&doors);
        while let Some(id) = open.pop() {
            if first.contains(&id) {
                shared.insert(id);
            } else if rest.insert(id) {
                open.extend(calls.get(&id).into_iter().flatten());
            }
        }
        let slots = usize::try_from(module.tables.get(table_of(module)?).initial)?;
        Ok(Self { slots, doors: doors.into_iter().collect(), shared, first })
    }

    /// A name for the `index`th shared thing, as short as can be.
    fn name(index: usize) -> String {
        format!("{index:x}")
    }

    fn keep_first(&self, module: &mut Module) -> Result<(), Failure> {
        let table = table_of(module)?;
        for (index, door) in ids(module, &self.doors).into_iter().enumerate() {
            let stub = stub(module, door, table, i32::try_from(self.slots + index)?);
            module.funcs.get_mut(door).kind = FunctionKind::Local(stub);
        }
        self.lengthen(module)?;
        for (index, item) in self.items(module).into_iter().enumerate() {
            module.exports.add(&Self::name(index), item);
        }
        walrus::passes::gc::run(module);
        Ok(())
    }

    /// Makes room for the doors in the table.
    fn lengthen(&self, module: &mut Module) -> Result<(), Failure> {
        let table = table_of(module)?;
        let table = module.tables.get_mut(table);
        table.initial = u64::try_from(self.slots + self.doors.len())?;
        table.maximum = Some(table.initial);
        Ok(())
    }

    /// What `first` hands to `rest`: functions, memory, table, globals.
    fn items(&self, module: &Module) -> Vec<ExportItem> {
        let mut items: Vec<ExportItem> = ids(module, &self.shared).into_iter().map(ExportItem::Function).collect();
        items.extend(module.memories.iter().map(|memory| ExportItem::Memory(memory.id())));
        items.extend(module.tables.iter().map(|table| ExportItem::Table(table.id())));
        items.extend(module.globals.iter().map(|global| ExportItem::Global(global.id())));
        items
    }

    fn keep_rest(&self, module: &mut Module) -> Result<(), Failure> {
        let items = self.items(module);
        for export in module.exports.iter().map(|export| export.id()).collect::<Vec<_>>() {
            module.exports.delete(export);
        }
        for import in module.imports.iter().map(|import| import.id()).collect::<Vec<_>>() {
            module.imports.delete(import);
        }
        module.start = None;
        for memory in module.memories.iter_mut() {
            memory.data_segments.clear();
        }
        for data in module.data.iter().map(|data| data.id()).collect::<Vec<_>>() {
            module.data.delete(data);
        }
        for table in module.tables.iter_mut() {
            table.elem_segments.clear();
        }
        for element in module.elements.iter().map(|element| element.id()).collect::<Vec<_>>() {
            module.elements.delete(element);
        }
        for (index, item) in items.into_iter().enumerate() {
            let kind = match item {
                ExportItem::Function(id) => ImportKind::Function(id),
                ExportItem::Memory(id) => ImportKind::Memory(id),
                ExportItem::Table(id) => ImportKind::Table(id),
                ExportItem::Global(id) => ImportKind::Global(id),
                ExportItem::Tag(id) => ImportKind::Tag(id),
            };
            let import = module.imports.add(FIRST, &Self::name(index), kind);
            match item {
                ExportItem::Function(id) => {
                    let ty = module.funcs.get(id).ty();
                    module.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
                }
                ExportItem::Memory(id) => module.memories.get_mut(id).import = Some(import),
                ExportItem::Table(id) => module.tables.get_mut(id).import = Some(import),
                ExportItem::Global(id) => module.globals.get_mut(id).kind = GlobalKind::Import(import),
                ExportItem::Tag(_) => return Err("it has tags".into()),
            }
        }
        self.lengthen(module)?;
        let table = table_of(module)?;
        let offset = ConstExpr::Value(ir::Value::I32(i32::try_from(self.slots)?));
        let doors = ElementItems::Functions(ids(module, &self.doors));
        let filled = module.elements.add(ElementKind::Active { table, offset }, doors);
        module.tables.get_mut(table).elem_segments.insert(filled);
        walrus::passes::gc::run(module);
        if let Some(function) = module.funcs.iter_local().find(|(id, _)| self.first.contains(&id.index())) {
            return Err(format!("{:?} would be in both parts", function.0).into());
        }
        Ok(())
    }
}

/// A body that passes what it is called with on to a slot of the table.
fn stub(module: &mut Module, door: FunctionId, table: TableId, slot: i32) -> LocalFunction {
    let ty = module.funcs.get(door).ty();
    let (params, results) = module.types.params_results(ty);
    let (params, results) = (params.to_vec(), results.to_vec());
    let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
    let arguments: Vec<_> = params.iter().map(|param| module.locals.add(*param)).collect();
    let mut body = builder.func_body();
    for argument in &arguments {
        body.local_get(*argument);
    }
    body.i32_const(slot).call_indirect(ty, table);
    builder.local_func(arguments)
}

/// The ids that functions have in this parse.
fn ids<'a>(module: &Module, places: impl IntoIterator<Item = &'a usize>) -> Vec<FunctionId> {
    let ids: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
    places.into_iter().map(|place| ids[*place]).collect()
}

fn table_of(module: &Module) -> Result<TableId, Failure> {
    Ok(module.tables.main_function_table()?.ok_or("it has no function table")?)
}

/// Where a program can be entered: its exports, and what its table points at.
fn roots(module: &Module) -> Result<Vec<usize>, Failure> {
    let mut roots: Vec<usize> = module.start.into_iter().map(|start| start.index()).collect();
    for export in module.exports.iter() {
        if let ExportItem::Function(id) = export.item {
            roots.push(id.index());
        }
    }
    for element in module.elements.iter() {
        match &element.items {
            ElementItems::Functions(functions) => roots.extend(functions.iter().map(|id| id.index())),
            ElementItems::Expressions(..) => return Err("its table is filled by expressions".into()),
        }
    }
    Ok(roots)
}

/// The functions that a function names.
#[derive(Default)]
struct Calls(BTreeSet<usize>);

impl Calls {
    fn of(function: &LocalFunction) -> BTreeSet<usize> {
        let mut calls = Self::default();
        dfs_in_order(&mut calls, function, function.entry_block());
        calls.0
    }
}

impl Visitor<'_> for Calls {
    fn visit_function_id(&mut self, id: &FunctionId) {
        self.0.insert(id.index());
    }
}

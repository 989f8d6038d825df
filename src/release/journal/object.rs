//! The JSON of lines, field by field, in the order in which they are written.

use crate::scf::Target;
use crate::text::json;

/// An object of JSON on its way: without the closing brace.
pub(super) struct Object(pub(super) String);

impl Object {
    pub(super) fn new() -> Self {
        Self("{".to_owned())
    }

    /// `value` is JSON text.
    pub(super) fn json(&mut self, name: &str, value: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        for part in ["\"", name, "\":", value] {
            self.0.push_str(part);
        }
    }

    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.json(name, &json(value));
    }

    pub(super) fn some(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    pub(super) fn some_json(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.json(name, value);
        }
    }

    pub(super) fn number(&mut self, name: &str, value: u64) {
        self.json(name, &value.to_string());
    }

    pub(super) fn place(&mut self, target: &Target) {
        self.text("region", &target.region);
        self.text("namespace", &target.namespace);
        self.text("function", &target.name);
    }

    pub(super) fn list<T>(&mut self, name: &str, items: impl IntoIterator<Item = T>, write: impl Fn(T, &mut Self)) {
        let items: Vec<String> = items
            .into_iter()
            .map(|item| {
                let mut object = Self::new();
                write(item, &mut object);
                object.0 + "}"
            })
            .collect();
        self.json(name, &["[", items.join(",").as_str(), "]"].concat());
    }
}

//! Settings that the API takes and shows in one form: a line of a table each. The same line reads the input, writes the
//! call, reads GetFunction's answer and compares the two.
//!
//! A value is the list of its texts, in the table's order: that is all there is to compare, and it keeps the code small.

use serde::ser::Error;
use serde::{Serialize, Serializer};

use crate::json::Json;

/// A setting of the table.
#[derive(Debug)]
pub struct Setting {
    /// The input's key.
    pub name: &'static str,
    /// The API's field, `/` between the names of nested objects.
    pub wire: &'static str,
    /// The JSON around the value in a request. Settings of one object are next to each other in the table, and are always
    /// written together.
    pub around: (&'static str, &'static str),
    /// What it may say.
    pub shape: Shape,
    /// Whether the API takes it on creation only.
    pub fixed: bool,
}

/// A setting is its line of the table.
impl PartialEq for Setting {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Setting {}

/// What a setting may say.
#[derive(Debug, PartialEq, Eq)]
pub enum Shape {
    /// One of some words, each with the API's word for it. The first is the API's default.
    Choice(&'static [(&'static str, &'static str)]),
    /// An object of texts.
    Parts(&'static [Part]),
    /// A list of them.
    List(&'static [Part]),
    /// Names and values of the person's own; other names are left alone.
    Tags,
}

/// A text inside a setting.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    /// The input's key.
    pub name: &'static str,
    /// The API's field.
    pub wire: &'static str,
    /// What it is where the input does not say.
    pub missing: Missing,
}

/// What an absent text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// A mistake.
    Wrong,
    /// This text.
    Is(&'static str),
    /// The text of this other part.
    Like(&'static str),
}

const fn part(name: &'static str, wire: &'static str, missing: Missing) -> Part {
    Part { name, wire, missing }
}

const OFF_ON: Shape = Shape::Choice(&[("false", "FALSE"), ("true", "TRUE")]);

/// All of them, in the order they are written and shown.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "type",
        wire: "Type",
        around: (r#""Type":"#, ""),
        shape: Shape::Choice(&[("event", "Event"), ("web", "HTTP")]),
        fixed: true,
    },
    Setting {
        name: "publicAccess",
        wire: "PublicNetConfig/PublicNetStatus",
        around: (r#""PublicNetConfig":{"PublicNetStatus":"#, ""),
        shape: Shape::Choice(&[("true", "ENABLE"), ("false", "DISABLE")]),
        fixed: false,
    },
    Setting {
        name: "eip",
        wire: "PublicNetConfig/EipConfig/EipStatus",
        around: (r#""EipConfig":{"EipStatus":"#, "}}"),
        shape: Shape::Choice(&[("false", "DISABLE"), ("true", "ENABLE")]),
        fixed: false,
    },
    Setting { name: "l5Enable", wire: "L5Enable", around: (r#""L5Enable":"#, ""), shape: OFF_ON, fixed: false },
    Setting {
        name: "installDependency",
        wire: "InstallDependency",
        around: (r#""InstallDependency":"#, ""),
        // the table of keys has the reason why it can't be true
        shape: Shape::Choice(&[("false", "FALSE")]),
        fixed: false,
    },
    Setting {
        name: "deadLetter",
        wire: "DeadLetterConfig",
        around: (r#""DeadLetterConfig":"#, ""),
        shape: Shape::Parts(&[
            part("type", "Type", Missing::Wrong),
            part("name", "Name", Missing::Wrong),
            part("filterType", "FilterType", Missing::Is("")),
        ]),
        fixed: false,
    },
    Setting {
        name: "cfs",
        wire: "CfsConfig/CfsInsList",
        around: (r#""CfsConfig":{"CfsInsList":"#, "}"),
        shape: Shape::List(&[
            part("cfsId", "CfsId", Missing::Wrong),
            part("mountInsId", "MountInsId", Missing::Like("cfsId")),
            part("localMountDir", "LocalMountDir", Missing::Wrong),
            part("remoteMountDir", "RemoteMountDir", Missing::Wrong),
            part("userGroupId", "UserGroupId", Missing::Is("10000")),
            part("userId", "UserId", Missing::Is("10000")),
        ]),
        fixed: false,
    },
    Setting {
        name: "asyncRunEnable",
        wire: "AsyncRunEnable",
        around: (r#""AsyncRunEnable":"#, ""),
        shape: OFF_ON,
        fixed: true,
    },
    Setting { name: "traceEnable", wire: "TraceEnable", around: (r#""TraceEnable":"#, ""), shape: OFF_ON, fixed: true },
    Setting { name: "tags", wire: "Tags", around: (r#""Tags":"#, ""), shape: Shape::Tags, fixed: true },
];

/// Settings of the table, each with the API's texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SettingValues(pub Vec<(&'static Setting, Vec<String>)>);

impl SettingValues {
    /// What GetFunction shows, as far as it is not the API's default.
    #[must_use]
    pub fn shown(function: &Json<'_>) -> Self {
        let mut values = Vec::new();
        for setting in SETTINGS {
            let Some(found) = setting.wire.split('/').try_fold(function, |object, name| object.get(name)) else {
                continue;
            };
            let value = setting.shape.shown(Some(found));
            if value != setting.shape.shown(None) {
                values.push((setting, value));
            }
        }
        Self(values)
    }

    /// The value of a setting; the API's default where it was never set.
    #[must_use]
    pub fn of(&self, setting: &Setting) -> Vec<String> {
        let found = self.0.iter().find(|(known, _)| *known == setting);
        found.map_or_else(|| setting.shape.shown(None), |(_, value)| value.clone())
    }

    /// Whether they are those of a web function, which is started by a file of its own and has no handler.
    #[must_use]
    pub fn is_web(&self) -> bool {
        self.0.iter().any(|(setting, value)| setting.name == "type" && *value == ["HTTP"])
    }

    /// With the other settings of each object that is written, as `seen` has them: the API replaces objects as a whole.
    #[must_use]
    pub fn completed(&self, seen: &Self) -> Self {
        let object = |setting: &Setting| setting.wire.split('/').next();
        let mut all = Vec::new();
        for setting in SETTINGS {
            if let Some(known) = self.0.iter().find(|(known, _)| *known == setting) {
                all.push(known.clone());
            } else if self.0.iter().any(|(known, _)| object(known) == object(setting)) {
                all.push((setting, seen.of(setting)));
            }
        }
        Self(all)
    }

    /// The fields of a request's object, without its brackets.
    #[must_use]
    pub fn json(&self) -> String {
        let mut json = String::new();
        for (setting, value) in &self.0 {
            if !json.is_empty() {
                json.push(',');
            }
            let (before, after) = setting.around;
            json.push_str(before);
            setting.shape.json(value, &mut json);
            json.push_str(after);
        }
        json
    }
}

/// As fields of the API's own object, which other fields stand beside.
impl Serialize for SettingValues {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = ["{", &self.completed(&Self::default()).json(), "}"].concat();
        Json::from_json(&fields).map_err(S::Error::custom)?.serialize(serializer)
    }
}

const TAG: &[Part] = &[part("", "Key", Missing::Wrong), part("", "Value", Missing::Wrong)];

impl Shape {
    /// The texts that each object of the value has.
    pub const fn parts(&self) -> &'static [Part] {
        match self {
            Self::Choice(_) => &[],
            Self::Parts(parts) | Self::List(parts) => parts,
            Self::Tags => TAG,
        }
    }

    /// The part of an answer that this setting is about; without one, what new functions have.
    pub fn shown(&self, found: Option<&Json<'_>>) -> Vec<String> {
        let mut texts = Vec::new();
        let mut object = |object: Option<&Json<'_>>| {
            for part in self.parts() {
                texts.push(object.and_then(|object| object.get(part.wire)).and_then(scalar).unwrap_or_default());
            }
        };
        match (self, found) {
            (Self::Choice(words), _) => {
                let word = found.and_then(scalar).unwrap_or_default();
                let nothing = words.first().map_or("", |(_, wire)| wire);
                let word = if word.trim().is_empty() { nothing } else { word.trim() };
                texts.push(word.to_owned());
            }
            (Self::Parts(_), found) => object(found),
            (_, Some(Json::List(items))) => items.iter().for_each(|item| object(Some(item))),
            _ => {}
        }
        texts
    }

    fn json(&self, value: &[String], json: &mut String) {
        let quoted = |text: &str, json: &mut String| json.push_str(&crate::text::json(text));
        if let Self::Choice(_) = self {
            return value.iter().for_each(|text| quoted(text, json));
        }
        let list = !matches!(self, Self::Parts(_));
        json.push_str(if list { "[" } else { "" });
        for (index, object) in value.chunks(self.parts().len()).enumerate() {
            json.push_str(if index > 0 { ",{" } else { "{" });
            for (index, (part, text)) in self.parts().iter().zip(object).enumerate() {
                json.push_str(if index > 0 { "," } else { "" });
                quoted(part.wire, json);
                json.push(':');
                quoted(text, json);
            }
            json.push('}');
        }
        json.push_str(if list { "]" } else { "" });
    }

    /// Whether `there` is not yet what is desired.
    #[must_use]
    pub fn differs(&self, desired: &[String], there: &[String]) -> bool {
        match self {
            Self::Tags => desired.chunks(2).any(|tag| !there.chunks(2).any(|known| known == tag)),
            _ => desired != there,
        }
    }

    /// A value as people wrote it; `None` for none.
    #[must_use]
    pub fn spoken(&self, value: &[String]) -> Option<String> {
        let mut spoken = String::new();
        for (index, text) in value.iter().enumerate() {
            let first = index.checked_rem(self.parts().len()).unwrap_or_default() == 0;
            if index > 0 && !text.is_empty() {
                spoken.push_str(match self {
                    _ if first => ", ",
                    Self::Tags => "=",
                    _ => " ",
                });
            }
            let known = match self {
                Self::Choice(words) => words.iter().find(|(_, wire)| wire == text),
                _ => None,
            };
            spoken.push_str(known.map_or(text, |(input, _)| input));
        }
        Some(spoken).filter(|text| !text.is_empty())
    }
}

/// Text, or what yml made a number or a boolean of.
pub fn scalar(value: &Json<'_>) -> Option<String> {
    match value {
        Json::Text(text) => Some(text.clone().into_owned()),
        Json::Number(_) | Json::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::scf::function::Function;
    use crate::scf::{Fields, Read};

    fn read(shown: &Value) -> Function {
        Function::read(Fields(&Json::from(shown.clone()))).unwrap()
    }

    /// The fields and words of GetFunction's documentation.
    #[test]
    fn what_is_written_as_data_is_read_back() {
        let shown = json!({
            "Runtime": "CustomRuntime", "Type": "HTTP", "L5Enable": "TRUE", "TraceEnable": "TRUE",
            "PublicNetConfig": { "PublicNetStatus": "ENABLE", "EipConfig": { "EipStatus": "ENABLE" } },
            "DeadLetterConfig": { "Type": "topic", "Name": "dead", "FilterType": "" },
            "CfsConfig": { "CfsInsList": [{
                "UserId": "10000", "UserGroupId": "10000", "CfsId": "cfs-1", "MountInsId": "cfs-1",
                "LocalMountDir": "/mnt/", "RemoteMountDir": "/",
            }] },
            "Tags": [{ "Key": "team", "Value": "shop" }],
        });
        let function = read(&shown);
        let data = serde_json::to_value(&function).unwrap();
        assert_eq!(data["PublicNetConfig"], shown["PublicNetConfig"]);
        assert_eq!(
            (&data["Type"], &data["CfsConfig"], &data["Tags"]),
            (&shown["Type"], &shown["CfsConfig"], &shown["Tags"])
        );
        assert_eq!(read(&data), function);
    }

    #[test]
    fn the_apis_default_is_the_same_as_silence() {
        let shown = json!({
            "Type": "Event", "L5Enable": "FALSE", "AsyncRunEnable": "FALSE", "TraceEnable": "",
            "PublicNetConfig": { "PublicNetStatus": "ENABLE", "EipConfig": { "EipStatus": "DISABLE" } },
            "DeadLetterConfig": { "Type": "", "Name": "", "FilterType": "" }, "CfsConfig": { "CfsInsList": [] }, "Tags": [],
        });
        assert_eq!(read(&shown), read(&json!({})));
        assert_eq!(serde_json::to_value(read(&shown)).unwrap(), json!({}));
    }
}

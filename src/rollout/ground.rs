//! Where a rollout takes place: its functions, and the two versions of each that are compared, as the start of its journal has
//! them.

use crate::json::Json;
use crate::rollout::figures::list;
use crate::rollout::line;
use crate::scf::Target;
use crate::traffic::routing::Version;

/// The functions of a rollout.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ground {
    /// The alias whose traffic moves, as the API names it.
    pub alias: String,
    /// The functions.
    pub places: Vec<Place>,
    /// Whether a version has its provisioned concurrency before it gets calls.
    pub warm: bool,
}

/// A function of a rollout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its key.
    pub key: String,
    /// Where it is.
    pub target: Target,
    /// The version that is tried.
    pub canary: Version,
    /// The version that users are on.
    pub stable: Version,
    /// As the monitor spells `$LATEST`, once that is known.
    pub spelling: Option<String>,
    /// Calls that take longer are slow: three durations in milliseconds, where single durations are known.
    pub slow: Option<Vec<String>>,
}

fn digits(number: &Json<'_>) -> Option<String> {
    match number {
        Json::Number(digits) => Some(digits.clone().into_owned()),
        _ => None,
    }
}

impl Ground {
    /// Of the first line of a rollout's journal; `None` where it is none.
    #[must_use]
    pub fn read(start: &Json<'_>) -> Option<Self> {
        let place = |raw: &Json<'_>| {
            let at = raw.get("at")?;
            Some(Place {
                key: raw.text("key")?,
                target: Target {
                    region: at.text("region")?,
                    namespace: at.text("namespace")?,
                    name: at.text("function")?,
                },
                canary: Version::named(&raw.text("canary")?),
                stable: Version::named(&raw.text("stable")?),
                spelling: raw.text("spelling"),
                slow: raw.get("slow").map(|slow| list(Some(slow)).iter().filter_map(digits).collect()),
            })
        };
        let places = list(start.get("functions")).iter().map(place).collect::<Option<Vec<_>>>()?;
        let warm = start.get("warm") != Some(&Json::Bool(false));
        Some(Self { alias: start.text("to")?, places, warm }).filter(|ground| !ground.places.is_empty())
    }

    /// The same of all lines: ticks note how the monitor spells `$LATEST`, and which version was published as the canary.
    #[must_use]
    pub fn of(lines: &[&str]) -> Option<Self> {
        let mut lines = lines.iter();
        let mut ground = lines.find_map(|line| Self::read(&Json::from_json(line).ok()?))?;
        for (_, line) in lines.filter_map(|line| line::parts(line)) {
            let (spellings, versions) = (line.get("spelling"), line.get("versions"));
            for place in &mut ground.places {
                let named = |words: Option<&Json<'_>>| words.and_then(|words| words.text(&place.key));
                let (spelling, version) = (named(spellings), named(versions));
                place.spelling = spelling.or_else(|| place.spelling.take());
                if let Some(version) = version {
                    place.canary = Version::named(&version);
                }
            }
        }
        Some(ground)
    }

    /// As inputs of a request: the functions, where they are, and nothing of their code and settings.
    #[must_use]
    pub fn inputs(&self) -> Vec<(&'static str, Json<'static>)> {
        let of_place = |place: &Place| {
            let Target { region, namespace, name } = &place.target;
            let words = [("name", name), ("region", region), ("namespace", namespace)];
            let words = words.map(|(word, value)| (word.into(), Json::Text(value.clone().into())));
            (place.key.clone().into(), Json::Map(words.to_vec()))
        };
        let functions = Json::Map(self.places.iter().map(of_place).collect());
        let mut inputs = vec![("functions", functions), ("alias", Json::Text(self.alias.clone().into()))];
        inputs.extend((!self.warm).then_some(("warm", Json::Bool(false))));
        inputs
    }
}

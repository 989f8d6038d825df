//! What is there now: functions, versions, aliases and who gets what.

use serde::Serialize;

use crate::desired::Desired;
use crate::message::Attention;
use crate::message::everyone_else;
use crate::message::routing::Rule;
use crate::observed::{Observed, ObservedFunction, Seen};
use crate::plan::explain::{Bar, bars};
use crate::plan::{self, Caller, Mark, Need, Query, Users, VersionShare, direct, target_of};
use crate::scf::alias::Alias;
use crate::scf::function::{Condition, Function};
use crate::scf::provisioned::Instances;
use crate::text::sorted;
use crate::time::Zone;
use crate::traffic::routing::{Routing, Version};
use crate::traffic::share::{Fraction, Weight};

/// One function as it is now, beside what is desired where that is known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct StatusRow {
    /// What the project calls it.
    pub key: String,
    /// What the cloud calls it.
    pub name: String,
    /// Where it is.
    pub region: String,
    /// Where it is.
    pub namespace: String,
    /// Whether it exists.
    pub exists: bool,
    /// The API's status word.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub status: Option<String>,
    /// Why, in the API's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub reason: Option<String>,
    /// The container image on `$LATEST`, of a function that is made of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub image: Option<String>,
    /// The last published version.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub last_version: Option<Version>,
    /// The version that users of the alias should be on; absent where nothing is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub stable: Option<Version>,
    /// The version that had all the traffic before the last release began.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub was: Option<Version>,
    /// Whether the alias is in the middle of a release.
    pub releasing: bool,
    /// Which run wrote the alias last, and when, as its mark says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub released: Option<Released>,
    /// Published versions, newest first.
    pub versions: Vec<VersionRow>,
    /// All aliases, the one that was asked for first.
    pub aliases: Vec<AliasRow>,
    /// The share of `$LATEST` on the alias that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub traffic: Option<Weight>,
    /// The version that gets the rest, where `traffic` is not 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub config_traffic_version: Option<Version>,
    /// The share of `$LATEST` that the inputs ask for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub wanted_traffic: Option<Weight>,
    /// Triggers, function URLs and custom domains that call a version directly, whatever the alias says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    pub direct: Vec<Caller>,
    /// Of `triggers`, `domains` and `provisioned`, what the API did not let this key look at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<crate::types::words::Unchecked>>"))]
    pub unchecked: Vec<&'static str>,
    /// What someone should look at; empty where all is well.
    pub attention: Vec<Attention>,
    /// Whether the alias agrees with the inputs; absent where they do not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub agrees: Option<bool>,
}

/// A published version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct VersionRow {
    /// Its number.
    pub version: Version,
    /// The API's status word.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub status: Option<String>,
    /// What was written when it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub description: Option<String>,
    /// When, as ISO 8601 has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub published: Option<String>,
    /// Its provisioned concurrency, which is billed; absent where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub provisioned: Option<Warm>,
    /// A rollback left it: it gets no traffic by itself.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    pub withdrawn: bool,
}

/// The provisioned concurrency of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "VersionProvisioned"))]
pub struct Warm {
    /// How many instances it is to have.
    pub asked: u32,
    /// How many have started.
    pub started: u32,
    /// `Done`, `InProgress` or `Failed`.
    pub status: String,
    /// Why it failed, in the API's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub reason: Option<String>,
    /// Whether no alias gives the version traffic: it costs and serves nobody.
    pub idle: bool,
}

impl Warm {
    /// Of a version, where it has some.
    fn of(seen: &ObservedFunction, version: &Version) -> Option<Self> {
        let Instances { asked, started, status, reason, .. } = seen.provisioned.get()?.of(version)?.clone();
        let serves = |alias: &Alias| {
            let routing = alias.routing();
            routing.most_of(version) != Fraction::NONE
        };
        Some(Self { asked, started, status, reason, idle: !seen.aliases.iter().any(serves) })
    }
}

/// Which run wrote an alias last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Released {
    /// Its id.
    pub run: String,
    /// When, in milliseconds since 1970.
    pub at: u64,
}

impl Released {
    /// As the mark of an alias says.
    pub(super) fn of(alias: &Alias) -> Option<Self> {
        Mark::of(alias).map(|mark| Self { run: mark.run, at: mark.at_s.saturating_mul(1000) })
    }
}

/// An alias.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AliasRow {
    /// Its name, as documentation writes it.
    pub name: String,
    /// Its main version.
    pub version: Version,
    /// Who gets what.
    pub split: Vec<Bar>,
    /// Rules in words.
    pub rules: Vec<Rule>,
    /// Who gets the requests that no rule takes, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub everyone_else: Option<String>,
    /// The versions that the rules lead to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    pub ruled: Vec<Version>,
    /// What people wrote there.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    pub description: String,
    /// The address of its function URL, where triggers were read and it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub url: Option<String>,
}

/// What has to be asked.
pub(in crate::release) fn queries(seen: Option<&ObservedFunction>) -> Vec<Query> {
    let open = [
        (seen.is_none_or(|seen| seen.function.unknown()), Query::Function),
        (seen.is_none_or(|seen| !seen.all_aliases), Query::Aliases),
        (seen.is_none_or(|seen| seen.versions.unknown()), Query::Versions),
    ];
    let warm = seen.is_none_or(|seen| seen.provisioned.unknown()).then_some(Query::Provisioned(Need::May));
    let asks = open.into_iter().filter_map(|(needed, ask)| needed.then_some(ask)).chain(warm);
    asks.chain(plan::callers(seen, Need::May, Need::May)).collect()
}

pub(in crate::release) fn rows(desired: &Desired, observed: &Observed, zone: Zone) -> Vec<StatusRow> {
    let mut rows = Vec::new();
    for (index, function) in desired.functions.iter().enumerate() {
        let target = target_of(function);
        let Some(seen) = observed.of(&target, index) else { continue };
        let config = seen.function.get();
        let alias = seen.alias(&desired.alias).get().copied();
        let users = Users::of(&function.on_record, alias, seen);
        let routing = alias.map(Alias::routing);
        let traffic = routing.as_ref().map(|routing| routing.split().of(&Version::latest()));
        let unpublished = seen.last_published().is_none();
        let agrees =
            desired.traffic.and_then(|share| traffic.map(|found| found == Fraction::from(share) || unpublished));
        let by_rules = desired.routes.as_ref().zip(routing.as_ref());
        let agrees = agrees.or(by_rules.map(|(rules, found)| found.rules_are(rules) || unpublished));
        rows.push(StatusRow {
            attention: attention(seen, agrees, alias),
            direct: direct::callers(seen),
            unchecked: unchecked(seen),
            key: function.key.clone(),
            name: target.name,
            region: target.region,
            namespace: target.namespace,
            exists: !seen.is_missing(),
            status: config.and_then(|config| config.status.as_ref()).map(|status| status.word().to_owned()),
            reason: config.map(Function::reason).filter(|reason| !reason.is_empty()),
            image: config.and_then(|config| config.image_config.as_ref()).map(|image| image.image_uri.clone()),
            last_version: seen.last_published().cloned(),
            stable: users.stable(),
            was: users.baseline.as_ref().and_then(|baseline| baseline.was.clone()),
            releasing: users.releasing(),
            released: alias.and_then(Released::of),
            versions: seen
                .published()
                .into_iter()
                .rev()
                .map(|item| VersionRow {
                    version: item.version.clone(),
                    status: item.status.as_ref().map(|status| status.word().to_owned()),
                    description: item.description.clone(),
                    published: item.add_time.as_deref().map(|time| zone.of_api(time)),
                    provisioned: Warm::of(seen, &item.version),
                    withdrawn: users.withdrew(&item.version),
                })
                .collect(),
            aliases: alias_rows(seen, &desired.alias),
            traffic: traffic.map(Weight::from),
            config_traffic_version: routing.as_ref().and_then(|routing| {
                routing.split().iter().map(|(version, _)| version).find(|version| !version.is_latest()).cloned()
            }),
            wanted_traffic: desired.traffic.map(Weight::from),
            agrees,
        });
    }
    rows
}

/// All aliases, `first` before the others.
pub(super) fn alias_rows(seen: &ObservedFunction, first: &str) -> Vec<AliasRow> {
    let aliases = sorted(&seen.aliases, |alias| (alias.name != first, alias.name.clone()));
    let row = |alias: &Alias| {
        let routing = alias.routing();
        AliasRow {
            name: crate::traffic::routing::shown_alias(&alias.name).to_owned(),
            version: routing.main.clone(),
            split: split_bars(&routing),
            rules: Rule::all(&routing.rules),
            everyone_else: everyone_else(&routing),
            ruled: ruled(&routing),
            description: alias.text().to_owned(),
            url: seen.url(&alias.name),
        }
    };
    aliases.into_iter().map(row).collect()
}

fn ruled(routing: &Routing) -> Vec<Version> {
    let mut versions = sorted(routing.rules.iter().map(|rule| rule.version.clone()), Version::clone);
    versions.dedup();
    versions
}

/// Who gets what.
pub(super) fn split_bars(routing: &Routing) -> Vec<Bar> {
    bars(&VersionShare::of_split(&routing.split()))
}

/// What the API did not let this key look at.
fn unchecked(seen: &ObservedFunction) -> Vec<&'static str> {
    let provisioned = matches!(seen.provisioned, Seen::Missing).then_some("provisioned");
    direct::unchecked(seen).into_iter().chain(provisioned).collect()
}

fn attention(seen: &ObservedFunction, agrees: Option<bool>, alias: Option<&Alias>) -> Vec<Attention> {
    let mut found = Vec::new();
    if seen.is_missing() {
        found.push(Attention::Missing);
    }
    if let Some(function) = seen.function.get()
        && let Some(status) = function.status.as_ref().filter(|status| status.condition() != Condition::Active)
    {
        let reason = Some(function.reason()).filter(|reason| !reason.is_empty());
        found.push(Attention::NotActive { status: status.word().to_owned(), reason });
    }
    if alias.is_some_and(|alias| !plan::mark_fits(alias.text())) {
        found.push(Attention::MarkDoesNotFit);
    }
    if agrees == Some(false) {
        found.push(Attention::TrafficDiffers);
    }
    // without a published version everybody is on $latest
    if seen.last_published().is_some() {
        let callers = direct::of_latest(seen);
        found.extend(callers.iter().map(|caller| Attention::CallsLatest { caller: caller.facts() }));
    }
    found
}

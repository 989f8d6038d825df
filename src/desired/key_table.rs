//! Every key that inputs may have: ours, and all that the established component (tencent-scf) documents.
//!
//! A key is supported, or refused by name with the reason and the way out. Anything else is a typing error and is
//! answered with the nearest key that exists.

use crate::message::problem::input_facts::Unsupported;

/// Where a key may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Beside `functions`: about the whole run.
    Run,
    /// In a function, or beside `functions` as the default for all of them.
    Function,
    /// In a function only: it identifies the function.
    Own,
}

/// A known key.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// Where it may be used.
    pub place: Place,
    /// Why it is not taken, and what to do instead; `None` where it is supported.
    pub refused: Option<Unsupported>,
    /// The values with which it is accepted all the same, since they describe what happens anyway.
    pub but: &'static [&'static str],
}

const fn run(name: &'static str) -> Key {
    Key { name, place: Place::Run, refused: None, but: &[] }
}

const fn function(name: &'static str) -> Key {
    Key { name, place: Place::Function, refused: None, but: &[] }
}

const fn own(name: &'static str) -> Key {
    Key { name, place: Place::Own, refused: None, but: &[] }
}

const fn refused(name: &'static str, why: Unsupported) -> Key {
    Key { name, place: Place::Function, refused: Some(why), but: &[] }
}

const fn but(name: &'static str, values: &'static [&'static str], why: Unsupported) -> Key {
    Key { name, place: Place::Function, refused: Some(why), but: values }
}

/// All known keys.
pub const KEYS: &[Key] = &[
    // the whole run
    run("functions"),
    run("stage"),
    run("publish"),
    run("traffic"),
    run("routes"),
    run("rollout"),
    run("alias"),
    run("only"),
    run("protect"),
    run("stable"),
    run("allowSameCode"),
    run("replaceRules"),
    run("moveTriggers"),
    run("group"),
    run("takeOver"),
    run("drift"),
    run("waitTimeout"),
    run("warm"),
    run("store"),
    // one function
    own("key"),
    own("name"),
    function("region"),
    function("namespace"),
    function("src"),
    function("codeUri"),
    function("exclude"),
    function("include"),
    function("zip"),
    function("cosBucketName"),
    function("cosObjectName"),
    function("cosBucketRegion"),
    function("codeSha256"),
    function("image"),
    function("handler"),
    function("runtime"),
    function("description"),
    function("memorySize"),
    function("timeout"),
    function("initTimeout"),
    function("environment"),
    function("allowCredentials"),
    function("role"),
    function("vpcConfig"),
    function("layers"),
    function("cls"),
    function("events"),
    function("triggers"),
    function("ignoreTriggers"),
    function("type"),
    function("publicAccess"),
    function("eip"),
    function("l5Enable"),
    function("deadLetter"),
    function("cfs"),
    function("asyncRunEnable"),
    function("traceEnable"),
    function("tags"),
    function("msgTTL"),
    function("retryNum"),
    function("enableRoleAuth"),
    function("provisionedNum"),
    // documented by the established component, not taken
    but("diskSize", &["512"], Unsupported::NotShown),
    refused("nodeType", Unsupported::NotShown),
    refused("nodeSpec", Unsupported::NotShown),
    refused("instanceConcurrencyConfig", Unsupported::WebFunction),
    refused("protocolType", Unsupported::WebFunction),
    refused("protocolParams", Unsupported::WebFunction),
    refused("entryFile", Unsupported::EntryFile),
    but("installDependency", &["false"], Unsupported::ServerInstalls),
    refused("imageConfig", Unsupported::Image),
    but("deployMode", &["code"], Unsupported::Image),
    refused("qualifier", Unsupported::Qualifier),
    refused("autoCreateApi", Unsupported::ApiGateway),
    refused("lastVersion", Unsupported::Decided),
    refused("needSetTraffic", Unsupported::Decided),
    refused("publishDescription", Unsupported::VersionDescription),
    refused("aliasName", Unsupported::AliasName),
    refused("aliasDescription", Unsupported::AliasDescription),
    refused("aliasFunctionVersion", Unsupported::Decided),
    refused("additionalVersionWeights", Unsupported::Weights),
    refused("code", Unsupported::Code),
];

//! A function, and the triggers, function URLs and custom domains that may call it past its alias.

use serde_json::{Value, json};

use super::asked::{SRC, over, settled};
use super::cloud::{Alias, Cloud, Function};
use super::drive::Ended;

pub const ONE: &str = "fun01-dev";
pub const ADDRESS: &str = "https://1250000000-abc.ap-guangzhou.tencentscf.com";

pub fn timer(name: &str, qualifier: &str) -> Value {
    json!({ "Type": "timer", "TriggerName": name, "Qualifier": qualifier, "Enable": 1, "CustomArgument": "s3cret",
        "Description": "by ann", "TriggerDesc": json!({ "cron": "0 */5 * * * * *" }).to_string() })
}

pub fn url(qualifier: &str) -> Value {
    let desc = json!({ "AuthType": "NONE", "CorsConfig": { "Enable": true, "Origins": ["https://shop.example"] },
        "NetConfig": { "EnableIntranet": false, "EnableExtranet": true, "IntranetUrl": "", "ExtranetUrl": ADDRESS } });
    json!({ "Type": "http", "TriggerName": "url-trigger", "Qualifier": qualifier, "Enable": 1, "CustomArgument": "",
        "TriggerDesc": desc.to_string() })
}

pub fn domain(name: &str, paths: &[(&str, &str, &str)]) -> Value {
    let path = |(path, function, qualifier): &(&str, &str, &str)| json!({ "Namespace": "default", "FunctionName": function, "Qualifier": qualifier, "PathMatch": path });
    let paths: Vec<Value> = paths.iter().map(path).collect();
    json!({ "Domain": name, "Protocol": "HTTPS", "CertConfig": { "CertificateId": "c-1" }, "EndpointsConfig": paths })
}

/// All traffic on version 2; `triggers` beside it.
pub fn there(triggers: &[Value]) -> Function {
    let mut function = settled().routed(Alias::all_to("2"));
    function.triggers = triggers.to_vec();
    function
}

pub fn cloud(triggers: &[Value]) -> Cloud {
    Cloud::of(&[(ONE, there(triggers))])
}

pub fn served(domains: &[Value]) -> Cloud {
    cloud(&[]).serving(domains)
}

pub fn deploy(cloud: Cloud, asked: Value) -> (Ended, Cloud) {
    over(cloud, SRC, asked)
}

/// What the triggers of the function are called and call.
pub fn bound(cloud: &Cloud) -> Vec<(&str, &str)> {
    let triggers = cloud.function(ONE).triggers.iter();
    triggers.map(|one| (one["TriggerName"].as_str().unwrap(), one["Qualifier"].as_str().unwrap())).collect()
}

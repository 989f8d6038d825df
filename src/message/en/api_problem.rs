//! What went wrong between this tool and the API.

use tencentcloud_sign::SecretPart;

use super::super::doing::Doing;
use super::super::host::{Command, Host, Verb};
use super::super::problem::api::{ApiAdvice, ApiProblem, Unreadable};
use super::super::words::{Words, say};
use super::step;
use crate::traffic::routing::shown_alias;

/// The sentence of a problem, and what to do next.
pub(in crate::message) fn api_problem(problem: &ApiProblem, host: Host) -> Words {
    match problem {
        ApiProblem::Error { doing: what, api_message, advice: way, server_time, .. } => {
            say(format!("{}: {api_message}", doing(what, host)))
                .maybe_hint(way.map(|way| advice(way, server_time.as_ref(), host)))
        }
        ApiProblem::Unreachable { doing: what, reason } => say(format!("{}: {reason}", doing(what, host)))
            .hint(format!(
            "check the network, the proxy in HTTPS_PROXY, and {}; then run the same command again",
            host.input("endpoint", "URL")
        )),
        ApiProblem::UnreadableAnswer { doing: what, got, status, detail } => {
            let got = unreadable(*got, *status, detail.as_deref());
            say(format!("{}: the API returned {got}", doing(what, host)))
                .hint("something between this machine and the API answers instead of it, or the endpoint is wrong")
        }
        ApiProblem::EndpointUser { from } => say(format!("{from} contains a user name or a password"))
            .hint("write the address alone: requests are signed with the secret key"),
        ApiProblem::InsecureEndpoint { from, host: machine } => say(format!(
            "{from} is http:// to {machine}, which is another machine: code, environment variables and tokens would be readable on the way"
        ))
        .hint(format!("use https://; on a network that you trust, add {}", host.switch("insecure"))),
        ApiProblem::Endpoint { from } => say(format!("{from} is not the address of an API"))
            .hint("for example https://scf.tencentcloudapi.com, or http://127.0.0.1:9000 of an emulator"),
        ApiProblem::NoCredentials { part } => {
            let part = match part {
                SecretPart::SecretId => "secret id",
                SecretPart::SecretKey => "secret key",
                SecretPart::Token => "token",
            };
            say(format!("the {part} is empty"))
                .hint("set TENCENT_SECRET_ID and TENCENT_SECRET_KEY, or the option `credentials`")
        }
        ApiProblem::NotSigned { reason, hint, .. } => say(reason.clone()).maybe_hint(hint.map(str::to_owned)),
        ApiProblem::FunctionError { function, reason } => say(format!("{function} failed: {}", why(reason)))
            .hint("the cause is in its code or its limits: see the log and the stack"),
        ApiProblem::PlatformError { function, reason } => say(format!("{function} failed: {}", why(reason)))
            .hint("the platform could not run it: check its status, then call it again"),
    }
}

/// What came instead of an answer.
pub(in crate::message) fn unreadable(got: Unreadable, status: u16, detail: Option<&str>) -> String {
    let got = match got {
        Unreadable::Empty => "an empty answer",
        Unreadable::Html => "a page of HTML instead of JSON",
        Unreadable::OtherJson => "JSON that is cut off or not an answer of the API",
        Unreadable::Text => "text instead of JSON",
        Unreadable::Fields => "an answer with other fields than documented",
    };
    let detail = detail.map_or_else(|| format!("HTTP {status}"), str::to_owned);
    format!("{got} ({detail})")
}

fn why(reason: &str) -> &str {
    if reason.is_empty() { "the API gives no reason" } else { reason }
}

/// What a person can do about an error of the API.
fn advice(way: ApiAdvice, server_time: Option<&String>, host: Host) -> String {
    let text = match way {
        ApiAdvice::Clock => {
            let clock = server_time.map(|time| format!("; the API's clock says {time}")).unwrap_or_default();
            return format!(
                "the time of the signature is more than 5 minutes from the API's (clock skew): set the clock of this machine{clock}"
            );
        }
        ApiAdvice::SecretId => {
            "the secret id does not exist or is disabled: check TENCENT_SECRET_ID, and that id and key belong together"
        }
        ApiAdvice::SecretKey => {
            "the secret key does not belong to the secret id: check TENCENT_SECRET_KEY for missing or extra characters"
        }
        ApiAdvice::Token => "the temporary token is wrong or has expired: get new credentials, with TENCENT_TOKEN",
        ApiAdvice::Namespace => "create the namespace in the console, or correct namespace",
        ApiAdvice::Qualifier => {
            let status = Command::new(Verb::Status).typed(host);
            return format!("name a version or an alias that exists: {status} shows them");
        }
        ApiAdvice::Region => "correct region, for example ap-guangzhou",
        ApiAdvice::CodeObject => {
            "run the same command again: a package that this tool uploaded is uploaded again; else correct cosBucketName and cosObjectName"
        }
        ApiAdvice::PackageSize => "put the package into COS and set cosBucketName and cosObjectName instead of src",
        ApiAdvice::VersionQuota => {
            let prune = Command::new(Verb::Prune).typed(host);
            return format!(
                "the function has as many versions as the quota permits: {prune} deletes old ones that no alias uses"
            );
        }
        ApiAdvice::Permission => {
            let policy = Command::new(Verb::Policy).typed(host);
            return format!(
                "a permission is missing: {policy} prints what each command needs; ask the administrator of the account for it"
            );
        }
        ApiAdvice::Credentials => "check the credentials",
        ApiAdvice::LogTopic => {
            let deploy = Command::new(Verb::Deploy).typed(host);
            return format!(
                "the log topic of the function was deleted: set cls: {{logsetId, topicId}} of one that exists, then {deploy}"
            );
        }
        ApiAdvice::LogIndex => {
            "the log topic has no index, so nothing can be found in it: create one in the CLS console; it covers new lines only"
        }
        ApiAdvice::LogAccount => {
            "the log service is switched off for this topic or account: see in the CLS console whether it is in arrears"
        }
        ApiAdvice::RateLimit => "the API limits calls per second: wait a moment, then run the same command again",
    };
    text.to_owned()
}

/// What is being done, as the beginning of a sentence.
pub(in crate::message) fn doing(what: &Doing, host: Host) -> String {
    match what {
        Doing::ReadFunction => "reading the function".to_owned(),
        Doing::ReadAlias { alias } => format!("reading alias {}", shown_alias(alias)),
        Doing::ListAliases => "listing aliases".to_owned(),
        Doing::ListVersions => "listing versions".to_owned(),
        Doing::ListTriggers => "listing triggers".to_owned(),
        Doing::ReadProvisioned => "reading provisioned concurrency".to_owned(),
        Doing::ListDomains => "listing custom domains".to_owned(),
        Doing::ReadDigest { version } => format!("reading the code digest of {}", version.named_in_text()),
        Doing::ReadSettings { version } => format!("reading the settings of {}", version.named_in_text()),
        Doing::ReadAppId => "reading the account's appid".to_owned(),
        Doing::ReadBucket { bucket } => format!("looking for COS bucket {bucket}"),
        Doing::ListNamespaces => "listing namespaces".to_owned(),
        Doing::ListFunctions => "listing functions".to_owned(),
        Doing::Invoke => "calling the function".to_owned(),
        Doing::ReadLogs => "reading the log".to_owned(),
        Doing::ReadMetrics => "reading metrics".to_owned(),
        Doing::Request { action } => action.clone(),
        Doing::Step(known) => step(known, host),
    }
}

//! Custom domains: <https://cloud.tencent.com/document/product/583/111924> and its siblings. A domain belongs to a region;
//! each of its paths calls a version or an alias of a function.

use serde::Serialize;

use super::call::{Call, Target};
use super::fields::{Fields, Read};
use super::trigger::called;

/// A custom domain, as the API shows it and takes it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Domain {
    /// `api.example.com`.
    #[serde(rename = "Domain")]
    pub name: String,
    /// `HTTP`, `HTTPS` or `HTTP&HTTPS`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    /// Which path calls what.
    #[serde(rename = "EndpointsConfig")]
    pub endpoints: Vec<Endpoint>,
    /// Its certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cert_config: Option<Certificate>,
    /// Its firewall.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waf_config: Option<Firewall>,
}

/// What a path of a domain calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Endpoint {
    /// Of the function.
    pub namespace: String,
    /// Its name.
    pub function_name: String,
    /// The version or alias.
    pub qualifier: String,
    /// `/`, `/*`, `/a/*`, ….
    #[serde(rename = "PathMatch")]
    pub path: String,
    /// How the path is rewritten.
    #[serde(rename = "PathRewrite", skip_serializing_if = "Vec::is_empty")]
    pub rewrites: Vec<Rewrite>,
}

/// A rule that rewrites paths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Rewrite {
    /// Which path.
    pub path: String,
    /// `WildcardRules` or `ExactRules`.
    #[serde(rename = "Type")]
    pub kind: String,
    /// Into what.
    pub rewrite: String,
}

/// The certificate of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Certificate {
    /// Its id.
    pub certificate_id: String,
}

/// The web application firewall of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Firewall {
    /// `OPEN` or `CLOSE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waf_open: Option<String>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waf_instance_id: Option<String>,
}

impl Read for Domain {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        // what is empty is not sent back
        let text = |of: Fields<'_>, name: &str| of.text(name).filter(|text| !text.is_empty());
        let certificate =
            |of: Fields<'_>| text(of, "CertificateId").map(|certificate_id| Certificate { certificate_id });
        let firewall =
            |of: Fields<'_>| Firewall { waf_open: text(of, "WafOpen"), waf_instance_id: text(of, "WafInstanceId") };
        Ok(Self {
            name: fields.text("Domain").ok_or("Domain is missing")?,
            protocol: fields.text("Protocol"),
            endpoints: fields.list("EndpointsConfig", Endpoint::read)?.unwrap_or_default(),
            cert_config: fields.get("CertConfig").and_then(|raw| certificate(Fields(raw))),
            waf_config: fields.get("WafConfig").map(|raw| firewall(Fields(raw))),
        })
    }
}

impl Read for Endpoint {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        let text = |name: &str| fields.text(name).unwrap_or_default();
        let rewrite = |of: Fields<'_>| {
            let text = |name: &str| of.text(name).unwrap_or_default();
            Ok(Rewrite { path: text("Path"), kind: text("Type"), rewrite: text("Rewrite") })
        };
        Ok(Self {
            namespace: fields.text("Namespace").unwrap_or_else(|| "default".to_owned()),
            function_name: text("FunctionName"),
            qualifier: called(&text("Qualifier")),
            path: text("PathMatch"),
            rewrites: fields.list("PathRewrite", rewrite)?.unwrap_or_default(),
        })
    }
}

impl Domain {
    /// Its paths that call a function.
    pub fn paths_to<'a>(&'a self, target: &'a Target) -> impl Iterator<Item = &'a Endpoint> {
        self.endpoints.iter().filter(|endpoint| endpoint.calls(target))
    }
}

impl Endpoint {
    /// Whether it calls this function.
    #[must_use]
    pub fn calls(&self, target: &Target) -> bool {
        self.function_name == target.name && self.namespace == target.namespace
    }
}

/// An answer of ListCustomDomains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainPage {
    /// The domains of this page.
    pub domains: Option<Vec<Domain>>,
    /// How many there are in all.
    pub total: Option<u64>,
}

impl Read for DomainPage {
    fn read(fields: Fields<'_>) -> Result<Self, String> {
        Ok(Self { domains: fields.list("Domains", Domain::read)?, total: fields.whole("Total") })
    }
}

/// The page size: the API's default, since its maximum is not documented.
const PAGE: usize = 20;

/// Lists the domains of a region, oldest first. The API can't list those of one function.
#[must_use]
pub fn list(region: &str, offset: usize) -> Call {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Body<'a> {
        offset: usize,
        limit: usize,
        order: &'a str,
        order_by: &'a str,
    }
    Call::read("ListCustomDomains", region, &Body { offset, limit: PAGE, order: "ASC", order_by: "AddTime" })
}

/// Reads one domain.
#[must_use]
pub fn get(region: &str, name: &str) -> Call {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Body<'a> {
        domain: &'a str,
    }
    Call::read("GetCustomDomain", region, &Body { domain: name })
}

/// Writes a domain as a whole.
#[must_use]
pub fn update(region: &str, domain: &Domain) -> Call {
    Call::write("UpdateCustomDomain", region, domain)
}

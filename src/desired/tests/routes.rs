//! `routes`: what is a rule, and what is said of everything else.

use serde_json::json;

use super::*;
use crate::traffic::routing::VersionMatch;

fn rules(routes: Value) -> Vec<VersionMatch> {
    parse(project(json!({ "routes": routes }))).unwrap().routes.unwrap()
}

fn typed(routes: Value) -> String {
    rules(routes).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_rule_is_typed_or_an_object() {
    let [staff, bucket] = rules(json!(["x-canary=yes:latest", "x-bucket=[0,50):7"])).try_into().unwrap();
    // in the form that the API documents for RoutingConfig of UpdateAlias
    assert_eq!(
        (staff.key.as_str(), staff.method.as_str(), staff.expression.as_str(), staff.version.wire()),
        ("invoke.headers.x-canary", "exact", "yes", "$LATEST")
    );
    assert_eq!(
        (bucket.key.as_str(), bucket.method.as_str(), bucket.expression.as_str(), bucket.version.wire()),
        ("invoke.headers.x-bucket", "range", "[0,50)", "7")
    );
    for (given, same) in [
        (json!("x-canary=yes"), "x-canary=yes:latest"),
        (json!("x-canary = yes : $Latest"), "x-canary=yes:latest"),
        (json!({ "header": "x-canary", "exact": "yes" }), "x-canary=yes:latest"),
        (json!([{ "header": "x-canary", "exact": true, "to": "latest" }]), "x-canary=true:latest"),
        (json!([{ "header": "x-user", "exact": 30, "to": 7 }]), "x-user=30:7"),
        (json!([{ "header": "x-bucket", "range": " [ 0 , 50 ) " }]), "x-bucket=[0,50):latest"),
        // what looks like a range can be meant as text
        (json!([{ "header": "x-tag", "exact": "[0,50)" }]), "x-tag=[0,50):latest"),
        (json!("x-time=12:30:latest"), "x-time=12:30:latest"),
        (json!("x-query=a=b:2"), "x-query=a=b:2"),
        (json!(r#"["x-canary=yes","x-bucket=(0,5]"]"#), "x-canary=yes:latest x-bucket=(0,5]:latest"),
        (json!(r#"{"header":"x-canary","exact":"yes"}"#), "x-canary=yes:latest"),
        (json!([]), ""),
        (json!("none"), ""),
    ] {
        assert_eq!(typed(given.clone()), same, "{given}");
    }
    assert_eq!(parse(project(json!({}))).unwrap().routes, None);
}

#[test]
fn what_is_no_rule_is_explained() {
    let example = "for example --route x-user=1001:latest";
    let header = "the name of the request header, or of the entry in RoutingKey, without invoke.headers.";
    let version = "for example --route x-user=1001:latest; a value with a colon needs the version too: 12:30:latest";
    let range = "[0,50) is 0 to 49, [0,49] the same; write text that looks like a range as exact";
    let long = format!("x-user={}:latest", "a".repeat(1020));
    let cases = [
        (
            json!(true),
            "routes must be KEY=VALUE:VERSION, or an object with header, exact or range, and to (got true)",
            example,
        ),
        (json!(["x-canary"]), "routes[0] must be KEY=VALUE:VERSION (got \"x-canary\")", example),
        (
            json!("x canary=yes"),
            "routes needs the name of a header: letters, digits and hyphens (got \"x canary=yes\")",
            header,
        ),
        (json!("=yes"), "routes needs the name of a header: letters, digits and hyphens (got \"=yes\")", header),
        (
            json!("x-canary=:latest"),
            "routes needs a value without blanks around it and without control characters (got \"x-canary=:latest\")",
            example,
        ),
        (
            json!("x-canary=yes:lates"),
            "routes must lead to latest or to the number of a published version (got \"x-canary=yes:lates\")",
            version,
        ),
        (
            json!("x-canary=yes:0"),
            "routes must lead to latest or to the number of a published version (got \"x-canary=yes:0\")",
            version,
        ),
        (json!("x-bucket=[0,5.5)"), "routes needs a range of whole numbers (got \"x-bucket=[0,5.5)\")", range),
        (
            json!("x-bucket=(5,6)"),
            "routes has a range without any number (got \"x-bucket=(5,6)\")",
            "[0,50) is 0 to 49",
        ),
        (
            json!([{ "header": "x-canary" }]),
            "routes[0] needs either exact or range (got a map with 1 keys)",
            "exact: a text; range: such as [0,50)",
        ),
    ];
    for (routes, message, hint) in cases {
        answers(&[(project(json!({ "routes": routes })), "InvalidRoutes", message, hint)]);
    }
    assert_eq!(
        refused(project(json!({ "routes": long }))).hint().unwrap(),
        "a routing key of the API has at most 1024 bytes, name and value together"
    );
    let error = refused(project(json!({ "routes": [{ "header": "x-canary", "exactly": "yes" }] })));
    assert_eq!(
        (error.code(), error.message().as_str()),
        ("UnknownInput", "unknown input routes[0].exactly (did you mean exact?)")
    );
}

#[test]
fn rules_that_take_the_same_requests_are_both_named() {
    for (routes, meet) in [
        (json!(["x-a=yes:1", "x-a=yes:2"]), Some("x-a is yes → 1 and x-a is yes → 2")),
        (json!(["x-a=yes:1", "x-a=yes:1"]), Some("x-a is yes → 1 and x-a is yes → 1")),
        (json!(["x-b=[0,50):1", "x-b=[49,60]:2"]), Some("x-b from 0 to 49 → 1 and x-b from 49 to 60 → 2")),
        (json!(["x-b=5:1", "x-b=[0,50):2"]), Some("x-b is 5 → 1 and x-b from 0 to 49 → 2")),
        (json!(["x-b=[0,50):1", "x-b=[0,49]:1"]), Some("x-b from 0 to 49 → 1 and x-b from 0 to 49 → 1")),
        (json!(["x-b=[0,50):1", "x-b=[50,60):2"]), None),
        (json!(["x-b=[0,50):1", "x-b=[40,60):1"]), None),
        (json!(["x-a=yes:1", "x-b=yes:2"]), None),
    ] {
        match (parse(project(json!({ "routes": routes }))), meet) {
            (Ok(_), None) => {}
            (Err(error), Some(meet)) => {
                assert_eq!(error.message(), format!("two routes take the same requests: {meet}"));
                assert_eq!(error.code(), "InvalidRoutes");
            }
            (other, _) => panic!("{routes}: {other:?}"),
        }
    }
}

#[test]
fn weights_publishing_and_rules_exclude_each_other() {
    for asked in [json!({ "traffic": 0.1 }), json!({ "publish": true }), json!({ "publish": "fun01" })] {
        let mut inputs = project(asked);
        inputs["routes"] = json!(["x-canary=yes"]);
        assert_eq!(refused(inputs).code(), "RoutesExclude");
    }
    assert_eq!(parse(project(json!({ "routes": [], "publish": false, "stable": 3 }))).unwrap().routes, Some(vec![]));
}

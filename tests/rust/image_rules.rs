//! Functions that are made of container images: the rules of a release with what GetFunction shows of an image in the place
//! of a package's digest. What is sent is what tencent-component-toolkit 2.27.6 sends for the `image` of tencent-scf.

use crate::support;

use std::rc::Rc;

use serde_json::{Value, json};
use support::asked::{codes, default_alias, note, sentences, steps};
use support::cloud::{Alias, Cloud, Function, Status, WHOLE};
use support::drive::{Ended, How, Meanwhile, drive};
use support::fault::{Fault, at};
use support::machine::Machine;
use support::{order, ordered, raw, rollback};

const REPOSITORY: &str = "ccr.ccs.tencentyun.com/shop/api";

/// A reference with a digest: `name` is one letter of a hexadecimal number.
fn url(name: &str) -> String {
    format!("{REPOSITORY}:{name}@sha256:{}", name.repeat(64))
}

/// As the API takes and shows it.
fn config(url: &str) -> Value {
    json!({ "ImageType": "personal", "ImageUri": url })
}

fn inputs(image: Value, asked: Value) -> Value {
    let mut inputs = json!({ "functions": { "fun01": { "image": image } } });
    for (name, value) in asked.as_object().unwrap() {
        inputs[name] = value.clone();
    }
    inputs
}

/// A person releases the image `url`.
fn over(mut cloud: Cloud, url: &str, asked: Value) -> (Ended, Cloud) {
    let order = order("run", inputs(json!({ "imageUrl": url }), asked), &[]);
    let ended = drive(&order, &mut cloud, &How::default());
    (ended, cloud)
}

/// Image `a` on `$LATEST` and in version 2, with all traffic on that.
fn settled() -> Function {
    Function::of_image(&config(&url("a")))
        .with(1, "first", "Active")
        .with(2, "old", "Active")
        .routed(Alias::grayscale(0.0, "2"))
}

fn cloud(function: Function) -> Cloud {
    Cloud::of(&[("fun01-dev", function)])
}

fn image_of(cloud: &Cloud) -> &Value {
    &cloud.function("fun01-dev").config["ImageConfig"]
}

#[test]
fn a_function_is_created_from_an_image() {
    let image = json!({
        "imageUrl": url("a"), "registryId": "tcr-1a2b3c4d", "command": "node", "args": "-u app.js",
        "containerImageAccelerate": true, "imagePort": -1,
    });
    let mut cloud = Cloud::of(&[]);
    let ended =
        drive(&order("run", inputs(image, json!({ "publish": true, "traffic": 0 })), &[]), &mut cloud, &How::default());
    ended.done();
    assert_eq!(steps(&ended), ["create", "publish", "shift"]);
    let body = cloud.bodies("CreateFunction")[0];
    assert_eq!(
        body["Code"],
        json!({ "ImageConfig": {
            "ImageType": "enterprise", "ImageUri": url("a"), "RegistryId": "tcr-1a2b3c4d", "Command": "node",
            "Args": "-u app.js", "ContainerImageAccelerate": true, "ImagePort": -1,
        } })
    );
    // an image has no handler, and the API knows its runtime
    assert_eq!((body.get("Handler"), body.get("Runtime")), (None, None));
    assert!(!codes(&ended).contains(&"Default".to_owned()));
    assert!(
        sentences(&ended, "step")[0].contains(&format!("(image: {})", url("a"))),
        "{:?}",
        sentences(&ended, "step")
    );
}

#[test]
fn a_canary_of_another_image_is_uploaded_before_it_gets_traffic() {
    let (ended, cloud) = over(cloud(settled()), &url("b"), json!({ "traffic": 0.1 }));
    ended.done();
    assert_eq!(steps(&ended), ["upload", "shift"]);
    assert_eq!(cloud.bodies("UpdateFunctionCode")[0]["Code"], json!({ "ImageConfig": config(&url("b")) }));
    assert_eq!(cloud.bodies("UpdateFunctionCode")[0].get("Handler"), None);
    assert!(!cloud.actions().contains(&"GetFunctionAddress"), "{:?}", cloud.actions());
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.1, "2"));
    assert!(
        sentences(&ended, "step")[0].starts_with(&format!("set the image of $latest: {} → {}", url("a"), url("b"))),
        "{:?}",
        sentences(&ended, "step")
    );
}

#[test]
fn an_unchanged_image_is_not_sent_again() {
    // the API shows what is left out with its default, or as null
    let shown = json!({
        "ImageType": "personal", "ImageUri": url("a"), "RegistryId": "", "EntryPoint": null, "Command": "", "Args": null,
        "ContainerImageAccelerate": false, "ImagePort": 9000,
    });
    for there in [config(&url("a")), shown] {
        let mut function = settled();
        function.config["ImageConfig"] = there;
        let (ended, cloud) = over(cloud(function), &url("a"), json!({ "traffic": 0.5 }));
        ended.done();
        assert_eq!(cloud.writes(), ["UpdateAlias"]);
    }
}

#[test]
fn another_command_is_another_code() {
    let image = json!({ "imageUrl": url("a"), "command": "node", "args": "two.js" });
    let mut cloud = cloud(settled());
    let ended = drive(&order("run", inputs(image, json!({ "traffic": 0.1 })), &[]), &mut cloud, &How::default());
    ended.done();
    assert_eq!(steps(&ended), ["upload", "shift"]);
    assert!(sentences(&ended, "step")[0].starts_with(&format!("set the image of $latest: {}", url("a"))));
}

#[test]
fn rule_9_a_shift_that_lowers_latest_comes_before_the_image() {
    let (ended, cloud) =
        over(cloud(settled().routed(Alias::grayscale(0.5, "2"))), &url("b"), json!({ "traffic": 0.1 }));
    ended.done();
    assert_eq!(steps(&ended), ["shift", "upload"]);
    let new = cloud.function("fun01-dev").code.clone();
    for moment in &cloud.moments {
        let most = moment.functions["fun01-dev"].share_of_code("$DEFAULT", &new, moment.at);
        assert!(most <= WHOLE / 10, "{} after {}", most, moment.after);
    }
}

#[test]
fn rule_9_the_same_image_on_both_sides_is_no_canary() {
    let (ended, there) = over(cloud(settled()), &url("b"), json!({ "publish": true, "traffic": 0.1 }));
    assert_eq!(ended.refused().code(), "SameCodeOnBothSides");
    assert!(there.writes().is_empty());
    // image a is what version 2 serves: nobody meets new code
    let (ended, _) = over(cloud(settled()), &url("a"), json!({ "publish": true, "traffic": 0.1 }));
    ended.done();
    assert!(codes(&ended).contains(&"SameCode".to_owned()), "{:?}", codes(&ended));
    assert!(!codes(&ended).contains(&"AllNewCode".to_owned()));
}

#[test]
fn rule_10_an_image_that_users_are_on_and_no_version_holds_is_named_before_it_is_lost() {
    let mut function = settled().routed(Alias::grayscale(0.5, "2"));
    function.config["ImageConfig"] = config(&url("c"));
    let (ended, _) = over(cloud(function), &url("b"), json!({ "traffic": 0.1 }));
    ended.done();
    assert!(codes(&ended).contains(&"UnsavedCode".to_owned()), "{:?}", codes(&ended));
    // what version 2 holds is not lost
    let (ended, _) = over(cloud(settled().routed(Alias::grayscale(0.5, "2"))), &url("b"), json!({ "traffic": 0.1 }));
    assert!(!codes(&ended).contains(&"UnsavedCode".to_owned()), "{:?}", codes(&ended));
}

#[test]
fn rule_23_an_image_that_someone_else_sets_meanwhile_gets_no_traffic() {
    let theirs =
        |function: &mut Function| function.set_image(1_700_000_009_000, &config(&url("c")), Status::is("Active"));
    let mut there = cloud(settled());
    there.work_ms = 8_000;
    // the second look at the alias comes right before the shift
    there.faults.push(at("GetAlias", 0, Fault::Meanwhile(theirs)));
    let (ended, cloud) = over(there, &url("b"), json!({ "traffic": 0.1 }));
    let error = ended.refused();
    assert_eq!(error.code(), "CodeChanged", "{}", error.message());
    assert!(error.message().contains("code"), "{}", error.message());
    assert_eq!(default_alias(&cloud), &Alias::grayscale(0.0, "2"));
}

#[test]
fn rule_23_a_raise_without_code_rests_on_the_image_that_was_planned_with() {
    let mut there = cloud(settled().routed(Alias::grayscale(0.1, "2")));
    let raise = order("run", json!({ "functions": ["fun01-dev"], "traffic": 0.5 }), &[]);
    drive(&raise, &mut there, &How::default()).done();
    assert_eq!(default_alias(&there), &Alias::grayscale(0.5, "2"));
    let theirs =
        |function: &mut Function| function.set_image(1_700_000_009_000, &config(&url("c")), Status::is("Active"));
    let mut there = cloud(settled().routed(Alias::grayscale(0.1, "2")));
    there.faults.push(at("UpdateAlias", 0, Fault::Meanwhile(theirs)));
    let ended = drive(&raise, &mut there, &How::default());
    assert_eq!(ended.refused().code(), "CodeChanged");
}

#[test]
fn rule_23_a_version_that_holds_the_image_of_someone_else_is_not_released() {
    let asked = || order("run", inputs(json!({ "imageUrl": url("b") }), json!({ "publish": true, "traffic": 0 })), &[]);
    // the answer to PublishVersion is lost: the version that came of it is looked at
    let lost = || cloud(settled()).failing(&[at("PublishVersion", 0, Fault::LostAfter)]);
    let mut there = lost();
    drive(&asked(), &mut there, &How::default()).done();
    let looked = |body: &&Value| body["Qualifier"] == "3";
    assert!(there.bodies("GetFunction").iter().any(looked), "{:?}", there.actions());
    assert!(!there.actions().contains(&"GetFunctionAddress"));
    assert_eq!(default_alias(&there), &Alias::grayscale(0.0, "3"));
    let published = there.actions().iter().position(|action| *action == "PublishVersion").unwrap();
    let theirs = |cloud: &mut Cloud| {
        let now = cloud.now;
        cloud.functions.get_mut("fun01-dev").unwrap().set_image(now, &config(&url("c")), Status::is("Active"));
    };
    let how = How { meanwhile: Some((published, Meanwhile(Rc::new(theirs)))), ..How::default() };
    let mut there = lost();
    let ended = drive(&asked(), &mut there, &how);
    assert_eq!(ended.refused().code(), "CodeChanged");
    assert_eq!(default_alias(&there), &Alias::grayscale(0.0, "2"));
}

#[test]
fn a_lost_answer_is_looked_for() {
    let mut there = cloud(settled());
    there.faults.push(at("UpdateFunctionCode", 0, Fault::LostAfter));
    let (ended, cloud) = over(there, &url("b"), json!({ "traffic": 0.1 }));
    ended.done();
    assert_eq!(cloud.bodies("UpdateFunctionCode").len(), 1);
    assert_eq!(image_of(&cloud), &config(&url("b")));
}

#[test]
fn rule_22_the_image_that_was_rolled_back_is_told_when_it_is_published_again() {
    let mut cloud = Cloud::of(&[]);
    let mut machine = Machine::default();
    let release = |machine: &mut Machine, cloud: &mut Cloud, name: &str| {
        let order = json!({ "do": "run", "inputs": inputs(json!({ "imageUrl": url(name) }), json!({ "publish": true, "traffic": 0 })),
            "journal": machine.journal.join("\n") });
        let ended = drive(&ordered(order), cloud, &How::default());
        ended.done();
        machine.journal.extend(ended.journal.clone());
        ended
    };
    for name in ["a", "b"] {
        release(&mut machine, &mut cloud, name);
    }
    let back = rollback(json!({ "functions": { "fun01": {} } }), Value::Null, &machine.journal);
    let ended = drive(&back, &mut cloud, &How::default());
    ended.done();
    machine.journal.extend(ended.journal.clone());
    assert_eq!(default_alias(&cloud).most_of("1"), WHOLE);
    let again = release(&mut machine, &mut cloud, "b");
    assert!(codes(&again).contains(&"WithdrawnCode".to_owned()), "{:?}", codes(&again));
    let other = release(&mut machine, &mut cloud, "c");
    assert!(!codes(&other).contains(&"WithdrawnCode".to_owned()), "{:?}", codes(&other));
}

#[test]
fn a_group_that_fails_restores_the_image_functions_that_had_switched() {
    let mut there = Cloud::of(&[("one-dev", settled()), ("two-dev", settled())]);
    // the shift of the second function is refused when the first one has switched
    there.faults.push(at("UpdateAlias", 1, Fault::Refused("InvalidParameterValue.RoutingConfig")));
    let image = json!({ "image": { "imageUrl": url("b") } });
    let inputs = json!({ "functions": { "one": image, "two": image }, "traffic": 0.5 });
    let ended = drive(&order("run", inputs, &[]), &mut there, &How::default());
    assert_eq!(ended.refused().code(), "InvalidParameterValue.RoutingConfig");
    for name in ["one-dev", "two-dev"] {
        assert_eq!(there.function(name).default_alias(), &Alias::grayscale(0.0, "2"), "{name}");
    }
    assert!(!there.actions().contains(&"GetFunctionAddress"), "{:?}", there.actions());
}

#[test]
fn a_recorded_routing_is_not_given_to_an_image_that_came_later() {
    let mut cloud = Cloud::of(&[]);
    let mut machine = Machine::default();
    let give = |machine: &mut Machine, cloud: &mut Cloud, order: Value| {
        let ended = machine.give(cloud, order, &[]);
        assert_eq!(ended.error, None, "{:?}", ended.shown);
        ended
    };
    let run = |name: &str, asked: Value| json!({ "inputs": inputs(json!({ "imageUrl": url(name) }), asked) });
    give(&mut machine, &mut cloud, run("a", json!({ "publish": true, "traffic": 0 })));
    give(&mut machine, &mut cloud, run("b", json!({ "traffic": 0.5 })));
    give(&mut machine, &mut cloud, json!({ "inputs": { "functions": ["fun01-dev"], "traffic": 0 } }));
    for foreign in [false, true] {
        let (mut cloud, mut machine) = (cloud.clone(), machine.clone());
        if foreign {
            let now = cloud.now;
            let function = cloud.functions.get_mut("fun01-dev").unwrap();
            function.set_image(now, &config(&url("c")), Status::is("Active"));
        }
        let back = json!({ "kind": "rollback", "to": "previous", "inputs": { "functions": ["fun01-dev"] } });
        let ended = give(&mut machine, &mut cloud, back);
        let latest = if foreign { 0 } else { WHOLE / 2 };
        assert_eq!(default_alias(&cloud).most_of("$LATEST"), latest, "foreign: {foreign} {:?}", cloud.actions());
        assert_eq!(codes(&ended).contains(&"Capped".to_owned()), foreign);
    }
}

#[test]
fn a_package_can_not_become_an_image_nor_the_other_way_round() {
    let (ended, there) = over(cloud(support::asked::settled()), &url("b"), json!({ "traffic": 0.1 }));
    let error = ended.refused();
    assert_eq!(error.code(), "RuntimeChange");
    assert!(error.message().contains("can't become a container image"), "{}", error.message());
    assert!(there.writes().is_empty());
    let mut there = cloud(settled());
    let packages = support::asked::SRC;
    let order = order("run", support::asked::inputs(packages, json!({ "traffic": 0.1 })), packages);
    let ended = drive(&order, &mut there, &How::packing(packages));
    assert_eq!(ended.refused().code(), "RuntimeChange");
    assert!(ended.refused().message().contains("can't become a code package"), "{}", ended.refused().message());
    assert!(there.writes().is_empty());
}

#[test]
fn a_tag_without_a_digest_is_pointed_out() {
    let tag = format!("{REPOSITORY}:v2");
    let (ended, there) = over(cloud(settled()), &tag, json!({ "traffic": 0.1 }));
    ended.done();
    assert!(note(&ended, "ImageNotPinned").contains("releases whatever the tag means by then"));
    let (ended, there) = over(there.fresh(), &tag, json!({ "traffic": 0.2 }));
    ended.done();
    assert_eq!(there.writes(), ["UpdateAlias"]);
    assert!(note(&ended, "ImageNotPinned").contains("it is not set again"));
    let (ended, _) = over(there.fresh(), &url("b"), json!({ "traffic": 0.2 }));
    assert!(!codes(&ended).contains(&"ImageNotPinned".to_owned()));
}

#[test]
fn an_image_that_the_api_does_not_show_is_set_and_that_is_said() {
    let mut function = settled();
    function.config["ImageConfig"] = Value::Null;
    let (ended, cloud) = over(cloud(function), &url("a"), json!({ "traffic": 0.1 }));
    ended.done();
    assert_eq!(steps(&ended), ["upload", "shift"]);
    assert!(sentences(&ended, "step").iter().any(|step| step.contains("set the image")), "{:?}", cloud.actions());
}

#[test]
fn status_shows_the_image() {
    let mut there = cloud(settled());
    let ended = drive(&order("status", json!({ "functions": ["fun01-dev"] }), &[]), &mut there, &How::default());
    let report = serde_json::to_value(&ended.report).unwrap();
    assert_eq!(report["value"][0]["image"], json!(url("a")), "{report}");
    let mut there = cloud(support::asked::settled());
    let ended = drive(&order("status", json!({ "functions": ["fun01-dev"] }), &[]), &mut there, &How::default());
    assert_eq!(serde_json::to_value(&ended.report).unwrap()["value"][0].get("image"), None);
}

#[test]
fn what_is_observed_of_an_image_is_read_back() {
    use scf_grayscale::scf::function::Function as Shown;
    use scf_grayscale::scf::{Fields, Read};
    let answer = json!({ "Status": "Active", "Runtime": "CustomImage", "ImageConfig": config(&url("a")) });
    let shown = Shown::read(Fields(&raw(answer))).unwrap();
    let again = Shown::read(Fields(&raw(serde_json::to_value(&shown).unwrap()))).unwrap();
    assert_eq!(shown, again);
    assert!(shown.image_identity().is_some());
}

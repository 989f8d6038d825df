//! smoke
mod support;
use support::*;
use support::cloud::*;
use support::drive::*;
use serde_json::json;

#[test]
fn documented() {
    let mut cloud = Cloud::of(&[("fun01-dev", Function::new("a").with(1, "a", "Active").routed(Alias::grayscale(1.0, "1")))]);
    let packages = [("fun01", "b")];
    let order = order("run", json!({"functions": {"fun01": {"src": "./"}}, "traffic": 0.1}), &packages);
    let ended = drive(&order, &mut cloud, &How::packing(&packages));
    println!("{:#?}", ended.shown);
    println!("{:?}", ended.journal);
    println!("{:?}", cloud.actions());
    println!("{:?}", ended.waited_ms);
    ended.done();
}

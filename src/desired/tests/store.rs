//! Which store counts, and who may name it.

use crate::desired::{StoreChoice, StoreSources};
use crate::json::Json;

const OWN: &str = "cos://releases-1250000000/grayscale?region=ap-guangzhou";

fn sources(written: &str) -> StoreSources<'static> {
    StoreSources {
        written: Some(Json::from_json(written.to_owned().leak()).unwrap()),
        app_id: Some("1250000000".into()),
        names: vec!["shop".into(), "api".into()],
        stage: "prod".into(),
        ..StoreSources::default()
    }
}

fn code(sources: &StoreSources<'_>) -> String {
    match sources.choice() {
        Ok(choice) => choice.map_or_else(|| "none".to_owned(), |choice| choice.address),
        Err(error) => error.code().to_owned(),
    }
}

#[test]
fn typed_counts_before_exported_and_that_before_written() {
    let written = sources(&format!("\"{OWN}\""));
    assert_eq!(code(&written), OWN);
    let exported = StoreSources { exported: Some("postgres://a@b/c".into()), ..written };
    assert_eq!(code(&exported), "postgres://a@b/c");
    let typed = StoreSources { typed: Some("./here".into()), ..exported };
    assert_eq!(code(&typed), "./here");
    assert_eq!(code(&sources("null")), "none");
    assert_eq!(code(&StoreSources { exported: Some("  ".into()), ..sources("null") }), "none");
}

#[test]
fn a_project_file_may_name_a_bucket_of_the_account_and_nothing_else() {
    for written in [
        "cos://releases-1250000001/grayscale?region=ap-guangzhou",
        "cos://1250000000/x?region=ap-guangzhou",
        "cos://evil.example/x-1250000000?region=ap-guangzhou",
        "cos://a@evil-1250000001/releases-1250000000",
        "postgres://evil.example/x",
        "file:../elsewhere",
        "../elsewhere",
        "https://evil.example",
    ] {
        assert_eq!(code(&sources(&format!("\"{written}\""))), "UntrustedHost", "{written}");
        // a person may name it
        let typed = StoreSources { typed: Some(written.into()), ..sources(&format!("\"{written}\"")) };
        assert_eq!(code(&typed), written);
        let from_environment = StoreSources { from_environment: true, ..sources(&format!("\"{written}\"")) };
        assert_eq!(code(&from_environment), written);
        let confirmed = StoreSources { confirmed: true, ..sources(&format!("\"{written}\"")) };
        assert_eq!(code(&confirmed), written);
    }
    let unknown = StoreSources { app_id: None, ..sources(&format!("\"{OWN}\"")) };
    assert_eq!(code(&unknown), "UntrustedHost");
    assert_eq!(unknown.choice().unwrap_err().class, crate::error::Class::Refused);
}

#[test]
fn the_log_is_named_after_project_and_stage() {
    let log = |sources: &StoreSources<'_>| sources.choice().unwrap().map(|StoreChoice { log, .. }| log);
    assert_eq!(log(&sources(&format!("\"{OWN}\""))).as_deref(), Some("shop/prod"));
    let named = sources(&format!(r#"{{"url":"{OWN}","project":"store"}}"#));
    assert_eq!(log(&named).as_deref(), Some("store/prod"));
    let unnamed = StoreSources { names: vec![String::new(), "my dir".into()], ..sources(&format!("\"{OWN}\"")) };
    assert_eq!(log(&unnamed).as_deref(), Some("my dir/prod"));
    for name in ["", "a/b", "..", ".hidden", "a\nb", "a?b"] {
        let odd = StoreSources { names: vec![name.into()], ..sources(&format!("\"{OWN}\"")) };
        assert_eq!(code(&odd), "InvalidInput", "{name:?}");
    }
}

#[test]
fn what_is_no_store_is_refused() {
    for written in ["1", "true", "[]", r#"{"url":1}"#, r#"{"uri":"x"}"#] {
        assert_eq!(code(&sources(written)), "InvalidInput", "{written}");
    }
    // a project alone names the log, wherever the store comes from
    let project = StoreSources { exported: Some(OWN.into()), ..sources(r#"{"project":"store"}"#) };
    assert_eq!(project.choice().unwrap().map(|choice| choice.log).as_deref(), Some("store/prod"));
}

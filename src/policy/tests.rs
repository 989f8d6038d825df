use super::*;

fn request(text: &str) -> Document {
    of_request(Json::from_json(text).unwrap()).unwrap()
}

fn actions(document: &Document) -> Vec<&'static str> {
    document.permissions.iter().map(|permission| permission.action).collect()
}

#[test]
fn each_use_is_of_an_action_of_the_table_and_each_action_is_used() {
    let used: Vec<&str> = COMMANDS
        .iter()
        .flat_map(|(_, parts)| parts.iter())
        .flat_map(|part| uses(*part).iter().flat_map(|uses| uses.iter()))
        .map(|one| one.action)
        .collect();
    for action in &used {
        assert!(ACTIONS.iter().any(|known| known.name == *action), "{action}");
    }
    for action in ACTIONS {
        assert!(used.contains(&action.name), "{}", action.name);
    }
}

#[test]
fn a_project_asks_for_what_its_inputs_and_flags_can_ask_for() {
    let settings_alone = request(r#"{"commands":["deploy"],"inputs":{"name":"fun01","timeout":5}}"#);
    let needed = actions(&settings_alone);
    assert!(needed.contains(&"UpdateFunctionConfiguration") && needed.contains(&"PublishVersion"), "{needed:?}");
    for other in ["CreateFunction", "UpdateFunctionCode", "UpdateTrigger", "PassRole"] {
        assert!(!needed.contains(&other), "{other}");
    }
}

#[test]
fn an_exact_order_asks_for_nothing_that_flags_could_add() {
    let shift = r#"{"commands":["deploy"],"exact":true,"inputs":{"name":"fun01","traffic":0.1}}"#;
    assert_eq!(
        actions(&request(shift)),
        [
            "GetFunction",
            "ListVersionByFunction",
            "GetAlias",
            "UpdateAlias",
            "PutProvisionedConcurrencyConfig",
            "DeleteProvisionedConcurrencyConfig",
            "GetFunctionAddress",
            "GetProvisionedConcurrencyConfig"
        ]
    );
}

#[test]
fn resources_are_named_only_where_cam_honours_them() {
    let document = request(
        r#"{"commands":["deploy"],"exact":true,"inputs":{"functions":{"fun01":{"src":".","role":"exRole"},
        "fun02":{"src":".","namespace":"shop","role":"exRole"}},"alias":"live","traffic":0}}"#,
    );
    for permission in &document.permissions {
        let expected: &[&str] = match permission.action {
            "CreateAlias" => {
                &["qcs::scf:::namespace/default/function/fun01-dev", "qcs::scf:::namespace/shop/function/fun02-dev"]
            }
            "PassRole" => &["qcs::cam:::roleName/exRole"],
            _ => &["*"],
        };
        assert_eq!(permission.resource, expected, "{}", permission.action);
    }
    let anywhere = request(r#"{"commands":["alias create"]}"#);
    assert!(anywhere.policy.statement.iter().all(|statement| statement.resource == ["*"]));
}

#[test]
fn what_a_command_does_without_stands_in_a_statement_of_its_own() {
    let document = request(r#"{"commands":["rollback"]}"#);
    let of = |actions: &[&'static str]| Statement {
        effect: "allow",
        action: actions.to_vec(),
        resource: vec!["*".to_owned()],
    };
    assert_eq!(document.policy.version, "2.0");
    assert_eq!(
        document.policy.statement,
        [
            of(&[
                "scf:ListVersionByFunction",
                "scf:GetAlias",
                "scf:UpdateAlias",
                "scf:GetProvisionedConcurrencyConfig",
                "scf:DeleteProvisionedConcurrencyConfig"
            ]),
            of(&["scf:GetFunction", "scf:GetFunctionAddress", "scf:ListTriggers", "scf:ListCustomDomains"])
        ]
    );
}

#[test]
fn what_one_of_several_commands_fails_without_is_needed() {
    let document = request(r#"{"commands":["rollback","prune"]}"#);
    // prune fails without all but the digests, which it does not read
    let optional: Vec<&str> =
        document.permissions.iter().filter_map(|permission| permission.without.map(|_| permission.action)).collect();
    assert_eq!(optional, ["GetFunctionAddress"]);
}

#[test]
fn an_unknown_command_is_named_with_the_nearest_one() {
    let error = of_request(Json::from_json(r#"{"commands":["roolback"]}"#).unwrap()).unwrap_err();
    assert_eq!(
        (error.code(), error.message().as_str()),
        ("UnknownCommand", "unknown command \"roolback\" (did you mean rollback?)")
    );
}

#[test]
fn a_plan_file_asks_for_its_steps_without_its_secrets() {
    let file = include_str!("../../tests/fuzz/corpus/plans/canary.plan");
    assert_eq!(
        actions(&of_plan(file).unwrap()),
        [
            "GetFunction",
            "ListVersionByFunction",
            "GetAlias",
            "ListAliases",
            "UpdateFunctionCode",
            "UpdateAlias",
            "GetFunctionAddress",
            "ListTriggers",
            "ListCustomDomains",
            "GetProvisionedConcurrencyConfig"
        ]
    );
}

#[test]
fn a_journal_in_a_bucket_needs_its_own_statements_by_what_the_commands_do() {
    let with = |commands: &str, prefix: &str| {
        let store =
            [r#""store":{"bucket":"journal-1250000000","region":"ap-guangzhou","prefix":""#, prefix, r#""}"#].concat();
        request(&["{\"commands\":[\"", commands, "\"],", &store, "}"].concat())
    };
    let of_store = |document: &Document| -> Vec<(Vec<&'static str>, Vec<String>)> {
        let of_log = document.policy.statement.iter().filter(|one| one.resource[0].starts_with("qcs::cos:"));
        of_log.map(|one| (one.action.clone(), one.resource.clone())).collect()
    };
    let bucket = "qcs::cos:ap-guangzhou:uid/1250000000:journal-1250000000";
    // as docs/shared-store.md has it
    let writes = [
        (vec!["name/cos:GetObject", "name/cos:AppendObject", "name/cos:PutObject"], vec![[bucket, "/team/*"].concat()]),
        (vec!["name/cos:GetBucketVersioning"], vec![[bucket, "/*"].concat()]),
    ];
    for command in ["deploy", "rollback", "alias update", "prune"] {
        assert_eq!(of_store(&with(command, "team")), writes, "{command}");
    }
    for command in ["plan", "status", "metrics"] {
        let reads = [(vec!["name/cos:GetObject"], vec![[bucket, "/*"].concat()])];
        assert_eq!(of_store(&with(command, "")), reads, "{command}");
    }
    for command in ["list", "alias list", "invoke", "logs"] {
        assert_eq!(of_store(&with(command, "team")), [], "{command}");
    }
}

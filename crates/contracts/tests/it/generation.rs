use std::fs;
use std::path::Path;

use protox::Compiler;

use crate::generator::generate;

/// Generates from a message with these fields, as a file of the contract would hold them.
fn generated(fields: &str) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let source = format!(
        "syntax = \"proto3\"; package dossier.probe.v1; import \"buf/validate/validate.proto\";
         enum Kind {{ KIND_UNSPECIFIED = 0; KIND_ONE = 1; }}
         message Part {{ string text = 1; }}
         message Probe {{ {fields} }}"
    );
    fs::write(folder.path().join("probe.proto"), source).unwrap();
    let contract = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../proto");
    let mut compiler = Compiler::new([folder.path(), &contract]).unwrap();
    compiler.open_file("probe.proto").unwrap();
    generate(&compiler.descriptor_pool()).map_err(|error| error.to_string())
}

#[track_caller]
fn refused(fields: &str, name: &str) {
    let error = generated(fields).unwrap_err();
    assert!(error.contains("dossier.probe.v1.Probe") && error.contains(name), "{error}");
}

#[test]
fn an_annotation_that_the_generator_does_not_know_fails_the_build_by_its_name() {
    refused("string a = 1 [(buf.validate.field).string.email = true];", "buf.validate.StringRules.email");
    refused("string a = 1 [(buf.validate.field).cel = {id: \"a\"}];", "buf.validate.FieldRules.cel");
    refused("double a = 1 [(buf.validate.field).double.gt = 0];", "buf.validate.FieldRules.double");
    refused("int32 a = 1 [(buf.validate.field).int32.const = 7];", "buf.validate.Int32Rules.const");
    refused("repeated string a = 1 [(buf.validate.field).repeated.unique = true];", "RepeatedRules.unique");
    refused("oneof a { string b = 1 [(buf.validate.field).required = true]; }", "required on a member of a oneof");
    refused("bool a = 1 [(buf.validate.field).required = true];", "required or ignore on");
    refused("option (buf.validate.message).cel_expression = \"true\";", "buf.validate.message");
    refused("map<string, Part> parts = 1 [(buf.validate.field).map.min_pairs = 1];", "FieldRules.map");
}

#[test]
fn limits_that_no_number_can_keep_fail_the_build() {
    refused("int64 a = 1 [(buf.validate.field).int64 = {gt: 5, lt: 6}];", "at least 6 and at most 5");
}

#[test]
fn items_that_are_ignored_are_left_to_whoever_answers_them_one_by_one() {
    let checks = generated(
        "repeated Part parts = 1 [(buf.validate.field).repeated = {max_items: 9, items: {ignore: IGNORE_ALWAYS}}];",
    )
    .unwrap();
    assert!(checks.contains("rules::max_items(value, 9, violations);"), "{checks}");
    assert!(!checks.contains("value.validate"), "{checks}");
}

#[test]
fn a_required_scalar_must_not_be_zero() {
    let checks = generated("Kind kind = 1 [(buf.validate.field).required = true];").unwrap();
    assert!(checks.contains("if *value == 0 {\nviolations.add_required();\n}"), "{checks}");
}

//! Errors: every case is mapped on purpose, and every reason is seen by a test.

use super::Fault;
use super::contract::declarations;
use super::sources::Sources;

/// Where a service maps its errors.
const MAPPING: &str = "/src/error.rs";
/// The enum of reasons, and how its values begin.
const REASONS: &str = "ErrorReason";
const PREFIX: &str = "ERROR_REASON_";

pub(crate) fn wildcards(sources: &Sources) -> Vec<Fault> {
    let mappings = sources.production().filter(|(path, _)| path.starts_with("services/") && path.ends_with(MAPPING));
    let mut faults = Vec::new();
    for (path, code) in mappings {
        let lines = code.find("_ =>").into_iter().chain(code.find("_ if"));
        faults.extend(lines.map(|line| {
            Fault::line(path, line, "has a wildcard arm: name the cases, so that a new one is mapped on purpose")
        }));
    }
    faults
}

pub(crate) fn untested_reasons(sources: &Sources) -> Vec<Fault> {
    let tests: Vec<_> = sources.tests().collect();
    let is_named = |reason: &str| {
        let sent = reason.strip_prefix(PREFIX).unwrap_or(reason);
        let spellings = [format!("{REASONS}::{}", camel_case(sent)), format!("\"{sent}\""), format!("\"{reason}\"")];
        tests.iter().any(|(_, code)| spellings.iter().any(|spelling| code.contains(spelling)))
    };
    let mut faults = Vec::new();
    for (path, text) in sources.files().filter(|(path, _)| path.starts_with("proto/dossier/")) {
        for reasons in declarations(text).iter().filter(|declared| declared.kind == "enum" && declared.name == REASONS)
        {
            let untested = reasons.members().into_iter().skip(1).filter(|reason| !is_named(&reason.name));
            faults.extend(untested.map(|reason| {
                let message = format!("no test names {}: write one that produces it", reason.name);
                Fault::line(path, reason.line, message)
            }));
        }
    }
    faults
}

/// `EtagMismatch` of `ETAG_MISMATCH`.
fn camel_case(constant: &str) -> String {
    let words = constant.split('_').map(|word| match word.split_at_checked(1) {
        Some((first, rest)) => first.to_owned() + &rest.to_ascii_lowercase(),
        None => String::new(),
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn a_wildcard_arm_in_an_error_mapping_is_found() {
        let mapping = "fn f(e: E) -> u8 {\n match e {\n E::A => 1,\n _ => 2,\n } }";
        let faults = found(wildcards, &[("services/customer/src/error.rs", mapping)]);
        assert!(matches!(faults.as_slice(), [fault] if fault.contains("error.rs:4: ")), "{faults:?}");
        assert!(found(wildcards, &[("services/customer/src/call.rs", mapping)]).is_empty());
        assert!(found(wildcards, &[("services/customer/src/error.rs", "match e { E::A(_) => 1 }")]).is_empty());
    }

    #[test]
    fn a_reason_that_no_test_names_is_found() {
        let contract = (
            "proto/dossier/customer/v1/error_reason.proto",
            "enum ErrorReason {\n ERROR_REASON_UNSPECIFIED = 0;\n // Why.\n ERROR_REASON_ETAG_MISMATCH = 7;\n}",
        );
        let path = "services/customer/tests/rpc/customer/update.rs";
        let test = |text| found(untested_reasons, &[contract, (path, text)]);
        for text in ["ErrorReason::EtagMismatch", "\"ETAG_MISMATCH\"", "\"ERROR_REASON_ETAG_MISMATCH\""] {
            assert!(test(text).is_empty(), "{text}");
        }
        let faults = test("// \"ETAG_MISMATCH\"");
        assert!(matches!(faults.as_slice(), [fault] if fault.contains("error_reason.proto:4: ")), "{faults:?}");
        let outside_tests = ("services/customer/src/error.rs", "ErrorReason::EtagMismatch");
        assert_eq!(found(untested_reasons, &[contract, outside_tests]).len(), 1);
    }
}

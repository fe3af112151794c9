//! From the name of an RPC to its file, and to its test: `CreateCustomer` of `CustomerService` lies in
//! `rpc/customer/create.rs`.

use super::Fault;
use super::contract::{Declaration, declarations};
use super::sources::Sources;

/// Where the packages of the contract lie.
const CONTRACT: &str = "proto/dossier/";

pub(crate) fn missing(sources: &Sources) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in sources.files().filter(|(path, _)| path.ends_with(".proto")) {
        let Some((package, _)) = path.strip_prefix(CONTRACT).and_then(|path| path.split_once('/')) else { continue };
        let declared = declarations(text);
        for service in declared.iter().filter(|declared| declared.kind == "service") {
            let lacking = if sources.services().any(|service| service == package) {
                lacking_operations(sources, package, &declared, service)
            } else {
                lacking_service(sources, service)
            };
            faults.extend(lacking.into_iter().map(|lacking| Fault::file(path, lacking)));
        }
    }
    faults
}

/// What a service of ours has in a file and in a test for each operation.
fn lacking_operations(
    sources: &Sources,
    package: &str,
    declared: &[Declaration],
    service: &Declaration,
) -> Vec<String> {
    let mut lacking = Vec::new();
    for operation in service.operations() {
        let file = file(declared, &service.name, &operation);
        for (folder, what) in [("src", "code"), ("tests", "test")] {
            let path = format!("services/{package}/{folder}/rpc/{file}");
            if !sources.contains(&path) {
                lacking.push(format!("{operation} has no {what}: write {path}"));
            }
        }
    }
    lacking
}

/// A service in a package of its own, such as that of the journals, is served alike by every process: it is one file of a
/// crate, and each operation has a test of its name wherever it can be called.
fn lacking_service(sources: &Sources, service: &Declaration) -> Vec<String> {
    let is_there = |folder: &str, file: &str| {
        sources.files().any(|(path, _)| path.contains(folder) && path.rsplit('/').next() == Some(file))
    };
    let mut lacking = Vec::new();
    let code = format!("{}.rs", snake_case(&service.name));
    if !is_there("/src/", &code) {
        lacking.push(format!("{} has no code: write a {code} in a crate", service.name));
    }
    for operation in service.operations() {
        let test = format!("{}.rs", snake_case(&operation));
        if !is_there("/tests/", &test) {
            lacking.push(format!("{operation} has no test: write a {test} in the tests of a service"));
        }
    }
    lacking
}

/// The folder is the resource that the RPC names, if it is declared beside the service or gives it its name; otherwise the name
/// of the service. The file is the rest of the RPC's name: `CreateTeam` is `team/create.rs`, `ListCustomerRevisions` is
/// `customer/list_revisions.rs`, `ImportCustomers` of `ImportService` is `import/import_customers.rs`.
fn file(declared: &[Declaration], service: &str, operation: &str) -> String {
    let operation = snake_case(operation);
    let own = snake_case(service.strip_suffix("Service").unwrap_or(service));
    let beside = declared.iter().filter(|declared| declared.is_resource()).map(|resource| snake_case(&resource.name));
    let named = beside.chain([own.clone()]).find_map(|resource| Some((without(&operation, &resource)?, resource)));
    let (operation, resource) = named.unwrap_or((operation, own));
    format!("{resource}/{operation}.rs")
}

/// The operation without the resource, one or many, if it names it: `list_revisions` of `list_customer_revisions`.
fn without(operation: &str, resource: &str) -> Option<String> {
    [format!("_{resource}s"), format!("_{resource}")].iter().find_map(|noun| {
        let (before, after) = operation.split_once(noun)?;
        (after.is_empty() || after.starts_with('_')).then(|| format!("{before}{after}"))
    })
}

/// `list_customers` of `ListCustomers`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn the_file_of_an_operation_follows_from_its_name() {
        let declared = declarations("message Team { string etag = 1; } message Revision { int64 revision = 1; }");
        for (service, operation, expected) in [
            ("CustomerService", "CreateCustomer", "customer/create.rs"),
            ("CustomerService", "BatchCreateCustomers", "customer/batch_create.rs"),
            ("CustomerService", "ListCustomerRevisions", "customer/list_revisions.rs"),
            ("CustomerService", "ChangeStage", "customer/change_stage.rs"),
            ("ImportService", "ImportCustomers", "import/import_customers.rs"),
            ("StaffService", "ListStaff", "staff/list.rs"),
            ("StaffService", "CreateTeam", "team/create.rs"),
            ("StaffService", "ListTeams", "team/list.rs"),
            ("TenantService", "GetTenant", "tenant/get.rs"),
        ] {
            assert_eq!(file(&declared, service, operation), expected);
        }
    }

    #[test]
    fn an_operation_without_code_or_test_is_found() {
        let contract =
            "service CustomerService {\n rpc CreateCustomer(A) returns (B) { option (x) = {post: \"/v1\"}; }\n}";
        let mut files = vec![
            ("services/customer/Cargo.toml", ""),
            ("proto/dossier/customer/v1/customer_service.proto", contract),
            ("services/customer/src/rpc/customer/create.rs", ""),
        ];
        let faults = found(missing, &files);
        assert!(
            matches!(faults.as_slice(), [fault] if fault.contains("CreateCustomer has no test: write")),
            "{faults:?}"
        );
        files.push(("services/customer/tests/rpc/customer/create.rs", ""));
        assert!(found(missing, &files).is_empty());
        files.remove(2);
        assert_eq!(found(missing, &files).len(), 1);
    }

    #[test]
    fn a_service_of_every_process_without_code_or_test_is_found() {
        let contract = "service JournalService { rpc VerifyJournal(A) returns (B); }";
        let mut files = vec![
            ("services/customer/Cargo.toml", ""),
            ("proto/dossier/journal/v1/journal_service.proto", contract),
            ("crates/foundation/src/journal_service.rs", ""),
        ];
        let faults = found(missing, &files);
        assert!(
            matches!(faults.as_slice(), [fault] if fault.contains("VerifyJournal has no test: write")),
            "{faults:?}"
        );
        files.push(("services/customer/tests/rpc/journal/verify_journal.rs", ""));
        assert!(found(missing, &files).is_empty());
        files.remove(2);
        assert_eq!(found(missing, &files).len(), 1);
    }
}

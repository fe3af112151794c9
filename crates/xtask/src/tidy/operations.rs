//! From the name of an RPC to its file, and to its test: `CreateCustomer` of `CustomerService` lies in
//! `rpc/customer/create.rs`.

use super::Fault;
use super::contract::declarations;
use super::sources::Sources;

/// Where the packages of the contract lie.
const CONTRACT: &str = "proto/dossier/";

pub(crate) fn missing(sources: &Sources) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in sources.files().filter(|(path, _)| path.ends_with(".proto")) {
        let Some((package, _)) = path.strip_prefix(CONTRACT).and_then(|path| path.split_once('/')) else { continue };
        for service in declarations(text).iter().filter(|declared| declared.kind == "service") {
            for operation in service.operations() {
                faults.extend(missing_of(sources, package, &service.name, &operation, path));
            }
        }
    }
    faults
}

/// A package with the name of a service is served by it; another, such as that of the journals, by every service.
fn missing_of(sources: &Sources, package: &str, service: &str, operation: &str, contract: &str) -> Vec<Fault> {
    let file = file(service, operation);
    let servers: Vec<_> = sources.services().collect();
    let servers = if servers.contains(&package) { vec![package] } else { servers };
    let mut faults = Vec::new();
    for server in servers {
        for (folder, what) in [("src", "its code"), ("tests", "its test")] {
            let path = format!("services/{server}/{folder}/rpc/{file}");
            if !sources.contains(&path) {
                faults.push(Fault::file(contract, format!("{operation} lacks {path}: {what} belongs there")));
            }
        }
    }
    faults
}

/// The resource is the service's name without `Service`; the operation the RPC's without the resource, which may stand
/// anywhere but first: `ListCustomerRevisions` is `customer/list_revisions.rs`, `ImportCustomers` of `ImportService` is
/// `import/import_customers.rs`.
fn file(service: &str, operation: &str) -> String {
    let resource = snake_case(service.strip_suffix("Service").unwrap_or(service));
    let plural = format!("{resource}s");
    let words = snake_case(operation);
    let words = words.split('_').enumerate();
    let kept = words.filter(|(index, word)| *index == 0 || (*word != resource && *word != plural));
    let operation: Vec<_> = kept.map(|(_, word)| word).collect();
    format!("{resource}/{}.rs", operation.join("_"))
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
        for (service, operation, expected) in [
            ("CustomerService", "CreateCustomer", "customer/create.rs"),
            ("CustomerService", "BatchCreateCustomers", "customer/batch_create.rs"),
            ("CustomerService", "ListCustomerRevisions", "customer/list_revisions.rs"),
            ("CustomerService", "ChangeStage", "customer/change_stage.rs"),
            ("ImportService", "ImportCustomers", "import/import_customers.rs"),
            ("StaffService", "ListStaff", "staff/list.rs"),
            ("StaffService", "ListTeams", "staff/list_teams.rs"),
            ("JournalService", "VerifyJournal", "journal/verify.rs"),
        ] {
            assert_eq!(file(service, operation), expected);
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
            matches!(faults.as_slice(), [fault] if fault.contains("CreateCustomer lacks services/customer/tests/rpc/"))
        );
        files.push(("services/customer/tests/rpc/customer/create.rs", ""));
        assert!(found(missing, &files).is_empty());
        files.remove(2);
        assert_eq!(found(missing, &files).len(), 1);
    }

    #[test]
    fn what_every_service_serves_is_looked_for_in_every_service() {
        let files = [
            ("services/customer/Cargo.toml", ""),
            ("services/reminder/Cargo.toml", ""),
            (
                "proto/dossier/journal/v1/journal_service.proto",
                "service JournalService { rpc VerifyJournal(A) returns (B); }",
            ),
            ("services/customer/src/rpc/journal/verify.rs", ""),
            ("services/customer/tests/rpc/journal/verify.rs", ""),
        ];
        let faults = found(missing, &files);
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults.iter().all(|fault| fault.contains("services/reminder/")));
    }
}

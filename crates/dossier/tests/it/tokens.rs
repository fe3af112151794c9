//! Tokens of the local issuer.

use crate::process::{Server, run};

#[test]
fn a_token_is_printed_alone_and_shows_what_its_role_may_see() {
    let server = Server::start();
    let create = ["create", "--kind", "individual", "--name", "曹明", "--phone", "13812345678"];
    let number = server.record(&create)["customerNumber"].as_str().unwrap().to_owned();
    let data = server.data().join("data");
    let token = |role| {
        let ended = run(&["token", "--data", data.to_str().unwrap(), "--subject", "wang", "--role", role]);
        assert_eq!((ended.code, ended.output.lines().count()), (0, 1), "{}", ended.errors);
        ended.output.trim().to_owned()
    };

    let sales = server.file("token", token("sales"));
    let sales = format!("@{sales}");
    let seen = server.record(&["--token", &sales, "get", &number]);
    assert_ne!(seen["registeredName"], "曹明", "a seller does not see the customers of others");
    assert!(seen["maskedClasses"].as_array().is_some_and(|classes| !classes.is_empty()));
    assert_eq!(server.run(&["--token", &sales, "verify"]).code, 5);
    let partly = server.run(&["--token", &sales, "update", &number, "--phone", "13912345678"]);
    assert_eq!(partly.code, 2, "what is withheld must not be written back: {}", partly.errors);

    let file = server.file("people.csv", "姓名,手机\n曹明,13812345678\n");
    let refused = server.run(&["--token", &sales, "import", &file]);
    assert_eq!((refused.code, refused.output.as_str()), (5, ""), "{}", refused.errors);

    let administrator = token("administrator");
    assert_eq!(server.record(&["--token", &administrator, "get", &number])["registeredName"], "曹明");
    assert_eq!(run(&["token", "--data", data.to_str().unwrap(), "--subject", "x", "--role", "system"]).code, 1);
}

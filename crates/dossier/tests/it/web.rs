//! Calls of web pages, which the process takes on the port of all others.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use crate::process::{Server, run};

const PAGE: &str = "https://crm.example.com";
/// A message without fields, as gRPC frames it.
const NOTHING: [u8; 5] = [0; 5];

/// What is answered by HTTP/1.1 when a page of this origin asks for the tenant.
fn ask(server: &Server, origin: &str, token: &str) -> String {
    let mut connection = TcpStream::connect(server.address()).unwrap();
    let head = [
        "POST /dossier.customer.v1.TenantService/GetTenant HTTP/1.1".to_owned(),
        format!("host: {}", server.address()),
        format!("origin: {origin}"),
        format!("authorization: Bearer {token}"),
        "content-type: application/grpc-web+proto".to_owned(),
        format!("content-length: {}", NOTHING.len()),
        "connection: close".to_owned(),
    ];
    write!(connection, "{}\r\n\r\n", head.join("\r\n")).unwrap();
    connection.write_all(&NOTHING).unwrap();
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_page_of_an_allowed_origin_calls_with_a_token_and_no_other_page_does() {
    let settings = format!("[server]\nweb_origins = [\"{PAGE}\"]\n");
    let server = Server::with_settings(Arc::new(tempfile::tempdir().unwrap()), &settings);
    let data = server.data().join("data");
    let issued = run(&["token", "--data", data.to_str().unwrap(), "--subject", "wang", "--role", "sales"]);
    let token = issued.output.trim();

    let answer = ask(&server, PAGE, token);
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("grpc-status:0"), "{answer}");
    assert!(answer.contains("Asia/Shanghai"), "the tenant is in it: {answer}");
    assert!(answer.contains(&format!("access-control-allow-origin: {PAGE}")), "{answer}");

    let unknown = ask(&server, PAGE, "x");
    assert!(unknown.contains("grpc-status: 16") || unknown.contains("grpc-status:16"), "{unknown}");
    let foreign = ask(&server, "https://crm.example.com.evil.example", token);
    assert!(foreign.starts_with("HTTP/1.1 403 ") && !foreign.contains("access-control-allow-origin"), "{foreign}");
}

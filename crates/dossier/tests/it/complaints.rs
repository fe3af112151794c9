//! What customers think of us, complain of and ask.

use serde_json::Value;

use crate::process::Server;

#[test]
fn i10_i11_i12_what_a_customer_brings_is_recorded_handled_and_shown() {
    let server = Server::start();
    server.record(&["create", "--number", "KH-1", "--kind", "individual", "--name", "曹明", "--phone", "13812345678"]);
    let told = ["feedback", "create", "KH-1", "--channel", "wechat", "--rating", "2", "--suggestion", "换快递"];
    server.record(&told);
    let low = server.run(&["-o", "jsonl", "feedback", "list", "--filter", "rating <= 2"]).output;
    assert_eq!(low.lines().count(), 1, "{low}");

    let made = ["complaint", "create", "KH-1", "--channel", "phone", "--subject", "漏水", "--priority", "high"];
    let complaint = server.record(&made);
    let id = complaint["complaintId"].as_str().unwrap();
    let refused = server.run(&["complaint", "move", id, "closed"]);
    assert_eq!(refused.code, 1, "{}", refused.errors);
    assert!(refused.errors.contains("resolution"), "{}", refused.errors);
    let closed = server.record(&["complaint", "move", id, "closed", "--resolution", "换新"]);
    assert_eq!(closed["handlingState"], "HANDLING_STATE_CLOSED");
    let listed =
        |all: &[&str]| server.run(&[&["-o", "jsonl", "complaint", "list"], all].concat()).output.lines().count();
    assert_eq!((listed(&[]), listed(&["--all"])), (0, 1));

    let case = server.record(&["case", "create", "KH-1", "--channel", "live-chat", "--question", "滤芯怎么换"]);
    let id = case["serviceCaseId"].as_str().unwrap();
    let staff = ["staff", "create", "--name", "李雷", "--subject", "li"];
    let staff = server.record(&staff);
    let staff = staff["staffId"].as_str().unwrap();
    assert_eq!(server.record(&["case", "assign", id, "--assignee", staff])["assignee"], staff);
    let customer: Value = server.record(&["get", "KH-1"]);
    assert_eq!(customer["collaborators"], serde_json::json!([staff]));
    let shown = server.run(&["-o", "table", "timeline", "KH-1"]).output;
    for part in ["换快递", "漏水", "换新", "滤芯怎么换", "closed"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

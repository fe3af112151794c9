//! What an operator reads when a server does not start.

use clock::Clock;
use server::Server;

use crate::house::{House, read_settings, settings};

#[tokio::test]
async fn a_port_that_is_in_use_is_named_with_the_way_out() {
    let house = House::with(&[]).await;
    let address = house.serving.address().to_string();
    let refused = Server::bind(settings(&[("server.listen", &address)]), Clock::system()).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        format!("{address} is in use by another process; stop that one, or name another address as `server.listen`")
    );
}

#[tokio::test]
async fn an_address_of_another_machine_is_named_with_the_way_out() {
    let refused = Server::bind(settings(&[("server.listen", "192.0.2.1:0")]), Clock::system()).await.unwrap_err();
    let refused = refused.to_string();
    assert!(refused.starts_with("cannot listen on 192.0.2.1:0: "), "{refused}");
    assert!(refused.ends_with("; name another address as `server.listen`"), "{refused}");
}

#[test]
fn a_time_that_is_none_or_no_time_is_refused_by_its_key() {
    for (time, rule) in [("0s", "must be longer than 0s"), ("soon", "")] {
        let refused = read_settings(&[("server.default_deadline", time)]).unwrap_err().to_string();
        assert!(refused.starts_with("`server.default_deadline` in the command line "), "{refused}");
        assert!(refused.contains(rule) && refused.ends_with("to have its default: 30s"), "{refused}");
    }
}

#[test]
fn a_limit_of_nothing_is_refused_by_its_key() {
    let refused = read_settings(&[("server.calls", "0")]).unwrap_err().to_string();
    assert!(refused.starts_with("`server.calls` in the command line "), "{refused}");
}

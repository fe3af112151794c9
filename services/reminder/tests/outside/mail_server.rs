//! A mail server: it speaks SMTP on a socket, one for all tests, and keeps what comes by the address that it is sent to. Of addresses that
//! begin with `nobody` it knows none.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

struct MailServer {
    port: u16,
    mails: Mutex<HashMap<String, Vec<String>>>,
}

static SERVER: LazyLock<&'static MailServer> = LazyLock::new(|| {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server: &'static MailServer = Box::leak(Box::new(MailServer { port, mails: Mutex::default() }));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || server.converse(&stream));
        }
    });
    server
});

/// Where it listens.
pub fn port() -> u16 {
    SERVER.port
}

/// Waits for mail to an address, and answers all of it.
pub async fn wait(address: &str) -> Vec<String> {
    loop {
        if let Some(mails) = SERVER.mails.lock().unwrap().get(address) {
            return mails.clone();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

impl MailServer {
    fn converse(&self, stream: &TcpStream) -> Option<()> {
        let say = |text: &str| (&*stream).write_all(format!("{text}\r\n").as_bytes()).ok();
        let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
        say("220 mail.example.com ESMTP")?;
        let mut receiver = String::new();
        while let Some(line) = lines.next() {
            let command = line.to_ascii_uppercase();
            if command.starts_with("EHLO") || command.starts_with("HELO") {
                say("250-mail.example.com")?;
                say("250-8BITMIME")?;
                say("250 SMTPUTF8")?;
            } else if let Some(address) = command.strip_prefix("RCPT TO:<") {
                receiver = address.split('>').next()?.to_ascii_lowercase();
                say(if receiver.starts_with("nobody") { "550 no such mailbox" } else { "250 ok" })?;
            } else if command.starts_with("DATA") {
                say("354 go on")?;
                let mail: Vec<_> = lines.by_ref().take_while(|line| line != ".").collect();
                self.mails.lock().unwrap().entry(receiver.clone()).or_default().push(mail.join("\n"));
                say("250 taken")?;
            } else if command.starts_with("QUIT") {
                return say("221 bye");
            } else {
                say("250 ok")?;
            }
        }
        None
    }
}

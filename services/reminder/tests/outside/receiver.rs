//! A receiver of webhooks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What came.
#[derive(Clone, Debug)]
pub struct Received {
    pub path: String,
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
}

impl Received {
    /// The id under which it was sent.
    pub fn id(&self) -> &str {
        &self.headers["webhook-id"]
    }

    /// What it tells.
    pub fn data(&self) -> Value {
        serde_json::from_slice::<Value>(&self.body).unwrap()["data"].clone()
    }
}

/// Listens, and answers everything alike.
pub struct Receiver {
    pub port: u16,
    received: Arc<Mutex<Vec<Received>>>,
    answer: Arc<Mutex<&'static str>>,
}

/// Takes what comes.
pub const TAKEN: &str = "204 No Content";
/// Takes nothing.
pub const UNAVAILABLE: &str = "503 Service Unavailable";
/// Ends the connection without a word.
pub const SILENCE: &str = "";
/// Keeps the other side waiting for an answer.
pub const WAIT: &str = "wait";

impl Receiver {
    /// A receiver that answers with a status, and perhaps a header.
    pub async fn answering(answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let receiver = Self { port, received: Arc::default(), answer: Arc::new(Mutex::new(answer)) };
        let (received, answer) = (Arc::clone(&receiver.received), Arc::clone(&receiver.answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (received, answer) = (Arc::clone(&received), Arc::clone(&answer));
                tokio::spawn(async move { answer_one(stream, &received, &answer).await });
            }
        });
        receiver
    }

    /// Where it is told.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hook", self.port)
    }

    /// From now on it answers so.
    pub fn answer(&self, answer: &'static str) {
        *self.answer.lock().unwrap() = answer;
    }

    /// All that came so far.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// Waits until so much came, and answers all of it.
    pub async fn wait(&self, count: usize) -> Vec<Received> {
        loop {
            let received = self.received();
            if received.len() >= count {
                return received;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }
}

async fn answer_one(stream: TcpStream, received: &Mutex<Vec<Received>>, answer: &Mutex<&'static str>) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    read_line(&mut stream, &mut line).await?;
    let path = line.split(' ').nth(1).unwrap_or("not HTTP").to_owned();
    let mut headers = HashMap::new();
    loop {
        read_line(&mut stream, &mut line).await?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    let answer = *answer.lock().unwrap();
    received.lock().unwrap().push(Received { path, headers, body });
    if answer == WAIT {
        std::future::pending::<()>().await;
    }
    if answer != SILENCE {
        let answer = format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        stream.write_all(answer.as_bytes()).await.ok()?;
        stream.flush().await.ok()?;
    }
    Some(())
}

/// Reads a line; none when the other side was gone before its end.
async fn read_line(stream: &mut BufReader<TcpStream>, line: &mut String) -> Option<()> {
    line.clear();
    stream.read_line(line).await.ok()?;
    line.ends_with('\n').then_some(())
}

//! Processes of the reminder service on one database, as they run in a cluster. The customer service is away: nobody asks it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use database::{Address, Connections, Database};
use rustix::process::{Pid, Signal, kill_process};
use testkit::Engine;
use tonic::transport::{Channel, Endpoint};

/// What workers share.
pub struct Ground {
    environment: Vec<(&'static str, String)>,
    records: Database,
}

impl Ground {
    /// Empty databases, for workers whose leases last so long.
    pub async fn fresh(lease: Duration) -> Self {
        let engine = Engine::Postgres;
        let records = testkit::fresh_url::<reminder::Migrator>(engine).await;
        let environment = vec![
            ("DOSSIER_REMINDER__RECORDS", records.clone()),
            ("DOSSIER_REMINDER__KEYRING", testkit::fresh_url::<keyring::Migrator>(engine).await),
            ("DOSSIER_REMINDER__LEASE_MILLISECONDS", lease.as_millis().to_string()),
            ("DOSSIER_REMINDER__WEBHOOK_HOSTS", "127.0.0.1".to_owned()),
            ("DOSSIER_REMINDER__CATCH_UP_PER_SECOND", "100000".to_owned()),
            ("DOSSIER_CUSTOMERS__ADDRESS", "http://127.0.0.1:1".to_owned()),
            ("DOSSIER_INTERACTIONS__ADDRESS", "http://127.0.0.1:1".to_owned()),
            ("DOSSIER_LEDGER__DATABASE", testkit::fresh_url::<keyring::ledger::Migrator>(engine).await),
            ("DOSSIER_ACCESS_LOG__DATABASE", testkit::fresh_url::<access::log::Migrations>(engine).await),
            ("DOSSIER_MASTER_KEYS__FOLDER", testkit::fresh_folder().display().to_string()),
            ("DOSSIER_MASTER_KEYS__MAKE_FIRST", "true".to_owned()),
            ("DOSSIER_AUTHENTICATION__LOCAL_CALLERS", "true".to_owned()),
            ("DOSSIER_SERVER__LISTEN", "127.0.0.1:0".to_owned()),
            ("DOSSIER_TELEMETRY__LOG_FORMAT", "json".to_owned()),
        ];
        let address: Address = records.parse().unwrap();
        let records = Database::connect(&address, Connections { readers: 1, writers: 1 }).await.unwrap();
        Self { environment, records }
    }

    /// How many tasks were made, each effect by itself.
    pub async fn count_tasks(&self) -> usize {
        self.count("FROM task").await
    }

    /// How many tasks were told of.
    pub async fn count_told(&self) -> usize {
        self.count("FROM task WHERE revision > 1").await
    }

    /// How many parts of the clock are held.
    pub async fn count_held(&self) -> usize {
        self.count("FROM lease WHERE name LIKE 'clock/%' AND name NOT LIKE 'clock/member/%' AND end_time > 0").await
    }

    /// Takes every part of the clock over, as a worker does that finds the leases ended.
    pub async fn take_over(&self) {
        self.write("UPDATE lease SET epoch = epoch + 1, holder = gen_random_uuid() WHERE name LIKE 'clock/%'").await;
    }

    /// Ends every lease.
    pub async fn end_leases(&self) {
        self.write("UPDATE lease SET end_time = 0").await;
    }

    async fn count(&self, what: &str) -> usize {
        let sql = format!("SELECT COUNT(*) {what}");
        self.records.number(&sql, Vec::new()).await.unwrap().try_into().unwrap()
    }

    /// Has so many customers, each dormant for long and to be looked at.
    pub async fn dormant_customers(&self, count: usize) {
        let year_ago = "(EXTRACT(EPOCH FROM now()) * 1000000)::bigint - 31536000000000";
        for sql in [
            format!(
                "INSERT INTO customer (tenant_id, customer_id, revision, customer_number, state, stage, level, owner, collaborators)
                 SELECT 'default', gen_random_uuid(), 1, 'C' || n, 'active', 'customer', '', gen_random_uuid(), '[]'
                 FROM generate_series(1, {count}) AS n"
            ),
            format!(
                "INSERT INTO acquaintance (tenant_id, customer_id, revision, create_time, tags)
                 SELECT tenant_id, customer_id, 1, {year_ago}, '[]' FROM customer"
            ),
            "INSERT INTO quiet_customer (tenant_id, customer_id, last_contact_time, settled_time, next_look_time)
             SELECT tenant_id, customer_id, create_time, create_time, create_time FROM acquaintance"
                .to_owned(),
        ] {
            self.write(&sql).await;
        }
    }

    /// Has something told of each customer, so that it is looked at again.
    pub async fn tell_of_customers(&self) {
        self.write(
            "INSERT INTO review (tenant_id, customer_id, record_id, revision, failure_count, next_attempt_time)
             SELECT tenant_id, customer_id, gen_random_uuid(), 1, 0, 0 FROM customer",
        )
        .await;
    }

    /// How many customers are to be looked at.
    pub async fn count_looks(&self) -> usize {
        let now = "(EXTRACT(EPOCH FROM now()) * 1000000)::bigint";
        let due = self.count(&format!("FROM quiet_customer WHERE next_look_time <= {now}")).await;
        due + self.count("FROM review").await
    }

    /// How many customers have a task that is to win them back.
    pub async fn count_won_back(&self) -> usize {
        self.count("FROM (SELECT DISTINCT customer_id FROM task WHERE upkeep = 'dormancy') AS customers").await
    }

    async fn write(&self, sql: &str) {
        let mut transaction = self.records.begin().await.unwrap();
        transaction.execute(sql, Vec::new()).await.unwrap();
        transaction.commit().await.unwrap();
    }
}

/// A process that serves.
pub struct Worker {
    child: Child,
    address: String,
    fenced: Arc<AtomicUsize>,
}

impl Worker {
    /// Starts a process and waits until it serves.
    pub fn start(ground: &Ground) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_reminder"))
            .arg("serve")
            .envs(ground.environment.iter().map(|(key, value)| (key, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let mut said = Vec::new();
        let address = loop {
            let Some(line) = lines.next() else { panic!("the process ended before it served: {said:?}") };
            let address = line.split("127.0.0.1:").skip(1).find_map(|rest| {
                let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
                port.parse::<u16>().ok().filter(|port| *port > 1)
            });
            match address.filter(|_| line.contains("\"serving\"")) {
                Some(port) => break format!("127.0.0.1:{port}"),
                None => said.push(line),
            }
        };
        let fenced = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&fenced);
        // Somebody must read what it says, or it would wait for that.
        std::thread::spawn(move || {
            for line in lines.filter(|line| line.contains("fenced: ")) {
                drop(line);
                counted.fetch_add(1, Ordering::Relaxed);
            }
        });
        Self { child, address, fenced }
    }

    /// A connection to it.
    pub async fn channel(&self) -> Channel {
        let endpoint = Endpoint::from_shared(format!("http://{}", self.address)).unwrap();
        endpoint.connect_timeout(Duration::from_secs(5)).connect().await.unwrap()
    }

    /// SIGSTOP.
    pub fn stop(&self) {
        kill_process(Pid::from_child(&self.child), Signal::STOP).unwrap();
    }

    /// SIGCONT.
    pub fn go_on(&self) {
        kill_process(Pid::from_child(&self.child), Signal::CONT).unwrap();
    }

    /// How many attempts of it were fenced off.
    pub fn fenced(&self) -> usize {
        self.fenced.load(Ordering::Relaxed)
    }

    /// SIGKILL. Answers how many attempts of it were fenced off.
    pub fn kill(mut self) -> usize {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.fenced()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Perhaps it is dead already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

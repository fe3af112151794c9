//! What cannot serve says why and what to do about it, and serves once that was done.

use std::net::TcpListener;

use house::storage;
use testkit::{Engine, on_both_engines};

use crate::process::{ANY_PORT, Ground, Process};
use crate::services::{self, Name};

const OF_A_NEWER_RELEASE: &str = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m2099_more', 0)";
const OF_THIS_RELEASE: &str = "DELETE FROM seaql_migrations WHERE version = 'm2099_more'";
const OF_AN_OLDER_RELEASE: &str = "DELETE FROM seaql_migrations";

on_both_engines! {
    async fn a_process_that_cannot_serve_says_why_and_serves_once_that_is_mended(engine) {
        let ground = Ground::fresh(engine).await;
        let taken = TcpListener::bind(ANY_PORT).unwrap().local_addr().unwrap().to_string();
        let listening = TcpListener::bind(&taken).unwrap();
        let told = ground.refusal(&taken);
        assert!(told.starts_with(&format!("error: {taken} is in use by another process; stop that one, or name another")), "{told}");
        drop(listening);

        // A server of databases serves many processes.
        let process = Process::start(&ground);
        if engine == Engine::Sqlite {
            let told = ground.refusal(ANY_PORT);
            assert!(told.contains("another process is using"), "{told}");
            assert!(told.ends_with("stop it, or name another folder with --data"), "{told}");
        }
        process.kill();

        let records = &ground.databases()["INTERACTION__RECORDS"];
        storage::query(records, OF_A_NEWER_RELEASE, Vec::new()).await;
        assert_eq!(
            ground.refusal(ANY_PORT),
            "error: interaction.records: the schema is newer than this binary: it has m2099_more; start a binary of that release or a later one",
        );
        storage::query(records, OF_THIS_RELEASE, Vec::new()).await;

        let (key, elsewhere) = (ground.data().join("master/1.key"), ground.data().join("1.key"));
        std::fs::rename(&key, &elsewhere).unwrap();
        let told = ground.refusal(ANY_PORT);
        assert!(told.contains("master key 1") && told.contains("put it back from its backup"), "{told}");
        std::fs::rename(&elsewhere, &key).unwrap();

        Process::start(&ground);
    }

    async fn a_service_does_not_serve_what_is_yet_to_be_migrated(engine) {
        let ground = services::Ground::fresh(engine).await;
        storage::query(ground.records(Name::Customer), OF_AN_OLDER_RELEASE, Vec::new()).await;
        let told = ground.refusal(Name::Customer).await;
        assert!(told.starts_with("error: customer.records: ") && told.contains(" pending, first m"), "{told}");
        assert!(told.ends_with("run the `migrate` command of this binary"), "{told}");
    }
}

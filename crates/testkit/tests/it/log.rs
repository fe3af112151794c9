//! What is logged in a run is seen, and complaints must be listed.

use std::panic::catch_unwind;

use testkit::{allow_log, logged, run};

fn refusal(test: impl FnOnce() + std::panic::UnwindSafe) -> String {
    *catch_unwind(test).unwrap_err().downcast::<String>().unwrap()
}

#[test]
fn an_unlisted_warning_fails_the_test_whatever_task_logs_it() {
    let refusal = refusal(|| {
        run(async {
            tokio::spawn(async { tracing::warn!(retry = 2, "the disk is slow") }).await.unwrap();
        });
    });
    assert!(refusal.contains("the disk is slow retry=2"), "{refusal}");
}

#[test]
fn an_unlisted_error_of_a_blocking_task_fails_the_test() {
    let refusal = refusal(|| {
        run(async { tokio::task::spawn_blocking(|| tracing::error!("the disk is gone")).await.unwrap() });
    });
    assert!(refusal.contains("the disk is gone"), "{refusal}");
}

#[test]
fn a_listed_warning_is_let_through_and_another_is_not() {
    run(async {
        allow_log("is slow");
        tracing::warn!("the disk is slow");
    });
    let refusal = refusal(|| {
        run(async {
            allow_log("is slow");
            tracing::warn!("the disk is slow");
            tracing::warn!("the network is down");
        });
    });
    assert!(refusal.contains("the network is down") && !refusal.contains("is slow"), "{refusal}");
}

#[test]
fn a_run_sees_its_own_log_from_info_up() {
    run(async {
        tracing::info!(number = 7, "counted");
        tracing::debug!("not asked for");
        let logged = logged();
        assert!(matches!(logged.as_slice(), [line] if line.contains("counted number=7")), "{logged:?}");
    });
    run(async { assert!(logged().is_empty()) });
}

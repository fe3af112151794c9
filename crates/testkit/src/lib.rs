//! What tests stand on: a run with its own log and databases, on either engine; a manual clock; problem assertions.
//!
//! ```ignore
//! testkit::on_both_engines! {
//!     async fn a_lease_has_one_holder(engine) {
//!         let database = testkit::fresh_database::<Migrator>(engine).await;
//!         …
//!     }
//! }
//! ```
//!
//! makes two tests, `a_lease_has_one_holder::sqlite` and `a_lease_has_one_holder::postgres`. The second needs a server where
//! databases may be created, named by `DOSSIER_TEST_POSTGRES`; `cargo xtask test` starts one.

#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod fresh;
mod log;
mod postgres;
mod problem;
mod run;
mod time;

pub use database::Engine;
pub use fresh::{fresh_database, fresh_folder, fresh_url};
pub use log::{allow_log, logged};
pub use postgres::is_skipped;
pub use problem::assert_problem;
pub use run::run;
pub use time::{START, clock};

/// Makes of one body a test for each engine, `name::sqlite` and `name::postgres`, each in a [`run`] of its own.
///
/// Attributes, such as `#[ignore]`, go to both. The body is an async function of the engine that answers nothing.
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$attribute:meta])* async fn $name:ident($engine:ident) $body:block)+) => {$(
        async fn $name($engine: $crate::Engine) $body

        mod $name {
            #[test]
            $(#[$attribute])*
            fn sqlite() {
                $crate::run(super::$name($crate::Engine::Sqlite));
            }

            #[test]
            $(#[$attribute])*
            fn postgres() {
                if !$crate::is_skipped() {
                    $crate::run(super::$name($crate::Engine::Postgres));
                }
            }
        }
    )+};
}

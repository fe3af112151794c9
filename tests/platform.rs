//! The whole platform as a black box, the real process: what it survives, and whether what is written about it is so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests fail by panicking"
)]

mod checks {
    mod clients;
    mod grpcurl;
    mod readme;
    mod script;
}

mod faults {
    mod answered;
    mod balancer;
    pub mod disk;
    mod disk_full;
    mod everything;
    mod kill;
    mod model;
    mod neighbour;
    mod power_cut;
    mod rolling_restart;
    mod rounds;
    mod start;
}

mod stories {
    mod book;
    mod dormancy;
    mod hand_over;
    mod import;
    mod metrics;
    mod onboarding;
    mod orders;
    mod seller_day;
    mod trace;
}

mod caller;
mod process;
mod services;

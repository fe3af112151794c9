//! The tests of the workspace, all of them or those with a name.

use crate::Outcome;
use crate::cargo_test::CargoTest;
use crate::postgres::{Server, Tuning};

pub(crate) fn run(filter: Option<&str>) -> Outcome {
    let server = Server::start(Tuning::Tests)?;
    CargoTest::new().server(&server).arguments(filter).run()?.conclude()
}

//! The tests that hold the arithmetic against data published elsewhere, which is too large for the repository.

use std::path::Path;

use crate::Outcome;
use crate::cargo_test::CargoTest;

/// Names the folder with the data to the tests.
const DATA: &str = "DOSSIER_TRUTH";
/// How the names of these tests begin.
const PREFIX: &str = "truth_";

pub(crate) fn run(data: &Path) -> Outcome {
    let data = data.canonicalize().map_err(|error| format!("{}: {error}", data.display()))?;
    CargoTest::new().environment(DATA, data).arguments(["--include-ignored", PREFIX]).run()?.conclude()
}

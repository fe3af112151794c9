//! The CDNOW customers against the figures that other implementations published, in a folder that is given.

use crate::cdnow::{Row, assert_close, assert_prospects, rows};
use lifetime::{BgNbd, GammaGamma, Summary};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// How far estimates may lie apart, in parts of themselves: a likelihood is flat where it is greatest.
const ESTIMATE: f64 = 1e-6;
/// The same of figures that follow from given parameters.
const FIGURE: f64 = 1e-9;

/// A file about lifetime of the folder that `cargo xtask truth` is given.
fn published(file: &str) -> PathBuf {
    let folder = std::env::var_os("DOSSIER_TRUTH").expect("DOSSIER_TRUTH must name the folder of published data");
    Path::new(&folder).join("01_clv").join(file)
}

/// What others found in the sample.
struct Fits(Value);

impl Fits {
    fn read() -> Self {
        Self(serde_json::from_slice(&std::fs::read(published("fits.json")).unwrap()).unwrap())
    }

    fn figure(&self, path: &str) -> f64 {
        self.0["cdnow_sample_39w"].pointer(path).and_then(Value::as_f64).expect(path)
    }

    fn bg_nbd(&self) -> [f64; 4] {
        ["r", "alpha", "a", "b"].map(|parameter| self.figure(&format!("/bgnbd/{parameter}")))
    }

    fn gamma_gamma(&self) -> [f64; 3] {
        ["p", "q", "gamma"].map(|parameter| self.figure(&format!("/gamma_gamma/{parameter}")))
    }
}

fn sample() -> Vec<Row> {
    rows(&published("cdnow_sample_summary_39w.csv"))
}

#[test]
#[ignore = "reads published data: cargo xtask truth DIR"]
fn truth_a4_the_sample_has_the_estimates_that_others_found() {
    let fits = Fits::read();
    let customers: Vec<Summary> = sample().iter().map(Row::summary).collect();

    let fitted = BgNbd::fit(&customers).unwrap();
    assert_close(&<[f64; 4]>::from(fitted.model), &fits.bg_nbd(), ESTIMATE);
    assert_close(&[fitted.log_likelihood], &[fits.figure("/bgnbd/log_likelihood")], FIGURE);
    assert_eq!(fitted.customers as f64, fits.figure("/customers"));

    let fitted = GammaGamma::fit(&customers).unwrap();
    assert_close(&<[f64; 3]>::from(fitted.model), &fits.gamma_gamma(), ESTIMATE);
    assert_close(&[fitted.log_likelihood], &[fits.figure("/gamma_gamma/log_likelihood")], FIGURE);
    assert_eq!(fitted.customers as f64, fits.figure("/gamma_gamma/customers_used"));
}

#[test]
#[ignore = "reads published data: cargo xtask truth DIR"]
fn truth_a4_a5_a6_customers_have_the_prospects_that_others_computed() {
    let fits = Fits::read();
    let purchases = BgNbd::try_from(fits.bg_nbd()).unwrap();
    let spend = GammaGamma::try_from(fits.gamma_gamma()).unwrap();
    assert_prospects(&rows(&published("cdnow_sample_39w_oracle20.csv")), &purchases, &spend);
}

#[test]
#[ignore = "reads published data: cargo xtask truth DIR"]
fn truth_a4_purchases_are_foreseen_as_others_foresaw_them() {
    let fits = Fits::read();
    let purchases = BgNbd::try_from(fits.bg_nbd()).unwrap();
    let weeks = fits.figure("/holdout_weeks");
    let (mut expected, mut absolute, mut square, mut customers) = (0.0, 0.0, 0.0, 0.0);
    for row in sample() {
        let foreseen = purchases.expected_purchases(&row.summary(), weeks).unwrap();
        let error = foreseen - row.get("hold_x");
        expected += foreseen;
        absolute += error.abs();
        square += error * error;
        customers += 1.0;
    }
    assert_close(&[expected], &[fits.figure("/holdout/predicted_purchases")], FIGURE);
    assert_close(&[absolute / customers], &[fits.figure("/holdout/mae")], FIGURE);
    assert_close(&[(square / customers).sqrt()], &[fits.figure("/holdout/rmse")], FIGURE);

    let new = Summary::new(0, 0.0, 0.0, 0.0).unwrap();
    for weeks in [13, 26, 39, 52, 78] {
        let published = fits.figure(&format!("/aggregate_expected_repeat_purchases_per_new_customer/{weeks}"));
        assert_close(&[purchases.expected_purchases(&new, weeks.into()).unwrap()], &[published], FIGURE);
    }
}

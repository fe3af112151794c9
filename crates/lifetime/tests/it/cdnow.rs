//! The CDNOW customers of Fader & Hardie.

use lifetime::{BgNbd, GammaGamma, Summary, Terms, lifetime_value};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The parameters with which the figures of the twenty customers were computed.
const BG_NBD: [f64; 4] =
    [0.242_594_528_516_194_17, 4.413_602_293_157_178, 0.792_922_066_457_930_6, 2.425_907_213_940_508];
const GAMMA_GAMMA: [f64; 3] = [6.249_572_508_584_525, 3.744_224_623_429_292_6, 15.443_519_901_591_781];
const YEAR_OF_MONTHS: Terms = Terms { periods: 12, period: 4.345, discount: 0.01 };

/// A row of a file with named columns, all numbers.
pub(crate) struct Row(HashMap<String, f64>);

impl Row {
    pub(crate) fn get(&self, column: &str) -> f64 {
        self.0[column]
    }

    /// The file rounds the average to a millionth, which a value of hundreds shows; the sum was in cents.
    pub(crate) fn summary(&self) -> Summary {
        let x = self.get("x");
        let spent = (self.get("zbar") * x * 100.0).round() / 100.0;
        let monetary = if x > 0.0 { spent / x } else { 0.0 };
        Summary::new(x as u32, self.get("t_x"), self.get("T"), monetary).unwrap()
    }
}

/// A file of `tests/data`.
pub(crate) fn kept(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file)
}

pub(crate) fn rows(file: &Path) -> Vec<Row> {
    csv::Reader::from_path(file).unwrap().into_deserialize().map(|row| Row(row.unwrap())).collect()
}

pub(crate) fn customers() -> Vec<Summary> {
    rows(&kept("cdnow_sample_summary_39w.csv")).iter().map(Row::summary).collect()
}

pub(crate) fn assert_close(actual: &[f64], expected: &[f64], relative: f64) {
    assert_eq!(actual.len(), expected.len());
    for (actual, expected) in actual.iter().zip(expected) {
        assert!((actual / expected - 1.0).abs() <= relative, "{actual} is not {expected} within {relative}");
    }
}

/// Holds what the models say of each customer against what the row says.
pub(crate) fn assert_prospects(rows: &[Row], purchases: &BgNbd, spend: &GammaGamma) {
    assert_eq!(rows.len(), 20);
    for row in rows {
        let customer = row.summary();
        let assert_near = |column: &str, actual: f64| {
            let expected = row.get(column);
            assert!((actual - expected).abs() <= 1e-6, "{column}: {actual} is not {expected} for {customer:?}");
        };
        assert_near("p_alive", purchases.probability_alive(&customer));
        for weeks in [1, 13, 26, 39, 52] {
            let expected = purchases.expected_purchases(&customer, weeks.into()).unwrap();
            assert_near(&format!("exp_purchases_{weeks}w"), expected);
        }
        assert_near("exp_avg_spend", spend.expected_average_spend(&customer));
        assert_near("clv_12m_1pct", lifetime_value(purchases, spend, &customer, &YEAR_OF_MONTHS).unwrap());
    }
}

#[test]
fn a4_bg_nbd_finds_the_published_estimates() {
    let fitted = BgNbd::fit(&customers()).unwrap();
    let parameters = <[f64; 4]>::from(fitted.model).map(|parameter| (parameter * 1e4).round() / 1e4);
    assert_eq!(parameters, [0.2426, 4.4136, 0.7929, 2.4259]);
    assert_eq!((fitted.log_likelihood * 100.0).round() / 100.0, -9582.43);
    assert_eq!(fitted.customers, 2357);
}

#[test]
fn a4_gamma_gamma_finds_the_published_estimates() {
    let fitted = GammaGamma::fit(&customers()).unwrap();
    let parameters = <[f64; 3]>::from(fitted.model).map(|parameter| (parameter * 100.0).round() / 100.0);
    assert_eq!(parameters, [6.25, 3.74, 15.44]);
    assert_eq!(fitted.customers, 946);
}

/// Computed with mpmath at 40 digits by Newton's method, standard errors from the inverse of the curvature.
#[test]
fn a4_estimates_and_standard_errors_are_those_of_arithmetic_with_forty_digits() {
    let fitted = BgNbd::fit(&customers()).unwrap();
    let expected = [0.242_594_522_430_157_1, 4.413_602_019_013_504, 0.792_922_017_225_597_6, 2.425_906_776_826_332];
    assert_close(&<[f64; 4]>::from(fitted.model), &expected, 1e-9);
    let expected = [0.012_557_378_067_872, 0.378_224_059_853_81, 0.185_733_821_372_18, 0.705_414_259_794_83];
    assert_close(&fitted.standard_errors.into_iter().flatten().collect::<Vec<f64>>(), &expected, 1e-6);
    assert_close(&[fitted.log_likelihood], &[-9_582.429_206_673_93], 1e-13);

    let fitted = GammaGamma::fit(&customers()).unwrap();
    let expected = [6.249_572_271_323_756, 3.744_224_667_132_025, 15.443_520_962_589_24];
    assert_close(&<[f64; 3]>::from(fitted.model), &expected, 1e-9);
    let expected = [1.190_055_335_963_9, 0.290_133_065_276_19, 4.159_422_751_967_7];
    assert_close(&fitted.standard_errors.into_iter().flatten().collect::<Vec<f64>>(), &expected, 1e-6);
    assert_close(&[fitted.log_likelihood], &[-4_055.917_694_801_874], 1e-13);
}

#[test]
fn a4_a5_a6_twenty_customers_have_the_published_prospects() {
    let purchases = BgNbd::try_from(BG_NBD).unwrap();
    let spend = GammaGamma::try_from(GAMMA_GAMMA).unwrap();
    assert_prospects(&rows(&kept("cdnow_sample_39w_oracle20.csv")), &purchases, &spend);
}

#[test]
fn a4_a_new_customer_buys_as_published() {
    let purchases = BgNbd::try_from(BG_NBD).unwrap();
    let new = Summary::new(0, 0.0, 0.0, 0.0).unwrap();
    let expected = [
        (13.0, 0.533_637_232_058_900_5),
        (26.0, 0.901_318_943_340_765_9),
        (39.0, 1.195_010_048_902_675_1),
        (52.0, 1.444_012_411_772_880_5),
        (78.0, 1.857_958_415_213_799_3),
    ];
    for (weeks, expected) in expected {
        assert_close(&[purchases.expected_purchases(&new, weeks).unwrap()], &[expected], 1e-12);
    }
}

#[test]
fn a4_all_customers_together_are_expected_to_buy_as_published() {
    let purchases = BgNbd::try_from(BG_NBD).unwrap();
    let total: f64 = customers().iter().map(|customer| purchases.expected_purchases(customer, 39.0).unwrap()).sum();
    assert_close(&[total], &[1_653.408_723_135_998_1], 1e-11);
}

#[test]
fn a_stored_model_is_checked_when_it_is_read() {
    let model = BgNbd::try_from([0.25, 4.5, 0.75, 2.5]).unwrap();
    let stored = serde_json::to_string(&model).unwrap();
    assert_eq!(stored, "[0.25,4.5,0.75,2.5]");
    assert_eq!(serde_json::from_str::<BgNbd>(&stored).unwrap(), model);
    let error = serde_json::from_str::<BgNbd>("[0.25,4.5,-0.75,2.5]").unwrap_err();
    assert!(error.to_string().starts_with("a is -0.75; it must be finite and above 0"), "{error}");
}

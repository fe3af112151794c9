//! Capability A7.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use analytics::domain::forecast::{Error, FARTHEST, FEWEST_PERIODS, Method, forecast};

/// Months in a year.
const YEAR: usize = 12;

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    values.iter().sum::<f64>() / values.len() as f64
}

/// The series of the M3 competition in the folder that is given: what was, and what came.
fn published() -> BTreeMap<String, [Vec<f64>; 2]> {
    let folder = std::env::var_os("DOSSIER_TRUTH").expect("DOSSIER_TRUTH must name the folder of published data");
    let file = Path::new(&folder).join("03_forecasting/m3_monthly_100_series.csv");
    let mut series: BTreeMap<_, [Vec<f64>; 2]> = BTreeMap::new();
    for row in csv::Reader::from_path(file).unwrap().records() {
        let row = row.unwrap();
        let [was, came] = series.entry(row[0].to_owned()).or_default();
        if &row[4] == "train" { was } else { came }.push(row[6].parse().unwrap());
    }
    series
}

#[test]
#[ignore = "reads published data: cargo xtask truth DIR"]
fn truth_a7_monthly_series_are_foreseen_better_than_by_others() {
    let series = published();
    assert_eq!(series.len(), 100);
    let begin = Instant::now();
    let (mut symmetric, mut scaled, mut held) = (Vec::new(), Vec::new(), Vec::new());
    for [was, came] in series.values() {
        let expected = forecast(was, YEAR, came.len()).unwrap().expected;
        let ahead = || came.iter().zip(&expected);
        symmetric.push(mean(ahead().map(|(came, one)| 200.0 * (came - one.value).abs() / (came + one.value).abs())));
        let season = mean(was.iter().zip(&was[YEAR..]).map(|(one, other)| (one - other).abs()));
        scaled.push(mean(ahead().map(|(came, one)| (came - one.value).abs())) / season);
        held.extend(ahead().map(|(came, one)| f64::from(u8::from((one.low..=one.high).contains(came)))));
    }
    let (symmetric, scaled) = (mean(symmetric.into_iter()), mean(scaled.into_iter()));
    let held = mean(held.into_iter());
    println!("sMAPE {symmetric:.3}, MASE {scaled:.4}, intervals hold {held:.3}, {:?}", begin.elapsed());
    assert!(symmetric <= 14.5, "sMAPE {symmetric}");
    assert!(scaled <= 0.88, "MASE {scaled}");
    assert!((0.75..=0.85).contains(&held), "intervals hold {held}");
}

/// Years of months that grow by one a month, with a season of a third up and down.
fn growing_with_a_season(months: usize) -> Vec<f64> {
    let wave = |month: usize| (month as f64 / YEAR as f64 * std::f64::consts::TAU).sin();
    (0..months).map(|month| (100.0 + month as f64) * (1.0 + wave(month) / 3.0)).collect()
}

#[test]
fn a7_a_season_and_a_trend_go_on() {
    let series = growing_with_a_season(72 + 12);
    let (was, came) = series.split_at(72);
    let foreseen = forecast(was, YEAR, 12).unwrap();
    assert_eq!(foreseen.method, Method::Combination);
    assert!(foreseen.combination_error < foreseen.seasonal_naive_error);
    for (expected, came) in foreseen.expected.iter().zip(came) {
        assert!((expected.value / came - 1.0).abs() < 0.05, "{expected:?} {came}");
        assert!(expected.low <= expected.value && expected.value <= expected.high);
    }
}

#[test]
fn a7_the_last_season_is_taken_where_it_errs_clearly_less() {
    // A season with zeros, which has no ratios, and a month that nothing but the month of the year before tells.
    let year = [0.0, 0.0, 900.0, 0.0, 0.0, 0.0, 5.0, 0.0, 0.0, 0.0, 0.0, 40.0];
    let series: Vec<f64> = year.iter().copied().cycle().take(YEAR * 4).collect();
    let foreseen = forecast(&series, YEAR, YEAR).unwrap();
    assert_eq!(foreseen.method, Method::SeasonalNaive);
    assert_eq!(foreseen.seasonal_naive_error, 0.0);
    let values: Vec<f64> = foreseen.expected.iter().map(|expected| expected.value).collect();
    assert_eq!(values, year);
}

#[test]
fn a7_intervals_widen_with_time() {
    let noisy: Vec<f64> = (0..60_u32).map(|month| 500.0 + f64::from(month * 7919 % 101)).collect();
    let foreseen = forecast(&noisy, YEAR, 12).unwrap();
    let widths: Vec<f64> = foreseen.expected.iter().map(|expected| expected.high - expected.low).collect();
    assert!(widths[0] > 0.0 && widths.windows(2).all(|pair| pair[0] < pair[1]), "{widths:?}");
}

#[test]
fn a7_what_is_never_negative_is_not_foreseen_to_be() {
    let falling: Vec<f64> = (0..36).map(|month| f64::from(35 - month) * 10.0).collect();
    for season in [1, YEAR] {
        let foreseen = forecast(&falling, season, 24).unwrap();
        assert!(foreseen.expected.iter().all(|expected| expected.low >= 0.0 && expected.value >= 0.0));
    }
}

#[test]
fn a7_hard_series_have_finite_forecasts() {
    let mut hard: Vec<Vec<f64>> = vec![
        vec![0.0; 40],
        vec![7.0; 40],
        vec![1e12; 30],
        (0..40_u32).map(|month| if month == 20 { 1e9 } else { 0.0 }).collect(),
        (0..40_u32).map(|month| if month.is_multiple_of(2) { 1e-9 } else { 1e9 }).collect(),
        (0..50).map(|month| -f64::from(month)).collect(),
        (0..100).map(|month| (f64::from(month) / 3.0).exp()).collect(),
    ];
    hard.extend((FEWEST_PERIODS..40).map(|months| (0..months).map(|month| (month % 5) as f64).collect()));
    for series in hard {
        for season in [1, 4, YEAR] {
            let Ok(foreseen) = forecast(&series, season, FARTHEST) else {
                assert!(series.len() < season + season / 2, "{series:?} {season}");
                continue;
            };
            assert_eq!(foreseen.expected.len(), FARTHEST);
            for expected in foreseen.expected {
                let all = [expected.low, expected.value, expected.high];
                assert!(all.iter().all(|value| value.is_finite()), "{series:?} {season} {expected:?}");
            }
        }
    }
}

#[test]
fn a7_too_little_data_is_said_with_how_much_is_missing() {
    let error = forecast(&[1.0; 15], YEAR, 6).unwrap_err();
    assert_eq!(error, Error::TooLittle { have: 15, need: 18 });
    assert_eq!(error.to_string(), "too little data: 15 periods of 18 needed, 3 more to come");
    assert_eq!(forecast(&[1.0; 40], 0, 6).unwrap_err(), Error::Season);
    assert_eq!(forecast(&[1.0; 40], 12, 0).unwrap_err(), Error::Horizon);
    assert_eq!(forecast(&[f64::NAN; 40], 12, 6).unwrap_err(), Error::NotFinite);
}

//! The logarithm of the beta function for arguments of any size.

use statrs::function::gamma::ln_gamma;

/// From here on, Stirling's series with four terms is exact to the last place.
const STIRLING: f64 = 20.0;

/// `ln B(one, other)`. As the difference of three large logarithms it would lose as many digits as they have before the
/// point; here only the smaller argument's remains, and Stirling's series gives the difference of the other two.
pub(super) fn log_beta(one: f64, other: f64) -> f64 {
    let (small, large) = (one.min(other), one.max(other));
    let both = small + large;
    let rise = if large < STIRLING {
        ln_gamma(both) - ln_gamma(large)
    } else {
        (large - 0.5) * (small / large).ln_1p() + small * (both.ln() - 1.0) + remainder(both) - remainder(large)
    };
    ln_gamma(small) - rise
}

/// What Stirling's formula lacks: `ln Γ(x) - (x - 1/2) ln x + x - ln(2π) / 2`.
fn remainder(x: f64) -> f64 {
    let square = x * x;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / (1680.0 * square)) / square) / square) / x
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with mpmath at 60 digits.
    #[test]
    fn small_and_large_arguments_are_exact() {
        let cases = [
            (0.5, 0.25, 1.657_106_516_191_482_2),
            (3.0, 19.0, -8.291_546_509_883_91),
            (3.74, 20.0, -9.972_389_585_857_693),
            (3.74, 31_250.0, -37.233_315_679_101_61),
            (0.001, 1_000_000.0, 6.893_363_375_325_389),
            (250.0, 400_000.0, -2_096.358_981_976_067_3),
            (5_000.0, 5_000.0, -6_934.464_865_071_676),
            (19.9, 19.9, -27.810_824_782_037_272),
        ];
        for (one, other, expected) in cases {
            for actual in [log_beta(one, other), log_beta(other, one)] {
                assert!((actual / expected - 1.0).abs() < 1e-13, "ln B({one}, {other}) is {expected}, not {actual}");
            }
        }
    }
}

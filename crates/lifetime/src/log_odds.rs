//! Probabilities as the logarithms of their odds, where products are sums and nothing overflows.

/// The probability with these log-odds.
pub(crate) fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// `ln(1 + exp(log_odds))`.
pub(crate) fn log_1p_exp(log_odds: f64) -> f64 {
    log_odds.max(0.0) + (-log_odds.abs()).exp().ln_1p()
}

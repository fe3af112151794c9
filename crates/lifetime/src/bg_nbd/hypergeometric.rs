//! The expected purchases of a customer who is alive, which the literature writes with Gauss' function as
//!
//! `(a+b-1)/(a-1) · (1 - (1+u)^-s · ₂F₁(s, b; a+b-1; u/(1+u)))`
//!
//! where `s = r + x`, `b` is already raised by `x`, and `u` is the horizon over `alpha + T`. So written, it is a
//! difference of nearly equal numbers when `a` is near 1 or the horizon short, and ₂F₁ overflows for some hundred
//! purchases. Expanding both terms in the powers of `z = u/(1+u)` and subtracting them one by one gives the same number
//! as a sum without a single subtraction:
//!
//! `Σₙ P(N = n) · Σₖ₍ₖ<ₙ₎ (b)ₖ/(a+b)ₖ`
//!
//! with the rising factorial `(b)ₖ = b(b+1)…(b+k-1)`. It can be read: `N`, negative binomial with `s` and `z`, is how
//! often the customer would buy within the horizon if nobody ever left, and `(b)ₖ/(a+b)ₖ` is the probability of having
//! stayed through `k` purchases. The weights of `N` are known but for a factor, which may overflow, so the sum is
//! divided by theirs, and both are scaled down together.
//!
//! Error bound: a ratio of successive weights is at most `ρ = max(z, the present ratio)`, and the inner sum grows by at
//! most 1 a term, so what is cut off after term `n`, with weight `w` and inner sum `g`, is at most `w · ρ/(1-ρ) · (g +
//! 1/(1-ρ))`. The sum ends when this is below [`PRECISION`] of itself. As all terms are positive, rounding adds at most
//! a few units in the last place for each term up to the largest: 3e-12 in all, in the worst of the hard cases that are
//! tested.

/// The relative error at which the sum ends.
const PRECISION: f64 = 1e-15;
/// Weights above this are scaled down; the ratio of two weights is far smaller.
const LARGE: f64 = 1e150;
/// Bounds the work: the sum has some `u · (s + TAIL)` terms, as the weights' tail falls by e for each `1 + u` terms.
pub(super) const MOST_TERMS: f64 = 1e8;
/// How often the tail falls by e until nothing is left of it.
pub(super) const TAIL: f64 = 40.0;

/// The sum above.
pub(super) fn purchases_while_alive(s: f64, u: f64, a: f64, b: f64) -> f64 {
    let z = u / (1.0 + u);
    let (mut weight, mut weights) = (1.0, 0.0);
    let (mut purchases, mut weighted_purchases) = (0.0, 0.0);
    let mut stayed = 1.0;
    let mut n = 0.0;
    loop {
        weights += weight;
        weighted_purchases += weight * purchases;
        let ratio = z * (s + n) / (n + 1.0);
        let fall = 1.0 - ratio.max(z);
        let cut_off = weight * (1.0 - fall) / fall * (purchases + 1.0 / fall);
        if fall > 0.0 && cut_off <= PRECISION * weighted_purchases {
            return weighted_purchases / weights;
        }
        purchases += stayed;
        stayed *= (b + n) / (a + b + n);
        weight *= ratio;
        n += 1.0;
        if weight > LARGE {
            (weight, weights, weighted_purchases) = (weight / LARGE, weights / LARGE, weighted_purchases / LARGE);
        }
    }
}

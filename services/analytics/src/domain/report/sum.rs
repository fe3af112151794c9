//! What records add up to, without loss.

use std::ops::{AddAssign, Neg};

/// Millionths in one.
const MILLION: i64 = 1_000_000;

/// What a figure is made of: how many there are, and what they come to, of time in seconds, of money and quantities in units. Whole ones
/// and millionths are added up apart, so that no sum of amounts overflows, and the same amounts always make the same sum.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Sum {
    /// How many there are.
    pub count: i64,
    /// The whole ones of all amounts.
    pub whole: i64,
    /// The millionths that each has beyond.
    pub millionths: i64,
}

impl Sum {
    /// One of an amount, in millionths.
    pub fn one(amount: i64) -> Self {
        Self { count: 1, whole: amount / MILLION, millionths: amount % MILLION }
    }

    /// What they come to, in millionths.
    pub fn amount(self) -> i128 {
        i128::from(self.whole) * i128::from(MILLION) + i128::from(self.millionths)
    }
}

impl AddAssign for Sum {
    fn add_assign(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
        self.whole = self.whole.saturating_add(other.whole);
        self.millionths = self.millionths.saturating_add(other.millionths);
    }
}

impl Neg for Sum {
    type Output = Self;

    fn neg(self) -> Self {
        Self { count: -self.count, whole: -self.whole, millionths: -self.millionths }
    }
}

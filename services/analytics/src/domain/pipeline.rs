//! How many of the customers that are under way will be won.
//!
//! Moves between stages are taken for a Markov chain that ends in won and lost stages (Kemeny and Snell, Finite Markov Chains, 1960, chapter III): with
//! the shares `Q` of moves between open stages and `r` of those into won ones, the shares that are won sooner or later are `a = N r`, where
//! `N = (I - Q)^-1` is how often each stage is visited. The shares are known from so many moves alone: by the delta method the variance of what
//! `w` customers in each stage come to is `sum_k (w N)_k^2 s_k^2 / n_k`, with `s_k^2` that of `a` after a move out of stage `k` and `n_k` moves; what each
//! customer does adds its own.

use std::collections::{BTreeMap, BTreeSet};

use nalgebra::{DMatrix, DVector};
use strum::{EnumString, IntoStaticStr};

/// The fewest moves out of a stage from which it can be foreseen.
pub const FEWEST_MOVES: i64 = 10;
/// How many standard deviations on both sides of what is expected hold four of five.
const DEVIATIONS: f64 = 1.281_551_565_544_600_4;

/// How the way of a customer through the stages ends. Kept by its name in snake case.
#[derive(Clone, Copy, Debug, EnumString, Eq, IntoStaticStr, PartialEq)]
#[strum(serialize_all = "snake_case")]
pub enum Ending {
    /// It bought.
    Won,
    /// It will not.
    Lost,
}

/// What is known of the stages.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// How many customers are in a stage now.
    pub customers: BTreeMap<String, i64>,
    /// How often customers moved from one stage to another.
    pub moves: BTreeMap<(String, String), i64>,
    /// The stages in which it ends.
    pub endings: BTreeMap<String, Ending>,
}

/// What will be won.
#[derive(Clone, Debug, PartialEq)]
pub struct Pipeline {
    /// The open stages with customers, by their codes.
    pub stages: Vec<Stage>,
    /// Of the customers of all stages that can be foreseen.
    pub total: Wins,
}

/// What will be won of the customers of a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Its code.
    pub stage: String,
    /// How many customers are in it.
    pub customers: i64,
    /// How often a customer left it.
    pub moves: i64,
    /// What becomes of them; else how many more moves out of it, or out of a stage to which it leads, there must be.
    pub outlook: Result<Outlook, i64>,
}

/// What becomes of the customers of a stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// The share that is won sooner or later.
    pub share: f64,
    /// How many that is.
    pub wins: Wins,
}

/// How many customers will be won, and between which limits that lies four of five times.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wins {
    /// What is expected.
    pub expected: f64,
    /// The lower limit.
    pub low: f64,
    /// The upper limit.
    pub high: f64,
}

/// What will be won of the customers that are in open stages.
pub fn foresee(known: &Known) -> Pipeline {
    let chain = Chain::new(known);
    let open = known.customers.iter().filter(|(stage, count)| **count > 0 && !known.endings.contains_key(*stage));
    let mut weights = DVector::zeros(chain.stages.len());
    let mut stages = Vec::new();
    for (stage, customers) in open {
        let moves = known.moves_out_of(stage);
        let outlook = match chain.stages.iter().position(|known| known == stage) {
            Some(index) if moves >= FEWEST_MOVES => {
                let mut weight = DVector::zeros(chain.stages.len());
                if let Some(place) = weight.get_mut(index) {
                    *place = *customers as f64;
                }
                weights += &weight;
                let share = chain.won.get(index).copied().unwrap_or_default();
                Ok(Outlook { share, wins: chain.wins(&weight) })
            }
            Some(_) | None => Err((FEWEST_MOVES - moves).max(1)),
        };
        stages.push(Stage { stage: stage.clone(), customers: *customers, moves, outlook });
    }
    Pipeline { stages, total: chain.wins(&weights) }
}

impl Known {
    fn moves_out_of(&self, stage: &str) -> i64 {
        self.moves.iter().filter(|((from, _), _)| from == stage).map(|(_, count)| count).sum()
    }

    /// The open stages of which it is known how it goes on from them, wherever they lead, and from which it ends some time.
    fn foreseeable(&self) -> Vec<String> {
        let is_open = |stage: &String| !self.endings.contains_key(stage);
        let moves = || self.moves.iter().filter(|(_, count)| **count > 0).map(|(of, _)| of);
        let mut left: BTreeSet<&String> = moves().map(|(from, _)| from).filter(|from| is_open(from)).collect();
        // What leads to a stage from which nobody moved is as little known as that.
        let leads_nowhere = |left: &BTreeSet<&String>, stage: &String| {
            moves().any(|(from, to)| from == stage && is_open(to) && !left.contains(to))
        };
        while let Some(gone) = left.iter().find(|stage| leads_nowhere(&left, stage)).copied() {
            left.remove(gone);
        }
        let mut ending = BTreeSet::<&String>::new();
        loop {
            let more: Vec<_> = moves()
                .filter(|(from, to)| left.contains(from) && (!is_open(to) || ending.contains(to)))
                .map(|(from, _)| from)
                .filter(|from| !ending.contains(from))
                .collect();
            if more.is_empty() {
                return ending.into_iter().cloned().collect();
            }
            ending.extend(more);
        }
    }
}

/// The chain of the stages that can be foreseen.
struct Chain {
    stages: Vec<String>,
    /// How often each stage (columns) is visited from each (rows).
    visits: DMatrix<f64>,
    /// Which share is won from each stage.
    won: DVector<f64>,
    /// The variance of the share that is won after a move out of each stage, for each move from which it is known.
    variance: DVector<f64>,
}

impl Chain {
    fn new(known: &Known) -> Self {
        let stages = known.foreseeable();
        let count = stages.len();
        let out_of: Vec<f64> = stages.iter().map(|stage| known.moves_out_of(stage) as f64).collect();
        let share = |from: usize, to: &str| -> f64 {
            let (Some(stage), Some(all)) = (stages.get(from), out_of.get(from)) else { return 0.0 };
            known.moves.get(&(stage.clone(), to.to_owned())).map_or(0.0, |count| *count as f64 / all)
        };
        let between = DMatrix::from_fn(count, count, |from, to| stages.get(to).map_or(0.0, |to| share(from, to)));
        let won = known.endings.iter().filter(|(_, ending)| **ending == Ending::Won).map(|(stage, _)| stage.as_str());
        let won: Vec<_> = won.collect();
        let into_won = DVector::from_fn(count, |from, _| won.iter().map(|to| share(from, to)).sum());
        // From every stage it ends some time, so the inverse is there.
        let visits = (DMatrix::identity(count, count) - &between).try_inverse();
        let visits = visits.unwrap_or_else(|| DMatrix::zeros(count, count));
        let won = &visits * &into_won;
        let squares = &between * won.map(|share| share * share) + &into_won;
        let variance = DVector::from_fn(count, |row, _| {
            let at = |vector: &DVector<f64>| vector.get(row).copied().unwrap_or_default();
            (at(&squares) - at(&won).powi(2)).max(0.0) / out_of.get(row).copied().unwrap_or(1.0)
        });
        Self { stages, visits, won, variance }
    }

    /// What is won of so many customers in each stage.
    fn wins(&self, customers: &DVector<f64>) -> Wins {
        let expected = customers.dot(&self.won);
        let of_customers = customers.dot(&self.won.map(|share| share * (1.0 - share)));
        let visits = self.visits.tr_mul(customers);
        let of_shares = visits.component_mul(&visits).dot(&self.variance);
        let around = DEVIATIONS * (of_customers + of_shares).max(0.0).sqrt();
        Wins { expected, low: (expected - around).max(0.0), high: (expected + around).min(customers.sum()) }
    }
}

#[cfg(test)]
#[path = "pipeline/tests.rs"]
mod tests;

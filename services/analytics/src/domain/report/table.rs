//! The rows of a report, made of sums; what tells of too few is kept back.

use std::collections::BTreeMap;

use super::suppression::{Group, suppressed};
use super::{Measure, Periods, Sum};

/// The most rows of a report.
pub const MOST_ROWS: usize = 20_000;

/// A figure of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figure {
    /// What it says; none where there is nothing to say, and where it is kept back.
    pub value: Option<f64>,
    /// With what it is compared.
    pub compared: Option<f64>,
    /// What it says of money, in millionths.
    pub amount: Option<i128>,
    /// With which amount that is compared.
    pub compared_amount: Option<i128>,
    /// Whether it is kept back.
    pub suppressed: bool,
}

impl Figure {
    /// How much of another figure it is, in percent; none of nothing, and kept back with it.
    pub fn percent_of(&self, whole: &Self) -> Self {
        let percent = |part: Option<f64>, whole: Option<f64>| {
            part.zip(whole.filter(|whole| *whole != 0.0)).map(|(part, whole)| part / whole * 100.0)
        };
        Self {
            value: percent(self.value, whole.value),
            compared: percent(self.compared, whole.compared),
            suppressed: self.suppressed || whole.suppressed,
            ..Self::default()
        }
    }
}

/// A row: the index of its period, its values, a figure for each measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Of which period.
    pub period: usize,
    /// The values of the dimensions.
    pub values: Vec<String>,
    /// One for each measure.
    pub figures: Vec<Figure>,
}

/// There are more than [`MOST_ROWS`] rows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TooManyRows;

/// Sums as they are read, place by place.
#[derive(Clone, Debug)]
pub struct Table {
    measures: Vec<Measure>,
    rows: BTreeMap<Key, Vec<Place>>,
}

type Key = (usize, Vec<String>);

/// What was read for one figure.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    shown: Group,
    compared: Group,
}

/// What a sum that is put into a table is to it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Part {
    /// What is shown.
    Shown,
    /// What it is compared with.
    Compared,
}

impl Table {
    /// An empty table of these measures.
    pub fn new(measures: &[Measure]) -> Self {
        Self { measures: measures.to_vec(), rows: BTreeMap::new() }
    }

    /// Puts a sum of the measure at an index into the row of a period and values.
    pub fn add(&mut self, part: Part, measure: usize, period: usize, values: Vec<String>, sum: Sum) {
        if let Some(group) = self.group(part, measure, period, values) {
            group.sum += sum;
        }
    }

    /// Says of how many of a sum the caller may list the customers.
    pub fn list(&mut self, part: Part, measure: usize, period: usize, values: Vec<String>, count: i64) {
        if let Some(group) = self.group(part, measure, period, values) {
            group.listed += count;
        }
    }

    fn group(&mut self, part: Part, measure: usize, period: usize, values: Vec<String>) -> Option<&mut Group> {
        let places = self.rows.entry((period, values)).or_insert_with(|| vec![Place::default(); self.measures.len()]);
        let place = places.get_mut(measure)?;
        Some(match part {
            Part::Shown => &mut place.shown,
            Part::Compared => &mut place.compared,
        })
    }

    /// The rows and the figures of all of them together. Every value that occurs has a row in every period, and of a report without
    /// dimensions every period has a row.
    ///
    /// # Errors
    /// [`TooManyRows`].
    pub fn rows(mut self, periods: &Periods, has_dimensions: bool) -> Result<(Vec<Row>, Vec<Figure>), TooManyRows> {
        let mut values: Vec<Vec<String>> = self.rows.keys().map(|(_, values)| values.clone()).collect();
        if !has_dimensions {
            values.push(Vec::new());
        }
        values.sort();
        values.dedup();
        if values.len().saturating_mul(periods.count()) > MOST_ROWS {
            return Err(TooManyRows);
        }
        let empty = vec![Place::default(); self.measures.len()];
        for period in 0..periods.count() {
            for values in &values {
                self.rows.entry((period, values.clone())).or_insert_with(|| empty.clone());
            }
        }
        let columns: Vec<Vec<Place>> = (0..self.measures.len())
            .map(|index| self.rows.values().filter_map(|places| places.get(index).copied()).collect())
            .collect();
        let suppressions = self.suppressions(&columns);
        let mut totals = Vec::new();
        let mut figures: Vec<Vec<Figure>> = Vec::new();
        for ((measure, places), (rows, total)) in self.measures.iter().zip(&columns).zip(suppressions) {
            figures.push({ places.iter().zip(rows) }.map(|(place, kept)| place.figure(*measure, kept)).collect());
            let mut all = Place::default();
            for place in places {
                all.shown += place.shown;
                all.compared += place.compared;
            }
            totals.push(all.figure(*measure, total));
        }
        let rows = self.rows.into_keys().enumerate().map(|(row, (period, values))| {
            let figures = figures.iter().filter_map(|column| column.get(row).copied()).collect();
            Row { period, values, figures }
        });
        Ok((rows.collect(), totals))
    }

    /// Which figures of each column are kept back.
    fn suppressions(&self, columns: &[Vec<Place>]) -> Vec<(Vec<bool>, bool)> {
        let mut suppressions: Vec<_> = columns.iter().map(|places| kept_back(places)).collect();
        let find = |sought: Measure| self.measures.iter().position(|measure| *measure == sought);
        if tells_refunds(&self.measures)
            && let (Some(refunds), Some(net)) = (find(Measure::Refunds), find(Measure::NetSales))
            && let Ok([(refunds, all_refunds), (net, all_net)]) = suppressions.get_disjoint_mut([refunds, net])
        {
            net.iter_mut().zip(refunds.iter()).for_each(|(net, refund)| *net |= *refund);
            *all_net |= *all_refunds;
        }
        suppressions
    }
}

impl Place {
    fn figure(&self, measure: Measure, suppressed: bool) -> Figure {
        if suppressed {
            return Figure { suppressed, ..Figure::default() };
        }
        Figure {
            value: measure.figure(self.shown.sum),
            compared: measure.figure(self.compared.sum),
            amount: measure.amount(self.shown.sum),
            compared_amount: measure.amount(self.compared.sum),
            suppressed,
        }
    }
}

/// Whether refunds can be told from sales and what is left of them.
pub fn tells_refunds(measures: &[Measure]) -> bool {
    let has = |measure| measures.contains(&measure);
    has(Measure::NetSales) && (has(Measure::Sales) || has(Measure::AverageSale))
}

/// Which figures of a measure are kept back, of the rows and of all of them together: both parts where one of them is.
fn kept_back(places: &[Place]) -> (Vec<bool>, bool) {
    let shown: Vec<Group> = places.iter().map(|place| place.shown).collect();
    let compared: Vec<Group> = places.iter().map(|place| place.compared).collect();
    let ((rows, total), (others, other_total)) = (suppressed(&shown), suppressed(&compared));
    (rows.into_iter().zip(others).map(|(one, other)| one || other).collect(), total || other_total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_hides_what_is_kept_back_of_it() {
        let group = |hidden: i64, listed: i64| Group { sum: Sum { count: hidden + listed, ..Sum::default() }, listed };
        let place = |shown: i64, compared: i64| Place { shown: group(shown, 3), compared: group(compared, 3) };
        // What is kept back of A in this part could be told if only C were shown, and of B in the other.
        assert_eq!(kept_back(&[place(3, 0), place(0, 3), place(20, 20)]), (vec![true; 3], false));
        assert_eq!(kept_back(&[place(3, 0), place(0, 3), place(20, 0)]), (vec![true; 3], true));
    }
}

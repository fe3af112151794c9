//! The rows of a report, made of sums; what tells of too few is kept back.

use std::collections::BTreeMap;
use std::ops::{AddAssign, Neg};

use super::{Measure, Periods};

/// The most rows of a report.
pub const MOST_ROWS: usize = 20_000;
/// Millionths in one.
const MILLION: i64 = 1_000_000;
/// A figure is kept back when it counts some, but fewer than these, of customers that the caller may not list.
pub const SMALLEST_GROUP: i64 = 5;

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

#[derive(Clone, Copy, Debug, Default)]
struct Group {
    sum: Sum,
    /// How many of them the caller may list.
    listed: i64,
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
        let mut columns: Vec<Vec<Figure>> = Vec::new();
        let mut totals = Vec::new();
        for (index, measure) in self.measures.iter().enumerate() {
            let places: Vec<Place> = self.rows.values().filter_map(|places| places.get(index).copied()).collect();
            let (figures, total) = column(*measure, &places);
            columns.push(figures);
            totals.push(total);
        }
        let rows = self.rows.into_keys().enumerate().map(|(row, (period, values))| {
            let figures = columns.iter().filter_map(|column| column.get(row).copied()).collect();
            Row { period, values, figures }
        });
        Ok((rows.collect(), totals))
    }
}

impl Group {
    fn hidden(&self) -> i64 {
        self.sum.count - self.listed
    }

    fn is_small(&self) -> bool {
        (1..SMALLEST_GROUP).contains(&self.hidden())
    }

    fn add(&mut self, other: &Self) {
        self.sum += other.sum;
        self.listed += other.listed;
    }
}

impl Place {
    fn hidden(&self) -> i64 {
        self.shown.hidden()
    }

    fn is_small(&self) -> bool {
        self.shown.is_small() || self.compared.is_small()
    }

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

/// The figures of a measure in all rows, and of all rows together. Where a single figure is kept back, it could be told from the
/// total and the others: then that of the next smallest group is kept back too, or else the total.
fn column(measure: Measure, places: &[Place]) -> (Vec<Figure>, Figure) {
    let mut suppressed: Vec<bool> = places.iter().map(Place::is_small).collect();
    let mut keep_total_back = false;
    if suppressed.iter().filter(|suppressed| **suppressed).count() == 1 {
        let others = places.iter().enumerate().filter(|(_, place)| place.hidden() >= SMALLEST_GROUP);
        match others.min_by_key(|(_, place)| place.hidden()) {
            Some((next, _)) => suppressed.iter_mut().skip(next).take(1).for_each(|kept_back| *kept_back = true),
            None => keep_total_back = true,
        }
    }
    let mut total = Place::default();
    for place in places {
        total.shown.add(&place.shown);
        total.compared.add(&place.compared);
    }
    let figures = places.iter().zip(suppressed).map(|(place, suppressed)| place.figure(measure, suppressed));
    (figures.collect(), total.figure(measure, keep_total_back || total.is_small()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(count: i64, listed: i64) -> Place {
        Place { shown: Group { sum: Sum { count, ..Sum::default() }, listed }, ..Place::default() }
    }

    fn kept_back(places: &[Place]) -> (Vec<bool>, bool) {
        let (figures, total) = column(Measure::Customers, places);
        (figures.iter().map(|figure| figure.suppressed).collect(), total.suppressed)
    }

    #[test]
    fn groups_of_fewer_than_five_others_are_kept_back() {
        assert_eq!(kept_back(&[place(4, 0), place(3, 0), place(9, 0)]), (vec![true, true, false], false));
        assert_eq!(kept_back(&[place(4, 4), place(9, 0), place(0, 0)]), (vec![false, false, false], false));
        assert_eq!(kept_back(&[place(12, 8), place(7, 3)]), (vec![true, true], false));
    }

    #[test]
    fn one_that_is_kept_back_cannot_be_told_from_the_total() {
        assert_eq!(kept_back(&[place(4, 0), place(30, 0), place(9, 0)]), (vec![true, false, true], false));
        assert_eq!(kept_back(&[place(4, 0), place(7, 7)]), (vec![true, false], true));
        assert_eq!(kept_back(&[place(4, 0)]), (vec![true], true));
    }
}

//! What keeps a figure from being computed, each with its way out.

/// Why a model could not be fitted or asked.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// A number that no history, model or question can have.
    #[error("{field} is {value}; it must be {rule}")]
    OutOfRange {
        /// The argument, by name.
        field: &'static str,
        /// What was given.
        value: f64,
        /// What it must be.
        rule: &'static str,
    },
    /// The data would let a model be fitted, but not be believed.
    #[error("too little data: {have} {what} of {need} needed, {} more to come", need.saturating_sub(*have))]
    TooLittle {
        /// What is counted, in the plural.
        what: &'static str,
        /// How many there are.
        have: usize,
        /// How many there must be.
        need: usize,
    },
    /// The likelihood grows for ever in some direction.
    #[error(
        "the {model} likelihood has no maximum in these data, as when all customers are alike: use their plain average"
    )]
    NoMaximum {
        /// The model, by name.
        model: &'static str,
    },
    /// The fitted distribution of spend has so heavy a tail that its mean is infinite.
    #[error(
        "amounts are too uneven to have an average (q is {q}, it must exceed 1): cap the largest, or fit groups apart"
    )]
    NoAverage {
        /// The fitted shape of the spread between customers.
        q: f64,
    },
}

/// `value` if it satisfies `holds`, else the error that names the field and its rule.
pub(crate) fn within(
    field: &'static str,
    value: f64,
    rule: &'static str,
    holds: impl Fn(f64) -> bool,
) -> Result<f64, Error> {
    if value.is_finite() && holds(value) { Ok(value) } else { Err(Error::OutOfRange { field, value, rule }) }
}

/// Refuses fewer than `need`, saying how many are missing.
pub(crate) fn at_least(need: usize, have: usize, what: &'static str) -> Result<(), Error> {
    if have < need { Err(Error::TooLittle { what, have, need }) } else { Ok(()) }
}

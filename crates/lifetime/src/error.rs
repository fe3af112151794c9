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

impl Error {
    /// The same in Chinese.
    pub fn chinese(&self) -> String {
        match self {
            Self::OutOfRange { field, value, rule } => format!("{field} 为 {value}，须为：{rule}"),
            Self::TooLittle { what, have, need } => {
                let missing = need.saturating_sub(*have);
                format!("数据不足：需要 {need}（{what}），现有 {have}，还差 {missing}")
            }
            Self::NoMaximum { model } => {
                format!("这些数据无法拟合 {model} 模型，例如所有客户都一样；请直接使用平均值")
            }
            Self::NoAverage { q } => {
                format!("金额差异过大，没有平均值（q 为 {q}，须大于 1）：请限制最大值，或分组拟合")
            }
        }
    }
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

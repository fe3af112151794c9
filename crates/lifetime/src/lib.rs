//! Customer lifetime models: BG/NBD, Gamma-Gamma and a calibrated classifier, as pure functions.
//!
//! All models read [`Summary`]: how often, how recently, how long, how much.
//!
//! - [`bg_nbd`]: how often will they buy, and are they still customers?
//! - [`gamma_gamma`]: how much will they spend at a time?
//! - [`lifetime_value`]: what is that worth today?
//! - [`repurchase`]: will they buy again within a time, and why is it thought so?
//!
//! A model is fitted to all customers of a tenant, kept (it is `serde`), and then asked for each of them. Too little
//! data is [`Error::TooLittle`], which says how much is missing.

pub mod bg_nbd;
mod error;
pub mod gamma_gamma;
mod log_odds;
mod maximum_likelihood;
mod newton;
pub mod repurchase;
mod summary;
mod value;

pub use bg_nbd::BgNbd;
pub use error::Error;
pub use gamma_gamma::GammaGamma;
pub use maximum_likelihood::Fitted;
pub use summary::{MOST_PURCHASES, Summary};
pub use value::{MOST_PERIODS, Terms, lifetime_value};

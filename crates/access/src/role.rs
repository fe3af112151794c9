//! What a caller is employed as.

use enumset::{EnumSet, EnumSetType};
use strum::{EnumString, IntoStaticStr};

/// What a caller is employed as, in tokens by its name in lower case. The list is closed.
#[derive(Debug, EnumSetType, EnumString, Hash, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Role {
    /// Looks after the tenant (管理员).
    Administrator,
    /// Wins and keeps customers (销售).
    Sales,
    /// Helps customers (客服).
    Service,
    /// Sees to the money (财务).
    Finance,
    /// Another service of the platform; held by service principals alone.
    System,
}

/// The roles of a caller. Rights add up.
pub type Roles = EnumSet<Role>;

//! Places. Country and region name no person and stay readable; the rest of an address is personal.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The most addresses of one record.
pub const MAX_ADDRESSES: usize = 20;

/// What a place is to the customer. Stored as its name in snake case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressKind {
    /// The registered seat.
    Registered,
    /// Where the work is done.
    Office,
    /// Where goods go.
    Delivery,
    /// Where a person lives.
    Home,
    /// Anything else.
    Other,
}

/// Which place, as far as it names no person. Stored as `{"id":"…","kind":"office","country":"CN","region":"310000"}`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Place {
    /// The stable id of the element.
    pub id: Uuid,
    /// What the place is.
    pub kind: AddressKind,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// GB/T 2260; empty outside China and where it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub region: String,
}

/// How to find a place. Stored as `{"id":"…","text":"…","postal_code":"…"}`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Directions {
    /// The id of the place.
    pub id: Uuid,
    /// The address as one writes it.
    pub text: String,
    /// The postal code; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub postal_code: String,
}

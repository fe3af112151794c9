//! From local times to instants.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::error::Error;

/// The instant that a local time names in a zone (RFC 5545, 3.3.5). A time that the clocks skip is read with the offset
/// before the gap, so it moves forward by the gap's length; of a time that they repeat, the first instant is taken.
///
/// # Errors
///
/// [`Error::OutOfRange`] at the ends of the calendar.
pub fn instant_of(local: DateTime, zone: &TimeZone) -> Result<Timestamp, Error> {
    zone.to_ambiguous_timestamp(local).compatible().map_err(|_| Error::OutOfRange)
}

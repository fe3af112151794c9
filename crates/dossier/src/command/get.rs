//! `dossier get`.

use clap::Args;
use contracts::customer::v1::get_customer_request::Key;
use contracts::customer::v1::{ExternalId, GetCustomerRequest};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::customer_fields::external_id;
use crate::failure::Failure;
use crate::session::Session;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The id or number
    #[arg(required_unless_present = "external_id", conflicts_with = "external_id")]
    customer: Option<String>,
    /// The id in another system
    #[arg(long, value_name = "SOURCE=ID", value_parser = external_id)]
    external_id: Option<ExternalId>,
    /// Read the record as it was recorded at this time: 2026-05-20T10:00:00Z, or 2026-05-20 10:00 in the zone of this machine
    #[arg(long, value_name = "TIME", value_parser = instant)]
    as_of: Option<Timestamp>,
}

pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<(), Failure> {
    let key = arguments.customer.map(Key::Customer).or(arguments.external_id.map(Key::ExternalId));
    let as_of = arguments
        .as_of
        .map(|time| prost_types::Timestamp { seconds: time.as_second(), nanos: time.subsec_nanosecond() });
    let request = GetCustomerRequest { key, as_of };
    session.output.one(session.customers().get_customer(request).await?.get_ref())
}

pub(super) fn instant(text: &str) -> Result<Timestamp, &'static str> {
    if let Ok(instant) = text.parse() {
        return Ok(instant);
    }
    let local = text.parse::<DateTime>().or_else(|_| text.parse::<Date>().map(Into::into));
    let zoned = local.and_then(|local| local.to_zoned(TimeZone::system()));
    zoned.map(|zoned| zoned.timestamp()).map_err(|_| "write 2026-05-20T10:00:00Z, or 2026-05-20 10:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_an_instant_or_a_local_time() {
        assert_eq!(instant("2026-05-20T10:00:00+08:00").unwrap().to_string(), "2026-05-20T02:00:00Z");
        let local = |text| instant(text).unwrap().to_zoned(TimeZone::system()).datetime();
        assert_eq!(local("2026-05-20 10:00"), jiff::civil::datetime(2026, 5, 20, 10, 0, 0, 0));
        assert_eq!(local("2026-05-20"), jiff::civil::datetime(2026, 5, 20, 0, 0, 0, 0));
        assert!(instant("yesterday").is_err());
    }
}

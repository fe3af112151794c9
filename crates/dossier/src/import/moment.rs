//! Times as spreadsheets write them.

use contracts::customer::v1::Tenant;
use contracts::customer::v1::important_date::Day;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::day;

/// The zones of a tenant, each from a day on; the first holds for all time before it too.
#[derive(Clone, Debug)]
pub(super) struct Zones(Vec<(Option<Date>, TimeZone)>);

impl Zones {
    /// The zones that this machine knows; UTC if it knows none of them.
    pub(super) fn of(tenant: &Tenant) -> Self {
        let periods = tenant.zones.iter().filter_map(|period| {
            let from = period.valid_from.as_ref().and_then(|day| day::civil(day.year, day.month, day.day));
            Some((from, TimeZone::get(&period.zone).ok()?))
        });
        Self(periods.collect())
    }

    fn on(&self, day: Date) -> TimeZone {
        let held = self.0.iter().rfind(|(from, _)| from.is_none_or(|from| from <= day)).or(self.0.first());
        held.map_or(TimeZone::UTC, |(_, zone)| zone.clone())
    }
}

/// Reads a time: RFC 3339, or a day with or without a time of day, which is a time of the tenant's zone.
pub(super) fn parse(text: &str, zones: &Zones) -> Option<prost_types::Timestamp> {
    let instant = text.parse::<Timestamp>().ok().or_else(|| local(text, zones))?;
    Some(prost_types::Timestamp { seconds: instant.as_second(), nanos: instant.subsec_nanosecond() })
}

fn local(text: &str, zones: &Zones) -> Option<Timestamp> {
    let (day, time) = text.split_once([' ', 'T']).map_or((text, ""), |(day, time)| (day, time.trim()));
    let Day::Solar(date) = day::parse(day)? else { return None };
    let date = day::civil(date.year, date.month, date.day).filter(|day| day.year() >= 1)?;
    let time: Time = if time.is_empty() { Time::midnight() } else { hours_and_minutes(time)? };
    Some(date.to_datetime(time).to_zoned(zones.on(date)).ok()?.timestamp())
}

/// `10:00:00`, `10:00`, and the `9:05` that spreadsheets write.
fn hours_and_minutes(text: &str) -> Option<Time> {
    let padded = if text.find(':') == Some(1) { format!("0{text}") } else { text.to_owned() };
    padded.parse().ok()
}

#[cfg(test)]
mod tests {
    use contracts::customer::v1::ZonePeriod;
    use contracts::google::r#type::Date as SentDate;

    use super::*;

    fn zones() -> Zones {
        let valid_from = Some(SentDate { year: 2025, month: 1, day: 1 });
        let shanghai = ZonePeriod { zone: "Asia/Shanghai".to_owned(), valid_from: None };
        let berlin = ZonePeriod { zone: "Europe/Berlin".to_owned(), valid_from };
        Zones::of(&Tenant { zones: vec![shanghai, berlin], ..Tenant::default() })
    }

    fn read(text: &str) -> Option<String> {
        let time = parse(text, &zones())?;
        Some(Timestamp::new(time.seconds, time.nanos).unwrap().to_string())
    }

    #[test]
    fn a_local_time_is_one_of_the_zone_that_held_on_its_day() {
        assert_eq!(read("2024-05-20 10:00").unwrap(), "2024-05-20T02:00:00Z");
        assert_eq!(read("2024/5/20 9:05:30").unwrap(), "2024-05-20T01:05:30Z");
        assert_eq!(read("2024年5月20日").unwrap(), "2024-05-19T16:00:00Z");
        assert_eq!(read("2025-05-20 10:00").unwrap(), "2025-05-20T08:00:00Z");
        assert_eq!(read("2024-05-20T10:00:00+02:00").unwrap(), "2024-05-20T08:00:00Z");
    }

    #[test]
    fn what_could_be_two_days_or_has_no_year_is_not_read() {
        for text in ["", "05-20", "5/6/2024", "2024-05-20 25:00", "lunar:2024-05-20"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

//! A period on the wire.

use contracts::reminder::v1 as wire;
use conventions::violations::Violations;

use crate::domain::period::{Period, PeriodUnit};

/// The period that was sent; it must be there. The contract bounds its count.
pub(crate) fn read(sent: Option<&wire::Period>, violations: &mut Violations) -> Option<Period> {
    let Some(sent) = sent else {
        violations.add_required();
        return None;
    };
    let unit = match wire::PeriodUnit::try_from(sent.unit) {
        Ok(wire::PeriodUnit::Day) => PeriodUnit::Day,
        Ok(wire::PeriodUnit::Week) => PeriodUnit::Week,
        Ok(wire::PeriodUnit::Month) => PeriodUnit::Month,
        Ok(wire::PeriodUnit::Unspecified) | Err(_) => {
            violations.field("unit", Violations::add_required);
            return None;
        }
    };
    Some(Period { count: u16::try_from(sent.count).ok()?, unit })
}

/// The period on the wire.
pub(crate) fn sent(period: Period) -> wire::Period {
    let unit = match period.unit {
        PeriodUnit::Day => wire::PeriodUnit::Day,
        PeriodUnit::Week => wire::PeriodUnit::Week,
        PeriodUnit::Month => wire::PeriodUnit::Month,
    };
    wire::Period { count: period.count.into(), unit: unit.into() }
}

//! The limits of claims, as the journal counts them.

use database::Parameter;
use jiff::civil::Date;
use journal::{Counted, Limit};
use uuid::Uuid;

use crate::domain::customer::State;

/// At most `most` claims of a member of staff in a day.
pub fn daily(staff: Uuid, day: Date, most: u32) -> Limit {
    Limit { kind: format!("claims/{day}"), value: staff.to_string(), most: most.into(), counted: Counted::Writes }
}

/// At most `most` customers of a member of staff, live and archived, without those in excluded stages. They are counted, whoever gave them to the
/// owner.
pub fn holding(tenant: &str, staff: Uuid, excluded_stages: &[String], most: u32) -> Limit {
    let mut parameters: Vec<Parameter> =
        vec![tenant.into(), staff.into(), State::Active.code().into(), State::Archived.code().into()];
    let mut sql = "SELECT COUNT(*) FROM customer WHERE tenant_id = $1 AND owner = $2 AND state IN ($3, $4)".to_owned();
    for stage in excluded_stages {
        parameters.push(stage.as_str().into());
        sql += &format!(" AND stage <> ${}", parameters.len());
    }
    let counted = Counted::Rows { sql: sql.into(), parameters };
    Limit { kind: "holding".to_owned(), value: staff.to_string(), most: most.into(), counted }
}

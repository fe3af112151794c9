//! Where measures and dimensions stand in the tables.

use sea_orm::ColumnTrait;
use sea_orm::sea_query::Expr;

use crate::domain::report::{Dimension, Measure, Subject};
use crate::store::entity::{customer, feedback, interaction, sale, sale_line, service_case, stage_stay};
use crate::store::tag;

/// The columns that say when something that is counted was.
pub(super) struct Columns {
    pub(super) day: &'static str,
    pub(super) time: &'static str,
}

impl Measure {
    /// Under which measure its daily sums are kept.
    pub(super) fn kept_as(self) -> Self {
        match self {
            Self::Transactions | Self::AverageSale => Self::Sales,
            measure => measure,
        }
    }

    pub(super) fn columns(self) -> Option<Columns> {
        let (day, time) = match self.subject() {
            Subject::Customers if self == Self::Customers => return None,
            Subject::Targets | Subject::Cohorts => return None,
            Subject::Customers => ("customer.create_day", "customer.create_time"),
            Subject::Stays if matches!(self, Self::StageEntries | Self::WonStageEntries) => {
                ("stage_stay.enter_day", "stage_stay.enter_time")
            }
            Subject::Stays => ("stage_stay.leave_day", "stage_stay.leave_time"),
            Subject::Sales | Subject::Purchases => ("sale.day", "sale.time"),
            Subject::Interactions => ("interaction.day", "interaction.time"),
            Subject::Feedback => ("feedback.day", "feedback.time"),
            Subject::Complaints | Subject::ServiceCases => ("service_case.day", "service_case.time"),
        };
        Some(Columns { day, time })
    }

    /// The value of a dimension.
    pub(in crate::store) fn value(self, dimension: Dimension) -> Expr {
        let column = match dimension {
            Dimension::Tag => return tag::carried_code(),
            Dimension::Stage if self.subject() == Subject::Stays => stage_stay::Column::Stage.as_column_ref(),
            Dimension::NextStage => stage_stay::Column::NextStage.as_column_ref(),
            Dimension::StageReason => stage_stay::Column::Reason.as_column_ref(),
            Dimension::Stage => customer::Column::Stage.as_column_ref(),
            Dimension::Kind => customer::Column::Kind.as_column_ref(),
            Dimension::Level => customer::Column::Level.as_column_ref(),
            Dimension::Industry => customer::Column::Industry.as_column_ref(),
            Dimension::Source => customer::Column::Source.as_column_ref(),
            Dimension::Region => customer::Column::Region.as_column_ref(),
            Dimension::Owner => customer::Column::Owner.as_column_ref(),
            Dimension::Team => customer::Column::Team.as_column_ref(),
            Dimension::Product if self.subject() == Subject::Sales => sale_line::Column::Product.as_column_ref(),
            Dimension::Product => service_case::Column::Product.as_column_ref(),
            Dimension::PaymentMethod => sale::Column::PaymentMethod.as_column_ref(),
            Dimension::Channel => match self.subject() {
                Subject::Feedback => feedback::Column::Channel.as_column_ref(),
                Subject::Complaints | Subject::ServiceCases => service_case::Column::Channel.as_column_ref(),
                _ => interaction::Column::Channel.as_column_ref(),
            },
            Dimension::Direction => interaction::Column::Direction.as_column_ref(),
            Dimension::Author => match self.subject() {
                Subject::Sales => sale::Column::Author.as_column_ref(),
                Subject::Feedback => feedback::Column::Author.as_column_ref(),
                Subject::Complaints | Subject::ServiceCases => service_case::Column::Author.as_column_ref(),
                _ => interaction::Column::Author.as_column_ref(),
            },
            Dimension::Priority => service_case::Column::Priority.as_column_ref(),
            Dimension::Assignee => service_case::Column::Assignee.as_column_ref(),
            // Cohorts are read by themselves.
            Dimension::Cohort => customer::Column::CreateDay.as_column_ref(),
        };
        Expr::col(column)
    }
}

/// Whether sums are kept by it always: whose the customers are.
pub(super) fn is_of_owner(dimension: Dimension) -> bool {
    matches!(dimension, Dimension::Owner | Dimension::Team)
}

/// Whether the values are ids of staff or teams.
pub(in crate::store) fn is_id(dimension: Dimension) -> bool {
    is_of_owner(dimension) || matches!(dimension, Dimension::Author | Dimension::Assignee)
}

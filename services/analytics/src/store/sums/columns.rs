//! Where measures and dimensions stand in the tables.

use sea_orm::ColumnTrait;
use sea_orm::sea_query::Expr;

use crate::domain::report::{Dimension, Measure, Subject};
use crate::store::entity::{customer, interaction, sale, sale_line, stage_stay};

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
        let day_and_time = match self.subject() {
            Subject::Sales => Some(Columns { day: "sale.day", time: "sale.time" }),
            Subject::Interactions => Some(Columns { day: "interaction.day", time: "interaction.time" }),
            Subject::Customers | Subject::Stays => None,
        };
        match self {
            Self::CreatedCustomers => Some(Columns { day: "customer.create_day", time: "customer.create_time" }),
            Self::StageEntries => Some(Columns { day: "stage_stay.enter_day", time: "stage_stay.enter_time" }),
            Self::StageExits | Self::DaysInStage => {
                Some(Columns { day: "stage_stay.leave_day", time: "stage_stay.leave_time" })
            }
            Self::Customers
            | Self::Transactions
            | Self::Sales
            | Self::Refunds
            | Self::NetSales
            | Self::AverageSale
            | Self::UnitsSold
            | Self::Interactions
            | Self::MinutesPerInteraction => day_and_time,
        }
    }

    /// The value of a dimension.
    pub(in crate::store) fn value(self, dimension: Dimension) -> Expr {
        let column = match dimension {
            Dimension::Stage if self.subject() == Subject::Stays => stage_stay::Column::Stage.as_column_ref(),
            Dimension::NextStage => stage_stay::Column::NextStage.as_column_ref(),
            Dimension::Stage => customer::Column::Stage.as_column_ref(),
            Dimension::Kind => customer::Column::Kind.as_column_ref(),
            Dimension::Level => customer::Column::Level.as_column_ref(),
            Dimension::Industry => customer::Column::Industry.as_column_ref(),
            Dimension::Source => customer::Column::Source.as_column_ref(),
            Dimension::Region => customer::Column::Region.as_column_ref(),
            Dimension::Owner => customer::Column::Owner.as_column_ref(),
            Dimension::Team => customer::Column::Team.as_column_ref(),
            Dimension::Product => sale_line::Column::Product.as_column_ref(),
            Dimension::PaymentMethod => sale::Column::PaymentMethod.as_column_ref(),
            Dimension::Channel => interaction::Column::Channel.as_column_ref(),
            Dimension::Direction => interaction::Column::Direction.as_column_ref(),
            Dimension::Author if self.subject() == Subject::Sales => sale::Column::Author.as_column_ref(),
            Dimension::Author => interaction::Column::Author.as_column_ref(),
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
    is_of_owner(dimension) || dimension == Dimension::Author
}

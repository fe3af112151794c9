//! On which customers a caller's roles allow one action, as conditions on tables.

use access::{Caller, Relation, Scope};
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::store::entity::{customer, customer_collaborator, daily_sum, target};

/// The customers on which a caller's roles allow an action that they do not allow on all.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub(super) struct Reach {
    pool: bool,
    owner: Option<Uuid>,
    teams: Vec<Uuid>,
    collaborator: Option<Uuid>,
}

impl Reach {
    /// The customers in a scope, by the relations of [`Caller::relations_to`]; none of all.
    pub(super) fn new(caller: &Caller, scope: Scope) -> Option<Self> {
        let staff = caller.staff.as_ref();
        let mut reach = Self::default();
        for (relation, _) in scope.grants() {
            match relation {
                Relation::Own => reach.owner = staff.map(|staff| staff.id),
                Relation::Collaborator => reach.collaborator = staff.map(|staff| staff.id),
                Relation::Team => reach.teams.extend(staff.and_then(|staff| staff.team)),
                Relation::Subteam => reach.teams.extend(staff.iter().flat_map(|staff| staff.teams_below.iter())),
                Relation::Pool => reach.pool = true,
                Relation::Other => return None,
            }
        }
        Some(reach)
    }

    /// Whose customers they are, as a condition on customers.
    pub(super) fn of_customers(&self, tenant: &str) -> Condition {
        let pool = self.pool.then(|| customer::Column::Owner.is_null());
        let teams = (!self.teams.is_empty()).then(|| customer::Column::Team.is_in(self.teams.iter().copied()));
        let owner = self.owner.map(|owner| customer::Column::Owner.eq(owner));
        let others = self.collaborator.map(|staff| works_with(tenant, staff));
        Condition::any().add(nothing()).add_option(pool).add_option(teams).add_option(owner).add_option(others)
    }

    /// Whose customers they are, as a condition on sums: all but those of [`Reach::beside_sums`].
    pub(super) fn of_sums(&self) -> Condition {
        let pool = self.pool.then(|| daily_sum::Column::Owner.eq(Uuid::nil()));
        let teams = (!self.teams.is_empty()).then(|| daily_sum::Column::Team.is_in(self.teams.iter().copied()));
        let owner = self.owner.map(|owner| daily_sum::Column::Owner.eq(owner));
        // A condition of nothing would be one that everything meets.
        Condition::any().add(nothing()).add_option(pool).add_option(teams).add_option(owner)
    }

    /// Those on which the caller works for another owner, as a condition on customers; none where there are none such.
    pub(super) fn beside_sums(&self, tenant: &str) -> Option<Condition> {
        let others = self.collaborator.map(|staff| works_with(tenant, staff))?;
        let not = |column: customer::Column, ids: &[Uuid]| {
            let ids = ids.iter().copied();
            (ids.len() > 0).then(|| Condition::any().add(column.is_null()).add(column.is_not_in(ids)))
        };
        let owner = self.owner.map(|owner| vec![owner]).unwrap_or_default();
        let rest = Condition::all()
            .add(others)
            .add_option(not(customer::Column::Owner, &owner))
            .add_option(not(customer::Column::Team, &self.teams))
            .add_option(self.pool.then(|| customer::Column::Owner.is_not_null()));
        Some(rest)
    }

    /// Whose targets go with them: those of their owners and teams.
    pub(super) fn of_targets(&self) -> Condition {
        let teams = (!self.teams.is_empty()).then(|| target::Column::Team.is_in(self.teams.iter().copied()));
        let owner = self.owner.map(|owner| target::Column::Staff.eq(owner));
        Condition::any().add(nothing()).add_option(teams).add_option(owner)
    }
}

/// What nothing meets.
fn nothing() -> Condition {
    Condition::all().add(Expr::cust("1 = 0"))
}

fn works_with(tenant: &str, staff: Uuid) -> SimpleExpr {
    let ids = customer_collaborator::Entity::find()
        .select_only()
        .column(customer_collaborator::Column::CustomerId)
        .filter(customer_collaborator::Column::TenantId.eq(tenant))
        .filter(customer_collaborator::Column::StaffId.eq(staff));
    customer::Column::CustomerId.in_subquery(ids.into_query())
}

//! In which order records are listed, and where a page begins.

use std::str::FromStr;

use conventions::violations::Bilingual;
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order as Direction, QueryFilter, QueryOrder, QuerySelect, Select};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// In which order records are listed.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    by: By,
    descending: bool,
}

#[derive(Clone, Copy, Debug)]
enum By {
    /// Ids sort as times of creation do.
    CreateTime,
    UpdateTime,
}

/// The row after which a page begins.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Cursor {
    /// Its update time.
    pub time: i64,
    /// Its id.
    pub id: Uuid,
}

/// The text is no order.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("must be create_time or update_time, with ` desc` for newest first")]
pub struct UnknownOrder;

impl Bilingual for UnknownOrder {
    fn chinese(&self) -> String {
        "须为 create_time 或 update_time，要最新的在前请加 ` desc`".to_owned()
    }
}

impl FromStr for Order {
    type Err = UnknownOrder;

    fn from_str(text: &str) -> Result<Self, UnknownOrder> {
        let mut words = text.split_whitespace();
        let (field, direction) = (words.next(), words.next());
        let by = match field {
            None | Some("create_time") => By::CreateTime,
            Some("update_time") => By::UpdateTime,
            Some(_) => return Err(UnknownOrder),
        };
        let descending = match direction {
            None => field.is_none(),
            Some("desc") => true,
            Some("asc") => false,
            Some(_) => return Err(UnknownOrder),
        };
        if words.next().is_some() { Err(UnknownOrder) } else { Ok(Self { by, descending }) }
    }
}

impl Order {
    /// At most `limit` of the rows in this order, from after a row on. The columns are those of the id and of the update time.
    pub fn page<E: EntityTrait>(
        self,
        rows: Select<E>,
        [id, update_time]: [E::Column; 2],
        after: Option<Cursor>,
        limit: usize,
    ) -> Select<E> {
        let direction = if self.descending { Direction::Desc } else { Direction::Asc };
        let mut rows = match after {
            Some(cursor) => rows.filter(self.beyond(id, update_time, cursor)),
            None => rows,
        };
        if let By::UpdateTime = self.by {
            rows = rows.order_by(update_time, direction.clone());
        }
        rows.order_by(id, direction).limit(u64::try_from(limit).unwrap_or(u64::MAX))
    }

    /// The rows that come after a cursor.
    fn beyond<C: ColumnTrait>(self, id: C, update_time: C, cursor: Cursor) -> Condition {
        let id = if self.descending { id.lt(cursor.id) } else { id.gt(cursor.id) };
        match self.by {
            By::CreateTime => Condition::all().add(id),
            By::UpdateTime => {
                let (from, later) = if self.descending {
                    (update_time.lte(cursor.time), update_time.lt(cursor.time))
                } else {
                    (update_time.gte(cursor.time), update_time.gt(cursor.time))
                };
                Condition::all().add(from).add(Condition::any().add(later).add(id))
            }
        }
    }
}

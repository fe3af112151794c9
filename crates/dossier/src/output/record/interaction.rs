//! The columns of an interaction.

use contracts::interaction::v1::Interaction;

use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for Interaction {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("interaction_id", "Id", "标识", |i| Cell::text(&i.interaction_id)),
        Column::new("customer", "Customer", "客户", |i| Cell::text(&i.customer)),
        Column::listed("start_time", "Time", "时间", |i| Cell::time(i.start_time.as_ref())),
        Column::listed("channel", "Way", "方式", |i| Cell::code(i.channel().as_str_name(), "CHANNEL_")),
        Column::listed("key_points", "Key points", "沟通要点", |i| Cell::text(&i.key_points)),
        Column::listed("feedback", "Feedback", "客户反馈", |i| Cell::text(&i.feedback)),
        Column::listed("next_step", "Next step", "下一步计划", |i| Cell::text(&i.next_step)),
        Column::new("next_step_time", "Due", "计划时间", |i| Cell::time(i.next_step_time.as_ref())),
        Column::new("author", "Logged by", "记录人", |i| Cell::text(&i.author)),
        Column::new("revision", "Revision", "版本", |i| Cell::text(i.revision.to_string())),
    ];

    fn message(&self) -> &Self {
        self
    }
}

//! The columns of feedback.

use contracts::interaction::v1::Feedback;

use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for Feedback {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("feedback_id", "Id", "标识", |r| Cell::text(&r.feedback_id)),
        Column::new("customer", "Customer", "客户", |r| Cell::text(&r.customer)),
        Column::listed("feedback_time", "Time", "时间", |r| Cell::time(r.feedback_time.as_ref())),
        Column::new("channel", "Way", "方式", |r| Cell::code(r.channel().as_str_name(), "CHANNEL_")),
        Column::listed("rating", "Rating", "评分", |r| Cell::text(rating(r.rating))),
        Column::listed("recommendation", "Would recommend", "推荐意愿", |r| {
            Cell::text(recommendation(r.recommendation))
        }),
        Column::listed("comment", "Comment", "意见", |r| Cell::text(&r.comment)),
        Column::listed("suggestion", "Suggestion", "建议", |r| Cell::text(&r.suggestion)),
        Column::new("author", "Recorded by", "记录人", |r| Cell::text(&r.author)),
        Column::new("revision", "Revision", "版本", |r| Cell::text(r.revision.to_string())),
    ];

    fn message(&self) -> &Self {
        self
    }
}

/// An answer from 0 to 10, if the customer gave one.
fn recommendation(answer: Option<i32>) -> String {
    answer.map(|answer| answer.to_string()).unwrap_or_default()
}

/// A rating, if the customer gave one.
pub(super) fn rating(rating: i32) -> String {
    if rating == 0 { String::new() } else { rating.to_string() }
}

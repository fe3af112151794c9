//! The columns of what has happened with a customer, of whatever kind.

use contracts::google::r#type::Money;
use contracts::interaction::v1::TimelineEntry;
use contracts::interaction::v1::timeline_entry::Record as Happened;

use super::feedback::rating;
use super::{Column, Record};
use crate::output::cell::Cell;

/// The decimals of [`Money::nanos`].
const NANO_DECIMALS: usize = 9;

impl Record for TimelineEntry {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("time", "Time", "时间", |entry| match &entry.record {
            Some(Happened::Interaction(interaction)) => Cell::time(interaction.start_time.as_ref()),
            Some(Happened::Transaction(transaction)) => Cell::time(transaction.transaction_time.as_ref()),
            Some(Happened::Feedback(feedback)) => Cell::time(feedback.feedback_time.as_ref()),
            Some(Happened::Complaint(complaint)) => Cell::time(complaint.complaint_time.as_ref()),
            Some(Happened::ServiceCase(case)) => Cell::time(case.case_time.as_ref()),
            None => Cell::text(""),
        }),
        Column::listed("kind", "What", "类别", |entry| match &entry.record {
            Some(Happened::Interaction(i)) => Cell::code(i.channel().as_str_name(), "CHANNEL_"),
            Some(Happened::Transaction(_)) => Cell::text("transaction"),
            Some(Happened::Feedback(_)) => Cell::text("feedback"),
            Some(Happened::Complaint(_)) => Cell::text("complaint"),
            Some(Happened::ServiceCase(_)) => Cell::text("service_case"),
            None => Cell::text(""),
        }),
        Column::listed("said", "Said", "内容", |entry| match &entry.record {
            Some(Happened::Interaction(interaction)) => Cell::text(&interaction.key_points),
            Some(Happened::Transaction(transaction)) => Cell::text(amount(transaction.total.as_ref())),
            Some(Happened::Feedback(f)) => said([&rating(f.rating), &f.comment, &f.suggestion]),
            Some(Happened::Complaint(c)) => said([&c.subject, &c.description, &c.resolution]),
            Some(Happened::ServiceCase(case)) => said([&case.product, &case.question, &case.solution]),
            None => Cell::text(""),
        }),
        Column::listed("next_step", "Next step", "下一步计划", |entry| match &entry.record {
            Some(Happened::Interaction(interaction)) => Cell::text(&interaction.next_step),
            Some(Happened::Complaint(c)) => Cell::code(c.handling_state().as_str_name(), "HANDLING_STATE_"),
            Some(Happened::ServiceCase(c)) => Cell::code(c.handling_state().as_str_name(), "HANDLING_STATE_"),
            Some(Happened::Transaction(_) | Happened::Feedback(_)) | None => Cell::text(""),
        }),
    ];

    fn message(&self) -> &Self {
        self
    }
}

/// What is there of several parts, in a line.
fn said(parts: [&str; 3]) -> Cell {
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Cell::text(parts.join(" · "))
}

/// An amount as people read it: `19.9 CNY`.
fn amount(money: Option<&Money>) -> String {
    let Some(Money { currency_code, units, nanos }) = money else { return String::new() };
    let sign = if *units < 0 || *nanos < 0 { "-" } else { "" };
    let number = format!("{sign}{}.{:0NANO_DECIMALS$}", units.unsigned_abs(), nanos.unsigned_abs());
    format!("{} {currency_code}", number.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_the_decimals_that_it_needs() {
        let money = |units, nanos| Money { currency_code: "CNY".into(), units, nanos };
        assert_eq!(amount(Some(&money(19, 900_000_000))), "19.9 CNY");
        assert_eq!(amount(Some(&money(440, 0))), "440 CNY");
        assert_eq!(amount(Some(&money(0, -10_000_000))), "-0.01 CNY");
    }
}

//! What is due, and what becomes of it: rules and values, without a clock, a database or a wire.
//!
//! ```text
//! Schedule + Zone + WorkingDays ──> Timetable ──> Due: the local time that was meant, and its instant
//! Timetable + Missed + now ───────> Step: what is told now, what is left out, what comes next
//! Acquaintance + Cadence, rules + now ─> Step: what becomes of the task that keeps up contact, and when to look again
//! Timetable + a span of time ─────> what would be told: the same, step by step
//! ```

pub mod acquaintance;
pub mod back_off;
pub mod cadence;
pub mod circuit;
pub mod customer_date;
pub mod delivery;
pub mod dormancy;
pub mod due;
pub mod endpoint;
pub mod local_time;
pub mod missed;
pub mod next_step;
pub mod period;
pub mod public_address;
pub mod reminder;
pub mod schedule;
pub mod task;
pub mod upkeep;
pub mod webhook_url;
mod yearly;
pub mod zone;

//! ReportService.

mod forecast;
mod list_records;
mod render;
mod run;

//! ReportService.

mod forecast;
mod forecast_pipeline;
mod list_records;
mod render;
mod run;

//! ImportService.

mod import_customers;

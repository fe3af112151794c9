//! DeliveryService.

mod get;
mod list_deliveries;
mod replay;

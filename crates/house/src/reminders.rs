//! The reminder service, for a guest that stands beside it too.

use feed::{Publisher, Source};
use process::{Opening, Running};
use reminder::ReminderSettings;
use testkit::Engine;

use crate::Neighbour;

/// The settings of the reminder service with their defaults, in TOML.
pub const REMINDER_SETTINGS: &str = reminder::SETTINGS;

/// Fresh databases of the reminder service, each with the setting that names it.
pub async fn fresh_reminders(engine: Engine) -> Vec<(&'static str, String)> {
    vec![
        ("reminder.records", testkit::fresh_url::<reminder::Migrator>(engine).await),
        ("reminder.keyring", testkit::fresh_url::<keyring::Migrator>(engine).await),
    ]
}

/// Opens the reminder service beside the customer and interaction services.
pub async fn open_reminders(
    settings: &ReminderSettings,
    opening: &Opening,
    customers: &Neighbour,
    interactions: Publisher,
) -> Box<dyn Running> {
    let neighbours = customers::WithInteractions {
        customers: customers.reached(),
        interaction_feed: Source::InProcess(interactions),
    };
    Box::new(reminder::Running::open(settings, opening, neighbours).await.unwrap())
}

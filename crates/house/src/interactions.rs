//! The interaction service, for a guest that stands beside it too.

use feed::Publisher;
use interaction::InteractionSettings;
use process::{Opening, Running};
use testkit::Engine;

use crate::Neighbour;

/// The settings of the interaction service with their defaults, in TOML.
pub const INTERACTION_SETTINGS: &str = interaction::SETTINGS;

/// Fresh databases of the interaction service, each with the setting that names it.
pub async fn fresh_interactions(engine: Engine) -> Vec<(&'static str, String)> {
    vec![
        ("interaction.records", testkit::fresh_url::<interaction::Migrator>(engine).await),
        ("interaction.keyring", testkit::fresh_url::<keyring::Migrator>(engine).await),
    ]
}

/// Opens the interaction service beside the customer service; answers what it tells, too.
pub async fn open_interactions(
    settings: &InteractionSettings,
    opening: &Opening,
    customers: &Neighbour,
) -> (Box<dyn Running>, Publisher) {
    let running = interaction::Running::open(settings, opening, customers.reached()).await.unwrap();
    let publisher = running.publisher();
    (Box::new(running), publisher)
}

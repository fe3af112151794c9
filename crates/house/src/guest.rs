//! The service under test, beside the customer service.

use std::net::SocketAddr;

use ::customers::Neighbours;
use access::OwnToken;
use feed::Publisher;
use process::{Opening, Running};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use testkit::Engine;

/// The service under test.
pub trait Guest {
    /// The settings with their defaults, in TOML, of it and of what else it opens.
    const SETTINGS: &'static [&'static str];
    /// Its settings.
    type Settings: DeserializeOwned;

    /// Fresh databases, each with the setting that names it.
    fn fresh(engine: Engine) -> impl Future<Output = Vec<(&'static str, String)>>;

    /// Opens it, and whatever else it needs beside the customer service.
    fn open(
        settings: Self::Settings,
        opening: &Opening,
        customers: Neighbour,
    ) -> impl Future<Output = Vec<Box<dyn Running>>>;
}

/// The customer service, as its neighbours reach it.
pub struct Neighbour {
    /// What it tells.
    pub publisher: Publisher,
    /// Where it answers, from when the house is open.
    pub address: SocketAddr,
    own_token: OwnToken,
}

impl Neighbour {
    pub(crate) fn new(customers: &customer::Running, address: SocketAddr, opening: &Opening) -> Self {
        let own_token = opening.foundation.own_token.clone();
        Self { publisher: customers.publisher(), address, own_token }
    }

    /// As a service of the same process reaches it.
    pub fn reached(&self) -> Neighbours {
        Neighbours::in_process(self.address, self.publisher.clone(), &self.own_token).unwrap()
    }
}

/// No guest: the customer service is under test itself.
pub struct Nobody;

/// No settings.
#[derive(Deserialize)]
pub struct NoSettings {}

impl Guest for Nobody {
    const SETTINGS: &'static [&'static str] = &[];
    type Settings = NoSettings;

    async fn fresh(_: Engine) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    async fn open(_: NoSettings, _: &Opening, _: Neighbour) -> Vec<Box<dyn Running>> {
        Vec::new()
    }
}

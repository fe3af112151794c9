//! What is known of a customer where it is about contact with it. It names no person.

use clock::Instant;
use expression::{Filter, Value};
use uuid::Uuid;

/// What is known of a customer.
#[derive(Clone, Debug)]
pub struct Acquaintance {
    /// The id.
    pub customer: Uuid,
    /// The revision that was told last.
    pub revision: i64,
    /// Whether the record is live.
    pub active: bool,
    /// Whether its stage is a lost one.
    pub lost: bool,
    /// The code of the stage.
    pub stage: String,
    /// The code of the level; empty without one.
    pub level: String,
    /// Who is responsible; nobody in the pool.
    pub owner: Option<Uuid>,
    /// The codes of its tags.
    pub tags: Vec<String>,
    /// When the record was created.
    pub create_time: Instant,
    /// When the last interaction began.
    pub last_interaction: Option<Instant>,
    /// From when on it is believed that all interactions are known.
    pub settled: Instant,
}

impl Acquaintance {
    /// The last contact: the last interaction, and before the first the creation.
    pub fn last_contact(&self) -> Instant {
        self.last_interaction.unwrap_or(self.create_time)
    }

    /// Whether a filter over the fields of `store::acquaintance::schema` matches.
    pub fn matches(&self, filter: &Filter) -> bool {
        filter.matches(|path| self.values(path))
    }

    fn values(&self, path: &str) -> Vec<Value> {
        let text = |text: &str| Some(text).filter(|text| !text.is_empty()).map(|text| Value::Text(text.to_owned()));
        match path {
            "stage" => text(&self.stage).into_iter().collect(),
            "level" => text(&self.level).into_iter().collect(),
            "owner" => self.owner.map(Value::Id).into_iter().collect(),
            "tags" => self.tags.iter().filter_map(|tag| text(tag)).collect(),
            "last_interaction_time" => self.last_interaction.map(Value::Instant).into_iter().collect(),
            "create_time" => vec![Value::Instant(self.create_time)],
            _ => Vec::new(),
        }
    }
}

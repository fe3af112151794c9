//! `dossier term`.

use clap::{Args, Subcommand, ValueEnum};
use contracts::customer::v1 as wire;
use contracts::customer::v1::{
    CreateTermRequest, GetTermRequest, ListTermRevisionsRequest, ListTermsRequest, ReviewTagsRequest, StageCategory,
    TagKind, Term, UpdateTermRequest,
};

use super::{mask, pair, set};
use crate::failure::Failure;
use crate::pages::Limit;
use crate::session::Session;

/// How many are asked for at once.
const PAGE: usize = 200;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read a term
    Get {
        #[arg(value_enum)]
        vocabulary: Vocabulary,
        /// The code
        code: String,
    },
    /// List the terms of a vocabulary in their order
    List {
        #[arg(value_enum)]
        vocabulary: Vocabulary,
        /// Retired and merged ones too
        #[arg(long)]
        retired: bool,
        #[command(flatten)]
        limit: Limit,
    },
    /// Add a term
    Create {
        #[arg(value_enum)]
        vocabulary: Vocabulary,
        /// What stands for it in records
        code: String,
        /// Of a stage, and of a reason for entering one
        #[arg(long, value_enum)]
        category: Option<Category>,
        /// Of a tag: what it tells
        #[arg(long, value_enum)]
        tag_kind: Option<Kind>,
        #[command(flatten)]
        fields: Fields,
    },
    /// Change the given fields of a term
    Update {
        #[arg(value_enum)]
        vocabulary: Vocabulary,
        /// The code
        code: String,
        /// Whether it is no longer offered
        #[arg(long, value_name = "true|false")]
        retired: Option<bool>,
        /// Of a tag: the tag that stands for it from now on; empty for itself
        #[arg(long, value_name = "CODE")]
        merge_into: Option<String>,
        #[command(flatten)]
        fields: Fields,
    },
    /// Show who changed what in a term, and when
    History {
        #[arg(value_enum)]
        vocabulary: Vocabulary,
        /// The code
        code: String,
        #[command(flatten)]
        limit: Limit,
    },
    /// Tell of every tag how much it is used
    Review,
}

/// What can be given and changed.
#[derive(Args, Debug)]
pub(crate) struct Fields {
    /// What it is called; may be given several times
    #[arg(long = "name", value_name = "zh-CN=NAME|en=NAME", value_parser = pair)]
    names: Vec<(String, String)>,
    /// Where it stands in its vocabulary: 1 to 1,000,000
    #[arg(long)]
    position: Option<i32>,
    /// Of a stage: the stages to which it leads; * for every other, empty for none
    #[arg(long, value_name = "CODE,CODE", value_delimiter = ',')]
    next: Option<Vec<String>>,
    /// Of a stage: the fields that a customer must have to be in it; empty for none
    #[arg(long, value_name = "FIELD,FIELD", value_delimiter = ',')]
    require: Option<Vec<String>>,
}

/// A vocabulary.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Vocabulary {
    Stage,
    StageReason,
    Level,
    Industry,
    Source,
    Tag,
}

/// The category of a stage.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Category {
    Open,
    Won,
    Lost,
}

/// The kind of a tag.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Kind {
    Behaviour,
    Value,
    Preference,
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    let mut calls = session.vocabularies();
    let term = match command {
        Command::List { vocabulary, retired, limit } => return list(vocabulary, retired, limit, session).await,
        Command::History { vocabulary, code, limit } => return history(vocabulary, code, limit, session).await,
        Command::Review => {
            let tags = calls.review_tags(ReviewTagsRequest {}).await?.into_inner().tags;
            let mut listing = session.output.listing();
            listing.page(&tags)?;
            return listing.end();
        }
        Command::Get { vocabulary, code } => calls.get_term(read(vocabulary, code)).await?,
        Command::Create { vocabulary, code, category, tag_kind, fields } => {
            let mut term = Term { vocabulary: wire::Vocabulary::from(vocabulary).into(), code, ..Term::default() };
            term.set_category(category.map(StageCategory::from).unwrap_or_default());
            term.set_tag_kind(tag_kind.map(TagKind::from).unwrap_or_default());
            fields.apply(&mut term);
            let request_id = session.request_id();
            calls.create_term(CreateTermRequest { term: Some(term), request_id, validate_only: false }).await?
        }
        Command::Update { vocabulary, code, retired, merge_into, fields } => {
            let mut term = calls.get_term(read(vocabulary, code)).await?.into_inner();
            let mut paths = fields.apply(&mut term);
            set("retired", &mut term.retired, retired, &mut paths);
            set("merged_into", &mut term.merged_into, merge_into, &mut paths);
            let (update_mask, request_id) = (Some(mask(paths)?), session.request_id());
            let request = UpdateTermRequest { term: Some(term), update_mask, request_id, validate_only: false };
            calls.update_term(request).await?
        }
    };
    session.output.one(term.get_ref())
}

impl Fields {
    /// Lays the given fields over a term, and answers their names.
    fn apply(self, term: &mut Term) -> Vec<String> {
        let mut paths = Vec::new();
        if !self.names.is_empty() {
            term.names.extend(self.names);
            paths.push("names".to_owned());
        }
        let codes =
            |list: Option<Vec<String>>| list.map(|list| list.into_iter().filter(|code| !code.is_empty()).collect());
        set("position", &mut term.position, self.position, &mut paths);
        set("next_stages", &mut term.next_stages, codes(self.next), &mut paths);
        set("required_fields", &mut term.required_fields, codes(self.require), &mut paths);
        paths
    }
}

fn read(vocabulary: Vocabulary, code: String) -> GetTermRequest {
    GetTermRequest { vocabulary: wire::Vocabulary::from(vocabulary).into(), code }
}

async fn list(vocabulary: Vocabulary, show_retired: bool, limit: Limit, session: &Session) -> Result<(), Failure> {
    let vocabulary = wire::Vocabulary::from(vocabulary).into();
    let mut pages = limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let request = ListTermsRequest { vocabulary, show_retired, page_size, page_token };
        let page = session.vocabularies().list_terms(request).await?.into_inner();
        pages.received(page.terms.len(), page.next_page_token);
        listing.page(&page.terms)?;
    }
    listing.end()
}

async fn history(vocabulary: Vocabulary, code: String, limit: Limit, session: &Session) -> Result<(), Failure> {
    let vocabulary = wire::Vocabulary::from(vocabulary).into();
    let mut pages = limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let request = ListTermRevisionsRequest { vocabulary, code: code.clone(), page_size, page_token };
        let page = session.vocabularies().list_term_revisions(request).await?.into_inner();
        pages.received(page.revisions.len(), page.next_page_token);
        listing.page(&page.revisions)?;
    }
    listing.end()
}

impl From<Vocabulary> for wire::Vocabulary {
    fn from(vocabulary: Vocabulary) -> Self {
        match vocabulary {
            Vocabulary::Stage => Self::Stage,
            Vocabulary::StageReason => Self::StageReason,
            Vocabulary::Level => Self::Level,
            Vocabulary::Industry => Self::Industry,
            Vocabulary::Source => Self::Source,
            Vocabulary::Tag => Self::Tag,
        }
    }
}

impl From<Category> for StageCategory {
    fn from(category: Category) -> Self {
        match category {
            Category::Open => Self::Open,
            Category::Won => Self::Won,
            Category::Lost => Self::Lost,
        }
    }
}

impl From<Kind> for TagKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Behaviour => Self::Behaviour,
            Kind::Value => Self::Value,
            Kind::Preference => Self::Preference,
        }
    }
}

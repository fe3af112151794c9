//! `dossier field`.

use clap::{Subcommand, ValueEnum};
use contracts::customer::v1::custom_field_type::Kind;
use contracts::customer::v1::{
    BooleanType, ChoiceType, CreateCustomFieldRequest, CustomChoice, CustomField, CustomFieldRequirement,
    CustomFieldType, DateType, GetCustomFieldRequest, InstallFieldPackRequest, ListCustomFieldsRequest,
    ListFieldPacksRequest, MoneyType, MultiChoiceType, NumberType, PreviewFieldChangeRequest, ReferenceTarget,
    ReferenceType, TextType, UpdateCustomFieldRequest,
};
use contracts::options::v1::DataClass;
use prost_types::FieldMask;

use super::{pair, set};
use crate::failure::Failure;
use crate::pages::Limit;
use crate::session::Session;

/// How many are asked for at once; the server answers no more.
const PAGE: usize = 200;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read a field
    Get {
        /// The id
        field: String,
    },
    /// List the fields in their order
    List {
        /// Retired ones too
        #[arg(long)]
        retired: bool,
        #[command(flatten)]
        limit: Limit,
    },
    /// Add a field
    Create {
        /// What it is known by: a-z 0-9 _, such as skin_type
        field: String,
        /// What it is called, in Chinese or in English
        #[arg(long = "name", value_name = "zh-CN=NAME|en=NAME", value_parser = pair, required = true)]
        names: Vec<(String, String)>,
        /// The kind of its values
        #[arg(long, value_enum)]
        kind: ValueKind,
        /// A choice; may be given several times
        #[arg(long = "choice", value_name = "CODE=NAME", value_parser = pair)]
        choices: Vec<(String, String)>,
        /// The currency of money
        #[arg(long, default_value = "CNY")]
        currency: String,
        /// What a text must match as a whole
        #[arg(long, default_value_t)]
        pattern: String,
        /// The most characters of a text
        #[arg(long, default_value_t)]
        max_length: i32,
        /// What a value tells of a person
        #[arg(long, value_enum, default_value = "fact")]
        class: Class,
        /// For what the values are used; required of a class other than fact
        #[arg(long, default_value_t)]
        purpose: String,
        /// Every customer must have it
        #[arg(long)]
        required: bool,
        /// Lists are filtered by it
        #[arg(long)]
        filterable: bool,
        /// Only tell which customers it would find wanting
        #[arg(long)]
        preview: bool,
    },
    /// Change the given fields of a field
    Update {
        /// The id
        field: String,
        #[arg(long = "name", value_name = "zh-CN=NAME|en=NAME", value_parser = pair)]
        names: Vec<(String, String)>,
        #[arg(long)]
        purpose: Option<String>,
        /// Whether every customer must have it
        #[arg(long, value_name = "true|false")]
        required: Option<bool>,
        /// Whether lists are filtered by it
        #[arg(long, value_name = "true|false")]
        filterable: Option<bool>,
        /// Whether it takes no new values
        #[arg(long, value_name = "true|false")]
        retired: Option<bool>,
        /// Only tell which customers it would find wanting
        #[arg(long)]
        preview: bool,
    },
    /// List the packs of fields that can be installed
    Packs,
    /// Add the fields of a pack: retail, beauty or equipment
    Install {
        /// The pack
        pack: String,
    },
}

/// The kind of values.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ValueKind {
    Text,
    Number,
    Money,
    Date,
    Boolean,
    Choice,
    MultiChoice,
    Customer,
    Staff,
}

/// A data class.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Class {
    Fact,
    Name,
    Contact,
    Identity,
    Finance,
    Note,
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    let mut calls = session.custom_fields();
    let field = match command {
        Command::List { retired, limit } => return list(retired, limit, session).await,
        Command::Packs => {
            let packs = calls.list_field_packs(ListFieldPacksRequest {}).await?.into_inner().packs;
            let mut listing = session.output.listing();
            listing.page(&packs)?;
            return listing.end();
        }
        Command::Install { pack } => {
            let request = InstallFieldPackRequest { pack, validate_only: false };
            let added = calls.install_field_pack(request).await?.into_inner().added_fields;
            let mut listing = session.output.listing();
            listing.page(&added)?;
            return listing.end();
        }
        Command::Get { field } => calls.get_custom_field(GetCustomFieldRequest { field_id: field }).await?,
        Command::Create {
            field,
            names,
            kind,
            choices,
            currency,
            pattern,
            max_length,
            class,
            purpose,
            required,
            filterable,
            preview,
        } => {
            let value_type = value_type(kind, choices, currency, TextType { max_length, pattern });
            let field = CustomField {
                field_id: field,
                names: names.into_iter().collect(),
                value_type: Some(CustomFieldType { kind: Some(value_type) }),
                data_class: DataClass::from(class).into(),
                purpose,
                required: requirement(required),
                filterable,
                ..CustomField::default()
            };
            if preview {
                return tell(PreviewFieldChangeRequest { custom_field: Some(field), ..Default::default() }, session)
                    .await;
            }
            let request_id = session.request_id();
            let request = CreateCustomFieldRequest { custom_field: Some(field), request_id, validate_only: false };
            calls.create_custom_field(request).await?
        }
        Command::Update { field, names, purpose, required, filterable, retired, preview } => {
            let request = GetCustomFieldRequest { field_id: field };
            let mut changed = calls.get_custom_field(request).await?.into_inner();
            let mut paths = Vec::new();
            if !names.is_empty() {
                changed.names.extend(names);
                paths.push("names".to_owned());
            }
            set("purpose", &mut changed.purpose, purpose, &mut paths);
            set("required", &mut changed.required, required.map(requirement), &mut paths);
            set("filterable", &mut changed.filterable, filterable, &mut paths);
            set("retired", &mut changed.retired, retired, &mut paths);
            let update_mask: Option<FieldMask> = Some(super::mask(paths)?);
            let custom_field = Some(changed);
            if preview {
                return tell(PreviewFieldChangeRequest { custom_field, update_mask, sample_size: 0 }, session).await;
            }
            let request_id = session.request_id();
            let request = UpdateCustomFieldRequest { custom_field, update_mask, request_id, validate_only: false };
            calls.update_custom_field(request).await?
        }
    };
    session.output.one(field.get_ref())
}

/// What a change would find wanting: everything, when all customers were read.
async fn tell(request: PreviewFieldChangeRequest, session: &Session) -> Result<(), Failure> {
    let mut messages = session.custom_fields().preview_field_change(request).await?.into_inner();
    let (mut last, mut findings) = (None, Vec::new());
    while let Some(mut message) = messages.message().await? {
        findings.append(&mut message.findings);
        last = Some(message);
    }
    let Some(mut last) = last else { return Ok(()) };
    last.findings = findings;
    session.output.one(&last)
}

async fn list(show_retired: bool, limit: Limit, session: &Session) -> Result<(), Failure> {
    let mut pages = limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let request = ListCustomFieldsRequest { show_retired, page_size, page_token };
        let page = session.custom_fields().list_custom_fields(request).await?.into_inner();
        pages.received(page.custom_fields.len(), page.next_page_token);
        listing.page(&page.custom_fields)?;
    }
    listing.end()
}

fn value_type(kind: ValueKind, choices: Vec<(String, String)>, currency_code: String, text: TextType) -> Kind {
    let choice = |(code, name): (String, String)| {
        let language = if name.is_ascii() { "en" } else { "zh-CN" };
        CustomChoice { code, names: [(language.to_owned(), name)].into(), retired: false }
    };
    let choices = choices.into_iter().map(choice).collect();
    let reference = |target: ReferenceTarget| Kind::Reference(ReferenceType { target: target.into() });
    match kind {
        ValueKind::Text => Kind::Text(text),
        ValueKind::Number => Kind::Number(NumberType::default()),
        ValueKind::Money => Kind::Money(MoneyType { currency_code, ..MoneyType::default() }),
        ValueKind::Date => Kind::Date(DateType::default()),
        ValueKind::Boolean => Kind::Boolean(BooleanType {}),
        ValueKind::Choice => Kind::Choice(ChoiceType { choices }),
        ValueKind::MultiChoice => Kind::MultiChoice(MultiChoiceType { choices, max_items: 0 }),
        ValueKind::Customer => reference(ReferenceTarget::Customer),
        ValueKind::Staff => reference(ReferenceTarget::Staff),
    }
}

fn requirement(always: bool) -> Option<CustomFieldRequirement> {
    always.then(|| CustomFieldRequirement { always, ..CustomFieldRequirement::default() })
}

impl From<Class> for DataClass {
    fn from(class: Class) -> Self {
        match class {
            Class::Fact => Self::Fact,
            Class::Name => Self::Name,
            Class::Contact => Self::Contact,
            Class::Identity => Self::Identity,
            Class::Finance => Self::Finance,
            Class::Note => Self::Note,
        }
    }
}

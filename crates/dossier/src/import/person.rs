//! From a row to the contact person that it describes.

use clap::Args;
use contracts::customer::v1::import_row::Record;
use contracts::customer::v1::{
    CompanyLink, ContactPerson, DecisionRole, ExternalId, ImportRow, ImportantDate, ImportantDateKind,
};
use csv::StringRecord;

use super::cells::Cells;
use super::contacts::{self, Countries};
use super::context::Context;
use super::field::Field;
use super::row::{external_ids, remarks, text};
use super::{Content, Source, naming, place};
use crate::command::contact_fields::date;
use crate::day;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;

/// What the parts are called that persons play when a company decides to buy.
const ROLES: [(&str, DecisionRole); 8] = [
    ("决策者", DecisionRole::DecisionMaker),
    ("影响者", DecisionRole::Influencer),
    ("评估者", DecisionRole::Evaluator),
    ("使用者", DecisionRole::User),
    ("采购者", DecisionRole::Buyer),
    ("把关者", DecisionRole::Gatekeeper),
    ("支持者", DecisionRole::Champion),
    ("反对者", DecisionRole::Opponent),
];

/// How a row is read, for `--help`.
const HELP: &str = "How a row is read:
  Columns are understood by their headers, Chinese or English (姓名, 客户编号, 职务, 决策角色, 手机, name, customer, role …); how, is printed first.
  --map COLUMN=FIELD and --ignore COLUMN overrule that. What is not understood becomes a line of the remarks.

  The company is named by its number or id, or with --company-source by its id in that system, as `dossier import` was told it by
  --external-source: import the companies before. A row without one is a person without a company.

  The same file imported again changes nothing: a row is known by its external id if --external-source names the system
  that its id column comes from, else by the digest of the file and the number of the row.

  Rejected rows go to FILE.rejected.csv with the reason; correct them there and import that file.
  read = created + updated + unchanged + rejected, always. Exit code 3 if rows were rejected.";

/// What `dossier contact import` is told.
#[derive(Args, Debug)]
#[command(after_long_help = HELP)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// The system whose ids name the companies, rather than their numbers and ids here
    #[arg(long, value_name = "NAME")]
    company_source: Option<String>,
}

/// Imports contact persons.
pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<Exit, Failure> {
    let content = Content::ContactPersons { company_source: arguments.company_source };
    super::run::run(arguments.source, content, session).await
}

/// The contact person that a row describes. Every step takes its cells; what is left over becomes the end of the remarks.
pub(super) fn row(record: &StringRecord, company_source: Option<&str>, context: &Context) -> ImportRow {
    let mut cells = Cells::new(&context.columns, record);
    let name = naming::of_person(&mut cells);
    let countries = Countries { row: place::country(&cells), tenant: context.region };
    let (contact_points, _) = contacts::take(&mut cells, "", countries);
    let company = cells.take(Field::Company).map(|company| (link(&mut cells), company.to_owned()));
    let (companies, company_external_id) = match (company, company_source) {
        (Some((link, id)), Some(source)) => (vec![link], Some(ExternalId { source: source.to_owned(), id })),
        (Some((link, customer)), None) => (vec![CompanyLink { customer, ..link }], None),
        (None, _) => (Vec::new(), None),
    };
    let person = ContactPerson {
        name,
        salutation: text(&mut cells, Field::Salutation),
        companies,
        contact_points,
        external_ids: external_ids(&mut cells, context),
        important_dates: birthday(&mut cells).into_iter().collect(),
        remarks: remarks(&mut cells, ""),
        ..ContactPerson::default()
    };
    ImportRow { record: Some(Record::ContactPerson(person)), company_external_id, ..ImportRow::default() }
}

/// What the person is at the company of the row.
fn link(cells: &mut Cells<'_>) -> CompanyLink {
    let title = text(cells, Field::Title);
    let role = cells.take_if(Field::Role, role).unwrap_or_default().into();
    let since = cells.take_if(Field::Since, |text| date(text).ok());
    let until = cells.take_if(Field::Until, |text| date(text).ok());
    CompanyLink { title, role, since, until, ..CompanyLink::default() }
}

/// The role that a cell names by its code or in Chinese.
fn role(text: &str) -> Option<DecisionRole> {
    let code = text.to_uppercase().replace([' ', '-'], "_");
    let named = DecisionRole::from_str_name(&format!("DECISION_ROLE_{code}"));
    let called = || ROLES.into_iter().find(|(name, _)| *name == text).map(|(_, role)| role);
    named.filter(|role| *role != DecisionRole::Unspecified).or_else(called)
}

fn birthday(cells: &mut Cells<'_>) -> Option<ImportantDate> {
    let day = cells.take_if(Field::Birthday, day::parse)?;
    Some(ImportantDate { kind: ImportantDateKind::Birthday.into(), day: Some(day), ..ImportantDate::default() })
}

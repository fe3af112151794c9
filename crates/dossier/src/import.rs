//! `dossier import FILE` and `dossier contact import FILE`: customers, or their contact persons, from a CSV file or an XLSX workbook, every row
//! accounted for.
//!
//! 1. **The file** is a header and rows (`table.rs`). CSV is read once for its digest, its encoding and its delimiter
//!    (`survey.rs`), then as a stream (`text.rs`): its size does not matter. A sheet is loaded whole and capped (`sheet.rs`).
//! 2. **Its columns** are understood by their headers (`columns.rs`), or as `--map` and `--ignore` say.
//! 3. **Each row** becomes a customer (`row.rs`) or a contact person (`person.rs`), and what no step took of it becomes lines of its remarks, so that nothing
//!    is lost.
//! 4. **Chunks** of rows are sent while answers to earlier ones arrive (`feed.rs`, `answers.rs`); what is rejected goes to a
//!    file (`rejected.rs`), and all is counted (`tally.rs`).

mod answers;
mod cells;
mod columns;
mod contacts;
mod context;
mod feed;
mod field;
mod headers;
pub(crate) mod holidays;
mod moment;
mod naming;
pub(crate) mod orders;
pub(crate) mod person;
mod place;
mod rejected;
mod row;
mod run;
mod sheet;
mod survey;
mod table;
mod tally;
mod text;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use contracts::customer::v1::CustomerKind;

use self::field::Field;
use crate::command::customer_fields::Kind;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;

/// How a row is read, for `--help`.
const HELP: &str = "How a row is read:
  Columns are understood by their headers, Chinese or English (客户名称, 联系人, 手机, CompanyName, E-mail …); how, is printed first.
  --map COLUMN=FIELD and --ignore COLUMN overrule that. A column that is not understood, and a value that is not, such as
  a birthday that is no day, becomes a line of the remarks: header: value. --ignore drops it.

  A row is, unless --kind or a column says so:
    an individual   if it has a person's name and a birthday and no contact person; a company beside it is the employer,
                    and goes to the remarks
    an enterprise   else, if it has a company; or if its name ends like one (有限公司, Ltd …); or if it has a contact
                    person of another name
    an institution  as an enterprise, if its name ends like one (大学, 医院, University …)
    an individual   else
  The contact person of an enterprise and the title become the label of its phones and addresses.

  Phones without a country code are read in the row's country, else in the tenant's. What is no phone or e-mail is kept as it
  is, marked malformed. Creation times become the time of the first contact. An owner is a staff id, or the name of one
  staff member.

  The same file imported again changes nothing: a row is known by its external id if --external-source names the system
  that its id column comes from, else by the digest of the file and the number of the row.

  A cell of a workbook is taken as it is shown: text and numbers with their leading zeros, days as 2024-05-20, of a formula
  its last value. The sheets of a workbook are files of their own.

  Rejected rows go to FILE.rejected.csv with the reason; correct them there and import that file.
  read = created + updated + unchanged + rejected, always. Exit code 3 if rows were rejected.";

/// What `dossier import` is told.
#[derive(Args, Debug)]
#[command(after_long_help = HELP)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// What the rows are, rather than deciding for each
    #[arg(long, value_enum)]
    kind: Option<Kind>,
}

/// What a file holds.
#[derive(Clone, Debug)]
enum Content {
    /// Customers, all of this kind if it is said.
    Customers { kind: Option<CustomerKind> },
    /// Contact persons, whose companies are named by the ids of this system, else by their ids and numbers here.
    ContactPersons { company_source: Option<String> },
}

/// Which file is imported, and how its columns are taken.
#[derive(Args, Debug)]
pub(crate) struct Source {
    /// An XLSX workbook, or a CSV file: UTF-8, UTF-16 with a byte order mark, or GB18030; delimited by commas, semicolons or tabs
    file: PathBuf,
    /// The sheet of the workbook, rather than its first
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Take a column for a field, whatever its header says; may be given several times
    #[arg(long, value_name = "COLUMN=FIELD", value_parser = mapping, long_help = field::help())]
    map: Vec<(String, Field)>,
    /// Drop a column; may be given several times
    #[arg(long, value_name = "COLUMN")]
    ignore: Vec<String>,
    /// The system whose ids stand in the id column, such as shop: a-z 0-9 . _ : -
    #[arg(long, value_name = "NAME")]
    external_source: Option<String>,
    /// Check every row, import none
    #[arg(long)]
    dry_run: bool,
}

/// Imports customers.
pub(crate) async fn run(arguments: Arguments, session: &Session) -> Result<Exit, Failure> {
    let content = Content::Customers { kind: arguments.kind.map(Into::into) };
    run::run(arguments.source, content, session).await
}

fn mapping(text: &str) -> Result<(String, Field), String> {
    let (column, field) = text.rsplit_once('=').ok_or("write COLUMN=FIELD")?;
    let field = Field::from_str(field, true)
        .map_err(|_| format!("no field is called {field}; there are {}", field::names()))?;
    Ok((column.to_owned(), field))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::{Arguments, Content, Source};

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        arguments: Arguments,
    }

    /// What an import of `file.csv` with these flags is told, and what the file then holds.
    pub(super) fn arguments(flags: &[&str]) -> (Source, Content) {
        let Arguments { source, kind } = Line::parse_from([&["import", "file.csv"], flags].concat()).arguments;
        (source, Content::Customers { kind: kind.map(Into::into) })
    }

    #[test]
    fn a_field_that_there_is_not_is_refused_with_those_that_there_are() {
        let error = super::mapping("a=phnoe").unwrap_err();
        assert!(error.contains("phnoe") && error.contains("phone") && error.contains("postal-code"), "{error}");
    }
}

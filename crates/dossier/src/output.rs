//! What commands print to standard output.

mod cell;
mod chinese;
mod csv;
mod formula_guard;
pub(crate) mod json;
pub(crate) mod record;
mod table;

use std::io::{self, IsTerminal, Write};
use std::marker::PhantomData;

use conventions::language::Language;
use serde::Serialize;

use self::record::Record;
use crate::client_settings::{ClientSettings, OutputChoice};
use crate::failure::Failure;
use crate::phrase::{Phrase, phrase};

pub(crate) use cell::code;
pub(crate) use formula_guard::{guarded, unguarded};

/// What people are told in place of an empty table.
const NOTHING: Phrase = phrase("there is nothing to list", "没有可列出的内容");

/// Prints answers in the form that the user asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    form: Form,
    language: Language,
}

/// The form of what is printed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Form {
    Table,
    Json,
    JsonLines,
    Csv,
}

impl Output {
    /// As the settings say; without a word in them, for people on a terminal and for programs elsewhere.
    pub(crate) fn new(settings: &ClientSettings) -> Self {
        let form = match settings.output {
            OutputChoice::Auto if io::stdout().is_terminal() => Form::Table,
            OutputChoice::Auto | OutputChoice::Jsonl => Form::JsonLines,
            OutputChoice::Table => Form::Table,
            OutputChoice::Json => Form::Json,
            OutputChoice::Csv => Form::Csv,
        };
        Self { form, language: settings.language.into() }
    }

    /// The form.
    pub(crate) fn form(&self) -> Form {
        self.form
    }

    /// Prints one record: all its fields.
    pub(crate) fn one<R: Record>(&self, record: &R) -> Result<(), Failure> {
        match self.form {
            Form::Table => print(table::details(record, self.language).as_bytes()),
            Form::Json => self.text(&json::document(record.message())?),
            Form::JsonLines => self.text(&json::line(record.message())?),
            Form::Csv => {
                let mut listing = self.listing();
                listing.page(std::slice::from_ref(record))?;
                listing.end()
            }
        }
    }

    /// Prints a value that is no record of the contract, for programs.
    pub(crate) fn value(&self, value: &impl Serialize) -> Result<(), Failure> {
        let text = match self.form {
            Form::Csv => return print(&csv::value(value)?),
            Form::Json => serde_json::to_string_pretty(value),
            Form::JsonLines | Form::Table => serde_json::to_string(value),
        };
        self.text(&text.map_err(|error| Failure::Defect(error.to_string()))?)
    }

    /// Prints rows of cells that are no records of the contract: as a table for people, else as CSV.
    pub(crate) fn rows(&self, header: Vec<String>, rows: Vec<Vec<String>>) -> Result<(), Failure> {
        match self.form {
            Form::Csv => print(&csv::cells(header, rows)?),
            Form::Table | Form::Json | Form::JsonLines => print(table::render(header, rows.into_iter()).as_bytes()),
        }
    }

    /// Prints what is ready to be printed.
    pub(crate) fn text(&self, text: &str) -> Result<(), Failure> {
        print(format!("{text}\n").as_bytes())
    }

    /// Begins a list of records that come page by page.
    pub(crate) fn listing<R: Record>(&self) -> Listing<R> {
        Listing { output: *self, printed: 0, has_header: false, record: PhantomData }
    }
}

/// A list that is printed as its pages come, so that it may be longer than the memory.
pub(crate) struct Listing<R> {
    output: Output,
    printed: usize,
    has_header: bool,
    record: PhantomData<R>,
}

impl<R: Record> Listing<R> {
    /// Prints a page.
    pub(crate) fn page(&mut self, records: &[R]) -> Result<(), Failure> {
        self.page_of(records)
    }

    /// Prints a page of records of another kind that have the same columns.
    pub(crate) fn page_of<Q: Record>(&mut self, records: &[Q]) -> Result<(), Failure> {
        let mut text = Vec::new();
        match self.output.form {
            Form::Table if records.is_empty() => {}
            Form::Table => text = table::list(records, self.output.language).into_bytes(),
            Form::Csv => {
                text = csv::lines(records, !self.has_header)?;
                self.has_header = true;
            }
            Form::Json | Form::JsonLines => {
                for (index, record) in records.iter().enumerate() {
                    text.extend_from_slice(self.before(self.printed + index).as_bytes());
                    text.extend_from_slice(json::line(record.message())?.as_bytes());
                    text.extend_from_slice(if self.output.form == Form::JsonLines { b"\n" } else { b"" });
                }
            }
        }
        self.printed += records.len();
        print(&text)
    }

    /// Ends the list.
    pub(crate) fn end(self) -> Result<(), Failure> {
        match (self.output.form, self.printed) {
            (Form::Table, 0) => {
                eprintln!("{}", NOTHING.of(self.output.language));
                Ok(())
            }
            (Form::Json, 0) => print(b"[]\n"),
            (Form::Json, _) => print(b"\n]\n"),
            (Form::Csv, _) if !self.has_header => print(&csv::lines::<R>(&[], true)?),
            _ => Ok(()),
        }
    }

    /// What stands before an element of a JSON document.
    fn before(&self, index: usize) -> &'static str {
        match (self.output.form, index) {
            (Form::Json, 0) => "[\n",
            (Form::Json, _) => ",\n",
            _ => "",
        }
    }
}

fn print(text: &[u8]) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    output.write_all(text).and_then(|()| output.flush()).map_err(Failure::Printing)
}

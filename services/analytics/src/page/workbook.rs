//! A report as a workbook of XLSX: figures as numbers, days as days, money with the decimals of accounts.

use contracts::analytics::v1::{Figure, Report};
use contracts::google::r#type::Date;
use conventions::language::Language;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::words::Words;
use super::{headings, labels, notes};

/// How days, money and other figures are shown.
const DAY: &str = "yyyy-mm-dd";
const MONEY: &str = "#,##0.00";
const FIGURE: &str = "#,##0.##";
/// The most characters of the name of a sheet.
const LONGEST_NAME: usize = 31;

/// The workbook of a report with a name (empty for none): one sheet with a row for each of the report, the totals, and what was asked.
///
/// # Errors
/// It cannot be written, a fault.
pub(crate) fn workbook(name: &str, report: &Report, language: Language) -> Result<Vec<u8>, XlsxError> {
    let words = Words::of(language);
    let query = report.query.clone().unwrap_or_default();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(words.title(name).chars().take(LONGEST_NAME).collect::<String>())?;
    let mut table = Table { sheet, words, row: 0 };

    let compares = query.comparison != 0;
    let mut heads = headings(&query, words);
    for measure in &query.measures {
        heads.push(words.measure(*measure).to_owned());
        heads.extend(compares.then(|| format!("{} ({})", words.measure(*measure), words.compared)));
    }
    table.texts(&heads, &Format::new().set_bold())?;
    for row in &report.rows {
        let values = labels(row, words);
        match row.period_start {
            Some(day) => {
                table.day(0, &day)?;
                table.values(1, values.get(1..).unwrap_or_default())?;
            }
            None => table.values(0, &values)?,
        }
        table.figures(values.len(), &row.figures, compares, &Format::new())?;
    }
    if !report.totals.is_empty() && !heads.is_empty() {
        let labelled = headings(&query, words).len().max(1);
        table.sheet.write_string_with_format(table.row, 0, words.total, &Format::new().set_bold())?;
        table.figures(labelled, &report.totals, compares, &Format::new().set_bold())?;
    }
    for note in notes(&query, words) {
        table.row += 1;
        table.sheet.write_string(table.row, 0, note)?;
    }
    table.sheet.set_freeze_panes(1, 0)?;
    table.sheet.autofit();
    book.save_to_buffer()
}

/// The sheet while it is written, row by row. Text is written as text: none of it is ever a formula.
struct Table<'a> {
    sheet: &'a mut Worksheet,
    words: &'static Words,
    row: u32,
}

impl Table<'_> {
    fn texts(&mut self, texts: &[String], format: &Format) -> Result<(), XlsxError> {
        for (column, text) in (0..).zip(texts) {
            self.sheet.write_string_with_format(self.row, column, text, format)?;
        }
        self.row += 1;
        Ok(())
    }

    fn values(&mut self, first: u16, values: &[String]) -> Result<(), XlsxError> {
        for (column, value) in (first..).zip(values) {
            self.sheet.write_string(self.row, column, value)?;
        }
        Ok(())
    }

    fn day(&mut self, column: u16, day: &Date) -> Result<(), XlsxError> {
        let part = |part: i32| u8::try_from(part).unwrap_or_default();
        let year = u16::try_from(day.year).unwrap_or_default();
        match ExcelDateTime::from_ymd(year, part(day.month), part(day.day)) {
            Ok(day) => {
                let format = Format::new().set_num_format(DAY);
                self.sheet.write_datetime_with_format(self.row, column, day, &format)?;
            }
            // The calendar of workbooks begins in 1900.
            Err(_) => {
                let text = format!("{:04}-{:02}-{:02}", day.year, day.month, day.day);
                self.sheet.write_string(self.row, column, text)?;
            }
        }
        Ok(())
    }

    /// Writes the figures behind so many labels, and ends the row.
    fn figures(&mut self, labels: usize, figures: &[Figure], compares: bool, format: &Format) -> Result<(), XlsxError> {
        let mut column = u16::try_from(labels).unwrap_or(u16::MAX);
        for figure in figures {
            let format = format.clone().set_num_format(if figure.amount.is_some() { MONEY } else { FIGURE });
            let values = [Some(figure.value), compares.then_some(figure.compared)];
            for value in values.into_iter().flatten() {
                match value {
                    _ if figure.suppressed => self.sheet.write_string(self.row, column, self.words.suppressed)?,
                    Some(value) => self.sheet.write_number_with_format(self.row, column, value, &format)?,
                    None => self.sheet.write_blank(self.row, column, &format)?,
                };
                column = column.saturating_add(1);
            }
        }
        self.row += 1;
        Ok(())
    }
}

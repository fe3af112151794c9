//! A sheet of an XLSX workbook as rows of text. It is loaded whole, so it is capped; what is larger is saved as CSV.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use calamine::{DataRef, ExcelDateTime, Reader, Style, Xlsx, XlsxError};
use csv::StringRecord;

use crate::failure::Failure;

/// The largest workbook, in bytes.
const LARGEST_FILE: u64 = 64 * 1024 * 1024;

/// The most rows of a sheet, the header among them.
const MOST_ROWS: usize = 200_000;

/// The most columns of a sheet.
const MOST_COLUMNS: usize = 256;

/// The most text of a sheet, in bytes.
const MOST_TEXT: usize = 256 * 1024 * 1024;

/// How every XLSX file begins, for it is a ZIP archive.
const ZIP: [u8; 4] = *b"PK\x03\x04";

/// How the older XLS begins, which is not read.
const XLS: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];

/// A sheet.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) headers: StringRecord,
    /// The number of the header's row, as spreadsheets count.
    pub(super) header_row: u64,
    /// The rows behind the header, blank ones too, so that a row keeps its number.
    pub(super) rows: Vec<StringRecord>,
}

/// Whether a file is a workbook, by how it begins.
pub(super) fn is_workbook(path: &Path) -> Result<bool, Failure> {
    let mut beginning = Vec::new();
    let file = File::open(path).map_err(Failure::file(path))?;
    file.take(ZIP.len() as u64).read_to_end(&mut beginning).map_err(Failure::file(path))?;
    if beginning == XLS {
        return Err(Failure::usage(
            format!("{} is in the old XLS format: save it as XLSX or CSV UTF-8", path.display()),
            format!("{} 是旧版 XLS 格式：请另存为 XLSX 或 CSV UTF-8", path.display()),
        ));
    }
    let is_workbook = beginning == ZIP;
    if !is_workbook && path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
        return Err(Failure::usage(
            format!("{} is called XLSX and is none: open it in a spreadsheet and save it anew", path.display()),
            format!("{} 扩展名为 XLSX，内容却不是：请用电子表格打开后重新保存", path.display()),
        ));
    }
    Ok(is_workbook)
}

impl Sheet {
    /// Reads the sheet of this name, else the first. The first row that holds anything is its header.
    pub(super) fn read(path: &Path, name: Option<&str>) -> Result<Self, Failure> {
        let file = File::open(path).map_err(Failure::file(path))?;
        if file.metadata().map_err(Failure::file(path))?.len() > LARGEST_FILE {
            return Err(too_large(path, &format!("{} MiB", LARGEST_FILE / 1024 / 1024)));
        }
        let mut workbook: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(unreadable(path))?;
        let name = choose(workbook.sheet_names(), name)?;
        let mut rows = (1..).zip(read_rows(path, &mut workbook, &name)?);
        let (header_row, headers) = rows.find(|(_, row)| !row.is_empty()).unwrap_or_default();
        Ok(Self { name, headers, header_row, rows: rows.map(|(_, row)| row).collect() })
    }
}

fn choose(names: Vec<String>, wanted: Option<&str>) -> Result<String, Failure> {
    let list = names.join(", ");
    let found = match wanted {
        Some(wanted) => names.into_iter().find(|name| name == wanted),
        None => names.into_iter().next(),
    };
    let wanted = wanted.unwrap_or_default();
    found.ok_or_else(|| {
        Failure::usage(
            format!("--sheet {wanted}: no sheet is called so; there are: {list}"),
            format!("--sheet {wanted}：没有这个工作表；现有：{list}"),
        )
    })
}

/// All rows up to the last that holds anything. Cells come one by one, so a lonely cell far out costs nothing.
fn read_rows(path: &Path, workbook: &mut Xlsx<BufReader<File>>, name: &str) -> Result<Vec<StringRecord>, Failure> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(unreadable(path))?;
    let (mut rows, mut length) = (Vec::<StringRecord>::new(), 0_usize);
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(unreadable(path))? {
        let text = text(cell.get_value(), cells.styles().get(style));
        if text.is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        if row >= MOST_ROWS {
            return Err(too_large(path, &format!("{MOST_ROWS} rows")));
        }
        if column >= MOST_COLUMNS {
            return Err(too_large(path, &format!("{MOST_COLUMNS} columns")));
        }
        length += text.len();
        if length > MOST_TEXT {
            return Err(too_large(path, &format!("{} MiB of text", MOST_TEXT / 1024 / 1024)));
        }
        if rows.len() <= row {
            rows.resize_with(row + 1, StringRecord::new);
        }
        let Some(record) = rows.get_mut(row).filter(|record| record.len() <= column) else {
            return Err(unreadable(path)(XlsxError::Unexpected("cells that do not stand in their order")));
        };
        while record.len() < column {
            record.push_field("");
        }
        record.push_field(&text);
    }
    Ok(rows)
}

/// A cell as its user sees it; of a formula, its last value. Numbers are never shortened: a phone is no 1.38E10.
fn text(value: &DataRef<'_>, style: Option<&Style>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::Int(number) => padded(number.to_string(), style),
        DataRef::Float(number) => padded(number.to_string(), style),
        DataRef::DateTime(time) => iso(*time),
        DataRef::Error(error) => error.to_string(),
    }
}

/// Gives a number back the zeros that its format, such as 000000, shows before it.
fn padded(number: String, style: Option<&Style>) -> String {
    let format = style.and_then(|style| style.number_format.as_ref()).map_or("", |format| &format.format_code);
    let is_digits = number.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits && !format.is_empty() && format.bytes().all(|byte| byte == b'0') {
        let width = format.len();
        return format!("{number:0>width$}");
    }
    number
}

fn iso(time: ExcelDateTime) -> String {
    if time.is_duration() || time.as_f64() < 1.0 {
        return time.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second) {
        (0, 0, 0) => date,
        _ => format!("{date} {hour:02}:{minute:02}:{second:02}"),
    }
}

fn too_large(path: &Path, limit: &str) -> Failure {
    Failure::usage(
        format!(
            "{}: a workbook may have {limit} at most; save the sheet as CSV UTF-8, which has no limit",
            path.display()
        ),
        format!("{}：工作簿最多 {limit}；请将工作表另存为 CSV UTF-8，其大小不限", path.display()),
    )
}

fn unreadable(path: &Path) -> impl Fn(XlsxError) -> Failure {
    |error| match error {
        XlsxError::Password => Failure::usage(
            format!("{} is protected by a password: save it without one", path.display()),
            format!("{} 受密码保护：请另存为无密码的文件", path.display()),
        ),
        error => Failure::File { path: path.to_owned(), error: std::io::Error::other(error) },
    }
}

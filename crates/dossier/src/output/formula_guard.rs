//! Keeps spreadsheets from running a cell as a formula.
//!
//! A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe before it, which spreadsheets
//! do not show, and which `dossier import` takes off again. A telephone number in E.164, a plus sign and digits only, is let
//! through: it computes nothing, and other programs read it.

use std::borrow::Cow;

/// What spreadsheets take for the beginning of a formula, themselves or after they dropped it.
const TRIGGERS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// What stands before a guarded cell.
const GUARD: char = '\'';

/// The cell as it is written to a file.
pub(crate) fn guarded(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(TRIGGERS) && !is_e164(cell) {
        Cow::Owned(format!("{GUARD}{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell as it was before it was guarded.
pub(crate) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix(GUARD).filter(|rest| rest.starts_with(TRIGGERS)).unwrap_or(cell)
}

fn is_e164(cell: &str) -> bool {
    cell.strip_prefix('+').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_guarded() {
        for cell in ["=1+1", "+cmd|'/C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "+86 139", "+", "-5"] {
            assert_eq!(guarded(cell), format!("'{cell}"));
        }
    }

    #[test]
    fn other_cells_and_numbers_in_e164_stay_as_they_are() {
        for cell in ["", "曹明", "'quoted'", "+8613812345678", "a=b", "12-3"] {
            assert_eq!(guarded(cell), cell);
        }
    }

    #[test]
    fn every_cell_comes_back_as_it_was() {
        for cell in ["=1+1", "-5", "'quoted'", "O'Neill", "", "+8613812345678", "'"] {
            assert_eq!(unguarded(&guarded(cell)), cell);
        }
    }
}

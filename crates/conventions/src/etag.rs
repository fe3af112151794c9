//! An etag stands for a revision. Callers send back what they were given, and read nothing into it.

use contracts::validation::Violations;
use data_encoding::BASE64URL_NOPAD;

/// The etag of a revision.
pub fn of_revision(revision: i64) -> String {
    BASE64URL_NOPAD.encode(&revision.to_be_bytes())
}

/// The revision that an etag stands for; a text that is none is a violation of the field at hand.
pub fn revision(etag: &str, violations: &mut Violations) -> Option<i64> {
    let bytes = BASE64URL_NOPAD.decode(etag.as_bytes()).ok();
    let revision = bytes.and_then(|bytes| bytes.try_into().ok()).map(i64::from_be_bytes);
    match revision {
        Some(revision) if revision >= 0 => Some(revision),
        _ => {
            violations.add(
                "the etag that the record was read with, as it was answered",
                "须为读取该记录时返回的 etag，原样传回",
            );
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use contracts::validation::Violations;

    use super::*;

    #[test]
    fn an_etag_comes_back_as_its_revision() {
        for expected in [0, 1, 255, 65_536, i64::MAX] {
            let mut violations = Violations::default();
            assert_eq!(revision(&of_revision(expected), &mut violations), Some(expected));
            assert!(violations.is_empty());
        }
    }

    #[test]
    fn a_text_that_is_no_etag_is_a_violation() {
        let negative = of_revision(-1);
        for text in ["", "7", "AAAAAAAAAAd", "AAAAAAAAAAc=", "版本", negative.as_str()] {
            let mut violations = Violations::default();
            assert_eq!(revision(text, &mut violations), None, "{text}");
            assert_eq!(violations.count(), 1, "{text}");
        }
    }
}

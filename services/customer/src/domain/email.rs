//! E-mail addresses.

use std::borrow::Cow;
use std::fmt;

use conventions::violations::Bilingual;
use email_address::EmailAddress;
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The longest address, in bytes of UTF-8 (RFC 5321, 4.5.3.1.3, without the angle brackets).
pub const MAX_EMAIL_BYTES: usize = 254;

/// An e-mail address. The part before the @ stays as it was written, for its server alone knows whether case matters;
/// the domain is in lower case and in its Unicode form. Stored as a JSON string: `"Li.Si@example.com"`.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// Why an e-mail address is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Error {
    /// There is no @.
    #[error("must be an e-mail address with an @, such as name@example.com")]
    NoAtSign,
    /// The part before the @ is empty, too long, quoted or holds what may not stand there.
    #[error("must have 1 to 64 letters, digits and marks before the @, without spaces, quotes and neighbouring dots")]
    LocalPart,
    /// The part behind the @ is no name of a host, or has no dot.
    #[error("must have the domain of a mail server behind the @, such as example.com")]
    Domain,
    /// More than 254 bytes.
    #[error("must have at most {MAX_EMAIL_BYTES} bytes: give one address for each contact point")]
    TooLong,
}

impl Bilingual for Error {
    fn chinese(&self) -> String {
        match self {
            Self::NoAtSign => "须为带 @ 的邮箱地址，例如 name@example.com".to_owned(),
            Self::LocalPart => "@ 前须为 1 至 64 个字母、数字或符号，不能有空格、引号或相连的点".to_owned(),
            Self::Domain => "@ 后须为邮件服务器的域名，例如 example.com".to_owned(),
            Self::TooLong => format!("最多 {MAX_EMAIL_BYTES} 字节；多个邮箱请分列为多个联系方式"),
        }
    }
}

impl Email {
    /// Reads an address without a display name; spaces around it do not matter, line breaks do.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim_matches([' ', '\t', '\u{a0}', '\u{3000}']);
        if text.len() > MAX_EMAIL_BYTES {
            return Err(Error::TooLong);
        }
        let text = if text.contains('@') { Cow::Borrowed(text) } else { Cow::Owned(text.replace('＠', "@")) };
        let (local, domain) = text.rsplit_once('@').ok_or(Error::NoAtSign)?;
        let local: String = local.nfc().collect();
        if local.starts_with('"') || !EmailAddress::is_valid_local_part(&local) {
            return Err(Error::LocalPart);
        }
        let domain = host_name(domain).ok_or(Error::Domain)?;
        let address = format!("{local}@{domain}");
        if address.len() > MAX_EMAIL_BYTES { Err(Error::TooLong) } else { Ok(Self(address)) }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which addresses are searched and compared: compatibility-composed (NFKC), all in lower case.
    pub fn search_form(&self) -> String {
        self.0.nfkc().flat_map(char::to_lowercase).collect()
    }
}

/// The domain in Unicode and lower case, if it is the name of a host with at least two labels (UTS 46, RFC 1123).
pub(super) fn host_name(domain: &str) -> Option<String> {
    let uts46 = Uts46::new();
    let ascii =
        uts46.to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify).ok()?;
    let (unicode, valid) = uts46.to_unicode(ascii.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast);
    (valid.is_ok() && ascii.contains('.')).then(|| unicode.into_owned())
}

/// Personal, so the address itself is not shown.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

/// Reads the stored form. What Unicode allows in domains changes, so only the form is checked.
impl TryFrom<String> for Email {
    type Error = Error;

    fn try_from(stored: String) -> Result<Self, Error> {
        match stored.rsplit_once('@') {
            None => Err(Error::NoAtSign),
            Some(("", _)) => Err(Error::LocalPart),
            Some((_, "")) => Err(Error::Domain),
            Some(_) => Ok(Self(stored)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Deserialize)]
    struct Published {
        address: String,
        agree: Option<bool>,
        class: Option<String>,
    }

    fn assert_judged_as_validators_agree(table: &str) {
        let table: Vec<Published> = serde_json::from_str(table).unwrap();
        let agreed: Vec<_> = table.into_iter().filter(|row| row.agree == Some(true)).collect();
        assert_eq!(agreed.len(), 45);
        for row in agreed {
            let valid = row.class.as_deref() == Some("valid");
            assert_eq!(Email::parse(&row.address).is_ok(), valid, "{:?}", row.address);
        }
    }

    #[test]
    fn addresses_are_judged_as_the_published_validators_agree() {
        assert_judged_as_validators_agree(include_str!("../../tests/data/ids/emails.json"));
    }

    #[test]
    #[ignore = "reads published data: cargo xtask truth DIR"]
    fn truth_emails_are_judged_as_the_published_validators_agree() {
        let folder = std::env::var_os("DOSSIER_TRUTH").expect("DOSSIER_TRUTH must name the folder of published data");
        let table = std::path::Path::new(&folder).join("06_ids/emails.json");
        assert_judged_as_validators_agree(&std::fs::read_to_string(table).unwrap());
    }

    #[test]
    fn only_the_domain_is_lowered() {
        let parsed = |text| Email::parse(text).map(String::from);
        assert_eq!(parsed(" Li.Si@Example.COM "), Ok("Li.Si@example.com".to_owned()));
        assert_eq!(parsed("lisi＠163。com"), Ok("lisi@163.com".to_owned()));
        assert_eq!(parsed("jeff@xn--fiqq24b10vi0d.tw"), Ok("jeff@臺網中心.tw".to_owned()));
        assert_eq!(Email::parse("Li.Si@Example.COM").unwrap().search_form(), "li.si@example.com");
    }

    #[test]
    fn a_refusal_says_which_part_is_wrong() {
        assert_eq!(Email::parse("lisi"), Err(Error::NoAtSign));
        assert_eq!(Email::parse("li si@163.com"), Err(Error::LocalPart));
        assert_eq!(Email::parse("lisi@163.com,wangwu@qq.com"), Err(Error::LocalPart));
        assert_eq!(Email::parse("\"li si\"@163.com"), Err(Error::LocalPart));
        assert_eq!(Email::parse("lisi@localhost"), Err(Error::Domain));
        assert_eq!(Email::parse("lisi@[127.0.0.1]"), Err(Error::Domain));
        assert_eq!(Email::parse("lisi@sub_domain.com"), Err(Error::Domain));
        assert_eq!(Email::parse(&format!("a@{}.com", "b.".repeat(130))), Err(Error::TooLong));
    }

    proptest! {
        #[test]
        fn a_parsed_address_parses_to_itself(text in prop_oneof![any::<String>(), "[a-zA-Zéß.\"()@＠。中 -]{0,6}@[a-zA-Z中ß.-]{1,8}\\.[a-z中]{1,3}"]) {
            if let Ok(email) = Email::parse(&text) {
                prop_assert_eq!(Email::parse(email.as_str()), Ok(email.clone()));
                let stored = serde_json::to_string(&email).unwrap();
                prop_assert_eq!(serde_json::from_str::<Email>(&stored).unwrap(), email);
            }
        }
    }
}

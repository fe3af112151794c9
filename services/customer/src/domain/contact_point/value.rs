//! The value of a contact point: normalised by the rules of its kind, or raw as an import found it.

use std::fmt;

use conventions::violations::Bilingual;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::{ContactKind, Strictness};
use crate::domain::email::{self, Email, host_name};
use crate::domain::name::{is_control, is_padding};
use crate::domain::phone::{self, Phone};
use crate::domain::region::Country;
use crate::domain::wechat::{NotAWechatId, WechatId};

/// The longest value, in characters.
pub const MAX_VALUE_CHARS: usize = 320;

/// Kind and value of a contact point. Stored as `"kind"` and `"value"`, or `"kind"` and `"raw"`, beside each other.
#[derive(Clone, Eq, Hash, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct ContactValue {
    kind: ContactKind,
    form: Form,
}

#[derive(Clone, Eq, Hash, PartialEq)]
enum Form {
    Phone(Phone),
    Email(Email),
    Wechat(WechatId),
    Text(String),
    Raw(String),
}

#[derive(Serialize, Deserialize)]
struct Stored {
    kind: ContactKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    raw: Option<String>,
}

/// Why the value of a contact point is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ValueError {
    /// Nothing was given.
    #[error("must not be empty: give the number, address or name, or leave the contact point out")]
    Empty,
    /// More than 320 characters.
    #[error("must have at most {MAX_VALUE_CHARS} characters: give one value for each contact point")]
    TooLong,
    /// It holds a character that cannot be seen.
    #[error("must not hold control characters such as line breaks: remove them")]
    ControlCharacter,
    /// The rules of telephone numbers.
    #[error(transparent)]
    Phone(#[from] phone::Error),
    /// The rules of e-mail addresses.
    #[error(transparent)]
    Email(#[from] email::Error),
    /// The rules of WeChat ids.
    #[error(transparent)]
    Wechat(#[from] NotAWechatId),
    /// The rules of QQ numbers.
    #[error("must be a QQ number: 5 to 11 digits, the first not 0")]
    Qq,
    /// The rules of names of accounts.
    #[error("must be the name of an account, without spaces")]
    Account,
    /// The rules of web addresses.
    #[error("must be a web address, such as https://example.com or example.com/about")]
    Website,
}

impl Bilingual for ValueError {
    fn chinese(&self) -> String {
        match self {
            Self::Empty => "不能为空，请填写号码、地址或名称，或去掉此联系方式".to_owned(),
            Self::TooLong => format!("最多 {MAX_VALUE_CHARS} 个字符；多个值请分列为多个联系方式"),
            Self::ControlCharacter => "不能含有换行等控制字符，请删除".to_owned(),
            Self::Phone(error) => error.chinese(),
            Self::Email(error) => error.chinese(),
            Self::Wechat(error) => error.chinese(),
            Self::Qq => "须为 QQ 号：5 至 11 位数字，首位不为 0".to_owned(),
            Self::Account => "须为账号名称，不能有空格".to_owned(),
            Self::Website => "须为网址，例如 https://example.com 或 example.com/about".to_owned(),
        }
    }
}

impl ContactValue {
    /// Reads one value; phones without a country code are numbers of `default_country`.
    pub fn parse(
        kind: ContactKind,
        text: &str,
        default_country: Country,
        strictness: Strictness,
    ) -> Result<Self, ValueError> {
        let text = text.trim_matches(is_padding);
        if text.is_empty() {
            return Err(ValueError::Empty);
        }
        if text.chars().count() > MAX_VALUE_CHARS {
            return Err(ValueError::TooLong);
        }
        let form = match (normalised(kind, text, default_country), strictness) {
            (Err(_), Strictness::Import) => Form::Raw(text.replace(is_control, " ")),
            (form, _) => form?,
        };
        Ok(Self { kind, form })
    }

    /// The kind.
    pub fn kind(&self) -> ContactKind {
        self.kind
    }

    /// The value: normalised, or as it was written if an import could not read it.
    pub fn as_str(&self) -> &str {
        match &self.form {
            Form::Phone(phone) => phone.as_str(),
            Form::Email(email) => email.as_str(),
            Form::Wechat(id) => id.as_str(),
            Form::Text(text) | Form::Raw(text) => text,
        }
    }

    /// Whether the value is as an import brought it and breaks the rules of its kind.
    pub fn is_malformed(&self) -> bool {
        matches!(self.form, Form::Raw(_))
    }

    /// The number of a phone, fax or WhatsApp account.
    pub fn phone(&self) -> Option<&Phone> {
        match &self.form {
            Form::Phone(phone) => Some(phone),
            _ => None,
        }
    }

    /// The form in which values of one kind are searched and compared.
    pub fn search_form(&self) -> String {
        match &self.form {
            Form::Phone(phone) => phone.as_str().to_owned(),
            Form::Email(email) => email.search_form(),
            Form::Wechat(id) => id.search_form(),
            Form::Text(text) | Form::Raw(text) => search_form(text),
        }
    }
}

/// The form in which a text that follows no rules is searched and compared: full-width characters narrowed (NFKC), in
/// lower case, without spaces.
pub(in crate::domain) fn search_form(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).collect()
}

fn normalised(kind: ContactKind, text: &str, default_country: Country) -> Result<Form, ValueError> {
    if text.contains(is_control) {
        return Err(ValueError::ControlCharacter);
    }
    let form = match kind {
        ContactKind::Phone | ContactKind::Fax | ContactKind::Whatsapp => {
            Form::Phone(Phone::parse(text, default_country)?)
        }
        ContactKind::Email => Form::Email(Email::parse(text)?),
        ContactKind::Wechat => Form::Wechat(WechatId::parse(text)?),
        ContactKind::Qq => Form::Text(qq_number(text).ok_or(ValueError::Qq)?),
        ContactKind::Weibo | ContactKind::Line | ContactKind::Telegram => {
            Form::Text(account(text).ok_or(ValueError::Account)?)
        }
        ContactKind::Website => Form::Text(web_address(text).ok_or(ValueError::Website)?),
        ContactKind::Social | ContactKind::Other => Form::Text(text.nfc().collect()),
    };
    Ok(form)
}

fn qq_number(text: &str) -> Option<String> {
    let digits: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let well_formed =
        (5..=11).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
    well_formed.then_some(digits)
}

/// The name of an account without the @ that is often put before it.
fn account(text: &str) -> Option<String> {
    let name: String = text.nfc().collect();
    let name = name.trim_start_matches(['@', '＠']);
    (!name.is_empty() && !name.contains(char::is_whitespace)).then(|| name.to_owned())
}

/// A web address with its scheme, http or https alone, so that it can be shown as a link; https if none was given.
fn web_address(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
    let scheme = scheme.to_ascii_lowercase();
    let end_of_host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end_of_host)?;
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let host = host_name(host)?;
    let port = match port {
        Some(port) => format!(":{}", port.parse::<u16>().ok()?),
        None => String::new(),
    };
    let well_formed = matches!(scheme.as_str(), "http" | "https") && !path.contains(char::is_whitespace);
    well_formed.then(|| format!("{scheme}://{host}{port}{path}"))
}

impl From<ContactValue> for Stored {
    fn from(value: ContactValue) -> Self {
        let kind = value.kind;
        let text = match value.form {
            Form::Raw(raw) => return Self { kind, value: None, raw: Some(raw) },
            Form::Phone(phone) => phone.into(),
            Form::Email(email) => email.into(),
            Form::Wechat(id) => id.into(),
            Form::Text(text) => text,
        };
        Self { kind, value: Some(text), raw: None }
    }
}

impl TryFrom<Stored> for ContactValue {
    type Error = ValueError;

    fn try_from(stored: Stored) -> Result<Self, ValueError> {
        let kind = stored.kind;
        let form = match (stored.value, stored.raw, kind) {
            (None, Some(raw), _) => Form::Raw(raw),
            (None, None, _) => return Err(ValueError::Empty),
            (Some(value), _, ContactKind::Phone | ContactKind::Fax | ContactKind::Whatsapp) => {
                Form::Phone(value.try_into()?)
            }
            (Some(value), _, ContactKind::Email) => Form::Email(value.try_into()?),
            (Some(value), _, ContactKind::Wechat) => Form::Wechat(value.try_into()?),
            (Some(value), _, _) => Form::Text(value),
        };
        Ok(Self { kind, form })
    }
}

/// Personal, so the value itself is not shown.
impl fmt::Debug for ContactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContactValue({:?}, …)", self.kind)
    }
}

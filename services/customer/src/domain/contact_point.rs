//! The ways to reach a customer.

mod list;
mod value;

use conventions::violations::Bilingual;
pub use list::{ContactPoints, MAX_CONTACT_POINTS, Violation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
pub(super) use value::search_form;
pub use value::{ContactValue, MAX_VALUE_CHARS, ValueError};

use super::name::{self, Label};

/// One way to reach a customer. Stored as
/// `{"id":"…","kind":"phone","value":"+8613912345678","label":"办公室","primary":true,"do_not_contact":true,"verification":"verified"}`;
/// an empty label, `false` and `"unverified"` are left out, and a value that an import could not read stands as `"raw"`
/// in the place of `"value"`.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct ContactPoint {
    /// The stable id of this element of the record.
    pub id: Uuid,
    /// Kind and value.
    #[serde(flatten)]
    pub value: ContactValue,
    /// What it is used for, or who answers there.
    #[serde(default, skip_serializing_if = "Label::is_empty")]
    pub label: Label,
    /// Whether it is preferred among those of its kind.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub primary: bool,
    /// Whether the customer asked not to be contacted here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub do_not_contact: bool,
    /// What is known of its reachability.
    #[serde(default, skip_serializing_if = "Verification::is_unverified")]
    pub verification: Verification,
}

/// A contact point as a caller gives it.
#[derive(Clone, Copy)]
pub struct ContactDraft<'a> {
    /// The id that was sent, or a new one.
    pub id: Uuid,
    /// Whether the id is new, because none was sent.
    pub is_new: bool,
    /// The kind.
    pub kind: ContactKind,
    /// The value as it was written.
    pub value: &'a str,
    /// The label as it was written.
    pub label: &'a str,
    /// Whether it is preferred among those of its kind.
    pub primary: bool,
    /// Whether the customer asked not to be contacted here.
    pub do_not_contact: bool,
}

/// What kind of address a contact point is. Stored as its name in lower case.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ContactKind {
    /// A telephone, mobile or fixed.
    Phone,
    /// An e-mail address.
    Email,
    /// A WeChat id, 微信.
    Wechat,
    /// The number of a WhatsApp account.
    Whatsapp,
    /// A QQ number.
    Qq,
    /// A Weibo name, 微博.
    Weibo,
    /// A LINE id.
    Line,
    /// A Telegram name.
    Telegram,
    /// A fax number.
    Fax,
    /// A web address.
    Website,
    /// An account on another social network.
    Social,
    /// Anything else.
    Other,
}

/// What is known of a contact point's reachability. Stored as its name in lower case.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verification {
    /// Not tried.
    #[default]
    Unverified,
    /// Someone answered there.
    Verified,
}

/// What becomes of a value that breaks the rules of its kind.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Strictness {
    /// It is refused.
    Strict,
    /// It is kept as it was written and marked so: old data is worth more than none.
    Import,
}

/// Why a contact point is refused. Paths are those of fields of the record.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Error {
    /// The value breaks the rules of its kind.
    #[error(transparent)]
    Value(#[from] ValueError),
    /// The label is refused.
    #[error(transparent)]
    Label(#[from] name::Error),
    /// There is none.
    #[error(
        "must have at least one contact point: give a phone number, an e-mail address or another way to reach them"
    )]
    NoneGiven,
    /// There are too many.
    #[error("must have at most {MAX_CONTACT_POINTS} contact points: remove those that are out of use")]
    TooMany,
    /// Two elements have one id.
    #[error("has the same id as {first}: send every element once, new ones without an id")]
    SameId {
        /// The path of the first one.
        first: String,
    },
    /// Two elements of one kind have the same value.
    #[error("is the same as {first}: remove one of the two")]
    SameValue {
        /// The path of the first one.
        first: String,
    },
    /// Two elements of one kind are primary.
    #[error("must not be set, for {first} is set and only one of a kind can be: unset one of the two")]
    SecondPrimary {
        /// The path of the first one.
        first: String,
    },
}

impl Bilingual for Error {
    fn chinese(&self) -> String {
        match self {
            Self::Value(error) => error.chinese(),
            Self::Label(error) => error.chinese(),
            Self::NoneGiven => "至少须有一个联系方式，请填写电话、邮箱或其他联系方式".to_owned(),
            Self::TooMany => format!("最多 {MAX_CONTACT_POINTS} 个联系方式，请删除已停用的"),
            Self::SameId { first } => format!("与 {first} 的编号相同；每项只发送一次，新增的项不带编号"),
            Self::SameValue { first } => format!("与 {first} 相同，请去掉其中一个"),
            Self::SecondPrimary { first } => {
                format!("{first} 已设为首选，同类联系方式只能有一个首选，请取消其中一个")
            }
        }
    }
}

impl Verification {
    fn is_unverified(&self) -> bool {
        *self == Self::Unverified
    }
}

#[cfg(test)]
mod tests;

//! WeChat ids.

use std::fmt;

use conventions::violations::Bilingual;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// A WeChat id (微信号), chosen by its owner or given by the system (`wxid_…`): 6 to 20 characters. Case is kept as it
/// was written, though WeChat ignores it. Stored as a JSON string: `"zhangsan"`.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WechatId(String);

/// The text is no WeChat id.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "must be a WeChat id: 6 to 20 letters, digits, _ and -, beginning with a letter; a phone number that is used on \
     WeChat is a contact point of kind phone"
)]
pub struct NotAWechatId;

impl Bilingual for NotAWechatId {
    fn chinese(&self) -> String {
        "须为微信号：6 至 20 个字母、数字、_ 或 -，以字母开头；用作微信的手机号请填为电话类联系方式".to_owned()
    }
}

impl WechatId {
    /// Reads an id; full-width characters are narrowed.
    pub fn parse(text: &str) -> Result<Self, NotAWechatId> {
        let id: String = text.nfkc().collect::<String>().trim().to_owned();
        let well_formed = (6..=20).contains(&id.len())
            && id.starts_with(|c: char| c.is_ascii_alphabetic())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        if well_formed { Ok(Self(id)) } else { Err(NotAWechatId) }
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which ids are searched and compared: in lower case.
    pub fn search_form(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

/// Personal, so the id itself is not shown.
impl fmt::Debug for WechatId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WechatId(…)")
    }
}

impl From<WechatId> for String {
    fn from(id: WechatId) -> Self {
        id.0
    }
}

impl TryFrom<String> for WechatId {
    type Error = NotAWechatId;

    fn try_from(text: String) -> Result<Self, NotAWechatId> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Published {
        id: String,
        valid: bool,
        disputed: Option<String>,
    }

    fn assert_judged_as_in(table: &str) {
        let table: Vec<Published> = serde_json::from_str(table).unwrap();
        assert_eq!(table.len(), 9);
        for row in table.iter().filter(|row| row.disputed.is_none()) {
            assert_eq!(WechatId::parse(&row.id).is_ok(), row.valid, "{:?}", row.id);
        }
    }

    #[test]
    fn ids_are_judged_by_the_public_rule() {
        assert_judged_as_in(include_str!("../../tests/data/ids/wechat_id.json"));
    }

    #[test]
    #[ignore = "reads published data: cargo xtask truth DIR"]
    fn truth_wechat_ids_are_judged_by_the_public_rule() {
        let folder = std::env::var_os("DOSSIER_TRUTH").expect("DOSSIER_TRUTH must name the folder of published data");
        let table = std::path::Path::new(&folder).join("06_ids/wechat_id.json");
        assert_judged_as_in(&std::fs::read_to_string(table).unwrap());
    }

    #[test]
    fn an_id_keeps_its_case_and_is_compared_without_it() {
        let id = WechatId::parse("　ＺhangSan_1 ").unwrap();
        assert_eq!(id.as_str(), "ZhangSan_1");
        assert_eq!(id.search_form(), "zhangsan_1");
        assert_eq!(WechatId::parse("13912345678"), Err(NotAWechatId));
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"ZhangSan_1\"");
    }
}

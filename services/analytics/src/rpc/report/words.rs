//! What the closed lists of the contract are called. Their codes are English words.

use std::collections::HashMap;

use conventions::language::Language;

/// The codes of a list, each with what it is called in Chinese.
pub(super) struct Words(&'static [(&'static str, &'static str)]);

pub(super) static KINDS: Words = Words(&[("individual", "个人"), ("enterprise", "企业"), ("institution", "机构")]);

pub(super) static CHANNELS: Words = Words(&[
    ("phone", "电话"),
    ("email", "邮件"),
    ("visit", "面谈"),
    ("wechat", "微信"),
    ("whatsapp", "WhatsApp"),
    ("social", "社交媒体"),
    ("sms", "短信"),
    ("live_chat", "在线客服"),
    ("other", "其他"),
]);

pub(super) static DIRECTIONS: Words = Words(&[("inbound", "客户发起"), ("outbound", "我方发起")]);

pub(super) static PAYMENT_METHODS: Words = Words(&[
    ("bank_transfer", "银行转账"),
    ("cash", "现金"),
    ("card", "银行卡"),
    ("wechat_pay", "微信支付"),
    ("alipay", "支付宝"),
    ("other", "其他"),
]);

pub(super) static PRIORITIES: Words = Words(&[("low", "低"), ("normal", "普通"), ("high", "高"), ("urgent", "紧急")]);

impl Words {
    /// What each code is called; a code that is not named is called what it is.
    pub(super) fn of(&self, language: Language) -> HashMap<String, String> {
        match language {
            Language::English => HashMap::new(),
            Language::Chinese => self.0.iter().map(|(code, word)| ((*code).into(), (*word).into())).collect(),
        }
    }
}

//! The terms that a tenant begins with.

use uuid::Uuid;

use super::{Category, Code, Details, Names, NextStages, TagKind, Term, TermFacts};
use crate::domain::name::Label;
use crate::domain::tenant::LANGUAGES;

/// How far apart the terms stand, so that others can be put between them.
const STEP: i32 = 10;

type Named = (&'static str, &'static str, &'static str);

const STAGES: [(Named, Category, &[&str]); 4] = [
    (("potential", "潜在客户", "Potential"), Category::Open, &["intent", "customer", "lost"]),
    (("intent", "意向客户", "Intent"), Category::Open, &["potential", "customer", "lost"]),
    (("customer", "成交客户", "Customer"), Category::Won, &["intent", "lost"]),
    (("lost", "流失客户", "Lost"), Category::Lost, &["potential", "intent", "customer"]),
];

const LOSS_REASONS: [Named; 8] = [
    ("price", "价格", "Price"),
    ("competitor", "选择竞争对手", "Chose a competitor"),
    ("no_need", "需求消失", "No need any more"),
    ("no_budget", "预算不足", "No budget"),
    ("service", "对服务不满", "Unhappy with the service"),
    ("unreachable", "失联", "Cannot be reached"),
    ("closed", "停业", "Out of business"),
    ("other", "其他", "Other"),
];

const LEVELS: [Named; 3] = [("A", "A级", "Level A"), ("B", "B级", "Level B"), ("C", "C级", "Level C")];

const INDUSTRIES: [Named; 18] = [
    ("manufacturing", "制造业", "Manufacturing"),
    ("it", "IT", "Information technology"),
    ("retail", "零售", "Retail"),
    ("education", "教育", "Education"),
    ("services", "服务业", "Services"),
    ("catering", "餐饮", "Catering"),
    ("medical_aesthetics", "医美", "Medical aesthetics"),
    ("trade", "贸易", "Trade"),
    ("finance", "金融", "Finance"),
    ("healthcare", "医疗", "Healthcare"),
    ("real_estate", "房地产", "Real estate"),
    ("construction", "建筑", "Construction"),
    ("logistics", "物流", "Logistics"),
    ("agriculture", "农业", "Agriculture"),
    ("energy", "能源", "Energy"),
    ("media", "媒体", "Media"),
    ("government", "政府", "Government"),
    ("other", "其他", "Other"),
];

const SOURCES: [Named; 8] = [
    ("web_form", "官网表单", "Web form"),
    ("exhibition", "展会", "Exhibition"),
    ("referral", "客户转介绍", "Referral"),
    ("online_enquiry", "线上咨询", "Online enquiry"),
    ("social", "社交媒体", "Social media"),
    ("campaign", "活动", "Campaign"),
    ("import", "导入", "Import"),
    ("other", "其他", "Other"),
];

const TAGS: [(Named, TagKind); 8] = [
    (("viewed_product", "浏览过产品", "Viewed a product"), TagKind::Behaviour),
    (("attended_event", "参加过活动", "Attended an event"), TagKind::Behaviour),
    (("high_value", "高价值客户", "High value"), TagKind::Value),
    (("may_leave", "潜在流失客户", "May leave"), TagKind::Value),
    (("annual_million", "年采购额超百万", "Buys for more than a million a year"), TagKind::Value),
    (("prefers_phone", "偏好电话沟通", "Prefers the phone"), TagKind::Preference),
    (("likes_promotions", "喜欢促销信息", "Likes promotions"), TagKind::Preference),
    (("after_sales", "关注售后支持", "Cares for support"), TagKind::Preference),
];

/// All of them, vocabulary by vocabulary.
pub(super) fn terms() -> impl Iterator<Item = Term> {
    let stages = STAGES.map(|(named, category, next)| {
        let next_stages = NextStages::Some(next.iter().filter_map(|code| Code::parse(code).ok()).collect());
        (named, Details::Stage { category, next_stages, required_fields: Vec::new() })
    });
    let reasons = LOSS_REASONS.map(|named| (named, Details::StageReason { category: Category::Lost }));
    let tags = TAGS.map(|(named, kind)| (named, Details::Tag { kind, merged_into: None }));
    in_order(stages)
        .chain(in_order(reasons))
        .chain(in_order(LEVELS.map(|named| (named, Details::Level))))
        .chain(in_order(INDUSTRIES.map(|named| (named, Details::Industry))))
        .chain(in_order(SOURCES.map(|named| (named, Details::Source))))
        .chain(in_order(tags))
}

fn in_order(terms: impl IntoIterator<Item = (Named, Details)>) -> impl Iterator<Item = Term> {
    (1..).zip(terms).filter_map(|(place, ((code, chinese, english), details))| {
        let names = LANGUAGES.into_iter().zip([chinese, english]);
        let names = names.map(|(language, name)| Some((language.to_owned(), Label::parse(name).ok()?)));
        let facts = TermFacts {
            code: Code::parse(code).ok()?,
            names: Names::new(names.collect::<Option<_>>()?),
            position: place * STEP,
            retired: false,
            create_time: None,
            details,
        };
        Some(Term { id: Uuid::nil(), revision: 0, update_time: None, facts })
    })
}

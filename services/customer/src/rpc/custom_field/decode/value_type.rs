//! What values a field takes, as it was sent.

use contracts::customer::v1 as wire;
use contracts::customer::v1::custom_field_type::Kind as SentKind;
use contracts::google::r#type::{Date as SentDate, Money as SentMoney};
use conventions::time::to_day;
use conventions::violations::Violations;

use crate::domain::custom_field::{
    Amount, Choice, DEFAULT_TEXT_CHARS, FieldType, MAX_ITEMS, MAX_TEXT_CHARS, Pattern, Range, Target,
};
use crate::domain::vocabulary::Code;
use crate::rpc::custom_field::value;
use crate::rpc::fields::names;
use conventions::fields::ok;

/// The type, with its limits.
pub(super) fn read(sent: Option<&wire::CustomFieldType>, violations: &mut Violations) -> Option<FieldType> {
    let Some(kind) = sent.and_then(|sent| sent.kind.as_ref()) else {
        violations.add_required();
        return None;
    };
    match kind {
        SentKind::Text(sent) => violations.field("text", |violations| text(sent, violations)),
        SentKind::Number(sent) => violations.field("number", |violations| number(sent, violations)),
        SentKind::Money(sent) => violations.field("money", |violations| money(sent, violations)),
        SentKind::Date(sent) => violations.field("date", |violations| date(sent, violations)),
        SentKind::Boolean(wire::BooleanType {}) => Some(FieldType::Boolean),
        SentKind::Choice(sent) => violations
            .field("choice", |violations| Some(FieldType::Choice { choices: choices(&sent.choices, violations)? })),
        SentKind::MultiChoice(sent) => violations.field("multi_choice", |violations| {
            let max_items = or_default(sent.max_items, MAX_ITEMS);
            Some(FieldType::MultiChoice { choices: choices(&sent.choices, violations)?, max_items })
        }),
        SentKind::Reference(sent) => {
            let target = match sent.target() {
                wire::ReferenceTarget::Customer => Target::Customer,
                wire::ReferenceTarget::Staff => Target::Staff,
                wire::ReferenceTarget::Unspecified => {
                    violations.field("reference", |violations| violations.field("target", Violations::add_required));
                    return None;
                }
            };
            Some(FieldType::Reference { target })
        }
    }
}

fn text(sent: &wire::TextType, violations: &mut Violations) -> Option<FieldType> {
    let pattern = violations.field("pattern", |violations| match sent.pattern.as_str() {
        "" => Some(None),
        text => ok(Pattern::parse(text), violations).map(Some),
    });
    let max_length = or_default(sent.max_length, DEFAULT_TEXT_CHARS).min(MAX_TEXT_CHARS);
    Some(FieldType::Text { max_length, pattern: pattern? })
}

fn number(sent: &wire::NumberType, violations: &mut Violations) -> Option<FieldType> {
    let range = range(sent.minimum.as_ref(), sent.maximum.as_ref(), violations, |number: &f64, violations| {
        value::decimal(*number, violations).map(Amount)
    });
    Some(FieldType::Number { range: range? })
}

fn money(sent: &wire::MoneyType, violations: &mut Violations) -> Option<FieldType> {
    let currency = &sent.currency_code;
    let is_code = currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_code {
        violations.field("currency_code", |violations| {
            violations.add(
                "must be three capital letters of ISO 4217, such as CNY",
                "须为 ISO 4217 的三个大写字母，例如 CNY",
            );
        });
    }
    let range = range(sent.minimum.as_ref(), sent.maximum.as_ref(), violations, |sent: &SentMoney, violations| {
        let money = value::money(sent, violations)?;
        if money.currency != *currency {
            violations.field("currency_code", |violations| {
                violations.add("must be that of the field", "须与字段的货币一致");
            });
        }
        Some(Amount(money.amount))
    });
    Some(FieldType::Money { currency: currency.clone(), range: range? })
}

fn date(sent: &wire::DateType, violations: &mut Violations) -> Option<FieldType> {
    let range = range(sent.minimum.as_ref(), sent.maximum.as_ref(), violations, |sent: &SentDate, violations| {
        to_day(sent, violations)
    });
    Some(FieldType::Date { range: range? })
}

/// The least and the most, of which each may be absent.
fn range<S, T: PartialOrd>(
    minimum: Option<&S>,
    maximum: Option<&S>,
    violations: &mut Violations,
    read: impl Fn(&S, &mut Violations) -> Option<T>,
) -> Option<Range<T>> {
    let mut limit = |name, sent: Option<&S>| match sent {
        None => Some(None),
        Some(sent) => violations.field(name, |violations| read(sent, violations)).map(Some),
    };
    let (minimum, maximum) = (limit("minimum", minimum), limit("maximum", maximum));
    let range = Range { minimum: minimum?, maximum: maximum? };
    if range.is_empty() {
        violations.field("maximum", |violations| {
            violations.add("must not be less than the minimum", "不能小于最小值");
        });
        return None;
    }
    Some(range)
}

fn choices(sent: &[wire::CustomChoice], violations: &mut Violations) -> Option<Vec<Choice>> {
    let mut choices: Vec<Choice> = Vec::with_capacity(sent.len());
    let mut is_whole = true;
    violations.field("choices", |violations| {
        for (index, sent) in sent.iter().enumerate() {
            let read = violations.item(index, |violations| choice(sent, &choices, violations));
            is_whole &= read.is_some();
            choices.extend(read);
        }
    });
    is_whole.then_some(choices)
}

/// A choice that none of the others is called like.
fn choice(sent: &wire::CustomChoice, others: &[Choice], violations: &mut Violations) -> Option<Choice> {
    let is_free = |name: &str, violations: &mut Violations| {
        let is_free = others.iter().all(|other| !other.is(name));
        if !is_free {
            violations.add("must not be the code or a name of another choice", "与另一选项的代码或名称重复");
        }
        is_free
    };
    let code = violations.field("code", |violations| {
        let code = ok(Code::parse(&sent.code), violations)?;
        is_free(code.as_str(), violations).then_some(code)
    });
    let names = violations.field("names", |violations| {
        names(&sent.names, |name, violations| is_free(name.as_str(), violations), violations)
    });
    Some(Choice { code: code?, names: names?, retired: sent.retired })
}

fn or_default(sent: i32, default: usize) -> usize {
    usize::try_from(sent).ok().filter(|sent| *sent > 0).unwrap_or(default)
}

//! The definition of a field as it was sent.

mod value_type;

use access::DataClass;
use clock::Instant;
use contracts::customer::v1 as wire;
use contracts::options::v1::DataClass as SentClass;
use conventions::mask::UpdateMask;
use conventions::violations::{Violations, require};

use super::value;
use crate::domain::custom_field::{
    CustomField, CustomFields, FieldFacts, FieldId, FieldType, MAX_FIELDS, MAX_FILTERABLE_TEXT_CHARS,
    MAX_PURPOSE_CHARS, Requirement, Value,
};
use crate::domain::customer::Kind;
use crate::domain::name::Label;
use crate::domain::vocabulary::{MAX_POSITION, Vocabularies, Vocabulary};
use crate::error::Error;
use crate::rpc::fields::names;
use conventions::fields::{Fields, ok, refuse};

/// How far a field that is put after all others stands from the last of them.
const STEP: i32 = 10;

/// What is known of a field before it is read.
pub(super) struct Reading<'a> {
    pub field_id: &'a FieldId,
    /// The field before and what the update changes; none on create.
    pub update: Option<(&'a CustomField, &'a UpdateMask)>,
    /// All fields of the tenant, this one among them on update.
    pub fields: &'a CustomFields,
    pub vocabularies: &'a Vocabularies,
    pub now: Instant,
}

/// What the field is known by.
pub(super) fn field_id(sent: &wire::CustomField, violations: &mut Violations) -> Option<FieldId> {
    violations.field("field_id", |violations| ok(FieldId::parse(&sent.field_id), violations))
}

/// What is said of a field.
pub(super) fn read(sent: &wire::CustomField, reading: &Reading<'_>) -> Result<FieldFacts, Error> {
    let update = reading.update;
    let mut violations = Violations::default();
    let facts = violations.field("custom_field", |violations| {
        if update.is_none() && reading.fields.all().len() >= MAX_FIELDS {
            violations.add(
                format!("must not be added to the {MAX_FIELDS} that there are: change one of them"),
                format!("自定义字段已有 {MAX_FIELDS} 个，不能再添加，请修改已有字段"),
            );
        }
        let mut fields = Fields { update, violations };
        let names = fields.read(
            "names",
            |field| field.facts.names.clone(),
            |violations| names(&sent.names, |name, violations| is_free(name, reading, violations), violations),
        );
        let before = update.map(|(field, _)| &field.facts);
        let value_type = fields.read(
            "value_type",
            |field| field.facts.value_type.clone(),
            |violations| {
                let read = value_type::read(sent.value_type.as_ref(), violations);
                keep(before.map(|before| &before.value_type), read, FieldType::continues, violations)
            },
        );
        let data_class = fields.read(
            "data_class",
            |field| field.facts.data_class,
            |violations| {
                keep(before.map(|before| &before.data_class), data_class(sent, violations), PartialEq::eq, violations)
            },
        );
        let purpose = fields.read("purpose", |field| field.facts.purpose.clone(), |v| purpose(sent, v));
        let required = fields.read("required", |field| field.facts.required.clone(), |v| required(sent, reading, v));
        let default_value =
            fields.read("default_value", |field| Ok(field.facts.default_value.clone()), |_| Some(Err(())));
        let filterable = fields.read("filterable", |field| field.facts.filterable, |_| Some(sent.filterable));
        let position = fields.read("position", |field| field.facts.position, |_| Some(position(sent, reading)));
        let retired = fields.read("retired", |field| field.facts.retired, |_| Some(sent.retired));
        let violations = fields.violations;
        let default_value = match (default_value?, &value_type) {
            (Ok(kept), _) => Some(kept),
            (Err(()), Some(value_type)) => {
                violations.field("default_value", |violations| default_value_of(sent, value_type, violations))
            }
            (Err(()), None) => None,
        };
        let facts = FieldFacts {
            field_id: reading.field_id.clone(),
            names: names?,
            value_type: value_type?,
            data_class: data_class?,
            purpose: purpose?,
            required: required?,
            default_value: default_value?,
            filterable: filterable?,
            position: position?,
            retired: retired?,
            pack: before.and_then(|before| before.pack.clone()),
            create_time: before.map_or(reading.now, |before| before.create_time),
        };
        refuse_inconsistent(&facts, violations);
        Some(facts)
    });
    Ok(require(violations, facts)?)
}

/// Notes what does not go together.
fn refuse_inconsistent(facts: &FieldFacts, violations: &mut Violations) {
    if facts.data_class != DataClass::Fact && facts.purpose.is_empty() {
        violations.field("purpose", |violations| {
            violations.add(
                "must be set for values that say something of a person: say for what they are used",
                "涉及个人信息的字段须说明用途",
            );
        });
    }
    if facts.filterable && facts.data_class != DataClass::Fact {
        violations.field("filterable", |violations| {
            violations.add(
                "must not be set for values that say something of a person: they are sealed",
                "涉及个人信息的字段已加密，不能用于筛选",
            );
        });
    }
    if let FieldType::Text { max_length, .. } = facts.value_type
        && facts.filterable
        && max_length > MAX_FILTERABLE_TEXT_CHARS
    {
        violations.field("filterable", |violations| {
            violations.add(
                format!(
                    "must not be set for texts of more than {MAX_FILTERABLE_TEXT_CHARS} characters: set max_length"
                ),
                format!("文本长度上限超过 {MAX_FILTERABLE_TEXT_CHARS} 的字段不能用于筛选，请设置 max_length"),
            );
        });
    }
    if let Some(default) = &facts.default_value {
        violations.field("default_value", |violations| {
            if let Value::Reference(_) = default {
                violations.add("must be absent: a reference has no default", "须留空：引用没有默认值");
            }
            for rule in facts.value_type.broken_by(default) {
                refuse(violations, rule);
            }
        });
    }
}

fn default_value_of(
    sent: &wire::CustomField,
    value_type: &FieldType,
    violations: &mut Violations,
) -> Option<Option<Value>> {
    sent.default_value.as_ref().map_or(Some(None), |sent| value::read(sent, value_type, violations))
}

/// What an update cannot change may be sent, as long as it goes on with what is so.
fn keep<T>(
    before: Option<&T>,
    read: Option<T>,
    continues: impl Fn(&T, &T) -> bool,
    violations: &mut Violations,
) -> Option<T> {
    let read = read?;
    if before.is_some_and(|before| !continues(&read, before)) {
        violations.add("cannot be changed; retire the field and add another", "不可修改，请停用该字段并另行添加");
        return None;
    }
    Some(read)
}

/// Whether no other field is known by a name.
fn is_free(name: &Label, reading: &Reading<'_>, violations: &mut Violations) -> bool {
    let others = reading.fields.all().iter().map(|field| &field.facts);
    let mut others = others.filter(|facts| facts.field_id != *reading.field_id);
    let Some(other) = others.find(|facts| facts.is_called(name.as_str())) else { return true };
    let id = &other.field_id;
    violations.add(
        format!("must not be the id or a name of another field: `{id}` has it; choose another"),
        format!("与另一字段（{id}）的标识或名称重复，请另取名称"),
    );
    false
}

fn data_class(sent: &wire::CustomField, violations: &mut Violations) -> Option<DataClass> {
    match sent.data_class() {
        SentClass::Unspecified | SentClass::Fact => Some(DataClass::Fact),
        SentClass::Name => Some(DataClass::Name),
        SentClass::Contact => Some(DataClass::Contact),
        SentClass::Identity => Some(DataClass::Identity),
        SentClass::Finance => Some(DataClass::Finance),
        SentClass::Note => Some(DataClass::Note),
        SentClass::File => {
            violations.add("must be another class: a field holds no file", "不能为 FILE：字段不能存放文件");
            None
        }
    }
}

fn purpose(sent: &wire::CustomField, violations: &mut Violations) -> Option<String> {
    let text = sent.purpose.trim();
    if text.chars().count() > MAX_PURPOSE_CHARS {
        violations.add(
            format!("must have at most {MAX_PURPOSE_CHARS} characters: shorten it"),
            format!("最多 {MAX_PURPOSE_CHARS} 个字符，请缩短"),
        );
        return None;
    }
    Some(text.to_owned())
}

fn required(sent: &wire::CustomField, reading: &Reading<'_>, violations: &mut Violations) -> Option<Requirement> {
    let Some(sent) = &sent.required else { return Some(Requirement::default()) };
    let stages = violations.field("stages", |violations| {
        let stages = sent.stages.iter().enumerate().map(|(index, text)| {
            violations.item(index, |violations| ok(reading.vocabularies.find(Vocabulary::Stage, text), violations))
        });
        let stages: Vec<_> = stages.collect();
        stages.into_iter().map(|stage| stage.map(|stage| stage.facts.code.clone())).collect::<Option<Vec<_>>>()
    });
    let kinds = violations.field("kinds", |violations| {
        let kinds = sent.kinds().enumerate().map(|(index, kind)| match kind {
            wire::CustomerKind::Individual => Some(Kind::Individual),
            wire::CustomerKind::Enterprise => Some(Kind::Enterprise),
            wire::CustomerKind::Institution => Some(Kind::Institution),
            wire::CustomerKind::Unspecified => {
                violations.item(index, Violations::add_required);
                None
            }
        });
        let kinds: Vec<_> = kinds.collect();
        kinds.into_iter().collect::<Option<Vec<_>>>()
    });
    Some(Requirement { always: sent.always, stages: stages?, kinds: kinds? })
}

/// The position that was sent, or one after all others.
fn position(sent: &wire::CustomField, reading: &Reading<'_>) -> i32 {
    if sent.position > 0 {
        return sent.position;
    }
    let others = reading.fields.all().iter().map(|field| &field.facts);
    let others = others.filter(|facts| facts.field_id != *reading.field_id);
    let last = others.map(|facts| facts.position).max().unwrap_or_default();
    last.saturating_add(STEP).min(MAX_POSITION)
}

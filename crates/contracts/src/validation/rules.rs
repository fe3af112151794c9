//! The rules that annotations can ask for. Lengths are in characters, as protovalidate has it.

use uuid::Uuid;

use super::Violations;

/// The length of a UUID in its usual form, with hyphens.
const UUID_LENGTH: usize = 36;

pub(super) fn required_oneof(members: &[&str], violations: &mut Violations) {
    let members = members.join(", ");
    violations.add(format!("one of these is required: {members}"), format!("必须填写其中之一：{members}"));
}

pub(super) fn min_len(value: &str, least: usize, violations: &mut Violations) {
    let length = value.chars().count();
    if length == 0 && least > 0 {
        violations.add_required();
    } else if length < least {
        violations.add(
            format!("at least {least} characters; it has {length}"),
            format!("至少 {least} 个字符，现有 {length} 个"),
        );
    }
}

pub(super) fn max_len(value: &str, most: usize, violations: &mut Violations) {
    let length = value.chars().count();
    if length > most {
        violations.add(
            format!("at most {most} characters; it has {length}"),
            format!("最多 {most} 个字符，现有 {length} 个"),
        );
    }
}

pub(super) fn len(value: &str, exact: usize, violations: &mut Violations) {
    let length = value.chars().count();
    if length != exact {
        violations.add(
            format!("exactly {exact} characters; it has {length}"),
            format!("须为 {exact} 个字符，现有 {length} 个"),
        );
    }
}

pub(super) fn uuid(value: &str, violations: &mut Violations) {
    if value.len() != UUID_LENGTH || Uuid::try_parse(value).is_err() {
        violations.add(
            "a UUID, such as 0190163d-8694-739b-aea5-966c26f8ad91",
            "须为 UUID，例如 0190163d-8694-739b-aea5-966c26f8ad91",
        );
    }
}

pub(super) fn min_items<T>(list: &[T], least: usize, violations: &mut Violations) {
    let length = list.len();
    if length == 0 && least > 0 {
        violations.add_required();
    } else if length < least {
        violations.add(
            format!("at least {least} elements; it has {length}"),
            format!("至少 {least} 个元素，现有 {length} 个"),
        );
    }
}

pub(super) fn max_items<T>(list: &[T], most: usize, violations: &mut Violations) {
    let length = list.len();
    if length > most {
        violations
            .add(format!("at most {most} elements; it has {length}"), format!("最多 {most} 个元素，现有 {length} 个"));
    }
}

/// Both ends belong to the range.
pub(super) fn range(value: i64, least: i64, most: i64, violations: &mut Violations) {
    if (least..=most).contains(&value) {
        return;
    }
    let (english, chinese) = match (least, most) {
        (least, i64::MAX) => (format!("at least {least}"), format!("至少为 {least}")),
        (i64::MIN, most) => (format!("at most {most}"), format!("最多为 {most}")),
        (least, most) => (format!("{least} to {most}"), format!("须在 {least} 到 {most} 之间")),
    };
    violations.add(format!("{english}; it is {value}"), format!("{chinese}，现为 {value}"));
}

pub(super) fn defined(value: i32, numbers: &[i32], enumeration: &str, violations: &mut Violations) {
    if !numbers.contains(&value) {
        violations.add(
            format!("{enumeration} has no value {value}; use one that the contract lists"),
            format!("{enumeration} 没有值 {value}，请使用契约中列出的值"),
        );
    }
}

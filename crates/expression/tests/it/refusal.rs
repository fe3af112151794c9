//! What is refused, and what the refusal says.

use expression::{Field, Filter, FilterError, Kind, MAX_BYTES, MAX_DEPTH, MAX_TERMS, Schema};

use crate::visit::schema;

fn refusal(text: &str) -> FilterError {
    Filter::parse(text, &schema()).expect_err(text)
}

/// That each of these is refused in these words.
fn assert_refusals(refusals: &[(&str, &str)]) {
    for (text, message) in refusals {
        assert_eq!(refusal(text).to_string(), *message, "for {text}");
    }
}

#[test]
fn a_value_of_another_kind_is_told_what_to_compare_with() {
    for (texts, message) in [
        (
            &["day = \"31.01.2026\"", "day = \"2026-02-30\"", "day = 20260131", "day = \"-000001-01-31\""][..],
            r#"compare day with a date such as "2026-01-31""#,
        ),
        (
            &[
                "start_time > 2026",
                "start_time > \"2026-01-31\"",
                "start_time > \"2026-01-31T00:00:00\"",
                "start_time > \"2026-01-31T00:00:00.0000001Z\"",
            ],
            r#"compare start_time with an RFC 3339 instant such as "2026-01-31T00:00:00Z", with at most six decimals"#,
        ),
        (
            &["guests = many", "guests = 1.5", "guests = 9223372036854775808"],
            "compare guests with a whole number of 64 bits such as 42",
        ),
        (&["rating = NaN", "rating = inf", "rating = 1e400"], "compare rating with a number such as 42 or -1.5e3"),
        (&["stage = lost", "stage = \"do*\""], "compare stage with one of planned, done"),
        (&["paid = yes", "paid = 1"], "compare paid with true or false"),
        (&["owner = me"], r#"compare owner with an id such as "01980000-0000-7000-8000-000000000000""#),
        (
            &["note = \"a*b\"", "note:\"***\"", "note < \"a*\"", "tags:\"a*b\""],
            r#" with a text such as "abc", or for = and != a beginning or an end of one such as "abc*" or "*abc""#,
        ),
    ] {
        for text in texts {
            let refusal = refusal(text).to_string();
            assert!(refusal.ends_with(message), "{refusal}, for {text}");
        }
    }
}

#[test]
fn what_is_not_one_value_is_told_how_to_become_one() {
    assert_refusals(&[(
        "guests = (1 OR 2)",
        "compare guests with one value: put it in double quotes if it holds spaces or punctuation, and join alternatives \
         as in guests = 1 OR guests = 2",
    )]);
    for text in ["note = a.b", "guests = max(1)", "note = (a)"] {
        assert!(matches!(refusal(text), FilterError::Argument { .. }), "for {text}");
    }
}

#[test]
fn null_and_empty_texts_are_refused_in_favour_of_presence() {
    let message = "note is not compared with null or an empty text: write note:* for a value, NOT note:* for none";
    assert_refusals(&[
        ("note = null", message),
        ("note != \"\"", message),
        ("note:\"\"", message),
        ("note > ''", message),
    ]);
    assert!(Filter::parse("note = \"null\"", &schema()).is_ok(), "in quotes it is a word like others");
}

#[test]
fn comparators_that_make_no_sense_are_refused() {
    assert_refusals(&[
        ("stage < done", "stage is compared with =, != and : only"),
        ("paid >= true", "paid is compared with =, != and : only"),
        ("tags = vip", "tags is compared with : only"),
    ]);
}

#[test]
fn an_unknown_field_and_one_that_is_not_allowed_answer_alike() {
    let narrowed = schema().narrow(|field| field.class() != "restricted" && !field.path().starts_with('s'));
    let refusal = |text| Filter::parse(text, &narrowed).unwrap_err().to_string();
    let fields = "note, guests, rating, paid, day, attributes.budget, tags";
    assert_eq!(refusal("owner:*"), format!("owner cannot be filtered; these fields can: {fields}"));
    assert_eq!(refusal("other:*"), format!("other cannot be filtered; these fields can: {fields}"));
    assert_eq!(refusal("owner < 1"), refusal("owner:*"));
    assert!(Filter::parse("guests:*", &narrowed).is_ok());

    let nothing = schema().narrow(|_| false);
    let error = Filter::parse("note:*", &nothing).unwrap_err();
    assert_eq!(error.to_string(), "note cannot be filtered; these fields can: none");
}

#[test]
fn a_path_is_the_whole_path() {
    for text in ["attributes = 1", "attributes.budget.max = 1", "budget = 1", "Note:*", "\"note\":*", "visit.note:*"] {
        assert!(matches!(refusal(text), FilterError::UnknownField { .. }), "for {text}");
    }
}

#[test]
fn long_lists_of_names_are_cut() {
    let fields = (1..=42).map(|number| Field::column(format!("f{number}"), Kind::Text, "plain", "column"));
    let message = Filter::parse("x:*", &Schema::new(fields)).unwrap_err().to_string();
    assert!(message.ends_with("f39, f40 and 2 more"), "{message}");
}

#[test]
fn a_refusal_is_told_in_chinese_too() {
    for (text, message) in [
        ("day = today", r#"day 的值须为：日期，例如 "2026-01-31""#),
        ("guests = many", "guests 的值须为：64 位整数，例如 42"),
        ("rating = NaN", "rating 的值须为：数字，例如 42 或 -1.5e3"),
        ("stage = lost", "stage 的值须为：planned、done 之一"),
        ("paid = yes", "paid 的值须为：true 或 false"),
        ("tags = vip", "tags 只能用 : 比较"),
        ("stage < done", "stage 只能用 =、!= 和 : 比较"),
        ("note = \"a\0b\"", "筛选条件从第 10 个字符起无法识别；含空格或标点的值请加双引号，AND、OR、NOT 前后请加空格"),
    ] {
        assert_eq!(refusal(text).chinese(), message, "for {text}");
    }
    let told = |schema: &Schema| Filter::parse("x:*", schema).unwrap_err().chinese();
    let fields = (1..=42).map(|number| Field::column(format!("f{number}"), Kind::Text, "plain", "column"));
    let many = told(&Schema::new(fields));
    assert!(many.starts_with("x 不能用于筛选；可用字段：f1、f2") && many.ends_with("f39、f40 等 42 个"), "{many}");
    assert_eq!(told(&Schema::new([])), "x 不能用于筛选；可用字段：无");
}

#[test]
fn words_without_a_field_and_functions_are_refused_with_a_hint() {
    for text in ["garden", "guests = 1 garden", "\"Garden tour\"", "guests = 1 or paid = true", "NOT garden"] {
        assert_eq!(refusal(text), FilterError::BareWord, "for {text}");
    }
    assert!(FilterError::BareWord.to_string().ends_with("to find records by words, use search"));
    for text in ["now()", "lower(note) = x"] {
        assert_eq!(refusal(text), FilterError::Function, "for {text}");
    }
}

#[test]
fn what_cannot_be_read_is_pointed_at() {
    assert_refusals(&[
        (
            "note = \"张三\" AND guests = 1)",
            "the filter cannot be read at character 27: unexpected input; put values that hold spaces or punctuation in \
             double quotes, and spaces around AND, OR and NOT",
        ),
        (
            "start_time > 2026-01-31T00:00:00Z",
            "the filter cannot be read at character 27: unexpected input; put values that hold spaces or punctuation in \
             double quotes, and spaces around AND, OR and NOT",
        ),
        (
            "note = \"a\0b\"",
            "the filter cannot be read at character 10: a null character; put values that hold spaces or punctuation in \
             double quotes, and spaces around AND, OR and NOT",
        ),
    ]);
    for text in [
        "guests =",
        "guests = 1 AND",
        "OR guests = 1",
        "(guests = 1",
        "note = \"open",
        "= 1",
        "guests = = 1",
        "NOT(paid = true)",
    ] {
        assert!(matches!(refusal(text), FilterError::Syntax { .. }), "for {text}");
    }
}

#[test]
fn the_limits_are_where_they_are_said_to_be() {
    let parse = |text: &str| Filter::parse(text, &schema());

    let padded = |bytes: usize| format!("{:bytes$}", "guests = 1");
    assert!(parse(&padded(MAX_BYTES)).is_ok());
    assert_eq!(parse(&padded(MAX_BYTES + 1)), Err(FilterError::TooLong { bytes: MAX_BYTES + 1 }));

    let nested = |depth: usize| format!("{}guests = 1{}", "(".repeat(depth), ")".repeat(depth));
    assert!(parse(&nested(MAX_DEPTH)).is_ok());
    assert_eq!(parse(&nested(MAX_DEPTH + 1)), Err(FilterError::TooDeep));

    let terms = |terms: usize| "guests=1 ".repeat(terms);
    assert!(parse(&terms(MAX_TERMS)).is_ok());
    assert_eq!(parse(&terms(MAX_TERMS + 1)), Err(FilterError::TooManyTerms));
}

#[test]
fn refusals_never_repeat_values() {
    for text in
        ["guests = 13800138000x", "stage = 13800138000", "day:13800138000", "note = \"1*3800138000\"", "13800138000"]
    {
        assert!(!refusal(text).to_string().contains("3800138000"), "for {text}");
    }
}

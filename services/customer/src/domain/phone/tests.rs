use proptest::prelude::*;
use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
struct Published {
    default_region: String,
    input: String,
    parse_ok: bool,
    country_code: Option<u32>,
    national_number: Option<String>,
    extension: Option<String>,
    is_valid: Option<bool>,
    r#type: Option<String>,
    e164: Option<String>,
}

fn parse(text: &str, country: &str) -> Result<Phone, Error> {
    Phone::parse(text, Country::parse(country).unwrap())
}

fn assert_read_as_in(table: &str) {
    let table: Vec<Published> = serde_json::from_str(table).unwrap();
    assert_eq!(table.len(), 106);
    for row in table {
        let Ok(phone) = parse(&row.input, &row.default_region) else {
            assert_ne!(row.is_valid, Some(true), "{} is valid", row.input);
            continue;
        };
        assert!(row.parse_ok && row.is_valid == Some(true), "{} is not valid", row.input);
        assert_eq!(Some(phone.e164()), row.e164.as_deref(), "{}", row.input);
        assert_eq!(phone.extension().unwrap_or_default(), row.extension.unwrap_or_default(), "{}", row.input);
        assert_eq!(phone.e164(), format!("+{}{}", row.country_code.unwrap(), phone.national()), "{}", row.input);
        assert_eq!(phone.national().trim_start_matches('0'), row.national_number.unwrap(), "{}", row.input);
        let line = match row.r#type.as_deref() {
            Some("MOBILE") => Line::Mobile,
            Some("FIXED_LINE") => Line::Fixed,
            Some("FIXED_LINE_OR_MOBILE") => Line::MobileOrFixed,
            _ => Line::Service,
        };
        assert_eq!(phone.line(), line, "{}", row.input);
    }
}

#[test]
fn numbers_are_read_as_the_reference_implementation_reads_them() {
    assert_read_as_in(include_str!("../../../tests/data/ids/phones.json"));
}

#[test]
#[ignore = "reads published data: cargo xtask truth DIR"]
fn truth_phones_are_read_as_the_reference_implementation_reads_them() {
    let folder = std::env::var_os("DOSSIER_TRUTH").expect("DOSSIER_TRUTH must name the folder of published data");
    let table = std::path::Path::new(&folder).join("06_ids/phones.json");
    assert_read_as_in(&std::fs::read_to_string(table).unwrap());
}

#[test]
fn the_parts_that_are_searched_are_those_of_the_national_number() {
    let phone = parse("+86 139 1234 5678", "DE").unwrap();
    assert_eq!(phone.national(), "13912345678");
    assert_eq!(phone.last_four(), "5678");
    assert_eq!(phone.national_prefix(3), Some("139"));
    assert_eq!(phone.national_prefix(7), Some("1391234"));
    assert_eq!(phone.national_prefix(12), None);
}

#[test]
fn an_extension_is_kept_in_whichever_language_it_is_written() {
    for text in ["0571-87001234 ext 801", "0571-87001234转801", "0571-87001234 分机 ８０１", "+8657187001234;ext=801"]
    {
        assert_eq!(parse(text, "CN").unwrap().as_str(), "+8657187001234;ext=801", "{text}");
    }
}

#[test]
fn a_refusal_says_the_rule_and_not_the_number() {
    assert_eq!(parse("12800138000", "CN"), Err(Error::NotInPlan(Country::CHINA)));
    assert_eq!(parse("+999 12345678", "CN"), Err(Error::CountryCode));
    assert_eq!(parse("abc", "CN"), Err(Error::NotANumber));
    assert_eq!(parse(&"1".repeat(65), "CN"), Err(Error::TooLong));
    assert!(!parse("12800138000", "CN").unwrap_err().to_string().contains("12800138000"));
}

#[test]
fn only_the_stored_form_is_read_back() {
    let read = |text: &str| serde_json::from_str::<Phone>(&format!("\"{text}\""));
    assert_eq!(read("+8657187001234;ext=801").unwrap().extension(), Some("801"));
    for text in ["13912345678", "+", "+86 139", "+861;ext=", "+861;ext=x", "＋861"] {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn of_two_numbers_none_is_lost() {
    for text in
        ["13800138000/13900139000", "13800138000, 13900139000", "13800138000;13900139000", "13800138000、13900139000"]
    {
        assert!(parse(text, "CN").is_err(), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_text_makes_parsing_panic(
        text in prop_oneof![any::<String>(), "[+＋]{0,2}[0-9０-９٠-٩ ()./~x;=,#*转a-z\\-]{0,40}", "(tel:)?[+0-9;=a-z.\\-]{0,40}"],
        country in prop::sample::select(vec!["CN", "US", "DE", "GB", "IT", "MX", "BR", "RU", "AQ"]),
    ) {
        if let Ok(phone) = parse(&text, country) {
            prop_assert_eq!(Phone::try_from(phone.as_str().to_owned()), Ok(phone.clone()));
            prop_assert!(phone.last_four().len() <= 4 && !phone.national().is_empty());
            let _ = phone.line();
        }
    }

    #[test]
    fn every_chinese_mobile_number_reads_the_same_however_it_is_written(rest in 0..100_000_000u32) {
        let digits = format!("139{rest:08}");
        let (a, b) = digits.split_at(7);
        for text in [digits.clone(), format!("+86{digits}"), format!("0086 {a}-{b}"), format!("（86）{a} {b}")] {
            let phone = parse(&text, "CN").unwrap();
            prop_assert_eq!(phone.e164(), format!("+86{}", &digits));
        }
    }
}

use proptest::prelude::*;

use super::*;
use crate::domain::phone;
use crate::domain::region::Country;

fn china() -> Country {
    Country::CHINA
}

fn value(kind: ContactKind, text: &str) -> Result<String, ValueError> {
    ContactValue::parse(kind, text, china(), Strictness::Strict).map(|value| value.as_str().to_owned())
}

fn draft(id: u128, kind: ContactKind, value: &str) -> ContactDraft<'_> {
    ContactDraft {
        id: Uuid::from_u128(id),
        is_new: false,
        kind,
        value,
        label: "",
        primary: false,
        do_not_contact: false,
    }
}

fn parse(drafts: &[ContactDraft<'_>]) -> Result<ContactPoints, Vec<Violation>> {
    ContactPoints::parse(drafts, &[], china(), Strictness::Strict)
}

#[test]
fn every_kind_normalises_its_values() {
    for (kind, text, expected) in [
        (ContactKind::Phone, " 139 1234-5678 ", "+8613912345678"),
        (ContactKind::Fax, "010-62345678", "+861062345678"),
        (ContactKind::Whatsapp, "+1 650-253-0000", "+16502530000"),
        (ContactKind::Email, "Li@QQ.com", "Li@qq.com"),
        (ContactKind::Wechat, "zhangsan", "zhangsan"),
        (ContactKind::Qq, "１２３ 456", "123456"),
        (ContactKind::Weibo, "@来去之间", "来去之间"),
        (ContactKind::Line, "li.si", "li.si"),
        (ContactKind::Telegram, "@lisi", "lisi"),
        (ContactKind::Website, "Example.COM/Über?a=1", "https://example.com/Über?a=1"),
        (ContactKind::Website, "HTTP://例子.中国:8080", "http://例子.中国:8080"),
        (ContactKind::Social, "Li Si", "Li Si"),
        (ContactKind::Other, "BP 1234", "BP 1234"),
    ] {
        assert_eq!(value(kind, text), Ok(expected.to_owned()), "{text}");
    }
}

#[test]
fn every_kind_refuses_what_breaks_its_rules() {
    for (kind, text, error) in [
        (ContactKind::Phone, "12800138000", phone::Error::NotInPlan(china()).into()),
        (ContactKind::Email, "lisi", crate::domain::email::Error::NoAtSign.into()),
        (ContactKind::Wechat, "a b", crate::domain::wechat::NotAWechatId.into()),
        (ContactKind::Qq, "0123456", ValueError::Qq),
        (ContactKind::Telegram, "li si", ValueError::Account),
        (ContactKind::Website, "javascript:alert(1)", ValueError::Website),
        (ContactKind::Website, "ftp://example.com", ValueError::Website),
        (ContactKind::Website, "user:secret@example.com", ValueError::Website),
        (ContactKind::Other, "a\u{0}b", ValueError::ControlCharacter),
        (ContactKind::Other, "\u{3000}", ValueError::Empty),
    ] {
        assert_eq!(value(kind, text), Err(error), "{text}");
    }
    assert_eq!(value(ContactKind::Other, &"x".repeat(321)), Err(ValueError::TooLong));
}

#[test]
fn an_import_keeps_what_it_cannot_read_and_says_so() {
    let import = |text| ContactValue::parse(ContactKind::Phone, text, china(), Strictness::Import);
    let kept = import("(5)\n555-3932").unwrap();
    assert_eq!((kept.as_str(), kept.is_malformed()), ("(5) 555-3932", true));
    assert!(!import("13912345678").unwrap().is_malformed());
    assert_eq!(import(" "), Err(ValueError::Empty));
}

#[test]
fn all_violations_are_told_at_once_with_their_paths() {
    let long = "x".repeat(101);
    let violations = parse(&[
        ContactDraft { label: &long, ..draft(1, ContactKind::Phone, "110") },
        ContactDraft { primary: true, ..draft(2, ContactKind::Email, "li@qq.com") },
        ContactDraft { primary: true, ..draft(2, ContactKind::Email, "LI@QQ.COM") },
        draft(3, ContactKind::Phone, "13912345678"),
        draft(4, ContactKind::Phone, "+86 139 1234 5678"),
        draft(5, ContactKind::Fax, "13912345678"),
    ])
    .unwrap_err();
    let told: Vec<_> = violations.iter().map(|v| (v.index.unwrap(), v.field, v.error.clone())).collect();
    let first = |field: &str| format!("contact_points{field}");
    assert_eq!(
        told,
        [
            (0, "value", Error::Value(phone::Error::NotInPlan(china()).into())),
            (0, "label", Error::Label(name::Error::TooLong(100))),
            (2, "contact_point_id", Error::SameId { first: first("[1].contact_point_id") }),
            (2, "value", Error::SameValue { first: first("[1].value") }),
            (2, "primary", Error::SecondPrimary { first: first("[1].primary") }),
            (4, "value", Error::SameValue { first: first("[3].value") }),
        ]
    );
    assert!(violations.iter().all(|v| !v.error.to_string().contains("139")));
}

#[test]
fn a_record_has_1_to_50_contact_points() {
    let texts: Vec<String> = (0..51).map(|i| format!("139123400{i:02}")).collect();
    let drafts: Vec<_> = texts.iter().zip(0..).map(|(text, id)| draft(id, ContactKind::Phone, text)).collect();
    let of_list = |error| Err(vec![Violation { index: None, field: "", error }]);
    assert_eq!(parse(&[]), of_list(Error::NoneGiven));
    assert_eq!(parse(&drafts), of_list(Error::TooMany));
    assert_eq!(parse(&drafts[..50]).unwrap().as_slice().len(), 50);
}

#[test]
fn what_has_not_changed_stays_as_good_as_it_was() {
    let old = |id: u128, rest: &str| format!(r#"{{"id":"{}",{rest},"verification":"verified"}}"#, Uuid::from_u128(id));
    let before: Vec<ContactPoint> = [
        old(1, r#""kind":"qq","value":"123456""#),
        old(2, r#""kind":"qq","value":"234567""#),
        old(3, r#""kind":"phone","raw":"(5) 555-3932""#),
    ]
    .iter()
    .map(|stored| serde_json::from_str(stored).unwrap())
    .collect();
    let drafts = [
        ContactDraft { label: "新", ..draft(1, ContactKind::Qq, "123 456") },
        draft(2, ContactKind::Qq, "345678"),
        ContactDraft { is_new: true, ..draft(9, ContactKind::Phone, "(5) 555-3932") },
    ];
    let after = ContactPoints::parse(&drafts, &before, china(), Strictness::Strict).unwrap();
    let states: Vec<_> =
        after.as_slice().iter().map(|point| (point.value.is_malformed(), point.verification)).collect();
    assert_eq!(
        states,
        [(false, Verification::Verified), (false, Verification::Unverified), (true, Verification::Verified)]
    );
    assert!(parse(&drafts).is_err(), "a new malformed value is refused");
}

#[test]
fn the_stored_form_stays_as_it_is() {
    let id = "00000000-0000-0000-0000-000000000001";
    let full = format!(
        r#"{{"id":"{id}","kind":"phone","value":"+8613912345678","label":"办公室","primary":true,"do_not_contact":true,"verification":"verified"}}"#
    );
    let short = format!(r#"{{"id":"{id}","kind":"email","raw":"li at qq.com"}}"#);
    for stored in [full, short] {
        let point: ContactPoint = serde_json::from_str(&stored).unwrap();
        assert_eq!(serde_json::to_string(&point).unwrap(), stored);
    }
    for broken in [r#""kind":"phone""#, r#""kind":"phone","value":"139""#, r#""kind":"pigeon","value":"1""#] {
        assert!(serde_json::from_str::<ContactPoint>(&format!(r#"{{"id":"{id}",{broken}}}"#)).is_err(), "{broken}");
    }
}

fn any_kind() -> impl Strategy<Value = ContactKind> {
    use ContactKind::*;
    prop::sample::select(vec![Phone, Email, Wechat, Whatsapp, Qq, Weibo, Line, Telegram, Fax, Website, Social, Other])
}

proptest! {
    #[test]
    fn an_import_keeps_every_text_and_stores_it_unchanged(kind in any_kind(), text in "(?s).{0,40}") {
        match ContactValue::parse(kind, &text, china(), Strictness::Import) {
            Ok(value) => {
                let stored = serde_json::to_string(&value).unwrap();
                prop_assert_eq!(serde_json::from_str::<ContactValue>(&stored).unwrap(), value);
            }
            Err(error) => prop_assert_eq!(error, ValueError::Empty),
        }
    }

    #[test]
    fn a_normalised_value_parses_to_itself(
        kind in any_kind(),
        text in prop_oneof!["[1-9][0-9]{4,10}", "(https?://)?[a-z]{1,5}\\.[A-Z]{2,3}(:[0-9]{1,5})?(/[a-z]{0,3})?", "@?[a-zA-Z@.]{1,10}"],
    ) {
        if let Ok(normalised) = value(kind, &text) {
            prop_assert_eq!(value(kind, &normalised), Ok(normalised));
        }
    }
}

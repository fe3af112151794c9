use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::contact_point::{ContactDraft, ContactPoints, Strictness};
use crate::domain::region::Country;

fn china() -> Country {
    Country::CHINA
}

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

fn contact_points(values: &[(ContactKind, &str)]) -> Vec<ContactPoint> {
    let drafts: Vec<_> = values
        .iter()
        .zip(0..)
        .map(|((kind, value), id)| ContactDraft {
            id: Uuid::from_u128(id),
            is_new: true,
            kind: *kind,
            value,
            label: "",
            primary: false,
            do_not_contact: false,
        })
        .collect();
    ContactPoints::parse(&drafts, &[], china(), Strictness::Import).unwrap().as_slice().to_vec()
}

fn asked(text: &str) -> Vec<Vec<String>> {
    let query = Query::parse(text, china()).unwrap();
    query.terms().map(|terms| terms.iter().map(Term::to_string).collect()).collect()
}

/// Whether a query finds a record: by its terms, and by the check of what they find.
fn finds(query: &str, names: &[Name], contact_points: &[ContactPoint]) -> bool {
    let query = Query::parse(query, china()).unwrap();
    let filed = terms(names, contact_points);
    let is_candidate = query.terms().any(|all| all.iter().all(|term| filed.contains(term)));
    is_candidate && query.matches(names, contact_points)
}

#[test]
fn a_record_is_filed_under_its_names_and_contact_points() {
    let points = contact_points(&[
        (ContactKind::Phone, "13912345678"),
        (ContactKind::Fax, "(5) 555-3932"),
        (ContactKind::Email, "Li@QQ.com"),
        (ContactKind::Wechat, "LiSi_1"),
        (ContactKind::Qq, "123456"),
    ]);
    let filed: Vec<String> = terms(&[name("曹明明"), name("李")], &points).iter().map(Term::to_string).collect();
    assert_eq!(
        filed,
        [
            "phone:+8613912345678",
            "phone-last4:3932",
            "phone-last4:5678",
            "phone-first3:139",
            "phone-first7:1391234",
            "email:li@qq.com",
            "wechat:lisi_1",
            "name:明明",
            "name:曹",
            "name:曹明",
            "name:李",
            "pinyin:cao",
            "pinyin:li",
            "pinyin:meng",
            "pinyin:ming",
            "initials:cm",
            "initials:mm",
            "other:(5)555-3932",
            "other:123456",
        ]
    );
}

#[test]
fn a_query_asks_for_what_it_may_mean() {
    for (text, readings) in [
        ("139 1234 5678", vec![vec!["other:13912345678"], vec!["phone:+8613912345678"]]),
        ("Li@QQ.com", vec![vec!["other:li@qq.com"], vec!["email:li@qq.com"]]),
        ("5678", vec![vec!["other:5678"], vec!["phone-last4:5678"], vec!["name:56", "name:67", "name:78"]]),
        ("139", vec![vec!["other:139"], vec!["phone-first3:139"], vec!["name:13", "name:39"]]),
        ("曹明", vec![vec!["other:曹明"], vec!["name:曹明"]]),
        ("李", vec![vec!["other:李"], vec!["name:李"]]),
        ("曹 明", vec![vec!["other:曹明"], vec!["name:曹明"]]),
        (
            "天开有限公司",
            vec![
                vec!["other:天开有限公司"],
                vec!["name:天开", "name:开有", "name:有限", "name:限公", "name:公司"],
                vec!["name:天开"],
            ],
        ),
    ] {
        assert_eq!(asked(text), readings, "{text}");
    }
    assert_eq!(Query::parse(" \u{3000}", china()).unwrap_err(), QueryError::Empty);
    assert_eq!(Query::parse(&"x".repeat(201), china()).unwrap_err(), QueryError::TooLong);
}

#[test]
fn a_customer_is_found_by_every_part_that_people_know() {
    let names =
        [name("阿里巴巴（中国）有限公司"), name("Embraer - Empresa Brasileira de Aeronáutica S.A."), name("数字100")];
    let points = contact_points(&[
        (ContactKind::Phone, "010-62345678"),
        (ContactKind::Phone, "13912345678"),
        (ContactKind::Phone, "(5) 555-3932"),
        (ContactKind::Email, "Li.Si@QQ.com"),
        (ContactKind::Wechat, "LiSi_1999"),
        (ContactKind::Weibo, "@来去之间"),
    ]);
    for query in [
        "阿里",
        "中国",
        "阿里巴巴(中国)",
        "阿里巴巴中国股份有限公司",
        "阿里 有限",
        "embraer ltd",
        "aeronautica",
        "brasileira empresa",
        "100",
        "13912345678",
        "+86 139-1234-5678",
        "5678",
        "345678",
        "62345678",
        "139",
        "1391234",
        "13912345",
        "010-62345678",
        "0106234567",
        "3932",
        "(5) 555-3932",
        "li.si@qq.com",
        "lisi_1999",
        "来去之间",
    ] {
        assert!(finds(query, &names, &points), "{query}");
    }
    for query in [
        "阿里云",
        "里阿",
        "巴西",
        "5679",
        "138",
        "1391235",
        "99995678",
        "13912345679",
        "si@qq.com",
        "lisi_19999",
        "Ltd Foo",
    ] {
        assert!(!finds(query, &names, &points), "{query}");
    }
}

#[test]
fn neither_terms_nor_queries_show_what_they_hold() {
    let query = Query::parse("5678", china()).unwrap();
    assert!(!format!("{query:?}").contains("5678"));
}

proptest! {
    #[test]
    fn every_part_of_a_name_finds_it(text in "[阿里巴巴中国a-cÀ-ö ()（）.]{2,20}", from in 0..20usize, length in 2..20usize) {
        let Ok(name) = Name::parse(&text) else { return Ok(()) };
        let part: String = name.as_str().chars().skip(from).take(length).collect();
        prop_assume!(part.chars().filter(|c| c.is_alphanumeric()).count() >= 2);
        prop_assert!(finds(&part, &[name], &[]));
    }

    #[test]
    fn every_number_is_found_whole_and_by_its_parts(rest in 0..100_000_000u32) {
        let digits = format!("138{rest:08}");
        let points = contact_points(&[(ContactKind::Phone, &digits)]);
        for query in [&digits, &digits[..3], &digits[..7], &digits[..9], &digits[7..], &digits[5..]] {
            prop_assert!(finds(query, &[], &points), "{query}");
        }
    }

    #[test]
    fn no_query_asks_for_everything(text in any::<String>()) {
        if let Ok(query) = Query::parse(&text, china()) {
            prop_assert!(query.terms().count() > 0 && query.terms().all(|terms| !terms.is_empty()));
            prop_assert!(!query.matches([], &[]));
        }
    }
}

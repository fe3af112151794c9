//! Contact points that are refused.

use contracts::customer::v1 as wire;
use contracts::customer::v1::ContactPointKind;
use testkit::on_both_engines;

use super::{Sent, assert_told};
use crate::harness::{House, phone_number};
use crate::rpc::customer::request_id;

on_both_engines! {
    async fn the_rules_of_contact_points_are_told_in_chinese(engine) {
        use ContactPointKind::{Email, Phone, Qq, Website, Wechat, Weibo};
        let value = |kind, text: &str, english| (Sent::value(kind, text), "customer.contact_points[0].value", english);
        let (office, home) = (phone_number("13912345678"), phone_number("13912345679"));
        let with_id =
            |point: &wire::ContactPoint| wire::ContactPoint { contact_point_id: request_id(7), ..point.clone() };
        let primary = |point: &wire::ContactPoint| wire::ContactPoint { primary: true, ..point.clone() };
        assert_told(&House::new(engine).await, [
            value(Phone, "找红星", "is not a telephone number: write digits, with + and the country code if it is abroad"),
            value(
                Phone,
                "+9991234567",
                "has an unknown country code: write + and the code of its country, such as +86",
            ),
            value(
                Phone,
                "12800138000",
                "is not a number in use: check the digits and the area code; without + and a country code it is read \
                 as \
                 a number of CN",
            ),
            value(
                Phone,
                &"13912345678 ".repeat(8),
                "must be one number of at most 64 characters: give one number for each contact point",
            ),
            value(Phone, " ", "must not be empty: give the number, address or name, or leave the contact point out"),
            value(Phone, "139\n12345678", "must not hold control characters such as line breaks: remove them"),
            value(Email, "li.si", "must be an e-mail address with an @, such as name@example.com"),
            value(
                Email,
                "li..si@example.com",
                "must have 1 to 64 letters, digits and marks before the @, without spaces, quotes and neighbouring \
                 dots",
            ),
            value(Email, "li.si@example", "must have the domain of a mail server behind the @, such as example.com"),
            value(
                Email,
                &format!("li@{}com", "example.".repeat(33)),
                "must have at most 254 bytes: give one address for each contact point",
            ),
            value(
                Wechat,
                "1号",
                "must be a WeChat id: 6 to 20 letters, digits, _ and -, beginning with a letter; a phone number that \
                 is \
                 used on WeChat is a contact point of kind phone",
            ),
            value(Qq, "012345", "must be a QQ number: 5 to 11 digits, the first not 0"),
            value(Weibo, "甲 公司", "must be the name of an account, without spaces"),
            value(
                Website,
                "ftp://example.com",
                "must be a web address, such as https://example.com or example.com/about",
            ),
            (
                Sent::points([]),
                "customer.contact_points",
                "must have at least one contact point: give a phone number, an e-mail address or another way to reach \
                 them",
            ),
            (
                Sent::value(ContactPointKind::Unspecified, "13912345678"),
                "customer.contact_points[0].kind",
                "must be set, such as CONTACT_POINT_KIND_PHONE",
            ),
            (
                Sent::points([wire::ContactPoint { label: "办\n公".into(), ..office.clone() }]),
                "customer.contact_points[0].label",
                "must not hold control characters such as line breaks: remove them",
            ),
            (
                Sent::points([wire::ContactPoint { contact_point_id: "第一".into(), ..office.clone() }]),
                "customer.contact_points[0].contact_point_id",
                "must be the id that was answered with the element, or absent",
            ),
            (
                Sent::points([with_id(&office), with_id(&home)]),
                "customer.contact_points[1].contact_point_id",
                "has the same id as contact_points[0].contact_point_id: send every element once, new ones without an \
                 id",
            ),
            (
                Sent::points([office.clone(), office.clone()]),
                "customer.contact_points[1].value",
                "is the same as contact_points[0].value: remove one of the two",
            ),
            (
                Sent::points([primary(&office), primary(&home)]),
                "customer.contact_points[1].primary",
                "must not be set, for contact_points[0].primary is set and only one of a kind can be: unset one of \
                 the two",
            ),
        ])
        .await;
    }
}

//! Searches, filters, orders and steps that are refused.

use testkit::on_both_engines;

use super::{Sent, assert_told, external_id};
use crate::harness::House;

on_both_engines! {
    async fn the_rules_of_questions_are_told_in_chinese(engine) {
        let house = House::new(engine).await;
        let filter = |text: &str, english| (Sent::Filter(text.into()), "filter", english);
        assert_told(&house, [
            (
                Sent::Query("\u{3000}".into()),
                "query",
                "must not be empty: give a part of a name, a phone number or its last four digits, or an e-mail \
                 address",
            ),
            (
                Sent::ExternalId(external_id("网店", "4711")),
                "external_id",
                "the source must be 1 to 64 of the characters a-z, 0-9, `.`, `_`, `:` and `-`",
            ),
            (
                Sent::Order("level".into()),
                "order_by",
                "must be create_time or update_time, with ` desc` for newest first",
            ),
            (Sent::Step("won", ""), "stage", "must be one of: potential, intent, customer, lost"),
            (Sent::Step("lost", ""), "reason", "must be given for a customer that is lost, such as price"),
            (
                Sent::Step("lost", "bored"),
                "reason",
                "must be one of: price, competitor, no_need, no_budget, service, unreachable, closed, other",
            ),
            filter(
                &"甲".repeat(1_366),
                "the filter has 4098 bytes, but at most 4096 are read: compare with fewer or shorter values",
            ),
            filter(
                &format!("{}level = A{}", "(".repeat(17), ")".repeat(17)),
                "the filter nests parentheses deeper than 16 levels: write it flatter",
            ),
            filter(&"level=A ".repeat(101), "the filter makes more than 100 comparisons: ask in parts"),
            filter(
                "stage = ",
                "the filter cannot be read at character 9: unexpected end of filter; put values that hold spaces or \
                 punctuation in double quotes, and spaces around AND, OR and NOT",
            ),
            filter(
                "甲公司",
                "the filter holds a word that is compared with no field: write field = value, and AND, OR, NOT in \
                 capitals; to find records by words, use search",
            ),
            filter("now()", "the filter calls a function, and there are none: compare fields with values"),
            filter(
                "labels:vip",
                "labels cannot be filtered; these fields can: customer_number, kind, state, stage, stage_time, \
                 stage_reason, level, industry, source, owner, team, tags, first_contact_time, create_time, update_time, \
                 delete_time",
            ),
            filter("level > A", "level is compared with =, != and : only"),
            filter(
                "level = (A OR B)",
                "compare level with one value: put it in double quotes if it holds spaces or punctuation, and join \
                 alternatives as in level = 1 OR level = 2",
            ),
            filter(
                "level = null",
                "level is not compared with null or an empty text: write level:* for a value, NOT level:* for none",
            ),
            filter("kind = person", "compare kind with one of individual, enterprise, institution"),
            filter(
                "create_time > yesterday",
                "compare create_time with an RFC 3339 instant such as \"2026-01-31T00:00:00Z\", with at most six \
                 decimals",
            ),
            filter("owner = li", r#"compare owner with an id such as "01980000-0000-7000-8000-000000000000""#),
            filter(
                "customer_number > \"C*\"",
                "compare customer_number with a text such as \"abc\", or for = and != a beginning or an end of one \
                 such as \"abc*\" or \"*abc\"",
            ),
        ])
        .await;
    }
}

//! Terms that are refused, and steps to stages with rules.

use contracts::customer::v1 as wire;
use testkit::on_both_engines;

use super::{Sent, assert_told};
use crate::harness::{House, company};
use crate::rpc::term::{changed, stage, tag};

on_both_engines! {
    async fn the_rules_of_terms_are_told_in_chinese(engine) {
        let house = House::new(engine).await;
        let named = |language: &str, name: &str| [(language.to_owned(), name.to_owned())].into();
        let vip = || tag("vip", "贵宾");
        let trial = || stage("trial", "试用");
        let reason = wire::Term { category: wire::StageCategory::Lost.into(), ..vip() };
        assert_told(&house, [
            (
                Sent::Term(wire::Term { code: "a b".into(), ..vip() }),
                "term.code",
                "must be 1 to 64 letters, digits, `_`, `-` and `.`",
            ),
            (
                Sent::Term(wire::Term { names: named("fr", "VIP"), ..vip() }),
                "term.names",
                "must be by language, each one of zh-CN, en",
            ),
            (
                Sent::Term(wire::Term { names: named("zh-CN", "高价值客户"), ..vip() }),
                "term.names",
                "must not be the code or a name of another term: `high_value` has it; choose another",
            ),
            (
                Sent::Term(wire::Term { tag_kind: 0, ..vip() }),
                "term.tag_kind",
                "must be set: behaviour, value or preference",
            ),
            (
                Sent::Term(wire::Term { merged_into: "svip".into(), ..vip() }),
                "term.merged_into",
                "must be the code of another tag; ListTerms answers them",
            ),
            (Sent::Term(reason), "term.category", "is a field of stages and their reasons alone; leave it out"),
            (
                Sent::Term(wire::Term { category: 0, ..trial() }),
                "term.category",
                "must be set: open, won or lost",
            ),
            (
                Sent::Term(wire::Term { next_stages: vec!["trial".into()], ..trial() }),
                "term.next_stages[0]",
                "must be the code of another stage, or `*` alone for every other",
            ),
            (
                Sent::Term(wire::Term { required_fields: vec!["phone".into()], ..trial() }),
                "term.required_fields[0]",
                "must be one of short_name, level, industry, source, owner, addresses, external_ids, important_dates, \
                 remarks, first_contact_time, tags",
            ),
        ])
        .await;
    }

    async fn the_rules_of_stages_are_told_in_chinese(engine) {
        let house = House::new(engine).await;
        changed(&house, wire::Vocabulary::Stage, "customer", &["required_fields"], |term| {
            term.required_fields = vec!["level".into()];
        })
        .await;
        let created = wire::Customer { stage: "customer".into(), ..company("甲公司", "13912345678") };
        assert_told(&house, [
            (
                Sent::Step("customer", ""),
                "stage",
                "requires the customer to have level: set it with UpdateCustomer first",
            ),
            (Sent::customer(created), "customer.level", "must be set for a customer in the stage customer"),
            (
                Sent::Step("intent", "price"),
                "reason",
                "must be absent: no term is offered; CreateTerm adds one",
            ),
        ])
        .await;
    }
}

//! What is kept of what others told: once, whatever happens, and the same again when it is all told anew.

mod killed;

use contracts::customer::v1::{AddCollaboratorRequest, Customer};
use contracts::interaction::v1::{Channel, Interaction, RefundTransactionRequest};
use database::{Fetched, Parameter};
use house::storage;
use testkit::on_both_engines;
use uuid::Uuid;

use crate::harness::{Bearer, DAY, House, Reporting, day, fresh_analytics, line, merge, records, sale, tagged};

/// What is made of feeds, and how far they were heard.
const TABLES: [&str; 13] = [
    "feed_checkpoint",
    "customer",
    "customer_collaborator",
    "customer_tag",
    "tag",
    "stage_stay",
    "tenant_zone",
    "sale",
    "sale_line",
    "interaction",
    "feedback",
    "service_case",
    "daily_sum",
];

/// All that is kept, row by row.
async fn tables(url: &str) -> Vec<String> {
    let nil: Vec<Parameter> = vec![Uuid::nil().into()];
    let mut lines = Vec::new();
    let mut read = async |sql: &str, parameters: &[Parameter], line: &dyn Fn(&Fetched) -> String| {
        lines.extend(storage::query(url, sql, parameters.to_vec()).await.iter().map(line));
    };
    let text = |row: &Fetched, from: usize, to: usize| {
        (from..to).map(|column| row.text(column).unwrap()).collect::<Vec<_>>().join(" ")
    };
    read(
        "SELECT measure, dimension, value, currency, owner, team, day, count, whole, millionths FROM daily_sum
         ORDER BY measure, dimension, value, currency, owner, team, day",
        &[],
        &|row| {
            let (owner, team) = (row.uuid(4).unwrap(), row.uuid(5).unwrap());
            let numbers: Vec<i64> = (6..10).map(|column| row.integer(column).unwrap()).collect();
            format!("{} {owner} {team} {numbers:?}", text(row, 0, 4))
        },
    )
    .await;
    read(
        "SELECT currency, product, sale.sale_id, customer_id, revision, time, day, total, refunded, quantity, amount
         FROM sale INNER JOIN sale_line ON sale_line.sale_id = sale.sale_id ORDER BY sale.sale_id, line",
        &[],
        &|row| {
            let numbers: Vec<i64> = (4..11).map(|column| row.integer(column).unwrap()).collect();
            format!("{} {} {} {numbers:?}", text(row, 0, 2), row.uuid(2).unwrap(), row.uuid(3).unwrap())
        },
    )
    .await;
    read(
        "SELECT channel, COALESCE(direction, ''), interaction_id, customer_id, revision, time, day, deleted,
         COALESCE(length, -1) FROM interaction ORDER BY interaction_id",
        &[],
        &|row| {
            let numbers: Vec<i64> = (4..9).map(|column| row.integer(column).unwrap()).collect();
            format!("{} {} {} {numbers:?}", text(row, 0, 2), row.uuid(2).unwrap(), row.uuid(3).unwrap())
        },
    )
    .await;
    read(
        "SELECT kind, state, stage, COALESCE(level, ''), COALESCE(industry, ''), COALESCE(region, ''), customer_id,
         COALESCE(owner, $1), revision, stage_time, create_day FROM customer ORDER BY customer_id",
        &nil,
        &|row| {
            let numbers: Vec<i64> = (8..11).map(|column| row.integer(column).unwrap()).collect();
            format!("{} {} {} {numbers:?}", text(row, 0, 6), row.uuid(6).unwrap(), row.uuid(7).unwrap())
        },
    )
    .await;
    read(
        "SELECT stage, COALESCE(next_stage, ''), COALESCE(reason, ''), customer_id, enter_time, enter_day, COALESCE(leave_time, 0),
         COALESCE(leave_day, 0) FROM stage_stay ORDER BY customer_id, enter_time",
        &[],
        &|row| {
            let numbers: Vec<i64> = (4..8).map(|column| row.integer(column).unwrap()).collect();
            format!("{} {} {numbers:?}", text(row, 0, 3), row.uuid(3).unwrap())
        },
    )
    .await;
    read("SELECT tag, customer_id FROM customer_tag ORDER BY customer_id, tag", &[], &|row| {
        format!("{} {}", text(row, 0, 1), row.uuid(1).unwrap())
    })
    .await;
    read("SELECT tag, COALESCE(merged_into, ''), standing_tag, revision FROM tag ORDER BY tag", &[], &|row| {
        format!("{} {}", text(row, 0, 3), row.integer(3).unwrap())
    })
    .await;
    read("SELECT zones FROM tenant_zone", &[], &|row| row.text(0).unwrap()).await;
    lines
}

/// Customers that come, move, buy, talk and change hands.
async fn history(house: &House, count: usize) {
    let subject = format!("wang at {:?}", house.clock.now());
    let (wang, _) = house.person(&subject, "", access::Role::Sales).await;
    for number in 0..count {
        let owner = if number % 2 == 0 { wang.staff_id.clone() } else { String::new() };
        let level = ["A", "B", ""][number % 3];
        let tags = [&["high_value", "prefers_phone"][..], &["prefers_phone"], &[]][number % 3];
        let customer = house.customer(Customer { owner, level: level.into(), ..tagged(tags) }).await;
        // The owner needs no place among the collaborators.
        if number % 2 == 1 {
            let request = AddCollaboratorRequest {
                customer: customer.customer_id.clone(),
                staff_id: wang.staff_id.clone(),
                ..Default::default()
            };
            house.ownership().await.add_collaborator(request).await.unwrap();
        }
        let now = house.clock.now().as_micros();
        let bought =
            house.buys(&customer, sale(now - 40 * DAY, vec![line("龙井", "2", 1_990), line("券", "1", -90)])).await;
        let call = Interaction { channel: Channel::Phone.into(), ..Interaction::default() };
        let said = house.talks(&customer, call).await;
        house.clock.advance(DAY / 2);
        if number % 3 == 0 {
            let request = RefundTransactionRequest { transaction_id: bought, ..Default::default() };
            house.transactions_of(&Bearer(None)).await.refund_transaction(request).await.unwrap();
            house.takes_back(said).await;
        }
        for stage in ["intent", "customer", "lost"].iter().take(number % 4) {
            house.enter(&customer, stage).await;
            house.clock.advance(DAY / 5);
        }
    }
}

on_both_engines! {
    async fn what_is_told_anew_is_kept_the_same(engine) {
        let house = House::new(engine).await;
        history(&house, 9).await;
        merge(&house, "prefers_phone", "high_value").await;
        house.zones(&[("Europe/London", None), ("Asia/Tokyo", Some(day(2024, 5, 22)))]).await;
        history(&house, 4).await;
        house.counted().await;
        let (addresses, clock) = house.close().await;
        let url = records(&addresses);
        let before = tables(&url).await;
        assert!(before.len() > 50, "{}", before.len());
        for table in TABLES {
            storage::query(&url, &format!("DELETE FROM {table}"), Vec::new()).await;
        }
        let house = House::open(addresses, clock).await;
        house.counted().await;
        house.close().await;
        assert_eq!(tables(&url).await, before);
    }

    async fn what_is_told_while_the_service_comes_and_goes_is_kept_once(engine) {
        let mut house = House::new(engine).await;
        for _ in 0..4 {
            history(&house, 3).await;
            // Told or not: it ends in the middle of it.
            let (addresses, clock) = house.close().await;
            house = House::open(addresses, clock).await;
        }
        house.counted().await;
        let (addresses, clock) = house.close().await;
        let kept = tables(&records(&addresses)).await;
        // A consumer that hears everything for the first time.
        let mut fresh = addresses;
        fresh.guest.retain(|(setting, _)| !setting.starts_with("analytics"));
        fresh.guest.extend(fresh_analytics(engine).await);
        let house = House::open(fresh.clone(), clock).await;
        house.counted().await;
        house.close().await;
        assert_eq!(tables(&records(&fresh)).await, kept);
    }
}

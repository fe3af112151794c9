//! What we have to do with a customer in two years: talks, sales, what it thinks of us, complains of and asks.

use std::collections::BTreeMap;

use contracts::google::r#type::Money;
use contracts::interaction::v1::{
    Channel, Complaint, Direction, Feedback, Interaction, PaymentMethod, Priority, ServiceCase, Transaction,
    TransactionLine,
};

use super::chance::Chance;
use super::story::{self, Change, DAYS};

/// From this everything is drawn, so that the demo is the same everywhere.
const SEED: u64 = 20_240_521;

const CHANNELS: [Channel; 5] = [Channel::Phone, Channel::Wechat, Channel::Visit, Channel::Email, Channel::LiveChat];
const METHODS: [PaymentMethod; 3] = [PaymentMethod::WechatPay, PaymentMethod::BankTransfer, PaymentMethod::Alipay];
const POINTS: [&str; 6] =
    ["介绍了新品", "谈了报价和交期", "回访使用情况", "Discussed the renewal", "确认了合同条款", "约了上门演示"];
const ANSWERS: [&str; 5] = ["有兴趣，再考虑", "价格偏高", "很满意", "Will ask the manager", "下个月再联系"];
const NEXT: [&str; 4] = ["发送新报价", "安排演示", "下月回访", "Send the contract"];
/// What is sold, and its price in yuan.
const PRODUCTS: [(&str, u32); 6] =
    [("净水器", 2_980), ("滤芯", 320), ("龙井茶礼盒", 480), ("年度服务", 3_600), ("茶杯", 79), ("安装服务", 200)];
const SUGGESTIONS: [&str; 4] = ["希望发货更快", "多一些口味", "More colours, please", "增加在线客服时间"];
const COMPLAINTS: [&str; 4] = ["到货破损", "安装延误", "漏水", "Wrong item delivered"];
const RESOLUTIONS: [&str; 3] = ["已换新", "已上门维修", "已退还差价"];
const QUESTIONS: [&str; 3] = ["滤芯怎么更换", "如何开发票", "How to reset the device"];
const SOLUTIONS: [&str; 2] = ["发送了操作视频", "电话指导完成"];

/// Something that we have to do with a customer. Each is one revision of a record.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Dealing {
    /// We speak with it.
    Talk(Box<Interaction>),
    /// It buys.
    Sell(Box<Transaction>),
    /// It gets a part of what it paid last back.
    Refund { yuan: u32 },
    /// It says what it thinks of us.
    Rate(Box<Feedback>),
    /// It complains.
    Complain(Box<Complaint>),
    /// What it complained of is settled.
    Settle { resolution: &'static str },
    /// It asks.
    Ask(Box<ServiceCase>),
    /// What it asked is solved.
    Solve { solution: &'static str },
}

/// What we have to do with the `index`th customer, from 1, day by day: never two things on a day.
pub(super) fn of(index: u64) -> BTreeMap<u32, Dealing> {
    let mut chance = Chance::of(SEED, index);
    let steps = story::of(index);
    let stage = |wanted: &str| {
        let mut found =
            steps.iter().filter(|step| matches!(&step.change, Change::Stage { stage, .. } if *stage == wanted));
        found.next().map(|step| step.day)
    };
    let first = steps.first().map_or(DAYS, |step| step.day);
    let (won, lost) = (stage("customer").unwrap_or(DAYS), stage("lost").unwrap_or(DAYS));
    let mut dealings = Dealings(BTreeMap::new());

    let mut day = first + chance.between(1, 10);
    while day < lost {
        dealings.add(day, talk(&mut chance));
        day += chance.between(20, 120);
    }
    let mut day = won + chance.between(0, 5);
    while day < lost {
        let (sale, yuan) = sale(&mut chance);
        dealings.add(day, sale);
        if chance.percent(5) {
            dealings.add(day + chance.between(3, 15), Dealing::Refund { yuan: chance.between(1, yuan) });
        }
        if chance.percent(20) {
            dealings.add(day + chance.between(2, 20), rating(&mut chance));
        }
        day += chance.between(30, 150);
    }
    if won < lost && chance.percent(12) {
        let day = won + chance.between(10, 100);
        let subject = chance.one(&COMPLAINTS).to_owned();
        let channel = Channel::Phone.into();
        let complaint = Complaint { channel, subject, priority: Priority::High.into(), ..Complaint::default() };
        let day = dealings.add(day, Dealing::Complain(Box::new(complaint)));
        if chance.percent(80) {
            let resolution = chance.one(&RESOLUTIONS);
            dealings.add(day + chance.between(1, 10), Dealing::Settle { resolution });
        }
    }
    if won < lost && chance.percent(25) {
        let day = won + chance.between(10, 150);
        let question = chance.one(&QUESTIONS).to_owned();
        let case = ServiceCase { channel: Channel::LiveChat.into(), question, ..ServiceCase::default() };
        let day = dealings.add(day, Dealing::Ask(Box::new(case)));
        if chance.percent(85) {
            dealings.add(day + chance.between(1, 4), Dealing::Solve { solution: chance.one(&SOLUTIONS) });
        }
    }
    dealings.0
}

fn talk(chance: &mut Chance) -> Dealing {
    let direction = if chance.percent(70) { Direction::Outbound } else { Direction::Inbound };
    Dealing::Talk(Box::new(Interaction {
        channel: pick(chance, &CHANNELS).unwrap_or(Channel::Phone).into(),
        direction: direction.into(),
        key_points: chance.one(&POINTS).to_owned(),
        feedback: chance.one(&ANSWERS).to_owned(),
        next_step: if chance.percent(50) { chance.one(&NEXT).to_owned() } else { String::new() },
        ..Interaction::default()
    }))
}

/// A sale, and what it comes to in yuan.
fn sale(chance: &mut Chance) -> (Dealing, u32) {
    let (mut lines, mut total) = (Vec::new(), 0);
    for _ in 0..chance.between(1, 3) {
        let (product, price) = pick(chance, &PRODUCTS).unwrap_or_default();
        let quantity = chance.between(1, 4);
        let amount = Money { currency_code: "CNY".to_owned(), units: i64::from(price * quantity), nanos: 0 };
        lines.push(TransactionLine {
            product: product.to_owned(),
            quantity: quantity.to_string(),
            amount: Some(amount),
        });
        total += price * quantity;
    }
    let payment_method = pick(chance, &METHODS).unwrap_or_default().into();
    (Dealing::Sell(Box::new(Transaction { lines, payment_method, ..Transaction::default() })), total)
}

fn rating(chance: &mut Chance) -> Dealing {
    let rating = i32::try_from(chance.between(2, 5)).unwrap_or_default();
    let suggestion = if chance.percent(40) { chance.one(&SUGGESTIONS).to_owned() } else { String::new() };
    Dealing::Rate(Box::new(Feedback { channel: Channel::Wechat.into(), rating, suggestion, ..Feedback::default() }))
}

fn pick<T: Copy>(chance: &mut Chance, of: &[T]) -> Option<T> {
    let last = u32::try_from(of.len().saturating_sub(1)).unwrap_or_default();
    of.get(chance.between(0, last) as usize).copied()
}

/// Dealings by their days.
struct Dealings(BTreeMap<u32, Dealing>);

impl Dealings {
    /// Adds what happens on a day, or on the next on which nothing does, unless that is yet to come; answers the day.
    fn add(&mut self, mut day: u32, dealing: Dealing) -> u32 {
        while self.0.contains_key(&day) {
            day += 1;
        }
        if day < DAYS {
            self.0.insert(day, dealing);
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_happens_before_the_customer_is_known_or_is_settled_before_it_is_complained_of() {
        let (mut complaints, mut sales) = (0, 0);
        for index in 1..=2_000 {
            let dealings = of(index);
            assert_eq!(of(index), dealings);
            let known = story::of(index)[0].day;
            assert!(dealings.keys().all(|day| (known..DAYS).contains(day)));
            let mut open = (false, false, false);
            for dealing in dealings.values() {
                match dealing {
                    Dealing::Sell(_) => (open.0, sales) = (true, sales + 1),
                    Dealing::Refund { .. } => assert!(open.0),
                    Dealing::Complain(_) => (open.1, complaints) = (true, complaints + 1),
                    Dealing::Settle { .. } => assert!(open.1),
                    Dealing::Ask(_) => open.2 = true,
                    Dealing::Solve { .. } => assert!(open.2),
                    Dealing::Talk(_) | Dealing::Rate(_) => {}
                }
            }
        }
        assert!(complaints > 50 && sales > 1_000, "{complaints} complaints, {sales} sales");
    }
}

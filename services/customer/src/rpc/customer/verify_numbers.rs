//! VerifyNumbers.

use std::collections::BTreeSet;

use access::Action;
use access::log::Act;
use contracts::customer::v1::{NumberGap, NumberGapReason, VerifyNumbersRequest, VerifyNumbersResponse};
use conventions::violations::{Violations, require_none};

use crate::call::Call;
use crate::domain::number_account::{Account, Block, Reason};
use crate::error::Error;
use crate::numbers::{date_text, mark_name};
use crate::store::record::KIND;
use crate::store::{customer_number, number_block};

/// The most gaps that are told.
const MOST_TOLD: usize = 10_000;

pub(super) async fn verify_numbers(call: Call, request: VerifyNumbersRequest) -> Result<VerifyNumbersResponse, Error> {
    let classes = call.allow_in_tenant(Action::VerifyNumbers)?;
    let date = (!request.date.is_empty()).then_some(request.date.as_str());
    let mut violations = Violations::default();
    if date.is_some_and(|date| date.len() != 8 || !date.bytes().all(|b| b.is_ascii_digit())) {
        violations.field("date", |violations| {
            violations.add("must be a date as in a number, such as 20240520", "须为编号中的日期，例如 20240520");
        });
    }
    require_none(violations)?;

    let service = &call.service;
    let tenant = service.tenants.get(call.tenant()).await?;
    let today = date_text(tenant.day(service.records.clock.now()));
    let dates = match date {
        Some(date) => BTreeSet::from([date.to_owned()]),
        None => {
            let taken = number_block::dates(service.database(), call.tenant()).await?;
            let held = customer_number::dates(service.database(), call.tenant()).await?;
            taken.into_iter().chain(held).collect()
        }
    };
    let mut answer = VerifyNumbersResponse::default();
    // Date by date: what is held at once is what one day gave out.
    for date in dates {
        let account = account(&call, &date).await?;
        answer.held_count += i64::try_from(account.held.len()).unwrap_or(i64::MAX);
        let untold = MOST_TOLD - answer.gaps.len();
        answer.gaps.extend(account.gaps(date >= today).into_iter().take(untold).map(|gap| NumberGap {
            date: date.clone(),
            first_serial: gap.first,
            last_serial: gap.last,
            reason: sent(gap.reason).into(),
        }));
    }
    answer.faults = customer_number::disagreements(service.database(), call.tenant()).await?;
    call.log(Act::List, KIND, Vec::new(), classes).await?;
    Ok(answer)
}

async fn account(call: &Call, date: &str) -> Result<Account, Error> {
    let database = call.service.database();
    let blocks = number_block::list(database, call.tenant(), date).await?;
    Ok(Account {
        held: customer_number::serials(database, call.tenant(), date).await?.into_iter().collect(),
        blocks: blocks
            .iter()
            .map(|block| Block { first: block.first_serial, last: block.last_serial, passed_over: block.passed_over })
            .collect(),
        mark: call.service.records.ledger.mark(call.tenant(), &mark_name(date)).await?,
    })
}

fn sent(reason: Reason) -> NumberGapReason {
    match reason {
        Reason::Reserved => NumberGapReason::Reserved,
        Reason::Abandoned => NumberGapReason::Abandoned,
        Reason::BeforeRestore => NumberGapReason::BeforeRestore,
        Reason::PassedOver => NumberGapReason::PassedOver,
    }
}

//! VerifyNumbers.

use std::collections::BTreeMap;

use access::Action;
use contracts::customer::v1::{NumberGap, NumberGapReason, VerifyNumbersRequest, VerifyNumbersResponse};
use conventions::violations::{Violations, require_none};

use crate::call::Call;
use crate::domain::number_account::{Account, Block, Reason};
use crate::error::Error;
use crate::numbers::{date_text, mark_name};
use crate::store::number_block;

/// The most gaps and faults that are told.
const MOST_TOLD: usize = 10_000;

pub(super) async fn verify_numbers(call: Call, request: VerifyNumbersRequest) -> Result<VerifyNumbersResponse, Error> {
    call.allow_in_tenant(Action::VerifyNumbers)?;
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
    let today = date_text(tenant.day(service.clock.now()));
    let mut accounts: BTreeMap<String, Account> = BTreeMap::new();
    for block in number_block::list(service.database(), call.tenant(), date).await? {
        let numbers = Block { first: block.first_serial, last: block.last_serial, passed_over: block.passed_over };
        accounts.entry(block.date).or_default().blocks.push(numbers);
    }
    let held = number_block::held(service.database(), call.tenant(), date).await?;
    let held_count = i64::try_from(held.len()).unwrap_or(i64::MAX);
    for held in held {
        accounts.entry(held.date).or_default().held.insert(held.serial);
    }
    let mut answer = VerifyNumbersResponse { held_count, ..VerifyNumbersResponse::default() };
    for (date, account) in &mut accounts {
        account.mark = service.ledger.mark(call.tenant(), &mark_name(date)).await?;
        for gap in account.gaps(*date >= today) {
            answer.gaps.push(NumberGap {
                date: date.clone(),
                first_serial: gap.first,
                last_serial: gap.last,
                reason: sent(gap.reason).into(),
            });
        }
    }
    answer.faults.extend(number_block::disagreements(service.database(), call.tenant()).await?);
    answer.gaps.truncate(MOST_TOLD);
    answer.faults.truncate(MOST_TOLD);
    Ok(answer)
}

fn sent(reason: Reason) -> NumberGapReason {
    match reason {
        Reason::Reserved => NumberGapReason::Reserved,
        Reason::Abandoned => NumberGapReason::Abandoned,
        Reason::BeforeRestore => NumberGapReason::BeforeRestore,
        Reason::PassedOver => NumberGapReason::PassedOver,
    }
}

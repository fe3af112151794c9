//! Accounting for the serials of a date: every one is held by a customer, or there is a reason why not.

use std::collections::BTreeSet;

/// What is known of the serials of a date.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// The serials that customers hold.
    pub held: BTreeSet<i64>,
    /// The blocks that processes took, as the records know them.
    pub blocks: Vec<Block>,
    /// The highest serial that was ever taken, as the ledger knows it; 0 for none.
    pub mark: i64,
}

/// A block of serials.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// The first.
    pub first: i64,
    /// The last.
    pub last: i64,
    /// Serials up to this were passed over; 0 for none.
    pub passed_over: i64,
}

/// Serials in a row that no customer holds, all for one reason.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Gap {
    /// The first.
    pub first: i64,
    /// The last.
    pub last: i64,
    /// Why.
    pub reason: Reason,
}

/// Why a serial is held by no customer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reason {
    /// In a block, on a date that is not over.
    Reserved,
    /// In a block, left over.
    Abandoned,
    /// In no block: it was taken after the backup from which the records come, or by a process that died that moment.
    BeforeRestore,
    /// Below numbers that were brought from elsewhere.
    PassedOver,
}

impl Account {
    /// The gaps from serial 1 to the highest that was taken, ascending. `open`: the date is not over.
    pub fn gaps(&self, open: bool) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = Vec::new();
        let mut next = 1;
        let end = self.blocks.iter().map(|block| block.last).fold(self.mark, i64::max) + 1;
        for stop in self.held.iter().copied().filter(|held| *held < end).chain([end]) {
            for serial in next..stop {
                let reason = self.reason(serial, open);
                match gaps.last_mut() {
                    Some(gap) if gap.last == serial - 1 && gap.reason == reason => gap.last = serial,
                    _ => gaps.push(Gap { first: serial, last: serial, reason }),
                }
            }
            next = stop + 1;
        }
        gaps
    }

    fn reason(&self, serial: i64, open: bool) -> Reason {
        if self.blocks.iter().any(|block| (block.first..=block.last).contains(&serial)) {
            if open { Reason::Reserved } else { Reason::Abandoned }
        } else if self.blocks.iter().any(|block| serial <= block.passed_over) {
            Reason::PassedOver
        } else {
            Reason::BeforeRestore
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gap(first: i64, last: i64, reason: Reason) -> Gap {
        Gap { first, last, reason }
    }

    #[test]
    fn every_serial_that_nobody_holds_has_its_reason() {
        let account = Account {
            held: BTreeSet::from([1, 2, 4, 20, 30]),
            blocks: vec![
                Block { first: 1, last: 4, passed_over: 0 },
                Block { first: 21, last: 24, passed_over: 20 },
                Block { first: 29, last: 30, passed_over: 0 },
            ],
            mark: 32,
        };
        let expected = [
            gap(3, 3, Reason::Abandoned),
            gap(5, 19, Reason::PassedOver),
            gap(21, 24, Reason::Abandoned),
            gap(25, 28, Reason::BeforeRestore),
            gap(29, 29, Reason::Abandoned),
            gap(31, 32, Reason::BeforeRestore),
        ];
        assert_eq!(account.gaps(false), expected);
        assert_eq!(account.gaps(true)[0], gap(3, 3, Reason::Reserved));
    }

    #[test]
    fn without_gaps_there_is_nothing_to_explain() {
        let blocks = vec![Block { first: 1, last: 2, passed_over: 0 }];
        let account = Account { held: BTreeSet::from([1, 2, 900]), blocks, mark: 2 };
        assert_eq!(account.gaps(false), []);
    }
}

//! What of a message is new, and whether anything is missing.

use contracts::feed::v1::{Entry, WatchResponse};
use journal::Place;

/// Entries are missing from a partition: what follows must not be taken in.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("partition {partition}: {found} came where {expected} was expected")]
pub struct Gap {
    /// The partition.
    pub partition: i64,
    /// The sequence that should have come.
    pub expected: i64,
    /// The one that came.
    pub found: i64,
}

/// The entries of a message that come after `place`, which moves behind them. What was taken before is passed over.
pub(crate) fn take(partition: i64, place: &mut Place, message: WatchResponse) -> Result<Vec<Entry>, Gap> {
    let mut new = Vec::with_capacity(message.entries.len());
    for entry in message.entries {
        if entry.sequence <= place.sequence {
            continue;
        }
        let expected = place.sequence + 1;
        if entry.sequence != expected {
            return Err(Gap { partition, expected, found: entry.sequence });
        }
        *place = Place { sequence: entry.sequence, hash: entry.hash.clone() };
        new.push(entry);
    }
    if message.sequence > place.sequence {
        return Err(Gap { partition, expected: place.sequence + 1, found: message.sequence });
    }
    Ok(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(sequences: &[i64], sequence: i64) -> WatchResponse {
        let entries = sequences.iter().map(|&sequence| Entry { sequence, hash: vec![1], ..Entry::default() });
        WatchResponse { entries: entries.collect(), sequence, hash: vec![1] }
    }

    fn taken(after: i64, message: WatchResponse) -> (Result<Vec<i64>, Gap>, i64) {
        let mut place = Place { sequence: after, hash: vec![1] };
        let taken = take(3, &mut place, message);
        (taken.map(|entries| entries.iter().map(|entry| entry.sequence).collect()), place.sequence)
    }

    #[test]
    fn what_comes_again_is_passed_over_and_the_rest_is_taken() {
        assert_eq!(taken(0, message(&[1, 2, 3], 3)), (Ok(vec![1, 2, 3]), 3));
        assert_eq!(taken(2, message(&[1, 2, 3, 4], 4)), (Ok(vec![3, 4]), 4));
        assert_eq!(taken(4, message(&[3, 4], 4)), (Ok(vec![]), 4));
        assert_eq!(taken(4, message(&[], 4)), (Ok(vec![]), 4), "a heartbeat");
    }

    #[test]
    fn a_sequence_that_is_passed_over_is_a_gap_wherever_it_is() {
        let gap = |expected, found| Err(Gap { partition: 3, expected, found });
        assert_eq!(taken(0, message(&[2], 2)).0, gap(1, 2));
        assert_eq!(taken(0, message(&[1, 3], 3)).0, gap(2, 3));
        assert_eq!(taken(5, message(&[6, 7], 8)).0, gap(8, 8));
        assert_eq!(taken(5, message(&[], 6)).0, gap(6, 6), "a heartbeat from further on");
    }
}

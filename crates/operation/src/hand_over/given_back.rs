//! Whose a record becomes when a cause is taken back that made it another's, though others have changed it since.

use uuid::Uuid;

/// Who had to see to a record before a change, and since.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Handing {
    pub(super) before: Option<Uuid>,
    pub(super) after: Option<Uuid>,
}

/// Whose it becomes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Given {
    /// It stays whose it is, and was so before.
    Unchanged,
    /// It stays whose it is: somebody gave it to another since.
    Kept,
    /// It goes back.
    Back(Option<Uuid>),
}

/// Takes the handings of a cause, oldest first, back from whose a record is now.
pub(super) fn given_back(handings: &[Handing], now: Option<Uuid>) -> Given {
    let (mut assignee, mut is_kept) = (now, false);
    for handing in handings.iter().rev() {
        if assignee == handing.after {
            assignee = handing.before;
        } else if assignee != handing.before {
            is_kept = true;
        }
    }
    match (assignee == now, is_kept) {
        (false, _) => Given::Back(assignee),
        (true, true) => Given::Kept,
        (true, false) => Given::Unchanged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAVER: Option<Uuid> = Some(Uuid::from_u128(1));
    const SUCCESSOR: Option<Uuid> = Some(Uuid::from_u128(2));
    const OTHER: Option<Uuid> = Some(Uuid::from_u128(3));

    #[test]
    fn what_is_still_the_successors_goes_back_and_what_is_anothers_stays() {
        let handed = [Handing { before: LEAVER, after: SUCCESSOR }];
        assert_eq!(given_back(&handed, SUCCESSOR), Given::Back(LEAVER));
        assert_eq!(given_back(&handed, LEAVER), Given::Unchanged);
        assert_eq!(given_back(&handed, OTHER), Given::Kept);
        assert_eq!(given_back(&handed, None), Given::Kept);
    }

    #[test]
    fn handed_over_twice_it_goes_back_to_whose_it_was_at_first() {
        let twice = [Handing { before: LEAVER, after: SUCCESSOR }; 2];
        assert_eq!(given_back(&twice, SUCCESSOR), Given::Back(LEAVER));
        let on = [Handing { before: LEAVER, after: SUCCESSOR }, Handing { before: SUCCESSOR, after: OTHER }];
        assert_eq!(given_back(&on, OTHER), Given::Back(LEAVER));
        assert_eq!(given_back(&on, SUCCESSOR), Given::Back(LEAVER));
        assert_eq!(given_back(&[], SUCCESSOR), Given::Unchanged);
    }
}

//! How soon a customer who wrote or called hears from us.

/// Something that was said, from whose side it came and when, in microseconds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Said {
    /// Whether the customer began.
    pub by_customer: bool,
    /// When it began.
    pub time: i64,
}

/// How what a customer said was answered.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Replies {
    /// How often the customer was answered.
    pub answered: i64,
    /// How long it waited, all in all, in microseconds.
    pub waited: i64,
    /// Since when it waits; none while it does not.
    pub waiting_since: Option<i64>,
}

impl Replies {
    /// What was said in its order. A customer who says several things before it hears from us waits since the first of them.
    pub fn of(said: impl IntoIterator<Item = Said>) -> Self {
        let mut replies = Self::default();
        for Said { by_customer, time } in said {
            if by_customer {
                replies.waiting_since.get_or_insert(time);
            } else if let Some(since) = replies.waiting_since.take() {
                replies.answered += 1;
                replies.waited = replies.waited.saturating_add(time - since);
            }
        }
        replies
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_waits_from_the_first_that_it_says_until_it_hears_from_us() {
        let said = |text: &str| {
            let said = text.char_indices().map(|(time, who)| Said { by_customer: who == 'c', time: time as i64 });
            Replies::of(said.collect::<Vec<_>>())
        };
        assert_eq!(said(""), Replies::default());
        assert_eq!(said("wcccwwcw"), Replies { answered: 2, waited: 4, waiting_since: None });
        assert_eq!(said("cwcc"), Replies { answered: 1, waited: 1, waiting_since: Some(2) });
        assert_eq!(said("ww"), Replies::default(), "nobody asked");
    }
}

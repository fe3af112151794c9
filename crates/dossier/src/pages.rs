//! Walking through a list page by page, to its end or to a limit.

use clap::Args;

/// How far a list is read.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(crate) struct Limit {
    /// Stop after so many [default: all]
    #[arg(long, value_name = "COUNT")]
    limit: Option<usize>,
}

/// Where a walk through a list stands.
#[derive(Debug)]
pub(crate) struct Pages {
    largest_page: usize,
    left: usize,
    token: Option<String>,
}

impl Limit {
    /// A walk in pages of at most `largest_page`.
    pub(crate) fn pages(self, largest_page: usize) -> Pages {
        Pages { largest_page, left: self.limit.unwrap_or(usize::MAX), token: Some(String::new()) }
    }

    /// The same walk, one element further.
    pub(crate) fn and_one(self) -> Self {
        Self { limit: self.limit.map(|limit| limit.saturating_add(1)) }
    }

    /// Whether an element of this index, from 0, is within the limit.
    pub(crate) fn includes(self, index: usize) -> bool {
        self.limit.is_none_or(|limit| index < limit)
    }
}

impl Pages {
    /// Whether there is no page left to ask for.
    pub(crate) fn is_over(&self) -> bool {
        self.left == 0 || self.token.is_none()
    }

    /// Size and token of the next page to ask for; none when the walk is over.
    pub(crate) fn next(&mut self) -> Option<(i32, String)> {
        if self.is_over() {
            return None;
        }
        let token = self.token.take()?;
        Some((i32::try_from(self.left.min(self.largest_page)).unwrap_or(i32::MAX), token))
    }

    /// Notes the page that was answered.
    pub(crate) fn received(&mut self, count: usize, next_page_token: String) {
        self.left = self.left.saturating_sub(count);
        self.token = Some(next_page_token).filter(|token| !token.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sizes that are asked for of a list of so many.
    fn sizes(limit: Option<usize>, mut list: usize) -> Vec<i32> {
        let mut pages = Limit { limit }.pages(10);
        let mut sizes = Vec::new();
        while let Some((size, token)) = pages.next() {
            assert_eq!(token.is_empty(), sizes.is_empty());
            let count = list.min(usize::try_from(size).unwrap());
            list -= count;
            pages.received(count, if list > 0 { "more".to_owned() } else { String::new() });
            sizes.push(size);
        }
        sizes
    }

    #[test]
    fn a_walk_ends_with_the_list_or_at_the_limit() {
        assert_eq!(sizes(None, 0), [10]);
        assert_eq!(sizes(None, 25), [10, 10, 10]);
        assert_eq!(sizes(Some(12), 25), [10, 2]);
        assert_eq!(sizes(Some(10), 25), [10]);
        assert!(sizes(Some(0), 25).is_empty());
    }
}

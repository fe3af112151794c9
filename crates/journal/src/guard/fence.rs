//! The first guard: the lease under which a write is made is held still.

use std::collections::BTreeMap;

use database::{Error, Lease, WriteTransaction};

use super::Guarded;
use crate::outcome::Refusal;
use crate::write::Fence;

impl<'a> Guarded<'a> {
    pub(super) async fn compare_fences(&mut self, transaction: &mut WriteTransaction) -> Result<(), Error> {
        let mut fences: BTreeMap<&'a Fence, Vec<usize>> = BTreeMap::new();
        for (index, fence) in self.open().filter_map(|(index, write)| Some((index, write.fence.as_ref()?))) {
            fences.entry(fence).or_default().push(index);
        }
        for (fence, writes) in fences {
            if !Lease::is_held_in(transaction, &fence.lease, fence.epoch).await? {
                writes.into_iter().for_each(|index| self.decide(index, Err(Refusal::Fenced)));
            }
        }
        Ok(())
    }
}

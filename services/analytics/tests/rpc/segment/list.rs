//! ListSegments.

use contracts::analytics::v1::ListSegmentsRequest;
use testkit::on_both_engines;

use super::{segment, segments_of};
use crate::harness::{Bearer, House};

on_both_engines! {
    async fn a1_segments_are_listed_page_by_page(engine) {
        let house = House::new(engine).await;
        let mut made = Vec::new();
        for number in 0..5 {
            made.push(segment(&house, &format!("frequency > {number}")).await);
        }
        let (mut listed, mut page_token) = (Vec::new(), String::new());
        loop {
            let mut segments = segments_of(&house, &Bearer(None)).await;
            let page = segments.list_segments(ListSegmentsRequest { page_size: 2, page_token }).await.unwrap().into_inner();
            listed.extend(page.segments);
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        // All were made in one moment.
        made.sort_by(|one, other| one.segment_id.cmp(&other.segment_id));
        assert_eq!(listed, made);
    }
}

mod create;
mod delete;
mod describe;
mod get;
mod list;
mod list_members;
mod preview;
mod update;

use contracts::analytics::v1 as wire;
use wire::segment_service_client::SegmentServiceClient;

use crate::harness::{Bearer, House, Stub};

async fn segments_of(house: &House, bearer: &Bearer) -> SegmentServiceClient<Stub> {
    SegmentServiceClient::new(house.stub(bearer.clone()).await)
}

fn create(display_name: &str, filter: &str) -> wire::CreateSegmentRequest {
    let (display_name, filter) = (display_name.into(), filter.into());
    let segment = wire::Segment { display_name, filter, ..wire::Segment::default() };
    wire::CreateSegmentRequest { segment: Some(segment), ..Default::default() }
}

/// A segment that the local administrator makes.
async fn segment(house: &House, filter: &str) -> wire::Segment {
    let mut segments = segments_of(house, &Bearer(None)).await;
    segments.create_segment(create("重点客户", filter)).await.unwrap().into_inner()
}

/// All members, page by page, as somebody sees them.
async fn members(house: &House, bearer: &Bearer, segment: &wire::Segment) -> Vec<String> {
    let mut segments = segments_of(house, bearer).await;
    let (mut listed, mut page_token) = (Vec::new(), String::new());
    loop {
        let segment_id = segment.segment_id.clone();
        let request = wire::ListSegmentMembersRequest { segment_id, page_size: 2, page_token };
        let page = segments.list_segment_members(request).await.unwrap().into_inner();
        listed.extend(page.customers);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return listed;
        }
    }
}

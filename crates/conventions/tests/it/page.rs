use contracts::customer::v1::{ListCustomerRevisionsRequest, ListCustomersRequest};
use conventions::page::{DEFAULT_PAGE_SIZE, Query, size};
use conventions::problem::Problem;
use keyring::TenantKey;
use tonic::Code;

use crate::tenant_keys;

const CALLER: &str = "staff:0190163d-8694-739b-aea5-966c26f8ad91";
const CURSOR: (i64, &str) = (1_716_163_200_123_456, "0190163d-8694-739b-aea5-966c26f8ad91");

fn cursor(query: &Query<'_>, token: &str) -> Result<Option<(i64, String)>, Problem> {
    query.cursor(token)
}

fn list() -> ListCustomersRequest {
    ListCustomersRequest { filter: "stage = \"intent\"".to_owned(), ..Default::default() }
}

fn by_caller<'a>(key: &'a TenantKey, caller: &str) -> Query<'a> {
    Query::new(key, caller, &list())
}

#[tokio::test]
async fn a_token_opens_for_the_same_query_of_the_same_caller() {
    let [key] = tenant_keys::of(["a"]).await;
    let token = by_caller(&key, CALLER).token(&CURSOR).unwrap();
    let expected = (CURSOR.0, CURSOR.1.to_owned());
    assert_eq!(cursor(&by_caller(&key, CALLER), &token).unwrap(), Some(expected));
    assert!(token.len() <= 1_024, "the contract takes tokens of up to 1024 characters");
}

#[tokio::test]
async fn the_first_page_has_no_token() {
    let [key] = tenant_keys::of(["a"]).await;
    assert_eq!(cursor(&by_caller(&key, CALLER), "").unwrap(), None);
}

#[tokio::test]
async fn a_token_opens_for_no_other_tenant_caller_query_or_method() {
    let [key, other_tenants] = tenant_keys::of(["a", "b"]).await;
    let token = by_caller(&key, CALLER).token(&CURSOR).unwrap();
    let other_filter = ListCustomersRequest { filter: "stage = \"lost\"".to_owned(), ..Default::default() };
    let with_deleted = ListCustomersRequest { show_deleted: true, ..list() };
    let other_method = ListCustomerRevisionsRequest { customer: list().filter, ..Default::default() };
    for query in [
        by_caller(&other_tenants, CALLER),
        by_caller(&key, "staff:another"),
        by_caller(&key, ""),
        Query::new(&key, CALLER, &other_filter),
        Query::new(&key, CALLER, &with_deleted),
        Query::new(&key, CALLER, &other_method),
    ] {
        let problem = cursor(&query, &token).unwrap_err();
        assert_eq!((problem.code(), problem.reason()), (Code::InvalidArgument, "INVALID_PAGE_TOKEN"));
    }
}

#[tokio::test]
async fn a_text_that_is_no_token_or_holds_another_cursor_is_refused() {
    let [key] = tenant_keys::of(["a"]).await;
    let query = by_caller(&key, CALLER);
    let token = query.token(&CURSOR).unwrap();
    let cut = token.get(..token.len() - 2).unwrap();
    let of_another_order = query.token(&"C20240520001").unwrap();
    for text in ["7", "下一页", "AAAA", cut, of_another_order.as_str()] {
        assert_eq!(cursor(&query, text).unwrap_err().reason(), "INVALID_PAGE_TOKEN", "{text}");
    }
}

#[test]
fn a_page_has_fifty_rows_unless_told_otherwise_and_never_more_than_the_most() {
    assert_eq!(size(0, 1_000), DEFAULT_PAGE_SIZE);
    assert_eq!(size(-1, 1_000), DEFAULT_PAGE_SIZE);
    assert_eq!(size(1, 1_000), 1);
    assert_eq!(size(i32::MAX, 1_000), 1_000);
    assert_eq!(size(0, 20), 20);
}

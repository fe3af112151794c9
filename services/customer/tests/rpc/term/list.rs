//! ListTerms.

use contracts::customer::v1::{ErrorReason, ListTermsRequest, Term, Vocabulary};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use super::{added, changed, offered, tag};
use crate::harness::{House, fields};

fn of(vocabulary: Vocabulary) -> ListTermsRequest {
    ListTermsRequest { vocabulary: vocabulary.into(), ..Default::default() }
}

on_both_engines! {
    async fn c4_the_stages_are_listed_in_the_order_that_the_tenant_gives_them(engine) {
        let house = House::new(engine).await;
        assert_eq!(offered(&house, Vocabulary::Stage).await, ["potential", "intent", "customer", "lost"]);
        changed(&house, Vocabulary::Stage, "lost", &["position"], |term| term.position = 15).await;
        assert_eq!(offered(&house, Vocabulary::Stage).await, ["potential", "lost", "intent", "customer"]);
        // Without a position, after all others.
        changed(&house, Vocabulary::Stage, "potential", &["position"], |term| term.position = 0).await;
        assert_eq!(offered(&house, Vocabulary::Stage).await, ["lost", "intent", "customer", "potential"]);
    }

    async fn what_is_not_offered_is_listed_when_it_is_asked_for(engine) {
        let house = House::new(engine).await;
        changed(&house, Vocabulary::Level, "C", &["retired"], |term| term.retired = true).await;
        assert_eq!(offered(&house, Vocabulary::Level).await, ["A", "B"]);
        let request = ListTermsRequest { show_retired: true, ..of(Vocabulary::Level) };
        let terms = house.vocabularies().await.list_terms(request).await.unwrap().into_inner().terms;
        let told: Vec<_> = terms.iter().map(|term| (term.code.as_str(), term.retired)).collect();
        assert_eq!(told, [("A", false), ("B", false), ("C", true)]);
        changed(&house, Vocabulary::Level, "C", &["retired"], |term| term.retired = false).await;
        assert_eq!(offered(&house, Vocabulary::Level).await, ["A", "B", "C"]);
    }

    async fn pages_follow_one_another_without_gap(engine) {
        let house = House::new(engine).await;
        for index in 0..4 {
            added(&house, Term { position: 25, ..tag(&format!("t{index}"), &format!("标签{index}")) }).await;
        }
        let mut vocabularies = house.vocabularies().await;
        let mut request = ListTermsRequest { page_size: 5, ..of(Vocabulary::Tag) };
        let (mut walked, mut pages) = (Vec::new(), 0);
        loop {
            let page = vocabularies.list_terms(request.clone()).await.unwrap().into_inner();
            walked.extend(page.terms.into_iter().map(|term| term.code));
            pages += 1;
            if page.next_page_token.is_empty() {
                break;
            }
            request.page_token = page.next_page_token;
        }
        assert_eq!(pages, 3);
        assert_eq!(walked, offered(&house, Vocabulary::Tag).await);
        assert_eq!(walked[1..7], ["attended_event", "t0", "t1", "t2", "t3", "high_value"]);
        let other = ListTermsRequest { vocabulary: Vocabulary::Level.into(), ..request };
        let refused = vocabularies.list_terms(other).await.unwrap_err();
        assert_problem(&refused, Code::InvalidArgument, ErrorReason::InvalidPageToken.as_str_name());
        let refused = vocabularies.list_terms(ListTermsRequest::default()).await.unwrap_err();
        assert_eq!(fields(&refused), ["vocabulary"]);
    }
}

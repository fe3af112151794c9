//! ListCadences.

use contracts::reminder::v1::{DeleteCadenceRequest, ListCadencesRequest};
use testkit::on_both_engines;

use crate::harness::{Callers, House, cadence, days};

on_both_engines! {
    async fn r4_cadences_are_listed_page_by_page_without_the_deleted(engine) {
        let house = House::new(engine).await;
        let mut made = Vec::new();
        for number in 0..6 {
            made.push(house.cadence(cadence(&format!("s{number}"), "", days(7))).await.cadence_id);
        }
        let delete = DeleteCadenceRequest { cadence_id: made.pop().unwrap(), ..Default::default() };
        house.cadences().await.delete_cadence(delete).await.unwrap();
        let (mut listed, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = ListCadencesRequest { page_size: 2, page_token };
            let page = house.cadences().await.list_cadences(request).await.unwrap().into_inner();
            listed.extend(page.cadences.into_iter().map(|cadence| cadence.cadence_id));
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        // All were made in one moment.
        made.sort();
        assert_eq!(listed, made);
    }
}

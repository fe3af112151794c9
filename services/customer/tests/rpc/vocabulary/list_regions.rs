//! ListRegions.

use access::Role;
use contracts::customer::v1::ListRegionsRequest;
use testkit::{assert_problem, on_both_engines};
use tonic::Code;

use crate::harness::House;

on_both_engines! {
    async fn c7_the_divisions_of_the_first_level_have_names_in_both_languages(engine) {
        let house = House::new(engine).await;
        let mut sales = house.vocabularies_of(house.token("default", "li.na", Role::Sales)).await;
        let regions = sales.list_regions(ListRegionsRequest::default()).await.unwrap().into_inner().regions;
        assert_eq!(regions.len(), 34);
        let guangdong = regions.iter().find(|region| region.code == "440000").unwrap();
        assert_eq!((&*guangdong.names["zh-CN"], &*guangdong.names["en"]), ("广东省", "Guangdong"));
        assert!(regions.is_sorted_by_key(|region| region.code.clone()));
        let mut system = house.vocabularies_of(house.token("default", "reminder", Role::System)).await;
        system.list_regions(ListRegionsRequest::default()).await.unwrap();
    }
    async fn c7_the_divisions_of_a_region_are_listed_level_by_level(engine) {
        let house = House::new(engine).await;
        let mut sales = house.vocabularies_of(house.token("default", "li.na", Role::Sales)).await;
        let mut path = vec![String::new()];
        for name in ["广东省", "深圳市", "南山区"] {
            let parent = path.last().unwrap().clone();
            let regions = sales.list_regions(ListRegionsRequest { parent }).await.unwrap().into_inner().regions;
            assert!(regions.is_sorted_by_key(|region| region.code.clone()));
            path.push(regions.into_iter().find(|region| region.names["zh-CN"] == name).unwrap().code);
        }
        assert_eq!(path, ["", "440000", "440300", "440305"]);
        let innermost = sales.list_regions(ListRegionsRequest { parent: "440305".into() }).await.unwrap();
        assert_eq!(innermost.into_inner().regions, []);
        for unknown in ["44030", "990000", "440399"] {
            let refused = sales.list_regions(ListRegionsRequest { parent: unknown.into() }).await.unwrap_err();
            let details = assert_problem(&refused, Code::InvalidArgument, "INVALID_FIELDS");
            assert_eq!(details.bad_request().unwrap().field_violations[0].field, "parent");
        }
    }
}

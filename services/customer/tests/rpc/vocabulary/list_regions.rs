//! ListRegions.

use access::Role;
use contracts::customer::v1::ListRegionsRequest;
use testkit::on_both_engines;

use crate::harness::House;

on_both_engines! {
    async fn c7_the_divisions_of_the_first_level_have_names_in_both_languages(engine) {
        let house = House::new(engine).await;
        let mut sales = house.vocabularies_of(house.token("default", "li.na", Role::Sales)).await;
        let regions = sales.list_regions(ListRegionsRequest {}).await.unwrap().into_inner().regions;
        assert_eq!(regions.len(), 34);
        let guangdong = regions.iter().find(|region| region.code == "440000").unwrap();
        assert_eq!((&*guangdong.names["zh-CN"], &*guangdong.names["en"]), ("广东省", "Guangdong"));
        assert!(regions.is_sorted_by_key(|region| region.code.clone()));
        let mut system = house.vocabularies_of(house.token("default", "reminder", Role::System)).await;
        system.list_regions(ListRegionsRequest {}).await.unwrap();
    }
}

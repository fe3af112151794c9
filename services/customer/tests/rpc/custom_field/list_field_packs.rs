//! ListFieldPacks (C17, C19).

use contracts::customer::v1::ListFieldPacksRequest;
use testkit::on_both_engines;

use super::install_field_pack::install;
use crate::harness::House;

on_both_engines! {
    async fn the_packs_of_three_trades_are_offered_in_both_languages(engine) {
        let house = House::new(engine).await;
        install(&house, "beauty").await;
        let packs = house.fields().await.list_field_packs(ListFieldPacksRequest {}).await.unwrap().into_inner().packs;
        let told: Vec<_> = packs.iter().map(|pack| (pack.pack.as_str(), pack.installed)).collect();
        assert_eq!(told, [("retail", false), ("beauty", true), ("equipment", false)]);
        for pack in packs {
            for names in std::iter::once(&pack.names).chain(pack.custom_fields.iter().map(|field| &field.names)) {
                assert!(names.len() == 2 && names.values().all(|name| !name.is_empty()), "{names:?}");
            }
            assert!(pack.custom_fields.len() >= 5 && pack.custom_fields.iter().all(|field| field.pack == pack.pack));
        }
    }
}

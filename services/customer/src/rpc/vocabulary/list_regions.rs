//! ListRegions.

use std::collections::BTreeMap;

use access::Action;
use contracts::customer::v1::{ListRegionsRequest, ListRegionsResponse, Region};
use conventions::fields::ok;
use conventions::violations::{Violations, require};

use crate::call::Call;
use crate::domain::region::{Division, PROVINCES, Province, RegionCode};
use crate::domain::tenant::LANGUAGES;
use crate::error::Error;

pub(super) async fn list_regions(call: Call, request: ListRegionsRequest) -> Result<ListRegionsResponse, Error> {
    call.allow_in_tenant(Action::ViewVocabularies)?;
    let mut violations = Violations::default();
    let parent = violations.field("parent", |violations| parent(&request.parent, violations));
    let regions = match require(violations, parent)? {
        None => PROVINCES.iter().map(of_province).collect(),
        Some(parent) => parent.divisions().map(of_division).collect(),
    };
    Ok(ListRegionsResponse { regions })
}

fn parent(code: &str, violations: &mut Violations) -> Option<Option<RegionCode>> {
    if code.is_empty() {
        return Some(None);
    }
    let region = ok(RegionCode::parse(code), violations)?;
    if !region.is_known() {
        violations.add(
            "no such region; ListRegions answers those of its province",
            "没有这个地区，可用 ListRegions 查询其所在省份的地区",
        );
        return None;
    }
    Some(Some(region))
}

fn of_province(province: &Province) -> Region {
    let names = LANGUAGES.into_iter().zip([province.chinese, province.english]);
    Region {
        code: province.region().as_str().to_owned(),
        names: names.map(|(language, name)| (language.to_owned(), name.to_owned())).collect(),
    }
}

/// Below the provinces there are official names in Chinese alone.
fn of_division(division: &Division) -> Region {
    let names = BTreeMap::from([("zh-CN".to_owned(), division.name.to_owned())]);
    Region { code: division.code.to_owned(), names: names.into_iter().collect() }
}

//! ListRegions.

use access::Action;
use contracts::customer::v1::{ListRegionsRequest, ListRegionsResponse, Region};

use crate::call::Call;
use crate::domain::region::PROVINCES;
use crate::domain::tenant::LANGUAGES;
use crate::error::Error;

pub(super) async fn list_regions(call: Call, _: ListRegionsRequest) -> Result<ListRegionsResponse, Error> {
    call.allow_in_tenant(Action::ViewVocabularies)?;
    let regions = PROVINCES.iter().map(|province| {
        let names = LANGUAGES.into_iter().zip([province.chinese, province.english]);
        Region {
            code: province.region().as_str().to_owned(),
            names: names.map(|(language, name)| (language.to_owned(), name.to_owned())).collect(),
        }
    });
    Ok(ListRegionsResponse { regions: regions.collect() })
}

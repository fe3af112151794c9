//! The filter of a list of customers.

use conventions::violations::Violations;
use expression::Filter;

use crate::call::Call;
use crate::error::{Error, Objection};
use crate::store::attribute_build;
use crate::store::attribute_index::PATH;
use crate::store::customer_list;

impl Call {
    /// The filter in a text; none when there is a violation.
    ///
    /// # Errors
    /// [`Objection::FieldNotIndexed`] where not all customers would be found.
    pub(crate) async fn customer_filter(
        &self,
        text: &str,
        violations: &mut Violations,
    ) -> Result<Option<Filter>, Error> {
        let vocabularies = self.service.vocabularies.get(self.tenant()).await?;
        let fields = self.service.custom_fields.get(self.tenant()).await?;
        let schema = customer_list::schema(&vocabularies, &fields);
        let filter = violations.field("filter", |violations| {
            let filter = Filter::parse(text, &schema);
            filter.map_err(|error| violations.add(error.to_string(), error.chinese())).ok()
        });
        let asked = filter.iter().flat_map(Filter::paths).filter_map(|path| fields.get(path.strip_prefix(PATH)?));
        let asked: Vec<_> = asked.collect();
        if !asked.is_empty() {
            let builds = attribute_build::of_tenant(self.service.database(), self.tenant()).await?;
            for field in asked {
                if let Some(build) = builds.get(&field.id).filter(|build| build.ready == 0) {
                    let field = field.facts.field_id.to_string();
                    let (indexed, of) = (build.indexed_count, build.customer_count);
                    return Err(Error::Objection(Objection::FieldNotIndexed { field, indexed, of }));
                }
            }
        }
        Ok(filter)
    }
}

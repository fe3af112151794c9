//! What the rows of a file have in common.

use std::collections::HashMap;

use contracts::customer::v1::{GetTenantRequest, ListStaffRequest, Staff, Tenant};
use customer::domain::external_id::ExternalId;
use customer::domain::region::Country;
use uuid::Uuid;

use super::columns::Columns;
use super::field::Field;
use super::moment::Zones;
use super::{Content, Source};
use crate::failure::Failure;
use crate::pages::Limit;
use crate::session::Session;

/// How many staff are asked for at once.
const PAGE: usize = 1_000;

/// What reading a row depends on besides the row.
pub(super) struct Context {
    pub(super) columns: Columns,
    pub(super) content: Content,
    pub(super) external_source: Option<String>,
    /// Where a phone without a country code is a phone of, if the row names no country.
    pub(super) region: Country,
    pub(super) zones: Zones,
    /// The ids of staff by their names; none for a name that several have.
    staff: HashMap<String, Option<String>>,
}

impl Context {
    /// Asks the server for what the columns need.
    pub(super) async fn fetch(
        columns: Columns,
        arguments: &Source,
        content: Content,
        session: &Session,
    ) -> Result<Self, Failure> {
        check(&columns, arguments, &content)?;
        let tenant = session.tenants().get_tenant(GetTenantRequest {}).await?.into_inner();
        let staff = if columns.any(|field| field == Field::Owner) { staff(session).await? } else { Vec::new() };
        Ok(Self::new(columns, arguments, content, &tenant, staff))
    }

    pub(super) fn new(
        columns: Columns,
        arguments: &Source,
        content: Content,
        tenant: &Tenant,
        staff: Vec<Staff>,
    ) -> Self {
        let mut by_name = HashMap::new();
        for person in staff {
            by_name.entry(person.display_name).and_modify(|id| *id = None).or_insert(Some(person.staff_id));
        }
        Self {
            columns,
            content,
            external_source: arguments.external_source.clone(),
            region: Country::parse(&tenant.region).unwrap_or(Country::CHINA),
            zones: Zones::of(tenant),
            staff: by_name,
        }
    }

    /// The id of the staff member that a cell names by id or by name.
    pub(super) fn owner(&self, cell: &str) -> Option<String> {
        Uuid::try_parse(cell).ok().map(|id| id.to_string()).or_else(|| self.staff.get(cell).cloned().flatten())
    }
}

/// Refuses a file of which no row could be imported.
fn check(columns: &Columns, arguments: &Source, content: &Content) -> Result<(), Failure> {
    if !columns.any(Field::is_name) {
        return Err(Failure::usage(
            "no column of the file is taken for a name; say which one is: --map COLUMN=name",
            "文件中没有识别出名称列；请指定：--map 列名=name",
        ));
    }
    // How to reach a contact person may be learnt later.
    if matches!(content, Content::Customers { .. }) && !columns.any(Field::is_contact) {
        return Err(Failure::usage(
            "no column of the file is taken for a phone, an e-mail or another contact; say which one is: --map COLUMN=phone",
            "文件中没有识别出电话、邮箱等联系方式列；请指定：--map 列名=phone",
        ));
    }
    let Some(source) = &arguments.external_source else { return Ok(()) };
    ExternalId::parse(source, "1").map_err(|error| {
        Failure::usage(format!("--external-source: {error}"), format!("--external-source：{error}"))
    })?;
    if !columns.any(|field| matches!(field, Field::Id | Field::Number)) {
        return Err(Failure::usage(
            "--external-source needs a column with ids; say which one it is: --map COLUMN=id",
            "--external-source 需要一列外部编号；请指定：--map 列名=id",
        ));
    }
    Ok(())
}

async fn staff(session: &Session) -> Result<Vec<Staff>, Failure> {
    let mut pages = Limit::default().pages(PAGE);
    let mut staff = Vec::new();
    while let Some((page_size, page_token)) = pages.next() {
        let page = session.staff().list_staff(ListStaffRequest { page_size, page_token }).await?.into_inner();
        pages.received(page.staff.len(), page.next_page_token);
        staff.extend(page.staff);
    }
    Ok(staff)
}

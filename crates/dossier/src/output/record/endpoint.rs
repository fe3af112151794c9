//! The columns of an endpoint.

use contracts::reminder::v1::Endpoint;

use super::{Column, Record};
use crate::output::cell::Cell;

impl Record for Endpoint {
    type Message = Self;

    const COLUMNS: &'static [Column<Self>] = &[
        Column::listed("endpoint_id", "Id", "标识", |e| Cell::text(&e.endpoint_id)),
        Column::listed("title", "Title", "名称", |e| Cell::text(&e.title)),
        Column::listed("url", "URL", "网址", |e| Cell::text(&e.url)),
        Column::listed("email", "E-mail", "邮箱", |e| Cell::text(&e.email)),
        Column::new("staff", "Staff", "员工", |e| Cell::text(&e.staff)),
        Column::new("guarantee", "Guarantee", "送达保证", |e| {
            Cell::code(e.guarantee().as_str_name(), "GUARANTEE_")
        }),
        Column::new("state", "State", "状态", |e| Cell::code(e.state().as_str_name(), "ENDPOINT_STATE_")),
        Column::new("secret", "Secret", "签名密钥", |e| Cell::text(&e.secret)),
        Column::listed("rest_end_time", "Rests until", "暂停至", |e| Cell::time(e.rest_end_time.as_ref())),
        Column::new("create_time", "Created", "创建时间", |e| Cell::time(e.create_time.as_ref())),
        Column::new("revision", "Revision", "版本", |e| Cell::text(e.revision.to_string())),
    ];

    fn message(&self) -> &Self {
        self
    }
}

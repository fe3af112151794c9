//! The steps by which the schema came to be. A step that was released is never changed.

mod m0001_first_slice;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// All steps, oldest first.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_first_slice::Migration)]
    }
}

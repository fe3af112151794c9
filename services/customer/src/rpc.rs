//! The operations, one file each, and the wiring of their names.

mod customer;

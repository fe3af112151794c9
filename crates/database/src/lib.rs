//! Connecting to SQLite and PostgreSQL, writing transactions, leases and the migration gate.

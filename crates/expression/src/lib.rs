//! AIP-160 filters: checked against an allow-list of fields, to SQL and in memory.

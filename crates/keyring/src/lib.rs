//! One key per person, kept apart from the records: seal, open, search tokens, shred.

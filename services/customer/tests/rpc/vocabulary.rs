//! VocabularyService, but for the operations on terms.

mod list_regions;

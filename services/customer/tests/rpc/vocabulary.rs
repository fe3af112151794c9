//! VocabularyService, but for the operations on terms.

mod list_regions;
mod review_tags;

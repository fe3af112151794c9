//! JournalService.

mod verify_journal;

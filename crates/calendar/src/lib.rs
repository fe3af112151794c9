//! Lunar dates, working days and recurrences, as pure functions.

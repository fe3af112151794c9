//! Who calls, what a caller may see and do, and the log of who read what.

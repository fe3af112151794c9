//! The all-in-one process and the command line.

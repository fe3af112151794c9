//! Settings: documented defaults, a file, the environment.

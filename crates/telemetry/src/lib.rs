//! Logs and traces of a process: how they start and how they are flushed.

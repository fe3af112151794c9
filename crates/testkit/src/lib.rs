//! What tests stand on: a database of one's own on either engine, a manual clock, problem assertions.

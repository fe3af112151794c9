//! The project's own commands: test, check, tidy, bench, soak.

fn main() {}

//! The `reminder` binary: one service in a process of its own, against databases that are migrated on purpose.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    process::main::<reminder::Running>().await
}

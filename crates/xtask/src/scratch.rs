//! Where what tests write lies: in memory where there is room, for they wait for flushes more than for anything else, and look at nothing
//! that survives the machine.

use std::env;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access, statvfs};

/// A folder in memory, on Linux.
const MEMORY: &str = "/dev/shm";
/// The least that has to be free there: several times what the tests hold at once. Octets.
const LEAST_FREE: u64 = 4 << 30;

/// The variable that says where temporary files lie.
pub(crate) const VARIABLE: &str = "TMPDIR";

/// The folder; where the user says one, that.
pub(crate) fn folder() -> PathBuf {
    let memory = Path::new(MEMORY);
    if env::var_os(VARIABLE).is_none() && has_room(memory) { memory.to_owned() } else { env::temp_dir() }
}

fn has_room(folder: &Path) -> bool {
    let free = statvfs(folder).map(|system| system.f_bavail.saturating_mul(system.f_frsize));
    access(folder, Access::WRITE_OK).is_ok() && free.is_ok_and(|free| free >= LEAST_FREE)
}

//! CPU time of processes, as Linux counts it in `/proc`.

use std::collections::HashMap;
use std::fs;
use std::ops::Sub;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::Outcome;

/// The unit of times in `/proc/PID/stat` (`USER_HZ`), which is the same on all architectures that this runs on.
const TICK: Duration = Duration::from_millis(10);

/// The processes whose time is counted.
#[derive(Clone, Copy, Debug)]
pub struct Accounts {
    /// The server, or the echo.
    pub server: u32,
    /// The first process of the database, where it is not in the server.
    pub database: Option<u32>,
}

/// CPU time, user and system, that processes spent since they began, or between two moments.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    /// By the server.
    pub server: Duration,
    /// By the processes of the database.
    pub database: Duration,
    /// By this process, which makes the load.
    pub generator: Duration,
}

/// Microseconds of CPU time for one call, or for one row of an import.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Each {
    /// Of the server; on SQLite the database is in it.
    pub server: f64,
    /// Of the processes of the database.
    pub database: f64,
    /// Of the load generator.
    pub generator: f64,
}

impl Accounts {
    /// What was spent until now.
    ///
    /// # Errors
    /// One of the processes is no more.
    pub fn spent(&self) -> Outcome<Spent> {
        let processes = processes()?;
        let own = processes.get(&std::process::id()).ok_or("/proc does not list this process")?.own;
        Ok(Spent {
            server: of_tree(self.server, &processes)?,
            database: self.database.map_or(Ok(Duration::ZERO), |root| of_tree(root, &processes))?,
            generator: own,
        })
    }
}

impl Spent {
    /// What one of so many cost.
    pub fn each(&self, count: u64) -> Each {
        let micros = |spent: Duration| spent.as_secs_f64() * 1e6 / count.max(1) as f64;
        Each { server: micros(self.server), database: micros(self.database), generator: micros(self.generator) }
    }
}

impl Sub for Spent {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self {
            server: self.server.saturating_sub(before.server),
            database: self.database.saturating_sub(before.database),
            generator: self.generator.saturating_sub(before.generator),
        }
    }
}

impl Each {
    /// What was spent to serve: everything but the load.
    pub fn serving(&self) -> f64 {
        self.server + self.database
    }
}

/// The process from which this one descends.
///
/// # Errors
/// There is no such process on this machine.
pub fn parent(process: u32) -> Outcome<u32> {
    let processes = processes()?;
    Ok(processes.get(&process).ok_or_else(|| format!("the process {process} is not on this machine"))?.parent)
}

/// A line of `/proc/PID/stat`.
struct Process {
    parent: u32,
    /// Spent by its threads, those that ended included.
    own: Duration,
    /// Spent by its children that have ended.
    ended_children: Duration,
}

/// All processes by id.
fn processes() -> Outcome<HashMap<u32, Process>> {
    let mut processes = HashMap::new();
    for entry in fs::read_dir("/proc")? {
        let entry = entry?;
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        // One that ended in between is not there any more.
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        processes.insert(id, parse(&stat).ok_or("a line of /proc/PID/stat is of another form")?);
    }
    Ok(processes)
}

/// Reads `1234 (a name) S 1 …`; a name may contain anything, so the fields are counted from its last bracket.
fn parse(stat: &str) -> Option<Process> {
    let (_, fields) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = fields.split_ascii_whitespace().collect();
    let ticks = |place: usize| fields.get(place)?.parse().ok().map(|ticks: u32| TICK * ticks);
    Some(Process {
        parent: fields.get(1)?.parse().ok()?,
        own: ticks(11)? + ticks(12)?,
        ended_children: ticks(13)? + ticks(14)?,
    })
}

/// What a process and all that descend from it spent.
fn of_tree(root: u32, processes: &HashMap<u32, Process>) -> Outcome<Duration> {
    if !processes.contains_key(&root) {
        return Err(format!("the process {root} has ended").into());
    }
    let belongs = |&id: &u32| {
        let mut line = std::iter::successors(Some(id), |id| processes.get(id).map(|process| process.parent));
        line.any(|id| id == root)
    };
    let members = processes.iter().filter(|(id, _)| belongs(id));
    Ok(members.map(|(_, process)| process.own + process.ended_children).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_does_not_shift_the_fields() {
        let stat = "42 (a) S 9 (b) S 7 42 42 0 -1 4194560 100 0 0 0 150 25 3 4 20 0 5 0 12345 1000 200\n";
        let process = parse(stat).unwrap();
        assert_eq!(process.parent, 7);
        assert_eq!(process.own, Duration::from_millis(1_750));
        assert_eq!(process.ended_children, Duration::from_millis(70));
    }

    #[test]
    fn a_tree_is_a_process_with_its_children_and_theirs() {
        let process = |parent, ticks| Process { parent, own: TICK * ticks, ended_children: TICK };
        let processes = [(1, process(0, 100)), (7, process(1, 10)), (8, process(7, 20)), (9, process(8, 30))].into();
        assert_eq!(of_tree(7, &processes).unwrap(), TICK * 63);
        assert!(of_tree(10, &processes).is_err());
    }

    #[test]
    fn what_this_process_spends_is_seen() {
        let accounts = Accounts { server: std::process::id(), database: None };
        let before = accounts.spent().unwrap();
        while (accounts.spent().unwrap() - before).generator < TICK * 2 {}
    }
}

//! The commands that a document tells its reader to run.

use std::process::Command;

/// Makes the programs that documents run tell their words instead. They speak past whatever their output is sent to.
const PROGRAMS: &str = r#"
exec 3>&1
tell() { printf '%s\0' "$@" >&3; printf '\036' >&3; }
cargo() { tell cargo "$@"; }
dossier() { tell dossier "$@"; }
grpcurl() { tell grpcurl "$@"; }
"#;
/// What [`PROGRAMS`] put behind a command.
const END_OF_COMMAND: char = '\u{1e}';

/// The scripts in a document, in order: blocks marked `sh`, and code in tables that runs `dossier`.
pub fn scripts(document: &str) -> Vec<String> {
    let mut scripts = Vec::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        if line == "```sh" {
            scripts.push(lines.by_ref().take_while(|line| *line != "```").collect::<Vec<_>>().join("\n"));
        } else if line.starts_with('|') {
            let code = line.split('`').skip(1).step_by(2);
            scripts.extend(code.filter(|code| code.starts_with("dossier ")).map(str::to_owned));
        }
    }
    scripts
}

/// The words of each command in a script, as a shell reads them.
pub fn commands(script: &str) -> Vec<Vec<String>> {
    let output = Command::new("sh").args(["-euc", &format!("{PROGRAMS}{script}")]).output().unwrap();
    assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
    let told = String::from_utf8(output.stdout).unwrap();
    let commands = told.split_terminator(END_OF_COMMAND);
    commands.map(|words| words.split_terminator('\0').map(str::to_owned).collect()).collect()
}

#[test]
fn blocks_and_tables_are_read_in_order_and_words_as_a_shell_reads_them() {
    let document = "
Run `dossier no`:

```sh
dossier search 'a  b' \"\"
grpcurl -d '{
  \"c\": 1
}' \\
  host x/Y
```

| to | do |
| --- | --- |
| see it | `dossier get C1`, not `C1` or `cargo` |

```
dossier no
```
";
    let found: Vec<_> = scripts(document).iter().flat_map(|script| commands(script)).collect();
    let expected: [&[&str]; 3] = [
        &["dossier", "search", "a  b", ""],
        &["grpcurl", "-d", "{\n  \"c\": 1\n}", "host", "x/Y"],
        &["dossier", "get", "C1"],
    ];
    assert_eq!(found, expected);
}

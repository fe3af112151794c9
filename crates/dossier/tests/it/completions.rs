//! Completions: what a shell is told of the grammar.

use crate::process::run;

#[test]
fn every_shell_gets_a_script_that_knows_every_command() {
    let help = run(&["--help"]).output;
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let commands: Vec<&str> = commands
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.contains(&"import"), "{help}");
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = run(&["completions", shell]);
        assert_eq!(script.code, 0, "{}", script.errors);
        for command in &commands {
            assert!(script.output.contains(command), "{command} is not in the script for {shell}");
        }
        assert!(script.output.contains("external-source"), "{shell} knows no flags");
    }
    assert_eq!(run(&["completions", "elvis"]).code, 2);
}

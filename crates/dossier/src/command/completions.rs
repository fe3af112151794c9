//! `dossier completions`.

use std::io::{self, Write};

use clap::{Args, Command};
use clap_complete::Shell;

use crate::failure::Failure;

/// Where the script goes, for `--help`.
const HELP: &str = "Where the script goes:
  bash        dossier completions bash > ~/.local/share/bash-completion/completions/dossier
  zsh         dossier completions zsh > a folder of $fpath, as _dossier
  fish        dossier completions fish > ~/.config/fish/completions/dossier.fish
  powershell  dossier completions powershell | Out-String | Invoke-Expression    (in $PROFILE)";

#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub(crate) struct Arguments {
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script by which a shell completes this grammar.
pub(crate) fn run(arguments: &Arguments, mut grammar: Command) -> Result<(), Failure> {
    let name = grammar.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut grammar, name, &mut script);
    io::stdout().write_all(&script).map_err(Failure::Printing)
}

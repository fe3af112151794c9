//! `dossier token`: the one command besides `serve` that works on the data folder and not over gRPC.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use access::{LocalIssuer, Role, Roles, TokenRequest};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clock::Clock;
use jiff::{Span, SpanRelativeTo};

use crate::failure::Failure;

/// The folder within the data folder in which the local issuer keeps its key, and the keys that verify its tokens.
const ISSUER_FOLDER: &str = "master";

const ROLES: [&str; 5] = ["administrator", "sales", "service", "finance", "system"];

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The data folder of the server, which accepts tokens that are signed with the key in it
    #[arg(long, value_name = "DIR", default_value = "./data")]
    data: PathBuf,
    /// The tenant
    #[arg(long, default_value = access::LOCAL_TENANT)]
    tenant: String,
    /// The person, as a staff record names it, or the name of a service
    #[arg(long)]
    subject: String,
    /// A role; may be given several times
    #[arg(long = "role", required = true, value_parser = role())]
    roles: Vec<Role>,
    /// The subject is a program
    #[arg(long)]
    service: bool,
    /// How long the token is valid: 30m, 12h, 90d; at most 366d
    #[arg(long, default_value = "12h", value_parser = lifetime)]
    lifetime: Duration,
}

/// Prints the token alone, so that `--token "$(dossier token …)"` works.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let request = TokenRequest {
        tenant: arguments.tenant.clone(),
        subject: arguments.subject.clone(),
        roles: arguments.roles.iter().copied().collect::<Roles>(),
        client: arguments.service,
        lifetime: arguments.lifetime,
    };
    if !arguments.data.is_dir() {
        let data = arguments.data.display();
        return Err(Failure::usage(
            format!("--data: there is no folder {data}: name that of the server, or start it once, which makes it"),
            format!("--data：没有文件夹 {data}：请指定服务器的数据目录，或先启动一次服务器以生成"),
        ));
    }
    let token = LocalIssuer::open(&issuer_folder(&arguments.data))?.issue(&request, &Clock::system())?;
    writeln!(std::io::stdout(), "{token}").map_err(Failure::Printing)
}

/// Where the local issuer of a data folder keeps its keys.
pub(crate) fn issuer_folder(data: &Path) -> PathBuf {
    data.join(ISSUER_FOLDER)
}

fn role() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(ROLES).try_map(|name| name.parse::<Role>())
}

fn lifetime(text: &str) -> Result<Duration, &'static str> {
    let span: Result<Span, _> = text.parse();
    let duration = span.and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()));
    duration.ok().and_then(|duration| duration.try_into().ok()).ok_or("write 30m, 12h or 90d")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_can_be_given() {
        for name in ROLES {
            assert_eq!(<&str>::from(name.parse::<Role>().unwrap()), name);
        }
        assert_eq!(ROLES.len(), Roles::all().len());
    }

    #[test]
    fn lifetimes_are_read_in_minutes_hours_and_days() {
        assert_eq!(lifetime("30m"), Ok(Duration::from_secs(1_800)));
        assert_eq!(lifetime("12h"), Ok(Duration::from_secs(43_200)));
        assert_eq!(lifetime("90d"), Ok(Duration::from_secs(7_776_000)));
        assert!(lifetime("-1h").is_err() && lifetime("soon").is_err());
    }
}

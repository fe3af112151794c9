//! What a server says of itself when it is asked.

use clock::Clock;
use contracts::analytics::v1::report_service_server;
use contracts::customer::v1::{GetTenantRequest, VerifyNumbersRequest, customer_service_server};
use contracts::interaction::v1::interaction_service_server;
use contracts::journal::v1::VerifyJournalResponse;
use contracts::reminder::v1::reminder_service_server;
use tonic::metadata::MetadataMap;
use tonic::{Code, Status};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;

use super::finding::{Finding, State};
use crate::client_settings::ClientSettings;
use crate::command::verify;
use crate::failure::Failure;
use crate::session::Session;

/// The services that keep a journal, each with one of those by which it answers.
const SERVICES: [(&str, &str); 4] = [
    (customer::NAME, customer_service_server::SERVICE_NAME),
    (interaction::NAME, interaction_service_server::SERVICE_NAME),
    (reminder::NAME, reminder_service_server::SERVICE_NAME),
    (analytics::NAME, report_service_server::SERVICE_NAME),
];

/// How far the clocks of client and server may be apart, in seconds; the server tells whole seconds.
const SMALL_SKEW: i64 = 5;

/// How far they may be apart before tokens are taken for expired or not valid yet, in seconds.
const LARGE_SKEW: i64 = 60;

/// Asks the server that the settings name. One that `must_run` and cannot be reached is a problem.
pub(super) async fn examine(settings: &ClientSettings, verify: bool, must_run: bool) -> Result<Vec<Finding>, Failure> {
    let server = &settings.server;
    let session = match Session::open(settings).await {
        Ok(session) => session,
        Err(Failure::Unreachable { reason, .. }) => {
            let (english, chinese) = (format!("{server}: {reason}"), format!("{server}：{reason}"));
            let finding = if must_run { Finding::problem } else { Finding::warning };
            return Ok(vec![finding("server", english, chinese).way_out(
                "start it with `dossier`, or name it with --server",
                "请用 `dossier` 启动，或用 --server 指定地址",
            )]);
        }
        Err(failure) => return Err(failure),
    };
    let mut findings = vec![Finding::ok("server", format!("{server} is reached"), format!("{server} 可以连接"))];
    let asked = session.health().check(HealthCheckRequest { service: String::new() }).await;
    if let Ok(answer) = &asked {
        findings.extend(release(answer.metadata()));
        findings.extend(clock_skew(answer.metadata()));
    }
    findings.push(health(asked.map(|answer| answer.into_inner().status())));
    let caller = caller(&session).await;
    let is_known = caller.state != State::Problem;
    findings.push(caller);
    if verify && is_known {
        findings.extend(verified(&session).await?);
    }
    Ok(findings)
}

fn health(asked: Result<ServingStatus, Status>) -> Finding {
    match asked {
        Ok(ServingStatus::Serving) => Finding::ok("health", "the server serves", "服务正常"),
        Ok(status) => {
            let status = status.as_str_name();
            Finding::problem("health", format!("the server says {status}"), format!("服务器状态为 {status}")).way_out(
                "it is starting or ending: wait, then read its log",
                "服务器正在启动或停止：请稍候，并查看其日志",
            )
        }
        Err(status) => failed("health", &status),
    }
}

/// Compares the releases of server and command.
fn release(metadata: &MetadataMap) -> Option<Finding> {
    let theirs = metadata.get("server")?.to_str().ok()?.strip_prefix("dossier/")?;
    Some(compared(theirs, env!("CARGO_PKG_VERSION")))
}

fn compared(theirs: &str, ours: &str) -> Finding {
    let (english, chinese) = (format!("the server is release {theirs}"), format!("服务器版本为 {theirs}"));
    if theirs == ours {
        return Finding::ok("release", english, chinese);
    }
    let (english, chinese) = (format!("{english}, this command {ours}"), format!("{chinese}，本命令版本为 {ours}"));
    Finding::warning("release", english, chinese).way_out(
        "use the command of the server's release: what either lacks, the other refuses",
        "请使用与服务器相同版本的命令：一方没有的功能，另一方会拒绝",
    )
}

/// Compares the clocks by the `date` of an answer.
fn clock_skew(metadata: &MetadataMap) -> Option<Finding> {
    let date = metadata.get("date")?.to_str().ok()?;
    let theirs = jiff::fmt::rfc2822::parse(date).ok()?.timestamp().as_second();
    let ours = Clock::system().now().as_micros().div_euclid(1_000_000);
    Some(skew(ours - theirs))
}

fn skew(seconds: i64) -> Finding {
    let english = format!("the clocks of client and server are {} s apart", seconds.abs());
    let chinese = format!("客户端与服务器时钟相差 {} 秒", seconds.abs());
    let finding = match seconds.abs() {
        0..=SMALL_SKEW => return Finding::ok("clock", english, chinese),
        apart if apart <= LARGE_SKEW => Finding::warning,
        _ => Finding::problem,
    };
    finding("clock", english, chinese).way_out(
        "synchronise both with NTP: tokens and histories depend on it",
        "请用 NTP 校准两端时钟：令牌与历史记录依赖于此",
    )
}

/// Whether the server knows the caller.
async fn caller(session: &Session) -> Finding {
    match session.tenants().get_tenant(GetTenantRequest {}).await {
        Ok(tenant) => {
            let tenant = tenant.into_inner().tenant_id;
            let english = format!("the server accepts the caller, of tenant {tenant}");
            Finding::ok("token", english, format!("服务器接受调用者，租户 {tenant}"))
        }
        Err(status) if status.code() == Code::PermissionDenied => {
            Finding::ok("token", "the server accepts the caller", "服务器接受调用者")
        }
        Err(status) if status.code() == Code::Unauthenticated => failed("token", &status).way_out(
            "give another token with --token; `dossier token` issues one for an embedded server",
            "请用 --token 提供其他令牌；内嵌服务器可用 `dossier token` 签发",
        ),
        Err(status) => failed("token", &status),
    }
}

/// Has the journal of every service that answers here verified, and the customer numbers.
async fn verified(session: &Session) -> Result<Vec<Finding>, Failure> {
    let mut findings = Vec::with_capacity(SERVICES.len() + 1);
    for (service, answering) in SERVICES {
        // A server that is one service of several has no journal of the others.
        if serves(session, answering).await? {
            let journal = verify::journal(service.to_owned(), session).await?;
            findings.push(journal_of(service, &journal));
        }
    }
    let numbers = session.customers().verify_numbers(VerifyNumbersRequest::default()).await?.into_inner();
    let (held, faults) = (numbers.held_count, numbers.faults.len());
    let (english, chinese) = (format!("{held} numbers, {faults} faults"), format!("{held} 个编号，{faults} 处错误"));
    findings.push(judged("numbers", "dossier verify", (english, chinese), faults));
    Ok(findings)
}

async fn serves(session: &Session, service: &str) -> Result<bool, Failure> {
    match session.health().check(HealthCheckRequest { service: service.to_owned() }).await {
        Ok(_) => Ok(true),
        Err(status) if status.code() == Code::NotFound => Ok(false),
        Err(status) => Err(status.into()),
    }
}

fn journal_of(service: &str, journal: &VerifyJournalResponse) -> Finding {
    let (entries, faults) = (journal.verified_count, journal.faults.len());
    let english = format!("{service}: {entries} entries, {faults} faults");
    let chinese = format!("{service}：{entries} 条日志，{faults} 处错误");
    judged("journal", &format!("dossier verify --service {service}"), (english, chinese), faults)
}

/// What was verified; `command` names every fault.
fn judged(check: &'static str, command: &str, (english, chinese): (String, String), faults: usize) -> Finding {
    if faults == 0 {
        return Finding::ok(check, english, chinese);
    }
    Finding::problem(check, english, chinese).way_out(
        format!("`{command}` names each; compare with a backup before anything is written"),
        format!("`{command}` 会逐一列出；写入之前请先与备份核对"),
    )
}

fn failed(check: &'static str, status: &Status) -> Finding {
    Finding::problem(check, status.message(), status.message())
        .way_out("read the log of the server", "请查看服务器日志")
}

#[cfg(test)]
mod tests {
    use conventions::language::Language;

    use super::*;

    #[test]
    fn another_release_than_the_servers_is_a_warning() {
        assert_eq!(compared("1.2.0", "1.2.0").state, State::Ok);
        let found = compared("1.3.0", "1.2.0");
        assert_eq!(found.state, State::Warning);
        assert!(found.text(Language::English).contains("1.3.0, this command 1.2.0"));
    }

    #[test]
    fn a_small_skew_is_a_warning_and_a_large_one_a_problem_either_way() {
        for sign in [1, -1] {
            assert_eq!(skew(sign).state, State::Ok);
            assert_eq!(skew(6 * sign).state, State::Warning);
            assert_eq!(skew(61 * sign).state, State::Problem);
        }
    }

    #[test]
    fn a_fault_in_the_journal_of_any_service_is_a_problem_and_names_the_service() {
        let journal = |faults| VerifyJournalResponse { verified_count: 7, faults, ..Default::default() };
        for (service, _) in SERVICES {
            assert_eq!(journal_of(service, &journal(Vec::new())).state, State::Ok);
            let found = journal_of(service, &journal(vec!["changed".to_owned()]));
            assert_eq!(found.state, State::Problem);
            assert!(found.text(Language::English).contains(&format!("dossier verify --service {service}")));
        }
    }

    #[test]
    fn a_server_that_does_not_serve_is_a_problem() {
        assert_eq!(health(Ok(ServingStatus::Serving)).state, State::Ok);
        assert_eq!(health(Ok(ServingStatus::NotServing)).state, State::Problem);
        assert_eq!(health(Err(Status::unavailable("full"))).state, State::Problem);
    }
}

//! What a server answers to a call, or to an item of one, that failed (AIP-193).

use contracts::google::rpc::{self, BadRequest, ErrorInfo, LocalizedMessage, RetryInfo};
use conventions::language::Language;
use prost::Message;

use crate::phrase::{Phrase, phrase};

pub(crate) const ERROR: Phrase = phrase("error: ", "错误：");
const REASON: Phrase = phrase("reason: ", "原因代码：");
const WAY_OUT: Phrase = phrase("try: ", "建议：");

/// What helps at the command line, by reason; most messages say it themselves.
const WAYS_OUT: [(&str, Phrase); 7] = [
    (
        "UNAUTHENTICATED",
        phrase(
            "give a token with --token; `dossier token` issues one where the server's data lies",
            "请用 --token 提供令牌；可在服务器数据所在的机器上用 `dossier token` 签发",
        ),
    ),
    ("ETAG_MISMATCH", phrase("run the command again: it reads the record anew", "请重新执行该命令，它会重新读取记录")),
    ("ARCHIVED", phrase("bring the record back with `dossier unarchive`", "请先用 `dossier unarchive` 取消归档")),
    ("DELETED", phrase("bring the record back with `dossier undelete`", "请先用 `dossier undelete` 恢复该记录")),
    (
        "DEADLINE_EXCEEDED",
        phrase(
            "read the record before you repeat a change: it may have happened",
            "修改可能已经生效，请先查看记录再重试",
        ),
    ),
    ("OVERLOADED", phrase("wait a moment and run the command again", "请稍候重试")),
    ("STORAGE_UNAVAILABLE", phrase("wait a moment and run the command again", "请稍候重试")),
];

/// An error with its details, in the language of the call.
#[derive(Debug, Default, Eq, PartialEq)]
pub(crate) struct Answer {
    message: String,
    /// The field and what is wrong with it.
    violations: Vec<(String, String)>,
    /// The reason and its metadata.
    reason: String,
    metadata: Vec<(String, String)>,
    retry_seconds: Option<i64>,
}

impl Answer {
    /// Reads a status; details that are unknown or broken are passed over.
    pub(crate) fn of(status: &rpc::Status) -> Self {
        let localized: Option<LocalizedMessage> = detail(status, tonic_types::LocalizedMessage::TYPE_URL);
        let info: ErrorInfo = detail(status, tonic_types::ErrorInfo::TYPE_URL).unwrap_or_default();
        let request: BadRequest = detail(status, tonic_types::BadRequest::TYPE_URL).unwrap_or_default();
        let retry: Option<RetryInfo> = detail(status, tonic_types::RetryInfo::TYPE_URL);
        let violations = request.field_violations.into_iter().map(|violation| {
            let text = violation.localized_message.map_or(violation.description, |localized| localized.message);
            (violation.field, text)
        });
        Self {
            message: localized.map_or_else(|| status.message.clone(), |localized| localized.message),
            violations: violations.collect(),
            reason: info.reason,
            metadata: info.metadata.into_iter().collect(),
            retry_seconds: retry.and_then(|retry| retry.retry_delay).map(|delay| delay.seconds),
        }
    }

    /// All of it, for a terminal.
    pub(crate) fn lines(&self, language: Language) -> Vec<String> {
        let mut lines = vec![format!("{}{}", ERROR.of(language), self.message)];
        if !self.message_says_all() {
            lines.extend(self.violations.iter().map(|(field, text)| format!("  {field}: {text}")));
        }
        if !self.reason.is_empty() {
            let metadata: Vec<_> = self.metadata.iter().map(|(key, value)| format!("{key} = {value}")).collect();
            let metadata = if metadata.is_empty() { String::new() } else { format!(" ({})", metadata.join(", ")) };
            lines.push(format!("{}{}{metadata}", REASON.of(language), self.reason));
        }
        if let Some((_, way_out)) = WAYS_OUT.iter().find(|(reason, _)| *reason == self.reason) {
            let seconds = self.retry_seconds.map(|seconds| format!(" ({seconds} s)")).unwrap_or_default();
            lines.push(format!("{}{}{seconds}", WAY_OUT.of(language), way_out.of(language)));
        }
        lines
    }

    /// In one line, for the file of rejected rows.
    pub(crate) fn line(&self) -> String {
        if self.violations.is_empty() || self.message_says_all() {
            return self.message.clone();
        }
        let violations: Vec<_> = self.violations.iter().map(|(field, text)| format!("{field}: {text}")).collect();
        violations.join("; ")
    }

    /// Whether the message is the sentence of the one violation there is.
    fn message_says_all(&self) -> bool {
        match self.violations.as_slice() {
            [(field, text)] => self.message.starts_with(field) && self.message.ends_with(text),
            _ => false,
        }
    }
}

/// The whole status of a call; one without details if there are none.
pub(super) fn rpc_status(status: &tonic::Status) -> rpc::Status {
    let bare = || rpc::Status { code: status.code().into(), message: status.message().to_owned(), details: Vec::new() };
    match rpc::Status::decode(status.details()) {
        Ok(decoded) if !decoded.details.is_empty() => decoded,
        _ => bare(),
    }
}

fn detail<M: Message + Default>(status: &rpc::Status, type_url: &str) -> Option<M> {
    let any = status.details.iter().find(|any| any.type_url == type_url)?;
    M::decode(any.value.as_slice()).ok()
}

#[cfg(test)]
mod tests {
    use contracts::validation::Wording;
    use conventions::problem::Problem;

    use super::*;

    fn lines(problem: Problem, language: Language) -> Vec<String> {
        let status = problem.into_status(language);
        Answer::of(&rpc_status(&status)).lines(language)
    }

    #[test]
    fn a_problem_is_told_in_the_language_of_the_call_with_its_reason_and_the_way_out() {
        let problem = || {
            Problem::aborted("ERROR_REASON_ETAG_MISMATCH", Wording::new("it is at revision 3", "当前版本为 3"))
                .with("revision", 3)
        };
        assert_eq!(
            lines(problem(), Language::English),
            [
                "error: it is at revision 3",
                "reason: ETAG_MISMATCH (revision = 3)",
                "try: run the command again: it reads the record anew"
            ]
        );
        assert_eq!(lines(problem(), Language::Chinese)[0], "错误：当前版本为 3");
    }

    #[test]
    fn one_violation_is_not_told_twice() {
        let problem = Problem::invalid_argument("REQUEST_ID_REUSED", "request_id", Wording::new("was used", "已使用"));
        let status = problem.clone().into_rpc_status(Language::English);
        assert_eq!(Answer::of(&status).line(), "request_id: was used");
        assert_eq!(lines(problem, Language::Chinese), ["错误：request_id：已使用", "原因代码：REQUEST_ID_REUSED"]);
    }

    #[test]
    fn a_status_without_details_is_told_by_its_message() {
        let status = tonic::Status::unavailable("going away");
        assert_eq!(Answer::of(&rpc_status(&status)).lines(Language::English), ["error: going away"]);
    }
}

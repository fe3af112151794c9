//! What the layers refuse calls with.

use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

use conventions::language::Language;
use conventions::problem::{INTERNAL, INVALID_FIELDS, Problem};
use conventions::violations::Wording;
use http::header::ACCEPT_LANGUAGE;
use http::{HeaderMap, HeaderValue};
use telemetry::TraceContext;
use tonic::Status;
use tonic::metadata::MetadataMap;

/// How long a caller is asked to wait before it calls a busy server again.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// The field that a violation names if the message as a whole is wrong.
const WHOLE_REQUEST: &str = "request";

/// What a caller says of its languages; read only if there is something to say to it.
#[derive(Clone, Debug)]
pub(crate) struct AcceptLanguage(Option<HeaderValue>);

impl AcceptLanguage {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self(headers.get(ACCEPT_LANGUAGE).cloned())
    }

    /// The status that tells the caller of the problem.
    pub(crate) fn tell(&self, problem: Problem) -> Status {
        let headers = self.0.iter().map(|value| (ACCEPT_LANGUAGE, value.clone())).collect();
        problem.into_status(Language::of(&MetadataMap::from_headers(headers)))
    }
}

pub(crate) fn deadline_exceeded() -> Problem {
    let message = Wording::new(
        "the deadline passed; a change may have happened: repeat it with the same request_id",
        "已超过截止时间；更改可能已经生效，请使用相同的 request_id 重试",
    );
    Problem::deadline_exceeded("DEADLINE_EXCEEDED", message)
}

pub(crate) fn malformed_deadline() -> Problem {
    let rule = Wording::new(
        "must be 1 to 8 digits and a unit of H, M, S, m, u, n, such as 500m; correct it or leave it out",
        "须为 1 至 8 位数字加单位 H、M、S、m、u、n，例如 500m；请更正或去掉",
    );
    Problem::invalid_argument(INVALID_FIELDS, "grpc-timeout", rule)
}

pub(crate) fn overloaded(limit: NonZeroU32) -> Problem {
    let message = Wording::new(
        format!("{limit} calls are under way, as many as this server takes; call again after a second"),
        format!("正在处理的调用已达上限 {limit}，请一秒后重试"),
    );
    Problem::resource_exhausted("OVERLOADED", message, RETRY_DELAY).with("limit", limit)
}

pub(crate) fn request_too_large(limit: NonZeroUsize) -> Problem {
    let rule = Wording::new(
        format!("must be no larger than {limit} bytes; split it"),
        format!("不得超过 {limit} 字节，请拆分"),
    );
    Problem::invalid_argument("REQUEST_TOO_LARGE", WHOLE_REQUEST, rule).with("limit", limit)
}

pub(crate) fn response_too_large(limit: NonZeroUsize) -> Problem {
    let message = Wording::new(
        format!("the answer would be larger than {limit} bytes; ask for less at once, such as by a smaller page_size"),
        format!("应答将超过 {limit} 字节；请减少单次请求的内容，例如减小 page_size"),
    );
    Problem::out_of_range("RESPONSE_TOO_LARGE", message).with("limit", limit)
}

pub(crate) fn unknown_method() -> Problem {
    let message = Wording::new(
        "this server has no such method; reflection lists those that it has",
        "此服务器没有该方法；可用反射列出现有方法",
    );
    Problem::unimplemented("METHOD_UNKNOWN", message)
}

/// `fault` is what the decoder says: names of fields and types, no values.
pub(crate) fn undecodable(fault: &str) -> Problem {
    let rule = Wording::new(
        format!("must be a message of this method, but {fault}; use the contract that reflection shows"),
        format!("须为此方法的消息（{fault}）；请使用反射所示的契约"),
    );
    Problem::invalid_argument(INVALID_FIELDS, WHOLE_REQUEST, rule)
}

pub(crate) fn panicked(trace: TraceContext) -> Problem {
    let message = Wording::new(
        "a fault of the server; its log says more under the trace id",
        "服务器内部故障，可凭追踪编号在日志中查找",
    );
    Problem::internal(INTERNAL, message).with("trace_id", trace.trace_id())
}

//! Panics in the log.

use std::backtrace::Backtrace;
use std::panic::PanicHookInfo;

/// Logs every panic of the process from now on, in place of printing it.
///
/// A message that was put together at run time is left out: it may quote a record. "byte index 1 is not a char boundary
/// of `张三`" is what the standard library says of a slice.
pub(crate) fn log_them() {
    std::panic::set_hook(Box::new(|panic| {
        let location = panic.location().map(ToString::to_string).unwrap_or_default();
        let backtrace = Backtrace::force_capture();
        tracing::error!(target: "panic", message = fixed_message(panic), location, %backtrace);
    }));
}

fn fixed_message(panic: &PanicHookInfo<'_>) -> &'static str {
    panic.payload().downcast_ref::<&'static str>().copied().unwrap_or("a message put together at run time, left out")
}

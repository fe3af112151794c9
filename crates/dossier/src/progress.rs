//! Progress bars, on a terminal only.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that counts entries.
pub(crate) const ENTRIES: &str = "{wide_bar} {human_pos}/{human_len} {eta}";

/// A bar that counts bytes; its message counts rows.
pub(crate) const BYTES: &str = "{wide_bar} {bytes}/{total_bytes} {msg} {eta}";

/// How often a bar is drawn in a second.
const DRAWN_EACH_SECOND: u8 = 10;

/// A bar on standard error; nothing is drawn where that is no terminal.
pub(crate) fn bar(template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(DRAWN_EACH_SECOND)).with_style(style)
}

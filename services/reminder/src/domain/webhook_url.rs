//! Where a webhook may lie.

use std::net::IpAddr;

use conventions::violations::Bilingual;
use http::Uri;
use http::uri::Scheme;

use super::public_address::is_public;

/// Why a URL is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum UrlError {
    /// It is none, or has a user or a fragment.
    #[error("must be a URL such as https://example.com/hook, without user, password or fragment")]
    Malformed,
    /// It is not encrypted, and its host is not opened.
    #[error("must begin with https://, unless the operator opens its host in reminder.webhook_hosts")]
    Plain,
    /// Its host is an address of an own network, and is not opened.
    #[error("must not be at a private address, unless the operator opens its host in reminder.webhook_hosts")]
    Private,
}

impl Bilingual for UrlError {
    fn chinese(&self) -> String {
        match self {
            Self::Malformed => "须为网址，如 https://example.com/hook，不带用户、密码或片段",
            Self::Plain => "须以 https:// 开头，除非运维在 reminder.webhook_hosts 中放行该主机",
            Self::Private => "不得为内网地址，除非运维在 reminder.webhook_hosts 中放行该主机",
        }
        .to_owned()
    }
}

/// The URL that is written; `open` are the hosts that the operator opened. A name is not looked up: that is done each time something is
/// sent.
///
/// # Errors
/// Nothing may be sent there.
pub fn parse(text: &str, open: &[String]) -> Result<Uri, UrlError> {
    let uri: Uri = text.parse().ok().filter(|_| !text.contains('#')).ok_or(UrlError::Malformed)?;
    let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'));
    let host = authority.map(http::uri::Authority::host).filter(|host| !host.is_empty()).ok_or(UrlError::Malformed)?;
    let is_plain = match uri.scheme() {
        Some(scheme) if *scheme == Scheme::HTTPS => false,
        Some(scheme) if *scheme == Scheme::HTTP => true,
        Some(_) | None => return Err(UrlError::Malformed),
    };
    if is_open(host, open) {
        return Ok(uri);
    }
    if is_plain {
        return Err(UrlError::Plain);
    }
    if address(host).is_some_and(|address| !is_public(address)) {
        return Err(UrlError::Private);
    }
    Ok(uri)
}

/// Whether the operator opened a host.
pub fn is_open(host: &str, open: &[String]) -> bool {
    open.iter().any(|open| open.eq_ignore_ascii_case(host))
}

/// The address that a host of a URL is, if it is not a name.
pub fn address(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encrypted_urls_of_public_hosts_are_taken() {
        for text in [
            "https://example.com",
            "https://example.com:8443/a/b?c=d",
            "https://1.1.1.1/",
            "https://[2606:4700::1111]/",
        ] {
            assert!(parse(text, &[]).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_url_or_lies_within_is_refused_unless_it_was_opened() {
        use UrlError::{Malformed, Plain, Private};
        for (text, error) in [
            ("", Malformed),
            ("example.com", Malformed),
            ("ftp://example.com/", Malformed),
            ("https://user:password@example.com/", Malformed),
            ("https://example.com/#there", Malformed),
            ("http://example.com/", Plain),
            ("https://127.0.0.1/", Private),
            ("https://[::1]:8443/", Private),
            ("https://[::ffff:10.0.0.1]/", Private),
            ("https://169.254.169.254/latest", Private),
        ] {
            assert_eq!(parse(text, &[]), Err(error), "{text}");
        }
        let open = ["crm.internal".to_owned(), "127.0.0.1".to_owned()];
        for text in ["http://CRM.internal:8080/hook", "https://127.0.0.1/"] {
            assert!(parse(text, &open).is_ok(), "{text}");
        }
        assert_eq!(parse("https://10.0.0.1/", &open), Err(Private));
    }
}

//! The embedded default: whoever sits at this machine needs no token.

use std::net::{IpAddr, SocketAddr};

use http::header::{FORWARDED, HOST, HeaderName, ORIGIN, VIA};
use http::uri::Authority;
use http::{HeaderMap, Uri};

/// Headers that a call from this machine to itself does not have: a web page sends the first, a proxy that passes on
/// the calls of others the rest.
const FOREIGN_HEADERS: [HeaderName; 5] =
    [ORIGIN, FORWARDED, VIA, HeaderName::from_static("x-forwarded-for"), HeaderName::from_static("x-real-ip")];

/// Whether a server that answers calls without a token may listen here: on loopback addresses alone.
pub fn insecure_listen_allowed(address: &SocketAddr) -> bool {
    is_loopback(address.ip())
}

/// Why a call without a token is not one from this machine.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotLocal {
    /// The peer is another machine, or not known.
    #[error("the peer is not this machine")]
    Peer,
    /// A web page made the call, or a proxy passed it on.
    #[error("a web page or a proxy stands behind it")]
    Foreign,
    /// It was addressed by a name that is not this machine's: a web page may have had its own name point here (DNS
    /// rebinding).
    #[error("it was addressed to another host")]
    Host,
}

/// Refuses a call that did not come from this machine, to this machine, by this machine's name.
pub(crate) fn check_local(uri: &Uri, headers: &HeaderMap, peer: Option<SocketAddr>) -> Result<(), NotLocal> {
    if !peer.is_some_and(|peer| is_loopback(peer.ip())) {
        return Err(NotLocal::Peer);
    }
    if FOREIGN_HEADERS.iter().any(|name| headers.contains_key(name)) {
        return Err(NotLocal::Foreign);
    }
    let hosts = headers.get_all(HOST).iter().map(|host| Authority::try_from(host.as_bytes()).ok());
    let mut addressed = uri.authority().cloned().map(Some).into_iter().chain(hosts).peekable();
    if addressed.peek().is_none() || !addressed.all(|host| host.is_some_and(|host| names_this_machine(&host))) {
        return Err(NotLocal::Host);
    }
    Ok(())
}

fn names_this_machine(authority: &Authority) -> bool {
    let host = authority.host();
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || address.parse().is_ok_and(is_loopback)
}

fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

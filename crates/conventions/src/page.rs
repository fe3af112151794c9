//! Pages of a list (AIP-158). A page token is encrypted, holds the last row's keys, and opens for nothing but the query
//! that answered it, asked by the same caller.

use contracts::validation::Wording;
use data_encoding::BASE64URL_NOPAD;
use keyring::TenantKey;
use prost::Name;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::problem::{INTERNAL, INVALID_PAGE_TOKEN, Problem};
use crate::request_bytes;

/// How many rows a page has when the caller does not say.
pub const DEFAULT_PAGE_SIZE: usize = 50;

/// What the key of the tenant is used for here.
const PURPOSE: &str = "page_token";

/// The size of the page that was asked for: [`DEFAULT_PAGE_SIZE`] for none, silently no more than `most`.
pub fn size(requested: i32, most: usize) -> usize {
    match usize::try_from(requested) {
        Ok(0) | Err(_) => DEFAULT_PAGE_SIZE.min(most),
        Ok(requested) => requested.min(most),
    }
}

/// What a page token is bound to: the key of the tenant, who asks, and all that is asked.
#[derive(Debug)]
pub struct Query<'a> {
    key: &'a TenantKey,
    binding: Vec<u8>,
}

impl<'a> Query<'a> {
    /// Binds to the caller and to the whole request, so that no filter can be forgotten. Take the page size and the
    /// page token out of the request before, with [`std::mem::take`].
    pub fn new<R: Name>(key: &'a TenantKey, caller: &str, request: &R) -> Self {
        let mut binding = request_bytes::of(request);
        // The caller comes last, with its length behind it, so that no request can end like another caller's.
        binding.extend(caller.as_bytes());
        binding.extend((caller.len() as u64).to_be_bytes());
        Self { key, binding }
    }

    /// The token that goes on after the row with this cursor: the values by which the list is ordered.
    ///
    /// # Errors
    /// INTERNAL when the cursor cannot be written as JSON, or there are no random numbers.
    pub fn token(&self, cursor: &impl Serialize) -> Result<String, Problem> {
        let cursor = serde_json::to_vec(cursor).map_err(|_| unsealed())?;
        let sealed = self.key.encrypt(PURPOSE, &self.binding, &cursor).map_err(|_| unsealed())?;
        Ok(BASE64URL_NOPAD.encode(&sealed))
    }

    /// The cursor in a token; none for the first page, which has no token.
    ///
    /// # Errors
    /// INVALID_ARGUMENT with the reason `INVALID_PAGE_TOKEN` when it was not answered to this caller and query.
    pub fn cursor<C: DeserializeOwned>(&self, token: &str) -> Result<Option<C>, Problem> {
        if token.is_empty() {
            return Ok(None);
        }
        let sealed = BASE64URL_NOPAD.decode(token.as_bytes()).map_err(|_| invalid())?;
        let cursor = self.key.decrypt(PURPOSE, &self.binding, &sealed).map_err(|_| invalid())?;
        serde_json::from_slice(&cursor).map(Some).map_err(|_| invalid())
    }
}

fn invalid() -> Problem {
    let description = Wording::new(
        "not one that this query answered to this caller; start from the first page",
        "不是本次查询返回给该调用者的分页标记，请从第一页重新开始",
    );
    Problem::invalid_argument(INVALID_PAGE_TOKEN, "page_token", description)
}

fn unsealed() -> Problem {
    Problem::internal(
        INTERNAL,
        Wording::new("the token of the next page could not be made", "无法生成下一页的分页标记"),
    )
}

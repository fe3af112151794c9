//! The local issuer: tokens signed with a key that lies on this machine.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use aws_lc_rs::signature::Ed25519KeyPair;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use clock::Clock;
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::principal::is_subject;
use crate::{Role, Roles, is_tenant_id};

/// The `iss` of tokens of the local issuer.
pub const LOCAL_ISSUER: &str = "dossier-local";

/// The `aud` of tokens of the local issuer.
pub const LOCAL_AUDIENCE: &str = "dossier";

/// The longest time for which the local issuer issues a token.
pub const LONGEST_LIFETIME: Duration = Duration::from_secs(366 * 24 * 3600);

const SIGNING_KEY_FILE: &str = "token-signing-key";
const KEY_SET_FILE: &str = "token-keys.json";

/// Issues tokens that are verified with the key set beside its key.
pub struct LocalIssuer {
    key: EncodingKey,
    key_id: String,
    key_set_file: PathBuf,
}

/// For whom a token is issued.
#[derive(Clone, Debug)]
pub struct TokenRequest {
    /// The tenant, 1 to 64 of a-z 0-9 -.
    pub tenant: String,
    /// The subject: a person's, or the name of a service. 1 to 200 characters.
    pub subject: String,
    /// The roles.
    pub roles: Roles,
    /// Whether the subject is a program.
    pub client: bool,
    /// How long it is valid; at most [`LONGEST_LIFETIME`].
    pub lifetime: Duration,
}

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// The key or the key set cannot be read or written.
    #[error("{file}: {error}")]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Others can read the key.
    #[error("{file} can be read by others than its owner; chmod 600 it, or delete it so that a new key is made")]
    Exposed {
        /// The file.
        file: PathBuf,
    },
    /// The key is no key.
    #[error(
        "{file} is no Ed25519 key in PKCS #8; delete it so that a new one is made: tokens of the old one end with it"
    )]
    Malformed {
        /// The file.
        file: PathBuf,
    },
    /// The key could not be made, or does not sign.
    #[error("signing failed: {0}")]
    Signing(String),
    /// The request breaks a rule.
    #[error("{0}")]
    Request(&'static str),
}

impl LocalIssuer {
    /// Opens the issuer whose key lies in `folder`; makes the folder, the key and the key set when they are not there.
    ///
    /// # Errors
    /// When they cannot be read or written, or the key is open to others.
    pub fn open(folder: &Path) -> Result<Self, IssuerError> {
        let key_file = folder.join(SIGNING_KEY_FILE);
        let key_set_file = folder.join(KEY_SET_FILE);
        if !key_file.exists() {
            make_key(folder, &key_file)?;
        }
        let key = read_key(&key_file)?;
        let malformed = |_| IssuerError::Malformed { file: key_file.clone() };
        let mut public = Jwk::from_encoding_key(&key, Algorithm::EdDSA).map_err(malformed)?;
        let key_id = public.thumbprint(ThumbprintHash::SHA256).map_err(malformed)?;
        public.common.key_id = Some(key_id.clone());
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        publish(&JwkSet { keys: vec![public] }, &key_set_file)?;
        Ok(Self { key, key_id, key_set_file })
    }

    /// Where the key set lies that verifies the tokens; what a [`KeySource`](crate::KeySource) names.
    pub fn key_set_file(&self) -> &Path {
        &self.key_set_file
    }

    /// Issues a token from [`LOCAL_ISSUER`] for [`LOCAL_AUDIENCE`], valid from now on.
    ///
    /// # Errors
    /// When the request breaks a rule.
    pub fn issue(&self, request: &TokenRequest, clock: &Clock) -> Result<String, IssuerError> {
        if !is_tenant_id(&request.tenant) {
            return Err(IssuerError::Request("a tenant is 1 to 64 of a-z 0-9 -"));
        }
        if !is_subject(&request.subject) {
            return Err(IssuerError::Request("a subject is 1 to 200 characters, none of them a control character"));
        }
        if request.roles.contains(Role::System) && !request.client {
            return Err(IssuerError::Request("only a service may have the role `system`"));
        }
        if request.lifetime > LONGEST_LIFETIME {
            return Err(IssuerError::Request("a token is valid for at most 366 days"));
        }
        let now = clock.now().as_micros() / 1_000_000;
        let claims = Claims {
            iss: LOCAL_ISSUER,
            aud: LOCAL_AUDIENCE,
            sub: &request.subject,
            iat: now,
            exp: now.saturating_add_unsigned(request.lifetime.as_secs()),
            tenant: &request.tenant,
            roles: request.roles.iter().map(Into::into).collect(),
            client: request.client,
        };
        let header = Header { kid: Some(self.key_id.clone()), ..Header::new(Algorithm::EdDSA) };
        encode(&header, &claims, &self.key).map_err(|error| IssuerError::Signing(error.to_string()))
    }
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: &'a str,
    iat: i64,
    exp: i64,
    tenant: &'a str,
    roles: Vec<&'static str>,
    client: bool,
}

/// Makes a key under another name first, so that no one ever reads half of one, and keeps the key of whoever was
/// quicker.
fn make_key(folder: &Path, file: &Path) -> Result<(), IssuerError> {
    let failed = |error: aws_lc_rs::error::Unspecified| IssuerError::Signing(error.to_string());
    let document = Ed25519KeyPair::generate().and_then(|pair| pair.to_pkcs8v1()).map_err(failed)?;
    let body = Zeroizing::new(BASE64_STANDARD.encode(document.as_ref()));
    let pem = Zeroizing::new(format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", *body));
    fs::create_dir_all(folder).map_err(at(folder))?;
    let draft = file.with_extension(format!("{}.new", std::process::id()));
    write_durably(&draft, pem.as_bytes()).map_err(at(&draft))?;
    let linked = fs::hard_link(&draft, file);
    fs::remove_file(&draft).map_err(at(&draft))?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(at(file)(error)),
        _ => Ok(()),
    }
}

fn read_key(file: &Path) -> Result<EncodingKey, IssuerError> {
    let mode = fs::metadata(file).map_err(at(file))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(IssuerError::Exposed { file: file.to_owned() });
    }
    let pem = Zeroizing::new(fs::read(file).map_err(at(file))?);
    EncodingKey::from_ed_pem(&pem).map_err(|_| IssuerError::Malformed { file: file.to_owned() })
}

/// Writes the key set beside the key, unless it is there already.
fn publish(set: &JwkSet, file: &Path) -> Result<(), IssuerError> {
    let json = serde_json::to_vec_pretty(set).map_err(|error| IssuerError::Signing(error.to_string()))?;
    if fs::read(file).is_ok_and(|published| published == json) {
        return Ok(());
    }
    let draft = file.with_extension(format!("{}.new", std::process::id()));
    write_durably(&draft, &json).and_then(|()| fs::rename(&draft, file)).map_err(at(file))
}

/// Writes a new file that its owner alone can read.
fn write_durably(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut handle = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(file)?;
    handle.write_all(bytes)?;
    handle.sync_all()
}

fn at(file: &Path) -> impl Fn(io::Error) -> IssuerError {
    let file = file.to_owned();
    move |error| IssuerError::File { file: file.clone(), error }
}

//! Signatures of webhooks, as Standard Webhooks has them.

use aws_lc_rs::hmac;
use data_encoding::BASE64;

/// How a secret begins in its written form.
const PREFIX: &str = "whsec_";

/// A new secret in its written form, of 32 random bytes.
pub(crate) fn new_secret(random: [[u8; 16]; 2]) -> String {
    format!("{PREFIX}{}", BASE64.encode(random.as_flattened()))
}

/// The signature of a body by one secret, `v1,` and base64; none when the secret is malformed.
pub(super) fn sign(secret: &str, id: &str, timestamp: i64, body: &[u8]) -> Option<String> {
    let secret = BASE64.decode(secret.strip_prefix(PREFIX)?.as_bytes()).ok()?;
    let signed = [format!("{id}.{timestamp}.").as_bytes(), body].concat();
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &secret), &signed);
    Some(format!("v1,{}", BASE64.encode(tag.as_ref())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_the_published_example() {
        let signature = sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            br#"{"test": 2432232314}"#,
        );
        assert_eq!(signature.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }

    #[test]
    fn a_new_secret_signs_and_another_text_does_not() {
        assert!(sign(&new_secret([[7; 16]; 2]), "id", 0, b"").is_some());
        for malformed in ["", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] {
            assert_eq!(sign(malformed, "id", 0, b"").is_some(), malformed == "whsec_", "{malformed}");
        }
    }
}

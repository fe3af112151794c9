//! RotateEndpointSecret.

use contracts::reminder::v1::{Endpoint as Sent, RotateEndpointSecretRequest};
use conventions::violations::{Violations, require_none};
use operation::etag;

use super::target::Change;
use crate::call::Call;
use crate::delivery::signature;
use crate::domain::endpoint::Channel;
use crate::error::{Error, Objection};

pub(super) async fn rotate_secret(call: Call, mut request: RotateEndpointSecretRequest) -> Result<Sent, Error> {
    let claim = call.request_claim(&std::mem::take(&mut request.request_id), &request)?;
    call.once(claim.as_ref(), async {
        let target = call.endpoint(&request.endpoint_id).await?;
        etag::compare(&request.etag, target.endpoint.revision)?;
        if target.endpoint.facts.channel == Channel::Email {
            let mut violations = Violations::default();
            violations.field("endpoint_id", |violations| {
                violations.add("must be a webhook: mail is not signed", "须为 webhook：邮件不签名");
            });
            require_none(violations)?;
        }
        let clock = &call.service.records.clock;
        let secret = signature::new_secret([clock.salt(), clock.salt()]);
        let after = target.endpoint.rotate(secret, call.service.now().await?);
        let after = after.map_err(|_| Error::Objection(Objection::EndpointDeleted(target.endpoint.id)))?;
        let (request, validate_only) = (claim.clone(), request.validate_only);
        call.change_endpoint(Change { after, key: target.key, request, validate_only }).await
    })
    .await
}

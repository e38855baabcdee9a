//! Who asks, as it is passed on to the services. Each of them decides again.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue};
use huiyin_access::Caller;
use huiyin_kernel::Timestamp;
use huiyin_web::{Claims, DUTIES, STAFF, Signer, UNIT};

use crate::cookies::Acting;
use crate::services::Of;

/// How long the token of one request is good for.
const SECONDS: i64 = 60;

/// What tells a service who asks.
#[derive(Clone, Debug, Default)]
pub(crate) enum Passed {
    /// Nothing: complainants come with their receipt.
    #[default]
    Nobody,
    /// Headers, where they are believed.
    Claimed(HeaderMap),
    /// A token for each service, signed when it is asked.
    Signed {
        caller: Box<Caller>,
        signer: Signer,
        now: Timestamp,
    },
}

impl Passed {
    /// Only what says who asks goes on to the services.
    pub(crate) fn claimed(headers: &HeaderMap) -> Self {
        let mut passed = HeaderMap::new();
        for name in [STAFF, UNIT, DUTIES] {
            if let Some(value) = headers.get(name) {
                passed.insert(name, value.clone());
            }
        }
        if passed.is_empty()
            && let Some(acting) = Acting::of(headers)
        {
            acting.into_headers(&mut passed);
        }
        Self::Claimed(passed)
    }

    /// The headers of a request to a service.
    pub(crate) fn headers(&self, of: Of) -> HeaderMap {
        match self {
            Self::Nobody => HeaderMap::new(),
            Self::Claimed(headers) => headers.clone(),
            Self::Signed { caller, signer, now } => {
                let claims = Claims::new((**caller).clone(), of.name(), *now, SECONDS);
                let token = signer.sign(&claims).ok();
                let value = token.and_then(|token| HeaderValue::try_from(format!("Bearer {token}")).ok());
                value.into_iter().map(|value| (AUTHORIZATION, value)).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use huiyin_kernel::StaffCode;
    use huiyin_web::{TokenError, Verifier};

    #[test]
    fn each_service_is_told_the_original_caller_in_a_token_for_it_alone() {
        let caller = Caller::staff(
            StaffCode::new("e012").unwrap(),
            Some("ho.b01.o011".parse().unwrap()),
            vec!["legal".to_owned()],
        );
        let signer = Signer::new(&[3; 32]).unwrap();
        let (now, key) = (Timestamp::UNIX_EPOCH, signer.public());
        let passed = Passed::Signed {
            caller: Box::new(caller.clone()),
            signer,
            now,
        };
        let headers = passed.headers(Of::Routing);
        assert_eq!(headers.len(), 1, "no claim goes beside the token");
        let value = headers[AUTHORIZATION].to_str().unwrap();
        let token = value.strip_prefix("Bearer ").unwrap();
        let verify = |service| Verifier::new(vec![key.clone()]).verify(token, service, now);
        assert_eq!(verify("routing").unwrap().caller(), caller);
        assert_eq!(verify("intake"), Err(TokenError::OtherAudience));
        assert!(Passed::Nobody.headers(Of::Intake).is_empty());
    }
}

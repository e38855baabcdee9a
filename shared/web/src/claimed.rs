//! Who asks, as headers claim it: believed only where the configuration says so.

use axum::http::HeaderMap;
use huiyin_kernel::{StaffCode, UnitPath};

use crate::{Caller, Problem};

/// The header with the code of the member of staff who asks.
pub const STAFF: &str = "huiyin-staff";
/// The header with the path of the unit that they work in.
pub const UNIT: &str = "huiyin-unit";
/// The header with their duties, with commas between them: `supervision_desk,legal`.
pub const DUTIES: &str = "huiyin-duties";

const MOST_DUTIES: usize = 32;
const LONGEST_DUTY: usize = 40;

impl Caller {
    /// Who asks, by the word of a request's headers: [`STAFF`] (with [`UNIT`] and [`DUTIES`]) makes a member of staff, none of them the
    /// operator.
    ///
    /// # Errors
    /// 400 where a header is malformed, stands twice, or lacks the staff code that it belongs to.
    pub fn claimed(headers: &HeaderMap) -> Result<Self, Problem> {
        let (unit, duties) = (single(headers, UNIT)?, single(headers, DUTIES)?);
        let Some(code) = single(headers, STAFF)? else {
            let alone = unit.map(|_| UNIT).or(duties.map(|_| DUTIES));
            return match alone {
                Some(name) => Err(malformed(name, "it goes with huiyin-staff only")),
                None => Ok(Self(huiyin_access::Caller::operator())),
            };
        };
        let code = StaffCode::new(code).map_err(|error| malformed(STAFF, &error.to_string()))?;
        let unit = unit
            .map(UnitPath::new)
            .transpose()
            .map_err(|error| malformed(UNIT, &error.to_string()))?;
        let duties = duties.map_or_else(|| Ok(Vec::new()), read_duties)?;
        Ok(Self(huiyin_access::Caller::staff(code, unit, duties)))
    }
}

fn single<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Problem> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(malformed(name, "it stands more than once"));
    }
    value
        .to_str()
        .map(Some)
        .map_err(|_| malformed(name, "it is not ASCII text"))
}

fn read_duties(text: &str) -> Result<Vec<String>, Problem> {
    let fits = |duty: &str| {
        (1..=LONGEST_DUTY).contains(&duty.len()) && duty.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
    };
    let duties: Vec<String> = text.split(',').map(|duty| duty.trim().to_owned()).collect();
    if duties.len() > MOST_DUTIES || !duties.iter().all(|duty| fits(duty)) {
        return Err(malformed(
            DUTIES,
            "duties are lower-case words with '_', and ',' between them",
        ));
    }
    Ok(duties)
}

fn malformed(name: &str, sentence: &str) -> Problem {
    Problem::bad_request("wrong-header", format!("the header {name} is wrong: {sentence}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn caller(headers: &[(&str, &str)]) -> Result<Caller, Problem> {
        let pair = |(name, value): &(&str, &str)| {
            (
                HeaderName::try_from(*name).unwrap(),
                HeaderValue::from_bytes(value.as_bytes()).unwrap(),
            )
        };
        let mut map = HeaderMap::new();
        for (name, value) in headers.iter().map(pair) {
            map.append(name, value);
        }
        Caller::claimed(&map)
    }

    #[test]
    fn without_headers_it_is_the_operator() {
        assert_eq!(*caller(&[]).unwrap(), huiyin_access::Caller::operator());
    }

    #[test]
    fn staff_are_who_the_headers_say() {
        let headers = [(STAFF, "s1"), (UNIT, "ho.b01"), (DUTIES, "supervision_desk, legal")];
        let expected = huiyin_access::Caller::staff(
            StaffCode::new("s1").unwrap(),
            Some("ho.b01".parse().unwrap()),
            vec!["supervision_desk".to_owned(), "legal".to_owned()],
        );
        assert_eq!(*caller(&headers).unwrap(), expected);
        assert_eq!(caller(&headers[..1]).unwrap().unit, None);
    }

    #[test]
    fn malformed_headers_never_make_an_operator() {
        for headers in [
            &[(STAFF, "")][..],
            &[(STAFF, "two words")],
            &[(STAFF, "张三")],
            &[(STAFF, "s1"), (STAFF, "s2")],
            &[(UNIT, "ho")],
            &[(DUTIES, "legal")],
            &[(STAFF, "s1"), (UNIT, "HO")],
            &[(STAFF, "s1"), (DUTIES, "legal,,x")],
            &[(STAFF, "s1"), (DUTIES, "Legal")],
        ] {
            let problem = caller(headers).unwrap_err();
            assert_eq!((problem.status, problem.code()), (400, "wrong-header"), "{headers:?}");
        }
        let alone = caller(&[(UNIT, "ho")]).unwrap_err();
        assert_eq!(
            alone.detail,
            "the header huiyin-unit is wrong: it goes with huiyin-staff only"
        );
    }
}

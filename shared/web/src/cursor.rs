//! Where a list goes on: opaque to the caller, who only hands it back.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Problem;

const LONGEST: usize = 1_000;

/// The cursor after a row with this key.
///
/// # Errors
/// 500 where the key does not serialise, as a map with keys that are no strings.
pub fn encode<K: Serialize>(key: &K) -> Result<String, Problem> {
    let json = serde_json::to_vec(key).map_err(|error| Problem::failed(&error))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(json))
}

/// The key within a cursor. It comes from outside: it is no proof that the caller may see the row.
///
/// # Errors
/// 400 where it is none of ours.
pub fn decode<K: DeserializeOwned>(cursor: &str) -> Result<K, Problem> {
    let bad = || Problem::bad_request("bad-cursor", "the cursor in `after` is not one that this list gave");
    if cursor.len() > LONGEST {
        return Err(bad());
    }
    let json = BASE64_URL_SAFE_NO_PAD.decode(cursor).map_err(|_| bad())?;
    let value = crate::json::parse(&json).map_err(|_| bad())?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_gives_its_key_back() {
        let key = ("2026-05-01".to_owned(), 7_i64);
        assert_eq!(decode::<(String, i64)>(&encode(&key).unwrap()).unwrap(), key);
    }

    #[test]
    fn a_cursor_that_is_not_ours_is_400() {
        let other = encode(&"text").unwrap();
        let deep = BASE64_URL_SAFE_NO_PAD.encode("[".repeat(600));
        for cursor in ["", "***", "e30", &other, &deep, &"e30".repeat(1_000)] {
            let problem = decode::<(String, i64)>(cursor).unwrap_err();
            assert_eq!((problem.status, problem.code()), (400, "bad-cursor"), "{cursor}");
        }
    }
}

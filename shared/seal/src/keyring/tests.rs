//! Adding and retiring keys, and files that are none.

use super::*;
use huiyin_kernel::Clock;
use std::os::unix::fs::PermissionsExt;
use uuid::Uuid;

fn complaint(number: u128) -> ComplaintId {
    ComplaintId::from_uuid(Uuid::from_u128(number))
}

fn ids() -> Ids {
    Ids::random(Clock::system())
}

#[test]
fn a_key_is_added_and_taken_out_while_others_hold_the_file_open() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sealing.keys");
    let ring = KeyRing::open(&file, true, &ids()).unwrap();
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let other_process = KeyRing::open(&file, false, &ids()).unwrap();
    let key = DataKey::draw(&ids());
    let old = ring.wrap("intake", complaint(1), &key, &ids()).unwrap();
    assert_eq!(ring.add(&ids()).unwrap(), 2);
    let new = ring.wrap("intake", complaint(1), &key, &ids()).unwrap();
    assert_eq!((old.kek, new.kek), (1, 2));
    for wrapped in [&old, &new] {
        let opened = other_process.unwrap("intake", complaint(1), wrapped).unwrap();
        assert_eq!(opened.bytes(), key.bytes(), "a key that came since is read");
    }
    assert_eq!(other_process.current(), 2);
    ring.retire(1, &ids()).unwrap();
    assert_eq!(
        ring.unwrap("intake", complaint(1), &old).unwrap_err(),
        SealError::UnknownKey(1)
    );
    assert!(ring.unwrap("intake", complaint(1), &new).is_ok());
    assert_eq!(ring.numbers(), [2]);
}

#[test]
fn a_wrapped_key_opens_for_its_complaint_in_its_service_under_its_number() {
    let folder = tempfile::tempdir().unwrap();
    let ring = KeyRing::open(&folder.path().join("sealing.keys"), true, &ids()).unwrap();
    let wrapped = ring
        .wrap("intake", complaint(1), &DataKey::draw(&ids()), &ids())
        .unwrap();
    assert_eq!(
        ring.unwrap("intake", complaint(2), &wrapped).unwrap_err(),
        SealError::DoesNotOpen
    );
    assert_eq!(
        ring.unwrap("investigation", complaint(1), &wrapped).unwrap_err(),
        SealError::DoesNotOpen
    );
    ring.add(&ids()).unwrap();
    let renamed = Wrapped { kek: 2, ..wrapped };
    assert_eq!(
        ring.unwrap("intake", complaint(1), &renamed).unwrap_err(),
        SealError::DoesNotOpen
    );
}

#[test]
fn the_key_in_use_stays_and_one_that_is_not_there_cannot_go() {
    let folder = tempfile::tempdir().unwrap();
    let ring = KeyRing::open(&folder.path().join("sealing.keys"), true, &ids()).unwrap();
    let said = ring.retire(1, &ids()).unwrap_err().to_string();
    assert!(said.ends_with("is the one in use: add another first"), "{said}");
    let said = ring.retire(7, &ids()).unwrap_err().to_string();
    assert!(said.ends_with("holds no key 7"), "{said}");
}

#[test]
fn each_wrong_file_has_its_sentence_without_its_content() {
    let folder = tempfile::tempdir().unwrap();
    let key = STANDARD.encode([7; 32]);
    let wrong = [
        (
            "nothing",
            String::new(),
            "holds no key: put it back from where keys are kept",
        ),
        ("letters", "one\n".to_owned(), "line 1 of the key file"),
        (
            "short",
            format!("1 {}\n", STANDARD.encode([7; 31])),
            "line 1 of the key file",
        ),
        ("zero", format!("# head\n0 {key}\n"), "line 2 of the key file"),
        ("twice", format!("1 {key}\n1 {key}\n"), "key 1 stands twice"),
        ("last", format!("{} {key}\n", i32::MAX), ""),
    ];
    for (name, content, sentence) in wrong {
        let file = folder.path().join(name);
        std::fs::write(&file, content).unwrap();
        let said = match KeyRing::open(&file, true, &ids()) {
            Ok(ring) => ring.add(&ids()).unwrap_err().to_string(),
            Err(error) => error.to_string(),
        };
        assert!(said.contains(sentence) && !said.contains(&key), "{name}: {said}");
    }
    let missing = KeyRing::open(&folder.path().join("missing"), false, &ids()).unwrap_err();
    assert!(missing.to_string().contains("cannot be used"), "{missing}");
    let ring = KeyRing::open(&folder.path().join("good"), true, &ids()).unwrap();
    std::fs::write(folder.path().join("good"), "broken").unwrap();
    assert!(ring.refresh().is_err());
    assert_eq!(ring.numbers(), [1], "what was read stays");
}

//! Taking a file in as evidence (R5.1): within its bounds, once, and in the place of another only with a reason. It moves no clock (R4.12).

use huiyin_files::clamd::Scan;
use huiyin_files::media_type::sniff;
use huiyin_kernel::{Actor, Timestamp};
use uuid::Uuid;

use super::{Case, Code, Evidence, Refuses, Stage, Words};

/// The most files of one case.
pub(crate) const MOST_FILES: usize = 500;

/// How much may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quota {
    /// The longest file, in bytes.
    pub(crate) file: u64,
    /// All files of one case, in bytes.
    pub(crate) case: u64,
}

/// What is told of a file before it comes.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// What it is.
    pub(crate) kind: Code,
    /// Who gave it, by role.
    pub(crate) given_by: Code,
    /// Its name.
    pub(crate) name: Option<Words>,
    /// What it takes the place of.
    pub(crate) supersedes: Option<Uuid>,
    /// Why.
    pub(crate) reason: Option<Words>,
}

/// A content that came whole.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    /// Its SHA-256.
    pub(crate) sha256: [u8; 32],
    /// How long it is.
    pub(crate) bytes: u64,
    /// Its first bytes.
    pub(crate) head: Vec<u8>,
    /// What the scanner says.
    pub(crate) scan: Scan,
}

/// Why a file is not taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// Nobody works on it.
    #[error("evidence is added after the order is accepted, while somebody works on the case")]
    NotAccepted,
    /// The case is over.
    #[error("the case is closed, so no evidence is added")]
    Closed,
    /// There is nothing.
    #[error("the file is empty")]
    Empty,
    /// It is there.
    #[error("the case holds the same file already")]
    Twice,
    /// There are too many.
    #[error("a case holds at most {MOST_FILES} files")]
    TooMany,
    /// They are too large.
    #[error("the files of one case have at most {0} bytes together")]
    Quota(u64),
    /// It is too large.
    #[error("the file is longer than {0} bytes")]
    TooLong(u64),
    /// There is none of that id.
    #[error("the case has no such evidence to be superseded")]
    Unknown,
    /// It has a successor.
    #[error("the evidence is superseded already")]
    Superseded,
    /// Nobody says why.
    #[error("evidence is superseded with a reason")]
    NoReason,
}

impl Refuses for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAccepted => "not_accepted",
            Self::Closed => "case_closed",
            Self::Empty => "empty_file",
            Self::Twice => "held_already",
            Self::TooMany => "too_many_files",
            Self::Quota(_) => "files_too_large",
            Self::TooLong(_) => "file_too_large",
            Self::Unknown => "unknown_evidence",
            Self::Superseded => "superseded_already",
            Self::NoReason => "no_reason",
        }
    }
}

/// What can be refused before anything comes; answers how many bytes may come, and what is said where more do.
pub(crate) fn check(
    case: &Case,
    told: &Told,
    held: &[Evidence],
    announced: Option<u64>,
    quota: Quota,
) -> Result<(u64, Refusal), Refusal> {
    match case.stage {
        Stage::Assigned | Stage::Reopened { .. } => return Err(Refusal::NotAccepted),
        Stage::Closed { .. } | Stage::Archived { .. } => return Err(Refusal::Closed),
        _ => {}
    }
    if held.len() >= MOST_FILES {
        return Err(Refusal::TooMany);
    }
    if let Some(old) = told.supersedes {
        if !held.iter().any(|one| one.id == old) {
            return Err(Refusal::Unknown);
        }
        let successor = |one: &Evidence| one.supersedes.as_ref().is_some_and(|(of, _)| *of == old);
        if held.iter().any(successor) {
            return Err(Refusal::Superseded);
        }
        if told.reason.is_none() {
            return Err(Refusal::NoReason);
        }
    }
    let left = quota.case.saturating_sub(held.iter().map(|one| one.bytes).sum());
    let room = if left < quota.file {
        (left, Refusal::Quota(quota.case))
    } else {
        (quota.file, Refusal::TooLong(quota.file))
    };
    match announced {
        Some(bytes) if bytes > quota.file => Err(Refusal::TooLong(quota.file)),
        Some(bytes) if bytes > room.0 => Err(room.1),
        _ => Ok(room),
    }
}

/// Takes in what came whole. Infected files are taken in too: they may be what the complaint is about; they are not given out.
pub(crate) fn decide(
    case: &Case,
    told: Told,
    content: Content,
    held: &[Evidence],
    quota: Quota,
    (id, by, at): (Uuid, Actor, Timestamp),
) -> Result<Evidence, Refusal> {
    let (most, refusal) = check(case, &told, held, None, quota)?;
    if content.bytes == 0 {
        return Err(Refusal::Empty);
    }
    if content.bytes > most {
        return Err(refusal);
    }
    if held.iter().any(|one| one.sha256 == content.sha256) {
        return Err(Refusal::Twice);
    }
    Ok(Evidence {
        id,
        kind: told.kind,
        given_by: told.given_by,
        name: told.name,
        sha256: content.sha256,
        bytes: content.bytes,
        media_type: sniff(&content.head).to_owned(),
        scan: content.scan,
        at,
        by,
        supersedes: told.supersedes.zip(told.reason),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, actor, at, words};

    const QUOTA: Quota = Quota { file: 10, case: 15 };

    fn told() -> Told {
        Told {
            kind: Code::new("recording").unwrap(),
            given_by: Code::new("complainant").unwrap(),
            name: Some(words("call.mp3")),
            supersedes: None,
            reason: None,
        }
    }

    fn content(n: u8, bytes: u64) -> Content {
        Content {
            sha256: [n; 32],
            bytes,
            head: b"%PDF-1.7".to_vec(),
            scan: Scan::Clean,
        }
    }

    fn add(case: &Case, told: Told, content: Content, held: &[Evidence]) -> Result<Evidence, Refusal> {
        let n = u128::from(content.sha256[0]);
        decide(
            case,
            told,
            content,
            held,
            QUOTA,
            (Uuid::from_u128(n), actor("handler"), at(2)),
        )
    }

    fn held(n: u8, bytes: u64) -> Evidence {
        add(&sample::found(), told(), content(n, bytes), &[]).unwrap()
    }

    fn instead(reason: Option<&str>) -> Told {
        Told {
            supersedes: Some(Uuid::from_u128(1)),
            reason: reason.map(words),
            ..told()
        }
    }

    #[test]
    fn r5_1_a_file_is_what_its_content_says_and_its_custody_begins_with_who_when_and_from_whom() {
        let evidence = held(1, 9);
        assert_eq!(evidence.media_type, "application/pdf", "its name says mp3");
        let lines = evidence.begins();
        let codes: Vec<_> = lines
            .iter()
            .map(|line| (line.what.code(), line.note.as_deref()))
            .collect();
        assert_eq!(codes, [("received", Some("complainant")), ("scanned", Some("clean"))]);
        assert_eq!(
            (lines[0].by.clone(), lines[0].sha256.clone()),
            (actor("handler"), "01".repeat(32))
        );
    }

    #[test]
    fn a_file_comes_while_somebody_works_on_the_case() {
        for early in [sample::assigned(), sample::reopened()] {
            assert_eq!(add(&early, told(), content(1, 1), &[]), Err(Refusal::NotAccepted));
        }
        assert_eq!(
            Refusal::NotAccepted.to_string(),
            "evidence is added after the order is accepted, while somebody works on the case"
        );
        for late in [sample::closed(), sample::archived()] {
            assert_eq!(add(&late, told(), content(1, 1), &[]), Err(Refusal::Closed));
        }
        assert_eq!(
            Refusal::Closed.to_string(),
            "the case is closed, so no evidence is added"
        );
    }

    #[test]
    fn its_length_and_the_lengths_of_all_have_bounds() {
        let case = sample::investigating();
        assert_eq!(add(&case, told(), content(1, 0), &[]), Err(Refusal::Empty));
        assert_eq!(Refusal::Empty.to_string(), "the file is empty");
        assert_eq!(add(&case, told(), content(1, 11), &[]), Err(Refusal::TooLong(10)));
        assert_eq!(Refusal::TooLong(10).to_string(), "the file is longer than 10 bytes");
        let there = [held(2, 9)];
        assert_eq!(add(&case, told(), content(1, 7), &there), Err(Refusal::Quota(15)));
        assert_eq!(
            Refusal::Quota(15).to_string(),
            "the files of one case have at most 15 bytes together"
        );
        assert!(add(&case, told(), content(1, 6), &there).is_ok());
        let announced = |bytes| check(&case, &told(), &there, Some(bytes), QUOTA).map(|(most, _)| most);
        assert_eq!(
            (announced(11), announced(7)),
            (Err(Refusal::TooLong(10)), Err(Refusal::Quota(15)))
        );
        assert_eq!(announced(6), Ok(6), "refused before it comes, or let come so far");
        let many = vec![held(2, 1); MOST_FILES];
        assert_eq!(add(&case, told(), content(1, 1), &many), Err(Refusal::TooMany));
        assert_eq!(Refusal::TooMany.to_string(), "a case holds at most 500 files");
    }

    #[test]
    fn nothing_is_replaced_only_superseded_once_and_with_a_reason() {
        let (case, first) = (sample::found(), held(1, 3));
        let again = add(&case, told(), content(1, 3), std::slice::from_ref(&first));
        assert_eq!(again, Err(Refusal::Twice));
        assert_eq!(Refusal::Twice.to_string(), "the case holds the same file already");
        let add = |told, held: &[Evidence]| add(&case, told, content(2, 3), held);
        assert_eq!(add(instead(Some("the whole call")), &[]), Err(Refusal::Unknown));
        assert_eq!(
            Refusal::Unknown.to_string(),
            "the case has no such evidence to be superseded"
        );
        let there = [first];
        assert_eq!(add(instead(None), &there), Err(Refusal::NoReason));
        assert_eq!(Refusal::NoReason.to_string(), "evidence is superseded with a reason");
        let second = add(instead(Some("the whole call")), &there).unwrap();
        let both = [there[0].clone(), second];
        let third = decide(
            &case,
            instead(Some("better")),
            content(3, 3),
            &both,
            QUOTA,
            (Uuid::from_u128(3), actor("handler"), at(3)),
        );
        assert_eq!(third, Err(Refusal::Superseded));
        assert_eq!(Refusal::Superseded.to_string(), "the evidence is superseded already");
    }
}

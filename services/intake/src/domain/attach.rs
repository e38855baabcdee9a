//! Adding a file (R3.3), at registration or later. It moves no clock (R4.12).

use huiyin_contracts::events::intake::AttachmentAddedV1;
use huiyin_kernel::{Actor, AttachmentId, ComplaintId, Timestamp};

use super::complaint::Complaint;
use super::stage::{Act, Stage};
use super::text::{TextError, maybe_line};
use huiyin_files::media_type::sniff;

/// The most files of one complaint.
pub(crate) const MOST_FILES: u64 = 200;

/// Why no file is added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the file is in the archive: nothing is added to it any more")]
    Archived,
    #[error("the file is empty")]
    Empty,
    #[error("the same file is attached already")]
    Twice,
    #[error("a complaint holds at most {MOST_FILES} files")]
    TooMany,
    #[error("the files of one complaint have at most {0} bytes together")]
    Quota(u64),
    #[error("the file is longer than {0} bytes")]
    TooLong(u64),
    #[error(transparent)]
    Name(#[from] TextError),
}

impl Refusal {
    /// The stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Archived => "complaint_archived",
            Self::Empty => "empty_file",
            Self::Twice => "attached_already",
            Self::TooMany => "too_many_files",
            Self::Quota(_) => "files_too_large",
            Self::TooLong(_) => "file_too_large",
            Self::Name(_) => "bad_file_name",
        }
    }
}

/// How much may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quota {
    /// The longest file, in bytes.
    pub(crate) file: u64,
    /// All files of one complaint, in bytes.
    pub(crate) complaint: u64,
}

/// What a complaint holds already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) files: u64,
    pub(crate) bytes: u64,
    /// Whether one of them has the same content.
    pub(crate) same: bool,
}

/// A file of a complaint; its content lies in the folder.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Attachment {
    pub(crate) id: AttachmentId,
    pub(crate) complaint: ComplaintId,
    pub(crate) sha256: [u8; 32],
    pub(crate) bytes: u64,
    pub(crate) media_type: String,
    /// May tell who complains: shown with a look only.
    pub(crate) name: Option<String>,
    pub(crate) by: Actor,
    pub(crate) at: Timestamp,
}

/// A content that came whole.
pub(crate) struct Content<'a> {
    pub(crate) sha256: [u8; 32],
    pub(crate) bytes: u64,
    pub(crate) head: &'a [u8],
}

/// How many bytes may come, and what is said where more do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Room {
    pub(crate) bytes: u64,
    pub(crate) refusal: Refusal,
}

impl Quota {
    /// What is left for one file more, beside what the complaint holds.
    fn room(&self, held: &Held) -> Room {
        let left = self.complaint.saturating_sub(held.bytes);
        if left < self.file {
            Room {
                bytes: left,
                refusal: Refusal::Quota(self.complaint),
            }
        } else {
            Room {
                bytes: self.file,
                refusal: Refusal::TooLong(self.file),
            }
        }
    }
}

/// What can be refused before anything is taken; answers how many bytes may come, and the name without its folders.
pub(crate) fn check(
    complaint: &Complaint,
    name: Option<&str>,
    announced: Option<u64>,
    held: &Held,
    quota: Quota,
) -> Result<(Room, Option<String>), Refusal> {
    if matches!(complaint.stage, Stage::Closed { archived: Some(_), .. }) {
        return Err(Refusal::Archived);
    }
    if held.files >= MOST_FILES {
        return Err(Refusal::TooMany);
    }
    let room = quota.room(held);
    match announced {
        Some(bytes) if bytes > quota.file => return Err(Refusal::TooLong(quota.file)),
        Some(bytes) if bytes > room.bytes => return Err(room.refusal),
        _ => {}
    }
    // Browsers of old send the whole path.
    let bare = name.and_then(|name| name.rsplit(['/', '\\']).next());
    Ok((room, maybe_line("file name", bare, 200)?))
}

/// Adds a file that came whole.
pub(crate) fn decide(
    complaint: &Complaint,
    content: &Content<'_>,
    held: &Held,
    quota: Quota,
    id: AttachmentId,
    name: Option<String>,
    act: Act,
) -> Result<Attachment, Refusal> {
    if matches!(complaint.stage, Stage::Closed { archived: Some(_), .. }) {
        return Err(Refusal::Archived);
    }
    match content.bytes {
        0 => return Err(Refusal::Empty),
        _ if held.same => return Err(Refusal::Twice),
        _ if held.files >= MOST_FILES => return Err(Refusal::TooMany),
        bytes if held.bytes.saturating_add(bytes) > quota.complaint => return Err(Refusal::Quota(quota.complaint)),
        _ => {}
    }
    Ok(Attachment {
        id,
        complaint: complaint.id,
        sha256: content.sha256,
        bytes: content.bytes,
        media_type: sniff(content.head).to_owned(),
        name,
        by: act.by,
        at: act.at,
    })
}

impl Attachment {
    /// What is said of it: all but its name.
    pub(crate) fn event(&self) -> AttachmentAddedV1 {
        AttachmentAddedV1 {
            complaint: self.complaint,
            attachment: self.id,
            sha256: self.hex(),
            bytes: self.bytes,
            media_type: self.media_type.clone(),
            by: self.by.clone(),
        }
    }

    /// The fingerprint as it is written.
    pub(crate) fn hex(&self) -> String {
        self.sha256.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{at, clerk, complaint};
    use super::*;

    const QUOTA: Quota = Quota {
        file: 100,
        complaint: 150,
    };

    fn attach(complaint: &Complaint, bytes: u64, held: &Held) -> Result<Attachment, Refusal> {
        let content = Content {
            sha256: [0xab; 32],
            bytes,
            head: b"%PDF-1.4",
        };
        let act = Act { by: clerk(), at: at(5) };
        let id = AttachmentId::from_uuid(complaint.id.uuid());
        decide(
            complaint,
            &content,
            held,
            QUOTA,
            id,
            Some("receipt.exe".to_owned()),
            act,
        )
    }

    fn archived() -> Complaint {
        let stage = Stage::Closed {
            at: at(1),
            ending: "replied".to_owned(),
            finding: None,
            archived: Some(at(2)),
        };
        Complaint { stage, ..complaint() }
    }

    #[test]
    fn a_file_is_what_its_content_says_and_the_event_holds_no_name() {
        let attached = attach(&complaint(), 100, &Held::default()).ok().unwrap();
        assert_eq!(attached.media_type, "application/pdf");
        let said = serde_json::to_string(&attached.event()).unwrap();
        assert!(said.contains(&"ab".repeat(32)) && !said.contains("receipt"), "{said}");
    }

    #[test]
    fn what_cannot_be_added_is_refused_with_its_sentence() {
        let held = |files, bytes, same| Held { files, bytes, same };
        for (complaint, bytes, held, sentence) in [
            (complaint(), 0, held(0, 0, false), "the file is empty"),
            (complaint(), 9, held(1, 9, true), "the same file is attached already"),
            (
                complaint(),
                9,
                held(200, 9, false),
                "a complaint holds at most 200 files",
            ),
            (
                complaint(),
                51,
                held(1, 100, false),
                "the files of one complaint have at most 150 bytes together",
            ),
            (
                archived(),
                9,
                held(0, 0, false),
                "the file is in the archive: nothing is added to it any more",
            ),
        ] {
            assert_eq!(attach(&complaint, bytes, &held).err().unwrap().to_string(), sentence);
        }
    }

    #[test]
    fn what_can_be_refused_at_once_is() {
        let with = |files, bytes| Held {
            files,
            bytes,
            same: false,
        };
        let check_with =
            |held: Held, announced| check(&complaint(), None, announced, &held, QUOTA).map(|(room, _)| room.bytes);
        let check = |complaint: &Complaint, name, announced| {
            check(complaint, name, announced, &Held::default(), QUOTA).map(|(room, name)| (room.bytes, name))
        };
        assert_eq!(
            check(&complaint(), Some("C:\\photos\\me.jpg"), Some(100)),
            Ok((100, Some("me.jpg".to_owned())))
        );
        assert_eq!(check_with(with(1, 90), None), Ok(60), "no more than is left");
        assert_eq!(check_with(with(1, 90), Some(61)), Err(Refusal::Quota(150)));
        assert_eq!(check_with(with(200, 0), None), Err(Refusal::TooMany));
        for (refused, sentence) in [
            (
                check(&archived(), None, None),
                "the file is in the archive: nothing is added to it any more",
            ),
            (
                check(&complaint(), None, Some(101)),
                "the file is longer than 100 bytes",
            ),
            (
                check(&complaint(), Some("a\nb"), None),
                "`file name` holds a control character",
            ),
        ] {
            assert_eq!(refused.unwrap_err().to_string(), sentence);
        }
    }
}

//! What a file is, by its first bytes: neither its name nor its sender is believed.

/// What nobody recognises.
pub const UNKNOWN: &str = "application/octet-stream";

/// First bytes at a place, and what they mean.
const MAGIC: [(usize, &[u8], &str); 22] = [
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"OggS", "application/ogg"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"MZ", "application/vnd.microsoft.portable-executable"),
];

/// The media type that the content's first bytes tell.
#[must_use]
pub fn sniff(head: &[u8]) -> &'static str {
    let stands =
        |(place, bytes, _): &&(usize, &[u8], &str)| head.get(*place..).is_some_and(|rest| rest.starts_with(bytes));
    match MAGIC.iter().find(stands) {
        Some((.., media_type)) => media_type,
        None => text(head),
    }
}

/// Text, or what a browser would run if it were let.
fn text(head: &[u8]) -> &'static str {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The last character may be cut in two.
        Err(error) if error.error_len().is_none() => {
            let whole = head.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(whole).unwrap_or_default()
        }
        Err(_) => return UNKNOWN,
    };
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return UNKNOWN;
    }
    let start = text.trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| start.starts_with(word));
    match () {
        () if begins(&["<svg"]) => "image/svg+xml",
        () if begins(&["<!doctype html", "<html", "<head", "<body", "<script"]) => "text/html",
        () if begins(&["<?xml"]) => "application/xml",
        () => "text/plain",
    }
}

/// The ending that a name for it gets.
#[must_use]
pub fn ending(media_type: &str) -> &'static str {
    match media_type {
        "application/pdf" => "pdf",
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/heic" => "heic",
        "audio/mp4" => "m4a",
        "video/mp4" => "mp4",
        "audio/wav" => "wav",
        "audio/mpeg" => "mp3",
        "audio/amr" => "amr",
        "application/zip" => "zip",
        "text/plain" => "txt",
        _ => "bin",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_what_a_file_is() {
        let jpeg = [&b"\xff\xd8\xff\xe0"[..], &[0; 100]].concat();
        for (head, expected) in [
            (&b"%PDF-1.7\n"[..], "application/pdf"),
            (&jpeg, "image/jpeg"),
            (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
            (b"RIFF\x10\0\0\0WAVEfmt ", "audio/wav"),
            (b"\0\0\0\x18ftypheic", "image/heic"),
            (b"\0\0\0\x18ftypmp42", "video/mp4"),
            (b"PK\x03\x04", "application/zip"),
            (b"MZ\x90\0", "application/vnd.microsoft.portable-executable"),
            ("收据,金额\n".as_bytes(), "text/plain"),
            (b"\xef\xbb\xbf  <!DOCTYPE html><script>", "text/html"),
            (b"<svg xmlns='x' onload='y'>", "image/svg+xml"),
            (b"\x7fELF\x02", UNKNOWN),
            (b"\xfe\xfd\xfc", UNKNOWN),
        ] {
            assert_eq!(sniff(head), expected, "{head:?}");
        }
    }

    #[test]
    fn a_character_that_is_cut_in_two_is_still_text() {
        let text = "投".repeat(200);
        assert_eq!(sniff(&text.as_bytes()[..512]), "text/plain");
    }

    #[test]
    fn what_a_browser_would_run_gets_no_ending_that_it_knows() {
        for media_type in ["text/html", "image/svg+xml", "application/xml", UNKNOWN] {
            assert_eq!(ending(media_type), "bin");
        }
    }
}

//! Reads a mail back as its reader sees it; for tests, also those of `tests/it`.

/// A mail's head as unfolded lines, and its body as text: what a reader sees.
pub(crate) fn read(raw: &[u8]) -> (Vec<String>, String) {
    let raw = String::from_utf8(raw.to_vec()).unwrap();
    assert!(raw.is_ascii(), "a mail travels over servers that take ASCII only");
    let (head, body) = raw.split_once("\r\n\r\n").unwrap();
    let lines: Vec<String> = head.replace("\r\n ", " ").split("\r\n").map(decode_words).collect();
    let base64 = lines.contains(&"Content-Transfer-Encoding: base64".to_owned());
    let printable = lines.contains(&"Content-Transfer-Encoding: quoted-printable".to_owned());
    let bytes = match (base64, printable) {
        (true, _) => from_base64(&body.replace("\r\n", "")),
        (_, true) => from_quoted_printable(body),
        _ => body.as_bytes().to_vec(),
    };
    (lines, String::from_utf8(bytes).unwrap().replace("\r\n", "\n"))
}

/// RFC 2047 encoded words, base64 and UTF-8: the only ones that our sender writes.
fn decode_words(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    let mut after_word = false;
    while let Some((before, word)) = rest.split_once("=?utf-8?b?") {
        let (encoded, after) = word.split_once("?=").unwrap();
        if !(after_word && before.trim().is_empty()) {
            text.push_str(before);
        }
        text.push_str(&String::from_utf8(from_base64(encoded)).unwrap());
        (rest, after_word) = (after, true);
    }
    text + rest
}

fn from_base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bits: u32 = 0;
    let mut count = 0;
    let mut bytes = Vec::new();
    for letter in text.bytes().filter(|b| *b != b'=') {
        let value = ALPHABET.iter().position(|known| *known == letter).unwrap();
        bits = (bits << 6) | u32::try_from(value).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).unwrap());
        }
    }
    bytes
}

fn from_quoted_printable(text: &str) -> Vec<u8> {
    let text = text.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('=') {
        bytes.extend(before.as_bytes());
        bytes.push(u8::from_str_radix(&after[..2], 16).unwrap());
        rest = &after[2..];
    }
    bytes.extend(rest.as_bytes());
    bytes
}

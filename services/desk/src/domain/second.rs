//! A second factor: codes by time (RFC 6238, RFC 4226) that an authenticator shows, and recovery codes for who has lost it.

use huiyin_kernel::{StaffCode, Timestamp};
use ring::hmac::{HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key, sign};

/// A code is shown for so many seconds.
const STEP: i64 = 30;
/// So many recovery codes there are.
pub(crate) const RECOVERY: usize = 10;

/// What an authenticator and we share: 160 bits, as RFC 4226 recommends.
pub(crate) type Seed = [u8; 20];

/// The code of a step. SHA-1 is what authenticators know; as a HMAC it holds.
fn code(seed: &[u8], step: i64) -> String {
    let key = Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, seed);
    let tag = sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let at = usize::from(bytes.last().copied().unwrap_or(0) & 15);
    let four = bytes.get(at..at + 4).unwrap_or_default();
    let number = four.iter().fold(0_u32, |number, byte| (number << 8) | u32::from(*byte));
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}

/// What an authenticator shows at an instant.
#[cfg(test)]
pub(crate) fn shown(seed: &[u8], now: Timestamp) -> String {
    code(seed, now.as_second().div_euclid(STEP))
}

/// The step that a typed code is of: this one, or its neighbours, because clocks differ and people type slowly; never one that was used, nor
/// one before it.
pub(crate) fn step_of(seed: &[u8], typed: &str, now: Timestamp, used: Option<i64>) -> Option<i64> {
    let present = now.as_second().div_euclid(STEP);
    let steps = [present, present - 1, present + 1].into_iter();
    let mut open = steps.filter(|step| used.is_none_or(|used| *step > used));
    open.find(|step| same(&code(seed, *step), typed))
}

/// Whether two texts are the same, in a time that does not tell where they differ.
fn same(one: &str, other: &str) -> bool {
    let differs = one
        .bytes()
        .zip(other.bytes())
        .fold(0, |differs, (a, b)| differs | (a ^ b));
    one.len() == other.len() && differs == 0
}

/// What people type, without the spaces and strokes that make it readable.
pub(crate) fn plain(typed: &str) -> String {
    let letters = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
    letters.map(|letter| letter.to_ascii_uppercase()).collect()
}

/// Base32 (RFC 4648), as authenticators take it, in groups of four letters.
pub(crate) fn readable(bytes: &[u8]) -> String {
    let text = base32(bytes);
    let letters: Vec<char> = text.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let fives = bytes.chunks(5).flat_map(|chunk| {
        let number = chunk
            .iter()
            .fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
        let number = number << (8 * (5 - chunk.len()));
        let letters = (chunk.len() * 8).div_ceil(5);
        (0..letters).map(move |place| (number >> (35 - 5 * place)) & 31)
    });
    let letters = fives.filter_map(|five| LETTERS.get(usize::try_from(five).ok()?));
    letters.map(|letter| char::from(*letter)).collect()
}

/// What the QR code says to an authenticator.
pub(crate) fn address(staff: &StaffCode, seed: &[u8]) -> String {
    format!("otpauth://totp/Huiyin:{staff}?secret={}&issuer=Huiyin", base32(seed))
}

/// Recovery codes, of 80 bits each: nobody guesses one, so their hashes need no stretching.
pub(crate) fn recovery_codes(random: [u8; 10 * RECOVERY]) -> Vec<String> {
    random.chunks(10).map(readable).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &[u8] = b"12345678901234567890";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standards_vectors() {
        // RFC 6238, appendix B: eight digits there, of which authenticators show the last six.
        for (second, shown) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(SEED, second / STEP), shown, "{second}");
        }
    }

    #[test]
    fn a_code_serves_in_its_time_and_once() {
        let shown = code(SEED, 1_234_567_890 / STEP);
        let step = Some(1_234_567_890 / STEP);
        assert_eq!(step_of(SEED, &shown, at(1_234_567_890), None), step);
        assert_eq!(
            step_of(SEED, &shown, at(1_234_567_890 + 30), None),
            step,
            "typed slowly"
        );
        assert_eq!(
            step_of(SEED, &shown, at(1_234_567_890 - 30), None),
            step,
            "a clock that is behind"
        );
        assert_eq!(step_of(SEED, &shown, at(1_234_567_890 + 60), None), None);
        assert_eq!(step_of(SEED, &shown, at(1_234_567_890), step), None, "used");
        assert_eq!(
            step_of(SEED, &shown, at(1_234_567_890), step.map(|step| step + 1)),
            None
        );
        for wrong in ["", "05924", "0059240", "００5924", "abcdef"] {
            assert_eq!(step_of(SEED, wrong, at(1_234_567_890), None), None, "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_written_as_authenticators_read_it() {
        // RFC 4648, section 10.
        for (bytes, text) in [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
        assert_eq!(readable(b"foobar"), "MZXW-6YTB-OI");
        assert_eq!(plain("mzxw 6ytb-oi"), "MZXW6YTBOI");
        let staff = StaffCode::new("e012").unwrap();
        let address = address(&staff, SEED);
        assert_eq!(
            address,
            "otpauth://totp/Huiyin:e012?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Huiyin"
        );
    }

    #[test]
    fn recovery_codes_are_ten_of_sixteen_letters() {
        let codes = recovery_codes(std::array::from_fn(|place| place as u8));
        assert_eq!(codes.len(), RECOVERY);
        assert!(codes.iter().all(|code| plain(code).len() == 16), "{codes:?}");
    }
}

//! In: the members of a service account's key file. Out: what is odd about its private key.
//!
//! The file holds PKCS #8 in PEM (RFC 7468): two lines with hyphens around base64. What goes wrong on the way from the file to
//! the program is nearly always its line breaks.

use crate::exchange::parameters::Raw;
use base64::{Engine, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

/// Adds what is odd.
pub(super) fn judge(raws: &[Raw], remarks: &mut Vec<String>) {
    let Some(key) = raws.iter().find(|raw| raw.name == "private_key").map(|raw| raw.value.expose()) else { return };
    remarks.extend(fault(key).map(|fault| format!("`private_key` {fault}")));
}

fn fault(key: &str) -> Option<&'static str> {
    let trimmed = key.trim();
    if trimmed.is_empty() {
        return Some("is empty.");
    }
    let Some((before, rest)) = trimmed.split_once("-----BEGIN ") else {
        return Some("lacks its first line, the one that says BEGIN PRIVATE KEY.");
    };
    if key.contains("\\n") {
        return Some(
            "holds a backslash and an n where line breaks belong: it was escaped once more on its way, as in an environment \
             variable. Replace the two characters by a line break when it is read.",
        );
    }
    if !before.is_empty() {
        return Some("holds something before its first line.");
    }
    let Some((label, rest)) = rest.split_once("-----") else { return Some("has a broken first line.") };
    let Some((body, after)) = rest.split_once("-----END ") else {
        return Some("lacks its last line, the one that says END PRIVATE KEY: it is cut off.");
    };
    if after.trim() != format!("{label}-----") {
        return Some("holds something after its last line.");
    }
    if !body.trim().contains('\n') {
        return Some("stands in one line: its line breaks are lost. Most readers of PEM then refuse it.");
    }
    let plain: Zeroizing<String> = Zeroizing::new(body.split_whitespace().collect());
    let Ok(bytes) = STANDARD.decode(plain.as_bytes()).map(Zeroizing::new) else {
        return Some("is no base64 between its two lines: characters are missing or were changed.");
    };
    // DER: a sequence (0x30) with a length of two bytes (0x82), which says how long the whole is.
    match bytes.as_slice() {
        [0x30, 0x82, high, low, rest @ ..] if rest.len() == usize::from(*high) * 256 + usize::from(*low) => None,
        _ => Some("is no whole key between its two lines: a part is missing."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pem(bytes: &[u8]) -> String {
        let text = STANDARD.encode(bytes);
        let lines: Vec<_> = text.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
        format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"))
    }

    #[test]
    fn a_whole_key_is_right_and_its_accidents_are_named() {
        let mut der = vec![0x30, 0x82, 0x00, 0xc8];
        der.extend([7; 200]);
        let whole = pem(&der);
        assert_eq!(fault(&whole), None);
        assert_eq!(fault(&whole.replace('\n', "\r\n")), None);
        let cases = [
            (String::new(), "is empty"),
            ("EXAMPLE".to_owned(), "lacks its first line"),
            (whole.replace('\n', "\\n"), "holds a backslash and an n"),
            (whole.replace('\n', " "), "stands in one line"),
            (format!("\"{whole}\""), "holds something before"),
            (whole[..100].to_owned(), "lacks its last line"),
            (pem(&der[..150]), "is no whole key"),
            (whole.replace("Bwc", "B*c"), "is no base64"),
        ];
        for (key, said) in cases {
            assert!(fault(&key).is_some_and(|fault| fault.starts_with(said)), "{said}: {:?}", fault(&key));
        }
    }
}

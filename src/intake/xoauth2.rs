//! In: a line of an IMAP or SMTP session, or of a log about one. Out: the [`Sighting`] of an `XOAUTH2` sign-in that Gmail
//! refused.
//!
//! Gmail answers with a challenge: JSON in base64, after `334` (SMTP) or `+` (IMAP). It names a status and the scope that
//! is needed (<https://developers.google.com/workspace/gmail/imap/xoauth2-protocol>). What follows the client's empty reply is a
//! line of text, which Gmail also sends where no token was involved. No token is ever in either.

use crate::{exchange::Provider, report::Kind, sighting::Sighting};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;

/// The refusal that `line` tells of, if it does.
pub fn refusal(line: &str) -> Option<Sighting> {
    if let Some(challenge) = encoded(line).or_else(|| plain(line)) {
        let mut sighting = mail();
        sighting.status = challenge.status.parse().ok();
        sighting.description = Some(challenge.canonical());
        sighting.provider = if challenge.scope == GMAIL { Provider::Google } else { Provider::Unknown };
        return Some(sighting);
    }
    let text = REFUSALS.into_iter().find(|text| line.contains(text))?;
    if !GOOGLES_MARKS.iter().any(|mark| line.contains(mark)) {
        return None;
    }
    let mut sighting = mail();
    sighting.description = Some(text.to_owned());
    sighting.provider = Provider::Google;
    Some(sighting)
}

/// A sign-in is no token request; of the kinds of exchange it resembles the call of an API.
fn mail() -> Sighting {
    let mut sighting = Sighting::default();
    sighting.kind = Kind::ApiCall;
    sighting
}

/// What Gmail writes after the refusal, in SMTP and in IMAP, for passwords and for tokens alike.
const REFUSALS: [&str; 2] = ["Username and Password not accepted", "Invalid credentials (Failure)"];

/// By these the refusal is Gmail's: its help page, its own code in SMTP, its way to sign the line.
const GOOGLES_MARKS: [&str; 4] = ["support.google.com", "5.7.8", "gsmtp", "[AUTHENTICATIONFAILED]"];

const GMAIL: &str = "https://mail.google.com/";

/// The challenge after a refused `XOAUTH2`.
#[derive(Deserialize)]
struct Challenge {
    status: String,
    schemes: String,
    scope: String,
}

impl Challenge {
    /// Only what the protocol names is taken for a challenge; every other JSON with a status is left alone.
    fn read(json: &str) -> Option<Self> {
        let challenge: Self = serde_json::from_str(json).ok()?;
        let is_status = challenge.status.len() == 3 && challenge.status.starts_with('4');
        let is_scheme = |word: &str| ["bearer", "mac", "basic"].iter().any(|known| word.eq_ignore_ascii_case(known));
        let is_known = is_status
            && challenge.status.bytes().all(|byte| byte.is_ascii_digit())
            && challenge.schemes.split(' ').all(is_scheme)
            && (challenge.scope == GMAIL || challenge.scope.is_empty());
        is_known.then_some(challenge)
    }

    /// The challenge in one spelling, so that a page can name it.
    fn canonical(&self) -> String {
        let Self { status, schemes, scope } = self;
        format!("{{\"status\":\"{status}\",\"schemes\":\"{schemes}\",\"scope\":\"{scope}\"}}")
    }
}

/// `{"status"` in base64, whatever follows.
const ENCODED: &str = "eyJzdGF0dXMi";

/// The longest challenge that is decoded, in characters.
const LONGEST: usize = 1024;

fn encoded(line: &str) -> Option<Challenge> {
    let start = memchr::memmem::find(line.as_bytes(), ENCODED.as_bytes())?;
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
    let length = line.as_bytes()[start..].iter().take(LONGEST).take_while(|byte| is_base64(byte)).count();
    let bytes = STANDARD.decode(&line[start..start + length]).ok()?;
    Challenge::read(std::str::from_utf8(&bytes).ok()?)
}

fn plain(line: &str) -> Option<Challenge> {
    let start = memchr::memmem::find(line.as_bytes(), b"{\"status\"")?;
    let end = start + line.as_bytes()[start..].iter().take(LONGEST).position(|byte| *byte == b'}')? + 1;
    Challenge::read(&line[start..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> Option<(Option<u16>, String, Provider)> {
        let mut sighting = refusal(line)?;
        Some((sighting.status, sighting.description.take()?, sighting.provider))
    }

    #[test]
    fn reads_a_challenge() {
        let json = r#"{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}"#;
        let base64 = STANDARD.encode(json);
        let wanted = Some((Some(400), json.to_owned(), Provider::Google));
        for line in
            [format!("334 {base64}"), format!("+ {base64}"), format!("S: 334 {base64}\r"), format!("got {json}")]
        {
            assert_eq!(told(&line), wanted, "{line}");
        }
        let older = r#"{"status":"401","schemes":"bearer mac","scope":"https://mail.google.com/"}"#;
        assert_eq!(told(older).map(|told| told.0), Some(Some(401)));
    }

    #[test]
    fn reads_the_line_after_it() {
        let smtp = "535-5.7.8 Username and Password not accepted. For more information, go to";
        assert_eq!(told(smtp), Some((None, "Username and Password not accepted".to_owned(), Provider::Google)));
        assert!(told("A01 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)").is_some());
    }

    #[test]
    fn leaves_other_lines_alone() {
        for line in [
            "",
            "334 VXNlcm5hbWU6",
            "334 eyJzdGF0dXMi",
            r#"{"status":"ok","schemes":"Bearer","scope":""}"#,
            r#"{"status":"400","schemes":"Bearer ya29.EXAMPLE","scope":"https://mail.google.com/"}"#,
            "Username and Password not accepted by our own site",
        ] {
            assert!(told(line).is_none(), "{line}");
        }
        assert!(told(&format!("{ENCODED}{}", "A".repeat(100_000))).is_none());
    }
}

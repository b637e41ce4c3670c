//! In: lines near a failure. Out: the parameters of the request that they quote: a form body, a query, or a dump of one
//! parameter a line.
//!
//! A dump may as well show stored tokens or an answer; only one that has a `grant_type` is a request. Values that a library or
//! a person has hidden are left out: what hides them says nothing of what was sent.

use crate::exchange::hearsay::quoted;

/// The parameters that `line` quotes in one piece: `grant_type=…&refresh_token=…`.
pub(super) fn form(line: &str) -> Vec<(String, String)> {
    let Some(at) = memchr::memmem::find(line.as_bytes(), b"grant_type") else { return Vec::new() };
    if !matches!(line.as_bytes().get(at + 10), Some(b'=')) {
        return Vec::new();
    }
    let is_part = |byte: &u8| {
        byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b'&' | b'=' | b'%' | b'+' | b'.' | b'_' | b'~' | b'*' | b'/' | b':' | b'-' | b'[' | b']' | b'@' | b'!'
            )
    };
    let bytes = line.as_bytes();
    let start = at - bytes[..at].iter().rev().take(LONGEST_FORM).take_while(|byte| is_part(byte)).count();
    let end = at + bytes[at..].iter().take(LONGEST_FORM).take_while(|byte| is_part(byte)).count();
    let text = &line[start..end];
    let query = text.rsplit_once('?').map_or(text, |(_, query)| query);
    form_urlencoded::parse(query.as_bytes())
        .filter(|(name, value)| is_parameter(name) && !is_hidden(value))
        .take(MOST)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// The parameters that `line` shows as members of a dump: `'code' => '4/…'`, `grant_type: "refresh_token"`. A hidden
/// `grant_type` comes as an empty value: it tells that this is a request.
pub(super) fn members(line: &str) -> Vec<(String, String)> {
    let bytes = line.as_bytes();
    let mut found = Vec::new();
    for name in PARAMETERS {
        for at in memchr::memmem::find_iter(bytes, name).take(4) {
            let is_part = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
            if is_part(at.checked_sub(1).and_then(|at| bytes.get(at))) || is_part(bytes.get(at + name.len())) {
                continue;
            }
            let Some(value) =
                quoted::value_after(line, at + name.len()).filter(|value| value.is_quoted && !value.is_cut)
            else {
                continue;
            };
            let is_code = *name != "code" || value.text.starts_with("4/") || value.text.starts_with("4%2F");
            if !is_code {
                continue;
            }
            if !is_hidden(&value.text) {
                found.push(((*name).to_owned(), value.text));
            } else if *name == "grant_type" {
                found.push(((*name).to_owned(), String::new()));
            }
        }
    }
    found
}

/// The parameters of an authorization request that `line` lists as Google's page does: `redirect_uri=…`, `client_id: …`,
/// several in a line as well.
pub(super) fn details(line: &str) -> Vec<(String, String)> {
    let mut starts: Vec<(usize, &str)> = DETAILS
        .iter()
        .filter_map(|name| {
            let at = memchr::memmem::find_iter(line.as_bytes(), name).find(|at| {
                let is_word = !line[..*at].ends_with(|before: char| before.is_ascii_alphanumeric() || before == '_');
                is_word && line[at + name.len()..].starts_with(['=', ':'])
            })?;
            Some((at, *name))
        })
        .collect();
    starts.sort_unstable();
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([line.len()]);
    let found = starts.iter().zip(ends).map(|((at, name), end)| {
        let value = line[at + name.len() + 1..end].trim();
        // A scope is a list; every other value is one word.
        let value = if *name == "scope" { value } else { value.split_whitespace().next().unwrap_or_default() };
        ((*name).to_owned(), value.trim_matches(['"', '\'', ',', ';', '&']).to_owned())
    });
    found.filter(|(_, value)| value.len() <= LONGEST_FORM && !is_hidden(value)).collect()
}

fn is_parameter(name: &str) -> bool {
    PARAMETERS.contains(&name)
}

/// True for a value that is not what was sent: `[REDACTED]`, `***`, `xxxx`, `MY_SECRET`.
fn is_hidden(value: &str) -> bool {
    let fillers = value.bytes().filter(|byte| matches!(byte, b'x' | b'X' | b'*' | b'.' | b'y' | b'z' | b'#')).count();
    let upper = value.to_ascii_uppercase();
    value.is_empty()
        || fillers * 2 > value.len() && !["1//", "1/", "4/", "ya29."].iter().any(|start| value.starts_with(start))
        || fillers == value.len()
        || ["REDACTED", "***", "HIDDEN", "MASKED", "FILTERED", "MY_", "YOUR_", "[OBJECT", "…"]
            .iter()
            .any(|word| upper.contains(word))
        || value.starts_with(['<', '[', '{'])
}

/// Parameters of a token request (RFC 6749, RFC 7521, RFC 7636, RFC 8628, RFC 8693).
pub(super) const PARAMETERS: &[&str] = &[
    "grant_type",
    "client_id",
    "client_secret",
    "refresh_token",
    "code",
    "code_verifier",
    "redirect_uri",
    "assertion",
    "scope",
    "device_code",
    "audience",
    "subject_token",
    "subject_token_type",
    "requested_token_type",
];

/// What Google's page lists of an authorization request.
pub(super) const DETAILS: &[&str] = &[
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "access_type",
    "prompt",
    "approval_prompt",
    "state",
    "login_hint",
    "code_challenge_method",
];

/// No request has more parameters that are of interest.
const MOST: usize = 32;

/// The longest form body that is read, in bytes, on each side of its `grant_type`.
const LONGEST_FORM: usize = 16_384;

#[cfg(test)]
mod tests {
    use super::*;

    fn names(found: &[(String, String)]) -> Vec<&str> {
        found.iter().map(|(name, _)| name.as_str()).collect()
    }

    #[test]
    fn reads_a_form_body_in_a_dump() {
        let found = form("  data: 'refresh_token=1%2F%2F0gEXAMPLE&client_id=EXAMPLE&grant_type=refresh_token',");
        assert_eq!(names(&found), ["refresh_token", "client_id", "grant_type"]);
        assert_eq!(found[0].1, "1//0gEXAMPLE");
        let found = form(
            "uri: https://oauth2.googleapis.com/token?refresh_token=***&client_id=***&grant_type=refresh_token, response",
        );
        assert_eq!(names(&found), ["grant_type"], "stars were not sent");
        assert!(form("grant_type is missing").is_empty());
    }

    #[test]
    fn reads_the_details_of_a_page() {
        let found = details(
            "Request details: access_type=offline scope=openid email response_type=code redirect_uri=http://localhost:8767/ state=EXAMPLE",
        );
        assert_eq!(names(&found), ["access_type", "scope", "response_type", "redirect_uri", "state"]);
        assert_eq!((found[1].1.as_str(), found[3].1.as_str()), ("openid email", "http://localhost:8767/"));
        assert_eq!(details("    redirect_uri: urn:ietf:wg:oauth:2.0:oob")[0].1, "urn:ietf:wg:oauth:2.0:oob");
        assert_eq!(details("client_id="), []);
    }

    #[test]
    fn reads_members_of_a_dump() {
        assert_eq!(members("      'code' => '4/0AEXAMPLE',"), [("code".to_owned(), "4/0AEXAMPLE".to_owned())]);
        assert_eq!(members("      code: 'EAUTH',"), []);
        assert_eq!(members("grant_type: '<<REDACTED> - See'"), [("grant_type".to_owned(), String::new())]);
        let found =
            members("{'client_secret': 'xxxxxxxx', 'grant_type': 'refresh_token', 'refresh_token': '1//0gEXAMPLE'}");
        assert_eq!(names(&found), ["grant_type", "refresh_token"]);
    }
}

//! Raw HTTP for the table: requests with their answers, one after the other, and the claims of a JWT.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use grantlens::report::Standing;

/// One row of the table.
#[derive(Clone)]
pub struct Case {
    /// What is the case, in words.
    pub name: String,
    /// The exchanges as text.
    pub http: String,
    /// The number of the finding that is judged; the last one unless it is named.
    pub judged: Option<u32>,
    /// The cause that the row is about.
    pub cause: &'static str,
    /// Its standing; `None` where it is not mentioned.
    pub standing: Option<Standing>,
    /// Another cause that is rightly confirmed, in a near miss.
    pub confirmed: Option<&'static str>,
    /// True for a cause that traffic never proves.
    pub is_hint: bool,
}

/// A row of the table.
pub fn case(name: impl Into<String>, cause: &'static str, standing: Option<Standing>, http: impl Into<String>) -> Case {
    Case { name: name.into(), http: http.into(), judged: None, cause, standing, confirmed: None, is_hint: false }
}

pub const CONFIRMED: Option<Standing> = Some(Standing::Confirmed);
pub const LIKELY: Option<Standing> = Some(Standing::Likely);
pub const POSSIBLE: Option<Standing> = Some(Standing::Possible);
pub const RULED_OUT: Option<Standing> = Some(Standing::RuledOut);
pub const ABSENT: Option<Standing> = None;

pub const CLIENT: &str = "998877665544-tableofexchangesexample12345678.apps.googleusercontent.com";
pub const OTHER_CLIENT: &str = "112233445566-tableofexchangesexample87654321.apps.googleusercontent.com";
pub const SECRET: &str = "GOCSPX-EXAMPLE_of_the_table_abcdefgh";
pub const CODE: &str = "4/0AVEXAMPLE-of-the-table-qwertzuiopasdfghjklyxcvbnm-0987654321";
pub const TOKEN: &str = "1//03EXAMPLE-of-the-table-mnbvcxylkjhgfdsapoiuztrewq-QWERTZUIOPASDFGHJKLYXCVBNM-1234567890";
pub const ACCESS: &str = "ya29.a0EXAMPLE-of-the-table-qwertzuiop";
pub const CALLBACK: &str = "https://table.example/oauth2/callback";

/// Monday, 2 March 2026, 08:00:00 UTC: when the first exchange of a row starts.
pub const START: i64 = 1_772_438_400;

/// A form body.
pub fn form(fields: &[(&str, &str)]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields {
        form.append_pair(name, value);
    }
    form.finish()
}

/// A token request to Google with this body and answer.
pub fn token(fields: &[(&str, &str)], answer: &str) -> String {
    at("https://oauth2.googleapis.com/token", fields, answer)
}

/// A token request to this address.
pub fn at(address: &str, fields: &[(&str, &str)], answer: &str) -> String {
    format!(
        "POST {address}\nHost: table\nContent-Type: application/x-www-form-urlencoded\n\n{}\n\n{answer}\n",
        form(fields)
    )
}

/// The exchange of a code, with `more` fields; a field that is named again replaces the usual one, and is left out where
/// its value is `-`.
pub fn redeem(more: &[(&str, &str)], answer: &str) -> String {
    token(
        &merged(
            &[
                ("grant_type", "authorization_code"),
                ("code", CODE),
                ("client_id", CLIENT),
                ("client_secret", SECRET),
                ("redirect_uri", CALLBACK),
            ],
            more,
        ),
        answer,
    )
}

/// A refresh, with `more` fields as in [`redeem`].
pub fn refresh(more: &[(&str, &str)], answer: &str) -> String {
    token(
        &merged(
            &[
                ("grant_type", "refresh_token"),
                ("refresh_token", TOKEN),
                ("client_id", CLIENT),
                ("client_secret", SECRET),
            ],
            more,
        ),
        answer,
    )
}

/// The request of a service account with this assertion.
pub fn assert(jwt: &str, answer: &str) -> String {
    token(&[("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", jwt)], answer)
}

pub fn merged<'a>(usual: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<_> = usual.to_vec();
    for (name, value) in more {
        match fields.iter_mut().find(|(there, _)| there == name) {
            Some(field) => field.1 = value,
            None => fields.push((name, value)),
        }
    }
    fields.retain(|(_, value)| *value != "-");
    fields
}

/// The sign-in that leads to [`CODE`], and the callback that brings it.
pub fn sign_in(more: &[(&str, &str)]) -> String {
    let query = form(&merged(
        &[
            ("response_type", "code"),
            ("client_id", CLIENT),
            ("redirect_uri", CALLBACK),
            ("scope", "https://mail.google.com/"),
            ("state", "EXAMPLE-state-of-the-table"),
        ],
        more,
    ));
    let callback = form(&[("state", "EXAMPLE-state-of-the-table"), ("code", CODE)]);
    format!(
        "### +0s\nGET https://accounts.google.com/o/oauth2/v2/auth?{query}\n\n302\nLocation: https://accounts.google.com/signin\n\n\
         ### +9s\nGET {CALLBACK}?{callback}\n\n302\nLocation: https://table.example/\n\n"
    )
}

/// The exchanges one after the other, the second this much later.
pub fn then(first: &str, wait: &str, second: &str) -> String {
    let first = if first.starts_with("###") { first.to_owned() } else { format!("### +0s\n{first}") };
    format!("{first}\n### +{wait}\n{second}")
}

/// An error answer of the token endpoint.
pub fn error(status: u16, error: &str, description: &str) -> String {
    let body = if description.is_empty() {
        serde_json::json!({ "error": error })
    } else {
        serde_json::json!({ "error": error, "error_description": description })
    };
    format!("{status}\nContent-Type: application/json; charset=utf-8\n\n{body}")
}

/// `invalid_grant`, with this description.
pub fn refused(description: &str) -> String {
    error(400, "invalid_grant", description)
}

/// An answer that grants, with these members beside the access token.
pub fn granted(members: &serde_json::Value) -> String {
    let mut body = serde_json::json!({ "access_token": ACCESS, "expires_in": 3599, "token_type": "Bearer" });
    let extra = members.as_object().cloned().unwrap_or_default();
    body.as_object_mut().expect("an object").extend(extra);
    format!("200\nContent-Type: application/json; charset=utf-8\n\n{body}")
}

/// The answer, stamped with the server's clock: this many seconds after [`START`].
pub fn dated(answer: &str, seconds: i64) -> String {
    use time::{OffsetDateTime, macros::format_description};
    let form =
        format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");
    let moment = OffsetDateTime::from_unix_timestamp(START + seconds).expect("a moment");
    answer.replacen('\n', &format!("\nDate: {}\n", moment.format(form).expect("a date")), 1)
}

/// A JWT with these claims; its signature has this many bytes.
pub fn jwt(header: &serde_json::Value, claims: &serde_json::Value, signature: usize) -> String {
    let part = |json: &serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let mut bytes = b"EXAMPLE".repeat(signature / 7 + 1);
    bytes.truncate(signature);
    format!("{}.{}.{}", part(header), part(claims), URL_SAFE_NO_PAD.encode(bytes))
}

impl Case {
    /// The case is a near miss in which another cause is rightly confirmed.
    pub fn but(self, confirmed: &'static str) -> Self {
        Self { confirmed: Some(confirmed), ..self }
    }

    /// The case is about a cause that traffic hints at, and never proves.
    pub fn hint(self) -> Self {
        Self { is_hint: true, ..self }
    }
}

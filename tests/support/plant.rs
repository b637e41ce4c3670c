//! Recordings with a planted secret: 23 kinds, 8 encodings of each. The kinds are those of a test of Chrome's own sanitized HAR.

use base64::{Engine, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A secret and where it stands.
pub struct Planted {
    kind: Kind,
    encoding: Encoding,
    /// What is secret about the value: random, and of no word.
    pub secret: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    CodeInQuery,
    CodeInLocation,
    CodeInBody,
    RefreshTokenInBody,
    RefreshTokenInAnswer,
    ClientSecretInBody,
    BasicHeader,
    AccessTokenInAnswer,
    AccessTokenInHeader,
    AccessTokenInQuery,
    IdTokenSignature,
    IdTokenAddress,
    AssertionInBody,
    CodeVerifier,
    CookieSent,
    CookieSet,
    ApiKeyInHeader,
    ApiKeyInQuery,
    LoginHint,
    State,
    ErrorText,
    PrivateKey,
    DeviceCode,
}

const KINDS: [Kind; 23] = [
    Kind::CodeInQuery,
    Kind::CodeInLocation,
    Kind::CodeInBody,
    Kind::RefreshTokenInBody,
    Kind::RefreshTokenInAnswer,
    Kind::ClientSecretInBody,
    Kind::BasicHeader,
    Kind::AccessTokenInAnswer,
    Kind::AccessTokenInHeader,
    Kind::AccessTokenInQuery,
    Kind::IdTokenSignature,
    Kind::IdTokenAddress,
    Kind::AssertionInBody,
    Kind::CodeVerifier,
    Kind::CookieSent,
    Kind::CookieSet,
    Kind::ApiKeyInHeader,
    Kind::ApiKeyInQuery,
    Kind::LoginHint,
    Kind::State,
    Kind::ErrorText,
    Kind::PrivateKey,
    Kind::DeviceCode,
];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Encoding {
    Raw,
    PercentOnce,
    PercentTwice,
    JsonInJson,
    Base64,
    InJwt,
    InErrorText,
    InHtml,
}

const ENCODINGS: [Encoding; 8] = [
    Encoding::Raw,
    Encoding::PercentOnce,
    Encoding::PercentTwice,
    Encoding::JsonInJson,
    Encoding::Base64,
    Encoding::InJwt,
    Encoding::InErrorText,
    Encoding::InHtml,
];

/// All 184 placements.
pub fn all() -> Vec<Planted> {
    let each =
        |kind| ENCODINGS.map(|encoding| Planted { kind, encoding, secret: random(&format!("{kind:?}{encoding:?}")) });
    KINDS.into_iter().flat_map(each).collect()
}

/// 28 letters and digits, the same in every run.
fn random(seed: &str) -> String {
    let letters = STANDARD.encode(Sha256::digest(seed)).replace(['+', '/', '='], "");
    letters[..28].to_owned()
}

impl Planted {
    /// Kind and encoding.
    pub fn name(&self) -> String {
        format!("{:?}, {:?}", self.kind, self.encoding)
    }

    /// The secret with what all of its kind begin and end with.
    fn value(&self) -> String {
        let secret = &self.secret;
        match self.kind {
            Kind::CodeInQuery | Kind::CodeInLocation | Kind::CodeInBody => format!("4/0A{secret}"),
            Kind::RefreshTokenInBody | Kind::RefreshTokenInAnswer | Kind::ErrorText => format!("1//0g{secret}"),
            Kind::ClientSecretInBody => format!("GOCSPX-{secret}"),
            Kind::BasicHeader => STANDARD.encode(format!("1-EXAMPLE.apps.googleusercontent.com:GOCSPX-{secret}")),
            Kind::AccessTokenInAnswer | Kind::AccessTokenInHeader | Kind::AccessTokenInQuery => {
                format!("ya29.a0{secret}")
            }
            Kind::IdTokenSignature => jwt(&json!({ "iss": "accounts.google.com" }), secret),
            Kind::IdTokenAddress => jwt(&json!({ "email": format!("{secret}@example.com") }), "c2ln"),
            Kind::AssertionInBody => jwt(&json!({ "iss": "x@y.iam.gserviceaccount.com", "sub": secret }), secret),
            Kind::ApiKeyInHeader | Kind::ApiKeyInQuery => format!("AIzaSy{secret}xxxxx"),
            Kind::LoginHint => format!("{secret}@example.com"),
            Kind::PrivateKey => format!("-----BEGIN PRIVATE KEY-----\nMIIE{secret}\n-----END PRIVATE KEY-----\n"),
            Kind::DeviceCode => format!("AH-1Ng{secret}"),
            Kind::CodeVerifier | Kind::CookieSent | Kind::CookieSet | Kind::State => {
                format!("{secret}-EXAMPLE-{secret}")
            }
        }
    }

    /// The value as it is planted.
    pub fn encoded(&self) -> String {
        let value = self.value();
        match self.encoding {
            Encoding::Raw | Encoding::InErrorText | Encoding::InHtml => value,
            Encoding::PercentOnce => percent(&value),
            Encoding::PercentTwice => percent(&percent(&value)),
            Encoding::JsonInJson => json!({ "a": json!({ "b": value }).to_string() }).to_string(),
            Encoding::Base64 => STANDARD.encode(value),
            Encoding::InJwt => jwt(&json!({ "x": value }), "c2ln"),
        }
    }

    #[allow(clippy::too_many_lines, reason = "a table: one kind of secret after the other")]
    /// The recording: the exchange with the secret, and a code that is redeemed twice.
    pub fn har(&self) -> String {
        let (mut status, mut answer) =
            (400, json!({ "error": "invalid_grant", "error_description": "Bad Request" }).to_string());
        let mut planted = self.encoded();
        let value = self.value();
        match self.encoding {
            Encoding::InErrorText => {
                answer = json!({ "error": "invalid_grant", "error_description": format!("Bad Request: {value} is not known") })
                    .to_string();
                planted = "EXAMPLE".to_owned();
            }
            Encoding::InHtml => {
                answer = format!(
                    "<html><title>Error {value}</title><p id=\"{value}\">invalid_grant: {value} is not known</p></html>"
                );
                planted = "EXAMPLE".to_owned();
            }
            _ => {}
        }
        let is_echo = matches!(self.encoding, Encoding::InErrorText | Encoding::InHtml);
        // Where the place itself is an answer, an echo takes its place.
        let answer_of = |own: String| if is_echo { (400, answer.clone()) } else { (200, own) };
        let form = |name: &str| match self.encoding {
            Encoding::Raw | Encoding::PercentOnce | Encoding::PercentTwice => format!("{name}={planted}"),
            _ => format!("{name}={}", percent(&planted)),
        };
        let token = "https://oauth2.googleapis.com/token";
        let mut request =
            json!({ "method": "GET", "url": "https://accounts.google.com/o/oauth2/v2/auth", "headers": [] });
        let mut headers = json!([]);
        let post = |url: &str, body: String| {
            json!({ "method": "POST", "url": url, "headers": [],
                "postData": { "mimeType": "application/x-www-form-urlencoded", "text": body } })
        };
        let header = |name: &str, value: &str| json!([{ "name": name, "value": value }]);
        let refresh = "grant_type=refresh_token&client_id=EXAMPLE&refresh_token=1//EXAMPLE";
        match self.kind {
            Kind::CodeInQuery => {
                request["url"] = format!("https://app.example.com/cb?state=x&{}", form("code")).into();
            }
            Kind::CodeInLocation => {
                request["url"] =
                    "https://accounts.google.com/o/oauth2/v2/auth?client_id=EXAMPLE&response_type=code".into();
                if !is_echo {
                    status = 302;
                }
                headers = header("Location", &format!("https://app.example.com/cb?state=x&{}", form("code")));
            }
            Kind::CodeInBody => request = post(token, format!("grant_type=authorization_code&{}", form("code"))),
            Kind::RefreshTokenInBody => {
                request = post(token, format!("grant_type=refresh_token&{}", form("refresh_token")));
            }
            Kind::RefreshTokenInAnswer => {
                request = post(token, refresh.to_owned());
                (status, answer) =
                    answer_of(json!({ "refresh_token": planted, "access_token": "ya29.EXAMPLE" }).to_string());
            }
            Kind::ClientSecretInBody => request = post(token, format!("{refresh}&{}", form("client_secret"))),
            Kind::BasicHeader => {
                request = post(token, refresh.to_owned());
                request["headers"] = header("Authorization", &format!("Basic {planted}"));
            }
            Kind::AccessTokenInAnswer => {
                request = post(token, refresh.to_owned());
                (status, answer) = answer_of(json!({ "access_token": planted, "expires_in": 3599 }).to_string());
            }
            Kind::AccessTokenInHeader => {
                request["url"] = "https://gmail.googleapis.com/gmail/v1/users/me/messages".into();
                request["headers"] = header("Authorization", &format!("Bearer {planted}"));
                status = 401;
            }
            Kind::AccessTokenInQuery => {
                request["url"] =
                    format!("https://gmail.googleapis.com/gmail/v1/users/me/profile?{}", form("access_token")).into();
                status = 401;
            }
            Kind::IdTokenSignature | Kind::IdTokenAddress => {
                request = post(token, refresh.to_owned());
                (status, answer) =
                    answer_of(json!({ "access_token": "ya29.EXAMPLE", "id_token": planted }).to_string());
            }
            Kind::AssertionInBody => {
                let grant = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";
                request = post(token, format!("{grant}&{}", form("assertion")));
            }
            Kind::CodeVerifier => {
                request =
                    post(token, format!("grant_type=authorization_code&code=4/EXAMPLE&{}", form("code_verifier")));
            }
            Kind::CookieSent => {
                request = post(token, refresh.to_owned());
                request["headers"] = header("Cookie", &format!("SID={planted}"));
                request["cookies"] = json!([{ "name": "SID", "value": planted }]);
            }
            Kind::CookieSet => {
                request = post(token, refresh.to_owned());
                headers = header("Set-Cookie", &format!("SID={planted}"));
            }
            Kind::ApiKeyInHeader => {
                request["url"] = "https://gmail.googleapis.com/gmail/v1/users/me/messages".into();
                request["headers"] = json!([
                    { "name": "Authorization", "value": "Bearer ya29.EXAMPLE" },
                    { "name": "X-Goog-Api-Key", "value": planted },
                ]);
                status = 401;
            }
            Kind::ApiKeyInQuery => {
                let call = "https://gmail.googleapis.com/gmail/v1/users/me/messages?access_token=ya29.EXAMPLE";
                request["url"] = format!("{call}&{}", form("key")).into();
                status = 401;
            }
            Kind::LoginHint | Kind::State => {
                let name = if self.kind == Kind::State { "state" } else { "login_hint" };
                let address = "https://accounts.google.com/o/oauth2/v2/auth?client_id=EXAMPLE&response_type=code";
                request["url"] = format!("{address}&{}", form(name)).into();
            }
            Kind::ErrorText => {
                request = post(token, refresh.to_owned());
                if !is_echo {
                    answer = json!({ "error": "invalid_grant", "error_description": format!("Token {planted} has been expired or revoked.") })
                        .to_string();
                }
            }
            Kind::PrivateKey => {
                request = post(token, format!("grant_type=x&{}", form("private_key")));
            }
            Kind::DeviceCode => {
                request =
                    post("https://oauth2.googleapis.com/device/code", "client_id=EXAMPLE&scope=openid".to_owned());
                (status, answer) = answer_of(json!({ "device_code": planted, "user_code": "EXAM-PLEX" }).to_string());
            }
        }
        let entry = |second: u32, request: &Value, status: u16, headers: &Value, answer: &str| {
            json!({ "startedDateTime": format!("2026-01-05T10:00:{second:02}.000Z"), "time": 20, "request": request,
                "response": { "status": status, "headers": headers, "content": { "text": answer },
                    "redirectURL": headers[0]["value"].as_str().filter(|value| value.starts_with("https")).unwrap_or("") } })
        };
        let twice = post(token, "grant_type=authorization_code&code=4/0AEXAMPLE-of-the-diagnosis&client_id=EXAMPLE&client_secret=EXAMPLE&redirect_uri=http://localhost:3000/cb".to_owned());
        let none = json!([]);
        let entries = [
            entry(1, &request, status, &headers, &answer),
            entry(10, &twice, 200, &none, "{\"access_token\":\"ya29.EXAMPLE\",\"expires_in\":3599}"),
            entry(20, &twice, 400, &none, "{\"error\":\"invalid_grant\",\"error_description\":\"Bad Request\"}"),
        ];
        json!({ "log": { "version": "1.2", "entries": entries } }).to_string()
    }
}

fn percent(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn jwt(claims: &Value, signature: &str) -> String {
    let header = URL_SAFE_NO_PAD.encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
    format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(claims.to_string()))
}

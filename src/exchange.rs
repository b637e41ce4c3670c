//! In: a HAR entry. Out: an [`Exchange`], when the entry is one of OAuth's: which endpoint, which grant, which
//! parameters, which answer.
//!
//! Reading never fails: what is odd is kept and said. Each credential is a [`crate::secret::Secret`] on the line that reads
//! it and is sealed before the exchange is handed out, so that a session can be judged again in any order without holding
//! a credential. Nothing is compared between exchanges here; that is [`crate::timeline`] and [`crate::checks`].

pub mod answer;
mod api;
mod auth_error;
mod body;
pub mod challenge;
mod client;
pub mod endpoint;
mod glance;
pub mod harmless;
pub(crate) mod hearsay;
mod held;
pub(crate) mod json;
mod jwk;
pub mod jwt;
pub mod parameters;
mod redirect;
pub mod scopes;
mod sender;
mod sighted;
mod swallowed;
pub mod texts;
pub mod uri;
pub mod url;

pub use answer::Answer;
pub use api::Api;
pub use endpoint::{Endpoint, Provider};
pub use glance::may_be_exchange;
pub use jwk::Jwk;
pub use jwt::{Claim, ClaimValue, Jwt};
pub use parameters::{Parameter, Value};
pub use scopes::{ScopeFlaw, Scopes};
pub use sender::Sender;
pub use sighted::RPC_CODES;
pub use uri::{Difference, Uri};

use crate::{
    har::{Entry, OPEN, RequestBody},
    library,
    report::{Kind, Library, Origin, Outcome, Place, stand_in},
    secret::{Fingerprint, Key, Sealed, ValueKind},
};
use body::Body;
use parameters::Raw;
use url::Url;

/// One OAuth request and its answer, decoded, with every credential sealed.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// What kind of exchange it is.
    pub kind: Kind,
    /// Whose endpoint was asked.
    pub provider: Provider,
    /// True when the host resembles Google's without being Google's.
    pub look_alike: bool,
    /// When the request started, in milliseconds since the epoch.
    pub started: Option<i64>,
    /// How long the exchange took, in milliseconds.
    pub duration: Option<u32>,
    /// The method.
    pub method: String,
    /// The address without its query, as it may be shown.
    pub address: String,
    /// The address to compare with the one in a `DPoP` proof, where there is a proof.
    pub target: Option<Uri>,
    /// How the body was encoded: `form`, `json`, `multipart`, `none`, `absent` or `other`.
    pub body: &'static str,
    /// How the `Content-Type` says that the body is encoded: as above, or `none` when there is no such header.
    pub declared: Option<&'static str>,
    /// The grant of a token request.
    pub grant: Option<Grant>,
    /// Which of Google's APIs was called.
    pub api: Option<Api>,
    /// Every parameter in order.
    pub parameters: Vec<Parameter>,
    /// How the client named itself, where a client is expected.
    pub client: Option<String>,
    /// What is odd about the request, each in one sentence.
    pub remarks: Vec<String>,
    /// What came back.
    pub answer: Answer,
    /// How much of it was seen.
    pub seen: Seen,
    /// True when every parameter of the request was read: what is not there was not sent.
    pub is_whole: bool,
    /// What the header fields tell of who sent it.
    pub sender: Sender,
    /// The fingerprint of a callback's address without its fragment, by which it is known what led here.
    pub page: Option<Fingerprint>,
    /// The client library that sent the request or wrote the text.
    pub library: Option<Library>,
    /// Where in the input it was read.
    pub origin: Option<Origin>,
}

/// Stands for a value that a program fills in and the input does not hold.
const NOT_IN_INPUT: &str = "‹not in the input›";

/// The same in an exported HAR file.
const NOT_IN_EXPORT: &str = "redacted-input";

/// How much of an exchange was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The exchange itself.
    OnTheWire,
    /// What a text tells of it: what is not told is not known to be absent.
    InText,
}

/// The grant of a token request (RFC 6749 section 1.3 and its extensions).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grant {
    /// `authorization_code`
    AuthorizationCode,
    /// `refresh_token`
    RefreshToken,
    /// `urn:ietf:params:oauth:grant-type:jwt-bearer` (RFC 7523)
    JwtBearer,
    /// `urn:ietf:params:oauth:grant-type:device_code` (RFC 8628)
    DeviceCode,
    /// `urn:ietf:params:oauth:grant-type:token-exchange` (RFC 8693)
    TokenExchange,
    /// `client_credentials`
    ClientCredentials,
    /// `password`
    Password,
    /// Any other value, or none.
    Other,
}

impl Grant {
    /// The short name that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::RefreshToken => "refresh_token",
            Self::JwtBearer => "jwt-bearer",
            Self::DeviceCode => "device_code",
            Self::TokenExchange => "token-exchange",
            Self::ClientCredentials => "client_credentials",
            Self::Password => "password",
            Self::Other => "other",
        }
    }

    fn of(text: &str) -> Self {
        match text {
            "authorization_code" => Self::AuthorizationCode,
            "refresh_token" => Self::RefreshToken,
            "urn:ietf:params:oauth:grant-type:jwt-bearer" => Self::JwtBearer,
            "urn:ietf:params:oauth:grant-type:device_code" => Self::DeviceCode,
            "urn:ietf:params:oauth:grant-type:token-exchange" => Self::TokenExchange,
            "client_credentials" => Self::ClientCredentials,
            "password" => Self::Password,
            _ => Self::Other,
        }
    }
}

impl Exchange {
    /// Reads `entry`; `None` when it has nothing to do with OAuth.
    pub fn read(entry: &Entry, key: &Key) -> Option<Self> {
        let url = Url::split(&entry.url)?;
        let endpoint = Endpoint::of(&url);
        let mut remarks = Vec::new();
        let Body { form: body, declared, mut raws, is_whole } = Body::read(entry, &mut remarks);
        let mut is_whole = is_whole && raws.len() < parameters::MOST;
        let mut all = Vec::new();
        for (part, place) in [(url.query, Place::Query), (url.fragment, Place::Fragment)] {
            let Some(part) = part.filter(|part| place == Place::Query || part.contains('=')) else { continue };
            let read = redirect::beginning(part);
            if read.len() < part.len() {
                let (all, most) = (entry.url.len(), redirect::LONGEST);
                remarks.push(format!(
                    "The address holds {all} bytes; of its {} up to {most} are read.",
                    parameters::word(place)
                ));
                is_whole = false;
            }
            all.extend(parameters::form(read, place, &mut remarks));
        }
        is_whole &= all.len() < parameters::MOST;
        all.append(&mut raws);
        // Members that a program adds and the input does not name: there is more than what was read.
        is_whole &= !all.iter().any(|raw| raw.name.contains(OPEN));
        all.retain(|raw| !raw.name.contains(OPEN));
        let is_open = url.host.contains(OPEN);
        let kind = kind_of(entry, endpoint, &all)?;
        all.extend(endpoint.api.into_iter().flat_map(|api| api::named_in_path(api, &url)));
        if matches!(kind, Kind::TokenRequest | Kind::Revocation | Kind::ApiCall | Kind::DeviceAuthorization)
            && let Some(header) = entry.header("authorization")
        {
            all.extend(client::authorization(header, &mut remarks));
        }
        all.extend(client::proofs(entry));
        remarks.extend(parameters::too_large(&all));
        let mut answer = Answer::read(entry, &all, key);
        challenge::read(entry, kind, &mut answer, key);
        if matches!(kind, Kind::AuthorizationRequest | Kind::AuthorizationError | Kind::Redirect) {
            // A person's pages are HTML; only an error page says something, and then in the page's own words.
            let says = match endpoint.provider {
                Provider::Google => "The error was read from Google's page.",
                _ => redirect::SECOND_HAND,
            };
            answer.note = answer.is_second_hand.then(|| says.to_owned());
        }
        redirect::read(entry, kind, &all, &mut answer, key, &mut remarks);
        swallowed::read(entry, kind, &mut answer, key);
        let parameters: Vec<_> = all.into_iter().map(|raw| raw.seal(key)).collect();
        let has_proof = parameters.iter().any(|parameter| parameter.name == "dpop");
        let is_stated = parameters.iter().any(|parameter| parameter.name == "grant_type");
        let grant = (kind == Kind::TokenRequest && (is_stated || is_whole)).then(|| grant_of(&parameters));
        let client =
            matches!(kind, Kind::TokenRequest | Kind::DeviceAuthorization).then(|| client::authentication(&parameters));
        Some(Self {
            kind,
            provider: if is_open { Provider::Unknown } else { provider_of(kind, endpoint, &parameters, &answer) },
            look_alike: endpoint.look_alike,
            started: entry.started,
            duration: entry.duration,
            method: method(&entry.method),
            target: has_proof.then(|| Uri::read(entry.url.clone(), key)),
            address: if is_open { NOT_IN_INPUT.to_owned() } else { uri::address(&entry.url, key) },
            body,
            declared,
            grant,
            api: endpoint.api,
            parameters,
            client,
            remarks,
            answer,
            seen: if is_open { Seen::InText } else { Seen::OnTheWire },
            is_whole,
            sender: Sender::of(entry, &url, key),
            page: redirect::page(entry, kind, key),
            library: match kind {
                Kind::Redirect => library::recognise_answer(entry),
                Kind::AuthorizationRequest | Kind::AuthorizationError => None,
                _ => library::recognise_entry(entry),
            },
            origin: entry.origin.clone(),
        })
    }

    /// The first parameter with this name.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }

    /// True when a parameter with this name has a value.
    pub fn holds(&self, name: &str) -> bool {
        self.parameters.iter().any(|parameter| parameter.name == name && !parameter.value.is_empty())
    }

    /// The first parameter with this name, sealed.
    pub fn sealed(&self, name: &str) -> Option<&Sealed> {
        self.parameter(name)?.value.sealed()
    }

    /// The first parameter with this name, when it is a harmless text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.parameter(name)?.value.text()
    }

    /// The scopes that the request asks for.
    pub fn scopes(&self) -> Option<&Scopes> {
        self.parameter("scope")?.value.scopes()
    }

    /// The first parameter with this name, when it is an address.
    pub fn uri(&self, name: &str) -> Option<&Uri> {
        match &self.parameter(name)?.value {
            Value::Uri(uri) => Some(uri),
            _ => None,
        }
    }

    /// The assertion of a JWT bearer grant, read.
    pub fn assertion(&self) -> Option<&Jwt> {
        self.jwt("assertion")
    }

    /// The first parameter with this name, when it is a JWT that can be read.
    pub fn jwt(&self, name: &str) -> Option<&Jwt> {
        match &self.parameter(name)?.value {
            Value::Jwt(_, jwt) => Some(jwt),
            _ => None,
        }
    }

    /// The proof that the client holds a key (RFC 9449), read.
    pub fn proof(&self) -> Option<&Jwt> {
        match &self.parameter("dpop")?.value {
            Value::Jwt(_, jwt) => Some(jwt),
            _ => None,
        }
    }

    /// True when it had started and was not answered at `moment`, in milliseconds since the epoch.
    pub fn is_in_flight_at(&self, moment: i64) -> bool {
        match (self.started, self.duration) {
            (Some(started), Some(duration)) => (started..started + i64::from(duration)).contains(&moment),
            _ => false,
        }
    }

    /// True when the answer grants what was asked.
    pub fn succeeded(&self) -> bool {
        self.answer.outcome == Outcome::Succeeded
    }
}

/// What kind of exchange an entry is: the address decides for Google, the parameters for everybody else.
fn kind_of(entry: &Entry, endpoint: Endpoint, raws: &[Raw]) -> Option<Kind> {
    let value = |name: &str| raws.iter().find(|raw| raw.name == name).map(|raw| raw.value.expose());
    let has = |name: &str| value(name).is_some_and(|value| !value.is_empty());
    let is_post = entry.method.eq_ignore_ascii_case("POST");
    if entry.method.eq_ignore_ascii_case("OPTIONS") {
        return None;
    }
    match endpoint.kind {
        Some(Kind::ApiCall) => {
            let is_authorized = entry.header("authorization").is_some() || has("access_token");
            return endpoint.api?.refuses(entry, is_authorized).then_some(Kind::ApiCall);
        }
        // A request asks; where an error stands instead, the authorization endpoint answers with a page of its own.
        Some(Kind::AuthorizationRequest) if has("error") && !has("response_type") => {
            return Some(Kind::AuthorizationError);
        }
        Some(kind) => return Some(kind),
        None => {}
    }
    if endpoint.provider == Provider::Google {
        return None;
    }
    // Some servers know one grant and ask for no grant_type.
    let is_code_sent = matches!(endpoint.provider, Provider::Known(_)) && has("code") && has("client_id");
    if is_post && (has("grant_type") || is_code_sent || endpoint.look_alike && entry.url.contains("/token")) {
        return Some(Kind::TokenRequest);
    }
    // A transcript may lack the body; then an answer of OAuth's says what was asked.
    let is_refused = is_post && matches!(entry.body, RequestBody::NotRecorded) && answer::is_refusal(entry);
    if is_refused && entry.url.contains("/token") {
        return Some(Kind::TokenRequest);
    }
    if has("response_type") && has("client_id") {
        return Some(Kind::AuthorizationRequest);
    }
    let handed_over = is_post && (has("code_verifier") || has("redirect_uri"));
    let returned = has("state") || has("iss") || has("scope") || has("session_state") || has("authuser") || handed_over;
    let sketch = |code| stand_in::read(code).map_or(code, |stand_in| stand_in.sketch);
    let is_code = value("code").is_some_and(|code| sketch(code).starts_with("4/"));
    if has("code") && (returned || is_code) && !has("grant_type") && !has("client_secret") {
        return Some(Kind::Redirect);
    }
    let denied = value("error").is_some_and(harmless::is_error_code)
        && (has("state") || has("error_description") || has("error_uri") || has("iss"));
    denied.then_some(Kind::Redirect)
}

fn grant_of(parameters: &[Parameter]) -> Grant {
    let value = parameters.iter().find(|parameter| parameter.name == "grant_type").map(|parameter| &parameter.value);
    match value {
        Some(Value::Text(text)) => Grant::of(text),
        _ => Grant::Other,
    }
}

/// An app's own address tells nothing of the provider; what the authorization server put into it does.
fn provider_of(kind: Kind, endpoint: Endpoint, parameters: &[Parameter], answer: &Answer) -> Provider {
    if endpoint.provider == Provider::Google {
        return Provider::Google;
    }
    if kind != Kind::Redirect {
        return match endpoint.provider {
            Provider::Known(server) => Provider::Known(server),
            _ => answer.server.map_or(Provider::Other, Provider::Known),
        };
    }
    let from_google = parameters.iter().any(|parameter| match (parameter.name.as_str(), &parameter.value) {
        ("iss", Value::Text(iss)) => iss.ends_with("accounts.google.com"),
        ("scope", Value::Scopes(Scopes { shown: scope, .. })) => {
            scope.contains("https://www.googleapis.com/auth/") || scope.contains("https://mail.google.com/")
        }
        ("code", value) => value.sealed().is_some_and(|code| code.shape.kind == ValueKind::AuthorizationCode),
        _ => false,
    });
    if from_google { Provider::Google } else { Provider::Unknown }
}

fn method(text: &str) -> String {
    let known =
        ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"].into_iter().find(|method| text.eq_ignore_ascii_case(method));
    known.unwrap_or("another method").to_owned()
}

//! In: nothing. Out: the shape of the report, FORMAT 1: what is drawn, printed and exported.
//!
//! Every type here is plain data that serde writes and reads; no field can hold a credential, because only
//! [`crate::redact`] makes these values and it holds sealed values only. The JSON Schema in
//! `docs/report.schema.json` is generated from these types. No judgement lives here.

mod links;
pub mod stand_in;
mod update;
mod wording;

pub use links::{Link, LinkStart, Related};
pub use update::{Folded, Update};
pub(crate) use wording::OWN_WORDS;
pub use wording::Wording;

use serde::{Deserialize, Serialize};

/// The format's number. It changes only when the shape does; `docs/report-format.md` keeps the history.
pub const FORMAT: u32 = 1;

/// Everything that was found in one session or one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Report {
    /// Always [`FORMAT`].
    pub format: u32,
    /// Who wrote the report.
    pub generator: Generator,
    /// What was watched, and what may have been missed.
    pub session: Session,
    /// How values were made safe to share.
    pub redaction: Redaction,
    /// One finding per exchange, in the order in which the requests started.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The report of these findings, written by this version.
    pub fn new(session: Session, findings: Vec<Finding>) -> Self {
        Self {
            format: FORMAT,
            generator: Generator { name: "grantlens".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
            session,
            redaction: Redaction {
                scheme: "hmac-sha256/50/crockford-base32".to_owned(),
                key: "never written".to_owned(),
            },
            findings,
        }
    }
}

/// The program that wrote a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Generator {
    /// Always `grantlens`.
    pub name: String,
    /// The version, as in `0.1.0`.
    pub version: String,
}

/// What was watched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Session {
    /// Where the exchanges came from.
    pub source: SessionSource,
    /// What may have been missed, each in one sentence.
    pub notes: Vec<Note>,
}

/// Where exchanges come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum SessionSource {
    /// The browser's DevTools, live.
    Devtools,
    /// A HAR file.
    Har,
    /// An HTTP exchange written out as text.
    Http,
    /// A log, a stack trace or another text.
    Text,
    /// Several inputs of different kinds.
    Mixed,
}

/// Something the reader must know about what was, or was not, seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Note {
    /// A stable name in kebab-case, such as `opened-late`.
    pub id: String,
    /// One sentence.
    pub text: String,
}

/// How values were made safe to share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Redaction {
    /// How fingerprints are made: `hmac-sha256/50/crockford-base32`.
    pub scheme: String,
    /// What became of the key: always `never written`.
    pub key: String,
}

/// One exchange with its causes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Finding {
    /// Position in order of start, from 1.
    pub number: u32,
    /// The number of the first exchange of the flow that this one belongs to.
    pub flow: u32,
    /// When the request started, in milliseconds since the epoch; absent when the input does not say.
    pub started: Option<i64>,
    /// How long the exchange took, in milliseconds; absent when the input does not say.
    pub duration: Option<u32>,
    /// What kind of exchange it is.
    pub kind: Kind,
    /// Whose endpoint was asked.
    pub provider: Provider,
    /// The grant of a token request, by its short name: `authorization_code`, `refresh_token`, `jwt-bearer`,
    /// `device_code`, `token-exchange`, `client_credentials`, `password`, or `other`.
    pub grant: Option<Wording>,
    /// How it ended.
    pub outcome: Outcome,
    /// One sentence: the title of the strongest cause or, without a cause, what is known of the answer.
    pub headline: Wording,
    /// The standing of the strongest cause, if there is one.
    pub standing: Option<Standing>,
    /// What was sent.
    pub request: Request,
    /// What came back.
    pub answer: Answer,
    /// Every cause that has a standing, strongest first; ruled-out ones come last.
    pub causes: Vec<CauseFinding>,
    /// The one open question that separates the remaining causes best.
    pub next_question: Option<Question>,
    /// What the developer stated in answer to a question, the latest last. A statement moves standings; it proves nothing.
    pub statements: Vec<Statement>,
    /// What will or may go wrong later, although this exchange did not fail for it.
    pub warnings: Vec<Warning>,
    /// The client library that sent the request or wrote the text, where it can be told.
    pub library: Option<Library>,
    /// Where in the input it was read; absent for what DevTools recorded live.
    pub origin: Option<Origin>,
    /// Other exchanges that share a credential with this one, in order of number.
    pub related: Vec<Related>,
    /// Where the credentials that this request carries come from, in the order of its parameters.
    pub links: Vec<Link>,
}

/// The developer's answer to a question of a cause's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Statement {
    /// The id of the cause whose page asks.
    pub cause: Wording,
    /// The question.
    pub question: Wording,
    /// True for yes.
    pub yes: bool,
    /// What the answer means, in one sentence.
    pub says: Wording,
}

/// Something that has not failed yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Warning {
    /// The id of the page that explains it.
    pub cause: Wording,
    /// One sentence on what is the case.
    pub text: Wording,
    /// The evidence.
    pub facts: Vec<Fact>,
}

/// A client library, by family: some send and print the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Library {
    /// A stable name in kebab-case, such as `google-auth-python`.
    pub id: Wording,
    /// The name to show, such as `google-auth (Python)`.
    pub name: Wording,
    /// The heading of the fix that is written for it, such as `Python (google-auth)`; absent where no page has one.
    pub client: Option<Wording>,
    /// The version, where the traffic or the text carries it.
    pub version: Option<String>,
}

/// Where in the input something was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Origin {
    /// The input's name: a file's name without its folders, or `pasted text`; absent for standard input.
    pub input: Option<String>,
    /// The number of the HAR entry, from 1.
    pub entry: Option<u32>,
    /// The first line, from 1.
    pub first_line: Option<u32>,
    /// The last line, from 1.
    pub last_line: Option<u32>,
}

impl Origin {
    /// The lines from `first` to `last`, both from 1.
    pub fn lines(first: usize, last: usize) -> Self {
        let line = |number| u32::try_from(number).ok();
        Self { input: None, entry: None, first_line: line(first), last_line: line(last) }
    }
}

/// What kind of exchange it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum Kind {
    /// The browser is sent to the authorization endpoint (RFC 6749 section 4.1.1).
    AuthorizationRequest,
    /// The browser comes back to the app with a code or an error (RFC 6749 section 4.1.2).
    Redirect,
    /// A request to the token endpoint (RFC 6749 section 3.2).
    TokenRequest,
    /// A request to the revocation endpoint (RFC 7009).
    Revocation,
    /// A request for a device code (RFC 8628 section 3.1).
    DeviceAuthorization,
    /// An API call that was refused for its authorization: its token, its scopes, its account or its project.
    ApiCall,
    /// Google's own page says why the authorization request is refused; the browser does not come back to the app.
    AuthorizationError,
    /// Credentials that are kept, not sent: a key file, stored tokens, a pasted value.
    Credentials,
}

/// Whose endpoint was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Provider {
    /// `google`; the name in kebab-case of another server that Grantlens knows, such as `microsoft-entra`; `other` for one that it
    /// does not know; or `unknown` (an app's own server, or nothing that tells).
    pub id: Wording,
    /// A name to show: `Google`, `Microsoft Entra`, `Not Google`, `Unknown`.
    pub name: Wording,
    /// True when the address resembles Google's without being Google's.
    pub look_alike: bool,
    /// What is peculiar about a server that is not Google's, in one sentence.
    pub note: Option<Wording>,
    /// The server's own documentation, an `https` address.
    pub documentation: Option<Wording>,
}

/// How an exchange ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum Outcome {
    /// The answer grants what was asked.
    Succeeded,
    /// The answer refuses.
    Failed,
    /// No answer was seen, or the answer does not tell; also a page that only shows again how an earlier exchange ended.
    Unknown,
}

/// How sure a cause is. The order is the order of strength.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum Standing {
    /// The traffic itself proves it.
    Confirmed,
    /// The evidence points here before anywhere else.
    Likely,
    /// Nothing speaks against it.
    Possible,
    /// The evidence excludes it.
    RuledOut,
}

impl Standing {
    /// The word for it: `confirmed`, `likely`, `possible` or `ruled out`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Likely => "likely",
            Self::Possible => "possible",
            Self::RuledOut => "ruled out",
        }
    }
}

/// What was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Request {
    /// The method, such as `POST`.
    pub method: String,
    /// The address without its query: a known endpoint in full, any other with host and path as shapes.
    pub url: String,
    /// How the body was encoded, in a word: `form`, `json`, `multipart`, `none`, `absent`, `other`.
    pub body: Wording,
    /// How the client named itself, in a sentence; absent where no client is expected.
    pub client_authentication: Option<String>,
    /// Every parameter in the order in which it was sent, repeats included.
    pub parameters: Vec<Parameter>,
    /// What is odd about the request as a whole, each in one sentence.
    pub remarks: Vec<String>,
}

/// One parameter of a request, or one member of an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Parameter {
    /// The name, or a description in angle brackets when the name itself may be secret.
    pub name: String,
    /// Where it stood.
    pub place: Place,
    /// What to show for the value: the value itself when it is harmless, else a sketch in which `…` stands for
    /// everything hidden (`4%2F0…`).
    pub shown: String,
    /// What kind of value it is, in words (`authorization code`, `access token`); absent for harmless text.
    pub kind: Option<Wording>,
    /// The value's length in characters, for hidden values: exact for machine-made values, else a bucket (`9–32`).
    pub length: Option<Wording>,
    /// The keyed fingerprint of a hidden value: equal fingerprints mean equal values within this report.
    pub fingerprint: Option<String>,
    /// What is to be said about this parameter.
    pub annotations: Vec<Annotation>,
}

/// Where a parameter stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum Place {
    /// The query of the request's address.
    Query,
    /// The fragment of an address.
    Fragment,
    /// The body.
    Body,
    /// A header field: `Authorization`, `DPoP`, and of an answer `DPoP-Nonce` or `WWW-Authenticate`.
    Header,
    /// A segment of the address's path.
    Path,
    /// The header or the claims of a JWT that stands in the parameter before this one.
    Claim,
}

/// A note attached to a parameter, as a compiler attaches one to a place in the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Annotation {
    /// The id of the cause that the note belongs to; absent for a remark of its own.
    pub cause: Option<Wording>,
    /// The standing of that cause.
    pub standing: Option<Standing>,
    /// The note, a short sentence without a final full stop.
    pub text: Wording,
    /// The characters of `shown` that the note is about, as a half-open range; absent when it is about all of it.
    pub range: Option<Range>,
}

/// A half-open range of characters (Unicode scalar values).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Range {
    /// The first character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Answer {
    /// The HTTP status; absent when no answer was seen.
    pub status: Option<u16>,
    /// Whether the body could be read.
    pub body: BodyState,
    /// One sentence about the body, when it was not read as an OAuth answer.
    pub body_note: Option<String>,
    /// The `error` code.
    pub error: Option<String>,
    /// The `error_description`, as received when its text is known or harmless, else described.
    pub description: Option<String>,
    /// The `error_subtype`; of a Google API's error object the `reason`.
    pub subtype: Option<String>,
    /// What the error code means in general, with the RFC's section.
    pub meaning: Option<Wording>,
    /// The `Date` header, in seconds since the epoch: the server's clock.
    pub date: Option<i64>,
    /// The members of the answer, or the parameters of the address that it redirects to, in order.
    pub members: Vec<Parameter>,
}

/// Whether a body could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum BodyState {
    /// The body was read.
    Read,
    /// The body has no bytes.
    Empty,
    /// The page never read the answer, so the browser never kept it.
    NeverRead,
    /// The server did not allow this page to read the answer (CORS), so the browser hides it.
    RefusedByCors,
    /// The page moved on before the body could be read.
    CutOff,
    /// The body is larger than what the browser or Grantlens keeps.
    TooLarge,
    /// The request never got an answer.
    NoAnswer,
    /// The input does not hold the body.
    NotRecorded,
}

/// A cause and its standing in one exchange.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct CauseFinding {
    /// The page's id.
    pub id: Wording,
    /// The page's title.
    pub title: Wording,
    /// The page's summary.
    pub summary: Wording,
    /// How sure it is.
    pub standing: Standing,
    /// The evidence, for or (when ruled out) against.
    pub facts: Vec<Fact>,
    /// What could not be told, and why, each in one sentence.
    pub unknown: Vec<Wording>,
}

/// A sentence of evidence. It is made of parameter names, numbers of exchanges, durations and shapes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Fact {
    /// The sentence.
    pub text: Wording,
    /// The numbers of the exchanges that the sentence mentions, in order of mention.
    pub exchanges: Vec<u32>,
}

/// A question that the developer can answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Question {
    /// The id of the cause whose page asks.
    pub cause: Wording,
    /// The question, to be answered with yes or no.
    pub text: Wording,
    /// What a yes would mean, in one sentence.
    pub yes: Wording,
    /// What a no would mean, in one sentence.
    pub no: Wording,
}

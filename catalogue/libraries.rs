//! In: the files of `libraries/`. Out: their rows, or the first fault of each with its line; and Rust source for `src/library.rs`.

use crate::{emit::join, page::Fault, table::texts};
use serde::Deserialize;
use std::fmt::Write;
use toml::Spanned;

/// One file: the libraries of a language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: Option<String>,
    library: Vec<Spanned<Row>>,
}

/// A library family.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    pub id: String,
    pub name: String,
    pub client: Option<String>,
    #[serde(default)]
    pub google: bool,
    pub layer: Layer,
    #[serde(default)]
    pub text: Vec<Spanned<String>>,
    #[serde(default)]
    pub wire: Vec<Wire>,
    #[serde(default)]
    pub swallows: Vec<Swallow>,
    #[serde(skip)]
    pub language: Option<String>,
}

/// The order in which rows are asked: what wraps another comes first.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    Program,
    Framework,
    Library,
    Transport,
    Server,
}

/// What a request of the library looks like; every key must hold.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wire {
    #[serde(default)]
    pub headers: Vec<Spanned<String>>,
    #[serde(default)]
    pub absent: Vec<String>,
    pub authentication: Option<Authentication>,
    #[serde(default)]
    pub order: Vec<String>,
    pub body: Option<Body>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Authentication {
    Basic,
    Body,
    Assertion,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    Form,
    Json,
}

/// A form in which the library hides what the server answered; every key must hold.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Swallow {
    pub hides: Hidden,
    #[serde(default)]
    pub text: Vec<Spanned<String>>,
    #[serde(default)]
    pub redirect: Vec<Spanned<String>>,
    #[serde(default)]
    pub page: Vec<Spanned<String>>,
    pub says: Spanned<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Hidden {
    Error,
    Description,
    Words,
}

const CLIENTS: [&str; 9] = [
    "Python (google-auth)",
    "Node.js (google-auth-library)",
    "C# (Google.Apis.Auth)",
    "Java",
    "Go",
    "PHP",
    "Browser",
    "gcloud",
    "curl",
];
const MOST_SENTENCE: usize = 320;

/// Reads one file, whose rows stand in order.
pub fn read(text: &str) -> Result<Vec<Row>, Fault> {
    let file: File = crate::table::parse(text)?;
    let at = |start: usize| crate::table::line(text, start);
    let mut rows = Vec::new();
    for row in file.library {
        let start = row.span().start;
        let mut row = row.into_inner();
        let fault = |text: String| Fault::new(at(start), text);
        crate::table::is_id(&row.id).map_err(fault)?;
        if row.client.as_ref().is_some_and(|client| !CLIENTS.contains(&client.as_str())) {
            return Err(fault(format!("`client` is a heading of causes/README.md, one of {CLIENTS:?}")));
        }
        if row.text.is_empty() && row.wire.is_empty() && row.swallows.is_empty() {
            return Err(fault(format!("`{}` has no sign: give it text, wire or swallows", row.id)));
        }
        if row.layer == Layer::Server && !(row.text.is_empty() && row.wire.is_empty()) {
            return Err(fault("a server is no client library: it has nothing but swallows".to_owned()));
        }
        let signs =
            row.swallows.iter().flat_map(|swallow| swallow.text.iter().chain(&swallow.redirect).chain(&swallow.page));
        for sign in row.text.iter().chain(signs) {
            crate::table::is_sign(sign.get_ref()).map_err(|text| Fault::new(at(sign.span().start), text))?;
        }
        for header in row.wire.iter().flat_map(|wire| &wire.headers) {
            if !header.get_ref().contains(": ") {
                return Err(Fault::new(at(header.span().start), "a header is `name: pattern`"));
            }
        }
        for wire in &row.wire {
            if wire.headers.is_empty() && wire.order.is_empty() {
                return Err(fault("a wire sign needs headers or an order".to_owned()));
            }
        }
        for swallow in &row.swallows {
            let says = swallow.says.get_ref();
            let count = says.chars().count();
            let fault = |text: String| Err(Fault::new(at(swallow.says.span().start), text));
            if count > MOST_SENTENCE || !says.ends_with('.') {
                return fault(format!(
                    "`says` is a sentence of at most {MOST_SENTENCE} characters; this one has {count}"
                ));
            }
            let is_always = swallow.text.is_empty() && swallow.redirect.is_empty() && swallow.page.is_empty();
            if is_always && row.layer == Layer::Server {
                return fault("a server is known by its page alone: give it redirect or page".to_owned());
            }
        }
        row.language.clone_from(&file.language);
        rows.push(row);
    }
    Ok(rows)
}

/// The first sign that two rows share: then neither says which.
pub fn shared(rows: &[Row]) -> Option<String> {
    let mut seen = std::collections::BTreeMap::new();
    for row in rows {
        for sign in &row.text {
            if let Some(other) = seen.insert(sign.get_ref().as_str(), row.id.as_str()) {
                return Some(format!("`{other}` and `{}` share the sign: {}", row.id, sign.get_ref()));
            }
        }
    }
    let mut ids = std::collections::BTreeSet::new();
    rows.iter().find(|row| !ids.insert(&row.id)).map(|row| format!("`{}` stands twice", row.id))
}

/// `ROWS`, the table, those that wrap others first.
pub fn emit(rows: &mut [Row]) -> String {
    rows.sort_by_key(|row| row.layer);
    let mut out = String::from("static ROWS: &[Row] = &[\n");
    for row in rows {
        let Row { id, name, client, google, language, layer, .. } = row;
        let speaks_oauth = !matches!(layer, Layer::Transport | Layer::Server);
        let shown = language.as_ref().map_or(name.clone(), |language| format!("{name} ({language})"));
        writeln!(
            out,
            "Row {{ id: {id:?}, name: {shown:?}, client: {client:?}, is_googles: {google}, speaks_oauth: {speaks_oauth}, \
             text: &[{}], wire: &[{}], swallows: &[{}] }},",
            texts(&row.text),
            join(&row.wire, wire),
            join(&row.swallows, swallow),
        )
        .expect("a String takes everything");
    }
    out + "];\n"
}

fn wire(wire: &Wire) -> String {
    let headers =
        join(&wire.headers, |header| format!("{:?}", header.get_ref().split_once(": ").expect("checked above")));
    let absent = join(&wire.absent, |name| format!("{name:?}"));
    let order = join(&wire.order, |name| format!("{name:?}"));
    let authentication = wire.authentication.map(|place| format!("Authentication::{place:?}"));
    let body = wire.body.map(|body| format!("Body::{body:?}"));
    let option = |value: Option<String>| value.map_or("None".to_owned(), |value| format!("Some({value})"));
    format!(
        "Wire {{ headers: &[{headers}], absent: &[{absent}], authentication: {}, order: &[{order}], body: {} }}",
        option(authentication),
        option(body)
    )
}

fn swallow(swallow: &Swallow) -> String {
    format!(
        "Swallow {{ hides: Hidden::{:?}, text: &[{}], redirect: &[{}], page: &[{}], says: {:?} }}",
        swallow.hides,
        texts(&swallow.text),
        texts(&swallow.redirect),
        texts(&swallow.page),
        swallow.says.get_ref(),
    )
}

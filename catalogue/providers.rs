//! In: `providers.toml`. Out: its rows, or the first fault with its line; and Rust source for `src/providers.rs`.

use crate::{
    page::Fault,
    table::{self, texts},
};
use serde::Deserialize;
use std::fmt::Write;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    provider: Vec<Spanned<Row>>,
}

/// An authorization server.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    id: String,
    name: String,
    #[serde(default)]
    hosts: Vec<Spanned<String>>,
    #[serde(default)]
    paths: Vec<Spanned<String>>,
    #[serde(default)]
    descriptions: Vec<Spanned<String>>,
    #[serde(default)]
    text: Vec<Spanned<String>>,
    note: Option<String>,
    documentation: String,
}

/// Ids that mean something else in a report.
const TAKEN: [&str; 3] = ["google", "other", "unknown"];
const MOST_NOTE: usize = 200;

/// Reads the table.
pub fn read(text: &str) -> Result<Vec<Row>, Fault> {
    let file: File = table::parse(text)?;
    let at = |start: usize| table::line(text, start);
    let mut ids = std::collections::BTreeSet::from(TAKEN.map(str::to_owned));
    let mut rows = Vec::new();
    for row in file.provider {
        let start = row.span().start;
        let row = row.into_inner();
        let fault = |text: String| Fault::new(at(start), text);
        table::is_id(&row.id).map_err(fault)?;
        if !ids.insert(row.id.clone()) {
            return Err(fault(format!("the id `{}` is taken", row.id)));
        }
        if row.hosts.is_empty() && row.paths.is_empty() && row.descriptions.is_empty() && row.text.is_empty() {
            return Err(fault(format!("`{}` has no sign", row.id)));
        }
        for host in &row.hosts {
            is_host(host.get_ref()).map_err(|text| Fault::new(at(host.span().start), text))?;
        }
        for sign in row.text.iter().chain(&row.descriptions) {
            table::is_sign(sign.get_ref()).map_err(|text| Fault::new(at(sign.span().start), text))?;
        }
        if !row.documentation.starts_with("https://") {
            return Err(fault(format!("documentation is an https address: {}", row.documentation)));
        }
        if row.note.as_ref().is_some_and(|note| !note.ends_with('.') || note.chars().count() > MOST_NOTE) {
            return Err(fault(format!("a note is one sentence of at most {MOST_NOTE} characters")));
        }
        rows.push(row);
    }
    Ok(rows)
}

fn is_host(host: &str) -> Result<(), String> {
    let name = host.strip_prefix("*.").unwrap_or(host);
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    if !name.contains('.') || !name.bytes().all(is_part) {
        return Err(format!("a host is exact, or `*.` and a suffix of two labels: {host}"));
    }
    if name.contains("google") {
        return Err(format!("Google's hosts are in src/exchange/endpoint.rs: {host}"));
    }
    Ok(())
}

/// `SERVERS`, the table.
pub fn emit(rows: &[Row]) -> String {
    let mut out = String::from("static SERVERS: &[Server] = &[\n");
    for row in rows {
        let Row { id, name, note, documentation, .. } = row;
        writeln!(
            out,
            "Server {{ id: {id:?}, name: {name:?}, hosts: &[{}], paths: &[{}], descriptions: &[{}], text: &[{}], note: {note:?}, \
             documentation: {documentation:?} }},",
            texts(&row.hosts),
            texts(&row.paths),
            texts(&row.descriptions),
            texts(&row.text),
        )
        .expect("a String takes everything");
    }
    out + "];\n"
}

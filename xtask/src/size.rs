//! In: the module as rustc made it, which still has names, and the module as it ships. Out: what each weighs, by section and by
//! crate.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// So many crates, or modules of ours, are listed.
const MOST: usize = 30;

pub(crate) fn print(named: &Path, shipped: &Path) -> Result<()> {
    let shipped_bytes = read(shipped)?;
    let sections = sections(&shipped_bytes)?;
    println!("{:>10} {:>10}  the module as it ships", "bytes", "gzip");
    println!("{:>10} {:>10}  in all", shipped_bytes.len(), gzip(&shipped_bytes)?);
    for (name, bytes) in sections {
        println!("{:>10} {:>10}  {name}", bytes.len(), gzip(bytes)?);
    }
    let by_crate = code_by_crate(&read(named)?)?;
    println!(
        "\n{:>10} {:>10}  code by crate, and by module of ours, before the bindings are made",
        "bytes", "functions"
    );
    for (name, (bytes, functions)) in by_crate.iter().take(MOST) {
        println!("{bytes:>10} {functions:>10}  {name}");
    }
    let rest = by_crate
        .iter()
        .skip(MOST)
        .fold((0, 0), |(bytes, count), (_, (more, functions))| (bytes + more, count + functions));
    println!("{:>10} {:>10}  all others", rest.0, rest.1);
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

/// The two sections that weigh something.
fn sections(module: &[u8]) -> Result<Vec<(&'static str, &[u8])>> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::CodeSectionStart { range, .. } => found.push(("code", &module[range])),
            Payload::DataSection(reader) => found.push(("data: texts, tables", &module[reader.range()])),
            _ => {}
        }
    }
    Ok(found)
}

/// Bytes and functions, largest first.
fn code_by_crate(module: &[u8]) -> Result<Vec<(String, (usize, usize))>> {
    let (mut imported, mut bodies, mut names) = (0, Vec::new(), BTreeMap::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(reader) => {
                for import in reader.into_imports() {
                    imported += usize::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range().len()),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(reader) = section.as_known() else { continue };
                for subsection in reader {
                    let Name::Function(map) = subsection? else { continue };
                    for naming in map {
                        let naming = naming?;
                        names.insert(naming.index as usize, naming.name.to_owned());
                    }
                }
            }
            _ => {}
        }
    }
    let mut sums: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (at, length) in bodies.into_iter().enumerate() {
        let name = names.get(&(imported + at)).map_or("without a name", String::as_str);
        let sum = sums.entry(owner(name)).or_default();
        sum.0 += length;
        sum.1 += 1;
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by_key(|(_, (bytes, _))| std::cmp::Reverse(*bytes));
    Ok(sums)
}

/// The crate that a function is written in, or a module of ours.
fn owner(symbol: &str) -> String {
    if symbol.starts_with("__wbindgen_describe") {
        return "descriptions for the bindings, which do not ship".to_owned();
    }
    let name = format!("{:#}", rustc_demangle::demangle(symbol));
    if let Some((_, rest)) = name.split_once("grantlens::") {
        let module: String = rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        let is_shape = name.contains("serde_core::de::") || name.contains("serde_core::ser::");
        return if is_shape {
            "reading and writing of reports and entries (serde)".to_owned()
        } else {
            format!("grantlens::{module}")
        };
    }
    let start = name.trim_start_matches(['<', '&', '*', '(', '[']);
    let start = start.strip_prefix("dyn ").unwrap_or(start).strip_prefix("mut ").unwrap_or(start);
    start.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

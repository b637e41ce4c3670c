//! The public suites in the folder that GRANTLENS_SHARED names; they are no part of the project.

#![allow(dead_code, reason = "each test uses the part that it needs")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The folder; without it nothing is run, and that is said.
pub fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("GRANTLENS_SHARED").map(PathBuf::from).filter(|folder| folder.is_dir());
    if folder.is_none() {
        eprintln!("not run: GRANTLENS_SHARED names no folder with the public suites");
    }
    folder
}

/// The files in `folder`, and in folders in it, whose names end so, in order.
pub fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, endings));
        } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending.to_str() == Some(wanted))) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A file's name without its folders.
pub fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The JSON in a file.
pub fn json(path: &Path) -> serde_json::Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

//! In: a folder. Out: a zip of its files whose bytes depend on nothing but their names and contents.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

pub(crate) fn write(folder: &Path, file: &Path) -> Result<()> {
    let mut archive = ZipWriter::new(File::create(file).with_context(|| format!("cannot write {}", file.display()))?);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for path in files(folder)? {
        archive.start_file(name_inside(folder, &path)?, options)?;
        archive.write_all(&fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?)?;
    }
    archive.finish()?;
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read the folder {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn name_inside(folder: &Path, path: &Path) -> Result<String> {
    let parts: Option<Vec<&str>> = path.strip_prefix(folder)?.iter().map(|part| part.to_str()).collect();
    Ok(parts.with_context(|| format!("{} is not a name in UTF-8", path.display()))?.join("/"))
}

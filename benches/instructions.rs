//! One hot path of the core at a time, for valgrind to count its instructions: `./build.sh bench` runs it once for each and
//! compares the counts with `benches/instructions.tsv`.
//!
//! In: the name of a path, as an argument. Out: how many items were worked on. What is counted stands in [`counted`] alone.

#![expect(clippy::print_stdout, reason = "the count is what it says")]

#[path = "support/traffic.rs"]
mod traffic;

use grantlens::{
    exchange::may_be_exchange,
    har::{Entry, Reader, WireEntry},
    intake::text,
    recorder::Recorder,
    render,
    report::SessionSource,
};
use std::hint::black_box;

const MEGABYTES: usize = 4;
const ENTRIES: usize = 200;

fn main() {
    let Some(name) = std::env::args().nth(1).filter(|name| !name.starts_with('-')) else { return };
    let items = match name.as_str() {
        "entry-to-finding" => entry_to_finding(0),
        "entry-to-finding-100-KB-beside" => entry_to_finding(33_000),
        "address" => address(),
        "har-MB" => har(),
        "log-MB" => log(),
        "export-finding" => export(),
        "markdown-finding" => markdown(),
        _ => panic!("there is no path {name}"),
    };
    println!("{items}");
}

/// Valgrind counts what is done in here.
#[inline(never)]
fn counted(work: &mut dyn FnMut()) {
    work();
}

fn recorder() -> Recorder {
    Recorder::new([7; 32], SessionSource::Devtools)
}

fn entries(padding: usize) -> Vec<Entry> {
    let entry = |at| serde_json::from_value::<WireEntry>(traffic::padded(at, padding)).expect("an entry").into_entry();
    (0..ENTRIES).map(entry).collect()
}

fn entry_to_finding(padding: usize) -> usize {
    let mut recorder = recorder();
    let entries = entries(padding);
    counted(&mut || {
        for entry in &entries {
            recorder.observe(entry);
        }
    });
    recorder.findings().len()
}

fn address() -> usize {
    let addresses: Vec<_> = (0..ENTRIES)
        .map(|at| traffic::ordinary(at)["request"]["url"].as_str().expect("an address").to_owned())
        .collect();
    counted(&mut || {
        for url in &addresses {
            black_box(may_be_exchange("GET", url, Some(200), false));
        }
    });
    addresses.len()
}

fn har() -> usize {
    let file = traffic::har(MEGABYTES * 1_000_000);
    let mut recorder = recorder();
    counted(&mut || {
        let mut reader = Reader::default();
        let mut take = |entry: Result<Option<Entry>, usize>| {
            if let Ok(Some(entry)) = entry {
                recorder.observe(&entry);
            }
        };
        reader.push(file.as_bytes(), &mut take).and_then(|()| reader.finish()).expect("a HAR file");
    });
    MEGABYTES
}

fn log() -> usize {
    let log = traffic::log(MEGABYTES * 1_000_000);
    let mut recorder = recorder();
    counted(&mut || {
        let mut reader = text::Reader::new(None);
        let mut take = |sighting| _ = recorder.observe_sighting(&sighting);
        reader.push(&log, &mut take);
        reader.finish(&mut take);
    });
    MEGABYTES
}

fn session() -> Recorder {
    let mut recorder = recorder();
    for entry in entries(0) {
        recorder.observe(&entry);
    }
    recorder
}

fn export() -> usize {
    let recorder = session();
    counted(&mut || _ = black_box(recorder.export()));
    ENTRIES
}

fn markdown() -> usize {
    let recorder = session();
    let report = recorder.report();
    counted(&mut || _ = recorder.vouch(&render::markdown::report(&report)));
    ENTRIES
}

//! How fast the core is, natively: a live entry to its finding, an address, a report, a HAR file and a log, each beside what
//! a reader of JSON or of bytes needs for the same input.
//!
//! `./build.sh bench` runs it and prints one table; criterion keeps each figure under `target/criterion`.

#[path = "support/traffic.rs"]
mod traffic;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use grantlens::{
    exchange::may_be_exchange,
    har::{self, WireEntry},
    intake::text,
    recorder::Recorder,
    report::SessionSource,
};
use serde::Deserialize;
use std::{cell::RefCell, hint::black_box, time::Duration};

const KEY: [u8; 32] = [7; 32];

/// So many bytes of HAR are read in memory.
const HAR: usize = 100_000_000;

/// So many bytes of log.
const LOG: usize = 20_000_000;

/// A live session has some exchanges behind it.
const HELD: usize = 100;

/// So many more come one after the other, each dropped when it is judged.
const IN_A_ROW: usize = 500;

fn recorder(source: SessionSource) -> Recorder {
    Recorder::new(KEY, source)
}

/// A session of `count` failed token requests, and the entries of the next ones.
fn session(count: usize) -> Recorder {
    let mut recorder = recorder(SessionSource::Devtools);
    for at in 0..count {
        let entry: WireEntry = serde_json::from_value(traffic::token_exchange(at)).expect("an entry");
        recorder.observe(&entry.into_entry());
    }
    recorder
}

/// What the extension does when its list is full, so that the session stays as large as it is.
fn forget(held: &RefCell<Recorder>) {
    let count = held.borrow().findings().len();
    if count > 2 * HELD {
        held.borrow_mut().forget_first(count - HELD);
    }
}

fn exchanges(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("exchange");
    group.throughput(Throughput::Elements(IN_A_ROW as u64));
    let entry = |at| serde_json::from_value::<WireEntry>(traffic::token_exchange(at)).expect("an entry").into_entry();
    group.bench_function("entries to findings", |bench| {
        bench.iter_batched(
            || (session(HELD), (HELD..HELD + IN_A_ROW).map(entry).collect::<Vec<_>>()),
            |(mut session, entries)| {
                for entry in entries {
                    session.observe(&entry);
                }
                session
            },
            BatchSize::PerIteration,
        );
    });
    group.throughput(Throughput::Elements(1));
    for (name, padding) in [("JSON to finding", 0), ("JSON to finding, 100 KB irrelevant", 100_000 / 3)] {
        group.bench_function(name, |bench| {
            let mut at = HELD;
            let held = RefCell::new(session(HELD));
            bench.iter_batched(
                || {
                    at += 1;
                    forget(&held);
                    traffic::padded(at, padding).to_string()
                },
                |json| {
                    held.borrow_mut().observe(&serde_json::from_str::<WireEntry>(&json).expect("an entry").into_entry())
                },
                BatchSize::SmallInput,
            );
        });
    }
    group.bench_function("address of an ordinary request", |bench| {
        bench.iter(|| {
            may_be_exchange(
                "GET",
                black_box("https://app.example/static/js/chunk-7.js?v=3f9a7c2e&sort=-created"),
                Some(200),
                false,
            )
        });
    });
    group.finish();
}

fn reports(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("report");
    let held = session(1_000);
    group.throughput(Throughput::Elements(1_000));
    group.bench_function("export of 1,000 findings", |bench| bench.iter(|| held.export().expect("no leak")));
    let report = held.report();
    group.bench_function("the same with serde_json alone", |bench| {
        bench.iter(|| serde_json::to_string_pretty(black_box(&report)).expect("JSON"));
    });
    group.finish();
}

#[derive(Deserialize)]
struct File {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<WireEntry>,
}

fn files(bench: &mut Criterion) {
    let har = traffic::har(HAR);
    let mut group = bench.benchmark_group("import");
    group.sample_size(10).warm_up_time(Duration::from_secs(1));
    group.throughput(Throughput::Bytes(har.len() as u64));
    group.bench_function("HAR", |bench| {
        bench.iter(|| {
            let mut recorder = recorder(SessionSource::Har);
            recorder.judge_at_once(|recorder| {
                let mut reader = har::Reader::default();
                let mut take = |entry: Result<Option<_>, _>| {
                    if let Some(entry) = entry.expect("an entry") {
                        recorder.observe(&entry);
                    }
                };
                reader.push(har.as_bytes(), &mut take).and_then(|()| reader.finish()).expect("a HAR file");
            });
            assert_eq!(recorder.findings().len(), 29);
        });
    });
    group.bench_function("HAR, serde_json typed", |bench| {
        bench.iter(|| serde_json::from_str::<File>(&har).expect("a HAR file").log.entries.len());
    });
    group.bench_function("HAR, memchr count", |bench| {
        bench.iter(|| memchr::memchr_iter(b'"', black_box(har.as_bytes())).count());
    });
    drop(har);
    let log = traffic::log(LOG);
    group.throughput(Throughput::Bytes(log.len() as u64));
    group.bench_function("log", |bench| {
        bench.iter(|| {
            let mut recorder = recorder(SessionSource::Text);
            recorder.judge_at_once(|recorder| {
                let mut reader = text::Reader::new(None);
                let mut take = |sighting| _ = recorder.observe_sighting(&sighting);
                for slice in log.as_bytes().chunks(1 << 16) {
                    reader.push(std::str::from_utf8(slice).expect("ASCII"), &mut take);
                }
                reader.finish(&mut take);
            });
            recorder.findings().len()
        });
    });
    group.bench_function("log, lines alone", |bench| {
        bench.iter(|| memchr::memchr_iter(b'\n', black_box(log.as_bytes())).count());
    });
    group.finish();
}

criterion_group!(benches, exchanges, reports, files);
criterion_main!(benches);

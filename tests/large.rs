//! Memory stays what it is, however large the input: a log, a HAR file, and either compressed, each through a pipe that has no end in
//! sight. `docs/cli.md` has the figures for a gigabyte.
#![cfg(target_os = "linux")]

#[path = "support/command.rs"]
mod command;

use command::{command, folder};
use flate2::{Compression, write::GzEncoder};
use std::{
    fs,
    io::{Read, Write},
    process::Child,
    thread,
    time::Duration,
};

const LINE: &str = "2026-01-05T10:00:00Z INFO GET /orders/42 200 in 5 ms, user 7, trace 0123456789abcdef\n";
const FAILURE: &str = "2026-01-05T10:00:00Z ERROR oauth2: \"invalid_grant\" \"Bad Request\"\n";

/// One entry with a large answer, after the first one.
fn entry() -> String {
    let body = "x".repeat(60_000);
    format!(
        r#",{{"startedDateTime":"2026-01-05T10:00:00Z","request":{{"method":"GET","url":"https://app.test/"}},"response":{{"status":200,"content":{{"text":"{body}"}}}}}}"#
    )
}

/// As gzip packs it; packed pieces behind one another are one file.
fn packed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).expect("memory");
    encoder.finish().expect("memory")
}

/// The most memory that the command has held, in kilobytes, when it is given the first part, the second `times` times, and the third.
fn held(parts: &[Vec<u8>; 3], times: usize) -> u64 {
    let mut child = command(&["explain", "--format", "json", "-"]).spawn().expect("it starts");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(&parts[0]).expect("it reads");
    for _ in 0..times {
        input.write_all(&parts[1]).expect("it reads on");
    }
    let most = most_held(&child);
    input.write_all(&parts[2]).expect("it reads to the end");
    drop(input);
    let mut report = String::new();
    child.stdout.take().expect("a pipe").read_to_string(&mut report).expect("UTF-8");
    assert_eq!(child.wait().expect("it ends").code(), Some(1), "the failure at the end is told");
    most
}

/// The most memory that the command has held so far, in kilobytes.
fn most_held(child: &Child) -> u64 {
    told(child, "status", "VmHWM:").trim_end_matches(" kB").parse().expect("a number")
}

/// What the system tells of the command under this name.
fn told(child: &Child, file: &str, name: &str) -> String {
    let text = fs::read_to_string(format!("/proc/{}/{file}", child.id())).expect("Linux tells");
    text.lines().find_map(|line| line.strip_prefix(name)).expect("a figure").trim().to_owned()
}

/// So much is read, in bytes unpacked.
const LARGE: usize = 32 << 20;

/// Less than this is held, in kilobytes.
const MOST: u64 = 16 << 10;

#[test]
fn memory_does_not_grow_with_the_input() {
    let entry = entry();
    let failing = r#",{"request":{"method":"POST","url":"https://oauth2.googleapis.com/token","postData":{"text":"grant_type=refresh_token"}},"response":{"status":400,"content":{"text":"{\"error\":\"invalid_grant\"}"}}}]}}"#;
    let lines = LINE.repeat(500);
    for (name, start, piece, end) in
        [("a log", "", lines.as_str(), FAILURE), ("a HAR file", r#"{"log":{"entries":[{}"#, entry.as_str(), failing)]
    {
        for pack in [|text: &str| text.as_bytes().to_vec(), packed] {
            let parts = [start, piece, end].map(pack);
            let most = held(&parts, LARGE / piece.len());
            eprintln!("{name}, {} bytes a piece: {most} KB held of {} MB", parts[1].len(), LARGE >> 20);
            assert!(most < MOST, "{name}: {most} KB were held");
        }
    }
}

/// A HAR file of this many bytes or a little less, full of failures.
fn failures(size: usize) -> String {
    let failing = format!(
        r#"{{"request":{{"method":"POST","url":"https://oauth2.googleapis.com/token","postData":{{"text":"grant_type=refresh_token&scope={}"}}}},"response":{{"status":400,"content":{{"text":"{{\"error\":\"invalid_grant\"}}"}}}}}},"#,
        "x".repeat(60_000)
    );
    format!(r#"{{"log":{{"entries":[{}{{}}]}}}}"#, failing.repeat(size / failing.len()))
}

/// How many bytes of these files are read, and how many kilobytes held, while the input before them has not come to its end.
fn read_meanwhile(paths: &[&str]) -> (usize, u64) {
    let mut child = command(&[&["explain", "--quiet", "-"], paths].concat()).spawn().expect("it starts");
    let mut read = String::new();
    let read = loop {
        let now = told(&child, "io", "rchar:");
        if now == read {
            break now.parse().expect("a number");
        }
        read = now;
        thread::sleep(Duration::from_millis(300));
    };
    let most = most_held(&child);
    child.stdin.take().expect("a pipe").write_all(FAILURE.as_bytes()).expect("it reads");
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
    (read, most)
}

#[test]
fn memory_does_not_grow_with_what_waits() {
    let folder = folder("waiting");
    let file = |name: &str, size| {
        let path = folder.join(name);
        fs::write(&path, failures(size)).expect("the target folder can be written");
        path.to_str().expect("UTF-8").to_owned()
    };
    let (read, most) = read_meanwhile(&[&file("large.har", LARGE)]);
    eprintln!("{} MB of {} read, {most} KB held", read >> 20, LARGE >> 20);
    assert!(read < LARGE - 200_000, "the file was read to its end");
    assert!(most < 3 * MOST, "{most} KB were held");
    let (small, cores) = (file("small.har", 300_000), thread::available_parallelism().map_or(1, usize::from));
    let read = read_meanwhile(&vec![small.as_str(); 8 * cores]).0;
    eprintln!("{read} bytes of {} files of 300,000 read", 8 * cores);
    assert!(read < 4 * cores * 300_000, "files were read that stand far behind");
}

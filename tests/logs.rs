//! Guards the reading of logs: any slicing gives the same, nothing stops it, memory stays bounded and work proportional; and, where
//! GRANTLENS_SHARED names the folder with the public sets, how much of real reports is read right.

#[path = "support/command.rs"]
mod command;

use command::command;
use grantlens::{
    intake::text::{self, Extent, Reader},
    recorder::Recorder,
    report::{Finding, SessionSource, Standing},
    sighting::Sighting,
};
use proptest::prelude::*;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs,
    io::{Read, Write},
    path::PathBuf,
};

/// What a sighting tells, as text.
fn told(sighting: &Sighting) -> String {
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {} {:?}",
        sighting.kind,
        sighting.error,
        sighting.description,
        sighting.subtype,
        sighting.status,
        sighting.grant,
        sighting.provider,
        sighting.host,
        sighting.library.as_ref().map(|library| &library.id),
        sighting.parameters,
        sighting.times,
        sighting.origin,
    )
}

fn read_in(slices: &[&str]) -> (Vec<String>, Extent) {
    let mut found = Vec::new();
    let mut reader = Reader::new(None);
    for slice in slices {
        reader.push(slice, &mut |sighting| found.push(told(&sighting)));
    }
    let extent = reader.finish(&mut |sighting| found.push(told(&sighting)));
    (found, extent)
}

/// Pieces of which logs are made, and of which hostile ones are.
const PIECES: [&str; 28] = [
    "\n",
    "invalid_grant",
    "{\"error\":\"invalid_grant\",\"error_description\":\"Bad Request\"}",
    "\"error_description\": \"",
    "error_description",
    "Token has been expired or revoked.",
    "GaxiosError: invalid_grant\n    at Gaxios._request (/srv/a.js:1:1)\n",
    "  data: 'grant_type=refresh_token&refresh_token=1%2F%2F0gEXAMPLE',\n",
    "https://oauth2.googleapis.com/token",
    "400 Bad Request",
    "2026-01-05T10:00:00Z ",
    "2026-01-05T10:00:09Z ",
    "\\\\\\\"",
    "\\u0022",
    "\"",
    "'",
    "(",
    "é",
    "\u{1b}[31m",
    "&quot;",
    "Error 400: redirect_uri_mismatch\nredirect_uri=http://localhost/\n",
    "invalid_clientUnauthorized",
    "(truncated...)",
    "access_denied: ",
    "<<REDACTED>",
    "\r\n",
    "    ",
    "AADSTS70008: expired",
];

fn log() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![prop::sample::select(&PIECES[..]).prop_map(str::to_owned), ".{0,12}"], 0..60)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_slicing_gives_the_same(log in log(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12)) {
        let mut places: Vec<_> = cuts.iter().map(|cut| cut.index(log.len() + 1)).filter(|at| log.is_char_boundary(*at)).collect();
        places.sort_unstable();
        let starts = [0].into_iter().chain(places.iter().copied());
        let ends = places.iter().copied().chain([log.len()]);
        let slices: Vec<_> = starts.zip(ends).map(|(start, end)| &log[start..end]).collect();
        prop_assert_eq!(read_in(&slices), read_in(&[&log]));
    }

    #[test]
    fn nothing_stops_the_reader(text in "\\PC{0,400}|(?s:.{0,200})") {
        let mut recorder = Recorder::new([7; 32], SessionSource::Text);
        for sighting in text::read(&text) {
            recorder.observe_sighting(&sighting);
        }
        prop_assert!(recorder.export().is_ok());
    }
}

#[test]
fn a_long_line_is_cut_where_no_slice_shows() {
    let long = format!("{} Error: invalid_grant: Bad Request {}\nend", "word ".repeat(120_000), "é ".repeat(200_000));
    let whole = read_in(&[&long]);
    assert_eq!((whole.1, whole.0.len()), (Extent { lines: 2, cut: 1 }, 1), "{:?}", whole.0);
    for size in [1_000, 65_536, 262_144, 300_001] {
        assert_eq!(read_in(&slices(&long, size)), whole, "in slices of {size}");
    }
}

/// `text` in slices of at most `size` bytes.
fn slices(text: &str, size: usize) -> Vec<&str> {
    let mut slices = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = (0..=size.min(rest.len())).rev().find(|end| rest.is_char_boundary(*end)).unwrap_or(0);
        slices.push(&rest[..end]);
        rest = &rest[end..];
    }
    slices
}

/// Lines that tell of nothing are passed over; those before and behind a failure are not.
#[test]
fn a_failure_is_read_alike_wherever_it_stands() {
    let plain = "2026-01-05T10:00:00Z INFO GET /é 200\n";
    let long = format!("{}\n", "word ".repeat(14_000));
    let failure = format!(
        "INFO sending grant_type=refresh_token&client_id=EXAMPLE\n{}google.auth.exceptions.RefreshError: \
         ('invalid_grant: Bad Request', {{'error': 'invalid_grant'}})\n",
        "    at a dump\n".repeat(60)
    );
    let read = |before: &str, lines: u32, behind: usize| {
        let log = format!("{before}{failure}{}", plain.repeat(behind));
        let (whole, extent) = read_in(&[&log]);
        for size in [997, 65_536, 100_000] {
            assert_eq!(read_in(&slices(&log, size)), (whole.clone(), extent), "in slices of {size}");
        }
        let found = text::read(&log);
        let origin = found[0].origin.as_ref().expect("a place");
        assert_eq!((found.len(), origin.first_line), (1, Some(lines + 62)), "after {lines} lines");
        let told = |sighting: &Sighting| {
            let Sighting { error, description, grant, library, .. } = sighting;
            format!("{error:?} {description:?} {grant:?} {library:?}")
        };
        told(&found[0])
    };
    let alone = read("", 0, 0);
    assert!(alone.contains("RefreshToken") && alone.contains("google-auth"), "{alone}");
    for lines in [1, 8, 99, 100, 101, 700, 4_000] {
        assert_eq!(read(&plain.repeat(lines), u32::try_from(lines).expect("few"), 3_000), alone);
    }
    assert_eq!(read(&format!("{}{}", long.repeat(9), plain.repeat(3)), 12, 0), alone);
    assert_eq!(read(&format!("{}\n{}", "word ".repeat(60_000), plain.repeat(3_000)), 3_001, 1), alone);
}

/// The most memory that a process has held, in kilobytes, as Linux tells it.
fn most_held(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
}

#[test]
fn memory_stays_bounded() {
    let slice = "word \\\"invalid_grant\\\" 0123456789abcdef ".repeat(1_700);
    let lines = "2026-01-05T10:00:00Z ERROR oauth2: \"invalid_grant\" \"Bad Request\" EXAMPLE\n".repeat(900);
    for (name, slice, bytes) in [("one line of 12 MB", &slice, 12 << 20), ("a log of 512 KB", &lines, 1 << 19)] {
        let mut child = command(&["explain", "--input", "text", "--format", "json", "-"]).spawn().expect("it starts");
        let mut input = child.stdin.take().expect("a pipe");
        for _ in 0..bytes / slice.len() {
            input.write_all(slice.as_bytes()).expect("it reads on");
        }
        let held = most_held(child.id());
        drop(input);
        let mut report = String::new();
        child.stdout.take().expect("a pipe").read_to_string(&mut report).expect("UTF-8");
        assert_eq!(child.wait().expect("it ends").code(), Some(1));
        assert!(report.contains("invalid_grant"));
        let Some(held) = held else { return eprintln!("not measured: this system does not tell") };
        eprintln!("{name}: {held} KB held at most");
        assert!(held < 20 << 10, "{name}: {held} KB were held");
    }
}

fn shared(file: &str) -> Option<String> {
    let folder = std::env::var_os("GRANTLENS_SHARED").map(PathBuf::from).filter(|folder| folder.is_dir());
    if folder.is_none() {
        eprintln!("not run: GRANTLENS_SHARED names no folder with the public sets");
    }
    folder.map(|folder| fs::read_to_string(folder.join(file)).expect("the set is UTF-8"))
}

fn findings(text: &str) -> Vec<Finding> {
    let mut recorder = Recorder::new([7; 32], SessionSource::Text);
    for sighting in text::read(text) {
        recorder.observe_sighting(&sighting);
    }
    recorder.export().expect("the self-check passes");
    recorder.findings().to_vec()
}

fn is_at_least(name: &str, right: usize, of: usize, per_mille: usize) {
    eprintln!("{name}: {right} of {of}");
    assert!(of > 0 && right * 1000 >= of * per_mille, "{name}: {right} of {of} is less than {per_mille} of 1000");
}

#[test]
fn outputs_of_client_libraries_are_read() {
    let Some(set) = shared("samples/clients.jsonl") else { return };
    let mut right = [0; 3];
    let mut total = 0;
    for line in set.lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let found = findings(row["text"].as_str().expect("a text"));
        assert!(found.len() <= 1, "{} tells of one failure, read as {}", row["id"], found.len());
        let answer = found.first().map(|finding| &finding.answer);
        let read = |value: Option<&String>, name: &str| row[name].as_str() == value.map(String::as_str);
        total += 1;
        right[0] += usize::from(read(answer.and_then(|answer| answer.error.as_ref()), "error"));
        right[1] += usize::from(read(answer.and_then(|answer| answer.description.as_ref()), "error_description"));
        right[2] += usize::from(read(answer.and_then(|answer| answer.subtype.as_ref()), "error_subtype"));
    }
    for (name, right) in ["error", "error_description", "error_subtype"].into_iter().zip(right) {
        is_at_least(&format!("{name} in outputs of client libraries"), right, total, 990);
    }
}

/// Labels of causes that no page of ours is about.
const UNJUDGED: [&str; 7] = [
    "unknown",
    "library-bug",
    "provider-incident",
    "api-or-project-disabled",
    "emulator-or-proxy",
    "stale-credential-store",
    "provider-not-google",
];

#[test]
fn real_reports_are_explained() {
    let Some(set) = shared("corpus/reports.jsonl") else { return };
    let Some(ids) = shared("reference/cause-ids.tsv") else { return };
    let mut accepted: HashMap<&str, HashSet<&str>> = HashMap::new();
    for row in ids.lines().skip(1) {
        let mut columns = row.split('\t');
        let (Some(id), Some(labels)) = (columns.nth(1), columns.next()) else { continue };
        for label in labels.split(',') {
            accepted.entry(label).or_default().insert(id);
        }
    }
    let plain = |text: &str| {
        let text = text.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
        text.trim().trim_end_matches('.').to_lowercase()
    };
    let mut tally: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut mark = |name: &'static str, is_right: bool| {
        let (right, of) = tally.entry(name).or_default();
        *right += usize::from(is_right);
        *of += 1;
    };
    for line in set.lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let text = |name: &str| row[name].as_str();
        let found = findings(text("raw").expect("a text"));
        let mut causes: Vec<_> = found
            .iter()
            .flat_map(|finding| {
                finding.causes.iter().map(move |cause| (cause.standing, &*cause.id, &finding.provider.id))
            })
            .filter(|(standing, ..)| *standing != Standing::RuledOut)
            .collect();
        causes.sort_by_key(|(standing, ..)| *standing);
        if let Some(error) = text("error") {
            mark("error", found.iter().any(|finding| finding.answer.error.as_deref() == Some(error)));
        }
        if let Some(wanted) = text("error_description") {
            let descriptions = found.iter().filter_map(|finding| finding.answer.description.as_deref());
            mark("description", descriptions.map(plain).any(|read| read == plain(wanted)));
        }
        let label = text("confirmed_cause").unwrap_or_default();
        let is_look_alike = text("category") == Some("lookalike");
        if is_look_alike {
            mark(
                "restraint",
                !causes.iter().any(|(standing, _, provider)| *standing <= Standing::Likely && *provider == "google"),
            );
        }
        let is_wanted = |id: &str| accepted.get(label).is_some_and(|ids| ids.contains(id));
        let is_sure = matches!(text("cause_confidence"), Some("confirmed" | "stated"));
        let is_judged = is_sure && !is_look_alike && !UNJUDGED.contains(&label);
        if is_judged {
            mark("top1", causes.first().is_some_and(|(_, id, _)| is_wanted(id)));
            mark("top3", causes.iter().take(3).any(|(_, id, _)| is_wanted(id)));
        }
        let mut confirmed = causes.iter().filter(|(standing, ..)| *standing == Standing::Confirmed).peekable();
        if label == "unknown" || is_judged && confirmed.peek().is_some() {
            mark("no overclaim", confirmed.all(|(_, id, _)| is_judged && is_wanted(id)));
        }
    }
    for (name, per_mille) in [
        ("error", 990),
        ("description", 980),
        ("top1", 650),
        ("top3", 880),
        ("restraint", 1000),
        ("no overclaim", 1000),
    ] {
        let (right, of) = tally[name];
        is_at_least(&format!("{name} in real reports"), right, of, per_mille);
    }
}

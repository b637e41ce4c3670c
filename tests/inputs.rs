//! Whatever files the command is given: several at once, compressed, in other encodings, or none that can be read.

#[path = "support/command.rs"]
mod command;

use command::{folder, said};
use flate2::{Compression, write::DeflateEncoder, write::GzEncoder, write::ZlibEncoder};
use grantlens::{
    report::{Report, SessionSource},
    selfcheck,
};
use std::{fs, io::Write, path::Path};

/// A HAR file of one code's redirect.
const REDIRECT: &str = r#"{"log":{"version":"1.2","entries":[{"startedDateTime":"2026-01-05T10:00:00Z","request":{"method":"GET","url":"http://localhost:3000/callback?code=4%2F0AEXAMPLE-code-of-several-files-EXAMPLE-0123456789&state=EXAMPLE-state"},"response":{"status":500}}]}}"#;

/// The code's exchange a little later, as HTTP text.
const EXCHANGE: &str = "\
POST https://oauth2.googleapis.com/token

grant_type=authorization_code&code=4%252F0AEXAMPLE-code-of-several-files-EXAMPLE-0123456789&client_id=EXAMPLE&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback

400
Date: Mon, 05 Jan 2026 10:00:02 GMT

{\"error\":\"invalid_grant\",\"error_description\":\"Malformed auth code.\"}
";

const LOG: &str = "2026-01-05 10:00:03 ERROR invalid_grant: Bad Request\n";

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("the target folder can be written");
    path.to_str().expect("UTF-8").to_owned()
}

/// The path as messages name it: a folder of this machine may be called what a secret might be.
fn told(path: &str) -> &str {
    if selfcheck::is_harmless_name(path) { path } else { path.rsplit('/').next().unwrap_or(path) }
}

fn report(arguments: &[&str]) -> (Option<i32>, Report, String) {
    let (status, out, err) = said(&[&["explain", "--format", "json"], arguments].concat(), b"");
    (status, serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}")), err)
}

fn names(report: &Report) -> Vec<&str> {
    let origins = report.findings.iter().filter_map(|finding| finding.origin.as_ref());
    origins.filter_map(|origin| origin.input.as_deref()).collect()
}

#[test]
fn what_is_read_whole_is_bounded() {
    let text = vec![b'\n'; (64 << 20) + 1];
    let (status, out, err) = said(&["explain", "--input", "http", "-"], &text);
    assert_eq!((status, out.as_str()), (Some(2), ""));
    assert!(err.contains("it is larger than 64 MiB"), "{err}");
}

#[test]
fn several_files_are_one_session() {
    let folder = folder("several");
    let har = write(&folder, "browser.har", REDIRECT);
    let http = write(&folder, "server.http", EXCHANGE);
    let log = write(&folder, "app.log", LOG);
    let (status, report, err) = report(&[&http, &har, &log]);
    assert_eq!((status, err.as_str()), (Some(1), ""));
    assert_eq!(report.session.source, SessionSource::Mixed);
    assert_eq!(names(&report), ["browser.har", "server.http", "app.log"]);
    let cause = &report.findings[1].causes[0];
    assert_eq!(cause.id, "code-encoded-twice");
    assert!(cause.facts[0].text.contains("#1"), "the code of one file is known in another: {:?}", cause.facts);
}

/// The first one is read longest, so whatever was taken as it comes would stand before it.
#[test]
fn files_that_are_read_at_once_are_taken_in_their_order() {
    let folder = folder("order");
    let comment = format!(r#"{{"comment":"{}","#, "x".repeat(3 << 20));
    let har = REDIRECT.replace(r#""startedDateTime":"2026-01-05T10:00:00Z","#, "").replacen('{', &comment, 1);
    let mut files = vec![write(&folder, "0.har", har)];
    for number in 1..10 {
        let text = EXCHANGE.replace("client_id=EXAMPLE", &format!("client_id=EXAMPLE-{number}"));
        files.push(write(
            &folder,
            &format!("{number}.http"),
            text.replace("Date: Mon, 05 Jan 2026 10:00:02 GMT\n", ""),
        ));
    }
    let missing = ["none-1.har", "none-2.har"].map(|name| folder.join(name).display().to_string());
    files.insert(1, missing[0].clone());
    files.push(missing[1].clone());
    let (_, report, err) = report(&files.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(
        names(&report),
        ["0.har", "1.http", "2.http", "3.http", "4.http", "5.http", "6.http", "7.http", "8.http", "9.http"]
    );
    let place = |path: &str| err.find(told(path)).unwrap_or_else(|| panic!("{path} is not in {err}"));
    assert!(place(&missing[0]) < place(&missing[1]), "{err}");
}

/// Taken twice, an exchange would look as if it had been sent twice.
#[test]
fn an_exchange_that_stands_in_two_files_is_taken_once() {
    let folder = folder("twins");
    let entry = |start: &str, body: &str| {
        let date = r#"{"name":"Date","value":"Mon, 05 Jan 2026 10:00:01 GMT"}"#;
        REDIRECT.replace("2026-01-05T10:00:00Z", start).replace(
            r#""response":{"status":500}"#,
            &format!(r#""response":{{"status":500,"headers":[{date}],"content":{{"text":"{body}"}}}}"#),
        )
    };
    let browser = write(&folder, "browser.har", entry("2026-01-05T10:00:00.120Z", "invalid_grant"));
    let proxy = write(&folder, "proxy.har", entry("2026-01-05T10:00:00.455Z", "invalid_grant"));
    let alone = report(&[&browser]).1;
    assert_eq!(alone.findings.len(), 1);
    for files in [[&browser, &browser], [&browser, &proxy], [&proxy, &browser]] {
        let found = report(&[files[0], files[1]]).1;
        assert_eq!(found.findings.len(), 1, "{files:?}");
        assert_eq!(found.findings[0].causes.len(), alone.findings[0].causes.len());
    }
    let twice = REDIRECT.replace(
        "]}}",
        &format!(",{}]}}}}", &REDIRECT[REDIRECT.find("{\"started").expect("an entry")..REDIRECT.len() - 3]),
    );
    let twice = write(&folder, "twice.har", twice);
    assert_eq!(report(&[&twice]).1.findings.len(), 2, "within one file everything counts");
    assert_eq!(report(&[&twice, &twice]).1.findings.len(), 2);
}

#[test]
fn a_file_that_cannot_be_read_leaves_the_others() {
    let folder = folder("unreadable");
    let http = write(&folder, "server.http", EXCHANGE);
    let empty = write(&folder, "empty.har", "");
    let binary = write(&folder, "picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let missing = folder.join("missing.har").display().to_string();
    let place = folder.display().to_string();
    let (status, found, err) = report(&[&missing, &empty, &http, &binary, &place]);
    assert_eq!((status, found.findings.len()), (Some(1), 1));
    for said in [
        format!("grantlens: {}: there is no such file\n", told(&missing)),
        format!("grantlens: {}: it is empty; expected a HAR file", told(&empty)),
        format!("grantlens: {}: it is binary data; expected a HAR file", told(&binary)),
        format!("grantlens: {}: this is a folder; name the files in it\n", told(&place)),
    ] {
        assert!(err.contains(&said), "{said:?} is not in {err}");
    }
    let note = &found.session.notes[0];
    assert_eq!(note.text, "Not read: missing.har, empty.har, picture.png, unreadable.");
    let (status, out, err) = said(&["explain", &missing, &empty], b"");
    assert_eq!((status, out.as_str(), err.lines().count()), (Some(2), "", 2));
}

#[test]
fn a_name_that_may_be_a_secret_is_not_told() {
    let folder = folder("names");
    let path = write(&folder, "someone@example.com.http", EXCHANGE);
    let other = write(&folder, "\u{1b}[31mred.http", EXCHANGE.replace("10:00:02", "10:00:03"));
    let (status, report, _) = report(&[&path, &other]);
    assert_eq!(status, Some(1));
    assert_eq!(names(&report), ["input 1", "\\u{1b}[31mred.http"]);
    let (_, _, err) = said(&["explain", "\u{1b}[31mno"], b"");
    assert_eq!(err, "grantlens: \\u{1b}[31mno: there is no such file\n");
}

/// As a download or a full disk leaves them.
#[test]
fn a_compressed_file_that_breaks_off_is_explained_as_far_as_it_goes() {
    let folder = folder("broken-off");
    let filler = |count: u32| {
        (0..count).map(|number| number.wrapping_mul(2_654_435_761).to_string() + " plain\n").collect::<String>()
    };
    let log = gzip(format!("{LOG}{}", filler(30_000)).as_bytes());
    let entries = REDIRECT.replace("]}}", &format!(",{{\"comment\":{:?}}}]}}}}", filler(30_000)));
    let har = gzip(entries.as_bytes());
    for (name, bytes) in [("app.log.gz", log), ("trace.har.gz", har)] {
        let path = write(&folder, name, &bytes[..bytes.len() / 2]);
        let (_, found, err) = report(&[&path]);
        assert_eq!(found.findings.len(), 1, "{name}");
        assert!(
            err.starts_with(&format!("grantlens: {}: ", told(&path)))
                && err.contains("the compressed file ends in the middle; "),
            "{err}"
        );
        assert!(found.session.notes.iter().any(|note| note.text.contains("is damaged: ")), "{name}");
    }
}

/// The same bytes as `gzip`, `pigz` or a browser's proxy pack them.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

/// How a member stands in an archive.
#[derive(Clone, Copy)]
enum Packed {
    Stored,
    Deflated,
    /// With its sizes behind it, as archives are written to a pipe.
    Streamed,
    /// The same, without the signature that is usual there.
    StreamedBare,
}

fn zip(members: &[(&str, &[u8], Packed)]) -> Vec<u8> {
    let mut archive = Vec::new();
    for (name, bytes, packed) in members {
        let data = match packed {
            Packed::Stored => bytes.to_vec(),
            _ => {
                let mut data = DeflateEncoder::new(Vec::new(), Compression::default());
                data.write_all(bytes).expect("memory");
                data.finish().expect("memory")
            }
        };
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).expect("small").to_le_bytes();
        let sizes = [[0; 4], length(&data), length(bytes)].concat();
        let is_streamed = matches!(packed, Packed::Streamed | Packed::StreamedBare);
        archive.extend_from_slice(b"PK\x03\x04\x14\0");
        archive.extend_from_slice(if is_streamed { &[8, 0] } else { &[0, 0] });
        archive.extend_from_slice(if matches!(packed, Packed::Stored) { &[0, 0] } else { &[8, 0] });
        archive.extend_from_slice(&[0; 4]);
        archive.extend_from_slice(if is_streamed { &[0; 12] } else { &sizes });
        archive.extend_from_slice(&u16::try_from(name.len()).expect("short").to_le_bytes());
        archive.extend_from_slice(&[0, 0]);
        archive.extend_from_slice(name.as_bytes());
        archive.extend_from_slice(&data);
        match packed {
            Packed::Streamed => archive.extend_from_slice(&[b"PK\x07\x08", sizes.as_slice()].concat()),
            Packed::StreamedBare => archive.extend_from_slice(&sizes),
            _ => {}
        }
    }
    archive.extend_from_slice(b"PK\x01\x02 the list of members, which is not read");
    archive
}

#[test]
fn what_is_compressed_is_unpacked() {
    let folder = folder("packed");
    let exchange = EXCHANGE.as_bytes();
    let two_parts = [gzip(&exchange[..50]), gzip(&exchange[50..])].concat();
    for (name, bytes) in [
        ("a.http.gz", gzip(exchange)),
        ("b.zhar", zlib(REDIRECT.as_bytes())),
        ("c.gz", two_parts),
        ("d.zhar", gzip(REDIRECT.as_bytes())),
    ] {
        let path = write(&folder, name, bytes);
        let (_, report, err) = report(&[&path]);
        assert_eq!((report.findings.len(), err.as_str()), (1, ""), "{name}");
        assert_eq!(names(&report), [name]);
    }
    let cut = write(&folder, "cut.gz", &gzip(exchange)[..60]);
    let damaged = write(&folder, "damaged.gz", [b"\x1f\x8b\x08\0\0\0\0\0\0\0", &exchange[..80]].concat());
    let zstd = write(&folder, "a.zst", b"\x28\xb5\x2f\xfd\x04\0");
    for (path, said) in [
        (cut, "the compressed file ends in the middle"),
        (damaged, "the compressed file is damaged"),
        (zstd, "this is compressed by zstd, which is not read; try `zstd -dc FILE | grantlens explain`"),
    ] {
        let (status, out, err) = command::said(&["explain", &path], b"");
        assert_eq!((status, out.as_str()), (Some(2), ""));
        assert_eq!(err, format!("grantlens: {}: {said}\n", told(&path)));
    }
}

#[test]
fn members_of_an_archive_are_read() {
    let folder = folder("archive");
    let body = format!("{}.json", "0123456789abcdef0123456789abcdef01234567");
    let har = REDIRECT.as_bytes();
    for packed in [Packed::Stored, Packed::Deflated, Packed::Streamed, Packed::StreamedBare] {
        let archive = zip(&[
            ("trace/", b"", Packed::Stored),
            ("trace/har.har", har, packed),
            ("empty.log", b"", Packed::Stored),
            (&body, b"{\"error\":\"invalid_grant\"}", packed),
            ("__MACOSX/har.har", b"resource fork", packed),
            ("app.log", LOG.as_bytes(), packed),
        ]);
        let path = write(&folder, "trace.har.zip", &archive);
        let (status, report, err) = report(&[&path]);
        assert_eq!(status, Some(1), "{err}");
        assert_eq!(names(&report), ["trace.har.zip/har.har", "trace.har.zip/app.log"]);
        assert!(err.contains("trace.har.zip/empty.log: it is empty"), "{err}");
    }
    let mut encrypted = zip(&[("a.har", har, Packed::Deflated)]);
    encrypted[6] = 1;
    let path = write(&folder, "encrypted.zip", encrypted);
    let (status, _, err) = said(&["explain", &path], b"");
    assert!(status == Some(2) && err.contains("the archive is encrypted"), "{err}");
    let none = write(&folder, "none.zip", zip(&[("a.png", har, Packed::Stored)]));
    assert!(said(&["explain", &none], b"").2.contains("holds no HAR file, log or other text"));
    let cut = write(&folder, "cut.zip", &zip(&[("a.har", har, Packed::Deflated)])[..80]);
    assert!(said(&["explain", &cut], b"").2.contains("the archive ends in the middle"));
}

#[test]
fn other_encodings_and_line_ends_change_nothing() {
    let folder = folder("encodings");
    let plain = write(&folder, "a.http", EXCHANGE);
    let windows = EXCHANGE.replace('\n', "\r\n");
    let utf16 = |order: fn(u16) -> [u8; 2]| windows.encode_utf16().flat_map(order).collect::<Vec<_>>();
    let little = utf16(u16::to_le_bytes);
    let wanted = report(&[&plain]).1;
    for (number, bytes) in [
        windows.clone().into_bytes(),
        [b"\xef\xbb\xbf", windows.as_bytes()].concat(),
        [b"\xff\xfe", little.as_slice()].concat(),
        [b"\xfe\xff", utf16(u16::to_be_bytes).as_slice()].concat(),
        little,
    ]
    .into_iter()
    .enumerate()
    {
        write(&folder, "a.http", bytes);
        let found = report(&[&plain]).1;
        let told = |report: &Report| {
            let finding = &report.findings[0];
            (finding.answer.description.clone(), finding.origin.clone(), finding.causes[0].id.clone())
        };
        assert_eq!(told(&found), told(&wanted), "encoding {number}");
    }
}

#[test]
fn nothing_is_printed_when_asked_to_be_quiet() {
    let (status, out, err) = said(&["explain", "--quiet"], EXCHANGE.as_bytes());
    assert_eq!((status, out.as_str(), err.as_str()), (Some(1), "", ""));
}

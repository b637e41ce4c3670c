//! The command as its users run it: exit status, standard output, standard error.

#[path = "support/command.rs"]
mod command;

use command::{run, said};

fn explain(input: &[u8]) -> (Option<i32>, String, String) {
    said(&["explain", "-"], input)
}

const FAILURE: &str = "POST https://oauth2.googleapis.com/token\n\ngrant_type=refresh_token&refresh_token=ya29.a0EXAMPLE-token&client_id=x\n\n400\n\n{\"error\":\"invalid_grant\",\"error_description\":\"Bad Request\"}\n";

const DRAWN: &str = "\
confirmed[refresh-token-wrong-kind]: Another value is sent in the place of the refresh token
--> lines 1–7, #1 token request (refresh_token)
 |
 | POST https://oauth2.googleapis.com/token
 |   grant_type    = refresh_token
 |   refresh_token = ya29.…  (access token, 20 characters, fingerprint ";

#[test]
fn a_failure_is_drawn_and_ends_with_one() {
    let (status, out, err) = explain(FAILURE.as_bytes());
    assert_eq!((status, err.as_str()), (Some(1), ""));
    assert!(out.starts_with(DRAWN), "{out}");
    assert!(out.contains("^^^^^^ this is an access token"), "{out}");
    assert!(out.ends_with("1 exchange, 1 failed, 1 with a confirmed cause\n"), "{out}");
    assert!(!out.contains('\u{1b}'), "no colours where no terminal is");
}

#[test]
fn colours_come_when_asked_for() {
    let output = run(&["explain", "--color", "always", "-"], FAILURE.as_bytes());
    assert!(output.stdout.contains(&0x1b));
}

#[test]
fn json_is_the_report() {
    let output = run(&["explain", "--format", "json", "-"], FAILURE.as_bytes());
    let report: grantlens::report::Report = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(report.findings[0].causes[0].id, "refresh-token-wrong-kind");
}

#[test]
fn markdown_is_for_tickets() {
    let output = run(&["explain", "--format", "markdown", "-"], FAILURE.as_bytes());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(output.status.code(), Some(1));
    assert!(text.starts_with("## Another value is sent in the place of the refresh token\n\n**confirmed**"), "{text}");
    assert!(text.contains("### Fix\n"), "{text}");
}

#[test]
fn har_and_curl_hold_the_requests_without_their_secrets() {
    let har = run(&["explain", "--format", "har", "-"], FAILURE.as_bytes());
    assert_eq!(har.status.code(), Some(1));
    let again = run(&["explain", "--format", "json", "-"], &har.stdout);
    let report: grantlens::report::Report = serde_json::from_slice(&again.stdout).expect("a report");
    assert_eq!(report.findings[0].causes[0].id, "refresh-token-wrong-kind");
    let curl = run(&["explain", "--format", "curl", "-"], FAILURE.as_bytes());
    let text = String::from_utf8(curl.stdout).expect("UTF-8");
    assert!(text.contains("curl --include 'https://oauth2.googleapis.com/token' \\\n"), "{text}");
    assert!(text.contains("--data-urlencode \"refresh_token=${REFRESH_TOKEN}\""), "{text}");
    assert!(![har.stdout, text.into_bytes()].concat().windows(7).any(|window| window == b"EXAMPLE"));
    let follow = run(&["explain", "--follow", "--format", "curl", "-"], b"");
    assert_eq!(follow.status.code(), Some(2));
}

#[test]
fn success_ends_with_zero() {
    let success = "POST https://oauth2.googleapis.com/token\n\ngrant_type=refresh_token&refresh_token=1//0gEXAMPLE\n\n200\n\n{\"access_token\":\"ya29.EXAMPLE\"}\n";
    assert_eq!(explain(success.as_bytes()).0, Some(0));
}

#[test]
fn a_log_is_explained() {
    let output =
        run(&["explain", "--input", "text", "--format", "json", "-"], b"12:00 ok\n12:01 Error: invalid_grant\n");
    let report: grantlens::report::Report = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(report.findings[0].answer.error.as_deref(), Some("invalid_grant"));
    assert_eq!(report.findings[0].origin.as_ref().and_then(|origin| origin.first_line), Some(2));
    assert_eq!(run(&["explain", "--input", "text", "-"], b"all is well\n").status.code(), Some(0));
}

#[test]
fn a_line_in_is_a_line_out() {
    let arguments = ["explain", "--input", "text", "--ndjson", "--format", "json", "-"];
    let lines = |input: &[u8]| {
        let output = run(&arguments, input);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let values: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        (output.status.code(), values)
    };
    let (status, values) = lines(b"{\"id\":\"a\",\"text\":\"invalid_grant\"}\n{\"id\":2,\"text\":\"fine\"}\n");
    assert_eq!(status, Some(1));
    assert_eq!((&values[0]["id"], &values[1]["id"]), (&"a".into(), &2.into()));
    assert_eq!(values[0]["report"]["findings"][0]["answer"]["error"], "invalid_grant");
    assert_eq!(lines(b"{\"id\":2,\"text\":\"fine\"}\n").0, Some(0));
    let (status, values) = lines(b"nonsense\n{\"id\":2,\"text\":\"fine\"}\n");
    assert_eq!((status, values.len()), (Some(2), 2));
    assert!(values[0]["error"].as_str().is_some_and(|error| error.starts_with("line 1 is no JSON")));
}

#[test]
fn what_cannot_be_read_is_said_on_standard_error_alone() {
    let cases: &[(&[u8], &str)] = &[
        (b"", "standard input: it is empty; expected a HAR file, an HTTP exchange, a command or a log"),
        (b"\x89PNG\0\0", "it is binary data; expected a HAR file"),
        (b"{\"log\":{\"entries\":[{\"request\":{", "the file ends in the middle of a value, at line 1"),
        (b"{\"log\": nonsense}", "expected JSON, found something else at line 1, column"),
        (b"{\"a\":1}", "expected a HAR file with an array at `log.entries`, an answer of a token endpoint, a key file"),
        (b"POST https://oauth2.googleapis.com/token\nno header\n", "line 2: expected a header"),
        (b"{\"log\":\"\xff\xfe\"}", "expected"),
    ];
    for (input, said) in cases {
        let (status, out, err) = explain(input);
        assert_eq!((status, out.as_str()), (Some(2), ""), "{err}");
        assert!(err.starts_with("grantlens: ") && err.contains(said), "{err}");
    }
    let missing = run(&["explain", "no-such-file.har"], b"");
    assert_eq!(missing.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&missing.stderr).starts_with("grantlens: no-such-file.har: "));
}

#[test]
fn a_cut_file_is_explained_as_far_as_it_goes() {
    let entry = r#"{"startedDateTime":"2026-01-05T10:00:00Z","request":{"method":"POST","url":"https://oauth2.googleapis.com/token","postData":{"text":"grant_type=refresh_token&refresh_token=ya29.EXAMPLE"}},"response":{"status":400,"content":{"text":"{\"error\":\"invalid_grant\"}"}}}"#;
    let (status, out, err) = explain(format!("{{\"log\":{{\"entries\":[{entry},{entry}").as_bytes());
    assert_eq!(status, Some(1));
    assert!(out.contains("refresh-token-wrong-kind") && out.contains("note: The file is damaged"), "{out}");
    assert!(err.contains("ends in the middle of a value"), "{err}");
}

#[test]
fn the_catalogue_is_listed_and_each_page_prints() {
    let list = run(&["causes"], b"");
    let list = String::from_utf8(list.stdout).expect("UTF-8");
    assert!(list.lines().count() >= 15);
    for line in list.lines() {
        let id = line.split_whitespace().next().expect("an id");
        let page = run(&["causes", id], b"");
        let page = String::from_utf8(page.stdout).expect("UTF-8");
        for part in [id, "\nWhy\n", "\nCheck\n", "\nFix\n", "\nSources\n"] {
            assert!(page.contains(part), "{id} lacks {part}");
        }
    }
    let unknown = run(&["causes", "no-such-cause"], b"");
    assert_eq!(unknown.status.code(), Some(2));
    let near = run(&["causes", "redirect-mismatch"], b"");
    assert!(String::from_utf8_lossy(&near.stderr).contains("alike: redirect-uri-mismatch."));
}

#[test]
fn the_catalogue_comes_as_json_and_as_markdown() {
    let list = run(&["causes", "--format", "json"], b"");
    let list: serde_json::Value = serde_json::from_slice(&list.stdout).expect("JSON");
    let ids: Vec<_> = list.as_array().expect("a list").iter().filter_map(|page| page["id"].as_str()).collect();
    assert!(ids.len() >= 15 && ids.contains(&"code-encoded-twice"));
    let page = run(&["causes", "code-encoded-twice", "--format", "json"], b"");
    let page: serde_json::Value = serde_json::from_slice(&page.stdout).expect("JSON");
    assert!(page["fix"].as_str().is_some_and(|fix| fix.starts_with("1. ")) && page["sources"][0]["url"].is_string());
    let page = run(&["causes", "code-encoded-twice", "--format", "markdown"], b"");
    assert!(page.stdout.starts_with(b"# The authorization code arrives still percent-encoded\n\n`code-encoded-twice`"));
}

const OPEN: &str = "POST https://oauth2.googleapis.com/token\n\ngrant_type=refresh_token&refresh_token=1//0gEXAMPLE-token-abcdefghijklmnopqrstuvwxyz-0123456789&client_id=x\n\n400\n\n{\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or revoked.\"}\n";

#[test]
fn an_answer_moves_a_cause_and_is_printed_as_stated() {
    let output =
        run(&["explain", "--answer", "app-in-testing=yes", "--answer", "grant-revoked=no", "-"], OPEN.as_bytes());
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(1), &b""[..]));
    assert!(out.starts_with("likely[app-in-testing]: "), "{out}");
    assert!(out.contains("= stated: When the user gave consent"), "{out}");
}

#[test]
fn an_answer_to_no_question_is_refused_or_said() {
    for (answer, said) in [
        ("app-in-testing", "expected a cause, `=`, and `yes` or `no`"),
        ("app-in-testing=maybe", "the answer is `yes` or `no`"),
        ("no-such-cause=yes", "there is no cause `no-such-cause`"),
        ("approval-pending=yes", "puts no question"),
    ] {
        let output = run(&["explain", "--answer", answer, "-"], OPEN.as_bytes());
        let err = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(2), "{answer}");
        assert!(err.contains(said), "{err}");
    }
    let unasked = run(&["explain", "--answer", "clock-skew=yes", "-"], OPEN.as_bytes());
    assert_eq!(unasked.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&unasked.stderr).contains("no finding leaves the question of `clock-skew` open"));
}

#[test]
fn a_warning_is_printed_below_what_succeeded() {
    let week = "POST https://oauth2.googleapis.com/token\n\ngrant_type=authorization_code&code=4/0AEXAMPLE&client_id=x\n\n200\nDate: Mon, 05 Jan 2026 10:00:00 GMT\n\n{\"access_token\":\"ya29.EXAMPLE\",\"refresh_token\":\"1//0gEXAMPLE\",\"refresh_token_expires_in\":604799}\n";
    let (status, out, _) = explain(week.as_bytes());
    assert_eq!(status, Some(0), "a warning is no failure");
    assert!(out.contains("Tokens were issued\n   warning: This refresh token ends on 2026-01-12, "), "{out}");
    assert!(out.contains("[app-in-testing]"), "{out}");
}

#[test]
fn completions_know_the_causes() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (status, out, err) = said(&["completions", shell], b"");
        assert_eq!((status, err.as_str()), (Some(0), ""));
        assert!(out.contains("explain") && out.contains("quiet"), "{shell}");
    }
    assert!(said(&["completions", "bash"], b"").1.contains("code-encoded-twice"));
}

#[test]
fn manual_pages_tell_the_exit_statuses() {
    for (arguments, parts) in [
        (&["man"][..], ["NAME", "SUBCOMMANDS", "EXIT STATUS", "VERSION"]),
        (&["man", "explain"], ["NAME", "OPTIONS", "EXIT STATUS", "SEE ALSO"]),
    ] {
        let (status, out, err) = said(arguments, b"");
        assert_eq!((status, err.as_str()), (Some(0), ""));
        for part in parts {
            assert!(
                out.contains(&format!("\n.SH {part}\n")) || out.contains(&format!("\n.SH \"{part}\"\n")),
                "{part}: {out}"
            );
        }
        assert!(out.is_ascii(), "not every man reads UTF-8");
    }
}

#[test]
fn the_help_tells_the_exit_statuses() {
    for arguments in [&["--help"][..], &["explain", "--help"]] {
        assert!(said(arguments, b"").1.contains("  2  no input could be read"));
    }
}

/// A reader that goes away is no error, in the middle of a long report either.
#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = command::command(&["causes", "--format", "json"]).spawn().expect("the command starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn much_goes_in_and_out_at_once() {
    let line = "{\"id\":1,\"text\":\"all is well\"}\n";
    let (status, out, _) = said(&["explain", "--ndjson", "-"], line.repeat(20_000).as_bytes());
    assert_eq!((status, out.lines().count()), (Some(0), 20_000));
}

#[test]
#[cfg(unix)]
fn it_works_where_no_file_can_be_written() {
    let mut child = std::process::Command::new("sh")
        // A file that grows beyond nothing ends the program that writes it.
        .args(["-c", "ulimit -f 0 && exec \"$0\" explain -", env!("CARGO_BIN_EXE_grantlens")])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut input = child.stdin.take().expect("a pipe");
    std::io::Write::write_all(&mut input, FAILURE.as_bytes()).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with(DRAWN));
}

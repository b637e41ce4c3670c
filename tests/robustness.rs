//! Hostile and broken input: no panic, nothing lost, and the same findings whatever the order of arrival.

mod support;

use grantlens::{
    exchange::Exchange,
    har::{self, FileError},
    intake::{
        detect::{self, Form},
        http,
    },
    recorder::Recorder,
    report::{BodyState, Folded, Report, SessionSource},
    secret::Key,
};
use proptest::prelude::*;
use support::EXAMPLES;

fn recorder() -> Recorder {
    Recorder::new([7; 32], SessionSource::Har)
}

/// The report on a HAR entry with this request body and this answer.
fn finding(body: &str, status: u16, answer: &str) -> Report {
    let har = serde_json::json!({ "log": { "entries": [{
        "startedDateTime": "2026-01-05T10:00:00.000Z", "time": 12.5,
        "request": { "method": "POST", "url": "https://oauth2.googleapis.com/token", "postData": { "text": body } },
        "response": { "status": status, "content": { "text": answer } },
    }] } });
    let mut recorder = recorder();
    let mut take = |entry: Result<Option<_>, _>| {
        if let Some(entry) = entry.expect("an entry") {
            recorder.observe(&entry);
        }
    };
    har::read_file(har.to_string().as_bytes(), &mut take).expect("a HAR file");
    recorder.report()
}

#[test]
fn odd_answers_are_findings() {
    let large = "x".repeat(5 << 20);
    let cases = [
        ("", BodyState::Empty),
        ("no json", BodyState::Read),
        ("<html><body>Error 400</body></html>", BodyState::Read),
        ("\u{fffd}\u{fffd}{\"error\"", BodyState::Read),
        ("{\"error\":\"invalid_grant\"", BodyState::Read),
        (large.as_str(), BodyState::TooLarge),
    ];
    for (answer, state) in cases {
        let report = finding("grant_type=refresh_token&refresh_token=1//0gEXAMPLE", 400, answer);
        let found = &report.findings[0];
        assert_eq!((found.answer.status, found.answer.body), (Some(400), state));
        assert!(found.answer.body_note.is_some(), "an answer that cannot be read says why");
    }
}

#[test]
fn ten_thousand_parameters_are_counted() {
    let report =
        finding(&format!("grant_type=refresh_token&{}", "a=b&".repeat(10_000)), 400, "{\"error\":\"invalid_request\"}");
    let request = &report.findings[0].request;
    assert_eq!(request.parameters.len(), 1000);
    assert!(request.remarks.iter().any(|remark| remark.contains("10001 parameters")), "{:?}", request.remarks);
}

#[test]
fn a_damaged_file_gives_what_came_before_and_says_where_it_breaks() {
    let entry = r#"{"startedDateTime":"2026-01-05T10:00:00Z","request":{"method":"POST","url":"https://oauth2.googleapis.com/token"},"response":{"status":400}}"#;
    let whole = format!("\u{feff}{{\"log\":{{\"version\":\"1.2\",\"entries\":[{entry},{entry}]}}}}");
    let mut seen = 0;
    har::read_file(whole.as_bytes(), |_| seen += 1).expect("a HAR file with a byte order mark");
    assert_eq!(seen, 2);
    let cut = &whole[..whole.len() - 40];
    seen = 0;
    let error = har::read_file(cut.as_bytes(), |_| seen += 1).expect_err("the file is cut");
    assert!(matches!(error, FileError::Json { cut_off: true, .. }) && seen == 1, "{error} after {seen}");
    for other in ["{}", "[]", "{\"log\":{}}", "{\"log\":{\"entries\":{}}}"] {
        assert!(matches!(har::read_file(other.as_bytes(), |_| ()), Err(FileError::NoHar(_))), "{other}");
    }
    assert!(matches!(har::read_file(&b"\xff\xfe"[..], |_| ()), Err(FileError::Json { .. })));
}

#[test]
fn an_entry_that_comes_twice_is_taken_once_and_its_body_completes_it() {
    let entry = |body: &str| {
        format!(
            r#"{{"log":{{"entries":[{{"startedDateTime":"2026-01-05T10:00:00Z","time":5,"request":{{"method":"POST","url":"https://oauth2.googleapis.com/token","postData":{{"text":"grant_type=refresh_token"}}}},"response":{{"status":400,"content":{{{body}}}}}}}]}}}}"#
        )
    };
    let mut recorder = recorder();
    let mut changes = Vec::new();
    let body = r#""text":"{\"error\":\"invalid_grant\"}""#;
    for har in [entry(""), entry(""), entry(body), entry(body), entry("")] {
        har::read_file(har.as_bytes(), |entry| {
            let entry = entry.expect("an entry").expect("an exchange");
            changes.push(recorder.observe_named(&entry, "1"));
        })
        .expect("a HAR file");
    }
    // A body is always the last word, so it replaces even an equal one.
    assert_eq!(changes, [Some(0), None, Some(0), Some(0), None]);
    assert_eq!(recorder.findings().len(), 1);
    assert_eq!(recorder.findings()[0].answer.error.as_deref(), Some("invalid_grant"));
}

#[test]
fn what_is_forgotten_keeps_its_numbers() {
    let text = "POST https://oauth2.googleapis.com/token\n\ngrant_type=refresh_token&refresh_token=1//0gEXAMPLE-abcdefghijklmnopqrstuvwxyz-0123456789\n\n400\n\n{\"error\":\"invalid_grant\"}\n";
    let entries = http::read(text).expect("readable");
    let mut recorder = recorder();
    recorder.observe(&entries[0]);
    recorder.observe(&entries[0]);
    recorder.forget();
    assert!(recorder.findings().is_empty());
    assert_eq!(recorder.observe(&entries[0]), Some(0));
    let found = &recorder.findings()[0];
    assert_eq!((found.number, found.flow, found.related.len()), (3, 3, 0));
    let cause = found.next_question.as_ref().expect("a question").cause.clone();
    assert_eq!(recorder.state(3, &cause, true), Ok(0));
    assert!(recorder.state(2, &cause, true).is_err());
    assert_eq!(recorder.state_everywhere(&cause, false), 1);
}

#[test]
fn the_oldest_are_forgotten_and_the_others_stay_as_they_are() {
    let one = "POST https://oauth2.googleapis.com/token\n\ngrant_type=refresh_token&refresh_token=1//0gEXAMPLE-abcdefghijklmnopqrstuvwxyz-0123456789\n\n400\n\n{\"error\":\"invalid_grant\"}\n\n";
    let entries = http::read(&[one; 5].join("### +1s\n\n")).expect("readable");
    let mut recorder = recorder();
    for (position, entry) in entries.iter().enumerate() {
        recorder.observe_named(entry, &position.to_string());
    }
    let before = recorder.findings().to_vec();
    let started = before[2].started.expect("the text says when");
    recorder.forget_before(started);
    assert_eq!(recorder.findings(), &before[2..]);
    let update = recorder.update(1, 1);
    assert_eq!((update.forgotten, update.keep, update.findings.len(), update.findings[0].number), (2, 1, 1, 4));

    // A sweep brings what was forgotten once more, and another request comes.
    assert_eq!(recorder.observe_named(&entries[0], "0"), None);
    assert_eq!(recorder.observe_named(&entries[4], "new"), Some(3));
    let last = recorder.findings().last().expect("it was taken in");
    // The flow keeps its name, although its first exchange is gone.
    assert_eq!((last.number, last.flow), (6, 1));
    assert_eq!(last.related.first().map(|related| related.number), Some(3));

    recorder.forget_first(100);
    assert!(recorder.findings().is_empty());
    assert_eq!(recorder.observe_named(&entries[4], "newer"), Some(0));
    assert_eq!((recorder.findings()[0].number, recorder.findings()[0].flow), (7, 7));

    let mut resumed = Recorder::new([7; 32], SessionSource::Devtools);
    resumed.resume(before, Folded::default());
    resumed.observe_named(&entries[0], "0");
    resumed.forget_first(3);
    assert_eq!(resumed.findings().iter().map(|finding| finding.number).collect::<Vec<_>>(), [4, 5, 6]);
    resumed.forget_first(2);
    resumed.observe_named(&entries[1], "1");
    assert_eq!(resumed.findings().iter().map(|finding| finding.number).collect::<Vec<_>>(), [6, 7]);
    assert_eq!(resumed.findings()[1].flow, 6);
}

#[test]
fn judging_at_once_gives_the_same_findings() {
    for example in EXAMPLES {
        let entries = http::read(&example.http()).expect("readable");
        let mut one_by_one = recorder();
        let mut at_once = recorder();
        for entry in entries.iter().rev() {
            one_by_one.observe(entry);
        }
        at_once.judge_at_once(|recorder| {
            for entry in entries.iter().rev() {
                recorder.observe(entry);
            }
        });
        assert_eq!(one_by_one.report(), at_once.report(), "{}", example.place());
    }
}

#[test]
fn findings_do_not_depend_on_the_order_of_arrival() {
    for example in EXAMPLES {
        let entries = http::read(&example.http()).expect("readable");
        let report = |order: Vec<usize>| {
            let mut recorder = recorder();
            for at in order {
                recorder.observe(&entries[at]);
            }
            recorder.report()
        };
        let forward = report((0..entries.len()).collect());
        let backward = report((0..entries.len()).rev().collect());
        // Exchanges that start in the same millisecond have no order but that of arrival.
        let starts: std::collections::HashSet<_> = forward.findings.iter().map(|finding| finding.started).collect();
        if starts.len() == forward.findings.len() {
            assert_eq!(forward, backward, "{}", example.place());
        }
    }
}

#[test]
fn a_restarted_recorder_goes_on_counting() {
    let mut first = recorder();
    for entry in http::read(&EXAMPLES[0].http()).expect("readable") {
        first.observe(&entry);
    }
    let before = first.findings().to_vec();
    let mut second = recorder();
    second.resume(before.clone(), Folded::default());
    for entry in http::read(&EXAMPLES[1].http()).expect("readable") {
        second.observe(&entry);
    }
    let numbers: Vec<_> = second.findings().iter().map(|finding| finding.number).collect();
    let count = u32::try_from(numbers.len()).expect("few");
    assert_eq!(numbers, (1..=count).collect::<Vec<_>>());
    assert_eq!(&second.findings()[..before.len()], &before[..]);
}

/// Pieces of what the readers look for, to be put together in any way.
const PIECES: &[&str] = &[
    "curl ",
    "-d ",
    "'a=b",
    "\"$X",
    "$'\\u00",
    "$(",
    "`",
    "^\"",
    " ^\n",
    " \\\n",
    "@-",
    " <<EOF\n",
    "EOF\n",
    "https://a.test/token",
    "\n",
    "PS> ",
    "Invoke-RestMethod ",
    "-Body ",
    "@{",
    "}",
    "a = 'b'",
    "$x = ",
    "@\"\n",
    "fetch(",
    ")",
    "{ body: ",
    "`${",
    "new URLSearchParams(",
    "requests.post(",
    "data={",
    "f'{",
    "[",
    "(",
    "> POST /token HTTP/2\n",
    "> host: a.test\n",
    "> \n",
    "< HTTP/2 400\n",
    "< \n",
    "* x\n",
    "{\"error\":\"invalid_grant\"}",
    "=> Send header, 5 bytes\n",
    "0000: POST / HTTP/1.1\n",
    "<= Recv data, 3 bytes\n",
    "0000: 7b 0a\n",
    "send: b'POST /t HTTP/1.1\\r\\n\\r\\n'\n",
    "reply: 'HTTP/1.1 400 x\\r\\n'\n",
    "header: a: b\n",
    "é",
    "\u{1f600}",
    "\0",
    "---request begin---\n",
    "---response begin---\n",
    "### +1s\n",
    "POST /token HTTP/1.1\n",
    "HTTP/1.1 400\n",
    "%TOKEN%",
    "^",
    "\\",
];

proptest! {
    #[test]
    fn what_looks_like_a_form_is_read_or_refused(parts in prop::collection::vec(prop::sample::select(PIECES), 0..24), noise in any::<String>()) {
        let text = parts.concat() + &noise;
        for form in [None, Some(Form::Curl), Some(Form::Http), Some(Form::Json), Some(Form::Text)] {
            let _ = detect::read(&text, form, None);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = http::read(&text);
        let _ = har::read_file(text.as_bytes(), |_| ());
    }

    #[test]
    fn any_request_and_answer_is_a_finding(body in any::<String>(), answer in any::<String>(), status in 100u16..600) {
        let report = finding(&body, status, &answer);
        prop_assert_eq!(report.findings.len(), 1);
        prop_assert_eq!(report.findings[0].answer.status, Some(status));
    }

    #[test]
    fn any_address_is_read(url in "(https?://)?[a-z./?#&=%@:\\\\\u{202e}-]{0,60}") {
        let mut entry = har::Entry::default();
        entry.method = "GET".to_owned();
        entry.url = url;
        let _ = Exchange::read(&entry, &Key::new([7; 32]));
    }

    #[test]
    fn any_order_of_arrival_gives_the_same_findings(
        which in prop::collection::vec(0..EXAMPLES.len(), 1..4),
        turns in prop::collection::vec(any::<prop::sample::Index>(), 12),
        names in any::<bool>(),
    ) {
        // Each exchange starts at a time of its own: those that start together have no order but that of arrival.
        let entries = || {
            let mut all = Vec::new();
            for (day, example) in (0..).zip(which.iter().map(|place| &EXAMPLES[*place])) {
                all.extend(http::read(&example.http()).expect("readable").into_iter().map(|entry| (day, entry)));
            }
            for (place, (day, entry)) in (0..).zip(&mut all) {
                entry.started = entry.started.map(|started| started + *day * 86_400_000 + place);
            }
            all.into_iter().map(|(_, entry)| entry).collect::<Vec<_>>()
        };
        let mut shuffled: Vec<_> = entries().into_iter().enumerate().collect();
        for (place, turn) in turns.iter().enumerate().take(shuffled.len()) {
            let other = turn.index(shuffled.len());
            shuffled.swap(place, other);
        }
        let report = |entries: Vec<(usize, har::Entry)>| {
            let mut recorder = recorder();
            for (place, entry) in entries {
                if names { recorder.observe_named(&entry, &place.to_string()) } else { recorder.observe(&entry) };
            }
            recorder.report()
        };
        prop_assert_eq!(report(shuffled), report(entries().into_iter().enumerate().collect()));
    }

    #[test]
    fn what_the_server_says_is_never_lost(
        error in prop::sample::select(&["invalid_grant", "invalid_client", "access_denied", "redirect_uri_mismatch"][..]),
        description in prop::sample::select(&["Bad Request", "Token has been expired or revoked.", "Malformed auth code.", "Unauthorized"][..]),
        noise in "[ a-z<>&;{}\"\\\\\n]{0,40}",
    ) {
        let json = serde_json::json!({ "x": noise, "error": error, "error_description": description }).to_string();
        let escaped = json.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("x", noise.as_str()), ("error", error), ("error_description", description), ("state", "EXAMPLE")])
            .finish();
        let of = |method: &str, url: &str, answer: &str| {
            let mut entry = har::Entry::default();
            (entry.method, entry.url, entry.status) = (method.to_owned(), url.to_owned(), 500);
            entry.answer_body = har::AnswerBody::Text(answer.to_owned());
            entry
        };
        let callback = "https://app.test/callback?code=4/0AEXAMPLE&state=EXAMPLE";
        for entry in [
            of("POST", "https://oauth2.googleapis.com/token", &json),
            of("GET", callback, &json),
            of("GET", callback, &format!("<html><body><pre>{escaped}</pre></body></html>")),
            of("GET", &format!("https://app.test/callback?{query}"), ""),
        ] {
            let mut recorder = recorder();
            recorder.observe(&entry);
            let answer = &recorder.report().findings[0].answer;
            prop_assert_eq!(answer.error.as_deref(), Some(error), "{}", &entry.url);
            prop_assert_eq!(answer.description.as_deref(), Some(description), "{}", &entry.url);
        }
    }

    #[test]
    fn the_error_text_is_never_lost(error in "[a-z]{3,12}(_[a-z]{3,12}){0,2}") {
        let report = finding("grant_type=refresh_token", 400, &format!("{{\"error\":\"{error}\"}}"));
        prop_assert_eq!(report.findings[0].answer.error.as_deref(), Some(error.as_str()));
    }

    #[test]
    fn an_entry_that_is_passed_over_is_no_exchange(
        method in prop::sample::select(&["GET", "post", "PUT", "OPTIONS"][..]),
        url in prop::collection::vec(prop::sample::select(ADDRESSES), 1..7).prop_map(|parts| parts.concat()),
        status in prop::sample::select(&[0u16, 200, 302, 400, 401, 403][..]),
        body in prop::option::of(prop::sample::select(&["", "grant_type=refresh_token", "code=4/0AEXAMPLE&state=x"][..])),
    ) {
        let entry = serde_json::json!({
            "request": {"method": method, "url": url, "headers": [{"name": "Authorization", "value": "Bearer EXAMPLE"}],
                "postData": body.map(|text| serde_json::json!({"text": text}))},
            "response": {"status": status, "content": {"text": r#"{"error":"invalid_grant","status":"FAILED_PRECONDITION"}"#}},
        });
        let whole = serde_json::from_value::<har::WireEntry>(entry.clone()).expect("an entry").into_entry();
        let file = serde_json::json!({"log": {"entries": [entry]}}).to_string();
        let mut is_passed_over = false;
        har::read_file(file.as_bytes(), |entry| is_passed_over = matches!(entry, Ok(None))).expect("a HAR file");
        prop_assert!(!is_passed_over || Exchange::read(&whole, &Key::new([7; 32])).is_none(), "{}", url);
    }
}

/// Parts of addresses, lawful and other.
const ADDRESSES: &[&str] = &[
    "https://",
    "HTTPS://",
    "http:",
    "//",
    "/",
    "\\",
    "accounts.google.com",
    "oauth2.googleapis.com",
    "gmail.googleapis.com",
    "oauth2.googleapis.com:443",
    "user@",
    "app.example",
    "/token",
    "/o/oauth2/v2/auth",
    "/tokeninfo",
    "/signin/oauth/error",
    "?",
    "&",
    "#",
    "code=4%2F0AEXAMPLE",
    "c%6Fde=4/0AEXAMPLE",
    "state=x",
    "response_type=code",
    "client_id=EXAMPLE",
    "error=access_denied",
    "%",
    "é",
    "\"",
];

//! What a hostile exchange costs, beside an ordinary one in the same run. An ordinary exchange takes a fortieth of a millisecond
//! when built for release, so that two thousand times as long is the 50 ms that no exchange may take.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use grantlens::{
    har::{AnswerBody, Entry, RequestBody},
    recorder::Recorder,
    report::SessionSource,
};
use std::time::{Duration, Instant};

const TOKEN: &str = "https://oauth2.googleapis.com/token";
const CALLBACK: &str = "https://app.test/callback?code=4/0AEXAMPLE&state=EXAMPLE";
const INVALID_GRANT: &str = "{\"error\":\"invalid_grant\",\"error_description\":\"Bad Request\"}";

/// The largest body, value and address that are read, in bytes.
const BODY: usize = 1 << 20;
const VALUE: usize = 64 << 10;
const ADDRESS: usize = 256 << 10;

/// No exchange takes more than so many times as long as an ordinary one. Without optimisation, loops over bytes lose more than the rest.
const MOST: f64 = if cfg!(debug_assertions) { 10_000.0 } else { 2000.0 };

fn exchange(method: &str, url: &str, body: &str, status: u16, answer: &str) -> Entry {
    let mut entry = Entry::default();
    entry.method = method.to_owned();
    entry.url = url.to_owned();
    entry.body = RequestBody::Text(body.to_owned());
    entry.status = status;
    entry.answer_body = AnswerBody::Text(answer.to_owned());
    entry
}

fn posted(body: &str) -> Entry {
    exchange("POST", TOKEN, body, 400, INVALID_GRANT)
}

fn answered(answer: &str) -> Entry {
    exchange("POST", TOKEN, "grant_type=refresh_token&refresh_token=1//0gEXAMPLE", 400, answer)
}

fn with_header(mut entry: Entry, name: &str, value: &str, is_answer: bool) -> Entry {
    let headers = if is_answer { &mut entry.answer_headers } else { &mut entry.headers };
    headers.push(name, value);
    entry
}

/// `piece` again and again, up to `length` bytes.
fn filled(piece: &str, length: usize) -> String {
    piece.repeat(length / piece.len())
}

fn jwt(header: &str, claims: &str) -> String {
    format!(
        "{}.{}.{}",
        URL_SAFE_NO_PAD.encode(header),
        URL_SAFE_NO_PAD.encode(claims),
        URL_SAFE_NO_PAD.encode("EXAMPLE")
    )
}

/// What each reader of bodies finds hardest, as large as it is read.
fn hostile_bodies() -> Vec<(&'static str, Entry)> {
    let claims: Vec<_> = (0..4000).map(|number| format!("\"m{number}\":{number}")).collect();
    let claims = format!("{{{}}}", claims.join(","));
    let members: Vec<_> = (0..60_000).map(|number| format!("\"m{number}\":\"x\"")).collect();
    let members = format!("{{\"error\":\"invalid_grant\",{}}}", members.join(","));
    let of_parts = |text: String| with_header(posted(&text), "Content-Type", "multipart/form-data; boundary=x", false);
    let page = |text: String| exchange("GET", CALLBACK, "", 500, &text);
    vec![
        ("form: short parameters", posted(&filled("a=b&", BODY))),
        ("form: one name", posted(&filled("code=4/0AEXAMPLE&", BODY))),
        ("form: escapes", posted(&format!("code={}", filled("%25", VALUE)))),
        ("form: a thousand long values", posted(&filled(&format!("code=4/{}&", "0Ab".repeat(330)), BODY))),
        ("form: scopes", posted(&format!("scope={}", filled("a+", VALUE)))),
        ("form: slashes", posted(&format!("redirect_uri=https:{}", filled("/", VALUE)))),
        ("form: addresses", posted(&filled("redirect_uri=https://a.test/b/c/d/e/f/g&", BODY))),
        ("form: dots", posted(&format!("assertion={}", filled(".", VALUE)))),
        ("form: quotation marks", posted(&format!("code={}", filled("%22", VALUE)))),
        ("form: invisible letters", posted(&format!("code={}", filled("%E2%80%8B", VALUE)))),
        ("form: JWT with 4,000 claims", posted(&format!("assertion={}", jwt("{\"alg\":\"RS256\"}", &claims)))),
        (
            "form: a thousand JWTs",
            posted(&filled(&format!("assertion={}&", jwt("{\"alg\":\"RS256\"}", "{\"iat\":1}")), BODY)),
        ),
        ("multipart: parts", of_parts(filled("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n", BODY))),
        ("multipart: boundaries", of_parts(filled("--x", BODY))),
        ("JSON: members", with_header(posted(&members), "Content-Type", "application/json", false)),
        ("JSON: brackets", answered(&format!("{{\"a\":{}{}}}", "[".repeat(BODY / 2 - 8), "]".repeat(BODY / 2 - 8)))),
        ("answer: members", answered(&members)),
        ("answer: open brackets", answered(&filled("[", BODY))),
        (
            "answer: lone surrogates",
            answered(&format!("{{\"error\":\"invalid_grant\",\"x\":\"{}\"}}", filled("\\ud800", BODY - 64))),
        ),
        (
            "answer: long description",
            answered(&format!(
                "{{\"error\":\"invalid_grant\",\"error_description\":\"{}\"}}",
                filled("a b ", BODY - 64)
            )),
        ),
        ("page: words", page(filled("a ", BODY))),
        ("page: the error again and again", page(filled("invalid_grant ", BODY))),
        ("page: names of subtypes", page(filled("error_subtype: ", BODY))),
        ("page: an error of Passport again and again", page(filled("TokenError: ", BODY))),
        ("page: ampersands", page(filled("&", BODY))),
        ("page: quotations", page(filled("\"error\":\"", BODY))),
        ("page: character references", page(filled("&amp;", BODY))),
        ("page: tags", page(filled("<p>", BODY))),
        ("page: braces", page(filled("{", BODY))),
        ("page: base64", page(filled("eyJhbGciOiJSUzI1NiJ9.", BODY))),
    ]
}

/// The same for addresses and header fields.
fn hostile_around_the_body() -> Vec<(&'static str, Entry)> {
    let mut all = vec![
        ("address: parameters", exchange("GET", &format!("{CALLBACK}&{}", filled("a=b&", ADDRESS)), "", 302, "")),
        (
            "address: path",
            exchange(
                "GET",
                &format!("https://app.test{}?code=4/0AEXAMPLE&state=x", filled("/a", ADDRESS)),
                "",
                302,
                "",
            ),
        ),
        (
            "address: host",
            exchange("GET", &format!("https://{}?code=4/0AEXAMPLE&state=x", filled("a.", ADDRESS)), "", 302, ""),
        ),
        (
            "address: error page",
            exchange(
                "GET",
                &format!("https://accounts.google.com/signin/oauth/error?authError={}", filled("CgCgCg", VALUE)),
                "",
                200,
                "",
            ),
        ),
        (
            "header: Authorization",
            with_header(answered(INVALID_GRANT), "Authorization", &format!("Basic {}", filled("YTpi", BODY)), false),
        ),
        (
            "header: challenge",
            with_header(answered(INVALID_GRANT), "WWW-Authenticate", &filled("Bearer error=\"x\", ", BODY), true),
        ),
        (
            "header: User-Agent",
            with_header(answered(INVALID_GRANT), "User-Agent", &filled("google-api-python-client/1.0 ", BODY), false),
        ),
        (
            "header: Referer",
            with_header(
                answered(INVALID_GRANT),
                "Referer",
                &format!("https://a.test/?{}", filled("code=4/0A&", BODY)),
                false,
            ),
        ),
    ];
    let mut many = answered(INVALID_GRANT);
    for _ in 0..20_000 {
        many = with_header(many, "X-A", "b", false);
    }
    all.push(("header: 20,000 fields", many));
    let mut sent_on = exchange(
        "GET",
        &format!(
            "https://accounts.google.com/o/oauth2/v2/auth?client_id=x&response_type=code&scope={}",
            filled("a%20", VALUE)
        ),
        "",
        302,
        "",
    );
    sent_on.redirect_url = format!("https://app.test/cb#{}", filled("a=b&", BODY));
    all.push(("redirect: fragment", sent_on));
    all
}

/// The shortest of so many times that `entry` takes in a session of its own, report included.
fn time(entry: &Entry, times: u32) -> Duration {
    let once = |_| {
        let mut recorder = Recorder::new([7; 32], SessionSource::Har);
        let start = Instant::now();
        recorder.observe(entry);
        let export = recorder.export();
        let taken = start.elapsed();
        assert!(export.is_ok() && recorder.findings().len() == 1, "it is read, and nothing of it leaks");
        taken
    };
    (0..times).map(once).min().expect("a time")
}

#[test]
fn a_hostile_exchange_costs_no_multiple() {
    let ordinary = posted(
        "grant_type=authorization_code&code=4%2F0AEXAMPLE-code-abcdefghijkl-0123456789&client_id=123-EXAMPLE.apps.googleusercontent.com\
         &client_secret=GOCSPX-EXAMPLE-secret&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback&code_verifier=EXAMPLE-verifier-abcdefghijklmnopqrstuvwxyz-0123456789",
    );
    let normal = time(&ordinary, 20);
    eprintln!("an ordinary exchange takes {:.2} ms here", normal.as_secs_f64() * 1e3);
    let mut slow = Vec::new();
    for (what, entry) in hostile_bodies().into_iter().chain(hostile_around_the_body()) {
        let ratio = |times| time(&entry, times).as_secs_f64() / normal.as_secs_f64();
        let ratio = Some(ratio(1)).filter(|ratio| *ratio <= MOST).unwrap_or_else(|| ratio(3));
        eprintln!("{ratio:6.1} times as long | {what}");
        if ratio > MOST {
            slow.push(format!("{what}: {ratio:.0}"));
        }
    }
    assert!(slow.is_empty(), "more than {MOST} times as long as an ordinary exchange: {slow:?}");
}

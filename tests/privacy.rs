//! Nothing secret in any output: every value of every example that a page marks with EXAMPLE is looked for in the report's
//! JSON, in the terminal's text, in the Markdown, in the HAR file and in the curl commands, in windows of eight characters.

mod support;

use grantlens::{
    har::Entry,
    intake::{detect, http},
    recorder::Recorder,
    render::{
        curl, har, markdown,
        terminal::{self, Style},
    },
    report::{Report, SessionSource},
    secret::{Key, Secret},
    selfcheck,
};
use proptest::prelude::*;
use support::EXAMPLES;

/// Beginnings that everybody's values share.
const PUBLIC: [&str; 4] = ["ya29.", "1//", "4/", "GOCSPX-"];

/// Nothing is left out.
const ALL: Style = Style { color: false, width: 100, shows_all: true, takes_answers: true };

/// The first window of eight characters of `secret` that stands in `text`. Windows of small letters alone are words, such as
/// `-secret-`, which ids of causes have too.
fn leak<'a>(secret: &'a str, text: &str) -> Option<&'a str> {
    let secret = PUBLIC.iter().fold(secret, |rest, prefix| rest.strip_prefix(prefix).unwrap_or(rest));
    let windows = (0..secret.len().saturating_sub(7)).filter_map(|at| secret.get(at..at + 8));
    let telling = |window: &&str| window.bytes().any(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    windows.filter(telling).find(|window| text.contains(window))
}

/// The values in `http` that contain EXAMPLE, decoded once.
fn secrets(http: &str) -> Vec<String> {
    http.split(['&', '\n', '?', ' ', '"', '<', '>'])
        .filter(|part| part.contains("EXAMPLE"))
        .flat_map(|part| {
            let value = part.split_once('=').map_or(part, |(_, value)| value);
            let decoded =
                form_urlencoded::parse(format!("v={value}").as_bytes()).map(|(_, value)| value.into_owned()).next();
            [value.to_owned()].into_iter().chain(decoded)
        })
        .collect()
}

#[test]
fn no_example_leaks() {
    let mut looked_for = 0;
    for example in EXAMPLES {
        let report = example.report();
        let json = serde_json::to_string_pretty(&report).expect("a report is JSON");
        assert_eq!(selfcheck::check(&json), Ok(()), "{}", example.place());
        let text = terminal::report(&report, ALL);
        let markdown = markdown::report(&report);
        // Escapes of an address are no part of a secret.
        let requests = decoded(&(har::file(&report) + &commands(&report)));
        // What is printed holds links and lines of ours, and passes as well.
        for printed in [&text, &markdown] {
            assert_eq!(selfcheck::check(printed), Ok(()), "{}", example.place());
        }
        for secret in secrets(&example.http()) {
            looked_for += 1;
            for output in [&json, &text, &markdown, &requests] {
                assert_eq!(leak(&secret, output), None, "{}", example.place());
            }
        }
    }
    assert!(looked_for > 200, "only {looked_for} secrets were looked for; where did the examples go?");
}

/// Every string in a JSON value, names of members included.
fn strings<'a>(value: &'a serde_json::Value, found: &mut Vec<&'a str>) {
    match value {
        serde_json::Value::String(text) => found.push(text),
        serde_json::Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        serde_json::Value::Object(members) => {
            for (name, member) in members {
                found.push(name);
                strings(member, found);
            }
        }
        _ => {}
    }
}

#[test]
fn lawful_words_do_not_block_a_report() {
    // A session whose secrets are all that reports may say, and every page: whoever sends our own words blocks nothing with them.
    let key = Key::new([7; 32]);
    let keep = |text: &str| _ = Secret::new(text.to_owned()).seal(&key);
    let reports: Vec<_> = EXAMPLES.iter().map(support::Example::report).collect();
    for report in &reports {
        let json = serde_json::to_value(report).expect("a report is JSON");
        let mut found = Vec::new();
        strings(&json, &mut found);
        // Fingerprints are nobody's words.
        found.into_iter().filter(|text| !text.contains('‹')).for_each(keep);
    }
    for page in grantlens::prose::pages() {
        keep(&markdown::page(page));
    }
    let mut hits = std::collections::BTreeSet::new();
    for (example, report) in EXAMPLES.iter().zip(&reports) {
        let held_back = report.findings.iter().filter(|finding| finding.headline.contains("self-check")).count();
        assert_eq!(held_back, 0, "{}", example.place());
        let json = serde_json::to_string_pretty(report).expect("a report is JSON");
        for text in [json, terminal::report(report, ALL), markdown::report(report)] {
            let mut rest = text.as_bytes();
            while let Some(range) = key.find_part_of_value(rest) {
                hits.insert(String::from_utf8_lossy(&rest[range.clone()]).into_owned());
                rest = &rest[range.end..];
            }
        }
    }
    assert!(hits.is_empty(), "{hits:?}");
}

#[test]
fn a_name_that_looks_like_a_credential_is_described_and_keeps_nothing_back() {
    for name in ["eyJclieyJclierror", "abcdefghijklmnopqrstuvwxyzabcdefghijklmn", "4/0AEXAMPLEEXAMPLEEXAM"] {
        let text = output(&format!(
            "POST https://oauth2.googleapis.com/token\n\ngrant_type=refresh_token&{name}=x\n\n400\n\n{{\"error\":\"invalid_grant\"}}\n"
        ));
        assert!(!text.contains(name) && text.contains("‹a name of ") && text.contains("invalid_grant"), "{name}");
        assert!(!text.contains("keeps this exchange back"), "{name}");
    }
}

#[test]
fn a_text_names_no_host_of_a_customer() {
    let text = output_of_any(
        "2026-01-05 POST https://login.customer.example/oauth2/token 400 {\"error\":\"invalid_grant\"}\n",
    );
    assert!(text.contains("invalid_grant") && text.contains('‹') && !text.contains("customer"), "{text}");
    let text = output_of_any("2026-01-05 POST https://oauth2.googleapis.com/token 400 {\"error\":\"invalid_grant\"}\n");
    assert!(text.contains("oauth2.googleapis.com"), "{text}");
}

#[test]
fn a_sentence_that_looks_like_a_credential_is_left_out_alone() {
    let text = output(
        "POST https://oauth2.googleapis.com/token\n\ngrant_type=refresh_token\n\n400\n\n{\"error\":\"invalid_grant\",\"error_description\":\"Header Bearer 0-Hello_world_words is wrong\"}\n",
    );
    assert!(text.contains("invalid_grant") && !text.contains("Hello_world"), "{text}");
    assert!(!text.contains("keeps this exchange back"), "{text}");
}

#[test]
fn nothing_invisible_gets_through() {
    let hidden = "\u{202e}\u{200b}\u{feff}\u{ad}\u{2066}";
    let control = "\u{7}\u{1b}[31m";
    // Here nothing else holds the text, which would hide it as an echo.
    let alone = "POST https://oauth2.googleapis.com/token\n\ngrant_type=x\n\n400\n\n{\"error\":\"invalid_grant\",\"error_description\":\"it SECRET then\"}";
    for place in PLACES.into_iter().chain([alone]) {
        // A control character makes JSON ill-formed, which is another way to go wrong.
        for odd in [hidden.to_owned(), format!("{hidden}{control}")] {
            let text = output(&place.replace("SECRET", &format!("expired{odd}")));
            let found =
                text.chars().find(|letter| (letter.is_control() && *letter != '\n') || hidden.contains(*letter));
            assert_eq!(found, None, "{place}");
        }
    }
}

#[test]
fn no_page_asks_for_a_credential() {
    let credentials = ["token", "code", "secret", "key", "password", "assertion"];
    let leads_away = ["paste your", "paste the", "send us", "share your", "jwt.io", "post your", "upload your"];
    for page in grantlens::prose::pages() {
        for line in markdown::page(page).to_lowercase().lines() {
            let asks = leads_away.iter().find(|words| line.contains(**words));
            let what = credentials.iter().find(|word| line.contains(**word));
            assert!(asks.is_none() || what.is_none(), "{}: nobody is told to hand a credential over: {line}", page.id);
        }
    }
}

/// Places where a secret can stand, each with `SECRET` for it.
const PLACES: [&str; 17] = [
    "POST https://oauth2.googleapis.com/token\n\ngrant_type=refresh_token&refresh_token=SECRET\n\n400\n\n{}",
    "POST https://oauth2.googleapis.com/token\n\ngrant_type=SECRET\n\n400\n\n{}",
    "POST https://oauth2.googleapis.com/token\n\nSECRET=x&grant_type=refresh_token\n\n400\n\n{}",
    "POST https://oauth2.googleapis.com/token\n\n{\"grant_type\":\"refresh_token\",\"x\":{\"y\":\"SECRET\"},\"z\":\"SECRET\"}\n\n400\n\n{}",
    "POST https://oauth2.googleapis.com/token?client_secret=SECRET\n\ngrant_type=x&scope=SECRET&redirect_uri=https://SECRET.test/SECRET?SECRET\n\n400\n\n{}",
    "POST https://oauth2.googleapis.com/token\nAuthorization: Bearer SECRET\n\ngrant_type=x\n\n400\n\n{\"error\":\"SECRET\"}",
    "POST https://oauth2.googleapis.com/token\n\ngrant_type=x&code=SECRET\n\n400\n\n{\"error\":\"invalid_grant\",\"error_description\":\"got SECRET here\"}",
    "POST https://oauth2.googleapis.com/token\n\ngrant_type=x\n\n400\n\n{\"error\":\"invalid_grant\",\"error_subtype\":\"SECRET\",\"SECRET\":1}",
    "POST https://oauth2.googleapis.com/token\n\ngrant_type=x\n\n200\n\n{\"access_token\":\"SECRET\",\"scope\":\"SECRET\",\"token_type\":\"SECRET\",\"id_token\":\"SECRET\"}",
    "POST https://oauth2.googleapis.com/token\n\ngrant_type=x\n\n500\n\n<html><title>SECRET</title>SECRET</html>",
    "GET https://app.test/SECRET?code=SECRET&state=SECRET\n\n500\n\n<p>invalid_grant SECRET</p>",
    "GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=SECRET&login_hint=SECRET&prompt=SECRET\n\n302\nLocation: https://app.test/cb?code=SECRET#access_token=SECRET\n",
    "GET https://gmail.googleapis.com/gmail/v1/users/SECRET/messages\nAuthorization: Bearer SECRET\n\n401\n\n{\"error\":{\"code\":401,\"message\":\"SECRET\",\"status\":\"SECRET\"}}",
    "POST https://oauth2.googleapis.com/token\nDPoP: SECRET\n\ngrant_type=x\n\n400\nDPoP-Nonce: SECRET\n\n{\"error\":\"use_dpop_nonce\"}",
    "POST https://iamcredentials.googleapis.com/v1/projects/SECRET/serviceAccounts/SECRET:SECRET\nAuthorization: Bearer SECRET\n\n{\"lifetime\":\"SECRET\",\"scope\":[\"SECRET\"]}\n\n404\n\n{\"error\":{\"message\":\"SECRET\",\"details\":[{\"reason\":\"SECRET\"}]}}",
    "GET https://gmail.googleapis.com/gmail/v1/users/me/messages\nAuthorization: Bearer SECRET\n\n\n403\nWWW-Authenticate: Bearer error=\"SECRET\", scope=\"SECRET\"\n\n{\"error\":{\"errors\":[{\"reason\":\"SECRET\"}]}}",
    "POST https://oauth2.googleapis.com/revoke\n\ntoken=SECRET\n\n400\n\n{\"error\":\"invalid_token\"}",
];

/// The same for what is no recorded exchange: commands, transcripts, files, values.
const OTHER_PLACES: [&str; 21] = [
    "curl -v 'https://oauth2.googleapis.com/token' -d 'grant_type=refresh_token&refresh_token=SECRET' -H 'X-Key: SECRET' -u 'SECRET:SECRET'\n",
    "$ curl https://oauth2.googleapis.com/token -d grant_type=refresh_token -d SECRET=SECRET\n{\"error\":\"invalid_grant\",\"error_description\":\"SECRET\"}\n",
    "curl ^\"https://oauth2.googleapis.com/token?SECRET^\" --data-raw ^\"grant_type=x^&code=SECRET^\"\r\n",
    "Invoke-RestMethod -Uri https://oauth2.googleapis.com/token -Method Post -Body @{ grant_type='x'; 'SECRET'='SECRET' }\n",
    "fetch('https://oauth2.googleapis.com/token', { method: 'POST', body: new URLSearchParams({ grant_type: 'x', code: 'SECRET' }) })\n",
    "http --form POST https://oauth2.googleapis.com/token grant_type=x code=SECRET Authorization:SECRET\n",
    "requests.post('https://oauth2.googleapis.com/token', data={'grant_type': 'x', 'assertion': 'SECRET'})\n",
    "* Connected to oauth2.googleapis.com\n> POST /token?SECRET HTTP/2\n> Host: oauth2.googleapis.com\n> Authorization: Bearer SECRET\n> \n< HTTP/2 400\n< x-a: SECRET\n< \n{\"error\":\"invalid_grant\",\"SECRET\":\"SECRET\"}\n",
    "send: b'POST /token HTTP/1.1\\r\\nHost: oauth2.googleapis.com\\r\\n\\r\\n'\nsend: b'grant_type=x&code=SECRET'\nreply: 'HTTP/1.1 400 SECRET\\r\\n'\nheader: X-A: SECRET\n",
    "POST https://oauth2.googleapis.com/token: {\n\"Request Body\": {\"grant_type\": \"x\", \"code\": \"SECRET\"},\n\"Response Body\": \"SECRET\"\n}\n",
    "{\"type\":\"service_account\",\"project_id\":\"SECRET\",\"private_key_id\":\"SECRET\",\"private_key\":\"-----BEGIN PRIVATE KEY-----\\nSECRET\\n-----END PRIVATE KEY-----\\n\",\"client_email\":\"SECRET@SECRET.iam.gserviceaccount.com\",\"client_x509_cert_url\":\"https://www.googleapis.com/robot/SECRET\"}",
    "{\"web\":{\"client_id\":\"SECRET.apps.googleusercontent.com\",\"client_secret\":\"SECRET\",\"redirect_uris\":[\"https://SECRET.test/SECRET\"],\"SECRET\":\"SECRET\"}}",
    "{\"type\":\"authorized_user\",\"refresh_token\":\"SECRET\",\"client_id\":\"SECRET\",\"account\":\"SECRET\",\"expiry\":\"SECRET\",\"universe_domain\":\"SECRET\"}",
    "{\"access_token\":\"SECRET\",\"expires_in\":3599,\"id_token\":\"SECRET\",\"scope\":\"SECRET\"}",
    "{\"access_token\":\"SECRET\",\"expiry_date\":1767607200000,\"refresh_token\":\"SECRET\",\"token_type\":\"SECRET\"}",
    "{\"error\":\"invalid_grant\",\"error_description\":\"token SECRET is bad\",\"SECRET\":\"SECRET\"}",
    "{\"request\":{\"method\":\"POST\",\"url\":\"https://oauth2.googleapis.com/token\",\"postData\":{\"text\":\"grant_type=x&code=SECRET\"}}}",
    "https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=SECRET&state=SECRET&nonce=SECRET&login_hint=SECRET\n",
    "https://app.test/SECRET?code=4/SECRET&state=SECRET#access_token=SECRET\n",
    "https://oauth2.googleapis.com/tokeninfo?id_token=SECRET\n",
    "1//0SECRET\n",
];

fn output_of_any(text: &str) -> String {
    let mut recorder = Recorder::new([7; 32], SessionSource::Text);
    for piece in detect::read(text, None, Some("pasted text")).unwrap_or_else(|error| panic!("{error}: {text}")) {
        recorder.take(&piece);
    }
    let report = recorder.report();
    assert!(!report.findings.is_empty(), "nothing was read of {text}");
    serde_json::to_string(&report).expect("JSON") + &terminal::report(&report, ALL) + &markdown::report(&report)
}

fn output(http: &str) -> String {
    let mut recorder = Recorder::new([7; 32], SessionSource::Http);
    let entries: Vec<Entry> = http::read(http).expect("readable");
    for entry in &entries {
        recorder.observe(entry);
    }
    let report = recorder.report();
    assert!(!report.findings.is_empty(), "nothing was read of {http}");
    let json = serde_json::to_string(&report).expect("JSON");
    [json, terminal::report(&report, ALL), markdown::report(&report), har::file(&report), commands(&report)].concat()
}

/// `text` with its percent escapes undone.
fn decoded(text: &str) -> String {
    let pairs = form_urlencoded::parse(text.as_bytes());
    pairs.flat_map(|(name, value)| [name.into_owned(), "=".to_owned(), value.into_owned()]).collect()
}

fn commands(report: &Report) -> String {
    report.findings.iter().filter_map(curl::command).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_secret_leaks_from_no_place(secret in "(ya29\\.|1//|4/|GOCSPX-|)[A-Za-z0-9_-]{24,64}") {
        prop_assume!(secret.bytes().any(|byte| byte.is_ascii_digit()) && secret.bytes().any(|byte| byte.is_ascii_uppercase()));
        for place in PLACES {
            let text = output(&place.replace("SECRET", &secret));
            prop_assert_eq!(leak(&secret, &text), None, "{}", place);
            let lower = secret.to_lowercase();
            prop_assert_eq!(leak(&lower, &text), None, "{}", place);
        }
        for place in OTHER_PLACES {
            let text = output_of_any(&place.replace("SECRET", &secret));
            prop_assert_eq!(leak(&secret, &text), None, "{}", place);
            let lower = secret.to_lowercase();
            prop_assert_eq!(leak(&lower, &text), None, "{}", place);
        }
    }
}

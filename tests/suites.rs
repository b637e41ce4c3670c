//! What becomes of each case of the public suites: as the suite says, or as `tests/suites/ledger.txt` says, with the reason. Without
//! GRANTLENS_SHARED nothing is run, and that is said.

#[path = "support/shared.rs"]
mod suites;

use grantlens::{
    exchange::{Exchange, Provider, endpoint::Endpoint, url::Url},
    har::{AnswerBody, Entry, RequestBody},
    recorder::Recorder,
    report::SessionSource,
    secret::Key,
};
use serde_json::Value;
use std::{collections::BTreeMap, fs, path::Path};
use suites::{files, json, name, shared};

/// The cases of one suite: how many there are, and what became of those that did not go as the suite says.
#[derive(Default)]
struct Outcomes {
    count: usize,
    deviations: BTreeMap<String, &'static str>,
}

impl Outcomes {
    fn case(&mut self, name: impl Into<String>, deviation: Option<&'static str>) {
        self.count += 1;
        if let Some(deviation) = deviation {
            self.deviations.insert(name.into(), deviation);
        }
    }

    /// Holds these outcomes against the ledger's lines for `suite`.
    fn compare(&self, suite: &str) {
        let ledger = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suites/ledger.txt"));
        let ledger = ledger.expect("the ledger");
        let mut expected = BTreeMap::new();
        let mut count = None;
        for line in ledger.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let parts: Vec<_> = line.split(" | ").collect();
            match parts.as_slice() {
                [of, "cases", number] if *of == suite => count = number.parse().ok(),
                [of, case, outcome, reason] if *of == suite => {
                    assert!(reason.len() > 10, "the ledger gives no reason: {line}");
                    expected.insert((*case).to_owned(), *outcome);
                }
                [_, _, _] | [_, _, _, _] => {}
                _ => panic!("a line of the ledger is `suite | case | outcome | reason`: {line}"),
            }
        }
        assert_eq!(count, Some(self.count), "how many cases {suite} has");
        let found: BTreeMap<_, _> = self.deviations.iter().map(|(case, outcome)| (case.clone(), *outcome)).collect();
        assert_eq!(found, expected, "{suite}: what was found, and what the ledger says");
        eprintln!(
            "{suite}: {} cases, {} as the suite says, the others as the ledger does",
            self.count,
            self.count - found.len()
        );
    }
}

fn token_request(body: &str, status: u16, answer: &str) -> Entry {
    let mut entry = Entry::default();
    entry.method = "POST".to_owned();
    entry.url = "https://oauth2.googleapis.com/token".to_owned();
    entry.body = RequestBody::Text(body.to_owned());
    entry.status = status;
    entry.answer_body = AnswerBody::Text(answer.to_owned());
    entry
}

/// The exported report on `entries`, each of which is a finding that the self-check lets pass.
fn exported(entries: &[Entry], what: &str) -> Value {
    let mut recorder = Recorder::new([7; 32], SessionSource::Har);
    for entry in entries {
        recorder.observe(entry);
    }
    assert_eq!(recorder.findings().len(), entries.len(), "{what}");
    let text = recorder.export().unwrap_or_else(|leak| panic!("{what}: {leak}"));
    assert!(!text.contains("keeps this exchange back"), "{what}");
    serde_json::from_str(&text).expect("the export is JSON")
}

/// JSONTestSuite (RFC 8259): `y_` is JSON, `n_` is not, `i_` may be either.
#[test]
fn json_test_suite() {
    let Some(shared) = shared() else { return };
    let mut outcomes = Outcomes::default();
    for path in files(&shared.join("suites/JSONTestSuite/test_parsing"), &["json"]) {
        let name = name(&path);
        let document = String::from_utf8_lossy(&fs::read(&path).expect("the file opens")).into_owned();
        let report = exported(&[token_request("grant_type=refresh_token", 400, &document)], &name);
        let answer = &report["findings"][0]["answer"];
        let note = answer["body_note"].as_str().unwrap_or_default();
        let is_json = answer["body"] == "read" && !note.contains("not JSON");
        outcomes.case(
            &name,
            match name.as_bytes()[0] {
                b'y' if !is_json => Some("refused"),
                b'n' | b'i' if is_json => Some("read"),
                _ => None,
            },
        );
    }
    outcomes.compare("JSONTestSuite");
}

/// WPT's addresses: what is of the web is split as the URL Standard does, and no address is Google's that is not.
#[test]
fn wpt_url() {
    let Some(shared) = shared() else { return };
    let mut outcomes = Outcomes::default();
    for file in ["wpt-url/urltestdata.json", "ada/ada_extra_urltestdata.json", "ada/ada_long_urltestdata.json"] {
        for case in json(&shared.join("suites").join(file)).as_array().expect("a list") {
            let Some(input) = case["input"].as_str().filter(|_| case["base"].is_null()) else { continue };
            let found = Url::split(input);
            let is_googles = found.as_ref().is_some_and(|url| Endpoint::of(url).provider == Provider::Google);
            assert!(!is_googles, "{input:?} is taken for Google's");
            let fails = case["failure"] == true;
            let scheme = input.trim_start().split(':').next().unwrap_or_default().to_ascii_lowercase();
            let is_web = if fails {
                matches!(scheme.as_str(), "http" | "https")
            } else {
                matches!(case["protocol"].as_str(), Some("http:" | "https:"))
            };
            if !is_web {
                continue;
            }
            let port = case["port"].as_str().and_then(|port| port.parse().ok());
            let deviation = match &found {
                None if fails => None,
                None => Some("refused"),
                Some(_) if fails => Some("split"),
                Some(url) if Some(url.host.as_str()) == case["hostname"].as_str() && url.port == port => None,
                Some(_) => Some("split otherwise"),
            };
            outcomes.case(format!("{input:?}"), deviation);
        }
    }
    outcomes.compare("WPT-URL");
}

/// WPT's forms: the same names and values, in the same order.
#[test]
fn wpt_urlencoded() {
    let Some(shared) = shared() else { return };
    let mut outcomes = Outcomes::default();
    let key = Key::new([7; 32]);
    for case in json(&shared.join("suites/wpt-url/urlencoded-parser-data.json")).as_array().expect("a list") {
        let Some(input) = case["input"].as_str() else { continue };
        let wanted: Vec<_> = case["output"].as_array().expect("pairs").iter().collect();
        let mut entry = token_request("", 400, "{}");
        // A body has to look like a form; a query is one.
        entry.url = format!("{}?{}", entry.url, input.replace('#', "%23"));
        let found = Exchange::read(&entry, &key).expect("a token request").parameters;
        let is_same = found.len() == wanted.len()
            && found.iter().zip(&wanted).all(|(found, wanted)| {
                let value = wanted[1].as_str().expect("a value");
                let is_value = found.value.sealed().is_some_and(|sealed| sealed.fingerprint == key.fingerprint(value));
                Some(found.name.as_str()) == wanted[0].as_str() && (is_value || found.value.text() == Some(value))
            });
        outcomes.case(format!("{input:?}"), (!is_same).then_some("read otherwise"));
    }
    outcomes.compare("WPT-urlencoded");
}

/// Every text in a value, with the path to it.
fn texts<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(members) => members.values().for_each(|member| texts(member, found)),
        _ => {}
    }
}

/// `jwt` sent as an assertion, a DPoP proof and an ID token: how many members of its header are known, and nothing of it is shown.
fn as_assertion(jwt: &str, what: &str) -> Option<usize> {
    let form: String = form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
        .append_pair("assertion", jwt)
        .finish();
    let answer = serde_json::json!({ "id_token": jwt, "access_token": jwt }).to_string();
    let entry = token_request(&form, 200, &answer);
    let report = exported(std::slice::from_ref(&entry), what).to_string();
    for part in jwt.split('.').filter(|part| part.len() >= 16) {
        assert!(
            !part.as_bytes().windows(16).any(|window| report.contains(std::str::from_utf8(window).unwrap_or("\0"))),
            "{what}"
        );
    }
    Exchange::read(&entry, &Key::new([7; 32]))?.assertion().map(|jwt| jwt.header.len())
}

/// Three parts, of which two are base64url of JSON objects.
fn is_jwt(text: &str) -> bool {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let parts: Vec<_> = text.split('.').collect();
    let is_object = |part: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(part).unwrap_or_default();
        serde_json::from_slice::<Value>(&bytes).is_ok_and(|value| value.is_object())
    };
    parts.len() == 3 && is_object(parts[0]) && is_object(parts[1])
}

/// The examples of the JOSE cookbook (RFC 7520): a JWT is read, anything else is a value, and nothing of either leaves.
#[test]
fn jose_cookbook() {
    let Some(shared) = shared() else { return };
    let mut outcomes = Outcomes::default();
    for path in files(&shared.join("suites/jose-cookbook"), &["json"]) {
        let document = json(&path);
        let mut all = Vec::new();
        texts(&document, &mut all);
        for (place, text) in all.into_iter().enumerate().filter(|(_, text)| text.len() >= 16) {
            let what = format!("{} {place}", name(&path));
            let is_read = as_assertion(text, &what).is_some();
            outcomes.case(what, (is_read != is_jwt(text)).then_some(if is_read { "read" } else { "not read" }));
        }
    }
    outcomes.compare("JOSE-cookbook");
}

/// Wycheproof's JWS, JWE and keys: however malformed, one is read or a value, and nothing of it leaves.
#[test]
fn wycheproof() {
    let Some(shared) = shared() else { return };
    let mut outcomes = Outcomes::default();
    for path in
        files(&shared.join("suites/wycheproof"), &["json"]).iter().filter(|path| name(path).ends_with("_test.json"))
    {
        for group in json(path)["testGroups"].as_array().expect("groups") {
            for case in group["tests"].as_array().expect("tests") {
                let what = format!("{} {}", name(path), case["tcId"]);
                for text in ["jws", "jwe"].into_iter().filter_map(|member| case[member].as_str()) {
                    let is_read = as_assertion(text, &what).is_some();
                    outcomes
                        .case(&what, (is_read != is_jwt(text)).then_some(if is_read { "read" } else { "not read" }));
                }
            }
        }
    }
    outcomes.compare("wycheproof");
}

/// The big list of naughty strings in every place that is shown: a finding, an export, no letter that does not show itself.
#[test]
fn naughty_strings() {
    let Some(shared) = shared() else { return };
    let mut outcomes = Outcomes::default();
    for (place, naughty) in json(&shared.join("suites/blns/blns.json")).as_array().expect("a list").iter().enumerate() {
        let naughty = naughty.as_str().expect("a text");
        let encoded: String = form_urlencoded::byte_serialize(naughty.as_bytes()).collect();
        let answer =
            |error: &str| serde_json::json!({ "error": error, "error_description": naughty, naughty: naughty });
        let mut header = token_request("grant_type=refresh_token", 401, &answer(naughty).to_string());
        header.headers.push("Authorization", naughty);
        let mut address = token_request("grant_type=refresh_token", 400, naughty);
        address.url = format!(
            "https://accounts.google.com/o/oauth2/auth?client_id={encoded}&{encoded}=x&redirect_uri={encoded}#{naughty}"
        );
        let body =
            format!("grant_type={encoded}&{encoded}={encoded}&code={encoded}&scope={encoded}&redirect_uri={encoded}");
        let body = token_request(&body, 400, &answer("invalid_grant").to_string());
        let what = format!("naughty string {place}");
        let report = exported(&[header, address, body], &what);
        let error = &report["findings"].as_array().expect("findings").last().expect("three")["answer"]["error"];
        assert_eq!(error, "invalid_grant", "{what}");
        let mut shown = Vec::new();
        texts(&report, &mut shown);
        let is_hidden = |letter: char| {
            letter.is_control()
                || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        };
        outcomes.case(what, shown.iter().any(|text| text.contains(is_hidden)).then_some("a hidden letter is shown"));
    }
    outcomes.compare("naughty-strings");
}

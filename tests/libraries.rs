//! Client libraries are named by family, and never by the wrong one: our own re-created outputs, and the shared samples
//! where GRANTLENS_SHARED names them.

use grantlens::{
    intake::text,
    library,
    recorder::Recorder,
    report::{Finding, Outcome, SessionSource},
};
use std::{collections::BTreeMap, fs, path::PathBuf};

/// The ids that name each sample's library: its own family, what it is built on, or the HTTP client below. A web framework's samples
/// were made with one of several libraries.
const FAMILIES: &[(&str, &[&str])] = &[
    ("arctic", &["arctic-node"]),
    ("auth-core", &["authjs-node", "oauth4webapi-node"]),
    ("client-oauth2", &["client-oauth2-node"]),
    ("dotnet-google-apis-auth", &["google-apis-auth-dotnet"]),
    ("express", &["google-auth-library-node"]),
    ("flask", &["google-auth-python", "oauthlib-python"]),
    ("flask-dance", &["flask-dance-python", "oauthlib-python"]),
    ("golang-x-oauth2", &["x-oauth2-go"]),
    ("google-api-python-client", &["google-auth-python"]),
    ("google-auth", &["google-auth-python"]),
    ("google-auth-library", &["google-auth-library-node"]),
    ("google-auth-oauthlib", &["google-auth-oauthlib-python", "oauthlib-python"]),
    ("google-cloud-pubsub", &["google-auth-python"]),
    ("google-cloud-pubsub-node", &["google-cloud-grpc-node", "google-auth-library-node"]),
    ("google-cloud-storage-node", &["google-auth-library-node"]),
    ("googleapis", &["google-auth-library-node"]),
    ("gtoken", &["google-auth-library-node"]),
    ("java-google-api-client", &["google-oauth-client-java", "google-auth-library-java"]),
    ("koa", &["google-auth-library-node", "openid-client-node"]),
    ("next", &["google-auth-library-node"]),
    ("nodemailer", &["nodemailer-node"]),
    ("oauth4webapi", &["oauth4webapi-node"]),
    ("oauth4webapi-browser", &["oauth4webapi-node"]),
    ("oidc-client-ts", &["oidc-client-ts"]),
    ("omniauth-google-oauth2", &["omniauth-ruby", "oauth2-ruby"]),
    ("openid-client", &["openid-client-node", "oauth4webapi-node", "openid-client-5-node"]),
    ("php-google-auth", &["google-php", "guzzle-php"]),
    ("php-guzzle", &["guzzle-php"]),
    ("php-league-oauth2-google", &["league-php"]),
    ("requests-oauthlib", &["oauthlib-python"]),
    ("ruby-google-api-client", &["signet-ruby", "googleauth-ruby"]),
    ("ruby-googleauth", &["signet-ruby", "googleauth-ruby"]),
    ("ruby-signet", &["signet-ruby"]),
    ("simple-oauth2", &["simple-oauth2-node", "wreck-node"]),
    ("yup-oauth2", &["yup-oauth2-rust"]),
];

/// Samples in which no client library is at work, and a web framework's page that shows none.
const HAND_MADE: &[&str] = &["browser-fetch-json", "browser-xhr", "node-fetch-handrolled", "next"];

#[test]
fn the_shared_samples_name_their_family() {
    let Some(folder) = std::env::var_os("GRANTLENS_SHARED").map(PathBuf::from).filter(|folder| folder.is_dir()) else {
        eprintln!("not run: GRANTLENS_SHARED names no folder with the samples");
        return;
    };
    let text = fs::read_to_string(folder.join("samples/clients.jsonl")).expect("the samples");
    let (mut right, mut silent, mut bare, mut wrong) = (0, Vec::new(), 0, Vec::new());
    for line in text.lines() {
        let sample: BTreeMap<String, serde_json::Value> = serde_json::from_str(line).expect("JSON");
        let field = |name: &str| sample[name].as_str().unwrap_or_default();
        let text = field("text");
        let wanted = FAMILIES.iter().find(|(library, _)| *library == field("library")).map_or(&[][..], |(_, ids)| ids);
        match library::recognise_text(text) {
            Some(found) if wanted.contains(&&*found.id) => right += 1,
            Some(found) => wrong.push(format!("{} {}: {}", field("id"), field("library"), found.id)),
            None if HAND_MADE.contains(&field("library")) || is_bare(text, field("error_description")) => bare += 1,
            None => silent.push(format!(
                "{} {}: {}",
                field("id"),
                field("library"),
                text.chars().take(160).collect::<String>()
            )),
        }
    }
    eprintln!("right {right}, silent {} where a sign is, {bare} without any sign, wrong {}", silent.len(), wrong.len());
    assert!(wrong.is_empty(), "{} wrong: {wrong:#?}", wrong.len());
    assert!(right * 100 >= (right + silent.len()) * 97, "{} silent: {silent:#?}", silent.len());
}

/// True for a text that holds the server's answer and nothing of a library's: what remains without the answer's own words is
/// shorter than a name.
fn is_bare(text: &str, description: &str) -> bool {
    let mut rest = text.split("\n\n").last().unwrap_or_default().to_owned();
    for word in [description, "error_description", "error_subtype", "error_uri", "invalid_rapt", "error", "Error"] {
        rest = rest.replace(word, "");
    }
    rest = rest.replace("\\/", "/").replace("[object Object]", "");
    for word in [
        "invalid_grant",
        "invalid_client",
        "unauthorized_client",
        "redirect_uri_mismatch",
        "Bad Request",
        "Unauthorized",
        "https://support.google.com/a/answer/9368756",
        "message",
        "inspect",
        "json",
        "cause",
        "status",
        "code",
    ] {
        rest = rest.replace(word, "");
    }
    rest.bytes().filter(u8::is_ascii_alphabetic).count() < 12
}

fn read(text: &str) -> Vec<Finding> {
    let mut recorder = Recorder::new([7; 32], SessionSource::Text);
    for sighting in text::read(text) {
        recorder.observe_sighting(&sighting);
    }
    recorder.findings().to_vec()
}

#[test]
fn a_log_that_tells_of_a_hidden_failure_says_where_the_answer_is() {
    for (text, library, note) in [
        (
            "RefreshError: Reauthentication is needed. Please run `gcloud auth login` to reauthenticate.",
            "google-auth-python",
            "invalid_rapt",
        ),
        (
            "requests.exceptions.HTTPError: 400 Client Error: Bad Request for url: https://oauth2.googleapis.com/token",
            "requests-python",
            "error.response.text",
        ),
        (
            "x\nResponseBodyError: server responded with an error in the response body\ny",
            "oauth4webapi-node",
            "error.cause",
        ),
        ("InternalOAuthError: Failed to obtain access token", "passport-node", "error.oauthError.data"),
        (
            "AuthCredentialError: The authorization code was rejected. Please restart login.",
            "social-auth-python",
            "__cause__",
        ),
        (
            "com.google.api.client.auth.oauth2.TokenResponseException: 401 Unauthorized",
            "google-oauth-client-java",
            "ApacheHttpTransport",
        ),
        (
            "GaxiosError: invalid_grant\n    at Gaxios._request (x.js:1:1)",
            "google-auth-library-node",
            "error.response.data",
        ),
        (
            "couldn't fetch token: invalid_grant: maybe token expired? - try refreshing with \"rclone config reconnect x:\"",
            "rclone",
            "--dump bodies",
        ),
    ] {
        let findings = read(text);
        assert_eq!(findings.len(), 1, "{text}");
        let finding = &findings[0];
        assert_eq!(finding.outcome, Outcome::Failed, "{text}");
        assert_eq!(finding.library.as_ref().map(|library| &*library.id), Some(library), "{text}");
        assert!(
            finding.answer.body_note.as_deref().is_some_and(|said| said.contains(note)),
            "{text}: {:?}",
            finding.answer.body_note
        );
    }
}

#[test]
fn an_http_client_alone_tells_of_no_token_request() {
    for text in [
        "AxiosError: Request failed with status code 400",
        "requests.exceptions.HTTPError: 404 Client Error: Not Found for url: https://api.example.test/things",
        "curl: (22) The requested URL returned error: 404",
        "urllib.error.HTTPError: HTTP Error 403: Forbidden",
        "TokenError: unexpected character",
        "the server responded with an error",
    ] {
        assert_eq!(read(text).len(), 0, "{text}");
    }
}

#[test]
fn where_a_library_told_everything_nothing_is_said_to_be_hidden() {
    for text in [
        "google.auth.exceptions.RefreshError: ('invalid_grant: Bad Request', {'error': 'invalid_grant', 'error_description': 'Bad Request'})",
        "GaxiosError: invalid_grant\n  data: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }",
        "oauth2: \"invalid_grant\" \"Bad Request\"",
    ] {
        let findings = read(text);
        assert_eq!((findings.len(), findings[0].answer.body_note.as_deref()), (1, None), "{text}");
    }
}

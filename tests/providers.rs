//! Other authorization servers get their name and the RFC's explanation, and nothing of Google's.

use grantlens::{
    intake::http,
    recorder::Recorder,
    report::{Finding, SessionSource, Standing},
    selfcheck,
    sighting::Sighting,
};

fn answered(url: &str, status: u16, body: &str) -> Finding {
    let text = format!(
        "POST {url}\n\ngrant_type=refresh_token&refresh_token=EXAMPLEtoken&client_id=EXAMPLE&client_secret=EXAMPLEsecret\n\n{status}\n\n{body}\n"
    );
    let mut recorder = Recorder::new([7; 32], SessionSource::Http);
    for entry in http::read(&text).expect("an exchange") {
        recorder.observe(&entry);
    }
    recorder.findings()[0].clone()
}

/// RFC 6749 sections 4.1.2.1 and 5.2, RFC 8628 section 3.5, RFC 9449 sections 5 and 8, OpenID Connect Core section 3.1.2.6; RFC 7523
/// answers with the codes of RFC 6749.
const CODES: [&str; 15] = [
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
    "access_denied",
    "server_error",
    "temporarily_unavailable",
    "interaction_required",
    "authorization_pending",
    "slow_down",
    "expired_token",
    "use_dpop_nonce",
    "invalid_dpop_proof",
];

#[test]
fn every_code_of_the_rfcs_is_explained_whoever_answers() {
    for code in CODES {
        for (url, id) in [
            ("https://login.microsoftonline.com/common/oauth2/v2.0/token", "microsoft-entra"),
            ("https://id.example.test/oauth/token", "other"),
            ("https://oauth2.googleapis.com/token", "google"),
        ] {
            let finding = answered(url, 400, &format!("{{\"error\":\"{code}\"}}"));
            assert_eq!((&*finding.provider.id, finding.answer.error.as_deref()), (id, Some(code)));
            let meaning = finding.answer.meaning.unwrap_or_else(|| panic!("{code} of {id} is not explained"));
            assert!(meaning.contains("RFC ") || meaning.contains("OpenID"), "{meaning}");
        }
    }
}

#[test]
fn a_named_server_comes_with_its_documentation_and_no_cause_of_googles() {
    let entra = answered(
        "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        400,
        r#"{"error":"invalid_grant","error_description":"AADSTS700082: The refresh token has expired due to inactivity."}"#,
    );
    assert_eq!((&*entra.provider.id, &*entra.provider.name), ("microsoft-entra", "Microsoft Entra"));
    assert!(entra.provider.note.is_some() && entra.provider.documentation.is_some());
    // Words that Google has causes for say nothing of them where another server says them.
    for description in ["Token has been expired or revoked.", "Bad Request", "Account has been deleted", ""] {
        let body = format!("{{\"error\":\"invalid_grant\",\"error_description\":\"{description}\"}}");
        let finding = answered("https://example.okta.com/oauth2/default/v1/token", 400, &body);
        assert_eq!(finding.provider.id, "okta");
        let google = finding.causes.iter().filter(|cause| cause.standing != Standing::RuledOut).collect::<Vec<_>>();
        assert!(google.is_empty(), "{description}: {google:?}");
    }
}

#[test]
fn words_name_a_server_where_its_host_does_not() {
    let named = |url: &str, description: &str| {
        let body = format!("{{\"error\":\"invalid_grant\",\"error_description\":\"{description}\"}}");
        answered(url, 400, &body).provider.id
    };
    assert_eq!(named("https://id.example.test/token", "AADB2C90080: The provided grant has expired."), "azure-ad-b2c");
    assert_eq!(named("https://id.example.test/token", "Bad Request"), "other");
    assert_eq!(named("https://oauth2.googleapis.com/token", "AADSTS70008: expired"), "google");
    let mut sighting = Sighting::default();
    sighting.error = Some("invalid_grant".to_owned());
    sighting.description =
        Some("AADSTS70008: The provided authorization code or refresh token has expired.".to_owned());
    let mut recorder = Recorder::new([7; 32], SessionSource::Text);
    recorder.observe_sighting(&sighting);
    let finding = &recorder.findings()[0];
    assert_eq!(finding.provider.id, "microsoft-entra");
    assert!(finding.causes.is_empty(), "{:?}", finding.causes);
}

#[test]
fn nothing_said_of_a_server_stops_an_export() {
    let said = |line: &&str| ["name = ", "note = ", "documentation = "].iter().any(|key| line.starts_with(key));
    let lines: Vec<_> = include_str!("../providers.toml").lines().filter(said).collect();
    assert!(lines.len() > 100, "only {} lines were found; this test no longer sees them", lines.len());
    for line in lines {
        assert_eq!(selfcheck::check(line), Ok(()), "providers.toml: this can stand in a report: {line}");
    }
}

#[test]
fn a_server_that_asks_for_no_grant_type_is_seen() {
    let text = "POST https://github.com/login/oauth/access_token\n\nclient_id=EXAMPLE&client_secret=EXAMPLEsecret&code=EXAMPLEcode\n\n200\n\n\
                {\"error\":\"bad_verification_code\",\"error_description\":\"The code passed is incorrect or expired.\"}\n";
    let mut recorder = Recorder::new([7; 32], SessionSource::Http);
    for entry in http::read(text).expect("an exchange") {
        recorder.observe(&entry);
    }
    let finding = &recorder.findings()[0];
    assert_eq!((&*finding.provider.id, finding.answer.error.as_deref()), ("github", Some("bad_verification_code")));
    assert_eq!(finding.outcome, grantlens::report::Outcome::Failed);
}

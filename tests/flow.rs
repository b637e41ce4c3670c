//! Which exchanges make a flow, and where each credential in it comes from.

use grantlens::{
    intake::http,
    recorder::Recorder,
    report::{Finding, LinkStart, SessionSource},
};

const SIGN_IN: &str = "### +0s
GET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=EXAMPLE.apps.googleusercontent.com&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&scope=openid&state=EXAMPLE-state-1

302
Location: https://app.example.com/cb?code=4%2F0AEXAMPLEcode1&state=EXAMPLE-state-1

### +3s
GET https://app.example.com/cb?code=4%2F0AEXAMPLEcode1&state=EXAMPLE-state-1

200

";
const REDEEM: &str = "### +1s
POST https://oauth2.googleapis.com/token

grant_type=authorization_code&code=4%2F0AEXAMPLEcode1&client_id=EXAMPLE.apps.googleusercontent.com

200

{\"access_token\":\"ya29.EXAMPLEaccess1\",\"refresh_token\":\"1//0gEXAMPLErefresh1\",\"expires_in\":3599}

";
const AFTER: &str = "### +1h
POST https://oauth2.googleapis.com/token

grant_type=refresh_token&refresh_token=1%2F%2F0gEXAMPLErefresh1&client_id=EXAMPLE.apps.googleusercontent.com

200

{\"access_token\":\"ya29.EXAMPLEaccess2\",\"expires_in\":3599}

### +1s
GET https://gmail.googleapis.com/gmail/v1/users/me/messages
Authorization: Bearer ya29.EXAMPLEaccess1

401

{\"error\":{\"code\":401,\"message\":\"x\",\"status\":\"UNAUTHENTICATED\"}}

### +1s
POST https://oauth2.googleapis.com/revoke

token=1%2F%2F0gEXAMPLErefresh1

200

";

fn findings(text: &str) -> Vec<Finding> {
    let mut recorder = Recorder::new([7; 32], SessionSource::Http);
    for entry in http::read(text).expect("it is readable") {
        recorder.observe(&entry);
    }
    recorder.report().findings
}

/// Each link as `from → to: credential`, with a `?` where it was not seen issued, a `^` where its challenge was sent, and a
/// `~` where it is altered.
fn told(findings: &[Finding]) -> Vec<String> {
    let link = |finding: &Finding| {
        let of = finding.number;
        let told = finding.links.iter().map(move |link| {
            let mark = match link.start {
                LinkStart::Issued => "",
                LinkStart::Sent => "?",
                LinkStart::Challenged => "^",
            };
            let altered = if link.is_altered { "~" } else { "" };
            format!("{}{mark} → {of}: {altered}{}", link.from, link.credential)
        });
        told.collect::<Vec<_>>()
    };
    findings.iter().flat_map(link).collect()
}

/// Each earlier exchange that one is related to, as `number – earlier: why`.
fn ties(findings: &[Finding]) -> Vec<String> {
    let of = |finding: &Finding| {
        let number = finding.number;
        finding.related.iter().map(move |tie| format!("{number} – {}: {}", tie.number, tie.by)).collect::<Vec<_>>()
    };
    findings.iter().flat_map(of).collect()
}

#[test]
fn what_ties_an_exchange_to_earlier_ones_is_told() {
    assert_eq!(
        ties(&findings(&[SIGN_IN, REDEEM, AFTER].concat())),
        [
            "2 – 1: issued the authorization code",
            "3 – 1: issued the authorization code",
            "3 – 2: same authorization code",
            "4 – 3: issued the refresh token",
            "5 – 3: issued the access token",
            "6 – 3: issued the refresh token",
            "6 – 4: same refresh token",
        ]
    );
    // Two answers that issue the same token, and one that is sent where the other issued it.
    assert_eq!(
        ties(&findings(&[AFTER, REDEEM].concat())),
        [
            "3 – 1: same refresh token",
            "4 – 1: same refresh token",
            "4 – 2: same access token",
            "4 – 3: same refresh token",
        ]
    );
}

#[test]
fn a_refusal_is_tied_to_its_request() {
    // of_our_own, 400
    let page = "https://accounts.google.com/signin/oauth/error?authError=CgpvZl9vdXJfb3duIJAD";
    let request = "### +0s\nGET https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=EXAMPLE\n\n302\nLocation: ";
    let shown = |more: &str| format!("### +1s\nGET {page}{more}\n\n200\n\nhello\n\n");
    for (leads_to, wanted) in [
        (page, ["2 – 1: same error page", "3 – 1: same error page", "3 – 2: same error page"]),
        (
            "https://accounts.google.com/signin",
            ["2 – 1: the request that is refused", "3 – 1: the request that is refused", "3 – 2: same error page"],
        ),
    ] {
        assert_eq!(ties(&findings(&format!("{request}{leads_to}\n\n{}{}", shown(""), shown("&again=x")))), wanted);
    }
    let callback = "https://app.example/cb?error=access_denied&state=EXAMPLE";
    let denied = format!(
        "{request}{callback}\n\n### +1s\nGET {callback}\n\n302\nLocation: /error?code=denied\n\n### +1s\nGET https://app.example/error?code=denied\n\n200\n\n"
    );
    assert_eq!(ties(&findings(&denied)), ["2 – 1: led to this address"]);
}

#[test]
fn a_device_code_and_an_id_token_are_told_by_their_names() {
    let issue = "### +0s\nPOST https://oauth2.googleapis.com/device/code\n\nclient_id=EXAMPLE&scope=openid\n\n200\n\n{\"device_code\":\"AH-1EXAMPLEdevice\"}\n\n";
    let redeem = "### +1s\nPOST https://oauth2.googleapis.com/token\n\ngrant_type=urn:ietf:params:oauth:grant-type:device_code&device_code=AH-1EXAMPLEdevice&client_id=EXAMPLE\n\n200\n\n{\"access_token\":\"ya29.EXAMPLEaccess1\",\"id_token\":\"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJFWEFNUExFIn0.EXAMPLE\"}\n\n";
    let look = "### +1s\nGET https://oauth2.googleapis.com/tokeninfo?id_token=eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJFWEFNUExFIn0.EXAMPLE\n\n400\n\n{\"error\":\"invalid_token\"}\n\n";
    let revoke = "### +1s\nPOST https://oauth2.googleapis.com/revoke\n\ntoken=ya29.EXAMPLEaccess1\n\n200\n\n";
    let swap = "### +1s\nPOST https://sts.googleapis.com/v1/token\n\ngrant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token=ya29.EXAMPLEaccess1\n\n400\n\n{\"error\":\"invalid_grant\"}\n\n";
    let findings = findings(&[issue, redeem, look, revoke, swap].concat());
    assert_eq!(told(&findings), ["1 → 2: device code", "2 → 3: ID token", "2 → 4: access token"]);
    let ties = ties(&findings);
    assert_eq!(ties, ["2 – 1: issued the device code", "3 – 2: issued the ID token", "4 – 2: issued the access token"]);
}

#[test]
fn each_credential_is_followed_from_where_it_is_issued() {
    let findings = findings(&[SIGN_IN, REDEEM, AFTER].concat());
    assert_eq!(findings.iter().map(|finding| finding.flow).collect::<Vec<_>>(), [1; 6]);
    assert_eq!(
        told(&findings),
        [
            "1 → 2: authorization code",
            "1? → 2: state",
            "2 → 3: authorization code",
            "3 → 4: refresh token",
            "3 → 5: access token",
            "3 → 6: refresh token",
        ]
    );
    let issued = findings[2].answer.members.iter().find(|member| member.name == "refresh_token").expect("it is issued");
    assert_eq!(issued.fingerprint.as_ref(), Some(&findings[3].links[0].fingerprint));
}

#[test]
fn a_code_that_was_seen_issued_nowhere_comes_from_where_it_was_sent_first() {
    let findings = findings(&[REDEEM, REDEEM, REDEEM].concat());
    let codes: Vec<_> = told(&findings).into_iter().filter(|link| link.ends_with("code")).collect();
    assert_eq!(codes, ["1? → 2: authorization code", "1? → 3: authorization code"]);
}

#[test]
fn a_code_that_is_still_encoded_is_followed_and_marked() {
    let findings = findings(&(SIGN_IN.to_owned() + &REDEEM.replace("code=4%2F", "code=4%252F")));
    assert_eq!(told(&findings)[2], "2 → 3: ~authorization code");
    assert_ne!(findings[2].request.parameters[1].fingerprint.as_ref(), Some(&findings[2].links[0].fingerprint));
}

#[test]
fn a_verifier_comes_from_the_request_that_sent_its_challenge() {
    // The pair of RFC 7636 appendix B.
    let flow = |request: &str, verifier: &str| {
        let sign_in = SIGN_IN.replace("&scope=", &format!("{request}&scope="));
        findings(&(sign_in + &REDEEM.replace("&client_id=", &format!("{verifier}&client_id="))))
    };
    let verifier =
        |findings: &[Finding]| told(findings).into_iter().filter(|link| link.ends_with("verifier")).collect::<Vec<_>>();
    let challenge = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    let right = "&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let findings = flow(challenge, right);
    assert_eq!(verifier(&findings), ["1^ → 3: PKCE verifier"]);
    let sent = findings[2].request.parameters.iter().find(|parameter| parameter.name == "code_verifier");
    let link = findings[2].links.iter().find(|link| link.start == LinkStart::Challenged).expect("it is linked");
    assert_eq!(sent.expect("it is sent").fingerprint.as_ref(), Some(&link.fingerprint));
    let plain = right.replace("code_verifier", "code_challenge");
    assert_eq!(verifier(&flow(&plain, right)), ["1^ → 3: PKCE verifier"]);
    let other = right.replace("dBjf", "xBjf");
    for (request, sent) in [(challenge, other.as_str()), (challenge, ""), ("", right), (plain.as_str(), other.as_str())]
    {
        assert_eq!(verifier(&flow(request, sent)), [""; 0], "{request} {sent}");
    }
}

#[test]
fn what_is_missing_or_a_placeholder_comes_from_nowhere() {
    let refresh = "### +1s\nPOST https://oauth2.googleapis.com/token\n\ngrant_type=refresh_token&refresh_token=VALUE\n\n400\n\n{\"error\":\"invalid_grant\"}\n\n";
    for value in ["", "null", "${REFRESH_TOKEN}"] {
        assert_eq!(told(&findings(&refresh.replace("VALUE", value).repeat(2))), Vec::<String>::new(), "{value}");
    }
}

#[test]
fn at_most_twelve_links_are_told() {
    let tokens = |count: usize| {
        let tokens: Vec<_> = (0..count).map(|number| format!("&token=ya29.EXAMPLE-{number}")).collect();
        tokens.concat()
    };
    let challenge = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    let sign_in = SIGN_IN.replace("&scope=", &format!("{challenge}&scope="));
    let verifier = "&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    for (count, links) in [(10, 12), (11, 12), (12, 12)] {
        let sent = REDEEM.replace("&client_id=", &format!("{}{verifier}&client_id=", tokens(count)));
        let findings = findings(&[sign_in.as_str(), &sent.replace("4%2F0AEXAMPLEcode1", "EXAMPLE"), &sent].concat());
        assert_eq!(findings[3].links.len(), links, "{:?}", told(&findings[3..]));
    }
}

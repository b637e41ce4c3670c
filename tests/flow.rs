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

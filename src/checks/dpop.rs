//! Questions about the `DPoP` proof of a token request (RFC 9449): its form, the request that it is made for, its time, its
//! nonce and its key. The signature is not verified.

use super::{Answer, Fact, lacks, yes_if};
use crate::{
    exchange::{ClaimValue, Exchange, Grant, Jwk, Jwt, Provider, Seen, challenge::NONCE},
    report::Place,
    secret::{Fingerprint, Sealed},
    time::words_for_duration,
    timeline::View,
};

const NO_PROOF: Answer = Answer::Unknown("The request carries no DPoP proof that can be read.");
const NO_HEADERS: Answer = Answer::Unknown("The text does not tell the request's headers.");
const NO_DATE: Answer = Answer::Unknown("The answer has no Date header, so the server's clock is not known.");
const NO_ISSUE: Answer = Answer::Unknown(
    "The answer that issued this refresh token was not seen, so the key that it is bound to is not known.",
);

/// Servers give no figure for how old a proof may be; differences up to here come from networks and clocks, in seconds.
const TOLERANCE: i64 = 300;

/// How many earlier exchanges are searched for a nonce or a `jti`.
const SEARCHED: usize = 200;

fn proof(view: View<'_>) -> Result<&Jwt, Answer> {
    view.this().proof().ok_or(if view.this().seen == Seen::InText { NO_HEADERS } else { NO_PROOF })
}

/// Does the request carry no proof?
fn proof_absent(view: View<'_>) -> Answer {
    match lacks(view.this(), "dpop") {
        Ok(lacks) => yes_if(lacks, || Fact::new("The request carries no DPoP header.")),
        Err(answer) => answer,
    }
}

/// Can the proof not be one, whatever was asked: no JWT, a header or a claim that is missing or wrong, a private key?
pub fn dpop_proof_malformed(view: View<'_>) -> Answer {
    let this = view.this();
    let proofs = this.parameters.iter().filter(|parameter| parameter.name == "dpop").count();
    let problem = match (proofs, this.proof()) {
        (0, _) => return if this.seen == Seen::InText { NO_HEADERS } else { NO_PROOF },
        // A program that fills it in hides it from the input.
        (1, None) if this.sealed("dpop").is_none() => return NO_PROOF,
        (1, None) => Some("is no JWT"),
        (1, Some(jwt)) => fault(jwt),
        _ => Some("stands there more than once"),
    };
    match problem {
        Some(problem) => Answer::Yes(Fact::new(format!("The DPoP proof {problem}.")).on("dpop", problem)),
        None => Answer::No,
    }
}

/// What of RFC 9449 section 4.2 the proof breaks.
fn fault(jwt: &Jwt) -> Option<&'static str> {
    let is_text =
        |value: Option<&ClaimValue>, wanted: &str| matches!(value, Some(ClaimValue::Text(text)) if text == wanted);
    let algorithm = match jwt.header("alg") {
        Some(ClaimValue::Text(algorithm)) => algorithm.as_str(),
        _ => "",
    };
    let key = key(jwt);
    let lacks = |name: &str| jwt.claim(name).is_none();
    Some(match (key, algorithm) {
        _ if !is_text(jwt.header("typ"), "dpop+jwt") => "has another typ than dpop+jwt",
        (_, "" | "none" | "HS256" | "HS384" | "HS512") => "is not signed with a private key",
        (None, _) => "holds no public key in jwk",
        (Some(key), _) if key.is_private => "holds the private key in jwk",
        (Some(key), _) if key.thumbprint.is_none() => "holds an incomplete key in jwk",
        (_, "ES256") if jwt.signature != Some(64) => "has a signature that is not R and S in 64 bytes, as ES256 wants",
        _ if lacks("jti") => "has no jti",
        _ if lacks("htm") => "has no htm",
        _ if lacks("htu") => "has no htu",
        _ if jwt.claim("iat").and_then(ClaimValue::number).is_none() => "has no iat in whole seconds",
        _ => return None,
    })
}

/// Was the proof made for another method or another address?
pub fn dpop_proof_for_another_request(view: View<'_>) -> Answer {
    let jwt = match proof(view) {
        Ok(jwt) => jwt,
        Err(answer) => return answer,
    };
    let this = view.this();
    match jwt.claim("htm") {
        Some(ClaimValue::Text(method)) if *method == this.method => {}
        None => return Answer::No,
        Some(_) => {
            return Answer::Yes(
                Fact::new(format!("The proof's htm is not {}, the method of this request.", this.method))
                    .on("htm", format!("{} belongs here", this.method))
                    .in_place(Place::Claim),
            );
        }
    }
    let (Some(ClaimValue::Uri(htu)), Some(target)) = (jwt.claim("htu"), &this.target) else { return Answer::No };
    yes_if(!htu.is_same_resource(target), || {
        Fact::new("The proof's htu is not the address of this request.")
            .on("htu", format!("{} belongs here", this.address))
            .in_place(Place::Claim)
            .at(htu.difference(target).and_then(|difference| difference.range))
    })
}

/// Does the proof's `iat` lie more than five minutes from the server's clock?
pub fn dpop_proof_out_of_time(view: View<'_>) -> Answer {
    let jwt = match proof(view) {
        Ok(jwt) => jwt,
        Err(answer) => return answer,
    };
    let Some(issued) = jwt.claim("iat").and_then(ClaimValue::number) else { return Answer::No };
    let Some(date) = view.this().answer.date else { return NO_DATE };
    let ahead = issued.saturating_sub(date);
    yes_if(ahead.saturating_abs() > TOLERANCE, || {
        let words = words_for_duration(ahead.saturating_abs().saturating_mul(1000));
        let side = if ahead.is_positive() { "ahead of" } else { "behind" };
        Fact::new(format!("The proof's iat lies {words} {side} the server's clock."))
            .on("iat", format!("{words} {side} the server's clock"))
            .in_place(Place::Claim)
    })
}

/// Was this proof, by its `jti`, sent before?
pub fn dpop_proof_sent_before(view: View<'_>) -> Answer {
    let jti = match proof(view) {
        Ok(jwt) => jwt.claim("jti").and_then(ClaimValue::sealed),
        Err(answer) => return answer,
    };
    let Some(jti) = jti else { return Answer::No };
    let sent = |other: &Exchange| {
        let there = other.proof().and_then(|jwt| jwt.claim("jti")).and_then(ClaimValue::sealed);
        there.is_some_and(|there| there.fingerprint == jti.fingerprint)
    };
    match view.backwards().take(SEARCHED).find(|(_, other)| sent(other)) {
        Some((number, _)) => Answer::Yes(
            Fact::new(format!("The proof's jti was sent in #{number} already."))
                .of([number])
                .on("jti", format!("the same as in #{number}"))
                .in_place(Place::Claim),
        ),
        None => Answer::No,
    }
}

/// Is the proof's `jti` not the S256 transform of the code, which Google wants where a code is exchanged?
pub fn dpop_jti_not_of_the_code(view: View<'_>) -> Answer {
    let this = view.this();
    if this.grant != Some(Grant::AuthorizationCode) || this.provider != Provider::Google {
        return Answer::No;
    }
    let jti = match proof(view) {
        Ok(jwt) => jwt.claim("jti").and_then(ClaimValue::sealed),
        Err(answer) => return answer,
    };
    let (Some(jti), Some(wanted)) = (jti, this.sealed("code").and_then(|code| code.s256)) else { return Answer::No };
    yes_if(jti.fingerprint != wanted, || {
        Fact::new("The proof's jti is not BASE64URL(SHA256(code)), which Google wants where a code is exchanged.")
            .on("jti", "the code's SHA-256, as base64url, belongs here")
            .in_place(Place::Claim)
    })
}

/// Does the proof hold no nonce?
pub fn dpop_nonce_absent(view: View<'_>) -> Answer {
    match proof(view) {
        Ok(jwt) => yes_if(nonce(jwt).is_none(), || {
            Fact::new("The proof holds no nonce.").on("dpop", "no nonce among its claims")
        }),
        Err(answer) => answer,
    }
}

/// Is the proof's nonce another one than the server gave last?
pub fn dpop_nonce_not_the_latest(view: View<'_>) -> Answer {
    compare_nonce(view, false)
}

/// Is the proof's nonce the one that the server gave last?
pub fn dpop_nonce_the_latest(view: View<'_>) -> Answer {
    compare_nonce(view, true)
}

fn compare_nonce(view: View<'_>, wanted: bool) -> Answer {
    let here = match proof(view) {
        Ok(jwt) => nonce(jwt),
        Err(answer) => return answer,
    };
    let Some(here) = here else { return Answer::No };
    // Google keeps the nonces of code exchanges and of refreshes apart.
    let asked_here = |other: &Exchange| other.grant == view.this().grant && other.address == view.this().address;
    let given = view
        .backwards()
        .take(SEARCHED)
        .filter(|(_, other)| asked_here(other))
        .find_map(|(number, other)| Some((number, other.answer.member(NONCE)?.sealed()?)));
    let Some((number, given)) = given else {
        return Answer::Unknown(
            "No earlier answer of this server to such a request was seen, so the nonce that it gave last is not known.",
        );
    };
    yes_if((here.fingerprint == given.fingerprint) == wanted, || {
        let word = if wanted { "the one" } else { "not the one" };
        let fact = Fact::new(format!("The proof's nonce is {word} that #{number} brought.")).of([number]);
        if wanted { fact } else { fact.on("nonce", format!("#{number} brought another one")).in_place(Place::Claim) }
    })
}

/// Does this refresh lack a proof, although its token was issued to a request that had one?
pub fn dpop_proof_dropped(view: View<'_>) -> Answer {
    let (number, _) = match bound_to(view) {
        Ok(bound) => bound,
        Err(answer) => return answer,
    };
    match proof_absent(view) {
        Answer::Yes(_) => Answer::Yes(
            Fact::new(format!("#{number} got this refresh token with a DPoP proof; this request carries none."))
                .of([number])
                .on("refresh_token", format!("bound to the key of #{number}")),
        ),
        answer => answer,
    }
}

/// Is the proof made with another key than the one that the refresh token was issued to?
pub fn dpop_key_differs(view: View<'_>) -> Answer {
    compare_key(view, false)
}

/// Is the proof made with the key that the refresh token was issued to?
pub fn dpop_key_same(view: View<'_>) -> Answer {
    compare_key(view, true)
}

fn compare_key(view: View<'_>, wanted: bool) -> Answer {
    let (number, there) = match bound_to(view) {
        Ok(bound) => bound,
        Err(answer) => return answer,
    };
    let here = match proof(view) {
        Ok(jwt) => key(jwt).and_then(|key| key.thumbprint),
        Err(answer) => return answer,
    };
    let Some(here) = here else { return NO_PROOF };
    yes_if((here == there) == wanted, || {
        let word = if wanted { "the key" } else { "another key than the one" };
        let fact = Fact::new(format!("The proof is made with {word} that #{number} got this refresh token with."))
            .of([number]);
        if wanted { fact } else { fact.on("jwk", format!("not the key of #{number}")).in_place(Place::Claim) }
    })
}

/// The exchange that issued the refresh token, and the key that its proof was made with.
fn bound_to(view: View<'_>) -> Result<(u32, Fingerprint), Answer> {
    let token = view.this().sealed("refresh_token").ok_or(NO_PROOF)?;
    let (number, issue) = view.issue_of(token).ok_or(NO_ISSUE)?;
    let thumbprint = issue.proof().and_then(key).and_then(|key| key.thumbprint);
    Ok((number, thumbprint.ok_or(Answer::No)?))
}

fn key(jwt: &Jwt) -> Option<&Jwk> {
    match jwt.header("jwk") {
        Some(ClaimValue::Key(jwk)) => Some(jwk),
        _ => None,
    }
}

fn nonce(jwt: &Jwt) -> Option<&Sealed> {
    jwt.claim("nonce").and_then(ClaimValue::sealed)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ask, fact};
    use super::*;
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    // Mon, 05 Jan 2026 10:00:00 GMT
    const NOW: i64 = 1_767_607_200;
    const TOKEN: &str = "1//0gEXAMPLE-refresh-token-abcdefghijklmnopqrstuvwxyz";
    const ENDPOINT: &str = "https://oauth2.googleapis.com/token";

    /// A proof with the key `x`, and `more` among its claims.
    fn proof(x: &str, claims: &str) -> String {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let header =
            format!(r#"{{"typ":"dpop+jwt","alg":"ES256","jwk":{{"kty":"EC","crv":"P-256","x":"{x}","y":"EXAMPLE"}}}}"#);
        format!("{}.{}.{}", part(&header), part(claims), URL_SAFE_NO_PAD.encode([7; 64]))
    }

    fn claims(jti: &str, more: &str) -> String {
        format!(r#"{{"jti":"{jti}","htm":"POST","htu":"{ENDPOINT}","iat":{NOW}{more}}}"#)
    }

    fn request(proof: &str, body: &str, answer: &str) -> String {
        let header = if proof.is_empty() { String::new() } else { format!("DPoP: {proof}\n") };
        format!("POST {ENDPOINT}\n{header}\n{body}\n\n{answer}\n")
    }

    fn refusal(error: &str) -> String {
        format!("400\nDate: Mon, 05 Jan 2026 10:00:00 GMT\nDPoP-Nonce: EXAMPLE-nonce-2\n\n{{\"error\":\"{error}\"}}")
    }

    fn refresh(proof: &str) -> String {
        request(proof, &format!("grant_type=refresh_token&refresh_token={TOKEN}"), &refusal("invalid_dpop_proof"))
    }

    fn issue(proof: &str) -> String {
        let answer = format!(
            "200\nDPoP-Nonce: EXAMPLE-nonce-1\n\n{{\"access_token\":\"ya29.a0EXAMPLE\",\"refresh_token\":\"{TOKEN}\"}}"
        );
        request(proof, "grant_type=authorization_code&code=4/0AEXAMPLE", &answer)
    }

    #[test]
    fn a_proof_of_the_wrong_form() {
        let whole = proof("EXAMPLE", &claims("EXAMPLE-1", ""));
        assert_eq!(ask(dpop_proof_malformed, &refresh(&whole)), Answer::No);
        assert_eq!(ask(dpop_proof_malformed, &refresh("")), NO_PROOF);
        assert_eq!(ask(dpop_proof_malformed, &refresh("\u{fffc}")), NO_PROOF, "a program fills it in");
        let said = |proof: &str| fact(&ask(dpop_proof_malformed, &refresh(proof))).to_owned();
        assert!(said("EXAMPLE").contains("is no JWT"));
        assert!(said(&proof("EXAMPLE", r#"{"htm":"POST"}"#)).contains("no jti"));
        assert!(said(&proof("EX AMPLE", &claims("EXAMPLE-1", ""))).contains("incomplete key"));
        assert!(said(&format!("{whole}\nDPoP: {whole}")).contains("more than once"));
        let short = &whole[..whole.len() - 8];
        assert!(said(short).contains("64 bytes"));
    }

    #[test]
    fn a_proof_for_another_request() {
        let with = |htm: &str, htu: &str| {
            let claims = format!(r#"{{"jti":"EXAMPLE-1","htm":"{htm}","htu":"{htu}","iat":{NOW}}}"#);
            ask(dpop_proof_for_another_request, &refresh(&proof("EXAMPLE", &claims)))
        };
        assert_eq!(with("POST", ENDPOINT), Answer::No);
        assert!(fact(&with("GET", ENDPOINT)).contains("htm is not POST"));
        assert!(fact(&with("POST", "https://accounts.google.com/o/oauth2/token")).contains("htu is not the address"));
        assert_eq!(ask(dpop_proof_for_another_request, &refresh("")), NO_PROOF);
    }

    #[test]
    fn an_old_or_repeated_proof() {
        let issued = |at: i64| {
            let claims = format!(r#"{{"jti":"EXAMPLE-1","htm":"POST","htu":"{ENDPOINT}","iat":{at}}}"#);
            ask(dpop_proof_out_of_time, &refresh(&proof("EXAMPLE", &claims)))
        };
        assert_eq!(fact(&issued(NOW - 1200)), "The proof's iat lies 20 min behind the server's clock.");
        assert_eq!(fact(&issued(NOW + 301)), "The proof's iat lies 5 min 1 s ahead of the server's clock.");
        assert_eq!(issued(NOW + 300), Answer::No);
        let fresh = refresh(&proof("EXAMPLE", &claims("EXAMPLE-1", "")));
        assert_eq!(ask(dpop_proof_out_of_time, &fresh), Answer::No);
        assert_eq!(ask(dpop_proof_out_of_time, &fresh.replace("Date", "X-Date")), NO_DATE);
        assert_eq!(ask(dpop_proof_sent_before, &fresh), Answer::No);
        assert!(fact(&ask(dpop_proof_sent_before, &format!("{fresh}\n### +1s\n{fresh}"))).contains("in #1 already"));
    }

    #[test]
    fn the_jti_of_a_code_exchange() {
        let exchange = |jti: &str| {
            let body = "grant_type=authorization_code&code=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
            ask(
                dpop_jti_not_of_the_code,
                &request(&proof("EXAMPLE", &claims(jti, "")), body, &refusal("invalid_dpop_proof")),
            )
        };
        assert_eq!(exchange("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), Answer::No);
        assert!(exchange("EXAMPLE-1").is_yes());
        let proof_of_another = proof("EXAMPLE", &claims("EXAMPLE-1", ""));
        let body = "grant_type=authorization_code&code=EXAMPLE";
        let elsewhere = request(&proof_of_another, body, &refusal("invalid_dpop_proof"));
        let elsewhere = elsewhere.replacen("oauth2.googleapis.com", "login.example", 1);
        assert_eq!(ask(dpop_jti_not_of_the_code, &elsewhere), Answer::No, "it is Google that wants this");
        let refresh_with_code = request(&proof_of_another, "grant_type=refresh_token&code=EXAMPLE", &refusal("x"));
        assert_eq!(ask(dpop_jti_not_of_the_code, &refresh_with_code), Answer::No, "no code is exchanged");
        assert_eq!(ask(dpop_jti_not_of_the_code, &refresh(&proof("EXAMPLE", &claims("EXAMPLE-1", "")))), Answer::No);
    }

    #[test]
    fn the_nonce() {
        let key = "EXAMPLE";
        let with = |nonce: &str| refresh(&proof(key, &claims("EXAMPLE-2", nonce)));
        assert!(ask(dpop_nonce_absent, &with("")).is_yes());
        assert_eq!(ask(dpop_nonce_not_the_latest, &with("")), Answer::No);
        let named = with(",\"nonce\":\"EXAMPLE-nonce-1\"");
        assert!(matches!(ask(dpop_nonce_not_the_latest, &named), Answer::Unknown(_)));
        // The nonce of the code exchange says nothing about refreshes.
        let first = issue(&proof(key, &claims("EXAMPLE-1", "")));
        assert!(matches!(ask(dpop_nonce_the_latest, &format!("{first}\n### +1s\n{named}")), Answer::Unknown(_)));
        let then = |nonce: &str| format!("{first}\n### +1s\n{named}\n### +1s\n{}", with(nonce));
        assert!(
            fact(&ask(dpop_nonce_the_latest, &then(",\"nonce\":\"EXAMPLE-nonce-2\"")))
                .contains("the one that #2 brought")
        );
        let stale = then(",\"nonce\":\"EXAMPLE-nonce-1\"");
        assert!(fact(&ask(dpop_nonce_not_the_latest, &stale)).contains("not the one that #2 brought"));
    }

    #[test]
    fn the_key_that_a_refresh_token_is_bound_to() {
        let first = issue(&proof("EXAMPLE-a", &claims("EXAMPLE-1", "")));
        let then = |proof: &str| format!("{first}\n### +1s\n{}", refresh(proof));
        let (same, other) =
            (proof("EXAMPLE-a", &claims("EXAMPLE-2", "")), proof("EXAMPLE-b", &claims("EXAMPLE-2", "")));
        assert!(ask(dpop_key_same, &then(&same)).is_yes());
        assert!(fact(&ask(dpop_key_differs, &then(&other))).contains("another key than the one that #1"));
        assert_eq!(ask(dpop_key_differs, &then(&same)), Answer::No);
        assert!(fact(&ask(dpop_proof_dropped, &then(""))).contains("this request carries none"));
        assert_eq!(ask(dpop_proof_dropped, &then(&same)), Answer::No);
        assert_eq!(ask(dpop_key_differs, &refresh(&same)), NO_ISSUE);
        let bearer = format!("{}\n### +1s\n{}", issue(""), refresh(&same));
        assert_eq!(ask(dpop_key_differs, &bearer), Answer::No);
    }
}

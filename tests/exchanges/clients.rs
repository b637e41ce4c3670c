//! Clients and secrets: what the answer says, and what it proves.

use super::build::*;
use serde_json::json;

pub fn cases() -> Vec<Case> {
    let invalid = error(401, "invalid_client", "The provided client secret is invalid.");
    let missing = error(400, "invalid_request", "client_secret is missing.");
    let nobody = error(400, "invalid_request", "Could not determine client ID from request.");
    let basic = |answer: &str| {
        let plain = token(&[("grant_type", "refresh_token"), ("refresh_token", TOKEN)], answer);
        plain.replacen("Host: table\n", "Host: table\nAuthorization: Basic RVhBTVBMRTpHT0NTUFgtRVhBTVBMRQ==\n", 1)
    };
    vec![
        case("Google names the secret", "client-secret-wrong", CONFIRMED, redeem(&[], &invalid)),
        case("Google names the secret of a Basic header", "client-secret-wrong", CONFIRMED, basic(&invalid)),
        case(
            "Google names a secret that was not sent",
            "client-secret-wrong",
            POSSIBLE,
            redeem(&[("client_secret", "-")], &invalid),
        ),
        case(
            "a refused code proves the secret",
            "client-secret-wrong",
            RULED_OUT,
            redeem(&[], &refused("Bad Request")),
        ),
        case(
            "a redirect URI that is refused proves the secret",
            "client-secret-wrong",
            RULED_OUT,
            redeem(&[], &error(400, "redirect_uri_mismatch", "Bad Request")),
        ),
        case(
            "another secret than the one that worked",
            "client-secret-wrong",
            LIKELY,
            then(
                &refresh(&[], &granted(&json!({}))),
                "1m",
                &refresh(
                    &[("client_secret", "GOCSPX-EXAMPLE_another_of_the_table")],
                    &error(401, "invalid_client", ""),
                ),
            ),
        ),
        case(
            "no secret in a refresh",
            "client-secret-missing",
            CONFIRMED,
            refresh(&[("client_secret", "-")], &missing),
        ),
        case(
            "an empty secret in an exchange",
            "client-secret-missing",
            CONFIRMED,
            redeem(&[("client_secret", "")], &missing),
        ),
        case("a secret is there, and Google misses it", "client-secret-missing", POSSIBLE, refresh(&[], &missing)),
        case(
            "no secret, and Google goes on to the token",
            "client-secret-missing",
            RULED_OUT,
            refresh(&[("client_secret", "-")], &refused("Token has been expired or revoked.")),
        ),
        case(
            "no client at all",
            "client-id-missing",
            CONFIRMED,
            refresh(&[("client_id", "-"), ("client_secret", "-")], &nobody),
        ),
        case("an empty client ID", "client-id-missing", CONFIRMED, redeem(&[("client_id", "")], &nobody)),
        case(
            "a misspelt name for the client ID",
            "client-id-missing",
            CONFIRMED,
            redeem(&[("client_id", "-"), ("clientid", CLIENT)], &nobody),
        ),
        case("a client is named, and Google finds none", "client-id-missing", RULED_OUT, redeem(&[], &nobody)),
        case("a refused token proves the client", "client-unknown", RULED_OUT, refresh(&[], &refused("Bad Request"))),
        case(
            "a client of another server",
            "client-unknown",
            CONFIRMED,
            redeem(
                &[("client_id", "EXAMPLE-client-of-another-server")],
                &error(401, "invalid_client", "The OAuth client was not found."),
            ),
        ),
        case("an assertion of the client beside its ID", "client-credentials-doubled", CONFIRMED, {
            let more = [("client_assertion", "eyJEXAMPLE.eyJEXAMPLE.EXAMPLE")];
            refresh(
                &more,
                &error(400, "invalid_request", "Client must specify either client_id or client_assertion, not both"),
            )
        }),
        case(
            "a secret in the body alone",
            "client-credentials-doubled",
            ABSENT,
            refresh(&[], &error(400, "invalid_request", "Bad Request")),
        ),
    ]
}

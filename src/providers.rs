//! In: the host and path of an endpoint, an `error_description`, or a log. Out: [`Server`], the authorization server that is
//! not Google's, where one of them names it.
//!
//! The servers are data: one row each in `providers.toml`, compiled by `build.rs`. A name says whose documentation to read; no cause follows
//! from it.

use crate::pattern::{self, Set};
use std::sync::LazyLock;

/// An authorization server that is not Google's.
#[derive(Debug)]
pub struct Server {
    /// A stable name in kebab-case, such as `microsoft-entra`.
    pub id: &'static str,
    /// The name to show.
    pub name: &'static str,
    /// What is peculiar about it, in one sentence.
    pub note: Option<&'static str>,
    /// Its own documentation.
    pub documentation: &'static str,
    hosts: &'static [&'static str],
    paths: &'static [&'static str],
    descriptions: &'static [&'static str],
    text: &'static [&'static str],
}

impl PartialEq for Server {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Server {}

/// The server at `host`, in lower case; `is_plain` tells that it is reached over `https` on its own port. A self-hosted server is named by
/// `path` alone.
pub fn at(host: &str, path: &str, is_plain: bool) -> Option<&'static Server> {
    let path = path.trim_end_matches('/');
    let hosted = SERVERS.iter().find(|server| is_plain && server.hosts.iter().any(|wanted| is_host(host, wanted)));
    hosted.or_else(|| {
        SERVERS.iter().find(|server| server.paths.iter().any(|wanted| pattern::describe(wanted, path).is_some()))
    })
}

/// The server that alone sends this `error_description`.
pub fn by_description(text: &str) -> Option<&'static Server> {
    let text = text.trim();
    let bare = text.strip_suffix('.').unwrap_or(text);
    let is_said = |wanted: &&str| {
        pattern::describe(wanted, text).is_some()
            || pattern::describe(wanted.strip_suffix('.').unwrap_or(wanted), bare).is_some()
    };
    SERVERS.iter().find(|server| server.descriptions.iter().any(&is_said))
}

/// The server that `text`, a log or a stack trace, names.
pub fn by_text(text: &str) -> Option<&'static Server> {
    static SIGNS: LazyLock<(Set, Vec<&'static Server>)> = LazyLock::new(|| {
        let signs = || SERVERS.iter().flat_map(|server| server.text.iter().map(move |sign| (*sign, server)));
        (Set::new(signs().map(|(sign, _)| sign)), signs().map(|(_, server)| server).collect())
    });
    let (set, servers) = &*SIGNS;
    set.find(text).first().map(|(number, _)| servers[*number])
}

fn is_host(host: &str, wanted: &str) -> bool {
    match wanted.strip_prefix('*') {
        Some(suffix) => host.len() > suffix.len() && host.ends_with(suffix),
        None => host == wanted,
    }
}

include!(concat!(env!("OUT_DIR"), "/providers.rs"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        causes,
        exchange::{Endpoint, Provider, url::Url},
    };

    /// An address and a description or log line for each: one of the two at least.
    const SAMPLES: &[(&str, &str, &str)] = &[
        (
            "azure-ad-b2c",
            "https://example.b2clogin.com/example.onmicrosoft.com/oauth2/v2.0/token",
            "AADB2C90080: The provided grant has expired.",
        ),
        (
            "microsoft-account",
            "https://login.live.com/oauth20_token.srf",
            "POST https://login.live.com/oauth20_token.srf 400",
        ),
        (
            "microsoft-entra",
            "https://login.microsoftonline.com/common/oauth2/v2.0/token",
            "AADSTS70008: The provided authorization code has expired.",
        ),
        ("okta", "https://example.okta.com/oauth2/default/v1/token", ""),
        ("okta", "https://id.example.test/oauth2/aus1EXAMPLE/v1/token", ""),
        ("auth0", "https://example.eu.auth0.com/oauth/token", ""),
        (
            "keycloak",
            "http://localhost:8080/realms/example/protocol/openid-connect/token",
            "POST /realms/example/protocol/openid-connect/token 400",
        ),
        ("keycloak", "https://id.example.test/auth/realms/example/protocol/openid-connect/token", "Code not valid"),
        ("salesforce", "https://login.salesforce.com/services/oauth2/token", "expired access/refresh token"),
        ("salesforce", "https://example.test/services/oauth2/token", "Salesforce Authentication Error: invalid_grant"),
        ("hubspot", "https://api.hubapi.com/oauth/v1/token", "{\"status\":\"BAD_REFRESH_TOKEN\"}"),
        ("apple", "https://appleid.apple.com/auth/token", "The code has expired or has been revoked."),
        ("discord", "https://discord.com/api/oauth2/token", "Invalid \"code\" in request."),
        (
            "spotify",
            "https://accounts.spotify.com/api/token",
            "Token request for spotify_example failed (invalid_grant): Refresh token revoked",
        ),
        ("github", "https://github.com/login/oauth/access_token", "The code passed is incorrect or expired."),
        ("gitlab", "https://gitlab.com/oauth/token", "POST https://gitlab.com/oauth/token"),
        ("bitbucket", "https://bitbucket.org/site/oauth2/access_token", ""),
        ("atlassian", "https://auth.atlassian.com/oauth/token", "POST https://auth.atlassian.com/oauth/token"),
        ("slack", "https://slack.com/api/oauth.v2.access", "https://slack.com/api/oauth.v2.access"),
        ("dropbox", "https://api.dropboxapi.com/oauth2/token", "refresh token is invalid or revoked"),
        ("box", "https://api.box.com/oauth2/token", "https://api.box.com/oauth2/token"),
        ("linkedin", "https://www.linkedin.com/oauth/v2/accessToken", "https://www.linkedin.com/oauth/v2/accessToken"),
        (
            "facebook",
            "https://graph.facebook.com/v23.0/oauth/access_token",
            "https://graph.facebook.com/v23.0/oauth/access_token",
        ),
        ("instagram", "https://api.instagram.com/oauth/access_token", "https://api.instagram.com/oauth/access_token"),
        ("x", "https://api.x.com/2/oauth2/token", "https://api.twitter.com/2/oauth2/token"),
        (
            "amazon-cognito",
            "https://example.auth.eu-west-1.amazoncognito.com/oauth2/token",
            "https://example.auth.eu-west-1.amazoncognito.com/oauth2/token",
        ),
        ("login-with-amazon", "https://api.amazon.com/auth/o2/token", "https://api.amazon.com/auth/o2/token"),
        ("paypal", "https://api-m.sandbox.paypal.com/v1/oauth2/token", "https://api-m.paypal.com/v1/oauth2/token"),
        ("zoom", "https://zoom.us/oauth/token", "https://zoom.us/oauth/token"),
        (
            "shopify",
            "https://example.myshopify.com/admin/oauth/access_token",
            "https://example.myshopify.com/admin/oauth/access_token",
        ),
        ("stripe", "https://connect.stripe.com/oauth/token", "https://connect.stripe.com/oauth/token"),
        ("notion", "https://api.notion.com/v1/oauth/token", "https://api.notion.com/v1/oauth/token"),
        (
            "intuit",
            "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer",
            "Refresh OAuth 2 Access token with Refresh Token failed. Body: []",
        ),
        ("xero", "https://identity.xero.com/connect/token", "https://identity.xero.com/connect/token"),
        ("twitch", "https://id.twitch.tv/oauth2/token", "https://id.twitch.tv/oauth2/token"),
        ("reddit", "https://www.reddit.com/api/v1/access_token", "https://www.reddit.com/api/v1/access_token"),
        ("yahoo", "https://api.login.yahoo.com/oauth2/get_token", "https://api.login.yahoo.com/oauth2/get_token"),
        ("ping", "https://auth.pingone.eu/00000000-EXAMPLE/as/token", "https://id.example.test/as/token.oauth2"),
        ("ping", "https://id.example.test/as/token.oauth2", ""),
        ("onelogin", "https://example.onelogin.com/oidc/2/token", "https://example.onelogin.com/oidc/2/token"),
        (
            "fusionauth",
            "https://example.fusionauth.io/oauth2/token",
            "{\"error\":\"invalid_grant\",\"error_reason\":\"auth_code_not_found\"}",
        ),
        (
            "ory",
            "https://example.projects.oryapis.com/oauth2/token",
            "https://example.projects.oryapis.com/oauth2/token",
        ),
        ("zitadel", "https://example.zitadel.cloud/oauth/v2/token", "Errors.User.RefreshToken.Invalid"),
        (
            "doorkeeper",
            "",
            "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.",
        ),
        ("strava", "https://www.strava.com/oauth/token", "https://www.strava.com/api/v3/oauth/token"),
        ("fitbit", "https://api.fitbit.com/oauth2/token", "https://api.fitbit.com/oauth2/token"),
        ("soundcloud", "https://secure.soundcloud.com/oauth/token", "https://api.soundcloud.com/oauth2/token"),
        ("eve-online", "https://login.eveonline.com/v2/oauth/token", "https://login.eveonline.com/v2/oauth/token"),
        ("docusign", "https://account-d.docusign.com/oauth/token", "https://account.docusign.com/oauth/token"),
        ("zoho", "https://accounts.zoho.eu/oauth/v2/token", "https://accounts.zoho.com/oauth/v2/token"),
        ("tiktok", "https://open.tiktokapis.com/v2/oauth/token/", "https://open.tiktokapis.com/v2/oauth/token/"),
        ("supabase", "https://example.supabase.co/auth/v1/token", "https://example.supabase.co/auth/v1/token"),
        ("square", "https://connect.squareup.com/oauth2/token", "https://connect.squareupsandbox.com/oauth2/token"),
    ];

    fn endpoint(address: &str) -> Option<&'static Server> {
        match Endpoint::of(&Url::split(address).expect("an address")).provider {
            Provider::Known(server) => Some(server),
            _ => None,
        }
    }

    #[test]
    fn every_server_is_named_by_its_address_and_by_its_words() {
        for (id, address, words) in SAMPLES {
            if !address.is_empty() {
                assert_eq!(endpoint(address).map(|server| server.id), Some(*id), "{address}");
            }
            if !words.is_empty() {
                assert_eq!(
                    by_description(words).or_else(|| by_text(words)).map(|server| server.id),
                    Some(*id),
                    "{words}"
                );
            }
        }
        for server in SERVERS {
            let has = |wanted: fn(&(&str, &str, &str)) -> bool| {
                SAMPLES.iter().any(|sample| sample.0 == server.id && wanted(sample))
            };
            assert!(
                server.hosts.is_empty() && server.paths.is_empty() || has(|sample| !sample.1.is_empty()),
                "no address shows `{}`",
                server.id
            );
            assert!(
                server.text.is_empty() && server.descriptions.is_empty() || has(|sample| !sample.2.is_empty()),
                "no words show `{}`",
                server.id
            );
        }
        assert!(SERVERS.len() >= 25);
    }

    #[test]
    fn a_look_alike_is_not_named() {
        for address in [
            "http://login.microsoftonline.com/common/oauth2/v2.0/token",
            "https://login.microsoftonline.com:8443/common/oauth2/v2.0/token",
            "https://login.microsoftonline.com.evil.test/common/oauth2/v2.0/token",
            "https://login-microsoftonline.com/token",
            "https://evilokta.com/token",
            "https://okta.com/token",
            "https://github.com@evil.test/login/oauth/access_token",
            "https://evil.test/realms/x/protocol/openid-connect/tokens",
            "https://evil.test/x/services/oauth2/token",
            "https://login.example.test/oauth/token",
        ] {
            assert_eq!(endpoint(address).map(|server| server.id), None, "{address}");
        }
        for words in [
            "",
            "Code not valid here",
            "the token is not active",
            "see appleid.apple.com.evil.test",
            "Bad Request",
            "MYAADSTS70008: no",
        ] {
            assert_eq!(by_description(words).map(|server| server.id), None, "{words}");
        }
    }

    #[test]
    fn googles_words_name_no_other_server() {
        for words in causes::DESCRIPTIONS {
            assert_eq!(by_description(words).map(|server| server.id), None, "{words}");
            assert_eq!(by_text(words).map(|server| server.id), None, "{words}");
        }
        assert_eq!(
            Endpoint::of(&Url::split("https://oauth2.googleapis.com/token").expect("an address")).provider,
            Provider::Google
        );
    }
}

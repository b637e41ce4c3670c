//! In: a line near a failure. Out: [`Names`], which of the names in it tell whose server answered, or which grant was asked for.
//!
//! The line is walked through once for all of them.

use super::request;
use crate::{exchange::Grant, pattern};
use std::sync::LazyLock;

/// What the names in a line tell.
#[allow(clippy::struct_excessive_bools, reason = "each is a name that stands there or does not")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    /// OAuth's own name stands there.
    pub oauth: bool,
    /// A name that only users of Google's servers write.
    pub google: bool,
    /// A name that only users of another server write.
    pub other: bool,
    /// What Google's error pages say.
    pub page: bool,
    /// The name of a parameter.
    pub parameter: bool,
    /// The grant of the longest function or type.
    pub function: Option<Grant>,
    /// The grant of the longest word.
    pub word: Option<Grant>,
}

impl Names {
    /// What `line` names.
    pub fn of(line: &str) -> Self {
        static TABLE: LazyLock<(pattern::Names, Vec<(usize, Name)>)> = LazyLock::new(|| {
            let all = || all().collect::<Vec<_>>();
            let table = all().into_iter().map(|(text, name)| (text.len(), name)).collect();
            (pattern::Names::new(all().into_iter().map(|(text, _)| text)), table)
        });
        let (names, table) = &*TABLE;
        let mut found = Self::default();
        let (mut function, mut word) = (0, 0);
        names.find(line, |number| {
            let (length, name) = table[number];
            match name {
                Name::OAuth => found.oauth = true,
                Name::Google => found.google = true,
                Name::Other => found.other = true,
                Name::Page => found.page = true,
                Name::Parameter => found.parameter = true,
                Name::Function(grant) if length >= function => (function, found.function) = (length, Some(grant)),
                Name::Word(grant) if length >= word => (word, found.word) = (length, Some(grant)),
                Name::Function(_) | Name::Word(_) => {}
            }
        });
        found
    }
}

/// What a name tells.
#[derive(Clone, Copy)]
enum Name {
    OAuth,
    Google,
    Other,
    Page,
    Parameter,
    Function(Grant),
    Word(Grant),
}

fn all() -> impl Iterator<Item = (&'static str, Name)> {
    let plain = [
        (OAUTHS, Name::OAuth),
        (GOOGLES, Name::Google),
        (OTHERS, Name::Other),
        (PAGES, Name::Page),
        (request::PARAMETERS, Name::Parameter),
        (request::DETAILS, Name::Parameter),
    ];
    let plain = plain.into_iter().flat_map(|(names, name)| names.iter().map(move |text| (*text, name)));
    let functions = FUNCTIONS.iter().map(|(text, grant)| (*text, Name::Function(*grant)));
    plain.chain(functions).chain(WORDS.iter().map(|(text, grant)| (*text, Name::Word(*grant))))
}

const OAUTHS: &[&str] = &["oauth", "OAuth", "OAUTH"];

/// What stands on Google's error pages.
const PAGES: &[&str] = &["That’s an error", "That's an error"];

/// Names that only users of Google's servers write: libraries, identifiers, tools.
const GOOGLES: &[&str] = &[
    ".apps.googleusercontent.com",
    ".gserviceaccount.com",
    "www.googleapis.com/auth/",
    "google.auth",
    "google-auth",
    "google/auth",
    "google_auth",
    "google/oauth2",
    "googleauth",
    "google/apiclient",
    "google-api",
    "google_api",
    "google-cloud",
    "google-github-actions",
    "google_oauth2",
    "google_calendar",
    "google-calendar",
    "google-spreadsheet",
    "googlesheets",
    "googleapis",
    "googleapiclient",
    "google.cloud",
    "@google/",
    "Google.Apis",
    "Google_",
    "Google\\",
    "Google::",
    "GoogleOauth2",
    "GoogleApi",
    "GoogleAuth",
    "GoogleCloud",
    "GoogleCalendar",
    "GoogleProvider",
    "GoogleStrategy",
    "GoogleRefreshTokenRequest",
    "GoogleCredential",
    "GoogleToken",
    "com.google.api",
    "com.google.auth",
    "com.google.cloud",
    "Google api",
    "Google API",
    "Google Ads",
    "Google Drive",
    "Google Calendar",
    "Google's OAuth",
    "Google validation",
    "verified by Google",
    "Google verification",
    "google token",
    "gcloud",
    "gtoken",
    "gaxios",
    "Gaxios",
    "gapi",
    "gspread",
    "gsheets",
    "gsutil",
    "gam ",
    "GAM",
    "oauth2client",
    "pydrive",
    "PyDrive",
    "earthengine",
    "firebase",
    "gmail",
    "Gmail",
    "fastlane",
    "GoogleDrive",
    "youtube",
    "YouTube",
];

/// Names that only users of other servers write.
const OTHERS: &[&str] = &[
    "AADSTS",
    "microsoftonline",
    "Salesforce",
    "salesforce",
    "okta",
    "Okta",
    "keycloak",
    "Keycloak",
    "auth0",
    "Auth0",
    "spotify",
    "Spotify",
    "dropbox",
    "Dropbox",
    "quickbooks",
    "intuit",
    "AppleIdentityProvider",
    "Apple token",
    "apple:",
    "/realms/",
];

/// Functions and types of libraries that send one grant alone.
const FUNCTIONS: &[(&str, Grant)] = &[
    ("grant_type=refresh_token", Grant::RefreshToken),
    ("Grant: refresh_token", Grant::RefreshToken),
    ("OAuth2Client.refreshToken", Grant::RefreshToken),
    ("OAuth2Client.refreshAccessToken", Grant::RefreshToken),
    ("OAuth2Client.getAccessToken", Grant::RefreshToken),
    ("UserRefreshClient", Grant::RefreshToken),
    ("refresh_grant", Grant::RefreshToken),
    ("reauth.py", Grant::RefreshToken),
    ("oauth2/credentials.py", Grant::RefreshToken),
    ("UserCredentials", Grant::RefreshToken),
    ("RefreshTokenRequest", Grant::RefreshToken),
    ("refreshAccessToken", Grant::RefreshToken),
    ("refresh_access_token", Grant::RefreshToken),
    ("fetchAccessTokenWithRefreshToken", Grant::RefreshToken),
    ("xoauth2", Grant::RefreshToken),
    ("refresh_oauth2", Grant::RefreshToken),
    ("--refresh-token", Grant::RefreshToken),
    ("OAuth2Client.getToken", Grant::AuthorizationCode),
    ("getTokenAsync", Grant::AuthorizationCode),
    ("AuthorizationCodeTokenRequest", Grant::AuthorizationCode),
    ("FlowExchangeError", Grant::AuthorizationCode),
    ("step2_exchange", Grant::AuthorizationCode),
    ("exchange_code", Grant::AuthorizationCode),
    ("fetchAccessTokenWithAuthCode", Grant::AuthorizationCode),
    ("validateAuthorizationCode", Grant::AuthorizationCode),
    ("validate_authorization_code", Grant::AuthorizationCode),
    ("AuthorizationCode.getToken", Grant::AuthorizationCode),
    ("getOAuthAccessToken", Grant::AuthorizationCode),
    ("oAuthCallback", Grant::AuthorizationCode),
    ("OAUTH_CALLBACK", Grant::AuthorizationCode),
    ("CALLBACK_OAUTH", Grant::AuthorizationCode),
    ("CallbackRouteError", Grant::AuthorizationCode),
    ("omniauth", Grant::AuthorizationCode),
    ("OmniAuth", Grant::AuthorizationCode),
    ("invalid_credentials: OAuth2::Error", Grant::AuthorizationCode),
    ("socialite", Grant::AuthorizationCode),
    ("allauth", Grant::AuthorizationCode),
    ("better-auth", Grant::AuthorizationCode),
    ("Better Auth", Grant::AuthorizationCode),
    ("jwt_grant", Grant::JwtBearer),
    ("service_account.py", Grant::JwtBearer),
    ("ServiceAccountCredentials", Grant::JwtBearer),
    ("activate-service-account", Grant::JwtBearer),
    ("refreshTokenWithAssertion", Grant::JwtBearer),
    ("JWT.", Grant::JwtBearer),
    ("GoogleToken.", Grant::JwtBearer),
    ("gtoken", Grant::JwtBearer),
    ("gapitoken", Grant::JwtBearer),
    (".p12", Grant::JwtBearer),
    ("OAuth2DeviceCode", Grant::DeviceCode),
    ("sts.googleapis.com", Grant::TokenExchange),
    ("federated token", Grant::TokenExchange),
];

/// What people write of a grant.
const WORDS: &[(&str, Grant)] = &[
    ("refreshing access", Grant::RefreshToken),
    ("Refreshing access", Grant::RefreshToken),
    ("refresh the token", Grant::RefreshToken),
    ("refresh token", Grant::RefreshToken),
    ("refreshing", Grant::RefreshToken),
    ("Refreshing", Grant::RefreshToken),
    ("token refresh", Grant::RefreshToken),
    ("refresh_token", Grant::RefreshToken),
    ("redeeming code", Grant::AuthorizationCode),
    ("authorization code", Grant::AuthorizationCode),
    ("retrieve token from web", Grant::AuthorizationCode),
    ("auth code", Grant::AuthorizationCode),
    ("service account", Grant::JwtBearer),
    ("ServiceAccount", Grant::JwtBearer),
    ("gserviceaccount.com", Grant::JwtBearer),
    ("service_account", Grant::JwtBearer),
    ("device code", Grant::DeviceCode),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found() {
        for (text, _) in all() {
            assert_ne!(Names::of(&format!("x{text}")), Names::default(), "{text}");
        }
        assert_eq!(Names::of("GET /healthz 200 in 3 ms"), Names::default());
    }

    #[test]
    fn the_longest_name_is_the_most_exact() {
        let names = Names::of("retrieve token from web with a refresh_token: UserRefreshClient, JWT.");
        assert_eq!((names.function, names.word), (Some(Grant::RefreshToken), Some(Grant::AuthorizationCode)));
    }
}

//! In: nothing. Out: for each family a text, re-created in its form, and requests as they are sent; tests alone use them.

use super::{ROWS, recognise_entry, recognise_text};
use crate::har::{Entry, RequestBody};

const TEXTS: &[(&str, &str)] = &[
    ("adal", "Error: Get Token request returned http error: 400 and server response: {\"error\":\"invalid_grant\"}"),
    ("adal-dotnet", "Microsoft.IdentityModel.Clients.ActiveDirectory.AdalServiceException: AADSTS70008"),
    ("adal-python", "adal.adal_error.AdalError: no answer"),
    (
        "allauth-python",
        "allauth.socialaccount.providers.oauth2.client.OAuth2Error: Error retrieving access token: b'{}'",
    ),
    ("angular-oauth2-oidc", "Error refreshing token: OAuthErrorEvent {type: 'token_refresh_error'}"),
    ("appauth-android", "net.openid.appauth.AuthorizationException: {\"type\":2,\"code\":2002}"),
    ("appauth-flutter", "PlatformException(token_failed, Failed to get token: [error: invalid_grant], null, null)"),
    ("appauth-ios", "Error Domain=org.openid.appauth.oauth_token Code=-10 \"invalid_grant\""),
    ("arctic-node", "{\"message\":\"OAuth request error: invalid_grant\"}"),
    ("aspnet-dotnet", "System.Exception: OAuth token endpoint failure: invalid_grant;Description=Bad Request"),
    ("authjs-node", "\u{1b}[31m[auth][error]\u{1b}[0m CallbackRouteError: Read more at https://errors.authjs.dev#x"),
    ("authlib-python", "authlib.integrations.base_client.errors.OAuthError: invalid_grant: Bad Request"),
    ("axios-node", "AxiosError: Request failed with status code 400"),
    (
        "azure-identity-dotnet",
        "Azure.Identity.AuthenticationFailedException: ClientSecretCredential authentication failed",
    ),
    (
        "azure-identity-python",
        "ClientAuthenticationError: Microsoft Entra ID error '(invalid_grant) AADSTS700082: old'",
    ),
    (
        "bell-node",
        "Error: Failed obtaining google access token\n at Object.v2 (node_modules/@hapi/bell/lib/oauth.js:1:1)",
    ),
    ("better-auth-node", "ERROR [Better Auth]: Failed to validate authorization code { error: 'invalid_grant' }"),
    ("client-oauth2-node", "    at getAuthError (/app/node_modules/client-oauth2/src/client-oauth2.js:1:1)"),
    ("cloud-auth-go", "auth: \"invalid_grant\" \"Token has been expired or revoked.\""),
    ("curl", "> POST /token HTTP/2\n> Host: oauth2.googleapis.com\n> User-Agent: curl/8.5.0"),
    ("faraday-ruby", "Faraday::BadRequestError (the server responded with status 400)"),
    ("firebase-admin-java", "com.google.firebase.auth.FirebaseAuthException: no token"),
    (
        "firebase-admin-node",
        "    at FirebaseAppError [as constructor] (/app/node_modules/firebase-admin/lib/utils/error.js:1:1)",
    ),
    ("firebase-admin-python", "firebase_admin.exceptions.UnavailableError: no token"),
    ("flask-dance-python", "  File \"/venv/site-packages/flask_dance/consumer/oauth2.py\", line 1, in authorized"),
    ("gam", "ERROR: Is expired or has been revoked\n\ngam oauth create"),
    ("gapi", "{\"error\":\"idpiframe_initialization_failed\",\"details\":\"Not a valid origin\"}"),
    ("gapi-php", "Exception: GAPI: Failed to authenticate user. Error: invalid_grant"),
    ("gargle-r", "Error in gargle::request_make()"),
    (
        "gcloud",
        "ERROR: (gcloud.storage.ls) There was a problem refreshing your current auth tokens: ('invalid_grant: x', {})",
    ),
    (
        "gcloud-aio-python",
        "ClientResponseError: 400, message='Bad Request: {\"error\":\"invalid_grant\"}', url='https://x.test'",
    ),
    ("gcp-auth-rust", "Error: gcp_auth::Error::Io"),
    (
        "google-apis-auth-dotnet",
        "&quot;Error:\\&quot;invalid_grant\\&quot;, Description:\\&quot;Bad Request\\&quot;, Uri:\\&quot;\\&quot;&quot;",
    ),
    (
        "google-auth-library-java",
        "java.io.IOException: Error getting access token for service account: 400 Bad Request",
    ),
    (
        "google-auth-library-node",
        "GaxiosError: invalid_grant\n    at Gaxios._request (C:\\\\app\\\\node_modules\\\\gaxios\\\\x.js)",
    ),
    (
        "google-auth-oauthlib-python",
        "  File \"/venv/google_auth_oauthlib/flow.py\", line 1, in fetch_token\noauthlib.oauth2.x",
    ),
    ("google-auth-python", "{\"detail\":\"('invalid_grant: Bad Request', {'error': 'invalid_grant'})\"}"),
    ("google-cloud-auth-rust", "cannot create credentials. Subsequent calls with this credential will also fail"),
    ("google-cloud-grpc-node", "Error: 400 undefined: Getting metadata from plugin failed with error: invalid_grant"),
    (
        "google-github-actions",
        "google-github-actions/auth failed with: failed to generate Google Cloud federated token",
    ),
    ("google-identity-services", "[GSI_LOGGER]: The given origin is not allowed for the given client ID."),
    ("google-oauth-client-java", "com.google.api.client.auth.oauth2.TokenResponseException: 401 Unauthorized"),
    ("google-php", "PHP Fatal error: Uncaught Google\\Service\\Exception: { \"error\": \"invalid_grant\" }"),
    ("google-sign-in-ios", "Error Domain=com.google.GIDSignIn Code=-4"),
    ("googleapis-auth-dart", "#1 ClientBase (package:googleapis_auth/src/auth_functions.dart:1:1)"),
    ("googleauth-ruby", "/gems/googleauth-1.11.0/lib/googleauth/signet.rb:1:in `fetch': (Signet::AuthorizationError)"),
    ("goth-elixir", "(goth 1.4.3) lib/goth/server.ex:1: Goth.Server.handle_retry/2"),
    ("got-node", "HTTPError: Response code 400 (Bad Request)"),
    ("grant-node", "Location: /hello?error%5Berror%5D=invalid_grant&error%5Berror_description%5D=Bad%20Request"),
    ("grpc", "rpc error: Getting metadata from plugin failed with error: no token"),
    ("gspread-python", "  File \"/venv/lib/python3.11/site-packages/gspread/http_client.py\", line 1, in request"),
    (
        "guzzle-php",
        "{\"message\":\"Client error: `POST https:\\/\\/oauth2.googleapis.com\\/token` resulted in a `400 Bad Request` response\"}",
    ),
    ("home-assistant", "Token request for google failed (invalid_grant): Token has been expired or revoked."),
    ("httpx-oauth-python", "httpx_oauth.oauth2.GetAccessTokenError"),
    ("httpx-python", "Client error '400 Bad Request' for url 'https://oauth2.googleapis.com/token'"),
    ("httr-r", "Error in httr::oauth2.0_token(): invalid_grant"),
    ("httr2-r", "Error in `req_perform()`:\n! OAuth failure [invalid_grant]"),
    ("hwioauth-php", "HWI\\Bundle\\OAuthBundle\\Security\\Core\\Exception: no token"),
    ("hybridauth-php", "Hybridauth\\Exception\\HttpRequestFailedException: Unable to exchange code"),
    ("identitymodel-dotnet", "at IdentityModel.Client.HttpClientTokenRequestExtensions"),
    ("keycloak-java", "WARN  [org.keycloak.events] (executor-thread-1) type=CODE_TO_TOKEN_ERROR"),
    ("keycloak-python", "keycloak.exceptions.KeycloakPostError: 400: b'{\"error\":\"invalid_grant\"}'"),
    ("league-php", "League\\OAuth2\\Client\\Provider\\Exception\\IdentityProviderException: invalid_grant"),
    ("mozilla-django-oidc-python", "Get Token Error (url: https://id.example.test/token, status: 400, body: {})"),
    ("msal-dotnet", "Microsoft.Identity.Client.MsalUiRequiredException: AADSTS50076"),
    ("msal-java", "com.microsoft.aad.msal4j.MsalServiceException: AADSTS700082"),
    ("msal-node", "InteractionRequiredAuthError: invalid_grant: AADSTS700082"),
    ("msal-python", "  File \"/venv/msal/oauth2cli/oauth2.py\", line 1, in _obtain_token"),
    (
        "next-auth-node",
        "[next-auth][error][OAUTH_CALLBACK_ERROR] \nhttps://next-auth.js.org/errors#oauth_callback_error",
    ),
    ("nimbus-java", "com.nimbusds.oauth2.sdk.ParseException: Missing JSON member"),
    ("nodemailer-node", "{ code: 'EAUTH', command: 'AUTH XOAUTH2' }"),
    ("oauth-node", "{ statusCode: 400, data: '{ \"error\" : \"invalid_grant\" }' }"),
    ("oauth2-dart", "Unhandled exception: OAuth authorization error (invalid_grant): Bad Request."),
    ("oauth2-elixir", "{:error, %OAuth2.Response{status_code: 400}}"),
    ("oauth2-proxy", "[oauthproxy.go:602] error redeeming code got 400 from \"https://www.googleapis.com\""),
    ("oauth2-ruby", "invalid_grant: Bad Request (OAuth2::Error)"),
    ("oauth2-rust", "Err(ServerResponse(StandardErrorResponse { error: invalid_grant }))"),
    ("oauth2client-python", "oauth2client.client.FlowExchangeError: invalid_grantBad Request"),
    ("oauth4webapi-node", "ResponseBodyError: server responded with an error in the response body"),
    ("oauthlib-python", "Error: (invalid_grant) Bad Request"),
    ("offlineimap", "XOAUTH2: xoauth2handler got: {'error': 'invalid_grant'}"),
    ("oidc-client-ts", "{\"form\":{},\"name\":\"ErrorResponse\",\"error\":\"invalid_grant\"}"),
    (
        "omniauth-ruby",
        "ERROR -- : (google_oauth2) Authentication failure! invalid_credentials: OAuth2::Error, invalid_grant",
    ),
    ("opendal-rust", "Unexpected (persistent) at stat, context: { uri: https://oauth2.googleapis.com/token }"),
    ("openid-client-5-node", "OPError: invalid_grant (Bad Request)"),
    ("openid-client-node", "    at async tokenRequest (file:///app/node_modules/openid-client/build/index.js:1:1)"),
    ("overtrue-socialite-php", "in /app/vendor/overtrue/socialite/src/Providers/Google.php:1"),
    ("pac4j-java", "org.pac4j.core.exception.TechnicalException: no token"),
    ("passport-node", "<pre>TokenError: Bad Request<br> &nbsp; &nbsp;at x"),
    ("play-services-java", "com.google.android.gms.common.api.ApiException: 10: "),
    ("powershell", "Invoke-RestMethod : The remote server returned an error: (400) Bad Request."),
    ("quickbooks-php", "Refresh OAuth 2 Access token with Refresh Token failed. Body: [{\"error\":\"invalid_grant\"}]"),
    (
        "rclone",
        "couldn't fetch token: invalid_grant: maybe token expired? - try refreshing with \"rclone config reconnect x:\"",
    ),
    (
        "requests-python",
        "requests.exceptions.HTTPError: 400 Client Error: Bad Request for url: https://oauth2.googleapis.com/token",
    ),
    (
        "aiohttp-python",
        "aiohttp.client_exceptions.ClientResponseError: 400, message='Bad Request', url='https://x.test'",
    ),
    ("scribejava", "com.github.scribejava.core.model.OAuth2AccessTokenErrorResponse: {\"error\":\"invalid_grant\"}"),
    ("signet-ruby", "Authorization failed.  Server message: (Signet::AuthorizationError)"),
    (
        "simple-oauth2-node",
        "    at async AuthorizationCode.getToken (/app/node_modules/simple-oauth2/lib/authorization-code.js:1:1)",
    ),
    ("social-auth-python", "social_core.exceptions.AuthCanceled: Authentication process canceled"),
    ("socialite-php", "at Laravel\\\\Socialite\\\\Two\\\\AbstractProvider->getAccessTokenResponse"),
    (
        "spring-security-java",
        "[invalid_token_response] An error occurred while attempting to retrieve the OAuth 2.0 Access Token Response",
    ),
    ("supabase-js", "AuthApiError: invalid request"),
    ("thunderbird", "mailnews.oauth: Error response from the authorization server: invalid_grant"),
    ("ueberauth-elixir", "%Ueberauth.Failure{errors: [%Ueberauth.Failure.Error{message: \"invalid_grant\"}]}"),
    ("urllib-python", "urllib.error.HTTPError: HTTP Error 400: Bad Request"),
    ("wget", "wget --post-data='x' https://oauth2.googleapis.com/token"),
    ("wreck-node", "Error: Response Error: 400 Bad Request"),
    ("x-oauth2-go", "{\"error\":\"oauth2: \\\"invalid_grant\\\" \\\"Bad Request\\\"\"}"),
    ("yup-oauth2-rust", "Server error: invalid_grant: Bad Request"),
    (
        "firebase-tools",
        "[debug] <<< [apiv2][body] POST https://www.googleapis.com/oauth2/v3/token {\"error\":\"invalid_grant\"}",
    ),
    ("n8n", "at requestOAuth2 (/usr/local/lib/node_modules/n8n/node_modules/n8n-core/src/x.ts:1:1)"),
    (
        "airbyte",
        "  File \"/usr/lib/python3.11/site-packages/airbyte_cdk/sources/x.py\", line 1, in refresh_access_token",
    ),
    ("mutt-oauth2", "invalid_grant\nBad Request\nPerhaps refresh token invalid. Try running once with \"--authorize\""),
    ("zapier", "RefreshAuthError: invalid_grant"),
    ("vdirsyncer", "  File \"/usr/lib/python3/dist-packages/vdirsyncer/storage/google.py\", line 1, in _refresh_token"),
    (
        "site-kit",
        "PHP Fatal error: Uncaught Google\\Site_Kit_Dependencies\\Exception in Google\\Site_Kit\\Core\\Authentication\\x",
    ),
    ("wp-mail-smtp", "WPMailSMTP\\Providers\\Gmail\\Auth: invalid_grant"),
    ("meteor", "Error: Failed to complete OAuth handshake with Google. failed [400] {\"error\":\"invalid_grant\"}"),
    (
        "apps-script-oauth2",
        "Exception: Request failed for https://oauth2.googleapis.com returned code 400. Truncated server response: {\"error\":\"invalid_grant\"} (use muteHttpExceptions option to examine full response)",
    ),
    ("windows-http", "MSXML2.XMLHTTP: 400 {\"error\":\"invalid_grant\"}"),
    ("delphi", "EIdHTTPProtocolException: HTTP/1.1 400 Bad Request"),
    ("unity", "UnityEngine.Networking.UnityWebRequest: HTTP/1.1 400 Bad Request"),
    ("alamofire-swift", "Alamofire.AFError.responseValidationFailed"),
    ("oauthswift", "Request error[400] : The operation couldn't be completed. (OAuthSwiftError error -11.)"),
    ("tesla-elixir", "{:ok, %Tesla.Env{status: 400, body: %{\"error\" => \"invalid_grant\"}}}"),
    ("req-elixir", "%Req.Response{status: 400, body: %{\"error\" => \"invalid_grant\"}}"),
    ("httpoison-elixir", "{:ok, %HTTPoison.Response{status_code: 400, body: \"{}\"}}"),
    ("lwp-oauth2-perl", "OAuth2 error: invalid_grant at /usr/share/perl5/LWP/Authen/OAuth2/ServiceProvider.pm line 1."),
    ("net-oauth2-perl", "invalid_grant at /usr/share/perl5/Net/OAuth2/Profile.pm line 1."),
    ("expo", "    at performAsync (node_modules/expo-auth-session/build/TokenRequest.js:1:1)"),
    ("appauth-react-native", "RNAppAuth.m: invalid_grant"),
    ("ktor-java", "io.ktor.client.plugins.ClientRequestException: Client request invalid: 400 Bad Request."),
    ("vertx-java", "at io.vertx.ext.auth.oauth2.impl.OAuth2API.token(OAuth2API.java:1)"),
    ("micronaut-java", "io.micronaut.security.oauth2.endpoint.token.response.TokenErrorResponse: error: invalid_grant"),
    ("quarkus-java", "ERROR [io.qua.oid.run.CodeAuthenticationMechanism] Exception during the code to token exchange"),
    ("oltu-java", "OAuthProblemException{error='invalid_grant', description='Bad Request', uri='null'}"),
    (
        "spring-social-java",
        "at org.springframework.social.oauth2.OAuth2Template.exchangeForAccess(OAuth2Template.java:1)",
    ),
    ("okhttp-java", "<-- 400 https://oauth2.googleapis.com/token (88ms)\n{}\n<-- END HTTP (67-byte body)"),
    (
        "fastify-oauth2-node",
        "at Object.getAccessTokenFromAuthorizationCodeFlow (/app/node_modules/@fastify/oauth2/index.js:1:1)",
    ),
    ("remix-auth-node", "at OAuth2Strategy.authenticate (/app/node_modules/remix-auth-oauth2/build/index.js:1:1)"),
    ("adonis-ally-node", "at GoogleDriver.accessToken (/app/node_modules/@adonisjs/ally/build/src/x.js:1:1)"),
    ("nuxt-auth-node", "at /app/node_modules/nuxt-auth-utils/dist/runtime/server/lib/oauth/google.js:1:1"),
    (
        "openiddict-dotnet",
        "OpenIddict.Abstractions.OpenIddictExceptions+ProtocolException: An error was returned. Error: invalid_grant",
    ),
    (
        "dotnetopenauth-dotnet",
        "DotNetOpenAuth.Messaging.ProtocolException: Error occurred while sending a direct message",
    ),
    ("restsharp-dotnet", "at RestSharp.RestClient.ExecuteAsync(RestRequest request)"),
    ("knpu-php", "KnpU\\OAuth2ClientBundle\\Security\\Exception\\InvalidStateAuthenticationException"),
    ("yii-authclient-php", "yii\\authclient\\InvalidResponseException: Request failed with code: 400"),
    (
        "lusitanian-php",
        "OAuth\\Common\\Http\\Exception\\TokenResponseException: Error in retrieving token: \"invalid_grant\"",
    ),
    ("symfony-http-php", "Symfony\\Component\\HttpClient\\Exception\\ClientException: HTTP/2 400 returned"),
    ("aiogoogle-python", "aiogoogle.excs.AuthError: bad_request"),
    ("pydrive-python", "pydrive2.auth.RefreshError: Access token refresh failed: invalid_grant: Bad Request"),
    ("flask-oauthlib-python", "flask_oauthlib.client.OAuthException: Invalid response from google"),
    ("fastapi-sso-python", "  File \"/venv/site-packages/fastapi_sso/sso/base.py\", line 1, in process_login"),
    (
        "rauth-python",
        "KeyError: 'Decoder failed to handle access_token with data as returned by provider. A different decoder may be needed. Provider returned: {}'",
    ),
    (
        "object-store-rust",
        "Generic GCS error: Error performing token request: Client error with status 400 Bad Request: {}",
    ),
    ("rest-client-ruby", "RestClient::BadRequest: 400 Bad Request"),
    ("markbates-goth-go", "github.com/markbates/goth/providers/google.(*Session).Authorize"),
];

/// Header fields and body, and the family and version that they name.
type Sample = (&'static [(&'static str, &'static str)], &'static str, &'static str, Option<&'static str>);

const REQUESTS: &[Sample] = &[
    (&[("User-Agent", "google-api-nodejs-client/11.3.4")], "grant_type=x", "google-auth-library-node", Some("11.3.4")),
    (
        &[("x-goog-api-client", "gl-python/3.11.7 auth/2.62.2 cred-type/u")],
        "grant_type=x",
        "google-auth-python",
        Some("2.62.2"),
    ),
    (
        &[("x-goog-api-client", "gl-php/8.2.36 auth/1.52.0 auth-request-type/at cred-type/u")],
        "",
        "google-php",
        Some("1.52.0"),
    ),
    (
        &[("User-Agent", "oauth4webapi/v3.8.8"), ("Authorization", "Basic EXAMPLE")],
        "redirect_uri=x&code=x&code_verifier=x&grant_type=x",
        "authjs-node",
        None,
    ),
    (
        &[("User-Agent", "oauth4webapi/v3.8.8")],
        "redirect_uri=x&code=x&grant_type=x&client_id=x",
        "oauth4webapi-node",
        Some("3.8.8"),
    ),
    (&[("User-Agent", "openid-client/v6.9.0")], "code=x", "openid-client-node", Some("6.9.0")),
    (
        &[("User-Agent", "openid-client/5.7.1 (https://github.com/panva/openid-client)")],
        "code=x",
        "openid-client-5-node",
        Some("5.7.1"),
    ),
    (&[("User-Agent", "simov/grant/5.4.24")], "code=x", "grant-node", Some("5.4.24")),
    (&[("User-Agent", "nodemailer/6.10.1")], "client_id=x", "nodemailer-node", Some("6.10.1")),
    (&[("User-Agent", "arctic")], "grant_type=x", "arctic-node", None),
    (&[("User-Agent", "Node-oauth")], "grant_type=x", "oauth-node", None),
    (&[("User-Agent", "Popsicle (https://example.test)")], "code=x", "client-oauth2-node", None),
    (&[("User-Agent", "node")], "code=x", "fetch-node", None),
    (
        &[("User-Agent", "python-requests/2.34.2"), ("Authorization", "Basic EXAMPLE")],
        "grant_type=x&code=x&redirect_uri=x",
        "oauthlib-python",
        None,
    ),
    (
        &[
            ("User-Agent", "python-requests/2.34.2"),
            ("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8"),
        ],
        "grant_type=x&redirect_uri=x&code=x",
        "authlib-python",
        None,
    ),
    (
        &[("User-Agent", "python-requests/2.34.2")],
        "grant_type=x&client_id=x&client_secret=x&refresh_token=x",
        "requests-python",
        None,
    ),
    (&[("User-Agent", "python-httpx/0.28.1")], "code=x", "httpx-python", None),
    (&[("User-Agent", "social-auth-7.0.0")], "code=x", "social-auth-python", Some("7.0.0")),
    (
        &[("User-Agent", "Python/3.11 aiohttp/3.13.0")],
        "grant_type=x&client_id=x&client_secret=x&refresh_token=x",
        "gcloud-aio-python",
        None,
    ),
    (&[("User-Agent", "Python/3.11 aiohttp/3.13.0")], "grant_type=x", "aiohttp-python", None),
    (&[("User-Agent", "Python-httplib2/0.32.1 (gzip)")], "grant_type=x", "httplib2-python", None),
    (&[("User-Agent", "Python-urllib/3.11")], "grant_type=x", "urllib-python", None),
    (&[("User-Agent", "Go-http-client/2.0")], "grant_type=x", "net-http-go", None),
    (&[("User-Agent", "Google-HTTP-Java-Client/1.42.0 (gzip)")], "code=x", "google-oauth-client-java", Some("1.42.0")),
    (&[("User-Agent", "Faraday v1.1.0")], "code=x", "faraday-ruby", None),
    (&[("User-Agent", "GuzzleHttp/7")], "code=x", "guzzle-php", None),
    (&[("User-Agent", "curl/8.5.0")], "code=x", "curl", Some("8.5.0")),
    (&[("User-Agent", "PostmanRuntime/7.40.0")], "code=x", "postman", Some("7.40.0")),
    (
        &[("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0"), ("Origin", "https://app.example.test")],
        "code=x",
        "page",
        None,
    ),
];

fn entry(headers: &[(&str, &str)], body: &str) -> Entry {
    let mut entry = Entry::default();
    "POST".clone_into(&mut entry.method);
    entry.headers = headers.iter().copied().collect();
    entry.body = RequestBody::Text(body.to_owned());
    entry
}

#[test]
fn every_text_names_its_family() {
    for (id, text) in TEXTS {
        let found = recognise_text(text).map(|library| library.id);
        assert_eq!(found.as_deref(), Some(*id), "{text}");
    }
}

#[test]
fn every_request_names_its_family_and_version() {
    for (headers, body, id, version) in REQUESTS {
        let found =
            recognise_entry(&entry(headers, body)).unwrap_or_else(|| panic!("nothing is named for {headers:?}"));
        assert_eq!((&*found.id, found.version.as_deref()), (*id, *version), "{headers:?} {body}");
    }
    // Node's http module, a Rust client and simple-oauth2 send the same here; the language a browser was written in says nothing either.
    for headers in [&[("Authorization", "Basic EXAMPLE")][..], &[("User-Agent", "Mozilla/5.0 (X11) Chrome/156.0")]] {
        assert!(recognise_entry(&entry(headers, "grant_type=x&code=x&redirect_uri=x")).is_none(), "{headers:?}");
    }
}

#[test]
fn every_family_has_a_sample() {
    for row in ROWS.iter().filter(|row| !row.text.is_empty()) {
        assert!(TEXTS.iter().any(|(id, _)| *id == row.id), "no text in samples.rs shows `{}`", row.id);
    }
    let shown = |id| REQUESTS.iter().filter(|request| request.2 == id).count();
    let without = ROWS.iter().filter(|row| !row.wire.is_empty() && shown(row.id) == 0).map(|row| row.id);
    // What is read in documentation and source code, and was never seen on the wire here.
    let known = [
        "google-auth-library-java",
        "google-apis-auth-dotnet",
        "aspnet-dotnet",
        "gcloud",
        "axios-node",
        "got-node",
        "powershell",
        "insomnia",
        "httpie",
        "wget",
    ];
    assert_eq!(without.filter(|id| !known.contains(id)).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn a_look_alike_is_not_named() {
    for text in [
        "",
        "invalid_grant",
        "{\"error\":\"invalid_grant\",\"error_description\":\"Bad Request\"}",
        "Token exchange failed: 400 {\"error\":\"invalid_grant\"}",
        "Token refresh failed (invalid_grant) for the user",
        "tokenize.TokenError: ('EOF in multi-line statement', (2, 0))",
        "OAuth2 Server error: invalid_grant: Bad Request",
        "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI",
        "MyGaxiosErrorHandler failed",
        "the oauth2 endpoint said invalid_grant",
        "Error: invalid_grant: Invalid JWT Signature.",
    ] {
        assert_eq!(recognise_text(text).map(|library| library.id), None, "{text}");
    }
}

#[test]
fn what_wraps_another_is_named_before_it() {
    let text =
        "[next-auth][error][OAUTH_CALLBACK_ERROR]\ninvalid_grant (Bad Request) OPError: invalid_grant (Bad Request)";
    assert_eq!(recognise_text(text).map(|library| library.id).as_deref(), Some("next-auth-node"));
}

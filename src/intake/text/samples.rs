//! In: what programs print, re-created family by family. Out: what is read of each.

use super::read;
use crate::exchange::{Grant, Provider};
use Grant::{AuthorizationCode, JwtBearer, RefreshToken};

/// A sample: its family, the text, and what it tells.
struct Sample {
    family: &'static str,
    text: &'static str,
    error: &'static str,
    description: &'static str,
    google: bool,
    grant: Option<Grant>,
}

macro_rules! sample {
    ($family:literal, $error:literal, $description:literal, $google:literal, $grant:expr, $text:literal) => {
        Sample {
            family: $family,
            text: $text,
            error: $error,
            description: $description,
            google: $google,
            grant: $grant,
        }
    };
}

const PYTHON: &[Sample] = &[
    sample!("google-auth", "invalid_grant", "Bad Request", true, Some(RefreshToken), "\
Traceback (most recent call last):
  File \"/srv/app/sync.py\", line 88, in run
    creds.refresh(Request())
  File \"/srv/lib/google/oauth2/credentials.py\", line 431, in refresh
    ) = reauth.refresh_grant(
  File \"/srv/lib/google/oauth2/_client.py\", line 69, in _handle_error_response
    raise exceptions.RefreshError(
google.auth.exceptions.RefreshError: ('invalid_grant: Bad Request', {'error': 'invalid_grant', 'error_description': 'Bad Request'})
"),
    sample!("google-auth 1", "invalid_grant", "Token has been expired or revoked.", true, Some(RefreshToken), "\
google.auth.exceptions.RefreshError: ('invalid_grant: Token has been expired or revoked.', '{\\n  \"error\": \"invalid_grant\",\\n  \"error_description\": \"Token has been expired or revoked.\"\\n}')"),
    sample!("google-auth reauth", "", "Reauthentication is needed. Please run `gcloud auth application-default login` to reauthenticate.", true, None,
        "google.auth.exceptions.RefreshError: Reauthentication is needed. Please run `gcloud auth application-default login` to reauthenticate."),
    sample!("gRPC in Python", "unauthorized_client", "Client is unauthorized to retrieve access tokens using this method.", true, Some(JwtBearer), "\
google.api_core.exceptions.ServiceUnavailable: 503 Getting metadata from plugin failed with error: ('unauthorized_client: Client is unauthorized to retrieve access tokens using this method.', {'error': 'unauthorized_client', 'error_description': 'Client is unauthorized to retrieve access tokens using this method.'})"),
    sample!("oauth2client", "invalid_grant", "Code was already redeemed.", true, Some(AuthorizationCode),
        "oauth2client.client.FlowExchangeError: invalid_grantCode was already redeemed."),
    sample!("oauth2client refresh", "invalid_grant", "Token has been expired or revoked.", true, Some(RefreshToken), "\
[2026-01-05 10:00:00,102]  INFO {oauth2client.client:777} Refreshing access_token
[2026-01-05 10:00:00,404]  INFO {oauth2client.client:806} Failed to retrieve access token: {
  \"error\": \"invalid_grant\",
  \"error_description\": \"Token has been expired or revoked.\"
}
oauth2client.client.HttpAccessTokenRefreshError: invalid_grant: Token has been expired or revoked."),
    sample!("oauthlib", "redirect_uri_mismatch", "Bad Request", false, None,
        "oauthlib.oauth2.rfc6749.errors.CustomOAuth2Error: (redirect_uri_mismatch) Bad Request"),
    sample!("authlib", "invalid_grant", "Bad Request", false, None, "\
  File \"/srv/lib/authlib/integrations/requests_client/oauth2_session.py\", line 30, in fetch_token
authlib.integrations.base_client.errors.OAuthError: invalid_grant: Bad Request"),
    sample!("gcloud-aio", "invalid_grant", "Bad Request", true, None, "\
aiohttp.client_exceptions.ClientResponseError: 400, message='Bad Request: {\\n  \"error\": \"invalid_grant\",\\n  \"error_description\": \"Bad Request\"\\n}', url='https://oauth2.googleapis.com/token'"),
    sample!("requests", "", "", true, None,
        "requests.exceptions.HTTPError: 400 Client Error: Bad Request for url: https://oauth2.googleapis.com/token"),
    sample!("httpx", "", "", true, None,
        "httpx.HTTPStatusError: Client error '401 Unauthorized' for url 'https://oauth2.googleapis.com/token'"),
    sample!("django-allauth", "invalid_grant", "Bad Request", false, Some(AuthorizationCode), "\
  File \"/srv/lib/allauth/socialaccount/providers/oauth2/client.py\", line 91, in get_access_token
allauth.socialaccount.providers.oauth2.client.OAuth2Error: Error retrieving access token: b'{\\n  \"error\": \"invalid_grant\",\\n  \"error_description\": \"Bad Request\"\\n}'"),
    sample!("python 2", "invalid_grant", "Bad Request", false, None,
        "XOAUTH2: handler got: {u'error_description': u'Bad Request', u'error': u'invalid_grant'}"),
    sample!("PyDrive", "invalid_grant", "Bad Request", true, Some(RefreshToken),
        "pydrive2.auth.RefreshError: Access token refresh failed: invalid_grant: Bad Request"),
    sample!("dataclass", "invalid_grant", "Bad Request", false, None,
        "OAuthFailure(error='invalid_grant', error_description='Bad Request', uri=None)"),
];

const NODE: &[Sample] = &[
    sample!("gaxios, with its dump", "invalid_grant", "Token has been expired or revoked.", true, Some(RefreshToken), "\
GaxiosError: invalid_grant
    at Gaxios._request (/srv/node_modules/gaxios/build/src/gaxios.js:142:23)
    at async OAuth2Client.refreshTokenNoCache (/srv/node_modules/google-auth-library/build/src/auth/oauth2client.js:212:19) {
  config: {
    method: 'POST',
    url: 'https://oauth2.googleapis.com/token',
    data: 'refresh_token=1%2F%2F0gEXAMPLE&client_id=EXAMPLE.apps.googleusercontent.com&grant_type=refresh_token',
    headers: [Object]
  },
  response: {
    data: {
      error: 'invalid_grant',
      error_description: 'Token has been expired or revoked.'
    },
    status: 400
  },
  code: '400'
}
"),
    sample!("google-auth-library, message alone", "invalid_grant", "", true, None, "\
Error: invalid_grant
    at Gaxios._request (/srv/node_modules/gaxios/build/src/gaxios.js:85:23)"),
    sample!("google-auth-library, JSON as message", "invalid_grant", "reauth related error (invalid_rapt)", true, Some(RefreshToken), "\
Error: {\"error\":\"invalid_grant\",\"error_description\":\"reauth related error (invalid_rapt)\",\"error_uri\":\"https://support.google.com/a/answer/9368756\",\"error_subtype\":\"invalid_rapt\"}
    at UserRefreshClient.refreshTokenNoCache (/srv/node_modules/google-auth-library/build/src/auth/oauth2client.js:173:23)"),
    sample!("gtoken", "invalid_grant", "", true, Some(JwtBearer), "\
Error: invalid_grant
    at Request._callback (/srv/node_modules/gtoken/lib/index.js:215:34)"),
    sample!("gtoken with a text", "invalid_grant", "Invalid JWT Signature.", true, Some(JwtBearer),
        "##[error]Error: invalid_grant: Invalid JWT Signature."),
    sample!("passport", "invalid_grant", "Bad Request", false, None, "\
TokenError: Bad Request
    at OAuth2Strategy.parseErrorResponse (/srv/node_modules/passport-oauth2/lib/strategy.js:373:12) {
  code: 'invalid_grant',
  uri: undefined,
  status: 500
}"),
    sample!("passport, a known text", "", "Code was already redeemed.", true, Some(AuthorizationCode), "\
TokenError: Code was already redeemed.
    at OAuth2Strategy.parseErrorResponse (/srv/node_modules/passport-oauth2/lib/strategy.js:373:12)"),
    sample!("next-auth", "invalid_grant", "Bad Request", false, Some(AuthorizationCode), "\
[next-auth][error][OAUTH_CALLBACK_ERROR] 
https://next-auth.js.org/errors#oauth_callback_error invalid_grant (Bad Request) {
  error: OPError: invalid_grant (Bad Request)
      at processResponse (/srv/node_modules/openid-client/lib/helpers/process_response.js:38:13)"),
    sample!("Auth.js", "invalid_grant", "Bad Request", false, Some(AuthorizationCode), "\
\u{1b}[31m[auth][error]\u{1b}[0m CallbackRouteError: Read more at https://errors.authjs.dev#callbackrouteerror
\u{1b}[31m[auth][cause]\u{1b}[0m: ResponseBodyError: server responded with an error in the response body
\u{1b}[31m[auth][details]\u{1b}[0m: {
  \"error\": \"invalid_grant\",
  \"error_description\": \"Bad Request\",
  \"provider\": \"google\"
}"),
    sample!("better-auth", "invalid_client", "Unauthorized", false, Some(AuthorizationCode), "\
2026-01-05T10:00:00.046Z ERROR [Better Auth]: Failed to validate authorization code {
  error: 'invalid_client',
  error_description: 'Unauthorized',
  status: 401,
  statusText: 'Unauthorized'
}"),
    sample!("axios", "invalid_grant", "Malformed auth code.", true, Some(AuthorizationCode), "\
AxiosError: Request failed with status code 400
    at settle (/srv/node_modules/axios/dist/node/axios.cjs:1967:12) {
  config: {
    url: 'https://oauth2.googleapis.com/token',
    data: '{\"code\":\"4/0AEXAMPLE\",\"grant_type\":\"authorization_code\"}'
  },
  response: {
    status: 400,
    data: { error: 'invalid_grant', error_description: 'Malformed auth code.' }
  }
}"),
    sample!("openid-client 6", "invalid_grant", "Bad Request", false, None, "\
ResponseBodyError: server responded with an error in the response body
    at checkOAuthBodyError (file:///srv/node_modules/oauth4webapi/build/index.js:931:19) {
  cause: { error: 'invalid_grant', error_description: 'Bad Request' },
  code: 'OAUTH_RESPONSE_BODY_ERROR',
  error: 'invalid_grant',
  status: 400,
  error_description: 'Bad Request'
}"),
    sample!("simple-oauth2", "invalid_grant", "Bad Request", false, Some(AuthorizationCode), "\
Error: Response Error: 400 Bad Request
    at AuthorizationCode.getToken (/srv/node_modules/simple-oauth2/index.js:53:22) {
  data: {
    payload: { error: 'invalid_grant', error_description: 'Bad Request' }
  },
  output: { statusCode: 400, payload: { statusCode: 400, error: 'Bad Request', message: 'Response Error: 400 Bad Request' } }
}"),
    sample!("arctic", "invalid_client", "The OAuth client was not found.", true, None, "\
OAuth2RequestError: OAuth request error: invalid_client
    at sendTokenRequest (file:///srv/node_modules/arctic/dist/request.js:50:21) {
  code: 'invalid_client',
  description: 'The OAuth client was not found.',
  uri: null
}"),
    sample!("nodemailer", "invalid_grant", "Bad Request", false, Some(RefreshToken), "\
Error: invalid_grant: Bad Request
    at /srv/node_modules/nodemailer/lib/xoauth2/index.js:272:33 {
  code: 'EAUTH',
  command: 'AUTH XOAUTH2'
}"),
    sample!("firebase-admin", "invalid_grant", "Invalid JWT Signature.", true, Some(JwtBearer), "\
Error: Credential implementation provided to initializeApp() via the \"credential\" property failed to fetch a valid Google OAuth2 access token with the following error: \"Error fetching access token: invalid_grant (Invalid JWT Signature.)\". There are two likely causes: (1) your server time is not properly synced or (2) your certificate key file has been revoked."),
    sample!("gRPC in Node.js", "invalid_grant", "", true, None, "\
  code: 16,
  details: 'Failed to retrieve auth metadata with error: invalid_grant',
  metadata: Metadata { internalRepr: Map(0) {}, options: {} }"),
    sample!("Entra's sentence that holds Google's", "invalid_grant", "code was already redeemed", false, Some(AuthorizationCode), "\
AADSTS54005: OAuth2 Authorization code was already redeemed, please retry with a new valid code. {\"error\":\"invalid_grant\"}"),
    sample!("n8n", "invalid_grant", "Bad Request", false, None, "\
NodeApiError: The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, expired, revoked
{\"error\":\"invalid_grant\",\"error_description\":\"Bad Request\"}"),
    sample!("gtoken and a key that cannot be read", "", "DECODER routines::unsupported", true, Some(JwtBearer), "\
Error: error:1E08010C:DECODER routines::unsupported
    at Sign.sign (node:internal/crypto/sig:131:29)
    at createRS256Signature (/srv/node_modules/jwa/index.js:152:45)
    at GoogleToken._GoogleToken_requestToken (/srv/node_modules/gtoken/build/src/index.js:235:40)"),
    sample!("no refresh token", "", "No refresh token is set.", true, Some(RefreshToken),
        "Error: No refresh token is set.\n    at OAuth2Client.refreshTokenNoCache (/srv/app.js:1:1)"),
];

const DOTNET_AND_JAVA: &[Sample] = &[
    sample!("Google.Apis.Auth", "invalid_grant", "Token has been expired or revoked.", true, Some(RefreshToken),
        "Google.Apis.Auth.OAuth2.Responses.TokenResponseException: Error:\"invalid_grant\", Description:\"Token has been expired or revoked.\", Uri:\"\""),
    sample!("Google.Apis.Auth in JSON", "invalid_grant", "Invalid JWT Signature.", true, Some(JwtBearer),
        r#"{"Message":"Error:\"invalid_grant\", Description:\"Invalid JWT Signature.\", Uri:\"\"","Source":"Google.Apis.Auth"}"#),
    sample!("Google.Apis.Auth in JSON of .NET", "invalid_grant", "Invalid code verifier.", true, Some(AuthorizationCode),
        r#"{"message":"Error:\u0022invalid_grant\u0022, Description:\u0022Invalid code verifier.\u0022, Uri:\u0022\u0022"}"#),
    sample!("ASP.NET page", "invalid_client", "Unauthorized", true, None,
        "<title>Error:&quot;invalid_client&quot;, Description:&quot;Unauthorized&quot;, Uri:&quot;&quot;</title>"),
    sample!("ASP.NET handler", "invalid_grant", "Bad Request", false, None,
        "System.Exception: OAuth token endpoint failure: Status: BadRequest;Headers: Pragma: no-cache\n;Body: {\n  \"error\": \"invalid_grant\",\n  \"error_description\": \"Bad Request\"\n};"),
    sample!("ASP.NET handler, newer", "invalid_grant", "Bad Request", false, None,
        "AuthenticationFailureException: OAuth token endpoint failure: invalid_grant;Description=Bad Request"),
    sample!("google-oauth-client", "invalid_grant", "Malformed auth code.", true, Some(AuthorizationCode), "\
com.google.api.client.auth.oauth2.TokenResponseException: 400 Bad Request
POST https://oauth2.googleapis.com/token
{
  \"error\" : \"invalid_grant\",
  \"error_description\" : \"Malformed auth code.\"
}
\tat com.google.api.client.auth.oauth2.TokenResponseException.from(TokenResponseException.java:105)"),
    sample!("google-oauth-client without its body", "", "", true, None, "\
com.google.api.client.auth.oauth2.TokenResponseException: 401 Unauthorized
POST https://oauth2.googleapis.com/token
\tat com.google.api.client.auth.oauth2.TokenResponseException.from(TokenResponseException.java:113)"),
    sample!("google-auth-library-java", "invalid_grant", "Invalid JWT Signature.", true, Some(JwtBearer), "\
com.google.auth.oauth2.GoogleAuthException: Error getting access token for service account: 400 Bad Request
POST https://oauth2.googleapis.com/token
{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}, iss: robot@example.iam.gserviceaccount.com"),
    sample!("google-auth-library-java, its own words", "invalid_grant", "Bad Request", false, None,
        "Caused by: java.io.IOException: Error code invalid_grant: Bad Request - https://example.test/help"),
    sample!("Spring Security", "invalid_grant", "Bad Request", false, None,
        "org.springframework.security.oauth2.core.OAuth2AuthorizationException: [invalid_grant] Bad Request"),
    sample!("Java map", "invalid_grant", "Bad Request", false, None,
        "token answer: {error=invalid_grant, error_description=Bad Request}"),
    sample!("Scala map", "invalid_grant", "Bad Request", false, None,
        "Map(error -> invalid_grant, error_description -> Bad Request)"),
];

const GO_PHP_RUBY_RUST: &[Sample] = &[
    sample!("x/oauth2", "invalid_grant", "Token has been expired or revoked.", true, Some(RefreshToken),
        "Post \"https://youtube.googleapis.com/upload\": oauth2: \"invalid_grant\" \"Token has been expired or revoked.\""),
    sample!("x/oauth2, older", "invalid_grant", "Bad Request", true, None, "\
2026/01/05 10:00:00 ERROR : Get https://www.googleapis.com/drive/v3/files?alt=json: oauth2: cannot fetch token: 400 Bad Request
Response: {
  \"error\": \"invalid_grant\",
  \"error_description\": \"Bad Request\"
}"),
    sample!("x/oauth2 in logfmt", "invalid_grant", "Bad Request", true, None,
        r#"ts=2026-01-05T10:00:00Z level=error err="Get \"https://gmail.googleapis.com/\": oauth2: cannot fetch token: 400 Bad Request\nResponse: {\n  \"error\": \"invalid_grant\",\n  \"error_description\": \"Bad Request\"\n}""#),
    sample!("rclone", "invalid_grant", "", false, Some(RefreshToken),
        "Failed to create file system: couldn't fetch token: invalid_grant: maybe token expired? - try refreshing with \"rclone config reconnect drive:\""),
    sample!("gRPC in Go", "invalid_grant", "Bad Request", false, None,
        "rpc error: code = Unauthenticated desc = transport: per-RPC creds failed due to error: oauth2: \"invalid_grant\" \"Bad Request\""),
    sample!("Guzzle", "invalid_grant", "Bad Request", true, None, "\
Client error: `POST https://oauth2.googleapis.com/token` resulted in a `400 Bad Request` response:
{
  \"error\": \"invalid_grant\",
  \"error_description\": \"Bad Request\"
}"),
    sample!("Guzzle, cut", "invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes) and in a re", true, Some(JwtBearer), "\
Client error: `POST https://oauth2.googleapis.com/token` resulted in a `400 Bad Request` response:
{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT: Token must be a short-lived token (60 minutes) and in a re (truncated...)
"),
    sample!("Guzzle in JSON", "invalid_grant", "Bad Request", true, None,
        r#"{"error":"Client error: `POST https:\/\/oauth2.googleapis.com\/token` resulted in a `400 Bad Request` response:\n{\n  \"error\": \"invalid_grant\",\n  \"error_description\": \"Bad Request\"\n}\n"}"#),
    sample!("google/apiclient, print_r", "invalid_grant", "Bad Request", false, None, "\
Array
(
    [error] => invalid_grant
    [error_description] => Bad Request
)"),
    sample!("google/apiclient, var_dump", "invalid_grant", "Bad Request", false, None, "\
array(2) {
  [\"error\"]=>
  string(13) \"invalid_grant\"
  [\"error_description\"]=>
  string(11) \"Bad Request\"
}"),
    sample!("google/apiclient, var_export", "invalid_grant", "Bad Request", false, None,
        "array ( 'error' => 'invalid_grant', 'error_description' => 'Bad Request', )"),
    sample!("signet", "invalid_grant", "Invalid JWT Signature.", true, Some(JwtBearer), "\
/srv/gems/signet-0.19.0/lib/signet/oauth_2/client.rb:1061:in `fetch_access_token': [!] Authorization failed.  Server message: (Signet::AuthorizationError)
{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}
\tfrom /srv/gems/signet-0.19.0/lib/signet/oauth_2/client.rb:1076:in `fetch_access_token!'"),
    sample!("fastlane", "invalid_grant", "Invalid JWT Signature.", true, Some(JwtBearer),
        "[!] Authorization failed: invalid_grant - Invalid JWT Signature."),
    sample!("oauth2 gem", "invalid_grant", "Code was already redeemed.", true, Some(AuthorizationCode), "\
OAuth2::Error (invalid_grant: Code was already redeemed.
  {
    \"error\" : \"invalid_grant\",
    \"error_description\" : \"Code was already redeemed.\"
  }):"),
    sample!("OmniAuth", "invalid_grant", "Bad Request", true, Some(AuthorizationCode), "\
E, [2026-01-05T10:00:00.783789 #14235] ERROR -- : (google_oauth2) Authentication failure! invalid_credentials: OAuth2::Error, invalid_grant: Bad Request
{
  \"error\": \"invalid_grant\",
  \"error_description\": \"Bad Request\"
}"),
    sample!("Ruby hash", "invalid_grant", "Bad Request", false, None,
        "{\"error\"=>\"invalid_grant\", \"error_description\"=>\"Bad Request\"}"),
    sample!("oauth2 crate", "invalid_grant", "Bad Request", false, None,
        "Server returned error response: invalid_grant: Bad Request (see https://example.test/help)"),
    sample!("oauth2 crate, debug", "invalid_grant", "Bad Request", false, None,
        "ServerResponse(StandardErrorResponse { error: InvalidGrant, error_description: Some(\"Bad Request\"), error_uri: None })"),
    sample!("oauth2 crate, debug without a text", "invalid_grant", "", false, None,
        "Err(ServerResponse(StandardErrorResponse { error: InvalidGrant, error_description: None, error_uri: None }))"),
    sample!("google-cloud-auth", "invalid_grant", "Bad Request", false, None,
        "caused by: HttpError { status: 400, body=<{\"error\":\"invalid_grant\",\"error_description\":\"Bad Request\"}> }"),
    sample!("yup-oauth2 chain", "invalid_grant", "Bad Request", false, None,
        "Error: Server error: invalid_grant: Bad Request: invalid_grant: Bad Request"),
];

const PROGRAMS_AND_PAGES: &[Sample] = &[
    sample!("gcloud", "invalid_grant", "Bad Request", true, Some(RefreshToken),
        "ERROR: (gcloud.projects.list) There was a problem refreshing your current auth tokens: ('invalid_grant: Bad Request', {'error': 'invalid_grant', 'error_description': 'Bad Request'})\nPlease run:\n\n  $ gcloud auth login\n"),
    sample!("gcloud with an activated account", "invalid_grant", "Invalid JWT Signature.", true, Some(JwtBearer),
        "ERROR: (gcloud.auth.activate-service-account) There was a problem refreshing your current auth tokens: invalid_grant: Invalid JWT Signature."),
    sample!("Express page", "invalid_grant", "", true, None,
        "<pre>Error: invalid_grant<br> &nbsp; &nbsp;at Gaxios._request (/srv/node_modules/gaxios/build/src/gaxios.js:142:23)</pre>"),
    sample!("Flask page", "invalid_grant", "Bad Request", true, None,
        "<title>google.auth.exceptions.RefreshError: (&#39;invalid_grant: Bad Request&#39;, {&#39;error&#39;: &#39;invalid_grant&#39;, &#39;error_description&#39;: &#39;Bad Request&#39;})\n // Werkzeug Debugger</title>"),
    sample!("Django page", "invalid_grant", "Bad Request", true, None,
        "<pre class=\"exception_value\">(&#x27;invalid_grant: Bad Request&#x27;, {&#x27;error&#x27;: &#x27;invalid_grant&#x27;, &#x27;error_description&#x27;: &#x27;Bad Request&#x27;})</pre>"),
    sample!("FastAPI", "invalid_grant", "Bad Request", true, None,
        r#"{"detail":"('invalid_grant: Bad Request', {'error': 'invalid_grant', 'error_description': 'Bad Request'})"}"#),
    sample!("Flask JSON of arguments", "invalid_grant", "Bad Request", true, None,
        r#"{"error":["invalid_grant: Bad Request",{"error":"invalid_grant","error_description":"Bad Request"}]}"#),
    sample!("Next.js page", "invalid_grant", "", false, None,
        r#"<script>self.__next_f.push([1,"7:E{\"digest\":\"EXAMPLE\",\"name\":\"Error\",\"message\":\"invalid_grant\",\"stack\":[]}"])</script>"#),
    sample!("Fastify", "invalid_grant", "", false, None,
        r#"{"statusCode":400,"code":"400","error":"Bad Request","message":"invalid_grant"}"#),
    sample!("JSON in JSON in JSON", "invalid_grant", "Invalid impersonation \"sub\" field", true, Some(JwtBearer),
        r#"{"log":"{\"msg\":\"{\\\"error\\\":\\\"invalid_grant\\\",\\\"error_description\\\":\\\"Invalid impersonation \\\\\\\"sub\\\\\\\" field\\\"}\"}"}"#),
    sample!("Docker", "invalid_grant", "Bad Request", false, None, "\
{\"log\":\"  \\\"error\\\": \\\"invalid_grant\\\",\\n\",\"stream\":\"stderr\",\"time\":\"2026-01-05T10:00:00.1Z\"}
{\"log\":\"  \\\"error_description\\\": \\\"Bad Request\\\"\\n\",\"stream\":\"stderr\",\"time\":\"2026-01-05T10:00:00.1Z\"}"),
    sample!("a redirect", "invalid_grant", "Token has been expired or revoked.", true, Some(RefreshToken),
        "302 /hello?error%5Berror%5D=invalid_grant&error%5Berror_description%5D=Token%20has%20been%20expired%20or%20revoked."),
    sample!("AppAuth for iOS", "invalid_grant", "Bad Request", false, None, "\
Error Domain=org.openid.appauth.oauth_token Code=-10 \"invalid_grant: Bad Request\" UserInfo={NSLocalizedDescription=invalid_grant: Bad Request, OIDOAuthErrorResponseErrorKey={
    error = \"invalid_grant\";
    \"error_description\" = \"Bad Request\";
}}"),
    sample!("AppAuth for Android", "invalid_grant", "Bad Request", false, None,
        "AuthorizationException: {\"type\":2,\"code\":2002,\"error\":\"invalid_grant\",\"errorDescription\":\"Bad Request\"}"),
    sample!("Elixir", "invalid_grant", "Bad Request", false, None,
        "{:error, %OAuth2.Response{body: %{\"error\" => \"invalid_grant\", \"error_description\" => \"Bad Request\"}}}"),
    sample!("Erlang", "invalid_grant", "Bad Request", false, None,
        "{error,[{<<\"error\">>,<<\"invalid_grant\">>},{<<\"error_description\">>,<<\"Bad Request\">>}]}"),
    sample!("Clojure", "invalid_grant", "Bad Request", false, None,
        "{:status 400, :body {:error \"invalid_grant\", :error_description \"Bad Request\"}}"),
    sample!("httr2", "invalid_grant", "Token has been expired or revoked.", true, Some(RefreshToken), "\
Error in `oauth_flow_abort()`:
! OAuth failure [invalid_grant]
* Token has been expired or revoked."),
    sample!("Dart", "invalid_grant", "Bad Request", false, None,
        "ServerRequestFailedException: Failed to refresh access token. (Response: {error: invalid_grant, error_description: Bad Request})"),
    sample!("httr2 in a UTF-8 terminal", "invalid_client", "Unauthorized", false, None, "\
Caused by error in `resp_abort_oauth()`:
! OAuth failure [invalid_client]
• Unauthorized"),
    sample!("httr", "invalid_grant", "Bad Request", false, Some(RefreshToken),
        "Warning: Unable to refresh token: invalid_grant\nBad Request"),
    sample!("Google Apps Script", "invalid_grant", "Bad Request", false, None,
        "Error: Error retrieving token: invalid_grant, Bad Request (line 605, file \"Service\")"),
    sample!("flutter_appauth", "invalid_grant", "Bad Request", false, None,
        "PlatformException(token_failed, Failed to get token: [error: invalid_grant, description: Bad Request], null, null)"),
    sample!("PHP, serialized", "invalid_grant", "Bad Request", false, None,
        "a:2:{s:5:\"error\";s:13:\"invalid_grant\";s:17:\"error_description\";s:11:\"Bad Request\";}"),
    sample!("Haskell", "invalid_grant", "Bad Request", false, None,
        "OAuth2Error {error = InvalidGrant, errorDescription = Just \"Bad Request\", errorUri = Nothing}"),
    sample!("Werkzeug's title", "invalid_grant", "Bad Request", false, None,
        "<title>oauthlib.oauth2.rfc6749.errors.InvalidGrantError: (invalid_grant) Bad Request // Werkzeug Debugger</title>"),
    sample!("boxed and padded", "invalid_grant", "Invalid email or User ID", true, Some(JwtBearer), "\
  [Google_Auth_Exception]                             
  Error refreshing the OAuth2 token, message: '{      
    \"error\" : \"invalid_grant\",                        
    \"error_description\" : \"Invalid email or User ID\"  
  }'"),
    sample!("log prefixes", "invalid_grant", "Token has been expired or revoked.", true, Some(RefreshToken), "\
web-1  | 10:00:01 Error  invalid_grant
web-1  |     data: {
web-1  |       error: 'invalid_grant',
web-1  |       error_description: 'Token has been expired or revoked.'
web-1  |     },"),
    sample!("wrapped", "invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.", true, Some(JwtBearer), "\
{ \"error\": \"invalid_grant\", \"error_description\": \"Invalid JWT: Token must be a short-lived
  token (60 minutes) and in a reasonable timeframe. Check your iat and exp
  values in the JWT claim.\" }"),
];

#[test]
fn every_family_is_read() {
    let all = [PYTHON, NODE, DOTNET_AND_JAVA, GO_PHP_RUBY_RUST, PROGRAMS_AND_PAGES];
    let mut wrong = Vec::new();
    for sample in all.into_iter().flatten() {
        let found = read(sample.text);
        let told: Vec<_> = found
            .iter()
            .map(|sighting| {
                let word = |text: &Option<String>| text.clone().unwrap_or_default();
                let is_google = sighting.provider == Provider::Google;
                (word(&sighting.error), word(&sighting.description), is_google, sighting.grant)
            })
            .collect();
        let wanted = (sample.error.to_owned(), sample.description.to_owned(), sample.google, sample.grant);
        if told != [wanted.clone()] {
            wrong.push(format!("{}:\n  read   {told:?}\n  wanted {wanted:?}", sample.family));
        }
    }
    assert!(wrong.is_empty(), "{} samples are read wrongly\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_certificate_s_key_is_nothing_of_oauth_s() {
    let text = "\
Error: error:0909006C:PEM routines:get_name:no start line
    at Object.createSecureContext (node:_tls_common:151:13)
    at Server.setSecureContext (node:_tls_wrap:1350:27)
    at https.createServer (/app/server.js:12:9)";
    assert!(read(text).is_empty());
    let signed =
        format!("{text}\n    at GoogleToken._GoogleToken_requestToken (/app/node_modules/gtoken/index.js:2:3)");
    assert_eq!(read(&signed).len(), 1);
}

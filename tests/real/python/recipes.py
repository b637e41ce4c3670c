"""How each page's Python fix is run against the lab.

A recipe stands for the program around the fix: it hands in what the fix takes for granted, and looks at what comes of it.
"""

import contextlib
import os
import pathlib
import threading
import time
import types
import webbrowser
from urllib.parse import parse_qs, urlencode, urlsplit

import google.auth.crypt
import google.auth.exceptions
import google.auth.jwt
import requests
from google.auth.transport.requests import Request
from google.oauth2.credentials import Credentials
from oauthlib.oauth2 import MismatchingStateError
from tools import REDIRECT_URI, SCOPES


def is_access_token(text):
    return bool(text) and text.startswith("ya29.")


def query(url):
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def service_account(tools, **names):
    """A fix that makes a service account's credentials: a token is issued for them."""
    made = tools.run(**names).credentials
    made.refresh(Request())
    assert is_access_token(made.token)
    return made


def redeem(tools, redirect_uri=REDIRECT_URI, **names):
    """A fix that sends the code: tokens are issued."""
    flow = tools.flow(redirect_uri)
    back, code = tools.sign_in(flow.authorization_url(access_type="offline")[0])
    request = types.SimpleNamespace(args={"code": code})
    done = tools.run(flow=flow, code=code, callback_url=back, request=request, **names)
    assert is_access_token(done.flow.credentials.token)


def flow_of_client(tools):
    """A fix that makes the flow: a sign-in with it ends with tokens."""
    flow = tools.run().flow
    flow.fetch_token(code=tools.fresh_code(flow))
    assert is_access_token(flow.credentials.token)


def address(tools, **names):
    """A fix that builds an authorization address: it leads to a refresh token."""
    flow = tools.flow()
    url = tools.run(flow=flow, **names).url
    flow.fetch_token(code=tools.sign_in(url)[1])
    assert flow.credentials.refresh_token.startswith("1//")
    return query(url)


@contextlib.contextmanager
def environment(**values):
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def raises(kind, work):
    try:
        work()
    except kind:
        return
    raise AssertionError(f"{kind.__name__} was expected")


def access_token_expired(tools):
    stored = stored_credentials(tools, tools.stored()["refresh_token"])
    stored.token = "ya29.a0EXAMPLE-long-dead"
    assert tools.run(credentials=stored).answer.status_code == 200
    assert stored.token != "ya29.a0EXAMPLE-long-dead"


def access_token_scope_missing(tools):
    began = []
    with environment(OAUTHLIB_RELAX_TOKEN_SCOPE=""):
        readonly = tools.flow(scopes=["https://www.googleapis.com/auth/gmail.readonly"])
        tools.run(flow=readonly, code=tools.fresh_code(readonly), start_sign_in=began.append)
        assert not began
    with environment(OAUTHLIB_RELAX_TOKEN_SCOPE=""):
        # The person leaves the box for mail unticked: less is granted than the flow asked for.
        both = tools.flow(scopes=["openid", "https://www.googleapis.com/auth/gmail.readonly"])
        address, _, asked = both.authorization_url(access_type="offline")[0].partition("?")
        asked = {name: values[0] for name, values in parse_qs(asked).items()} | {"scope": "openid"}
        code = tools.sign_in(f"{address}?{urlencode(asked)}")[1]
        tools.run(flow=both, code=code, start_sign_in=began.append)
    assert began == ["https://www.googleapis.com/auth/gmail.readonly"]


def run_local_server(tools):
    """A fix that signs in with a loopback address; gives back the credentials and what was asked."""
    asked = []

    def open_browser(url, *_, **__):
        asked.append(query(url))
        back, _code = tools.sign_in(url)
        threading.Thread(target=requests.get, args=(back,)).start()
        return True

    pathlib.Path("web.json").write_text(pathlib.Path("client_secret.json").read_text())
    pathlib.Path("client_secret.json").write_text(pathlib.Path("desktop.json").read_text())
    browser = types.SimpleNamespace(open=open_browser)
    before, webbrowser.get = webbrowser.get, lambda *_: browser
    try:
        made = tools.run().credentials
    finally:
        webbrowser.get = before
        pathlib.Path("client_secret.json").write_text(pathlib.Path("web.json").read_text())
    assert is_access_token(made.token)
    return made, asked[0]


def app_in_testing(tools):
    made, asked = run_local_server(tools)
    assert made.refresh_token.startswith("1//")
    assert asked["prompt"] == "consent" and asked["access_type"] == "offline"


def oauth_policy_violation(tools):
    _, asked = run_local_server(tools)
    assert asked["redirect_uri"].startswith("http://localhost:")


def assertion_times_wrong(tools):
    claims = tools.run().claims
    key = google.auth.crypt.RSASigner.from_service_account_file("key.json")
    claims.update(iss=tools.world["service"]["mailbox"], scope=SCOPES[0], aud="https://oauth2.googleapis.com/token")
    assertion = google.auth.jwt.encode(key, claims)
    grant = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": assertion}
    assert requests.post("https://oauth2.googleapis.com/token", data=grant).status_code == 200
    assert claims["exp"] - claims["iat"] == 3600 and abs(claims["iat"] - time.time()) < 60


def body_misencoded(tools):
    stored = tools.stored()
    answers = []
    parameters = {
        "grant_type": "refresh_token",
        **{name: stored[name] for name in ("refresh_token", "client_id", "client_secret")},
    }
    kept = types.SimpleNamespace(post=lambda *words, **named: answers.append(requests.post(*words, **named)))
    tools.run(parameters=parameters, requests=kept)
    assert is_access_token(answers[0].json()["access_token"])
    assert answers[0].request.headers["Content-Type"] == "application/x-www-form-urlencoded"


def code_challenge_missing(tools):
    session = {}
    made = tools.run(session=session)
    assert query(made.url)["code_challenge_method"] == "S256"
    flow = tools.flow(code_verifier=session["verifier"])
    flow.fetch_token(code=tools.sign_in(made.url)[1])
    assert is_access_token(flow.credentials.token)


def code_verifier_mismatch(tools):
    made = tools.run()
    url, _ = tools.flow().authorization_url(code_challenge=made.challenge, code_challenge_method="S256")
    flow = tools.flow(code_verifier=made.verifier)
    flow.fetch_token(code=tools.sign_in(url)[1])
    assert is_access_token(flow.credentials.token)


def code_verifier_missing(tools):
    first, later = tools.code.split("\n\n")
    session = {}
    url = tools.run(first, session=session).url
    request = types.SimpleNamespace(args={"code": tools.sign_in(url)[1]})
    done = tools.run(later, session=session, request=request)
    assert is_access_token(done.flow.credentials.token)
    assert "code_verifier" not in session


def code_verifier_unexpected(tools):
    with_pkce, without = tools.code.split("\n\n")
    made = tools.run(with_pkce)
    made.flow.fetch_token(code=tools.sign_in(made.url)[1])
    assert is_access_token(made.flow.credentials.token)
    done = tools.run(without, code=tools.fresh_code(tools.flow()))
    assert is_access_token(done.flow.credentials.token)


def code_wrong_kind(tools):
    flow = tools.flow(scopes=["openid", "https://www.googleapis.com/auth/userinfo.email"])
    flow.fetch_token(code=tools.fresh_code(flow))
    second = tools.flow()
    done = tools.run(credential=flow.credentials.id_token, flow=second, code=tools.fresh_code(second))
    assert done.claims["aud"] == tools.world["web"]["id"]
    assert is_access_token(second.credentials.token)


def delegation_missing(tools):
    assert service_account(tools)._subject == "user@your-domain.example"


def grant_revoked(tools):
    session = {"user": "EXAMPLE"}
    tools.run(session=session)
    assert session == {}


def impersonated_user_unknown(tools):
    plain = tools.run("credentials = service_account.Credentials.from_service_account_file('key.json', scopes=SCOPES)")
    assert service_account(tools, credentials=plain.credentials)._subject == "user@your-domain.example"


def popup_redirect_uri(tools):
    code = tools.fresh_code(tools.flow("postmessage"))
    assert is_access_token(tools.run(code=code).flow.credentials.token)


def stored_credentials(tools, refresh_token):
    stored = tools.stored()
    return Credentials(
        None, refresh_token=refresh_token, token_uri=stored["token_uri"],
        client_id=stored["client_id"], client_secret=stored["client_secret"],
    )


def reauthentication_required(tools):
    began = []
    dead = stored_credentials(tools, tools.world["needsReauthentication"])
    tools.run(credentials=dead, start_sign_in=lambda: began.append(True))
    assert began == [True]


def redirect_uri_mismatch(tools):
    code = tools.fresh_code(tools.flow())
    assert is_access_token(tools.run(code=code).flow.credentials.token)


def refresh_token_damaged(tools):
    token = tools.stored()["refresh_token"]
    with environment(GOOGLE_REFRESH_TOKEN=token):
        assert tools.run().token == token
    with environment(GOOGLE_REFRESH_TOKEN=f'"{token}"\n'):
        raises(ValueError, tools.run)


def refresh_token_limit(tools):
    assert address(tools, stored_refresh_token=None)["prompt"] == "consent"
    assert "prompt" not in address(tools, stored_refresh_token="1//0EXAMPLE")


def refresh_token_never_issued(tools):
    asked = address(tools)
    assert (asked["access_type"], asked["prompt"]) == ("offline", "consent")


def refresh_token_superseded(tools):
    kept = []
    alive = stored_credentials(tools, tools.stored()["refresh_token"])
    tools.run(credentials=alive, store=kept.append)
    assert tools.stored()["refresh_token"] in kept[0]


def refresh_token_wrong_kind(tools):
    assert is_access_token(tools.run(stored=tools.stored()).credentials.token)


def scope_not_granted(tools):
    began = []
    tools.run(start_sign_in=lambda: began.append(True))
    assert not began
    tools.run(start_sign_in=lambda: began.append(True), SCOPES=["https://www.googleapis.com/auth/gmail.send"])
    assert began == [True]


def signing_key_mismatch(tools):
    with environment(KEY_JSON=pathlib.Path("key.json").read_text()):
        service_account(tools)


def xoauth2_rejected(tools):
    said = []
    smtp = types.SimpleNamespace(auth=lambda mechanism, answer: said.append((mechanism, answer(), answer(b"challenge"))))
    stored = stored_credentials(tools, tools.stored()["refresh_token"])
    tools.run(credentials=stored, mailbox="user@mail-app.example", smtp=smtp)
    assert is_access_token(stored.token)
    assert said == [("XOAUTH2", f"user=user@mail-app.example\x01auth=Bearer {stored.token}\x01\x01", "")]


def state_missing(tools):
    first, later = tools.code.split("\n\n")
    session = {}
    back, _ = tools.sign_in(tools.run(first, session=session).url)
    another = back.replace(session["state"], "EXAMPLE-another-state")
    raises(MismatchingStateError, lambda: tools.run(later, session=session, request=types.SimpleNamespace(url=another)))
    done = tools.run(later, session=session, request=types.SimpleNamespace(url=back))
    assert is_access_token(done.flow.credentials.token)


def undetermined(tools):
    said = []
    log = types.SimpleNamespace(warning=lambda text, *values: said.append(text % values))
    tools.run(credentials=stored_credentials(tools, tools.world["deadToken"]), log=log)
    assert said == ["token request failed: invalid_grant: Token has been expired or revoked. (None)"], said


RECIPES = {
    "access-token-expired": access_token_expired,
    "access-token-scope-missing": access_token_scope_missing,
    "app-in-testing": app_in_testing,
    "assertion-audience-wrong": service_account,
    "assertion-issuer-wrong": service_account,
    "assertion-scope-wrong": service_account,
    "assertion-times-wrong": assertion_times_wrong,
    "body-misencoded": body_misencoded,
    "client-id-missing": flow_of_client,
    "client-secret-missing": flow_of_client,
    "client-secret-wrong": flow_of_client,
    "code-challenge-missing": code_challenge_missing,
    "code-damaged": redeem,
    "code-encoded-twice": redeem,
    "code-verifier-mismatch": code_verifier_mismatch,
    "code-verifier-missing": code_verifier_missing,
    "code-verifier-unexpected": code_verifier_unexpected,
    "code-wrong-kind": code_wrong_kind,
    "delegation-missing": delegation_missing,
    "grant-revoked": grant_revoked,
    "grant-type-wrong": service_account,
    "impersonated-user-unknown": impersonated_user_unknown,
    "oauth-policy-violation": oauth_policy_violation,
    "popup-redirect-uri": popup_redirect_uri,
    "reauthentication-required": reauthentication_required,
    "redirect-uri-mismatch": redirect_uri_mismatch,
    "refresh-token-damaged": refresh_token_damaged,
    "refresh-token-limit": refresh_token_limit,
    "refresh-token-never-issued": refresh_token_never_issued,
    "refresh-token-superseded": refresh_token_superseded,
    "refresh-token-wrong-kind": refresh_token_wrong_kind,
    "scope-not-granted": scope_not_granted,
    "service-account-without-subject": delegation_missing,
    "signing-key-mismatch": signing_key_mismatch,
    "state-missing": state_missing,
    "undetermined": undetermined,
    "xoauth2-rejected": xoauth2_rejected,
}

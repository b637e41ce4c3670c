"""Real Python libraries meet a refusal of the lab's.

One line of JSON each: {name, printed, told}, what the library prints by itself and what is where the sentence of its row in
libraries/ says; or {name, absent} where it is not installed.
"""

import asyncio
import json
import pathlib
import sys
import traceback
import urllib.error
import urllib.parse
import urllib.request

WORLD = json.loads(pathlib.Path("world.json").read_text())
WEB = WORLD["web"]
TOKEN = "https://oauth2.googleapis.com/token"
REDIRECT = "https://app.example.test/callback"
FORM = {"grant_type": "refresh_token", "refresh_token": WORLD["deadToken"], "client_id": WEB["id"], "client_secret": WEB["secret"]}


def thrown(act, where, after=""):
    """Runs `act`. A program that uses an HTTP client by itself logs where it sent the request (`after`)."""
    try:
        act()
    except Exception as error:
        return {"printed": traceback.format_exc() + after, "told": where(error)}
    raise AssertionError("nothing was thrown")


def google_auth():
    from google.auth.transport.requests import Request
    from google.oauth2.credentials import Credentials

    credentials = Credentials(
        None, refresh_token=WORLD["needsReauthentication"], token_uri=TOKEN, client_id=WEB["id"], client_secret=WEB["secret"]
    )
    form = {**FORM, "refresh_token": WORLD["needsReauthentication"]}
    return thrown(lambda: credentials.refresh(Request()), lambda error: sent_by_hand(form))


def sent_by_hand(form):
    """What the endpoint itself says."""
    try:
        urllib.request.urlopen(TOKEN, data=urllib.parse.urlencode(form).encode())
    except urllib.error.HTTPError as error:
        return error.read().decode()
    raise AssertionError("nothing was refused")


def requests_():
    import requests

    return thrown(lambda: requests.post(TOKEN, data=FORM).raise_for_status(), lambda error: error.response.text)


def httpx_():
    import httpx

    return thrown(lambda: httpx.post(TOKEN, data=FORM).raise_for_status(), lambda error: error.response.text)


def aiohttp_():
    import aiohttp

    async def post(read):
        async with aiohttp.ClientSession(trust_env=True) as session, session.post(TOKEN, data=FORM) as response:
            text = await response.text() if read else None
            response.raise_for_status() if not read else None
            return text

    return thrown(lambda: asyncio.run(post(False)), lambda error: asyncio.run(post(True)))


def urllib_():
    data = urllib.parse.urlencode(FORM).encode()
    return thrown(lambda: urllib.request.urlopen(TOKEN, data=data), lambda error: error.read().decode(), f"POST {TOKEN}\n")


def httpx_oauth():
    from httpx_oauth.clients.google import GoogleOAuth2

    client = GoogleOAuth2(WEB["id"], WEB["secret"])
    return thrown(
        lambda: asyncio.run(client.get_access_token(WORLD["spentCode"], REDIRECT)), lambda error: error.response.text
    )


def social_core():
    from social_core.backends.google import GoogleOAuth2
    from social_core.strategy import BaseStrategy

    class Strategy(BaseStrategy):
        """No framework: settings, a session and a request in three dictionaries."""

        session = {"google-oauth2_state": "EXAMPLE"}

        def get_setting(self, name):
            return {"SOCIAL_AUTH_GOOGLE_OAUTH2_KEY": WEB["id"], "SOCIAL_AUTH_GOOGLE_OAUTH2_SECRET": WEB["secret"]}[name]

        def request_data(self, merge=True):
            return {"code": WORLD["spentCode"], "state": "EXAMPLE"}

        def session_get(self, name, default=None):
            return self.session.get(name, default)

        def session_set(self, name, value):
            self.session[name] = value

        def session_pop(self, name):
            return self.session.pop(name, None)

        def build_absolute_uri(self, path=None):
            return REDIRECT

        def request_host(self):
            return "app.example.test"

    GoogleOAuth2.STATE_PARAMETER = GoogleOAuth2.REDIRECT_STATE = False
    backend = GoogleOAuth2(Strategy(storage=None), redirect_uri=REDIRECT)
    return thrown(lambda: backend.auth_complete(), lambda error: error.__cause__.response.text)


CASES = {
    "google-auth": google_auth,
    "requests": requests_,
    "httpx": httpx_,
    "aiohttp": aiohttp_,
    "urllib": urllib_,
    "httpx-oauth": httpx_oauth,
    "social-auth-core": social_core,
}


def attempt(name, act):
    try:
        return act()
    except ImportError:
        return {"absent": True}
    except Exception:
        return {"fault": traceback.format_exc()}


if __name__ == "__main__":
    from apps import APPS

    for name, act in {**CASES, **APPS}.items():
        print(json.dumps({"name": name, **attempt(name, act)}), flush=True)
    sys.stdout.flush()

"""What a recipe works with: the page's code, and what a program around it would hold."""

import json
import os
import pathlib
import types
from urllib.parse import parse_qs, urlsplit

import google.auth.exceptions
import requests
from google.auth.transport.requests import Request
from google.oauth2 import service_account
from google.oauth2.credentials import Credentials
from google_auth_oauthlib.flow import Flow, InstalledAppFlow

REDIRECT_URI = "https://app.example.test/callback"
SCOPES = ["https://mail.google.com/"]


class Tools:
    """The fix of one page and the world that it runs in."""

    def __init__(self, code, world):
        self.code = code
        self.world = world

    def run(self, fix=None, /, **names):
        """Runs the fix with `names` in scope; gives back everything that is in scope afterwards."""
        scope = {
            "CLIENT_ID": self.world["web"]["id"],
            "CLIENT_SECRET": self.world["web"]["secret"],
            "Credentials": Credentials,
            "Flow": Flow,
            "InstalledAppFlow": InstalledAppFlow,
            "REDIRECT_URI": REDIRECT_URI,
            "Request": Request,
            "SCOPES": SCOPES,
            "google": google,
            "json": json,
            "os": os,
            "requests": requests,
            "service_account": service_account,
            **names,
        }
        exec(compile(fix or self.code, "<the fix>", "exec"), scope)
        return types.SimpleNamespace(**scope)

    def flow(self, redirect_uri=REDIRECT_URI, scopes=None, **options):
        """A flow as google-auth-oauthlib makes it, without PKCE unless asked."""
        options.setdefault("autogenerate_code_verifier", False)
        return Flow.from_client_secrets_file("client_secret.json", scopes or SCOPES, redirect_uri=redirect_uri, **options)

    def sign_in(self, url):
        """Goes to the authorization address; gives back where the browser is sent, and the code in it."""
        answer = requests.get(url, allow_redirects=False)
        back = answer.headers["Location"]
        return back, parse_qs(urlsplit(back).query)["code"][0]

    def fresh_code(self, flow):
        return self.sign_in(flow.authorization_url(access_type="offline")[0])[1]

    def stored(self):
        return json.loads(pathlib.Path("token.json").read_text())

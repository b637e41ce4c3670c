"""Apps on real Python frameworks that answer a callback whose code the lab refuses: their answer as HTTP, and their log."""

import io
import json
import logging
import pathlib

WORLD = json.loads(pathlib.Path("world.json").read_text())
WEB = WORLD["web"]
PATH = "/callback"
REQUEST = f"GET https://app.example.test{PATH}?code=4/0AEXAMPLE-code&state=EXAMPLE\n\n"


def redeem(*_):
    import requests

    form = {"grant_type": "authorization_code", "code": WORLD["spentCode"], "client_id": WEB["id"]}
    answer = requests.post("https://oauth2.googleapis.com/token", data={**form, "client_secret": WEB["secret"]})
    raise RuntimeError(answer.text)


def written(status, headers, body):
    head = "".join(f"{name}: {value}\n" for name, value in headers)
    return f"{REQUEST}{status}\n{head}\n{body}\n"


class Log:
    """What is logged while it is open."""

    def __enter__(self):
        self.text = io.StringIO()
        self.handler = logging.StreamHandler(self.text)
        self.handler.setLevel(logging.DEBUG)
        logging.getLogger().addHandler(self.handler)
        return self

    def __exit__(self, *_):
        logging.getLogger().removeHandler(self.handler)

    def read(self):
        return self.text.getvalue()


def flask():
    from flask import Flask

    app = Flask("app")
    app.add_url_rule(PATH, view_func=redeem)
    with Log() as log:
        answer = app.test_client().get(PATH)
    return {"printed": written(answer.status_code, answer.headers.items(), answer.text), "told": log.read(), "http": True}


def django():
    configure()
    from django.test import Client

    with Log() as log:
        answer = Client(raise_request_exception=False).get(PATH)
    return {"printed": written(answer.status_code, answer.items(), answer.content.decode()), "told": log.read(), "http": True}


def starlette():
    import threading
    import time
    import urllib.error
    import urllib.request

    import uvicorn
    from fastapi import FastAPI

    app = FastAPI()
    app.get(PATH)(lambda: redeem())
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None))
    with Log() as log:
        threading.Thread(target=server.run, daemon=True).start()
        while not server.started:
            time.sleep(0.05)
        port = server.servers[0].sockets[0].getsockname()[1]
        try:
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"http://127.0.0.1:{port}{PATH}")
        except urllib.error.HTTPError as error:
            printed = written(error.code, error.headers.items(), error.read().decode())
        time.sleep(0.2)  # it logs after it has answered
        server.should_exit = True
    return {"printed": printed, "told": log.read(), "http": True}


def allauth():
    configure()
    from urllib.parse import parse_qs, urlsplit

    from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    seen = []
    DefaultSocialAccountAdapter.on_authentication_error = lambda self, *_, exception=None, **__: seen.append(repr(exception))
    client = Client(raise_request_exception=False)
    away = client.post("/accounts/google/login/").headers["Location"]
    state = parse_qs(urlsplit(away).query)["state"][0]
    answer = client.get("/accounts/google/login/callback/", {"code": WORLD["spentCode"], "state": state})
    return {"printed": written(answer.status_code, answer.items(), answer.content.decode()), "told": "\n".join(seen), "http": True}


def configure():
    """One Django for both apps: it can be configured once."""
    from django.conf import settings
    from django.urls import path

    if settings.configured:
        return
    apps = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages"]
    middleware = ["django.contrib.sessions.middleware.SessionMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware"]
    routes = [path("callback", redeem)]
    try:
        import allauth as _  # noqa: F401

        apps += ["allauth", "allauth.account", "allauth.socialaccount", "allauth.socialaccount.providers.google"]
        middleware += ["django.contrib.messages.middleware.MessageMiddleware", "allauth.account.middleware.AccountMiddleware"]
    except ImportError:
        pass
    settings.configure(
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEBUG=False,
        INSTALLED_APPS=apps,
        LOGGING={"version": 1, "disable_existing_loggers": False, "loggers": {"django.request": {"propagate": True}}},
        MIDDLEWARE=middleware,
        ROOT_URLCONF=type("Routes", (), {"urlpatterns": routes}),
        SECRET_KEY="EXAMPLE",
        SOCIALACCOUNT_PROVIDERS={"google": {"APP": {"client_id": WEB["id"], "secret": WEB["secret"], "key": ""}}},
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
    )
    import django

    django.setup()
    if "allauth" in apps:
        from django.urls import include

        routes.append(path("accounts/", include("allauth.urls")))


APPS = {"Flask": flask, "Django": django, "FastAPI": starlette, "django-allauth": allauth}

"""Runs the pages' Python fixes with the real google-auth and google-auth-oauthlib. One line of JSON a page: {page, fault}."""

import json
import pathlib
import traceback

from recipes import RECIPES
from tools import Tools

wanted = json.loads(pathlib.Path("variants.json").read_text())
world = json.loads(pathlib.Path("world.json").read_text())


def attempt(page, code):
    recipe = RECIPES.get(page)
    if recipe is None:
        return "this fix is shown and never run: it needs a recipe in tests/real/python/recipes.py"
    try:
        recipe(Tools(code, world))
    except BaseException:  # a fix that leaves the program is a fault like any other
        return traceback.format_exc()
    return None


for page, code in wanted.items():
    print(json.dumps({"page": page, "fault": attempt(page, code)}), flush=True)
for page in RECIPES.keys() - wanted.keys():
    print(json.dumps({"page": page, "fault": "there is a recipe and no fix to run with it"}), flush=True)

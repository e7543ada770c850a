"""Going through rooms and forms as a browser does: with cookies, and with what stands hidden in the form."""

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_FORM = re.compile(r'<form class="(?:form|press)" method="post" action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


class Visitor:
    """Somebody with a browser that keeps cookies."""

    def __init__(self, site: Flask) -> None:
        self.client: FlaskClient = site.test_client()

    def get(self, address: str, **more) -> TestResponse:
        return self.client.get(address, **more)

    def hidden(self, page: str, action: str) -> dict[str, str]:
        """What stands hidden in the first form of a page that is sent to an address."""
        for found, inner in _FORM.findall(self.get(page).text):
            if unescape(found) == action:
                return {name: unescape(value) for name, value in _HIDDEN.findall(inner)}
        raise AssertionError(f"no form of {page} is sent to {action}")

    def send(self, page: str, action: str = "", headers: dict | None = None, **fields: object) -> TestResponse:
        """Open a page, fill in its form, send it."""
        action = action or page
        return self.post(action, {**self.hidden(page, action), **fields}, headers)

    def post(self, action: str, fields: dict, headers: dict | None = None) -> TestResponse:
        """Send fields as a browser does that says where the form came from."""
        return self.client.post(action, data=fields, headers={"Sec-Fetch-Site": "same-origin", **(headers or {})})

    def sign_in(self, email: str, password: str, code: str = "") -> TestResponse:
        return self.send("/people/sign-in", email=email, password=password, code=code)

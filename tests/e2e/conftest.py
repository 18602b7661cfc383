"""The running portal, the browser, and visitors: every visitor is a browser profile of its own."""

import contextlib
import os
import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from .portal_process import running_portal

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
PATIENCE_MS = 30_000


def chromium() -> str:
    """Return the browser's path; skip where there is none, or fail where services are required."""
    found = shutil.which(os.environ.get("PORTAL_CHROMIUM") or "chromium")
    if found is None:
        line = "Chromium not found on PATH or in PORTAL_CHROMIUM"
        if os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail(line, pytrace=False)
        pytest.skip(line)
    return found


@pytest.fixture(scope="session")
def chromium_path():
    return chromium()


@pytest.fixture(scope="session")
def portal(chromium_path, tmp_path_factory):
    """The one site of all browser tests."""
    with running_portal(tmp_path_factory.mktemp("portal")) as site:
        yield site


@pytest.fixture(scope="module")
def chrome(chromium_path):
    """A browser for one module: its event loop must be gone before other tests ask the database."""
    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def visitor(portal, chrome):
    """Make visitors: ``visitor()`` is nobody, ``visitor("officer")`` has signed in."""
    with contextlib.ExitStack() as stack:

        def make(account: str = "", mode: str = "", **options):
            context = chrome.new_context(base_url=portal.url, locale="zh-CN", **options)
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            if mode:
                context.add_cookies([{"name": "mode", "value": mode, "url": portal.url}])
            page = context.new_page()
            if account:
                sign_in(page, account, portal.passwords[account])
            return page

        yield make


def sign_in(page, account: str, password: str) -> None:
    """Sign in through the form; agree to the privacy text when it is asked for, as on every first visit."""
    page.goto("/account/login/")
    page.fill("#main [name=login]", account)
    page.fill("#main [name=password]", password)
    page.locator("#main form button.btn-primary").click()
    page.wait_for_url(lambda url: urlsplit(url).path != "/account/login/")
    page.goto("/account/")
    if urlsplit(page.url).path == "/account/consent/":
        page.check("[name=agree]")
        page.locator("#main form button.btn-primary").click()
        page.wait_for_url("**/account/")

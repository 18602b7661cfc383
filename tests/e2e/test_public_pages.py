"""Every public template: no accessibility violation in any reading mode, light, all from this host."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from .public_pages import PUBLIC_PAGES

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
MODES = ("standard", "elder", "contrast")
LIMIT_BYTES = 150_000


@pytest.fixture(scope="module")
def reader(portal, chrome):
    """One profile for all scans; the site's policy would keep the rule engine out."""
    context = chrome.new_context(base_url=portal.url, locale="zh-CN", bypass_csp=True)
    yield context.new_page()
    context.close()


def described(violations: list[dict]) -> list[str]:
    """Say each violation in one line: rule, help, first places."""
    return [
        f"{found['id']}: {found['help']} at {[node['target'] for node in found['nodes'][:3]]}"
        for found in violations
    ]


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_no_rule_of_accessibility_is_broken_in_any_reading_mode(portal, reader, name):
    found = {}
    for mode in MODES:
        reader.context.add_cookies([{"name": "mode", "value": mode, "url": portal.url}])
        reader.goto(PUBLIC_PAGES[name])
        assert reader.locator("html").get_attribute("data-mode") == mode
        reader.evaluate(AXE)
        found[mode] = described(reader.evaluate(RUN_AXE))
    assert found == {mode: [] for mode in MODES}


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_a_first_visit_is_light_and_stays_on_this_host(portal, visitor, name):
    page = visitor()
    requests = []
    page.on("request", lambda request: requests.append(request))
    answer = page.goto(PUBLIC_PAGES[name], wait_until="networkidle")
    assert answer.status == (404 if name == "not found" else 200)
    sent = [request for request in requests if urlsplit(request.url).scheme in ("http", "https")]
    assert {urlsplit(request.url).netloc for request in sent} == {urlsplit(portal.url).netloc}
    weights = {
        urlsplit(request.url).path: request.sizes()["responseBodySize"]
        for request in sent
        if request.resource_type != "image"
    }
    assert sum(weights.values()) < LIMIT_BYTES, weights

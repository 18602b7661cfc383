"""A walk through the admin: every kind of address once, and the English a reader would see there."""

import re
from collections import deque
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from .admin_doors import PAGES, WINDOWS

ALLOWED = Path(__file__).with_name("allowed_words.txt")
SEEDS = (
    *("/admin/", "/admin/account/", "/admin/pages/search/?q=%E6%B1%89%E7%94%BB", "/admin/snippets/"),
    *("/admin/workflows/list/", "/admin/workflows/tasks/index/", "/admin/workflows/tasks/select_type/"),
    *("/admin/workflows/add/", "/admin/collections/add/", "/admin/redirects/add/", "/admin/sites/new/"),
    *("/admin/redirects/import/", "/admin/images/add/", "/admin/documents/add/"),
    *("/admin/media/audio/add/", "/admin/media/video/add/"),
    *("/admin/settings/home/footersettings/", "/admin/settings/home/alertbanner/"),
    *(f"/admin/reports/{name}/" for name in ("locked", "workflow", "workflow_tasks", "site-history")),
    *("/admin/reports/aging-pages/", "/admin/reports/page-types-usage/"),
)
PAGE_FORMS = (
    "edit",
    "add_subpage",
    "history",
    "usage",
    "workflow_history",
    "move",
    "copy",
    "delete",
    "unpublish",
)
# No pages of the admin: files, parts of pages, the public look of a draft, and what a click would do.
NOT_PAGES = re.compile(
    r"/(view_draft|view|logout|login|jsi18n|sprite|results|preview|chosen|revert|bulk)/|/export"
)
VOCABULARY = re.compile(r"^/admin/vocabularies/(?!courses/)\w+/\w+/(?=.)")
# Two words that stand beside each other, or one with a capital; addresses, slugs and codes are no words.
RUN = re.compile(
    r"(?<![\w./@:+-])[A-Za-z][A-Za-z'’]*(?:[ ,]+[A-Za-z][A-Za-z'’]*)+(?![\w/@+-])"
    r"|(?<![\w./@:+'’-])[A-Z][a-z]{2,}(?![\w/@+-]|\.\w)"
)
# A word of an editor's sentence that a heading cuts off.
CUT = re.compile(r"(?<=[^\x00-\x7f])\s?[A-Za-z]+…")
# What a reader finds once the scripts have come to rest, tabs, hints and buttons included.
READ = """async () => {
  await new Promise(done => requestAnimationFrame(() => requestIdleCallback(done, {timeout: 300})));
  // The counter of a side panel stays hidden until a script has put a number in it.
  for (const element of document.querySelectorAll('[hidden]:not([data-side-panel-toggle-counter])'))
    element.hidden = false;
  const names = ['title', 'placeholder', 'aria-label'];
  const said = [...document.querySelectorAll('[title],[placeholder],[aria-label]')]
    .flatMap(element => names.map(name => element.getAttribute(name)));
  const buttons = [...document.querySelectorAll('input[type=submit],input[type=button],input[type=reset]')]
    .map(button => button.value);
  return [document.title, document.body.innerText, ...said, ...buttons].filter(Boolean).join('\\n');
}"""
LINKS = "() => [...document.querySelectorAll('a[href]')].map(link => link.href)"


@cache
def allowed_pattern() -> re.Pattern[str]:
    """Return what is read over: the reviewed words, longest first; ``#`` starts the reason."""
    lines = (line.split("#")[0].strip() for line in ALLOWED.read_text(encoding="utf-8").splitlines())
    words = sorted(filter(None, lines), key=len, reverse=True)
    return re.compile(rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, words))})(?![A-Za-z])")


def english_in(text: str) -> set[str]:
    """Return the English of ``text`` that is not allowed, words that stand together as one."""
    pattern = allowed_pattern()
    lines = (pattern.sub("·", CUT.sub("…", line)) for line in text.splitlines())
    return {run for line in lines for run in RUN.findall(line)}


def english_on(page) -> set[str]:
    """Return the English a reader finds on the open page."""
    return english_in(page.evaluate(READ))


def shape(path: str) -> str:
    """Return the kind of an address: numbers are alike, and so are most vocabularies."""
    return re.sub(
        r"\d+|\blive\b|\bearliest\b|\blatest\b", "N", VOCABULARY.sub("/admin/vocabularies/V/", path)
    )


def children(page, parent: str) -> list[str]:
    """Return the numbers of the pages the explorer lists below ``parent``, in its order."""
    html = page.request.get(f"/admin/pages/{parent}/").text()
    found = re.findall(r"/admin/pages/(\d+)/edit/", html)
    return [number for number in dict.fromkeys(found) if number != parent]


def page_addresses(page) -> list[str]:
    """Return the explorer, the add forms and every form of one page of each kind, the home page first."""
    home = children(page, "1")[0]
    lists = children(page, home)
    inner = [child for number in lists for child in children(page, number)[:1] if child != home]
    deep = [child for number in inner for child in children(page, number)[:1] if child not in (home, *lists)]
    addresses, kinds = ["/admin/pages/", f"/admin/pages/{home}/"], {}
    for number in dict.fromkeys((home, *lists, *inner, *deep)):
        choice = f"/admin/pages/{number}/add_subpage/"
        for kind, form in re.findall(r'"((/admin/pages/add/\w+/\w+/)\d+/)', page.request.get(choice).text()):
            kinds.setdefault(form, kind)
        every = number in (home, *inner, *deep)
        addresses += [f"/admin/pages/{number}/{form}/" for form in (PAGE_FORMS if every else PAGE_FORMS[:1])]
    return [*dict.fromkeys(addresses), *kinds.values()]


def paths_on(page) -> list[str]:
    """Return the admin addresses the open page links to, without their queries."""
    paths = [urlsplit(link).path for link in page.evaluate(LINKS)]
    return [path for path in paths if path.startswith("/admin/") and not NOT_PAGES.search(path)]


def walk(page, rows: dict[str, int]) -> Iterator[tuple[str, int, set[str]]]:
    """Yield address, status and English of the pages of the admin, every kind of address once."""
    doors = [path.format(**rows) for path in PAGES]
    seeds = [*SEEDS, *page_addresses(page), *doors]
    queue, seen = deque(seeds), {shape(path) for path in seeds}
    while queue:
        path = queue.popleft()
        status = page.goto(path, wait_until="load").status
        yield path, status, english_on(page)
        for found in paths_on(page):
            if shape(found) not in seen:
                seen.add(shape(found))
                queue.append(found)


def windows(page, rows: dict[str, int]) -> Iterator[tuple[str, int, set[str]]]:
    """Yield the same of the windows and parts of pages, drawn on an empty page."""
    page.goto("about:blank")
    for path in (path.format(**rows) for path in WINDOWS):
        answer = page.request.get(path)
        html = answer.json()["html"] if "json" in answer.headers["content-type"] else answer.text()
        page.evaluate("html => { document.body.innerHTML = html; }", html)
        yield path, answer.status, english_on(page)

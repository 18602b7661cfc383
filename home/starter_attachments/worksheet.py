"""The task sheet (学习任务单, pdf): HTML printed by a headless Chromium, fonts embedded as subsets."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from .lesson_source import Lesson
from .steady_files import without_traces
from .worksheet_fonts import font_faces
from .worksheet_html import printed_text, worksheet_html


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a Chromium: that of the system if there is one, else playwright's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--font-render-hinting=none"]
        )
        try:
            yield browser
        finally:
            browser.close()


def worksheet(lesson: Lesson, browser: Browser) -> bytes:
    """Print the task sheet as A4; the same Chromium and fonts give the same bytes."""
    page = browser.new_page()
    try:
        fonts = font_faces(printed_text(lesson))
        page.set_content(worksheet_html(lesson, fonts), wait_until="load")
        page.evaluate("document.fonts.ready")
        data = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True)
    finally:
        page.close()
    return without_traces(data)

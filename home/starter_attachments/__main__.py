"""Build the files of the starter lessons: ``python -m home.starter_attachments [slug ...] [--only pdf]``."""

import argparse
import sys
from collections.abc import Callable
from contextlib import ExitStack

from .lesson_plan import lesson_plan
from .lesson_source import FILES_DIR, Lesson, lessons
from .slides import slides
from .worksheet import chromium, worksheet

KINDS = ("docx", "pptx", "pdf")


def main(arguments: list[str] | None = None) -> int:
    """Build the asked files (all by default) and say which changed; return the exit code."""
    parser = argparse.ArgumentParser(prog="home.starter_attachments", description=__doc__)
    parser.add_argument("slugs", nargs="*", help="lessons to build, all by default")
    parser.add_argument("--only", choices=KINDS, action="append", help="kind of file to build")
    options = parser.parse_args(arguments)
    chosen = [lesson for lesson in lessons() if not options.slugs or lesson.slug in options.slugs]
    if unknown := set(options.slugs) - {lesson.slug for lesson in chosen}:
        parser.error(f"no such lesson: {', '.join(sorted(unknown))}")
    FILES_DIR.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        makers: dict[str, Callable[[Lesson], bytes]] = {"docx": lesson_plan, "pptx": slides}
        kinds = options.only or KINDS
        if "pdf" in kinds:
            browser = stack.enter_context(chromium())
            makers["pdf"] = lambda lesson: worksheet(lesson, browser)
        for lesson in chosen:
            for kind in kinds:
                save(lesson, kind, makers[kind](lesson))
    return 0


def save(lesson: Lesson, kind: str, data: bytes) -> None:
    """Write one file unless it is there with the same bytes."""
    path = FILES_DIR / f"{lesson.slug}.{kind}"
    if path.exists() and path.read_bytes() == data:
        return
    path.write_bytes(data)
    sys.stdout.write(f"{path.name}  {len(data) // 1000} kB\n")


if __name__ == "__main__":
    sys.exit(main())

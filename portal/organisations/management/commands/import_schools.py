"""Import schools (and districts) from CSV files; see services/importing.py for the columns."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.organisations.services.importing import (
    ImportPlan,
    ImportRefused,
    import_districts,
    import_schools,
    plan_districts,
    plan_schools,
)


class Command(BaseCommand):
    """Writes all rows or none, prints every error with its line, and may be run again."""

    help = "从 CSV 导入学校，可先导入区县。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the files."""
        parser.add_argument("schools", nargs="?", type=Path, help="学校 CSV")
        parser.add_argument("--districts", type=Path, help="区县 CSV，先于学校导入")
        parser.add_argument("--check", action="store_true", help="只检查，不写入")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the files in order; raise CommandError when one is refused."""
        if not options["schools"] and not options["districts"]:
            raise CommandError("请给出学校 CSV，或用 --districts 给出区县 CSV。")
        check = options["check"]
        if options["districts"]:
            self.run("区县", options["districts"], plan_districts if check else import_districts)
        if options["schools"]:
            self.run("学校", options["schools"], plan_schools if check else import_schools)

    def run(self, what: str, path: Path, step: Callable[[bytes], ImportPlan]) -> None:
        """Take one file and say what became of it."""
        if not path.is_file():
            raise CommandError(f"找不到文件：{path}")
        try:
            result = step(path.read_bytes())
        except ImportRefused as refusal:
            raise CommandError(self.refused(what, refusal.errors)) from refusal
        if result.errors:
            raise CommandError(self.refused(what, result.errors))
        counts = f"新增 {result.created}，更新 {result.updated}，没有变化 {result.unchanged}"
        self.stdout.write(f"{what}：{counts}。")

    @staticmethod
    def refused(what: str, errors: list[str]) -> str:
        """Return every error of a file as one text."""
        return "\n".join([f"{what}：有 {len(errors)} 处错误，一行也没有导入。", *errors])

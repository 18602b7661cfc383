"""`make run` from nothing: environment, database, content, site. Standard library only.

This file runs on the machine's own Python, before anything is installed. Every failure it can
foresee is one clear line and an exit status that is not 0.
"""

import argparse
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the point is to say so on an older Python
    sys.exit("portal: Python 3.11 or newer is needed; this is " + sys.version.split()[0])

from environment import Refusal, ensure_environment
from site_process import run_site
from site_state import manage


def main() -> int:
    """Parse the command line and run one command; a Refusal becomes one line and status 1."""
    parser = argparse.ArgumentParser(prog="launch.py")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="prepare everything and serve the site")
    run.add_argument("--port", type=int, default=8000)
    commands.add_parser("environment", help="make the environment only")
    commands.add_parser("dev-environment", help="make the environment with the tools for tests")
    management = commands.add_parser("manage", help="run a management command on the embedded site")
    management.add_argument("words", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    try:
        if options.command == "run":
            ensure_environment()
            return run_site(options.port)
        if options.command == "manage":
            return manage(*options.words)
        ensure_environment(development=options.command == "dev-environment")
    except Refusal as refusal:
        print(f"portal: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nportal: stopped", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

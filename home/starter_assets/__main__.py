"""Build the starter pictures into the starter content: ``python -m home.starter_assets``."""

import sys
from pathlib import Path

from home.starter_assets.build_pictures import build_pictures

PICTURES = Path(__file__).resolve().parent.parent / "starter" / "assets" / "pictures"

if __name__ == "__main__":
    built = build_pictures(PICTURES)
    sys.stdout.write(f"{len(built)} pictures, {sum(path.stat().st_size for path in built) // 1024} KB\n")

"""Write the generated pages."""

import sys

from tools.reference.pages import FOLDER, PAGES


def main() -> int:
    """Write every page; return the exit code."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, render in PAGES.items():
        (FOLDER / name).write_text(render(), encoding="utf-8")
        sys.stderr.write(f"{FOLDER / name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

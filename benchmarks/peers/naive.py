"""What a first script would do: python-frontmatter's own loader on every file, nothing checked or computed."""

from __future__ import annotations

import sys
from pathlib import Path

import frontmatter

for folder in ("_startups", "_authors", "_incubators", "_organisations"):
    for file in sorted((Path(sys.argv[1]) / "content" / folder).glob("*.md")):
        frontmatter.load(str(file))

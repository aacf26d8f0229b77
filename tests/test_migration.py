"""docs/migration.md: its steps on a site of the old page's shape, and its table beside the page and the catalogue."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from startup_stats import cli
from startup_stats.indicators.catalogue import INDICATORS
from startup_stats.standards.catalogue import STANDARDS
from tests.conftest import PROJECT, REAL_CONFIG
from tests.ready import TODAY
from tests.repositories import commit, history
from tests.sites import INCUBATOR, MEMBER, PRODUCT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("apart")

GUIDE = (PROJECT / "docs/migration.md").read_text(encoding="utf-8")
PAGE = PROJECT / "docs/beta.gouv.fr/stats.md"
QUESTIONS = [f"https://tableaux.example/public/question/{name}" for name in ("11-aa", "22-bb")]
OLD_PAGE = f"""---
layout: default
permalink: /stats/
additional_js:
  - https://cdn.example/Chart.bundle.min.js
  - stats.js
---
<h2 id="snin">Impact</h2>
<iframe src="{QUESTIONS[0]}#titled=false" class="graph"></iframe>
{{% include transcription.html id="snin" title="Impact" alt="En 2023, six." %}}
<iframe
  src="{QUESTIONS[1]}#titled=false"></iframe>
"""
OLD_FILES = {
    "_pages/stats.md": OLD_PAGE,
    "_includes/transcription.html": "<p>{{ include.alt }}</p>",
    "assets/additional/js/stats.js": "const metrics = [];",
    "biome.json": '{"files": {"ignore": ["api/*"]}}',
    "_config.yml": "include: [_pages]\n",
    "content/_startups/voisin.md": PRODUCT,
    "content/_authors/ana.corail.md": MEMBER,
    "content/_incubators/dinum.md": INCUBATOR,
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return history(tmp_path / "site", [(TODAY.isoformat(), OLD_FILES)])


def test_what_the_old_page_embeds_and_loads_is_listed(site: Path) -> None:
    (listing,) = re.findall(r"(?ms)^```sh\n(grep.*?)^```", GUIDE)
    said = subprocess.run(["bash", "-ec", listing], cwd=site, check=True, capture_output=True, text=True).stdout
    assert said.splitlines() == [
        *QUESTIONS, "additional_js:", "  - https://cdn.example/Chart.bundle.min.js", "  - stats.js", "---",
    ]  # fmt: skip


def test_the_five_steps_leave_no_obstacle(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["init", "--force", str(site)], today=TODAY) == 0
    assert (site / "_pages/stats.md").read_text() == OLD_PAGE
    assert "const metrics" not in (site / "assets/additional/js/stats.js").read_text(encoding="utf-8")
    shutil.copy(PAGE, site / "_pages/stats.md")
    shutil.copy(REAL_CONFIG, site / ".github/startup-stats.yml")
    commit(site, TODAY.isoformat(), {})
    capsys.readouterr()
    assert cli.main(["doctor", str(site)], today=TODAY) == 1
    (line,) = re.findall(r"→ Ajoutez à biome\.json \(files\.ignore\) : (.*)", capsys.readouterr().out)
    ignored = json.loads(f"[{line}]")
    (site / "biome.json").write_text(json.dumps({"files": {"ignore": ["api/*", *ignored]}}))
    commit(site, TODAY.isoformat(), {})
    assert cli.main(["doctor", str(site)], today=TODAY) == 0
    assert cli.main(["build", str(site), "--quiet"], today=TODAY) == 0


def test_nothing_of_the_old_page_is_left_in_the_new_one() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"(?i)<iframe|transcription|metabase|jquery|<script", page) == []
    head = page.partition("\n---\n")[0]
    assert "http" not in head


def test_each_question_has_its_place() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in GUIDE.splitlines() if row.startswith("| ")]
    named = [re.fullmatch(r"(?:standard )?`(\w+)`", row[1]) for row in rows[2:]]
    ids = {each[1] for each in named if each}
    assert len(ids) == 6
    assert ids <= INDICATORS.keys() | STANDARDS.keys()
    assert [name for name in ids if f'id="{name}"' not in page] == []
    anchors = [row[2].strip("`#") for row in rows[2:]]
    assert [name for name in anchors if f'<section id="{name}">' not in page] == []

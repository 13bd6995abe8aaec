# make run    the registry with its demo, on http://127.0.0.1:8000
# make test   everything that must hold
# make drills the long tests: repeated kills and the like
# make lint   format, lint, types, import contracts and licences only
# make lock   renew the locked requirements
# make pictures  the guides' pictures anew, from the demo (needs Chromium)
# make bench  speed and memory
#
# It needs Python 3.11 or newer and a package index. Another Python: make run PYTHON=python3.13

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

MAKEFLAGS += --no-print-directory
.DELETE_ON_ERROR:
.PHONY: run test drills lint lock bench pictures

run: .venv/.run-installed
	@exec $(BIN)/registry serve --with-demo

# Tests that this machine cannot run are listed with their reason in the last lines (SKIPPED); drills run by make drills.
# A file's tests share its server, so one process runs them; the many programs that tests start find our code compiled.
test: export PYTHONDONTWRITEBYTECODE =
test: lint
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not drill"

drills: .venv/.dev-installed
	$(BIN)/pytest -m drill

lint: .venv/.dev-installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/reuse lint

bench: .venv/.dev-installed
	@short=0; for each in http uploads certificates bookings exports public_list public_list_http first_visit public_log credentials; do $(BIN)/python -m benchmarks.$$each || short=1; done; exit $$short

pictures: .venv/.dev-installed
	$(BIN)/python -m tests.pages.pictures

lock: .venv/.dev-installed
	$(COMPILE) pyproject.toml --output-file requirements/run.txt
	$(COMPILE) pyproject.toml --extra dev --constraint requirements/run.txt --output-file requirements/dev.txt
	$(COMPILE) requirements/build.in --output-file requirements/build.txt

# The stamps make a second run skip what has not changed.
.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "The registry needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) --version 2>/dev/null || echo absent). Try: make run PYTHON=python3.13" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "$(PYTHON) has no venv. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.run-installed: .venv/.made requirements/run.txt requirements/build.txt pyproject.toml hatch_build.py config/frontend/package-lock.json
	@echo "Installing what is locked in requirements/run.txt ..."
	@$(PIP) install --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev-installed: .venv/.run-installed requirements/dev.txt
	@echo "Installing what is locked in requirements/dev.txt ..."
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

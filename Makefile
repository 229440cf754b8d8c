# Every command of the project. Paths are relative: the checkout may stand anywhere, spaces included.

PORT ?= 8000
PY := .venv/bin/python
# Each of the two has a database, a site and pictures of its own, in one Postgres. They take tests from the front of
# one queue: those that empty the tables must stay last, so that whole files cannot be handed out. A few at a time, so
# that neither still has several long ones when the other is done. More workers than two: make check WORKERS=4
WORKERS ?= 2
BOTH_CORES := -n $(WORKERS) --maxschedchunk=6
NO_DATABASE := DATABASE_URL=postgres://nobody@127.0.0.1:9/none

.DEFAULT_GOAL := help
.PHONY: help run test check test-file format screenshots bench capacity races fuzz slow-clients chaos upgrade attack sbom audit lock clean lint style types browser all-tests quick-tests

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s%s\n", $$1, $$2 }' Makefile

run: .venv/installed ## start the whole site on http://localhost:8000 (make run PORT=8123: on another port)
	@exec $(PY) manage.py run_clinic --port "$(PORT)"

test: browser ## everything that CI runs: lint, migrations, all tests in a real browser too (may install a Chromium)
	@$(MAKE) $(BESIDE) all-tests

check: .venv/installed ## the quick part: lint, and the tests that need no browser and do not sweep over the whole site
	@$(MAKE) $(BESIDE) quick-tests

all-tests:
	@$(PY) -m pytest -q $(BOTH_CORES) --durations=15 --cov --cov-report=

quick-tests:
	@$(PY) -m pytest -q $(BOTH_CORES) --durations=15 -m "not browser and not sweep" --ignore=tests/browser

# Lint and tests at once, as mypy uses one core and both wait for each other's ends. What lint finds is said as soon
# as it is found, and the tests go on.
BESIDE := --no-print-directory -j 3 style types

test-file: .venv/installed ## one file or folder of tests, in seconds (make test-file F=tests/clinic/mail/test_mail.py)
	@test -n "$(F)" || { echo "Name what to run: make test-file F=tests/clinic/mail/test_mail.py"; exit 2; }
	@$(PY) -m pytest -q $(F)

format: .venv/installed ## lay out Python and templates
	@$(PY) -m ruff check --fix-only -q . && $(PY) -m ruff format -q .
	@$(PY) -m djlint --reformat --quiet templates || true

screenshots: .venv/installed browser ## take the README's pictures anew
	@$(PY) -m tests.browser.screenshots

bench: .venv/installed ## what pages cost beside bare Django and Wagtail, and whether limits hold (QUICK=1, PART=public)
	@$(PY) -m tests.bench $(if $(QUICK),--quick) $(if $(PART),--part $(PART))

capacity: .venv/installed ## what one server can take with 1, 2 and 4 web processes, asked by eight people at once
	@$(PY) -m tests.bench.capacity

races: .venv/installed ## 10,000 races for the same requests and times, and what became of them
	@$(PY) manage.py races --settings=tests.bench.settings

slow-clients: .venv/installed ## what the web server answers while hundreds of clients are slow on purpose
	@$(PY) manage.py slow_clients --settings=tests.bench.settings

chaos: .venv/installed ## requests sent while processes are killed, and four broken builds (N=10000 KILLS=5 SEED=7)
	@$(PY) -m tests.chaos $(if $(N),--number $(N)) $(if $(KILLS),--kills $(KILLS)) $(if $(SEED),--seed $(SEED)) $(if $(MODE),--mode $(MODE))

upgrade: .venv/installed ## an update and the way back while requests are sent, and how many of them failed (N=400 SEED=7 WEBS=2)
	@$(PY) -m tests.updates $(if $(N),--number $(N)) $(if $(SEED),--seed $(SEED)) $(if $(WEBS),--instances $(WEBS))

attack: .venv/installed ## how long patients wait while 32 connections try passwords
	@$(PY) manage.py sign_in_attack --settings=tests.bench.settings

fuzz: .venv/installed ## hostile requests to every address by everybody (make fuzz N=100000 FROM=240)
	@FUZZ_REQUESTS="$(or $(N),100000)" FUZZ_FIRST="$(or $(FROM),240)" $(PY) -m pytest -q $(BOTH_CORES) tests/fuzz

lint: .venv/installed ## style, types, directions of imports, and whether models and migrations agree
	@$(MAKE) --no-print-directory -j 2 style types

style:
	@$(PY) -m ruff check -q . && $(PY) -m ruff format --check --diff -q .
	@$(PY) -m djlint --check --lint --quiet templates || { $(PY) -m djlint --check --lint templates; exit 1; }
	@$(NO_DATABASE) $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	@said=$$(PYTHONPATH=. .venv/bin/lint-imports --no-cache 2>&1) || { echo "$$said"; exit 1; }

types:
	@$(NO_DATABASE) $(PY) -m mypy --no-error-summary

browser: .venv/installed
	@$(PY) -m tests.browser.chromium --install

sbom: .venv/installed ## list every package of the site in var/sbom.json (CycloneDX), from the lock
	@$(TOOL_VENV) && .venv/tool/bin/python -m pip install -qq --disable-pip-version-check cyclonedx-bom
	@mkdir -p var && .venv/tool/bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml -o var/sbom.json
	@rm -rf .venv/tool && echo "Written to var/sbom.json"

audit: .venv/installed ## ask whether a locked package has a known fault; fails where nobody could be asked
	@$(TOOL_VENV) && .venv/tool/bin/python -m pip install -qq --disable-pip-version-check pip-audit
	@.venv/tool/bin/pip-audit --strict --progress-spinner off --disable-pip --require-hashes -r requirements.txt -r requirements-dev.txt || \
		{ echo "Not clean: a package above has a known fault, or the advisories could not be fetched and nothing was checked."; exit 1; }
	@rm -rf .venv/tool

TOOL_VENV := rm -rf .venv/tool && $(PY) -m venv .venv/tool

clean: ## remove .venv and caches; never var/, where the data is
	@rm -rf .venv .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis

# The marker file is written last: an installation that was interrupted is done again. Python compiles what it
# imports when it does: most of the packages' modules are never imported, and compiling all took as long as the rest.
.venv/installed: requirements.txt requirements-dev.txt .ci/make-venv .ci/install
	@sh .ci/make-venv "$(PYTHON)"
	@echo "Installing what requirements-dev.txt names; the first time takes a minute or two."
	@sh .ci/install requirements-dev.txt
	@touch .venv/installed

lock: .venv/installed ## write requirements*.txt anew from pyproject.toml, with hashes
	@rm -rf .venv/lock && $(PY) -m venv .venv/lock
	@.venv/lock/bin/python -m pip install -qq --disable-pip-version-check pip-tools
	@.venv/lock/bin/python -m piptools compile $(LOCK) -o requirements.txt pyproject.toml
	@.venv/lock/bin/python -m piptools compile $(LOCK) --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml
	@rm -rf .venv/lock

LOCK := -q --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate --upgrade \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

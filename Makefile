# `make run` and `make test` are all that most people need; `make` says what else there is.
PYTHON ?= python3
VENV   ?= .venv
JOBS   ?= 2
ARGS   ?=
HOST   ?=
PORT   ?=

BIN     = $(VENV)/bin
PIP     = $(BIN)/python -m pip --disable-pip-version-check
INSTALL = $(PIP) install --quiet --require-hashes --only-binary :all:
PYTEST  = $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run install test lint types imports messages e2e checkers wheel wheel-test lock sure clean

help:        ## what there is
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

run: install ## install, make the database, serve it; HOST=… PORT=… say where
	$(BIN)/supplychain init
	$(BIN)/supplychain serve $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

install: $(VENV)/.installed ## everything for running, in $(VENV)

test: $(VENV)/.installed-test ## all tests, on SQLite and PostgreSQL; ARGS="-k trace" chooses, JOBS=0 for a debugger
	$(PYTEST) -n $(JOBS) $(ARGS)

lint: $(VENV)/.installed-lint ## style of code, words and templates; no address in the lists of packages
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/codespell
	$(BIN)/djlint --lint --quiet templates
	@! grep -nE '://|--(extra-)?index-url|--find-links|--trusted-host|@ ' requirements*.txt \
	  || { echo 'These lines name an address or a file of one machine: run `make lock`.' >&2; exit 1; }

types: $(VENV)/.installed-lint ## mypy, strict
	$(BIN)/mypy

imports: $(VENV)/.installed-lint ## which part may know which
	$(BIN)/lint-imports

# Translating what came in empty is all that is left to do; tests/contract/test_catalogues.py says what is still open.
messages: $(VENV)/.installed ## renew the catalogues of the other languages: new texts come in empty, lost ones go out
	@set -eu; pot=$$(mktemp); trap 'rm -f "$$pot"' EXIT; trap 'exit 130' INT TERM; \
	$(BIN)/python -m tests.web.messages > "$$pot"; \
	for po in supplychain/translations/*/LC_MESSAGES/messages.po; do \
	  lang=$${po#supplychain/translations/}; \
	  $(BIN)/pybabel --quiet update --input-file "$$pot" --output-file "$$po" --locale "$${lang%%/*}" --width 120 \
	    --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date; \
	done

e2e: $(VENV)/.installed-e2e ## the pages in a real browser; needs Chromium (apt-get install chromium)
	@command -v chromium >/dev/null || { echo 'No chromium found: apt-get install chromium' >&2; exit 1; }
	$(PYTEST) tests/e2e -n $(JOBS) $(ARGS)

checkers: $(VENV)/.installed-checkers ## our exports, our API and our sums on pay, judged by other people's programs
	$(PYTEST) tests/checkers $(ARGS)

wheel: $(VENV)/.installed ## sdist and wheel, in dist/
	rm -rf dist
	$(BIN)/hatchling build -d dist

# In an empty environment, far from the checkout, the way a server gets it.
wheel-test: wheel ## the wheel does what the checkout does
	@set -eu; far=$$(mktemp -d); trap 'rm -rf "$$far"' EXIT; trap 'exit 130' INT TERM; set -x; \
	$(PYTHON) -m venv "$$far/venv"; \
	"$$far/venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt; \
	"$$far/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps dist/*.whl; \
	"$$far/venv/bin/python" -m pip check; \
	cd "$$far"; export SUPPLYCHAIN_INSTANCE="$$far/instance"; unset SUPPLYCHAIN_DATABASE_URL DATABASE_URL PYTHONPATH; \
	venv/bin/supplychain --version; \
	venv/bin/supplychain init; \
	venv/bin/supplychain trace chatgpt --json > trace.json; \
	venv/bin/python -m json.tool trace.json > /dev/null; \
	wc trace.json

# Every list is made to agree with the ones before it, so that all groups fit into one environment.
UV = .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes $(UPGRADE) \
     --no-emit-index-url --no-emit-find-links --no-annotate --no-header
lock:        ## write requirements*.txt from pyproject.toml; UPGRADE=--upgrade takes the newest of everything
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(UV) pyproject.toml build.in --extra postgres -o requirements.txt
	$(UV) pyproject.toml build.in --extra postgres --group test -c requirements.txt -o requirements-test.txt
	$(UV) --group lint -c requirements-test.txt -o requirements-lint.txt
	$(UV) --group e2e -c requirements-test.txt -c requirements-lint.txt -o requirements-e2e.txt
	$(UV) --group checkers -c requirements-test.txt -c requirements-lint.txt -c requirements-e2e.txt -o requirements-checkers.txt

sure: test lint types imports e2e checkers wheel-test ## everything that CI runs, in its order

clean:       ## remove what was made here, but not the database in instance/
	rm -rf $(VENV) .venv-lock dist htmlcov .coverage* .hypothesis .*_cache
	find supplychain migrations tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("supplychain needs Python 3.11 or newer; make PYTHON=python3.12 names another.") if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv $(VENV) || { rm -f $@; exit 1; }

$(VENV)/.installed: $(BIN)/python requirements.txt pyproject.toml
	$(INSTALL) -r requirements.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-e2e $(VENV)/.installed-checkers: $(VENV)/.installed-test # they are tests too

$(VENV)/.installed-%: requirements-%.txt $(VENV)/.installed
	$(INSTALL) -r $<
	@touch $@

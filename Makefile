# Everything a user or developer needs, each target complete in itself.
# Only Python >= 3.11 and make are taken for granted; `make` alone prints this help.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.install-stamp
# One more than there are cores: tests also wait for browsers, servers and killed processes.
TESTERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')
MADE_FROM := pyproject.toml requirements/dev.txt tools/build_assets.py frontend/package-lock.json \
             $(wildcard src/signatur/locale/*/LC_MESSAGES/messages.po)

.DEFAULT_GOAL := help
.PHONY: help install run test test-postgresql check format lint types contracts catalogue docs-check bench fault-mail fuzz lock messages docs clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP) ## Set up everything in .venv (Python packages, front-end files, catalogues)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Signatur needs Python 3.11 or newer. Name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(STAMP): $(BIN)/python $(MADE_FROM)
	$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements/dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

run: install ## Start Signatur with a demo authority on http://127.0.0.1:8000
	$(BIN)/signatur demo --serve

# Tests run side by side: threads within each would only stand in each other's way.
test test-postgresql: export OPENBLAS_NUM_THREADS = 1
test test-postgresql: export OMP_NUM_THREADS = 1
test test-postgresql: export POLARS_MAX_THREADS = 1

test: install ## Run all tests on the embedded database
	$(BIN)/python -m pytest --numprocesses $(TESTERS)

test-postgresql: install ## Run the tests that touch a database on PostgreSQL, when a server is reachable
	$(BIN)/python tools/test_on_postgresql.py

check: format lint types contracts catalogue docs-check test test-postgresql ## All that must hold before a push

format: install
	$(BIN)/ruff format --check .

lint: install
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet src/signatur
	$(BIN)/codespell src tests docs tools benchmarks README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md

types: install
	$(BIN)/mypy

contracts: install
	$(BIN)/lint-imports --no-cache

catalogue: install
	$(BIN)/python tools/catalogue.py --check

docs-check: install
	$(BIN)/python tools/docs.py --check

bench: install ## Measure (slow); results go to benchmarks/*/results
	$(BIN)/uv pip install --quiet --require-hashes --python $(BIN)/python --requirement requirements/bench.txt
	PYTHONPATH=. $(BIN)/python benchmarks/mail_routing/run.py
	PYTHONPATH=. $(BIN)/python benchmarks/mail_routing/reading.py
	PYTHONPATH=. $(BIN)/python benchmarks/text/run.py
	PYTHONPATH=. $(BIN)/python benchmarks/fleet/run.py
	PYTHONPATH=. $(BIN)/python benchmarks/fleet/pages.py
	for part in identifiers sensitive linking pictures leaks speed bad_input case; do PYTHONPATH=. $(BIN)/python benchmarks/disclosure/$$part.py; done
	$(BIN)/python tools/docs.py

fault-mail: install ## Kill Signatur ten times while 500 mails go through it (as root, with Dovecot; some minutes)
	PYTHONPATH=. $(BIN)/python benchmarks/fault_mail.py $(if $(POSTGRESQL),--postgresql $(POSTGRESQL))

fuzz: install ## Damage files of every kind and look for a crash, a loss or a hang (ten minutes)
	$(BIN)/python benchmarks/mail_routing/reading_fuzz.py --seconds 600

docs: install ## Write the generated pages (settings, commands, routes, benchmarks)
	$(BIN)/python tools/docs.py

messages: install ## Collect new texts into the catalogue
	$(BIN)/python tools/catalogue.py

lock: $(BIN)/python ## Resolve the dependencies anew
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --output-file requirements/runtime.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev --constraint requirements/runtime.txt pyproject.toml --output-file requirements/dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev --extra bench --constraint requirements/dev.txt pyproject.toml --output-file requirements/bench.txt
	cd frontend && npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

clean: ## Remove what was built (not your data in var/)
	rm -rf $(VENV) frontend/node_modules src/signatur/ui/static/vendor .mypy_cache .ruff_cache .pytest_cache

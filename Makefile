# The public face: each target makes what it needs first. `make` alone lists them.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
PORTAL_HOME ?= var
PYTEST_ARGS ?=
WORKERS ?= 2

# What `check` shows Django: a portal on the internet, whose keys come from nowhere (env.adopt_running_portal).
PRODUCTION := env -u DATABASE_URL -u DEBUG -u PORTAL_TESTING -u PORTAL_TODAY \
	PORTAL_HOME=/nonexistent PORTAL_URL=https://portal.example ALLOWED_HOSTS=portal.example

.PHONY: help setup run demo test check bench drill catalogues lock

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.for-work catalogues ## install everything into .venv

run: $(VENV)/.for-use ## start the portal with its demonstration; PORT and PORTAL_HOME are honoured
	@$(BIN)/python -m ilc_migration.catalogues compile >/dev/null
	@$(BIN)/python manage.py portal --port $(PORT) --home $(PORTAL_HOME)

demo: $(VENV)/.for-use ## start a portal with fresh demonstration data, in a home of its own
	@$(BIN)/python -m ilc_migration.catalogues compile >/dev/null
	@$(BIN)/python manage.py portal --port $(PORT) --home $(PORTAL_HOME)/demonstration --fresh

test: setup ## run the whole suite; installs chromium where it may
	@if .ci/browser; then \
		$(BIN)/python -m pytest -n $(WORKERS) -m "not bench and not drill" $(PYTEST_ARGS); \
	elif [ "$(CI)" = true ]; then \
		echo "No chromium: on CI nothing may be left out." >&2; exit 1; \
	else \
		$(BIN)/python -m pytest -n $(WORKERS) -m "not bench and not drill and not browser" $(PYTEST_ARGS); \
		result=$$?; \
		echo "LEFT OUT: the browser tests. Install chromium and run again." >&2; exit $$result; \
	fi

check: setup ## format, lint, types, import contracts, templates, migrations, production settings, catalogues
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(PRODUCTION) $(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python -m ilc_migration.catalogues check

bench: setup ## measure, and print the ratios
	$(BIN)/python -m pytest -m bench -s $(PYTEST_ARGS)

drill: setup ## kill the services of a portal by turns and count what is lost
	$(BIN)/python -m pytest -m drill -s $(PYTEST_ARGS)

catalogues: $(VENV)/.for-work
	@$(BIN)/python -m ilc_migration.catalogues compile >/dev/null

lock: $(VENV)/.for-work ## pin what requirements*.in ask for, with hashes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	for name in requirements requirements-dev; do \
		$(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-annotate --no-header \
			--output-file $$name.txt $$name.in || exit 1; \
	done

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] \
		if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "python3 -m venv does not work here; on Debian install python3-venv." >&2; exit 1; }

$(VENV)/.for-use: requirements.txt | $(BIN)/python
	@echo "Installing what the portal runs on"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.for-work: requirements.txt requirements-dev.txt | $(BIN)/python
	@echo "Installing what the portal is worked on with"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.for-use

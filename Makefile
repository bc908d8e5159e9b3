# The project's verbs. People, hooks and CI call the same ones; `make help` lists them.

PYTHON ?= python3
UV ?= uv
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PROJECT := $(PIP) --no-deps --no-build-isolation --editable .

.DEFAULT_GOAL := help
.PHONY: help setup run chat test check format bench fleet simulate docs lock

help:  ## list the verbs
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-12s %s\n", $$1, $$2 }'

setup: $(VENV)/ready-run  ## make .venv with the trivium command in it
	@echo "Ready: $(BIN)/trivium"

run: $(VENV)/ready-run  ## start Trivium: the web playground, and every platform that has credentials
	@exec $(BIN)/trivium run

chat: $(VENV)/ready-run  ## play in this terminal
	@exec $(BIN)/trivium chat

test: $(VENV)/ready-dev  ## run the whole suite
	$(BIN)/python -m pytest --numprocesses auto

check: $(VENV)/ready-dev  ## lint, formatting, types, imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/ready-dev  ## put the code in its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/ready-dev  ## measure what must stay fast
	$(BIN)/python -m benchmarks

fleet: $(VENV)/ready-dev  ## play rounds on real processes that are killed (ROUNDS=500)
	$(BIN)/python -m pytest -m fleet tests/fleet
	$(BIN)/python -m tests.fleet --rounds $(or $(ROUNDS),500)

simulate: $(VENV)/ready-dev  ## play rounds in simulated worlds full of trouble (SEEDS=1000; SEED=7 replays one, with its trace)
	$(BIN)/python -m tests.simulation $(if $(SEED),--seed $(SEED),--seeds $(or $(SEEDS),1000))

docs: $(VENV)/ready-dev  ## check the documents against the code
	$(BIN)/python -m pytest tests/docs

lock:  ## choose the versions of all dependencies anew (needs uv)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: install it (pipx install uv), or name it with UV=path." >&2; exit 1; }
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile pyproject.toml --group build --quiet --upgrade \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--output-file requirements/run.lock
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile pyproject.toml --group build --group dev --quiet --upgrade \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--constraint requirements/run.lock --output-file requirements/dev.lock

# The virtual environment is made once, and again if making it was interrupted; each stamp is renewed when its lock or pyproject.toml changes.
$(VENV)/made:
	@command -v $(PYTHON) >/dev/null || { echo "Trivium needs Python 3.11 or newer; $(PYTHON) was not found. Install it, or name one: make PYTHON=python3.12 $(or $(firstword $(MAKECMDGOALS)),run)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Trivium needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Name a newer one: make PYTHON=python3.12 $(or $(firstword $(MAKECMDGOALS)),run)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Trivium needs Python's venv module, which $(PYTHON) lacks. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Setting up, once. This takes a minute or two."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/ready-run: requirements/run.lock pyproject.toml | $(VENV)/made
	@$(PIP) --require-hashes --requirement requirements/run.lock
	@$(PROJECT)
	@touch $@

$(VENV)/ready-dev: requirements/dev.lock pyproject.toml | $(VENV)/made
	@$(PIP) --require-hashes --requirement requirements/dev.lock
	@$(PROJECT)
	@touch $@ $(VENV)/ready-run

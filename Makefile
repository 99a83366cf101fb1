# Two commands matter: `make demo` and `make test`. Both set themselves up in .venv and need nothing but Python 3.11.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
SOURCES := src tests bench docs
INSTALL := $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable . --python $(BIN)/python
LOCK := $(BIN)/uv pip compile -q --python-version 3.11 --universal --generate-hashes --no-emit-index-url

.PHONY: demo test check fmt bench pictures lock clean

demo: $(VENV)/.base
	@$(BIN)/vpr demo

# Journeys run alone: a browser, a server and a spreadsheet want both processors. Their failure does not hide the rest's.
test: $(VENV)/.dev
	@failed=0; \
	$(BIN)/pytest -q -n 2 -m "not journey" $(PYTEST) || failed=1; \
	$(BIN)/pytest -q -rs -m journey $(PYTEST) || failed=1; \
	exit $$failed

check: $(VENV)/.dev
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m vpr.console migrations --check

fmt: $(VENV)/.dev
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

bench: $(VENV)/.dev
	$(BIN)/python -m bench $(BENCH)

pictures: $(VENV)/.dev
	$(BIN)/python docs/pictures.py

lock: $(VENV)/.dev
	$(LOCK) requirements/base.in -o requirements/base.txt
	$(LOCK) requirements/dev.in -o requirements/dev.txt

clean:
	rm -rf $(VENV) build src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@echo "The state of the installation (VPR_HOME, by default var/) is left as it is."

$(BIN)/uv:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or later is needed: PYTHON=/path/to/python make demo"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

# .base is satisfied by the development environment too, which contains it.
$(VENV)/.base: requirements/base.txt pyproject.toml | $(BIN)/uv
	@test -f $(VENV)/.dev || $(BIN)/uv pip sync --quiet --require-hashes requirements/base.txt --python $(BIN)/python
	@test ! -f $(VENV)/.dev || $(BIN)/uv pip sync --quiet --require-hashes requirements/dev.txt --python $(BIN)/python
	@$(INSTALL)
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(BIN)/uv
	@$(BIN)/uv pip sync --quiet --require-hashes requirements/dev.txt --python $(BIN)/python
	@$(INSTALL)
	@touch $@ $(VENV)/.base

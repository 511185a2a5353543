# `make help` lists what there is. The set-up happens by itself: .venv is made and kept up with pyproject.toml.

# What a person asks may hold anything at all, so neither make nor a shell may read it: `value` takes the words as they
# are, the environment carries them to the recipe, and the recipe hands them on as standard input, so that no list of
# processes shows them but for make's own arguments (`make ask` alone avoids those too). An empty MAKEOVERRIDES keeps
# a second copy out of MAKEFLAGS.
override Q := $(value Q)
export Q
MAKEOVERRIDES =

SHELL = /bin/sh
VENV = .venv
PYTHON ?=

BIN = $(VENV)/bin
ADVISOR = $(BIN)/advisor
RUNTIME = $(VENV)/.installed
DEV = $(VENV)/.installed-dev
DOCS = $(VENV)/.installed-docs

PYTHONS = $(if $(PYTHON),"$(PYTHON)",python3.14 python3.13 python3.12 python3.11 python3.10 python3 python)
FITS = import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))
NO_PYTHON = $(if $(PYTHON),PYTHON=$(PYTHON) does not run Python 3.10 or newer with venv.,No Python 3.10 or newer with \
	venv was found. Install one (on Debian: python3 and python3-venv) or name one: make PYTHON=/path/to/python3)
RULEBASES = $(patsubst %/rulebase.yaml,%,$(wildcard rules/*/rulebase.yaml examples/*/rulebase.yaml \
	examples/*/*/rulebase.yaml))
BENCHMARKS = $(filter-out benchmarks/_%,$(wildcard benchmarks/*.py))

.DEFAULT_GOAL = help
.NOTPARALLEL:
.PHONY: help ask test lint types imports unit coverage rulebases format fuzz kill docs bench clean

help:  ## List these targets
	@awk -F ':.*##  *' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

ask: $(RUNTIME)  ## Ask for advice: make ask Q="..."; without Q it asks what it is about
	@if [ -n "$$Q" ]; then printf %s "$$Q" | (unset Q; exec $(ADVISOR) ask -); else exec $(ADVISOR) ask; fi

test: lint types imports unit rulebases  ## Check everything

lint: $(DEV)  ## Check how the code is laid out and written
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(DEV)  ## Check the types
	$(BIN)/mypy

imports: $(DEV)  ## Check that imports only go down
	$(BIN)/lint-imports --no-logo

unit: $(DEV)  ## Run the tests and the examples in docstrings and documents, on every core
	$(BIN)/pytest -n auto

coverage: $(DEV)  ## Run the tests and measure which lines and branches they reach; twice as slow
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report

rulebases: $(RUNTIME)  ## Check and test every rulebase in rules/ and examples/, and every mutant of their rules
	@set -e; for folder in $(RULEBASES); do \
		for verb in "check --strict" "test --strict --coverage --mutants"; do echo "advisor $$verb $$folder"; $(ADVISOR) $$verb "$$folder"; done; \
	done

format: $(DEV)  ## Lay the code out and mend what can be mended by itself
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

fuzz: $(DEV)  ## Try the properties on thousands of examples each
	HYPOTHESIS_PROFILE=long $(BIN)/pytest -m hypothesis tests

kill: $(DEV)  ## Kill 600 processes in the middle of storing sessions, and look at what they leave
	ADVISOR_KILLS=500 $(BIN)/pytest -s tests/conversation/test_kill.py

docs: $(DOCS)  ## Make a site of the documentation in build/site; every warning stops it
	@rm -rf build/site build/doctrees
	@$(BIN)/sphinx-build --quiet --nitpicky --fail-on-warning --keep-going --doctree-dir build/doctrees docs build/site
	@echo 'The site begins at build/site/index.html.'

bench:  ## Say how to run the benchmarks
	@echo 'Each of these measures one thing and prints it. Run them one at a time, on a machine with nothing else to do:'
	@for program in $(BENCHMARKS); do echo "  $(BIN)/python $$program"; done

clean:  ## Remove all that was made here, the environment included
	@if [ -f "$(VENV)/pyvenv.cfg" ]; then rm -rf "$(VENV)"; fi
	rm -rf .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): pyproject.toml tools/setup_env.py
	@for python in $(PYTHONS); do \
		if "$$python" -c '$(FITS)' >/dev/null 2>&1; then \
			"$$python" tools/setup_env.py "$(VENV)" && touch $@; exit; \
		fi; \
	done; \
	echo '$(NO_PYTHON)' >&2; exit 1

$(DEV): $(RUNTIME)
	@$(BIN)/python tools/setup_env.py "$(VENV)" --dev && touch $@

$(DOCS): $(RUNTIME)
	@echo 'Installing what makes the site.' >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]' && touch $@

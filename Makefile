# communique: `make demo` and `make test` are all that a newcomer needs.
#
# Both make the virtual environment .venv first (network is needed once, to install). Other places and
# ports: make demo PORT=8080, make demo VENV=/elsewhere, make demo STORE=/elsewhere.

SHELL := /bin/sh
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
STORE ?= .demo
BIN := $(VENV)/bin
READY := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
NODE := $(VENV)/.installed-node

.PHONY: help demo test lint types check unit bench hostile conformance peers assets wheel clean

help:
	@echo 'make demo    install, build the graph from data/articles, serve it on http://127.0.0.1:$(PORT)/'
	@echo 'make test    install, then linters, type checks and all tests'
	@echo 'make lint    ruff, mypy and the import contracts alone'
	@echo 'make bench   the benchmarks, which print what they measured'

demo: $(READY)
	@$(BIN)/communique demo --store '$(STORE)' --port $(PORT)

test: $(DEV) lint unit

lint: $(DEV)
	$(BIN)/ruff check server tests
	$(BIN)/ruff format --check server tests
	$(BIN)/mypy
	$(BIN)/lint-imports

# What watches clocks and processes runs alone, browsers beside each other only; the rest in as many processes as
# there are cores.
ALONE := tests/reliability tests/peers
unit: $(DEV) $(NODE)
	$(BIN)/pytest -n auto --dist loadfile --ignore=tests/browser $(ALONE:%=--ignore=%)
	$(BIN)/pytest -n 2 --dist loadfile tests/browser
	$(BIN)/pytest $(ALONE)

bench: $(DEV)
	$(BIN)/python -m pytest tests/bench -p no:cacheprovider -s -o addopts='' -o python_files='bench_*.py' -o python_functions='bench_*'

conformance: $(DEV)
	$(BIN)/pytest tests/conformance -s

hostile: $(DEV)
	$(BIN)/python tests/reliability/hostile.py

peers: $(DEV) $(NODE)
	$(BIN)/pytest tests/peers -s

assets: $(NODE)
	cd server/ui && npm run build

wheel: $(DEV)
	$(BIN)/python -m build --wheel --outdir dist

clean:
	rm -rf $(VENV) $(STORE) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(READY): pyproject.toml
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "$(PYTHON) is not installed. On Debian and Ubuntu: sudo apt-get install -y python3 python3-venv make"; \
	  echo "On macOS: brew install python, or take it from python.org."; exit 3; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "communique needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1)."; \
	  echo "Name a newer one: make demo PYTHON=python3.12"; exit 3; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "Python's venv is missing. On Debian and Ubuntu: sudo apt-get install -y python3-venv"; exit 3; }
	@mkdir -p '$(VENV)' 2>/dev/null && test -w '$(VENV)' || { \
	  echo "$(VENV) cannot be written: this folder is read-only."; \
	  echo "Put what is made elsewhere: make demo VENV=\$$HOME/communique-venv STORE=\$$HOME/communique-demo"; exit 4; }
	@echo "Installing into $(VENV) (once; needs the network and a minute or two) ..."
	@$(PYTHON) -m venv '$(VENV)'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1' && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . || { \
	  echo "The packages could not be installed. Is there a network? It is needed once; then: make demo"; exit 3; }
	@touch '$(READY)'

$(DEV): $(READY) pyproject.toml
	@echo "Installing what the tests need into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev || { \
	  echo "The packages could not be installed. Is there a network? It is needed once; then: make test"; exit 3; }
	@touch '$(DEV)'

# Node serves the tests alone: axe in the browser, the rebuild of the assets, Comunica as a client.
$(NODE): $(DEV) server/ui/package-lock.json tests/peers/comunica/package.json
	@if command -v npm >/dev/null 2>&1; then \
	  echo "Installing what the browser tests need from npm ..."; \
	  (cd server/ui && npm ci --silent --no-audit --no-fund) && \
	  (cd tests/peers/comunica && npm install --silent --no-package-lock --no-audit --no-fund); \
	else echo "npm is not installed: the tests that need it are skipped"; fi
	@touch '$(NODE)'

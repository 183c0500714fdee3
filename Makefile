# `make report` builds the reports, on a machine with nothing but Python 3.11 (or later) and make.
# `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
# Libraries that come as source are built by pip in an environment of their own, which has what their pyproject.toml asks
# for. Without that isolation, each whose build needs more than setuptools would have to be known here.

.PHONY: report test lint check fuzz reference benchmark clean distclean help

report: $(VENV)/.installed  ## build every report; says where the PDFs are
	@$(BIN)/reportbuilder build

test: $(VENV)/.installed-dev  ## run the tests
	@$(BIN)/python -m pytest -n auto

lint: $(VENV)/.installed-dev  ## check the code: style, format and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

check: lint $(if $(TESTED),,test)  ## check the code and run the tests (TESTED=yes: they were run just before)

fuzz: $(VENV)/.installed-dev  ## damage inputs at random and run commands on them, for ten minutes (TIME=600)
	@$(BIN)/python -m tests.fuzz --seconds $(or $(TIME),600)

reference: report $(VENV)/.installed-reference  ## let veraPDF and outloud judge the reports; needs Java, and once Maven
	@$(BIN)/python tools/install_verapdf.py
	@$(BIN)/python tools/reference_checks.py --outloud output/*/*-screen.pdf output/*/*-concept.pdf

benchmark: $(VENV)/.installed-benchmark  ## build the same reports with other systems, side by side
	@$(BIN)/python -m benchmarks

clean:  ## remove what was built, and what tools keep for themselves
	@find output -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
	@rm -rf build dist src/*.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean  ## clean, and remove .venv and .tools
	@rm -rf $(VENV) .tools

help:  ## show this list
	@sed -n 's/^\([a-z]*\):.*  ## /\1\t/p' $(MAKEFILE_LIST) | while IFS='	' read -r name about; do \
	  printf '  make %-10s %s\n' "$$name" "$$about"; done

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or later is needed, and “$(PYTHON)” is missing or older."; \
	  echo "Install it, or name another one: make report PYTHON=python3.12"; exit 1; } >&2
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "Python could not make a virtual environment. On Debian and Ubuntu: apt install python3-venv"; \
	  rm -rf $(VENV); exit 1; } >&2
	@touch $@

$(VENV)/.installed: $(VENV)/.python pyproject.toml constraints.txt
	@echo "Installing reportbuilder and its libraries in $(VENV)/; this is done once, and takes a minute …"
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing the developers' tools …"
	@$(INSTALL) --editable '.[dev]'
	@touch $@

$(VENV)/.installed-benchmark: $(VENV)/.installed
	@echo "Installing the systems to compare with …"
	@$(INSTALL) --editable '.[benchmarks]'
	@touch $@

$(VENV)/.installed-reference: $(VENV)/.installed
	@echo "Installing the package that judges the tags …"
	@$(INSTALL) --editable '.[reference]'
	@touch $@

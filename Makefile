PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
export Q

.DEFAULT_GOAL := help
.PHONY: help install chat ask eval test test-nightly check format docs bench clean

help: ## List these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

install: $(VENV)/.installed ## Make .venv with .venv/bin/dateline

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.lock
	@touch $@

.dateline/.seeded: $(VENV)/.installed $(wildcard seeds/reports/*)
	$(BIN)/dateline --data-dir .dateline ingest seeds/reports
	@touch $@

chat: .dateline/.seeded ## Set everything up and serve the five seed reports
	$(BIN)/dateline --data-dir .dateline serve

ask: .dateline/.seeded ## Ask once: make ask Q="Who is the head of Rosatom?"
	@$(BIN)/dateline --data-dir .dateline ask "$$Q" || test $$? -eq 3

eval: .dateline/.seeded ## Measure answers and refusals on seeds/questions.jsonl
	$(BIN)/dateline --data-dir .dateline eval --html .dateline/eval.html $(EVAL)
	@echo "Every answer: .dateline/eval.html"

test: $(VENV)/.installed-dev ## Set everything up and run all tests
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

test-nightly: $(VENV)/.installed-dev ## Run the tests that take long, and those made by chance with 20,000 examples each: hours
	HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest -m "hypothesis or nightly" --timeout 0 --numprocesses 2

check: $(VENV)/.installed-dev ## Lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.installed-dev ## Put the code in its format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.installed-dev ## Make a site of the documentation, in build/docs
	$(BIN)/mkdocs build --strict --quiet
	@echo "Open build/docs/index.html"

bench: $(VENV)/.installed-dev .dateline/.seeded ## Measure speed and ranking; results in bench/results
	$(BIN)/python -m bench.run

clean: ## Remove what was built; the index in .dateline stays
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

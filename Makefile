PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# Tools of those who renew the locks, each in an environment of its own below build/
UV := uv==0.13.8
AUDITOR := pip-audit==2.10.1
LOCKS := requirements.lock requirements-torch.lock requirements-postgres.lock requirements-dev.lock
COMPILE := build/uv/bin/uv pip compile pyproject.toml --quiet --python-version 3.11 \
	--python-platform x86_64-manylinux_2_28 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --excludes deploy/cuda.txt --excludes deploy/left_out.txt
# all that a lock names already, to be left out of the next
LEFT_OUT = $$(sed -nE 's/^([A-Za-z0-9._-]+)==.*/--no-emit-package \1/p' $(1))
export Q

.DEFAULT_GOAL := help
.PHONY: help install chat ask eval test test-nightly check format docs lock licences sbom audit bench scale-test clean

help: ## List these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

install: $(VENV)/.installed ## Make .venv with .venv/bin/dateline

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# What is locked is installed without asking what it needs: the locks have all of it, each file with
# its hashes. Of torch, pip is first asked for the build that is offered, wherever it lies, since
# with hashes it would prefer what an index tells them of. Dateline itself comes last, and brings in
# what only the CUDA build of torch needs.
$(VENV)/.installed: requirements.lock requirements-torch.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --no-deps --require-hashes --requirement requirements.lock
	$(PIP) download --no-deps --dest $(VENV)/torch $$(sed -n 's/^\(torch==[^ ]*\).*/\1/p' requirements-torch.lock)
	$(PIP) install --no-deps --require-hashes --no-index --find-links $(VENV)/torch --requirement requirements-torch.lock
	@rm -r $(VENV)/torch
	$(PIP) install --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock requirements-postgres.lock $(VENV)/.installed
	$(PIP) install --no-deps --require-hashes --requirement requirements-dev.lock --requirement requirements-postgres.lock
	@$(PIP) --quiet uninstall --yes --requirement deploy/left_out.txt
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

# Three workers keep two cores busy: a quarter of the time of each goes into waiting for servers,
# browsers and commands. tests/conftest.py says which files begin first.
test: $(VENV)/.installed-dev ## Set everything up and run all tests
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

test-nightly: $(VENV)/.installed-dev ## Run the tests that take long, and those made by chance with 20,000 examples each: hours
	PYTHONDONTWRITEBYTECODE= HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest -m "hypothesis or nightly" --timeout 0 --numprocesses 2

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

lock: build/uv ## Lock what pyproject.toml asks for, with hashes; make lock UPGRADE=--upgrade for newer ones
	$(COMPILE) $(UPGRADE) $(call LEFT_OUT,requirements-torch.lock) --constraint requirements-torch.lock \
		--output-file requirements.lock
	$(COMPILE) $(UPGRADE) --extra postgres $(call LEFT_OUT,requirements.lock requirements-torch.lock) \
		--constraint requirements.lock --constraint requirements-torch.lock --output-file requirements-postgres.lock
	$(COMPILE) $(UPGRADE) --extra dev $(call LEFT_OUT,requirements.lock requirements-torch.lock) \
		--constraint requirements.lock --constraint requirements-torch.lock --output-file requirements-dev.lock

build/uv:
	$(PYTHON) -m venv $@
	$@/bin/python -m pip install --quiet --disable-pip-version-check $(UV) || { rm -rf $@; false; }

licences: $(VENV)/.installed-dev ## Make docs/licences.md anew, after the locks were renewed
	$(BIN)/python -m deploy.licences

sbom: $(VENV)/.installed-dev ## Make a release's bill of materials, build/dateline.cdx.json (CycloneDX)
	$(BIN)/python -m deploy.sbom build/dateline.cdx.json

audit: ## Ask a public list of known faults about all that is locked: needs a network
	@mkdir -p build
	@test -x build/audit/bin/pip-audit \
		|| { $(PYTHON) -m venv build/audit && build/audit/bin/python -m pip install --quiet $(AUDITOR); } >build/audit.log 2>&1 \
		|| { rm -rf build/audit; echo "make audit: $(AUDITOR) cannot be fetched; this needs a network (build/audit.log says more)." >&2; exit 2; }
	@build/audit/bin/pip-audit --disable-pip --no-deps --strict --progress-spinner off $(LOCKS:%=--requirement %) 2>build/audit.log \
		|| { ! grep -qE "ConnectionError|not found on PyPI" build/audit.log || echo "make audit: the list of known faults cannot be reached; this needs a network." >&2; exit 2; }

bench: $(VENV)/.installed-dev .dateline/.seeded ## Measure speed and ranking; results in bench/results
	$(BIN)/python -m bench.run

scale-test: $(VENV)/.installed-dev ## Start PostgreSQL, a Chroma server and two servers on loopback, and measure all that in bench/scale
	$(BIN)/python -m bench.scale.both --every 6 --reports 2
	$(BIN)/python -m bench.scale.load --minutes 2
	$(BIN)/python -m bench.scale.written
	$(BIN)/python -m bench.scale.workers
	$(BIN)/python -m bench.scale.served --reports 2 --rounds 2 --passages 12000 --answers 21
	$(BIN)/python -m bench.scale --passages 50000

clean: ## Remove what was built; the index in .dateline stays
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

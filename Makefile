# make review and make test set everything up by themselves; the rest is for those who go on.
PYTHON ?= python3.11
PYTHON := $(shell command -v $(PYTHON) || command -v python3)
BIN := .venv/bin

.PHONY: review test setup lint format up examples faults fuzz bench mutation compose lock clean help

help:  ## What there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-10s %s\n", $$1, $$2}'

setup: .venv/installed  ## A virtual environment with everything pinned; gouji is .venv/bin/gouji

.venv/installed: requirements/dev.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements/dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@# The readers' child may write nothing, so it finds what it imports compiled; a package's template may be no Python.
	@$(BIN)/python -m compileall -qq -j 0 .venv/lib || true
	@touch $@

review: setup  ## Review the example documents: embedded NATS, SQLite, no root, no Docker
	@$(BIN)/gouji review examples || [ $$? -eq 1 ] # 1: the examples have faults, as they should

test: setup  ## All tests but the slow suites
	$(BIN)/python -m pytest

lint: setup  ## Style, types, and what must be true of the repository
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup  ## Put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

up: setup  ## The whole product on this machine: inbox, HTTP on 127.0.0.1:8420, NATS on 127.0.0.1:8422
	$(BIN)/gouji up --data data

examples: setup  ## Write the example documents anew
	$(BIN)/python -m specimens examples

faults: setup  ## Kill services, servers and disks in the middle of work; nothing may be lost (GOUJI_FAULTS=short: minutes)
	$(BIN)/python -m pytest -m faults tests

bench: setup  ## What everything costs, as ratios measured in one run (docs/performance.md; some minutes)
	$(BIN)/python -m benchmarks $(BENCH)

fuzz: setup  ## Crafted and mutated files of every format through the sandbox: no reader may crash (FUZZ="--inputs 2000")
	$(BIN)/python -m tests.fuzz $(FUZZ)

mutation: setup  ## Break the rules' code in every small way: their examples must notice
	$(BIN)/python -m tests.mutation $(MUTATION)

compose: setup  ## Build, run and take down docker-compose.yml (root; docker.io, docker-compose, debootstrap)
	$(BIN)/python -m tests.compose.prove
	$(BIN)/python -m tests.compose.prove --dev

lock:  ## Pin the dependencies anew (needs uv)
	sh requirements/compile.sh

clean:  ## Remove what can be made again
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis

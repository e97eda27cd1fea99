# `make` sets the publication, `make test` runs every check, `make fast` those that need no whole volume. Each makes .venv first,
# from the hashed lock file; `make PYTHON=python3.12` with another Python.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
PYTHON ?= python3
BIN := .venv/bin

.PHONY: all test fast bench lock clean system test-system

all: .venv/ready
	$(BIN)/report build

# What the typesetter needs from the system, and what the tests need besides.
SYSTEM := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
TEST_SYSTEM := default-jre-headless poppler-utils qpdf

system:
	@compiler/setup/packages.sh $(SYSTEM)

test-system: system
	@compiler/setup/packages.sh $(TEST_SYSTEM)

.venv/ready: requirements.lock pyproject.toml | system
	@compiler/setup/venv.sh $(PYTHON)
	@touch $@

test: test-system .venv/ready
	$(BIN)/python -m pytest -n auto --dist loadfile

# What one runs while writing: all but what sets whole volumes.
fast: .venv/ready
	$(BIN)/python -m pytest -m "not slow"

# How fast it is: tests/bench/README.md.
bench: .venv/ready
	$(BIN)/python -m tests.bench

# Pins anew what pyproject.toml asks for; `pip install uv` first.
lock:
	uv pip compile pyproject.toml --extra test --extra setup --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --no-header --quiet -o requirements.lock

clean: .venv/ready
	$(BIN)/report clean

# Two commands on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3.11
ifeq (, $(shell command -v $(PYTHON)))
PYTHON := python3
endif
BIN := .venv/bin
# Tests are compiled once, not in every worker of every run, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: install dev demo test check format lint types bench clean

install: .venv/.installed  ## everything needed to run

dev: .venv/.dev  ## and to work on it

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.installed: pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/.dev: pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@ .venv/.installed

demo: install  ## a made-up district: no token, no network
	$(BIN)/otklik demo

test: dev
	$(BIN)/pytest -n auto --dist worksteal

check: dev lint types test  ## what must be green before a commit

format: dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: dev
	$(BIN)/mypy

bench: dev
	$(BIN)/python benchmarks/pass.py

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Each target is one line of what CI runs too. `make help` lists them.
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup run up down test test-slow test-faults quality coverage bench bench-scale lint format docs site lock clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## install everything from the lock into .venv

$(STAMP): requirements.lock pyproject.toml .ci/setup
	@PYTHON=$(PYTHON) .ci/setup $(VENV)
	@touch $@

run: setup ## the main job: sample newsroom → tables
	@$(BIN)/acta sample

up: setup ## start Airflow's scheduler and web UI on loopback
	@$(BIN)/acta up

down: setup ## stop them
	@$(BIN)/acta down

test: setup ## lint and all tests but the slow ones
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -m "not slow"

test-slow: setup ## the long suites
	@$(BIN)/python -m pytest -m slow

test-faults: setup ## every fault of tests/faults/catalogue.py, slow ones too, and a table of them
	@$(BIN)/python -m pytest -m fault -p tests.faults.report

quality: setup ## score against ../shared where it exists
	@$(BIN)/python tests/quality/score.py

coverage: setup ## print how much of the warehouse is described and tested; fails when it fell
	@$(BIN)/python -m tests.dbt.coverage

bench: setup ## what a constant costs, words per CPU-second beside spaCy alone, statements beside textacy
	@$(BIN)/python tests/quality/bench_speed.py
	@$(BIN)/python tests/quality/bench_annotate.py
	@$(BIN)/python tests/quality/bench_statements.py

bench-scale: setup ## the warehouse with 0.1, 0.3 and 1 million articles: an hour, 40 GB of disk
	@$(BIN)/python -m tests.scale.bench

lint: setup ## ruff, mypy, sqlfluff
	@$(BIN)/ruff check include dags tests training
	@$(BIN)/mypy
	@cd dbt_project && DO_NOT_TRACK=1 ACTA_BUILD_FILE=:memory: ../$(BIN)/sqlfluff lint models --config ../pyproject.toml -q

format: setup ## let ruff sort imports and mend what it can
	@$(BIN)/ruff check --fix include dags tests training

docs: setup ## generate the data dictionary, the ERD and the settings page
	@$(BIN)/python docs/generate.py

site: setup ## the tables with their lineage as one HTML page, after `make run`
	@[ -f data/build/acta.duckdb ] || { echo "no warehouse is built yet: make run first" >&2; exit 1; }
	@DO_NOT_TRACK=1 ACTA_BUILD_FILE=$(CURDIR)/data/build/acta.duckdb $(BIN)/dbt -q docs generate --static \
	  --project-dir dbt_project --profiles-dir dbt_project --target-path $(CURDIR)/data/site --log-path $(CURDIR)/data/site
	@mv data/site/static_index.html data/site/index.html && echo "data/site/index.html"

lock: ## pin what pyproject.toml asks for; the lock names no registry
	@env -u UV_INDEX_URL -u UV_DEFAULT_INDEX -u UV_FIND_LINKS -u PIP_INDEX_URL -u PIP_FIND_LINKS \
	  $(BIN)/uv pip compile -q pyproject.toml --extra dev --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements.lock
	@env -u UV_INDEX_URL -u UV_DEFAULT_INDEX -u UV_FIND_LINKS -u PIP_INDEX_URL -u PIP_FIND_LINKS \
	  $(BIN)/uv pip compile -q tests/connect/requirements.in --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate -o tests/connect/requirements.txt

clean: ## remove the environment, the data and all caches
	@-[ -x $(BIN)/acta ] && $(BIN)/acta down >/dev/null 2>&1
	rm -rf $(VENV) data .mypy_cache .ruff_cache .pytest_cache dbt_project/target dbt_project/logs

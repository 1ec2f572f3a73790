SHELL := /bin/sh
export PATH := $(PATH):$(CURDIR)/.tools/bin
RUN := uv run --frozen
TESTS := $(RUN) pytest -n auto --dist loadgroup -q

.PHONY: help setup demo test test-fast check fix bench bench-pool session-env session-lock docs
.DEFAULT_GOAL := help

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install what is missing: uv, bubblewrap, both environments
	@sh infra/setup.sh

demo: setup ## Answer a question about data/penguins.csv on this machine, with no key
	$(RUN) analyst ask "What is the mean body mass by species?" data/penguins.csv

test: setup ## Run every check and every test
	$(MAKE) check
	$(TESTS)

test-fast: setup ## Run the checks and the tests that take under two minutes in all
	$(MAKE) check
	$(TESTS) -m "not slow"

check: ## Lint, format, types, import rules
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) lint-imports --no-cache

fix: ## Mend what the linter can mend, and format
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

bench: setup ## Measure the graph's own cost, and the profile of a large file
	$(RUN) python -m bench.graph
	$(RUN) python -m bench.profiling

bench-pool: setup ## Measure the session pool against its peers
	$(RUN) python -m bench.pool

session-env: setup ## The environment of the sessions, .session-env

session-lock: ## Resolve the packages of the sessions anew
	cd session_pool && uv pip compile --quiet --universal --python-version 3.11 \
		--custom-compile-command 'make session-lock' session-packages.txt -o session-packages.lock

docs: setup ## Write the pages that are made from code, and the README's transcript
	$(RUN) python -m analyst.settings_docs --write
	$(RUN) pytest -q --update-snapshots tests/test_documents.py tests/test_notebooks.py tests/agents/test_prompts.py \
		tests/analyst/test_cli_no_rows.py tests/analyst/test_cli_planning.py

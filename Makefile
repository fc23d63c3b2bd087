# Bout du fil: everything a developer types. `make` alone explains.

.DEFAULT_GOAL := help
.PHONY: help install dev run test test-long check bench

BIN := .venv/bin
JOBS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

help:  ## Show this list
	@echo "Bout du fil. Start with: make run"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  BOUTDUFIL_PORT=8001 make run      another port"
	@echo "  BOUTDUFIL_HOME=/path make run     another state folder"
	@echo "  make run STAGE=during             the demo's campaigns before, during or after"
	@echo "  make bench NAME=bridges ARGS=\"--rome FOLDER --json\""

install:  ## Make .venv with the locked dependencies and .venv/bin/boutdufil
	@sh tools/bootstrap.sh requirements.lock

dev:
	@sh tools/bootstrap.sh requirements-dev.lock

run: install  ## Bring the site up on http://127.0.0.1:8000 (PostgreSQL and demo world included)
	@exec $(BIN)/boutdufil serve $(if $(STAGE),--stage $(STAGE))

test: dev  ## Run all that guards a change, browser included (20 minutes)
	@sh tools/install_browser.sh
	@sh tools/run_tests.sh $(JOBS) -m "not long"

test-long: dev  ## Run everything, the large simulations too
	@sh tools/install_browser.sh
	@sh tools/run_tests.sh $(JOBS)

check: dev  ## Run linters, types, import rules and Django's own checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint boutdufil --lint --quiet
	$(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	@sh tools/check_deploy.sh

bench: install  ## Measure an engine against its peers: make bench NAME=bridges ARGS="..."
	@$(BIN)/boutdufil bench $(NAME) $(ARGS)

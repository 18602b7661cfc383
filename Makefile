# Everything a person needs: make run, make test. Other targets are for those who work on the portal.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: run environment dev-environment test lint types backup restore starter-assets race

run:
	@$(PYTHON) deploy/embedded/launch.py run --port $(PORT)

environment:
	@$(PYTHON) deploy/embedded/launch.py environment

dev-environment:
	@$(PYTHON) deploy/embedded/launch.py dev-environment

test: dev-environment
	@$(BIN)/python .ci/check.py

backup: environment
	@$(PYTHON) deploy/embedded/launch.py manage backup_portal $(if $(TO),--to "$(TO)")

restore: environment
	@$(PYTHON) deploy/embedded/launch.py manage restore_portal "$(FROM)"

starter-assets: dev-environment
	@$(BIN)/python -m home.starter_assets
	@$(BIN)/python -m home.starter_attachments

race: dev-environment
	@$(BIN)/python -m benchmarks.race $(if $(ATTEMPTS),--attempts $(ATTEMPTS)) $(if $(THROUGH),--through $(THROUGH))

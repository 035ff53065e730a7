# Two commands matter: `make run` and `make test`. Both install what they need, from locked and hashed lists.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= .run
SMTP_PORT ?= 2525
PANEL ?= central-bedfordshire
# Many steps over lines that unit tests pass too: counting them for coverage would double their time.
LONG := tests/simulation tests/property tests/kill tests/layouts tests/scenario tests/year
PANELS := $(basename $(notdir $(wildcard panel/profiles/*.toml)))

.PHONY: run test test-full bench playground lint form docs lock clean

run: .venv/run-ready desk/node_modules/ready ## The clerk with demonstration data, and the desk to talk to it
	@$(BIN)/python -m desk --data $(DATA) --smtp-port $(SMTP_PORT)

# Three at once on two cores: the tests of the running clerk wait more than they work.
test: .venv/dev-ready lint ## Everything continuous integration checks
	@scripts/chromium || true
	$(BIN)/python -m pytest -n 3 --dist worksteal -m "not full" $(LONG)
	$(BIN)/python -m pytest -n 3 --dist worksteal -m "not full" $(LONG:%=--ignore=%) --cov --cov-report=term:skip-covered
	@$(BIN)/python -m tests.rules

test-full: .venv/dev-ready desk/node_modules/ready lint ## The same, and the long runs
	@scripts/chromium || true
	$(BIN)/python -m pytest -n 2 --dist worksteal
	@$(BIN)/python -m tests.rules

lint: .venv/dev-ready desk/node_modules/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/dev-ready ## Ratios against floors timed in the same run
	$(BIN)/python -m bench

playground: .venv/run-ready ## Microsoft's Agents Playground in front of the clerk
	@scripts/playground $(DATA)-playground

form: .venv/run-ready ## The blank Word form of a panel: make form PANEL=knowsley
	$(BIN)/panel-clerk form $(PANEL)

docs: .venv/run-ready ## Write the generated pages anew: the schema of profiles, each panel in plain English
	$(BIN)/panel-clerk profile schema --to docs/profile.schema.json
	@for panel in $(PANELS); do $(BIN)/panel-clerk profile show $$panel --year 2027 --to docs/profiles/$$panel.md || exit 1; done

lock: .venv/dev-ready ## Work the locked lists out anew after a change of requirements/*.in
	$(BIN)/pip install -q uv
	scripts/lock

clean:
	rm -rf .venv $(DATA) desk/node_modules playground/node_modules

.venv/run-ready: requirements/run.txt pyproject.toml scripts/venv
	@scripts/venv $(PYTHON) requirements/run.txt
	@touch $@

.venv/dev-ready: requirements/dev.txt pyproject.toml scripts/venv
	@scripts/venv $(PYTHON) requirements/dev.txt
	@touch $@ .venv/run-ready

# Without Node the desk shows cards as plain forms, so a failure here does not stop anything.
desk/node_modules/ready: desk/package-lock.json
	@mkdir -p desk/node_modules
	@if command -v npm >/dev/null; then (cd desk && npm ci --silent --no-audit --no-fund) || echo "Cards could not be installed: the desk shows them as plain forms."; \
	else echo "Node is not installed: the desk shows cards as plain forms."; fi
	@mkdir -p desk/node_modules && touch $@

# `make demo` to try Rawi, `make test` to test it, `make help` for the rest. Needs Python 3.11 or newer and make.
PORT ?= 8000
PYTHON ?=
ARCHIVE ?=
UPGRADE ?=
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# The lock's content, not its time, decides whether the environment is current.
STAMP := .venv/.locked-$(shell cat requirements/*.txt | cksum | tr ' ' -)
# Layers that need a server or a browser run only when they are asked for by name; then they must not be skipped.
LAYERS := $(if $(RAWI_REQUIRE_LAYERS),,-m "not exhaustive and not chromium and not corpora and not elasticsearch and not postgresql")

# Nothing of the caller's shell may leak in: above all no database that belongs to something else.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME PYTHONWARNINGS PIP_REQUIRE_VIRTUALENV PIP_USER PIP_TARGET
unexport DJANGO_SETTINGS_MODULE SECRET_KEY
ifndef RAWI_REQUIRE_LAYERS
unexport DATABASE_URL ELASTICSEARCH_URL
endif
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo test check bench corpora relevance lock messages clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(STAMP):
	@requirements/install $(PYTHON) && touch "$@"

# The development server is the right one here: it serves the style sheets straight from the source, needs no second
# step and no more than Python on any system, and listens on this machine only. Production uses gunicorn.
# `exec` puts it in the shell's place, so that Ctrl-C or a signal to make ends the server itself.
demo: $(STAMP) ## Load the demo archive and serve it on 127.0.0.1 (PORT=8000, ARCHIVE=path/to/batch)
	@$(BIN)/python -c 'import socket, sys; socket.create_server(("127.0.0.1", int(sys.argv[1]))).close()' "$(PORT)" \
	  2>/dev/null || { echo "Port $(PORT) cannot be used. Choose another: make demo PORT=8001" >&2; exit 2; }
	@$(BIN)/python locale/compile
	@mkdir -p "$${RAWI_VAR_DIR:-var}"
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_demo
	@$(if $(ARCHIVE),$(MANAGE) import_testimonies "$(ARCHIVE)" --publish --resume)
	@$(MANAGE) search_rebuild
	@printf '\n  English   http://127.0.0.1:%s/en/\n  العربية   http://127.0.0.1:%s/ar/\n' $(PORT) $(PORT)
	@printf '  archivists   http://127.0.0.1:%s/admin/   ' $(PORT); $(MANAGE) load_demo --sign-in
	@printf '\nCtrl-C ends it; what it holds stays under var/.\n\n'
	@exec env DJANGO_RUNSERVER_HIDE_WARNING=true $(MANAGE) runserver --noreload 127.0.0.1:$(PORT)

test: $(STAMP) ## Run the tests that need nothing but Python
	@$(BIN)/python locale/compile
	@$(BIN)/python -m pytest -q -n auto --dist loadfile $(LAYERS)

check: $(STAMP) ## Check style, types, imports, templates, migrations, messages and docs
	@$(BIN)/python locale/compile
	@$(BIN)/python -m ruff check --quiet .
	@$(BIN)/python -m ruff format --check --quiet . || { $(BIN)/python -m ruff format --check . ; exit 1; }
	@$(BIN)/python -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-logo
	@$(BIN)/python -m djlint --lint --quiet config archive media search
	@$(BIN)/python -m mypy
	@$(MANAGE) check --fail-level WARNING
	@$(MANAGE) makemigrations --check --dry-run --settings config.settings.test
	@$(BIN)/python -m pytest -q -n0 tests/architecture

bench: $(STAMP) ## Measure importing, indexing, searching and reading at 10,000 and 100,000 passages
	@$(BIN)/python locale/compile
	@$(BIN)/python -m tests.benchmarks

corpora: $(STAMP) ## Import the real data sets of ../shared/corpora into a scratch archive and print figures
	@$(BIN)/python locale/compile
	@$(BIN)/python -m tests.corpora

relevance: $(STAMP) ## Measure how well real questions find their answers (ELASTICSEARCH_URL=... for a server too)
	@$(BIN)/python locale/compile
	@ELASTICSEARCH_URL="$(ELASTICSEARCH_URL)" $(BIN)/python -m tests.relevance

lock: $(STAMP) ## Write the hash-pinned requirements from pyproject.toml (UPGRADE=--upgrade takes newer releases)
	@requirements/lock $(UPGRADE)

messages: $(STAMP) ## Collect the interface's words into locale/ (needs GNU gettext) and compile them
	@command -v xgettext >/dev/null || { echo "GNU gettext is needed (Debian and Ubuntu: apt install gettext)." >&2; exit 2; }
	@$(MANAGE) makemessages --locale ar --no-location --no-wrap \
	  --ignore '.venv/*' --ignore 'tests/*' --ignore 'var/*' --ignore 'docs/*'
	@$(BIN)/python locale/compile

clean: ## Remove the environment and every cache; the archive under var/ stays
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	@find . -path ./var -prune -o \( -name __pycache__ -o -name '*.mo' \) -prune -exec rm -rf {} +

# Two commands matter: `make demo` and `make test`. The rest serve them.
PYTHON ?= python3
UV     := .tools/bin/uv
VENV   := .venv
DEMO   := .venv-demo
SERVE  ?= 1
export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE        := copy
unexport PYTHONDONTWRITEBYTECODE  # compiling everything anew in each process is seconds each time
# The `lscp` command itself, from this folder; its build tool is pinned by hash too.
INSTALL_LSCP = $(UV) pip install --quiet --no-deps --build-constraints requirements/build.txt --editable .
COMPILE := $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url

.PHONY: demo install test test-sqlite test-postgresql check fix docs lock benchmarks setup setup-browser setup-spark \
	clean

demo: $(DEMO)/.ok
	SERVE=$(SERVE) $(DEMO)/bin/lscp demo

install: $(DEMO)/.ok

# Both halves at once: while one waits for a browser, Java or a disc, the other works.
test: setup setup-browser setup-spark
	@$(MAKE) --no-print-directory --jobs=2 test-sqlite test-postgresql

test-sqlite: setup
	$(VENV)/bin/python -m pytest -n 2 --dist worksteal

# What it says is shown when it has ended, not among the lines of the other half.
test-postgresql: SAID = var/tests/postgresql.txt
test-postgresql: setup
	@mkdir -p $(dir $(SAID))
	@$(VENV)/bin/python -m tests.postgresql --only-database -m "not browser" tests/spec tests/integration >$(SAID) 2>&1; \
	status=$$?; echo; cat $(SAID); exit $$status

check: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	DJANGO_SETTINGS_MODULE=lscp.config.test_settings $(VENV)/bin/python -m lscp.config.manage makemigrations --check --dry-run

fix: setup
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

docs: setup
	$(VENV)/bin/python docs/generate.py

setup: $(VENV)/.ok

setup-browser:
	@command -v chromium-headless-shell >/dev/null || .ci/install-browser

# Spark runs on Java; without it the one test on real Spark says that it was skipped.
setup-spark: setup
	@if command -v java >/dev/null 2>&1; then $(MAKE) --no-print-directory $(VENV)/.spark; fi

$(VENV)/.spark: $(VENV)/.ok requirements/spark.txt
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(UV) pip install --quiet --require-hashes -r requirements/spark.txt
	@touch $@

benchmarks: setup-spark
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(UV) pip install --quiet --require-hashes -r requirements/benchmarks.txt
	@echo "Each prints a table: python -m tests.benchmarks.NAME, with NAME one of:"
	@ls tests/benchmarks/*.py | sed -n 's|.*/\([a-z_]*\)\.py|  \1|p' | grep -v __

.tools/.ok: requirements/uv.txt
	$(PYTHON) -m pip install --quiet --upgrade --target .tools --require-hashes -r requirements/uv.txt
	@touch $@

$(VENV)/.ok: .tools/.ok requirements/dev.txt requirements/build.txt
	$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(UV) pip sync --quiet --require-hashes requirements/dev.txt
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(INSTALL_LSCP)
	@touch $@

$(DEMO)/.ok: .tools/.ok requirements/base.txt requirements/build.txt
	$(UV) venv --quiet --allow-existing --python $(PYTHON) $(DEMO)
	VIRTUAL_ENV=$(CURDIR)/$(DEMO) $(UV) pip sync --quiet --require-hashes requirements/base.txt
	VIRTUAL_ENV=$(CURDIR)/$(DEMO) $(INSTALL_LSCP)
	@touch $@

lock: .tools/.ok
	$(COMPILE) pyproject.toml -o requirements/base.txt
	$(COMPILE) pyproject.toml --group dev -c requirements/base.txt -o requirements/dev.txt
	$(COMPILE) pyproject.toml --extra spark -c requirements/base.txt -o requirements/spark.txt
	$(COMPILE) --group benchmarks -c requirements/base.txt -o requirements/benchmarks.txt
	! grep -n '://' requirements/*.txt

clean:
	rm -rf $(VENV) $(DEMO) .tools var staticfiles

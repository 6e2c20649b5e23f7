# The commands of this project. Anything longer than a line or two lives in bin/.
.PHONY: run test check coverage bench requirements
.DEFAULT_GOAL := run

run:  ## everything on http://127.0.0.1:8000 (PORT=, DEBUG=, DATABASE_URL= and REDIS_URL= are honoured)
	@bin/run

check:  ## the fast half: lint, types, imports, templates, unit tests on SQLite
	@bin/setup check
	@bin/lint
	@env -u DATABASE_URL -u REDIS_URL bin/pytest --ignore=tests/journeys -m "not served"

# The browser's journeys run once, where several processes share a database as in production.
test:  ## everything CI runs: the checks, the suite on SQLite, then all of it on PostgreSQL + Redis with the journeys
	@bin/setup test
	@bin/lint
	@env -u DATABASE_URL -u REDIS_URL bin/pytest --ignore=tests/journeys
	@bin/with-services bin/pytest

coverage:  ## the suite on SQLite with its coverage measured; fails below the mark in pyproject.toml
	@bin/setup test
	@bin/coverage

bench:  ## benchmarks/, each figure beside what it is measured against
	@bin/setup run
	@bin/bench

requirements:  ## recompile requirements.txt and requirements-dev.txt from their .in files
	@bin/setup check
	@bin/compile-requirements

# The portal's commands. `make demo` tries it, `make test` tests it on both databases, `make check` reads the code,
# `make bench` measures it, `make trust` tries at full length what it promises.
PYTHON = .venv/bin/python
ARGS ?=

.PHONY: demo stack test check lock bench bench-peers trust

# http://localhost:8000, or another port: make demo PORT=8080
demo:
	@.ci/setup demo
	@DEMO=1 exec $(PYTHON) manage.py demo

# As in real use, from docker-compose.yml without a container engine: http://localhost:8080, or make stack PORT=8081
stack:
	@.ci/setup stack
	@exec $(PYTHON) -m tests.stack

# A part of it: make test ARGS="tests/meetings -k round"
test:
	@.ci/setup test
	@exec $(PYTHON) -m tests.run $(ARGS)

check:
	@.ci/setup check
	@exec .ci/check

# After a change of the dependencies in pyproject.toml.
lock:
	@.ci/setup check
	@exec .ci/lock

# How fast it is, against goals that are ratios; see tests/bench. A part of it: make bench ARGS="P1 mail"
bench:
	@.ci/setup bench
	@exec $(PYTHON) -m tests.bench $(ARGS)

# The same page from Wagtail and Indico, each installed for it into a folder of its own.
bench-peers:
	@.ci/setup bench
	@exec $(PYTHON) -m tests.bench peers

# Every promise at full length, about an hour. A part of it: make trust ARGS="canary races"
trust:
	@.ci/setup test
	@exec $(PYTHON) -m tests.trust $(ARGS)

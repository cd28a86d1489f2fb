# The portal's commands. `make demo` tries it, `make test` tests it on both databases, `make check` reads the code.
PYTHON = .venv/bin/python
ARGS ?=

.PHONY: demo test check lock

# http://localhost:8000, or another port: make demo PORT=8080
demo:
	@.ci/setup demo
	@DEMO=1 exec $(PYTHON) manage.py demo

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

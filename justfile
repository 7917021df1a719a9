# Everything CI runs, in the same way.
check:
    .ci/run

# The tests alone, in the environment `check` made: `just test tests/test_docs.py`.
test *arguments:
    .venv/bin/pytest {{ arguments }}

# The tests without the few that take most of the time; CI runs all.
quick *arguments:
    .venv/bin/pytest -m "not slow" {{ arguments }}

# The newest releases in constraints.txt; `just check` says whether they will do.
constraints:
    .ci/constraints

# Lay out the code and repair what can be repaired.
format:
    .venv/bin/ruff format .
    .venv/bin/ruff check --fix .

# Whole-process times of the command.
startup:
    .venv/bin/python benchmarks/startup.py

"""Runs a program of Python at another moment: `python -m tests.trust.shifted 2026-11-02T17:00:00+00:00 gunicorn …`.

The world of the trust tests stands at a fixed time, whatever day it is; the processes that serve it must stand there
too. Time goes on from there. What it forks is shifted with it.
"""

import datetime as dt
import runpy
import sys

import time_machine


def main() -> None:
    moment, module, *arguments = sys.argv[1:]
    sys.argv = [module, *arguments]
    with time_machine.travel(dt.datetime.fromisoformat(moment), tick=True):
        runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()

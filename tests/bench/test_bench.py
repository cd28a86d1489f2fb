"""The table says what was measured, and the arithmetic of pairs is right. Nothing here measures."""

import re

import pytest

from tests.bench import __main__ as bench
from tests.bench import pairs, servers
from tests.bench.table import at_least, at_most, must, table

WRK = """Running 2s test @ http://127.0.0.1:58000/
  1 threads and 8 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     2.10ms    3.00ms  40.00ms   95.00%
    Req/Sec     4.51k   300.00     5.00k    70.00%
  Latency Distribution
     50%    1.74ms
     75%    2.00ms
     90%    2.60ms
     99%    1.02s
  9001 requests in 2.01s, 12.00MB read
  Socket errors: connect 0, read 2, write 0, timeout 1
  Non-2xx or 3xx responses: 7
Requests/sec:   4481.55
Transfer/sec:      5.97MB
"""


def test_a_goal_is_met_at_its_limit_and_short_beyond_it():
    assert at_most("P1", "a / b", 0.3, 0.3, figure="").met
    assert not at_most("P1", "a / b", 0.3, 0.301, figure="").met
    assert at_least("S1", "a / b", 0.9, 0.9, figure="").met
    assert not at_least("S1", "a / b", 0.9, 0.899, figure="").met


def test_the_table_shows_goal_figure_ratio_and_why_it_is_short():
    shown = table(
        [
            at_most("P1", "warm / cold", 0.3, 0.25, figure="0.25 / 1 s"),
            at_least("S1", "file / nginx", 0.9, 0.5, figure="5 / 10 req/s", note="The disk is slow."),
            must("S5", "corrected page", "next request", True, figure="at once"),
        ]
    ).splitlines()
    assert re.split(" {2,}", shown[2]) == ["P1", "warm / cold", "≤ 0.3 ×", "0.25 / 1 s", "0.25", "yes"]
    assert shown[3].endswith("0.5    SHORT")
    assert shown[4].strip() == "The disk is slow."
    assert shown[-1] == "3 rows, 2 met, 1 short"


def test_the_ratio_of_a_pair_is_taken_round_by_round():
    """A round in which the machine was slow for both does not count against either."""
    pair = pairs.Pair((1.0, 10.0, 1.0), (2.0, 40.0, 4.0))
    assert pair.ratio == 0.25
    assert pair.figure == "1 / 4 s"
    assert pairs.both(0.0121, 0.048) == "12.1 / 48 ms"


def test_every_action_is_called_in_every_round():
    calls: list[str] = []
    ticks = iter(range(100))
    taken = pairs.alternate(
        [lambda: calls.append("a"), lambda: calls.append("b")], rounds=2, clock=lambda: float(next(ticks))
    )
    assert "".join(calls) == "ababab"
    assert taken == [(1.0, 1.0), (1.0, 1.0)]


def test_what_wrk_prints_is_read():
    assert servers.read(WRK) == servers.Load(rate=4481.55, p50=1.74, p99=1020.0, errors=10)
    with pytest.raises(ValueError, match="unable to connect"):
        servers.read("unable to connect to 127.0.0.1:9 Connection refused")


def test_goals_are_chosen_by_number_or_by_module():
    assert dict(bench.selected([])).keys() == bench.MODULES.keys() - {"peers"}
    assert dict(bench.selected(["mail", "S2", "S3"])) == {
        "mail": bench.MODULES["mail"],
        "pages": ("S2",),
        "peers": ("S3",),
    }

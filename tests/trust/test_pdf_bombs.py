"""The bombs that are refused at once, the addresses that are asked for in vain, and the honest PDF behind a queue.

All of them, with those that run until they are stopped: `python -m tests.trust.pdf`.
"""

from tests.trust import bombs, pdf


def test_every_bomb_of_the_short_set_is_refused(capsys):
    figures = pdf.run(short=True)
    assert figures.failures == []
    assert figures.became["refused"] == len(bombs.AT_ONCE)
    assert figures.became["set"] == 3 * len(bombs.REFERENCES)
    assert "0 fetches" in capsys.readouterr().out


def test_a_bomb_that_gets_through_is_told():
    figures = pdf.Figures()
    figures.expect(False, "something was fetched")
    assert figures.failures == ["something was fetched"]


def test_there_are_enough_of_them():
    count = len(bombs.markup()) + 3 * len(bombs.words()) + 3 * len(bombs.REFERENCES)
    assert count >= 60
    assert set(bombs.AT_ONCE) <= bombs.markup().keys()

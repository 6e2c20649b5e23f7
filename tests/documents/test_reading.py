"""The program that reads strangers' files knows nothing of ours."""

from documents import reading


def test_it_is_told_none_of_our_keys(monkeypatch, tmp_path):
    spy = tmp_path / "spy.py"
    spy.write_text("import os\nprint(sum(one.endswith('_KEY') for one in os.environ))\n")
    monkeypatch.setenv("LINK_KEY", "secret")
    monkeypatch.setattr(reading, "PROGRAM", str(spy))

    assert reading.count(b"%PDF-") == 0

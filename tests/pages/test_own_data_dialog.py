"""The dialog for data of one's own without a browser: what comes is read, said, refused or trained on."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

UPLOADS = Path(__file__).parents[1] / "uploads"


def opened():
    """A page that has nothing but the open dialog."""
    from pages.ui.own_data.dialog import own_data
    from pages.ui.state.bench import current_run

    own_data(current_run())


@pytest.fixture
def page() -> AppTest:
    page = AppTest.from_function(opened, default_timeout=60).run()
    assert not page.exception
    return page


def bring(page, name: str, content: bytes | None = None) -> AppTest:
    page.file_uploader(key="file.upload").upload(name, content or (UPLOADS / name).read_bytes()).run()
    assert not page.exception
    return page


def said(page) -> str:
    return " ".join(element.value for element in [*page.markdown, *page.error, *page.caption, *page.warning])


def test_a_table_is_read_said_and_trained_on_in_a_run_of_its_own(page):
    bench = page.session_state["bench"]
    bench.run.step_by(30)
    bring(page, "iris.csv")
    assert "150 rows, 5 columns" in said(page)
    page.button(key="file.train").click().run()
    assert not page.exception
    assert bench.settings.dataset == "upload" and bench.run.dataset.target == "species"
    assert [kept.run.settings.dataset for kept in bench.runs] == ["circle", "upload"]
    assert bench.file.name == "iris.csv" and bench.uploaded is bench.run.dataset


@pytest.mark.parametrize("name, content", [("empty.csv", b""), ("noise.bin", bytes(range(256)) * 20)])
def test_what_cannot_be_used_gets_one_sentence_and_the_run_stays(page, name, content):
    run = page.session_state["bench"].run
    bring(page, name, content or b" ")
    assert len(page.error) >= 1 and "stays as it is" in said(page) and "Traceback" not in said(page)
    assert page.session_state["bench"].run is run


def test_a_pasted_table_is_read_too(page):
    rows = "\n".join(f"{i % 7}\t{i % 5}\t{'red blue'.split()[i % 2]}" for i in range(60))
    page.text_area(key="file.text").set_value("a\tb\tcolour\n" + rows).run()
    page.button(key="file.paste").click().run()
    assert not page.exception and "60 rows" in said(page)

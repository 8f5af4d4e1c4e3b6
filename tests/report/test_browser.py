"""The pages in a real browser: filters, search, keys, links, paper, colours, sizes."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from iki_docgen.diagnostics import Code
from iki_docgen.diff import compare
from iki_docgen.parse import parse
from iki_docgen.read import read_bytes
from iki_docgen.records import Document, Jabatan
from iki_docgen.report.compared import Compared, Side
from iki_docgen.report.html.check import check_page
from iki_docgen.report.html.diff import diff_page
from iki_docgen.report.subject import Subject
from iki_docgen.source import Span

pytestmark = pytest.mark.chromium

HOSTILE = '</script><script>window.hacked=1</script>"><img src=x onerror=window.hacked=1> {{ 7*7 }}'
POSITION = """INDIKATOR KINERJA INDIVIDU ( IKI )

1. JABATAN\t: {name}
2. TUGAS\t: a. menyusun rencana kerja dan anggaran {name};
\t\tb. melaksanakan {word} kegiatan;
3. FUNGSI\t:

\tSasaran
\tIndikator
\tPenjelasan
\tSumber Data

\tMeningkatnya {word}
\tJumlah {word}

\tDinas Sosial

"""
TEXT = "kata sebelum jabatan\n\n" + "".join(
    POSITION.format(name=name, word=word)
    for name, word in (
        ("Kepala Dinas Sosial", "pelayanan"),
        ("Bidang Rehabilitasi Sosial", "rehabilitasi"),
        ("Seksi Tuna Sosial", "penanganan"),
    )
)
Open = Callable[..., Any]


def _subject(text: str) -> Subject:
    reading = read_bytes(text.encode(), "iki.txt")
    document, found = parse(reading)
    words = re.finditer("rencana kerja dan anggaran", text)
    more = tuple(Code.ENCODING_GUESSED.at(Span(*word.span()), encoding="x") for word in words)
    findings = sorted((*found, *more), key=lambda one: one.span)
    return Subject("iki.txt", tuple(findings), reading.source, document=document)


def _edited(document: Document) -> Document:
    first, second, third = document.jabatan
    first = msgspec.structs.replace(first, tugas=(*first.tugas, "membina jabatan fungsional"))
    second = msgspec.structs.replace(second, jabatan="Bidang Rehabilitasi dan Jaminan Sosial")
    third = msgspec.structs.replace(
        third, tugas=(third.tugas[0].replace("rencana kerja", "program kerja"), *third.tugas[1:])
    )
    return msgspec.structs.replace(document, jabatan=(first, second, third))


def _diff(subject: Subject, path: str = "lama.txt") -> str:
    assert subject.document is not None
    new = _edited(subject.document)
    sides = Side(path, subject.document, subject.source), Side("baru.json", new, None)
    return diff_page(Compared(compare(subject.document, new), *sides))


@pytest.fixture(scope="module")
def check() -> str:
    return check_page(_subject(TEXT))


@pytest.fixture(scope="module")
def diff() -> str:
    return _diff(_subject(TEXT))


@pytest.fixture
def browse(chromium: Any, tmp_path: Path) -> Iterator[Open]:  # noqa: ANN401 - optional package
    """Return a function that opens a page; at the end nothing may have been complained about."""
    complaints: list[str] = []
    contexts = []

    def open_page(text: str, fragment: str = "", width: int = 1400, **options: object) -> Any:  # noqa: ANN401
        path = tmp_path / "page.html"
        path.write_text(text, encoding="utf-8", newline="")
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                complaints.append(request.url)
                if request.url != page.url and not request.url.startswith("file:")
                else None
            ),
        )
        page.goto(path.as_uri() + fragment)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _until(page: Any, condition: str) -> None:  # noqa: ANN401
    """Wait for a condition; the page's policy keeps playwright from doing that in the page."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(condition)


def _shown(page: Any) -> list[str]:  # noqa: ANN401
    """Return the codes or kinds of the entries that are shown."""
    found: list[str] = page.eval_on_selector_all(
        ".entry:not([hidden])", "all => all.map(one => one.dataset.code ?? one.dataset.kind)"
    )
    return found


def _sections(page: Any) -> list[str]:  # noqa: ANN401
    found: list[str] = page.eval_on_selector_all(
        ".position:not([hidden])", "all => all.map(one => one.id)"
    )
    return found


def test_filters_combine_count_and_stay_in_the_address(browse: Open, check: str) -> None:
    page = browse(check)
    every = _shown(page)
    assert {"IKI002", "IKI103", "IKI205"} <= set(every)
    page.check("[data-facet=severity] input[value=warning]")
    assert "IKI002" not in _shown(page)
    code = page.locator("[data-facet=code] label", has_text="IKI002")
    assert code.locator(".count").text_content() == "0"
    page.check("[data-facet=code] input[value=IKI103]")
    assert set(_shown(page)) == {"IKI103"}
    assert _sections(page) == ["p1", "p2", "p3"]
    page.select_option("[data-facet=position] select", "p2")
    assert _shown(page) == ["IKI103"]
    assert _sections(page) == ["p2"]
    assert page.locator("#shown").text_content() == f"1 of {len(every)} findings"
    fragment = page.evaluate("location.hash")
    again = browse(check, fragment)
    assert _shown(again) == ["IKI103"]
    assert again.is_checked("[data-facet=code] input[value=IKI103]")
    again.keyboard.press("x")
    assert _shown(again) == every


def test_search_finds_marks_and_goes_on(browse: Open, check: str) -> None:
    page = browse(check)
    page.keyboard.press("/")
    page.keyboard.type("RENCANA  kerja")
    _until(page, "document.getElementById('hits').textContent === '6 found'")
    assert page.evaluate("CSS.highlights.get('found').size") == 6
    page.keyboard.press("Enter")
    assert page.locator("#hits").text_content() == "1 of 6"
    now = "[...CSS.highlights.get('found-now')].map(one => one.toString())"
    assert page.evaluate(now) == ["rencana kerja"]
    page.keyboard.press("Shift+Enter")
    assert page.locator("#hits").text_content() == "6 of 6"
    assert "q=RENCANA" in page.evaluate("location.hash")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    assert page.locator("#hits").text_content() == "1 of 6"
    page.keyboard.press("Escape")
    assert page.input_value("#search") == ""
    page.fill("#search", "(tidak) [ada")
    _until(page, "document.getElementById('hits').textContent === 'nothing found'")


def test_a_finding_leads_to_its_place_and_back(browse: Open, check: str) -> None:
    page = browse(check)
    entry = page.locator(".entry[data-code=IKI002]").nth(1)
    key = entry.get_attribute("id")
    entry.locator(".place").click()
    mark = page.locator(f"mark[data-of~={key}]")
    assert "now" in mark.get_attribute("class")
    _until(page, "document.activeElement.matches('.pin')")
    assert mark.evaluate(
        "(one) => ((r) => r.top > 0 && r.bottom < innerHeight)(one.getBoundingClientRect())"
    )
    assert page.locator("#bar").is_visible()
    page.keyboard.press("Enter")
    _until(page, f"document.activeElement.id === '{key}'")
    assert f"at={key}" in page.evaluate("location.hash")
    mark.click()
    _until(page, f"document.activeElement.id === '{key}'")


def test_keys_go_through_the_findings(browse: Open, check: str) -> None:
    page = browse(check)
    total = len(_shown(page))
    for number in (1, 2, 3):
        page.keyboard.press("j")
        assert page.evaluate("document.querySelector('.entry.now').id") == f"f{number}"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == "f2"
    page.keyboard.press("Escape")
    assert page.locator("#bar").is_hidden()
    page.keyboard.press("k")
    assert page.evaluate("document.querySelector('.entry.now').id") == f"f{total}"
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#help").is_hidden()


def test_tab_reaches_everything_from_the_skip_link_on(browse: Open, check: str) -> None:
    page = browse(check)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "(one => one.id || one.classList[0] || one.tagName)(document.activeElement)"
            )
        )
    assert {"search", "next", "node", "pin", "place", "scroll", "SELECT"} <= reached
    unnamed = "button, a, input, select, [role=region], nav, section"
    names = page.locator(unnamed).evaluate_all(
        "all => all.filter(one => !(one.ariaLabel || one.textContent.trim() || one.labels?.length"
        " || one.getAttribute('aria-labelledby'))).map(one => one.outerHTML)"
    )
    assert names == []


def test_the_tree_leads_to_a_position_that_a_filter_hides(browse: Open, check: str) -> None:
    page = browse(check, "#position=p1")
    assert _sections(page) == ["p1"]
    assert page.locator(".node.off").count() == 2
    page.locator(".node[href='#p3']").click()
    _until(page, "document.activeElement.id === 'p3'")
    assert len(_sections(page)) == 4


def test_text_of_a_document_does_nothing(browse: Open) -> None:
    text = TEXT.replace("Seksi Tuna Sosial", f"Seksi {HOSTILE}")
    subject = _subject(text)
    for made in (check_page(subject), _diff(subject, HOSTILE)):
        page = browse(made)
        assert page.evaluate("window.hacked") is None
        assert page.locator("img").count() == 0
        assert "onerror=window.hacked=1> {{ 7*7 }}" in page.text_content("#p3")
        page.keyboard.press("j")
        assert page.evaluate("window.hacked") is None


def test_nothing_is_wider_than_a_narrow_screen(browse: Open, check: str, diff: str) -> None:
    long = _subject(TEXT.replace("rehabilitasi", "x" * 400))
    for made in (check, diff, check_page(long)):
        for width in (360, 1600):
            page = browse(made, width=width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_texts_of_a_comparison_have_room_on_a_narrow_screen(browse: Open, diff: str) -> None:
    page = browse(diff, width=360)
    widths = page.eval_on_selector_all(
        ".pair .cell > div",
        "all => all.filter(one => one.offsetParent).map(one => one.clientWidth)",
    )
    assert widths
    assert min(widths) > 180


def test_paper_has_the_text_and_no_tools(browse: Open, check: str, diff: str) -> None:
    for made in (check, diff):
        page = browse(made, "#p1", color_scheme="dark")
        page.emulate_media(media="print")
        for gone in (".toolbar", "#filters", "#bar"):
            assert page.locator(gone).is_hidden()
        assert (
            page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        )
        assert page.pdf().startswith(b"%PDF")


_CONTRASTS = """() => {
  const channel = value => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const light = (...layers) => {
    pixel.clearRect(0, 0, 1, 1);
    for (const color of layers) {
      pixel.fillStyle = color;
      pixel.fillRect(0, 0, 1, 1);
    }
    const seen = [...pixel.getImageData(0, 0, 1, 1).data];
    const [red, green, blue] = seen.map(one => channel(one / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const back = one => getComputedStyle(one).backgroundColor;
  const backs = one => one ? [...backs(one.parentElement), back(one)] : [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const poor = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const unseen = 'svg, script, [hidden], dialog, .skip, .off';
    if (!node.data.trim() || element.closest(unseen)) continue;
    const { color } = getComputedStyle(element);
    const layers = backs(element);
    const [one, other] = [light(...layers, color), light(...layers)].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < 4.5) poor.push(`${element.className} ${node.data.slice(0, 20)} ${ratio}`);
  }
  return [...new Set(poor)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_is_enough_for_weak_eyes(browse: Open, check: str, diff: str, scheme: str) -> None:
    for made in (check, diff):
        page = browse(made, color_scheme=scheme)
        page.keyboard.press("j")
        assert page.evaluate(_CONTRASTS) == []


def test_the_comparison_is_filtered_and_shows_words(browse: Open, diff: str) -> None:
    page = browse(diff)
    assert sorted(_shown(page)) == ["added", "changed", "renamed"]
    row = page.locator(".pair.changed")
    assert row.locator(".before del").all_text_contents() == ["rencana"]
    assert row.locator(".after ins").all_text_contents() == ["program"]
    page.check("[data-facet=kind] input[value=renamed]")
    assert _sections(page) == ["p2"]
    page.keyboard.press("x")
    page.check("#only")
    assert page.locator(".pair.same:not([hidden])").count() == 0
    assert "only=changes" in page.evaluate("location.hash")
    page.keyboard.press("j")
    assert "now" in page.locator(".pair.added").get_attribute("class").split()


def test_a_thousand_positions_can_be_used(browse: Open) -> None:
    text = "".join(
        POSITION.format(name=f"Seksi Urusan Nomor {n}", word=f"urusan{n}") for n in range(1000)
    )
    page = browse(check_page(_subject(text)))
    assert page.locator(".position").count() == 1000
    page.fill("#search", "urusan999")
    _until(page, "document.getElementById('hits').textContent.endsWith('found')")
    page.keyboard.press("Enter")
    _until(page, "document.querySelector('.found-here').getBoundingClientRect().top < innerHeight")
    page.select_option("[data-facet=position] select", "p500")
    assert _sections(page) == ["p500"]


def test_records_without_a_source_have_a_page_too(browse: Open) -> None:
    one = Jabatan(id="a", jabatan="Kepala A", atasan=None, tugas=("x",), fungsi=(), sasaran=())
    document = Document(versi=1, instansi="", tahun=2026, jabatan=(one,))
    page = browse(check_page(Subject("x.json", (), document=document)))
    assert "Nothing was found." in page.inner_text("main")
    assert page.locator(".record").count() == 1

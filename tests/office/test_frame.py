import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iki_docgen.office.frame import Frame
from iki_docgen.office.package import CONTENT_TYPES, entry, write_package

NAMES = st.sampled_from([CONTENT_TYPES, "_rels/.rels", "word/document.xml", "a.xml", "b/ä.xml"])
MEMBERS = st.dictionaries(NAMES, st.binary(max_size=200), min_size=1)


@given(MEMBERS, st.data())
def test_a_frame_gives_the_file_that_is_written_at_once(
    members: dict[str, bytes], data: st.DataObject
) -> None:
    changing = data.draw(st.sets(st.sampled_from(sorted(members))))
    frame = Frame({name: entry(name, content) for name, content in members.items()}, changing)
    for new in (members, {name: content + b"more" for name, content in members.items()}):
        given_anew = {name: new[name] for name in changing}
        whole = frame.filled(given_anew)
        assert whole == write_package(members | given_anew)
        with zipfile.ZipFile(BytesIO(whole)) as archive:
            found = {name: archive.read(name) for name in archive.namelist()}
        assert found == members | given_anew


def test_a_member_that_changes_must_be_given() -> None:
    frame = Frame({"a.xml": entry("a.xml", b"<a/>")}, {"a.xml"})
    with pytest.raises(KeyError):
        frame.filled({})

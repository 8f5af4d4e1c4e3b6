"""A Word document of the years 1997-2003 (.doc) -> blocks, read directly by [MS-DOC].

    compound file --container--> streams --fib--> where everything stands
    piece table   --pieces-----> bytes of each text
    pages         --runs, looks, characters, styles--> how they stand
    characters    --paragraphs--> --numbering--> --tables, stories--> what `layout` makes blocks of

Each offset and count is a hostile file's own until `binary` has looked at it.
"""

from iki_docgen.blocks import Reading
from iki_docgen.errors import InputError
from iki_docgen.read.doc.binary import DamagedError
from iki_docgen.read.doc.container import open_streams
from iki_docgen.read.doc.document import MOST_PARAGRAPHS, Document, TooLongError
from iki_docgen.read.doc.fib import read_head
from iki_docgen.read.layout import laid_out


def read_doc(data: bytes, name: str) -> Reading:
    """Return the text and the blocks of a .doc file; `name` is what people know it by.

    Raises `InputError` for a file that is damaged, protected, older than Word 97, or without text.
    """
    try:
        streams = open_streams(data, name)
        document = Document(streams, read_head(streams.document, name), name)
        flow, aside = document.flow(), document.aside()
    except DamagedError as error:
        raise InputError(
            f"{name} is a damaged Word document (.doc)",
            hint="open it in Word or LibreOffice, which may repair it, and save it as .docx",
        ) from error
    except TooLongError as error:
        raise InputError(
            f"{name} has more than {MOST_PARAGRAPHS} paragraphs",
            hint="give a document that holds the positions, and nothing else",
        ) from error
    return laid_out(flow, name, aside)

"""`python -m iki_docgen` is `iki`."""

from iki_docgen.cli import main

main()

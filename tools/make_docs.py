"""Write what is generated in `docs/`: the page of findings and the schema of the records."""

from pathlib import Path

from iki_docgen import codec
from iki_docgen.report.explain import rules_page

DOCS = Path(__file__).parents[1] / "docs"


def main() -> None:
    """Write the files; a test compares them with what would be written."""
    (DOCS / "rules.md").write_text(rules_page(), encoding="utf-8", newline="\n")
    (DOCS / "records.schema.json").write_text(codec.schema(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

"""Pages to look at in a browser: one file each, which needs nothing else."""

from iki_docgen.report.html.check import check_page

__all__ = ["check_page"]

"""Write documents as docxtpl's documentation has it: CONTEXTS.json TEMPLATE FOLDER."""

import json
import sys
from pathlib import Path

from docxtpl import DocxTemplate

contexts, template, folder = map(Path, sys.argv[1:])
for number, context in enumerate(json.loads(contexts.read_text(encoding="utf-8")), 1):
    document = DocxTemplate(template)
    document.render(context)
    document.save(folder / f"{number:02}.docx")

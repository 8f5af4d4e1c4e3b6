"""What clerks typed, kept in `source/penjelasan.yaml`, and how it finds its indicator again.

`load` reads the file, `apply` puts the answers into a document, `store` writes new ones.

    versi: 1
    jabatan:
      - id: camat
        jabatan: Camat
        indikator:
          - indikator: Persentase pengaduan yang ditangani
            penjelasan: |-
              Jumlah pengaduan yang ditangani / jumlah pengaduan x 100%
              Diukur setiap triwulan
            sumber_data: Laporan pengaduan
"""

from iki_docgen.answers.loading import load
from iki_docgen.answers.matching import Applied, Homeless, apply
from iki_docgen.answers.merging import Change, Differing
from iki_docgen.answers.model import COLUMNS, Answers, Column, Entry, Position, comparable, folded
from iki_docgen.answers.storing import Stored, store

__all__ = [
    "COLUMNS",
    "Answers",
    "Applied",
    "Change",
    "Column",
    "Differing",
    "Entry",
    "Homeless",
    "Position",
    "Stored",
    "apply",
    "comparable",
    "folded",
    "load",
    "store",
]

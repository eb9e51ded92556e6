"""How far the rows can be trusted on a user's own corpus: draw a sample, judge it blind, report precision.

``records`` reads and writes the two append-only files. Pure: ``questions`` (what is asked of a row), ``claims`` (what a row
says), ``sampling``, ``estimates``, ``agreement``, ``report``, ``context``. At the edges: ``marts`` and ``annotation_files``
(where rows come from), ``draw``, ``judge``, ``sheets``, ``export``. Only this package and ``acta.model.validations`` know the
files; no earlier stage does.
"""

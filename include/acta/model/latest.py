"""Of each version only what its latest annotation says counts; staging picks the same one."""

from __future__ import annotations

LATEST = """
    select version_id, batch_id from (
        select version_id, batch_id, row_number() over (
            partition by version_id order by annotated_at desc, batch_id desc
        ) as place
        from annotated.annotations
    ) where place = 1
"""

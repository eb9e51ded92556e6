"""Batch files to tables: load what is new, join what is the same, run dbt. The only stage that opens the build file."""

"""Collect: sources → raw pages in a WARC archive, and a row for every attempt.

Read in this order: ``urls`` (the frozen normal form), ``masking``, ``guard`` and ``deadline`` (what a fetch may reach
and how long it may take), ``http`` (one fetch), ``robots`` and ``politeness`` (whether and when), ``discover`` (``feeds``,
``sitemaps`` and ``listing`` to ``links``), ``archive`` (WARC), ``state`` (what this machine has seen), ``rows`` and
``parts`` (what a batch holds), ``plan`` (what is due) and ``run`` (one source). Other ways in: ``files`` (a user's own
files and pages), ``lists`` (URLs), ``warc_input`` (someone's archive). ``homepage`` finds what a new source could be.
``acta.isolation`` keeps what is raised over one of them from stopping the rest; ``state_file`` handles a broken state file.
"""

"""Who holds which office, asked of the Wikidata query service and written down for a person to accept.

``query`` is what is asked, ``service`` asks it politely, ``compare`` holds the answer against the registry, ``changes`` is the
file a person reads, ``accept`` turns it into facts over the registry's own (``acta.registry.overlay``).
Nothing reaches the registry without being accepted.
"""

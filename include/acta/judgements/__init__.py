"""What persons decided about actors: merged, split, named, promoted. Dated rows in files that no rebuild touches.

``records`` reads and writes the files, ``replay`` turns them into who is who today, ``review`` finds what is worth judging.
The model stage applies them (``acta.model.judgements``); no stage before it knows them.
"""

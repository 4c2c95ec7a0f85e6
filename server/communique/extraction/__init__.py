"""One article in; claims out, each with the words it rests on.

``pipeline`` knows the order: ``text`` (zones, sentences, words, quotations), ``polities`` (countries,
organisations, places), ``titles`` and ``mentions`` (offices and names of persons), ``coreference`` (who is
the same), ``time`` (dates); then ``events``, ``offices`` and ``bases`` find what is said, and ``verifier``
lets pass what the words bear out. ``document`` and ``layout`` are what these stages share, ``gazetteer``
what they know beforehand; ``unread`` tells of what was not understood. ``language_model`` is a second
extractor beside the rules (``extractor`` says what every extractor is).
"""

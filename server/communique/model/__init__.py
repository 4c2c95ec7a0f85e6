"""What every stage speaks: frozen dataclasses, standard library only.

======================  ==============================================================
``model.text``          ``Span``, ``Article``
``model.when``          ``Interval``: a date as far as the words fix it, and its EDTF
``model.claims``        ``Entity``, ``Mention``, ``Claim``, ``Extraction``
``model.identity``      ``Member``, ``Cluster``, ``Merge``, ``Candidate``, ``Ruling``, ``Resolution``
``model.judgement``     ``Judgement``: a person's decision, which outranks the program's
======================  ==============================================================
"""

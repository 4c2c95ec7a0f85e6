"""What a text is before anything is understood: zones, sentences, quotations, turns; damage is mended."""

"""The steps that make the small-words model; `tools/make_small_words.py` runs them."""

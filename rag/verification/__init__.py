"""Whether a sentence that a language model wrote says only what a passage says."""

"""Words, sentences and languages: text as a reader takes it apart."""

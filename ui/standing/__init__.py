"""Standing questions: asked again when the reports have changed, with an alert where the answer
has."""

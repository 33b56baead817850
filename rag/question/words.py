"""Patterns of the words that questions begin with."""

AUXILIARY = (
    r"(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should|may|might|must)"
)
"""A pattern of the words that questions begin with where they ask for yes or no."""
QUESTION_WORD = (
    r"(?:who|whom|whose|what|which|when|where|why"
    r"|how(?:\s(?:many|much|long|far|often|soon|old|large|big|high|tall|wide|deep|fast|heavy))?)"
)
"""A pattern of those that others begin with."""

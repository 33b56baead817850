"""Fields whose reports stay where they were published: their questions, and from where to get them.

The reports are not part of the repository: `python -m bench.fetched` lays them out from git
directories of the repositories that a field's manifest names, and checks every sum.
"""

from bench.fetched.places import FIELDS, questions_of, reports_of

__all__ = ["FIELDS", "questions_of", "reports_of"]

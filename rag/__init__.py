"""Question in, `Answer` or `Refusal` out: retrieval, ranking, judging evidence, citing."""

import index  # noqa: F401 - first of all, since it switches off what libraries tell their makers

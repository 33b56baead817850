"""Addresses, as they are shown."""

import pytest

from ui.links import without_password


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("http://ann:s3cret@models.example:8080/v1", "http://ann:***@models.example:8080/v1"),
        ("http://:s3cret@models.example/v1", "http://:***@models.example/v1"),
        ("http://ann:s3@cret@models.example/v1", "http://ann:***@models.example/v1"),
        ("http://ann@models.example/v1", "http://ann@models.example/v1"),
        ("http://models.example/v1?a=b:c@d", "http://models.example/v1?a=b:c@d"),
        ("http://[::1", "http://[::1"),
        ("/data/a:b@c", "/data/a:b@c"),
        ("None", "None"),
    ],
)
def test_a_password_is_not_shown(words: str, shown: str) -> None:
    assert without_password(words) == shown

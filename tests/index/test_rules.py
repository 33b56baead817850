import pytest

from index.rules import Stage, always, declare, declared, noting, switched_off

LOUD = declare("test-loud", Stage.GUARDRAIL, "Takes words in capitals for shouting.")
FIRST = declare("test-first", Stage.INGEST, "Drops all but the first.")


@LOUD.governs(without=always(False))
def is_loud(text: str) -> bool:
    return text.isupper()


@FIRST.governs(without=list)
def first_of(items: list[int]) -> list[int]:
    return items[:1]


def test_a_rule_is_in_force_until_it_is_switched_off() -> None:
    assert is_loud("OH")
    with switched_off(["test-loud"]):
        assert not is_loud("OH")
        assert first_of([1, 2]) == [1]
        with switched_off(["test-first"]):
            assert not is_loud("OH")
            assert first_of([1, 2]) == [1, 2]
    assert is_loud("OH")


def test_what_made_a_difference_is_noted() -> None:
    with noting() as fired:
        is_loud("oh")
        first_of([1])
        LOUD.applies(False)
        assert fired == set()
        first_of([1, 2])
        assert LOUD.applies(True)
    assert fired == {"test-first", "test-loud"}


def test_a_choice_is_noted_where_it_makes_a_difference() -> None:
    with noting() as fired:
        assert FIRST.chosen(3, without=3) == 3
        assert fired == set()
        assert FIRST.chosen(3, without=5) == 3
    assert fired == {"test-first"}
    with switched_off(["test-first"]):
        assert FIRST.chosen(3, without=5) == 5


def test_what_is_tried_for_comparison_is_not_noted() -> None:
    outer = declare("test-outer", Stage.SEARCH, "Gives nothing.")

    @outer.governs(without=is_loud)
    def is_never(text: str) -> bool:
        return False

    with noting() as fired:
        assert not is_never("OH")
    assert fired == {"test-outer"}


def test_a_rule_that_is_off_is_not_noted() -> None:
    with noting() as fired, switched_off(["test-loud"]):
        is_loud("OH")
        assert not LOUD.applies(True)
    assert fired == set()


def test_rules_are_told_in_the_order_of_their_stages() -> None:
    names = list(declared())
    assert names.index("test-first") < names.index("test-loud")


def test_two_rules_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two rules named 'test-loud'"):
        declare("test-loud", Stage.INGEST, "Another.")


def test_an_unknown_rule_cannot_be_switched_off() -> None:
    with (
        pytest.raises(ValueError, match="no rule named 'test-quiet'"),
        switched_off(["test-quiet"]),
    ):
        pass

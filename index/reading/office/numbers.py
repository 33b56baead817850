"""Numbers of list items, notes and headings as word processors write them."""

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def formatted(number: int, form: str) -> str:
    """A number as Word writes it in this form; in figures for a form that is not known."""
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26 * 20:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    if form == "decimalZero":
        return f"{number:02}"
    if form == "ordinal":
        tens = number % 100 // 10 == 1
        return f"{number}{'th' if tens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
    return str(number)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        written += letters * times
    return written

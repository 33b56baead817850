"""The reports that the tasks are done with, written for them: a town that there is not."""

_HEAD = "---\ntitle: {}\npublisher: {}\ndate: {}\n---\n\n{}\n"


def report(title: str, publisher: str, day: str, text: str) -> str:
    """A report with its head, as Markdown."""
    return _HEAD.format(title, publisher, day, text)


CLOSED = report(
    "Kessel bridge closed to lorries", "Lesk Gazette", "2024-03-04",
    "The Kessel bridge was closed to lorries on Monday after inspectors found cracks in two of\n"
    "its piers. Buses and cars may still cross it. The repairs are to last until autumn.\n\n"
    "Mayor Ilse Brandt said the town had warned the port authority about the piers in 2021.",
)  # fmt: skip
REPAIRED = report(
    "Lorries are back on the Kessel bridge", "Lesk Gazette", "2024-09-10",
    "The repairs of the Kessel bridge cost 4.2 million euros, the port authority said on\n"
    "Tuesday. Lorries may cross the bridge again from 16 September.\n\n"
    "Mayor Ilse Brandt thanked the crews, who had worked through two floods.",
)  # fmt: skip
UNDATED = (
    "The council on the Kessel bridge\n\n"
    "The council of Lesk agreed on 12 May 2024 to pay a third of the repairs of the Kessel\n"
    "bridge. The port authority pays the rest. Eleven councillors voted for it, four against.\n"
)
AUDIT = report(
    "What the Kessel bridge cost", "Court of Auditors", "2024-11-20",
    "The repairs of the Kessel bridge cost 5.1 million euros, the auditors found.",
)  # fmt: skip
FERRY = report(
    "A ferry instead of the bridge", "Harbour Courier", "2024-04-02",
    "The port authority runs a free ferry beside the Kessel bridge from 2 April. It takes twelve\n"
    "lorries at a time. Harbour master Jan Olsen said that 900 lorries used it on the first day.",
)  # fmt: skip
_BURNED = {"2024-07-04": 120, "2024-07-09": 340, "2024-07-14": 410}
FIRES = {
    f"fire-{day}.md": report(
        f"Hald fire, bulletin {number}", "Forest Service", day,
        f"The Hald fire has burned {burned} hectares of forest. Crews work on its edge.",
    )
    for number, (day, burned) in enumerate(_BURNED.items(), 1)
}  # fmt: skip
FIRST = {"closed.md": CLOSED, "repairs.md": REPAIRED, "council.txt": UNDATED}
ALL = {**FIRST, "ferry.md": FERRY, **FIRES}
COST = "What did the repairs of the Kessel bridge cost?"
DRAFT = (
    "The repairs of the Kessel bridge cost 4.2 million euros. The council of Lesk agreed to pay "
    "a half of the repairs. I think the bridge was worth it."
)

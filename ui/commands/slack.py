"""`dateline slack`: what it takes to set Dateline up in Slack."""

import yaml

from index.errors import BadInput
from ui.console import EXIT_ANSWER
from ui.slack.manifest import manifest_of


def run_manifest(url: str | None, *, by_socket: bool) -> int:
    """Prints the app manifest as YAML. Raises BadInput where it is not said how Slack reaches the
    server, or where it cannot reach it so."""
    if by_socket is (url is not None):
        raise BadInput(
            "Say how Slack reaches the server: --url https://YOUR-HOST where it has a public "
            "address, or else --socket."
        )
    print(yaml.safe_dump(manifest_of(url), sort_keys=False, allow_unicode=True), end="")
    return EXIT_ANSWER

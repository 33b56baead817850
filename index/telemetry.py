"""What libraries would tell their makers of their use, switched off before any is imported.

ONNX Runtime looks up its maker's host and keeps an identity in the user's home from its import
on; Gradio and Hugging Face's libraries read their switches at import too. Chroma is told by its
own setting in `vectors`.
"""

import os

SWITCHES = {
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ORT_DISABLE_TELEMETRY": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
}
"""Environment variables, and the values by which the libraries keep quiet."""


def switch_off() -> None:
    """Sets the switches for this process and those it starts; what a person has set stands."""
    for name, value in SWITCHES.items():
        os.environ.setdefault(name, value)

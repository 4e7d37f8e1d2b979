"""Switches that keep the interface's libraries from calling out; set before they are imported."""

import os

# The analytics of events are for Gradio's own monitoring page, which is shut: each event would
# make a table of all earlier ones.
SWITCHES = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_SHARE": "False",
    "GRADIO_MCP_SERVER": "False",
    "GRADIO_SSR_MODE": "False",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "HF_HUB_DISABLE_XET": "1",
    "DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "POSTHOG_DISABLED": "1",
    "QDRANT__TELEMETRY_DISABLED": "true",
}
FORBIDDEN = ("GRADIO_VIBE_MODE", "GRADIO_HISTORY_BUCKET")
"""The first runs code that a visitor types, the second sends conversations elsewhere."""


def silence() -> None:
    """Set every switch; idempotent."""
    os.environ.update(SWITCHES)
    for name in FORBIDDEN:
        os.environ.pop(name, None)

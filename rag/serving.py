"""Settings of the server. They stand here so that all settings are one model, read in one place."""

from pydantic import BaseModel, Field, SecretStr


class ServingSettings(BaseModel):
    """How the server listens, whom it lets in and how much at once, and its place in Slack."""

    host: str = Field(default="127.0.0.1", description="Address that `dateline serve` listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Its port; 0 is any free one.")
    hosts: str | None = Field(
        default=None,
        description="Names under which the server is reached beside its own, by commas; * is any.",
    )
    tokens: SecretStr | None = Field(
        default=None,
        description="Bearer tokens, separated by commas, one of which /v1 then asks for.",
    )
    proxy_user_header: str | None = Field(
        default=None, description="Header in which a reverse proxy says who is signed in."
    )
    proxy_secret: SecretStr | None = Field(
        default=None, description="What the proxy sends as X-Dateline-Proxy, to be believed."
    )
    workers: int = Field(default=2, ge=1, le=64, description="Questions answered at the same time.")
    in_flight: int = Field(
        default=16, ge=1, description="Questions answered or waiting; more are turned away."
    )
    per_minute: int = Field(
        default=600, ge=0, description="Requests a minute from one client; 0 is no bound."
    )
    max_body_kb: int = Field(default=256, ge=1, description="Larger request bodies are refused.")
    body_timeout_s: float = Field(
        default=10, gt=0, description="Seconds in which the body of a request has to come."
    )
    shutdown_s: int = Field(
        default=20, ge=0, description="Seconds that a stopping server gives what is under way."
    )
    state_url: SecretStr | None = Field(
        default=None,
        description="PostgreSQL in which several servers share conversations, limits and feedback.",
    )
    state_connections: int = Field(
        default=8, ge=1, le=1000, description="Connections to it that one server opens, at most."
    )
    state_timeout_s: float = Field(
        default=5.0, gt=0, le=60, description="Seconds that it may take to answer or be reached."
    )
    log_questions: bool = Field(
        default=False, description="Whether questions are written to the log."
    )
    slack_signing_secret: SecretStr | None = Field(
        default=None,
        description="Signing secret of the Slack app; unset, no requests of Slack are taken.",
    )
    slack_bot_token: SecretStr | None = Field(
        default=None, description="Bot token: mentions, messages and shortcuts beside the command."
    )
    slack_app_token: SecretStr | None = Field(
        default=None,
        description="App-level token: the server opens a connection to Slack (Socket Mode).",
    )
    slack_api: str = Field(
        default="https://slack.com/api/", description="Address of Slack's web API."
    )

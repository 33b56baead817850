"""Where settings come from, and which are refused."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from index.errors import BadInput
from rag.settings import TOML_FILE, Settings, read_settings


def test_the_defaults() -> None:
    assert read_settings().model_dump() == {
        "data_dir": Path(".dateline"),
        "embedder": "dateline-encoder-1",
        "embed_batch": 32,
        "max_file_mb": 20,
        "max_archive_mb": 200,
        "fetch_private": False,
        "read_seconds": 30.0,
        "read_memory_mb": 2000,
        "pdf_seconds": 60,
        "pdf_memory_mb": 2000,
        "ocr": None,
        "reranker": None,
        "candidates": 200,
        "max_sentences": 4,
        "max_question": 2000,
        "max_checked": 300,
        "question_timeout_s": 30.0,
        "judge": "dateline-judge-6",
        "nli": None,
        "datasets": None,
        "min_confidence": None,
        "llm": "openai-like",
        "llm_url": None,
        "llm_model": None,
        "llm_api_key": None,
        "llm_timeout_s": 30.0,
        "llm_retries": 2,
        "llm_format": "auto",
        "llm_judge": "auto",
        "host": "127.0.0.1",
        "port": 8000,
        "hosts": None,
        "tokens": None,
        "proxy_user_header": None,
        "proxy_secret": None,
        "workers": 2,
        "in_flight": 16,
        "per_minute": 600,
        "max_body_kb": 256,
        "body_timeout_s": 10,
        "shutdown_s": 20,
        "log_questions": False,
        "slack_signing_secret": None,
        "slack_bot_token": None,
        "slack_app_token": None,
        "slack_api": "https://slack.com/api/",
        "slack_webhook": None,
        "slack_channel": None,
        "webhook_url": None,
        "webhook_secret": None,
        "smtp_host": None,
        "smtp_port": 587,
        "smtp_security": "starttls",
        "smtp_user": None,
        "smtp_password": None,
        "smtp_from": None,
        "smtp_to": None,
        "catalog_url": None,
        "catalog_connections": 8,
        "catalog_timeout_s": 10.0,
        "state_url": None,
        "state_connections": 8,
        "state_timeout_s": 5.0,
        "chroma_url": None,
        "chroma_token": None,
        "chroma_token_header": "Authorization",
        "chroma_ca": None,
        "chroma_tenant": "default_tenant",
        "chroma_database": "default_database",
        "chroma_timeout_s": 10.0,
        "chroma_retries": 2,
        "chroma_missing": "refuse",
        "ingest_workers": 1,
        "ray_address": None,
        "ray_timeout_s": 3600.0,
        "scan_at_most": 2_000_000,
    }


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_argument_over_environment_over_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("dateline.toml").write_text(
        'data_dir = "of file"\nembedder = "of file"\nmax_sentences = 3\n', "utf-8"
    )
    monkeypatch.setenv("DATELINE_DATA_DIR", "of environment")
    monkeypatch.setenv("DATELINE_EMBEDDER", "of environment")
    read = read_settings(Path("of argument"))
    assert (read.data_dir, read.embedder, read.max_sentences) == (
        Path("of argument"), "of environment", 3,
    )  # fmt: skip
    assert read_settings().data_dir == Path("of environment")


def test_names_in_the_environment_in_small_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("dateline_candidates", "7")
    assert read_settings().candidates == 7


@pytest.mark.parametrize("name", ["DATA_DIR", "EMBEDDER", "RERANKER", "CANDIDATES"])
def test_an_empty_variable_is_an_unset_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"DATELINE_{name}", "")
    assert read_settings() == Settings()
    assert (read_settings().data_dir, read_settings().reranker) == (Path(".dateline"), None)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CANDIDATES", "0",
         "The setting candidates is not usable: Input should be greater than or equal to 1."),
        ("MAX_SENTENCES", "many",
         "The setting max_sentences is not usable: Input should be a valid integer, unable to "
         "parse string as an integer."),
        ("MIN_CONFIDENCE", "1.5",
         "The setting min_confidence is not usable: Input should be less than or equal to 1."),
        ("COLOUR", "red",
         "There is no setting DATELINE_COLOUR. `dateline doctor` lists those there are."),
    ],
    ids=["too low", "no number", "too high", "unknown"],
)  # fmt: skip
def test_the_environment_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"DATELINE_{name}", value)
    with pytest.raises(BadInput) as caught:
        read_settings()
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("colour = 'red'", "The setting colour is not usable: Extra inputs are not permitted."),
        ("candidates = 501",
         "The setting candidates is not usable: Input should be less than or equal to 500."),
        ("candidates = ", "dateline.toml cannot be read: Invalid value (at end of document)."),
    ],
    ids=["unknown", "too high", "no toml"],
)  # fmt: skip
def test_the_file_refused(toml: str, said: str) -> None:
    Path("dateline.toml").write_text(toml, "utf-8")
    with pytest.raises(BadInput) as caught:
        read_settings()
    assert str(caught.value) == said


def test_a_file_that_is_not_text() -> None:
    Path("dateline.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match=r"dateline\.toml cannot be read"):
        read_settings()


def test_an_unknown_argument_is_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Settings.model_validate({"colour": "red"})


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="Instance is frozen"):
        read_settings().candidates = 3  # type: ignore[misc]


def test_a_file_that_is_nested_without_end_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(TOML_FILE).write_text(f"host = {'[' * 4000}{']' * 4000}", "utf-8")
    with pytest.raises(BadInput, match=r"^dateline\.toml .* it is nested too deeply\.$"):
        read_settings()

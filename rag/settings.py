"""All settings, read once at the entry point and passed down."""

import os
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from index.errors import BadInput
from index.settings import IndexSettings
from rag.alerting import AlertSettings
from rag.llm_settings import LlmSettings
from rag.serving import ServingSettings

PREFIX = "DATELINE_"
TOML_FILE = "dateline.toml"
SHIPPED_JUDGE = "dateline-judge-6"
NO_JUDGE = "none"


class Settings(IndexSettings, LlmSettings, ServingSettings, AlertSettings, BaseSettings):
    """Every setting with its default.

    Arguments come first, then `DATELINE_*` in the environment, then `dateline.toml` in the
    current folder.
    """

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix=PREFIX, env_ignore_empty=True, toml_file=TOML_FILE
    )

    reranker: str | None = Field(
        default=None,
        description="Cross-encoder that reorders candidates: a local folder or a hub name.",
    )
    candidates: int = Field(
        default=200, ge=1, le=500, description="Passages taken from each first-stage retriever."
    )
    max_sentences: int = Field(
        default=4, ge=1, le=20, description="Sentences in an extractive answer, at most."
    )
    max_question: int = Field(default=2000, ge=1, description="Characters in a question, at most.")
    max_checked: int = Field(
        default=300, ge=1, description="Sentences of a text that are checked at one time, at most."
    )
    question_timeout_s: float = Field(
        default=30.0,
        gt=0,
        le=86_400,
        allow_inf_nan=False,
        description="Seconds for a question, less those of loading models and of a language model.",
    )
    judge: str = Field(
        default=SHIPPED_JUDGE,
        description="Judge of evidence: the shipped one, a cross-encoder (folder or hub), or none.",
    )
    nli: str | None = Field(
        default=None,
        description="Model of inference that checks written sentences: a folder or a hub name.",
    )
    datasets: Path | None = Field(
        default=None, description="Folder of the public sets for `dateline eval --dataset`."
    )
    min_confidence: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="Evidence judged less likely to answer is refused; unset: as calibrated.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def read_settings(data_dir: Path | None = None) -> Settings:
    """The settings in force here. Raises BadInput for unknown ones and for values out of range."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    unknown = sorted(key for key in os.environ if key.startswith(PREFIX) and key not in known)
    if unknown:
        raise BadInput(
            f"There is no setting {unknown[0]}. `dateline doctor` lists those there are."
        )
    try:
        return Settings(data_dir=data_dir) if data_dir is not None else Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        why = first["msg"].removeprefix("Value error, ")
        raise BadInput(f"The setting {name} is not usable: {why}.") from error
    except RecursionError as error:
        raise BadInput(f"{TOML_FILE} cannot be read: it is nested too deeply.") from error
    except ValueError as error:
        raise BadInput(f"{TOML_FILE} cannot be read: {error}.") from error

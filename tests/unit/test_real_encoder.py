"""A tiny model of sentence-transformers itself, made here with random weights, whole and broken."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from string import ascii_lowercase

import pytest

from aigc_kg.errors import EncoderError
from aigc_kg.vectors import fetch_encoder, load_encoder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    folder = tmp_path_factory.mktemp("model")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *ascii_lowercase, *(f"##{letter}" for letter in ascii_lowercase)]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder / "bert")
    config = BertConfig(vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16)
    BertModel(config).save_pretrained(folder / "bert")
    SentenceTransformer(modules=[Transformer(str(folder / "bert")), Pooling(16)]).save(str(folder / "tiny"))
    return folder / "tiny"


def test_vectors_are_normalized_rows(model: Path) -> None:
    encoder = load_encoder(str(model))
    matrix = encoder.passages(["lumora", "nimbus"])
    assert (matrix.shape, encoder.query("lumora").shape) == ((2, 16), (1, 16))
    assert (matrix**2).sum(axis=1) == pytest.approx([1.0, 1.0], abs=1e-5)


def test_loading_prints_nothing(model: Path, capfd: pytest.CaptureFixture[str]) -> None:
    load_encoder(str(model))
    assert capfd.readouterr() == ("", "")


BROKEN: dict[str, Callable[[Path], object]] = {
    "weights": lambda folder: (folder / "model.safetensors").write_bytes(b"nonsense"),
    "half the weights": lambda folder: (folder / "model.safetensors").write_bytes((folder / "model.safetensors").read_bytes()[:900]),
    "no weights": lambda folder: (folder / "model.safetensors").unlink(),
    "configuration": lambda folder: (folder / "modules.json").write_text("{", encoding="utf-8"),
    "nothing": shutil.rmtree,
}


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_model_is_named(model: Path, tmp_path: Path, broken: str) -> None:
    folder = Path(shutil.copytree(model, tmp_path / "broken"))
    BROKEN[broken](folder)
    with pytest.raises(EncoderError, match="Cannot load the encoder") as raised:
        fetch_encoder(str(folder) if broken != "nothing" else f"{folder}/")
    assert len(str(raised.value).splitlines()) == 1

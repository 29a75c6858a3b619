"""Random edits of a folder of notes, and all that a knowledge base holds, to compare two of them."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

from aigc_kg import KnowledgeBase
from aigc_kg.lexical import LexicalIndex
from aigc_kg.manifest import current_generation
from aigc_kg.render import answer_json
from aigc_kg.vectors import read_vectors

NOTES = {
    "models.md": "# Models\n\nDeepMind developed Flamingo in 2022.\n\n- Google made Imagen and Muse.\n- Imagen has 2 billion parameters.\n",
    "模型.md": "# 模型\n\n谷歌发布了 Parti。Imagen 有 20 亿参数。\n\n| 公司 | 模型 |\n| --- | --- |\n| OpenAI | DALL-E 2 |\n",
    "more.md": "# More\n\nImagen (also called Imagen One) is based on T5.\n\nStability AI released Stable Diffusion in 2022.\n",
}
LINES = (
    "OpenAI developed DALL-E 2 in 2022.",
    "Flamingo was made by Google DeepMind.",
    "谷歌（Google）推出了 Muse，参数量为 9 亿。",
    "Stable Diffusion v2 follows Stable Diffusion.",
    "Quorvane, by Brindlewick Labs, is a text-to-video model.",
    "## Other things",
    "",
    "Nothing is said here.",
)
QUESTIONS = (
    "who made Flamingo",
    "which models did Google make",
    "谁开发了 DALL-E 2",
    "how many parameters does Imagen have",
    "what is Muse",
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030")


def content(kb: Path) -> tuple[object, ...]:
    """All that can be asked of a knowledge base: graph, hashes, passages and names, vectors, and answers to some questions."""
    generation = current_generation(kb)
    with KnowledgeBase(kb) as opened, closing(LexicalIndex(generation / "index.sqlite")) as index:
        answers = [answer_json(opened.ask(question)) for question in QUESTIONS]
        vectors = {key: vector.tobytes() for key, vector in read_vectors(generation).items()}
        return (
            opened.export("nquads"), opened.manifest.hashes, index.places(), index.digests(), sorted(index.all_labels()), vectors,
            (generation / "vectors.txt").read_bytes(), answers,
        )  # fmt: skip


def edit(notes: Path, chance: random.Random) -> str:
    """Change one thing in a folder of notes, and say what."""
    files = sorted(path for path in notes.rglob("*.md"))
    change = chance.choice([_add, _rewrite, _rewrite, _rename, _delete, _recode, _touch])
    change = _add if len(files) < 2 and change is _delete else change
    return change(notes, chance.choice(files), chance)


def _add(notes: Path, _: Path, chance: random.Random) -> str:
    path = notes / f"added-{chance.randrange(10**6)}.md"
    path.write_text("\n\n".join(chance.sample(LINES, 3)), encoding="utf-8")
    return f"add {path.name}"


def _rewrite(_: Path, path: Path, chance: random.Random) -> str:
    lines = _text(path).split("\n")
    at = chance.randrange(len(lines))
    lines[at : at + chance.randrange(2)] = chance.sample(LINES, chance.randrange(1, 3))
    path.write_text("\n".join(lines), encoding="utf-8")
    return f"edit {path.name}:{at + 1}"


def _rename(notes: Path, path: Path, chance: random.Random) -> str:
    target = notes / chance.choice([".", "deep"]) / f"renamed-{chance.randrange(10**6)}.md"
    target.parent.mkdir(exist_ok=True)
    path.rename(target)
    return f"rename {path.name} to {target.name}"


def _delete(_: Path, path: Path, __: random.Random) -> str:
    path.unlink()
    return f"delete {path.name}"


def _recode(_: Path, path: Path, chance: random.Random) -> str:
    encoding = chance.choice(ENCODINGS)
    path.write_bytes(_text(path).encode(encoding, "replace"))
    return f"write {path.name} in {encoding}"


def _touch(_: Path, path: Path, __: random.Random) -> str:
    path.write_bytes(path.read_bytes())
    return f"touch {path.name}"


def _text(path: Path) -> str:
    """The text of a note, in whichever encoding it was written last."""
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")

"""Answer latency with the knowledge base held open, by status, over questions on the shipped corpus.

.venv/bin/python bench/ask_latency.py [--kb DIR] [--rounds N]
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

from aigc_kg import KnowledgeBase
from timing import knowledge_base, percentile, print_machine, print_table

QUESTIONS = (
    "who made Flamingo",
    "Who developed Magic3D?",
    "how many parameters does LaMDA have",
    "When was Stable Diffusion released?",
    "Which models were made by Google?",
    "Is Codex based on GPT-3?",
    "How many models did OpenAI develop?",
    "what is the task of DreamFusion",
    "who made Quillvarnish",
    "How does RLHF work?",
    "Why is Muse faster than diffusion models?",
    "AudioLM 是谁开发的？",
    "GPT-3 的参数量是多少？",
    "Transformer 是哪一年提出的？",
    "Meta AI 有哪些模型？",
    "哪些模型用于文本生成图像？",
    "Codex 基于什么模型？",
    "雾凇七号是谁做的？",
    "扩散模型是怎么生成图像的？",
    "为什么 2017 年是分水岭？",
    "Which OpenAI models are not about text?",
    "Which companies have more than two models?",
    "哪家公司的模型最多？",
    "What else did the maker of Flamingo build?",
    "Which models were released between 2021 and 2022?",
    "2022 年下半年发布的模型有哪些？",
    "参数最多的三个模型是哪些？",
    "按发布时间排列 GPT-2、GPT-3、LLaMA",
    "GigaGAN 和 LLaMA 哪个参数多？",
    "How do Phenaki and Soundify differ?",
    "Which documents mention Flamingo?",
    "文档在哪些地方说法不一？",
    "Tell me about GigaGAN",
    "Codex 是基于哪个模型的？那个模型是谁开发的？",
)


def measure(kb: KnowledgeBase, rounds: int) -> dict[str, dict[str, list[float]]]:
    """Milliseconds by status and question; each round asks all questions in turn."""
    times: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for _ in range(rounds):
        for question in QUESTIONS:
            start = time.perf_counter()
            status = kb.ask(question).status
            times[status][question].append((time.perf_counter() - start) * 1000)
    return times


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kb", type=Path, help="a knowledge base that is built; else the shipped corpus is")
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    with knowledge_base(options.kb) as folder, KnowledgeBase(folder) as kb:
        first = measure(kb, 1)
        times = measure(kb, options.rounds)
    print_machine()
    rows = []
    for status in ("answered", "passages", "unanswered"):
        values = [value for each in times[status].values() for value in each]
        if values:
            cold = max(value for each in first[status].values() for value in each)
            figures = [f"{median(values):.1f}", f"{percentile(values, 99):.1f}", f"{max(values):.1f}", f"{cold:.1f}"]
            rows.append([status, str(len(times[status])), *figures])
    print_table([f"ask, {options.rounds} rounds, ms", "questions", "median", "99th", "most", "most when first asked"], rows)
    medians = {question: median(values) for each in times.values() for question, values in each.items()}
    slowest = max(medians, key=lambda question: medians[question])
    print(f"\nslowest: {slowest} ({medians[slowest]:.1f} ms)")
    for status in ("answered", "passages", "unanswered"):
        print(f"{status}: " + " | ".join(times[status]))


if __name__ == "__main__":
    main()

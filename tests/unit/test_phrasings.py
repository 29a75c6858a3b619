"""Ways of saying things that notes of other authors use: examples in several words and layouts, and what must not be read."""

from __future__ import annotations

import pytest

from aigc_kg.corpus import parse_document
from aigc_kg.extract import Extractor
from aigc_kg.lexicon import load_lexicon
from aigc_kg.markdown import line_starts
from aigc_kg.model import Text, Thing
from aigc_kg.resources import ontology_dir

STATED = [
    # what comes out, and the task that it makes
    ("Quorva-2 可以根据文字描述生成风格统一的图像。", ("Quorva-2", "hasTask", "text-to-image")),
    ("Quorva-2 可以根据文字描述生成风格统一的图像。", ("Quorva-2", "outputModality", "image")),
    ("Bellmere-1 generates short pieces of music from text prompts.", ("Bellmere-1", "hasTask", "text-to-music")),
    ("Bellmere-1 能够创作带人声的音乐。", ("Bellmere-1", "outputModality", "music")),
    # tasks that no vocabulary lists
    ("Quorva-2 支持合同条款识别、会议纪要写作和翻译。", ("Quorva-2", "hasTask", "会议纪要写作")),
    ("Quorva-2 支持合同条款识别、会议纪要写作和翻译。", ("Quorva-2", "hasTask", "翻译")),
    ("Quorva-2 supports text generation, invoice recognition and translation.", ("Quorva-2", "hasTask", "invoice recognition")),
    # groups that lead a list in
    ("# 综述\n\n单塔编码器：\n\n- Quorva-2 采用了拼接\n- Bellmere-1", ("Bellmere-1", "memberOf", "单塔编码器")),
    ("# 综述\n\n常见的视频生成工具包括：\n\n- Quorva-2\n- Bellmere-1", ("Quorva-2", "memberOf", "视频生成工具")),
    ("# 综述\n\n生成式对话模型可以分为：\n\n- Quorva-2 用于闲聊\n- Bellmere-1", ("Bellmere-1", "memberOf", "生成式对话模型")),
    ("# The Quorva family\n\n| Model | Params |\n|---|---|\n| Quorva-2 | 3B |", ("Quorva-2", "memberOf", "Quorva family")),
    # cells that describe their row
    ("| 名称 | 简介 |\n|---|---|\n| Quorva-2 | OpenAI多模态大模型，支持对话。 |", ("Quorva-2", "developedBy", "OpenAI")),
    ("| 名称 | 简介 |\n|---|---|\n| Quorva-2 | 青鸟云推出的绘图平台，支持对话。 |", ("Quorva-2", "developedBy", "青鸟云")),
    ("- **Quorva-2**\n  - Stanford's instruct model based on Bellmere-7B.", ("Quorva-2", "basedOn", "Bellmere-7B")),
    # citations are no part of a name or sentence
    ("- **Quorva** [@quo2023]\n  - Trained on 300B tokens", ("Quorva", "trainingDataSize", "300000000000")),
    ("Quorva-2[^3] was developed by Google [@a; @b, p. 3].", ("Quorva-2", "developedBy", "Google")),
    # what a thing builds on
    ("Quorva-2 驱动的 Bellmere-1 发布。", ("Bellmere-1", "basedOn", "Quorva-2")),
    ("Quorva-2 powers Bellmere-1.", ("Bellmere-1", "basedOn", "Quorva-2")),
    ("Bellmere-1 是对话模型。模型从Quorva-2进行了微调。", ("Bellmere-1", "basedOn", "Quorva-2")),
    ("Bellmere-1 利用了来自预训练语言模型Quorva-2的知识。", ("Bellmere-1", "basedOn", "Quorva-2")),
    ("Bellmere-1 is a variant of Quorva-2.", ("Bellmere-1", "basedOn", "Quorva-2")),
    # what it does better than, and what it follows
    ("**Bellmere**\n\n- Outperforms both Quorva-2 and Sedge-3.", ("Bellmere", "outperforms", "Sedge-3")),
    ("- **Bellmere-1**\n  - Better zero-shot performance than Quorva-2 or Sedge-3.", ("Bellmere-1", "outperforms", "Quorva-2")),
    ("Bellmere-1 生成的图像比 Quorva-2 更加真实。", ("Bellmere-1", "outperforms", "Quorva-2")),
    ("Bellmere-2 是谷歌继 Bellmere-1 之后的又一模型。", ("Bellmere-2", "successorOf", "Bellmere-1")),
    # by what means, of which parts, of what kind
    ("Quorva-2 通过分层残差编码器来压缩音频。", ("Quorva-2", "usesTechnique", "分层残差编码器")),
    (
        "Quorva-2 generates audio via residual vector quantization layers.",
        ("Quorva-2", "usesTechnique", "residual vector quantization layers"),
    ),
    ("Quorva-2：模型由三部分组成：时间编码器、扩散先验和视频解码器。", ("Quorva-2", "usesTechnique", "时间编码器")),
    ("Quorva-2 is a decoder-only transformer model.", ("Quorva-2", "usesTechnique", "transformer")),
    ("Quorva-2 将冻结的语言编码器与超分辨率网络相结合。", ("Quorva-2", "usesTechnique", "超分辨率网络")),
    # fields of use by layout
    ("# Quorva 的应用\n\n## 电商\n\nQuorva-2 由谷歌推出。", ("Quorva", "appliedIn", "e-commerce")),
    ("# 综述\n\n## 视频领域的进展\n\n### Bellmere-1\n\n- 很快", ("Bellmere-1", "appliedIn", "视频")),
    ("# 综述\n\n## 应用场景\n\n- 智能客服：Quorva-2、Bellmere-1", ("Bellmere-1", "appliedIn", "customer service")),
    # techniques that items below a thing start with, and its fields
    ("### GPT-2\n\n- **对比学习**：让图像更接近", ("GPT-2", "usesTechnique", "对比学习")),
    ("### GPT-2\n\n- 扩散模型（Transformer 架构）\n    - 文本编码器：BERT", ("GPT-2", "usesTechnique", "扩散模型")),
    ("### GPT-2\n\n- 扩散模型（Transformer 架构）\n    - 文本编码器：BERT", ("GPT-2", "basedOn", "BERT")),
    # groups and makers told at once
    ("#### 语音模型\n\n- Google - Quorva-2 / Bellmere-1", ("Bellmere-1", "memberOf", "语音模型")),
    ("Quorva-2 属于视觉语言模型。", ("Quorva-2", "memberOf", "视觉语言模型")),
    ("### Quorva-2 (OpenAI)\n\n正文。", ("Quorva-2", "developedBy", "OpenAI")),
    # who leads and where, told of what was founded
    ("松果科技由祝怀瑾在 2017 年创立，总部位于杭州，现任首席执行官是闵若川。", ("松果科技", "ledBy", "闵若川")),
    ("松果科技由祝怀瑾在 2017 年创立，总部位于杭州，现任首席执行官是闵若川。", ("松果科技", "locatedIn", "杭州")),
    # series, their members, and what is then said of all
    ("霜序系列目前有两个成员：霜序-1 和霜序-Pro，都出自归雁科技。", ("霜序-Pro", "memberOf", "霜序系列")),
    ("霜序系列目前有两个成员：霜序-1 和霜序-Pro，都出自归雁科技。", ("霜序-1", "developedBy", "归雁科技")),
    ("Quorva 家族共有两款模型：Quorva-2 和 Quorva-3。", ("Quorva-2", "memberOf", "Quorva 家族")),
    ("霜序-2 接替了霜序-1，又快了许多。", ("霜序-2", "successorOf", "霜序-1")),
    # labels and nouns tell their own relation
    ("Quorva-2 的投资者：松果资本, Bellmere Ventures；其他", ("Bellmere Ventures", "investedIn", "Quorva-2")),
    ("Quorva-2 的训练数据集来自 LyricHub 的 120 万首歌曲。", ("Quorva-2", "trainedOn", "LyricHub")),
    # a task and a noun of things right beside a name
    ("文生视频模型 Quorva-2 由 OpenAI 发布。", ("Quorva-2", "hasTask", "文生视频")),
    ("2021年1月，Google 开发出Quorva-2文字生成图片模型。", ("Quorva-2", "hasTask", "文字生成图片")),
    ("`松果天音`成功打造出《春山》《夜雨》等歌曲。", ("春山", "developedBy", "松果天音")),
    ("Quorva-2 在人类评估中以 61.7% 的比率超过 Bellmere-1。", ("Quorva-2", "outperforms", "Bellmere-1")),
    # amounts of what the sentence is about
    ("Quorva-2 在1.56T的公共对话数据集上进行训练。", ("Quorva-2", "trainedOn", "公共对话数据集")),
    ("前一版的 Quorva-2 预训练数据只有 38G。", ("Quorva-2", "trainingDataSize", "38000000000")),
    ("## Quorva-2\n\nThe largest model was trained on 1T tokens.", ("Quorva-2", "trainingDataSize", "1000000000000")),
    # acts of making, with the time told before
    ("2020 年，谷歌提出了 Quorva-2，这是一个对话模型。", ("Quorva-2", "releaseDate", "2020")),
    ("Bellmere-1 基于另一个动作生成框架 Quorva-2。", ("Bellmere-1", "basedOn", "Quorva-2")),
    # organizations whose names begin with a place or hold Latin letters
    ("Quorva-2 由上海AI实验室提出。", ("Quorva-2", "developedBy", "上海AI实验室")),
    # what an enumeration goes on with
    ("Quorva-2 的效果超过扩散模型，包括 Imagen 和 DALL-E 2。", ("Quorva-2", "outperforms", "Imagen")),
    ("Quorva-2 采用多种训练技巧，包括动态掩码、余弦退火。", ("Quorva-2", "usesTechnique", "动态掩码")),
    ("目前国内自研的大模型包括百度的 Quorva-2、阿里的 Bellmere-1。", ("Bellmere-1", "memberOf", "国内自研的大模型")),
    # groups by how a list is divided
    ("# 综述\n\n- 按技术类型划分\n    - **有监督生成**：Quorva-2、Bellmere-1", ("Quorva-2", "memberOf", "有监督生成")),
    (
        "# Overview\n\n- By training method:\n    - **Supervised generation**: Quorva-2, Bellmere-1",
        ("Quorva-2", "memberOf", "Supervised generation"),
    ),
    (
        "视觉语言编码器，能够结合两种模态，主要有两种：\n\n- concatenated encoder\n- cross-aligned encoder",
        ("cross-aligned encoder", "memberOf", "视觉语言编码器"),
    ),
    ("## 自回归语言模型\n\n效果较好的是 GPT-3。还有 Quorva-2、Bellmere-1 等。", ("Bellmere-1", "memberOf", "自回归语言模型")),
    ("## 解码器模型\n\n- Gophero使用类似 GPT 的结构；Quorvo 与 GPT-3 结构相同", ("Gophero", "memberOf", "解码器模型")),
    ("## 文本音频生成\n\n- Quorva-2用两个编码器生成语音；Lombardo利用动态压缩生成语音。", ("Lombardo", "hasTask", "text-to-audio")),
    ("现有的 SOTA 预训练语言模型可以分为：\n\n- Quorva-2\n- Bellmere-1", ("Quorva-2", "memberOf", "预训练语言模型")),
    # tasks before the noun that says what a thing is
    ("- Quorva-2：一款AI壁画修复工具。", ("Quorva-2", "hasTask", "壁画修复")),
    ("- Quorva-2：视频生成与编辑工具。", ("Quorva-2", "hasTask", "video editing")),
    ("| 名称 | 简介 |\n|---|---|\n| Quorva-2 | OpenAI文生图模型，集成于搜索。 |", ("Quorva-2", "hasTask", "文生图")),
    ("- Quorva-2：提供语音识别、合成和会议转写服务。", ("Quorva-2", "hasTask", "会议转写")),
    ("Quorva-2 支持AI擦除物体、运动跟踪和风格迁移。", ("Quorva-2", "hasTask", "运动跟踪")),
    ("Quorva-2 是一个多语言模型。", ("Quorva-2", "supportsLanguage", "多语言")),
    # data without a unit, builds and comparisons
    ("Quorva-2 was trained on 780B of text.", ("Quorva-2", "trainingDataSize", "780000000000")),
    ("Quorva-2 最初是在 Bellmere-1 之上构建的。", ("Quorva-2", "basedOn", "Bellmere-1")),
    ("Quorva-2 使用类似 Bellmere-1 的结构。", ("Quorva-2", "basedOn", "Bellmere-1")),
    ("Quorva-2 的生成速度比 Bellmere-1 更快。", ("Quorva-2", "fasterThan", "Bellmere-1")),
    ("天行科技是拓远公司的子公司。", ("天行科技", "ownedBy", "拓远公司")),
    # what the paragraph before a list is about
    ("阿里巴巴发布了视频模型 Quorva-2。\n\n- 整体模型参数约17亿，只支持英文输入。", ("Quorva-2", "parameterCount", "1700000000")),
    # adverbs of time, teams and other words between who makes and the act
    ("谷歌随后提出 Quorva-2。", ("Quorva-2", "developedBy", "谷歌")),
    ("Anthropic 在此前三天发布 Quorva-2，主打推理。", ("Quorva-2", "developedBy", "Anthropic")),
    ("DeepSeek 年初开源的 Quorva-2 以 Bellmere-1 为基座。", ("Quorva-2", "basedOn", "Bellmere-1")),
    ("Quorva-2 由微软与英伟达联合训练。", ("Quorva-2", "developedBy", "英伟达")),
    ("Quorva-2 则由 BigScience 协作组训练完成。", ("Quorva-2", "developedBy", "BigScience")),
    ("Quorva-2[1] 由 Smithson 等人于 2017 年提出。", ("Quorva-2", "developedBy", "Smithson")),
    ("微软旗下的 Quorva-2 很受欢迎。", ("Quorva-2", "developedBy", "微软")),
    ("清华大学与腾讯联合发布的 Quorva-2 采用自研的 U-ViT 架构。", ("Quorva-2", "developedBy", "清华大学")),
    ("Quorva-2, from Alibaba's DAMO Academy, is non-autoregressive.", ("Quorva-2", "developedBy", "Alibaba")),
    ("- **Quorva-2** — by the speech team at Alibaba; trained on news", ("Quorva-2", "developedBy", "Alibaba")),
    ("Brightloom's Quorva-2 is built on state space models.", ("Quorva-2", "developedBy", "Brightloom")),
    # brackets and dashes behind a name
    ("**Quorva**：DeepMind 2022.4，用了新的结构", ("Quorva", "developedBy", "DeepMind")),
    ("开源复现有 Quorva-2（Meta）和 Bellmere-1（Hugging Face）。", ("Bellmere-1", "developedBy", "Hugging Face")),
    ("国内有：腾讯（Quorva-2）、百度（Bellmere-1）。", ("Bellmere-1", "developedBy", "百度")),
    ("Quorva-2（Meta，34B，early fusion）很大。", ("Quorva-2", "parameterCount", "34000000000")),
    ("QuorvaA (Microsoft, 2020) → QuorvaB (Salesforce, March 2022) → QuorvaC (Meta, 2023)", ("QuorvaB", "releaseDate", "2022-03")),
    ("QuorvaA (Microsoft, 2020) → QuorvaB (Salesforce, March 2022) → QuorvaC (Meta, 2023)", ("QuorvaC", "developedBy", "Meta")),
    # tables by method, with other headers
    ("| 方法 | 一句话 | 基座 | 谁 |\n|--|--|--|--|\n| Quorva-2 | 很轻 | Bellmere-1 | 谷歌 |", ("Quorva-2", "developedBy", "谷歌")),
    ("| Model | Built on | Training audio |\n|--|--|--|\n| Quorva-2 | Bellmere-1 | 60k hours |", ("Quorva-2", "trainingDataSize", "60000")),
    # what headings and labels say of the subjects of sentences
    ("## 代码补全\n\nQuorva-2 由谷歌提出。", ("Quorva-2", "hasTask", "code completion")),
    ("## 扩散模型\n\nQuorva-2 预测每一步的噪声。", ("Quorva-2", "memberOf", "扩散模型")),
    ("- **音乐生成**：Quorva-2 很快；Bellmere-1 由谷歌提出。", ("Bellmere-1", "hasTask", "text-to-music")),
    ("3、教育：腾讯推出 Quorva-2，专注于数学。", ("Quorva-2", "appliedIn", "education")),
    ("## Google\n\nQuorva-2 arrived in June 2024.", ("Quorva-2", "developedBy", "Google")),
    # plain text with pictures for bullets and titles
    ("👉 Quorva-2：谷歌出品\n👉 Bellmere-1：腾讯推出", ("Bellmere-1", "developedBy", "腾讯")),
    ("🎵 03 音乐生成\n\nQuorva-2 由谷歌提出。", ("Quorva-2", "hasTask", "text-to-music")),
    # what data is counted in, and what is counted
    ("Quorva-2 在 3630 亿词元的金融语料上训练。", ("Quorva-2", "trainedOn", "金融语料")),
    ("Quorva-2 was trained on C4 and about 1.6T tokens.", ("Quorva-2", "trainingDataSize", "1600000000000")),
    # affairs of organizations
    ("Larkmoor Labs, founded in 2022 by Ada Roe and Mati Stan, is small.", ("Larkmoor Labs", "foundedBy", "Mati Stan")),
    ("百川智能的创始人为搜狗前CEO王小川。", ("百川智能", "foundedBy", "王小川")),
    ("月之暗面的创始人杨植麟是90后。", ("月之暗面", "foundedBy", "杨植麟")),
    ("## Larkmoor Labs\n\nHQ: Lyon. CEO: Ada Roe.\nBackers: Microsoft, Thrive Capital.", ("Larkmoor Labs", "ledBy", "Ada Roe")),
    ("## Larkmoor Labs\n\nHQ: Lyon. CEO: Ada Roe.\nBackers: Microsoft, Thrive Capital.", ("Thrive Capital", "investedIn", "Larkmoor Labs")),
    ("Anthropic 完成融资，由 Lightspeed 领投。", ("Lightspeed", "investedIn", "Anthropic")),
    ("Larkmoor Labs raised $180 million in a Series C led by Microsoft and ICONIQ.", ("ICONIQ", "investedIn", "Larkmoor Labs")),
    ("| 轮次 | 公司 | 投资方 |\n|---|---|---|\n| B轮 | MiniMax | 阿里巴巴、红杉中国 |", ("红杉中国", "investedIn", "MiniMax")),
    ("MiniMax 由闫俊杰创办，总部在上海。", ("MiniMax", "locatedIn", "上海")),
    ("| Model | Notes |\n|---|---|\n| Quorva-2 | fast, English/German |", ("Quorva-2", "supportsLanguage", "German")),
    ("Quorva-2 was formerly called Bellmere-1.", ("Quorva-2", "successorOf", "Bellmere-1")),
    ("谷歌引入了 Quorva-2，它建立在 Bellmere-1 之上。", ("Quorva-2", "developedBy", "谷歌")),
    ("谷歌引入了 Quorva-2，它建立在 Bellmere-1 之上。", ("Quorva-2", "basedOn", "Bellmere-1")),
    # where an organization is, by what stands in front of it
    ("法国公司 Aurelle AI 开源了 Quorva-2。", ("Aurelle AI", "locatedIn", "法国")),
    ("英国初创公司 Lynnhart 发布了 Quorva-2。", ("Quorva-2", "developedBy", "Lynnhart")),
    # people of an organization, and people alone
    ("Quorva-2 由斯坦福大学的李文博等人提出。", ("Quorva-2", "developedBy", "李文博")),
    ("Quorva-2 由斯坦福大学的李文博等人提出。", ("Quorva-2", "developedBy", "斯坦福大学")),
    ("Quorva-2 由清华大学教授周明团队研发。", ("Quorva-2", "developedBy", "周明")),
    ("MiniMax 由前商汤副总裁闫俊杰创立。", ("MiniMax", "foundedBy", "闫俊杰")),
    ("鹿鸣由王小川创办。", ("鹿鸣", "foundedBy", "王小川")),
    # spoken and clipped wordings of making
    ("- Quorva：生数科技和清华大学联合做的", ("Quorva", "developedBy", "生数科技")),
    ("- 海螺 AI：MiniMax 家的", ("海螺 AI", "developedBy", "MiniMax")),
    ("- Quorva：百度团队作品", ("Quorva", "developedBy", "百度")),
    ("Anthropic 训练 Quorva 时采用了对比学习。", ("Quorva", "developedBy", "Anthropic")),
    ("JetBrains ships its own Quorva model.", ("Quorva", "developedBy", "JetBrains")),
    ("- **Sedge** (Google) — text-to-audio\n- **Bellmere** (Meta)\n- **Quorva** (Lynnhart) — fast", ("Quorva", "developedBy", "Lynnhart")),
    # sizes that stand alone
    ("**Quorva**（百度）：在每层里塞一个专家，17B，很快。", ("Quorva", "parameterCount", "17000000000")),
    ("- Quorva：支持任意分辨率，有 2B / 7B / 72B", ("Quorva", "parameterCount", "72000000000")),
    # tasks of numbered headings, and of the prose below
    ("## 1. Speech recognition\n\nQuorva-9 was released in 2023.", ("Quorva-9", "hasTask", "audio-to-text")),
    ("## 2) Image generation models\n\nQuorva-9 was released in 2023.", ("Quorva-9", "hasTask", "image generation")),
    ("## Text-to-speech\n\nQuorva-1, released in November 2023, is small.", ("Quorva-1", "hasTask", "text-to-speech")),
    ("### 3.1 生成对抗网络\n\nDXGAN 用卷积网络替换了全连接层。", ("DXGAN", "memberOf", "生成对抗网络")),
    # data and its amount
    ("Quorva-2 was trained on one trillion tokens from web pages.", ("Quorva-2", "trainingDataSize", "1000000000000")),
    ("Quorva-2 was fed 5.5T tokens.", ("Quorva-2", "trainingDataSize", "5500000000000")),
    ("Quorva-2 was trained with two million additional images.", ("Quorva-2", "trainingDataSize", "2000000")),
    ("Quorva-2 仅使用 Common Crawl、C4 等公开数据。", ("Quorva-2", "trainedOn", "C4")),
    ("Quorva-2 的训练数据换成了约 7 万条对话。", ("Quorva-2", "trainingDataSize", "70000")),
    # coming out, following, building on
    ("Quorva came out in January 2023.", ("Quorva", "releaseDate", "2023-01")),
    ("Quorva-2 是 Quorva-1 的后继。", ("Quorva-2", "successorOf", "Quorva-1")),
    ("Bellmere 接入 Quorva-R1。", ("Bellmere", "basedOn", "Quorva-R1")),
    ("Quorva-2 在盲测里赢过了 Bellmere-1。", ("Quorva-2", "outperforms", "Bellmere-1")),
    ("- Quorva-2 — Google; a Transformer trained on Emilia", ("Quorva-2", "trainedOn", "Emilia")),
    # designs
    ("- **Quorva**\n  - GAN和VAE的结合", ("Quorva", "usesTechnique", "VAE")),
    ("- Quorva：设计了一种新的编码器-解码器注意力机制", ("Quorva", "usesTechnique", "编码器-解码器注意力机制")),
    ("- Quorva，编码器-解码器架构，速度快", ("Quorva", "usesTechnique", "编码器-解码器架构")),
    # groups in front of a comma, and works named side by side
    ("- 掩码语言模型，Quorva-1、Bellmere-2、Sedge", ("Bellmere-2", "memberOf", "掩码语言模型")),
    ("阿里巴巴成功打造出《醒来》《春启》等多首歌曲。", ("春启", "developedBy", "阿里巴巴")),
    # an owner, what its work can do, and the work
    ("谷歌根据简单文本提示便可生产高清视频的 Quorva-2 很受欢迎。", ("Quorva-2", "developedBy", "谷歌")),
    ("英伟达新一代 Quorva-9 芯片出货。", ("Quorva-9", "developedBy", "英伟达")),
    ("Quorva-2 是 Bellmere-1 最大的竞争对手。", ("Quorva-2", "competitorOf", "Bellmere-1")),
    # tasks and fields that are enumerated
    ("Quorva-2 在多个任务上领先，包括机器翻译、语言推理、摘要生成和问答。", ("Quorva-2", "hasTask", "语言推理")),
    ("Quorva-2 可以进行图文重排任务和文本重构任务。", ("Quorva-2", "hasTask", "文本重构")),
    ("Quorva-2 应用在文字、图像、游戏的创作当中。", ("Quorva-2", "appliedIn", "图像")),
    ("Quorva-2 可以更好地理解中文的文化环境。", ("Quorva-2", "supportsLanguage", "中文")),
    # Chinese names that no vocabulary lists, by what is said of them
    ("鹿影引是赤霞智能旗下的文生图模型，2023 年 6 月上线。鹿影引优于 Quorva-2。", ("鹿影引", "developedBy", "赤霞智能")),
    ("鹿影引是赤霞智能旗下的文生图模型，2023 年 6 月上线。鹿影引优于 Quorva-2。", ("鹿影引", "outperforms", "Quorva-2")),
    ("琅影由白榆研究院与听雪大学合作完成，共 76 亿参数，支持中文。", ("琅影", "parameterCount", "7600000000")),
    ("# 赤霞智能\n\n- **代表作**：\n  - **鹿影引**：文生图\n  - **画屏风**：图像编辑", ("画屏风", "developedBy", "赤霞智能")),
    ("## 赤霞科技\n\n旗下模型一览：\n\n1. 鹿影-1（2022 年 11 月）\n2. 琅影-2（2024 年 10 月）", ("琅影-2", "developedBy", "赤霞科技")),
    ("## 赤霞科技\n\n- **现任 CEO**：闵若川，2021 年从祝怀瑾手里接任", ("赤霞科技", "ledBy", "闵若川")),
    ("## 赤霞科技\n\n2020 年由原拾光影业的工程师卓星野创立，位于上海。", ("赤霞科技", "foundedBy", "卓星野")),
    ("白榆研究院设在苏州，它是赤霞科技与听雪大学共同出资成立的。", ("白榆研究院", "foundedBy", "听雪大学")),
    # timelines, in lists and in tables
    ("- 2018/06：Quorva-1，1.17 亿参数，以 Emilia 训练（OpenAI）", ("Quorva-1", "releaseDate", "2018-06")),
    ("- 2018 年 10 月：Quorva-1。Google 推出，大型版 3.4 亿参数", ("Quorva-1", "developedBy", "Google")),
    ("- 2022/04/06\u3000Quorva 2", ("Quorva 2", "releaseDate", "2022-04-06")),
    ("- 2022/07/12\u3000Midjourney 开放测试", ("Midjourney", "releaseDate", "2022-07-12")),
    (
        "| 日期 | 事件 | 机构 | 备注 |\n|---|---|---|---|\n| 2023/09 | Quorva 7B 释出 | 青鸟云 | 胜过 Sedge 2 |",
        ("Quorva 7B", "developedBy", "青鸟云"),
    ),
    (
        "| 日期 | 事件 | 机构 | 备注 |\n|---|---|---|---|\n| 2023/09 | Quorva 7B 释出 | 青鸟云 | 胜过 Sedge 2 |",
        ("Quorva 7B", "outperforms", "Sedge 2"),
    ),
    ("| Date | Event | By |\n|---|---|---|\n| March 2023 | Quorva-4 released | OpenAI |", ("Quorva-4", "releaseDate", "2023-03")),
    # what is told of an organization
    ("## OpenAI\n\n- **Video**: Quorva-2, Bellmere-1 and others", ("Bellmere-1", "developedBy", "OpenAI")),
    (
        "1. OpenAI。总部位于旧金山，由 Sam Altman 创立。产品矩阵覆盖 Quorva-1（对话）、Bellmere-2（绘画）。",
        ("OpenAI", "foundedBy", "Sam Altman"),
    ),
    (
        "1. OpenAI。总部位于旧金山，由 Sam Altman 创立。产品矩阵覆盖 Quorva-1（对话）、Bellmere-2（绘画）。",
        ("Bellmere-2", "developedBy", "OpenAI"),
    ),
    ("2. Anthropic。主打安全。亚马逊 9 月宣布最多投资 40 亿美元。", ("亚马逊", "investedIn", "Anthropic")),
    ("4. Meta。坚持开源，7 月联合微软发布 Quorva-2。", ("Quorva-2", "developedBy", "Meta")),
    ("（2）阿里巴巴\n开源侧放出 Quorva-7B。", ("Quorva-7B", "developedBy", "阿里巴巴")),
    ("- MiniMax：总部上海，社交应用 Glow 出自该公司。\n- 智谱：总部北京", ("Glow", "developedBy", "MiniMax")),
    ("- 智谱：总部北京\n- 商汤：总部上海\n- 飞鸢万象：11 月开源 Quorva-34B", ("Quorva-34B", "developedBy", "飞鸢万象")),
    ("百度于 2023 年 11 月 6 日召开大会，推出 Quorva-4。", ("Quorva-4", "releaseDate", "2023-11-06")),
    ("谷歌与微软的 Quorva-4 很快。", ("Quorva-4", "developedBy", "微软")),
    # sizes and languages that are enumerated
    ("Quorva-2 提供 70 亿、130 亿和 700 亿三档参数。", ("Quorva-2", "parameterCount", "13000000000")),
    ("Quorva-2 支持 Python、C++、Java 等语言。", ("Quorva-2", "supportsLanguage", "Java")),
    ("GPT-4o and its sibling Quorva-4 mini (July 2024), which replaced Quorva-3 in chat.", ("Quorva-4 mini", "successorOf", "Quorva-3")),
    ("Quorva-2 最初由 Bellmere-1 驱动。", ("Quorva-2", "basedOn", "Bellmere-1")),
    ("| 证券简称 | 大模型 | 主要应用领域 |\n|--|--|--|\n| 飞鸢万象 | Quorva-1 | 金融、汽车 |", ("Quorva-1", "appliedIn", "金融")),
    # fields and tasks that a sentence begins with
    ("在医学影像领域，Quorva-2 可以按报告合成胸片。", ("Quorva-2", "appliedIn", "medical imaging")),
    ("在茶叶鉴定领域，Quorva-2 表现很好。", ("Quorva-2", "appliedIn", "茶叶鉴定")),
    ("语音合成方面，微软的 Quorva-2 只需三秒样本。", ("Quorva-2", "hasTask", "text-to-speech")),
    # who published a technique, and what is said of the thing told of
    ("2020 年 6 月，听雪大学的 Jonathan Ho 等人发表 DDPM。", ("DDPM", "developedBy", "Jonathan Ho")),
    ("Quorva：DeepMind 在 Emilia 上训练。", ("Quorva", "trainedOn", "Emilia")),
    ("Quorva-2 出自慕尼黑大学 CompVis 组。", ("Quorva-2", "developedBy", "慕尼黑大学")),
    ("腾讯 ARC 实验室的 Quorva-2 很快。", ("Quorva-2", "developedBy", "腾讯 ARC 实验室")),
    ("Quorva-1 思路相近；其后继 Quorva-2 支持中英双语输入。", ("Quorva-2", "supportsLanguage", "English")),
    ("Quorva-2 的训练用了 28 万小时的音乐。", ("Quorva-2", "trainingDataSize", "280000")),
    (
        "1. Foldarc。总部位于伦敦，由 Jane Roe 创立。产品矩阵覆盖 Quorva-1（对话）、Bellmere-2（绘画）。",
        ("Bellmere-2", "developedBy", "Foldarc"),
    ),
    (
        "1. Foldarc。总部位于伦敦，由 Jane Roe 创立。产品矩阵覆盖 Quorva-1（对话）、Bellmere-2（绘画）。",
        ("Foldarc", "locatedIn", "伦敦"),
    ),
    # Kinds of models that a clause speaks of, named by a noun phrase
    ("判别式模型主要应用于分类任务。", ("判别式模型", "appliedIn", "分类任务")),
    ("而单塔编码器采用交叉注意力机制。", ("单塔编码器", "usesTechnique", "交叉注意力机制")),
    (
        "Encoder models are mainly used for classification, while decoder models are widely used for text generation.",
        ("decoder models", "appliedIn", "text generation"),
    ),
    ("- 自回归语言模型：多用于文本生成", ("自回归语言模型", "appliedIn", "文本生成")),
    # A clause that only names the other side of a comparison
    ("与 LSTM 和 GRU 相比，GladeNet 具有明显优势。", ("GladeNet", "outperforms", "GRU")),
    ("相比于 MireNet，GladeNet 的生成质量更高。", ("GladeNet", "outperforms", "MireNet")),
    ("GladeNet 于 5 月发布。与之前的 MireNet 相比，它的速度更快。", ("GladeNet", "fasterThan", "MireNet")),
    ("Compared with MireNet, GladeNet is more accurate.", ("GladeNet", "outperforms", "MireNet")),
    ("GladeNet 在医疗和金融领域得到应用。", ("GladeNet", "appliedIn", "金融领域")),
    ("除了英美，以色列有 AI21，加拿大有 Cohere。", ("Cohere", "locatedIn", "加拿大")),
    ("FernLab 的主要产品包括云笔、墨本、书签通等。", ("墨本", "developedBy", "FernLab")),
    # Words between a date, an owner and a name; families; components; what stands before the verb
    ("## 大事（2023 年）\n\n- 3 月 9 日 OpenAI 的 Glade-4：多模态。", ("Glade-4", "releaseDate", "2023-03-09")),
    ("## 大事（2023 年）\n\n- 3 月 9 日 OpenAI 的 Glade-4：多模态。", ("Glade-4", "developedBy", "OpenAI")),
    ("**GAN 家族**里列出的有 FernGAN、MireGAN、TarnGAN。", ("MireGAN", "memberOf", "GAN 家族")),
    ("Glade 家族的成员有 Glade-1、Glade-2。", ("Glade-2", "memberOf", "Glade 家族")),
    ("GladeNet 的结构叫因果卷积（Causal Convolution）。", ("GladeNet", "usesTechnique", "因果卷积")),
    ("- **Mire 2**（OpenAI）——跟前作 Mire 一样，看点仍在 CLIP。", ("Mire 2", "successorOf", "Mire")),
    ("- **Tarn**：谷歌 2020 年提出，训练语料是社交媒体对话，困惑度最低。", ("Tarn", "trainedOn", "社交媒体对话")),
    ("GladeTensor 建在“棋类AI”MireZero 上。", ("GladeTensor", "basedOn", "MireZero")),
    ("- **GladeFake**：一种合成技术，把 GAN 与 VAE 结合起来", ("GladeFake", "usesTechnique", "VAE")),
    ("OpenAI 年初把 GladeChat-2 开源。", ("GladeChat-2", "developedBy", "OpenAI")),
    ("| 公司 | FernLab | OpenAI |\n| --- | --- | --- |\n| 地点 | 英国 | 加州 |", ("OpenAI", "locatedIn", "加州")),
    # Tables: labels that end with a noun, organizations over cells in words, sizes over time, tasks in brackets; works of a year
    (
        "| | Glade-2（上一版） | Glade-3 |\n| --- | --- | --- |\n| 基础模型规模 | 1.5B | 175B |",
        ("Glade-3", "parameterCount", "175000000000"),
    ),
    (
        "| | FernLab 公司 | DeepMind |\n| --- | --- | --- |\n| 资本 | 融资 | 拿了 Google、Amazon 两家的投资 |",
        ("Amazon", "investedIn", "DeepMind"),
    ),
    ("| | OpenAI | DeepMind |\n| --- | --- | --- |\n| 资本 | 融资 | 已被 Google 收购 |", ("DeepMind", "ownedBy", "Google")),
    ("GPT-3 涨得很快：\n\n| 时间 | 参数量 |\n| --- | --- |\n| 2021 年 3 月 | 1000 亿 |", ("GPT-3", "parameterCount", "100000000000")),
    (
        "| 子方向 | 代表工作 |\n| --- | --- |\n| 文本与分子（文本分子生成） | Text2Glade、GladeT5 |",
        ("GladeT5", "hasTask", "text-to-molecule"),
    ),
    ("**GladeBox** 则是 OpenAI 2020 年的成果，能唱歌。", ("GladeBox", "releaseDate", "2020")),
    # Lists below a task, an organization or a year; several owners in a line; tables with organizations, tasks or years around the names
    ("- 文本生成图像\n  - GladeE：谷歌的模型\n  - MireE 用 GAN", ("MireE", "hasTask", "text-to-image")),
    ("* Text-to-video models:\n    * GladeV (Google)", ("GladeV", "hasTask", "text-to-video")),
    ("- OpenAI\n  - GladeE：图像生成模型\n  - MireE（2022）", ("MireE", "developedBy", "OpenAI")),
    ("- 百度（2 个）：\n  1. GladeE：1000 亿参数\n  2. MireE，2022 年发布", ("MireE", "developedBy", "百度")),
    ("- **2022**\n  - GladeE (Google)\n  - MireE (OpenAI)", ("MireE", "releaseDate", "2022")),
    ("谷歌：GladeE、GladeV；OpenAI：MireE；百度：TarnE。", ("GladeV", "developedBy", "谷歌")),
    ("文生图：GladeE、MireE；文生视频：TarnV。", ("TarnV", "hasTask", "text-to-video")),
    ("| 年份 | 谷歌 | OpenAI |\n| --- | --- | --- |\n| 2022 | GladeE | MireE |", ("MireE", "releaseDate", "2022")),
    ("| 任务 | 谷歌 | OpenAI |\n| --- | --- | --- |\n| 文生图 | GladeE | MireE |", ("MireE", "developedBy", "OpenAI")),
    ("| 机构 | 文生图 | 文生视频 |\n| --- | --- | --- |\n| 谷歌 | GladeE | GladeV |", ("GladeV", "hasTask", "text-to-video")),
    ("## GladeE\n\n开发者: 谷歌\n发布时间: 2022-05\n参数量: 20 亿", ("GladeE", "parameterCount", "2000000000")),
    # Versions of a thing
    ("国内团队训练出了名为“甲乙”的中文版 GladeNet。", ("甲乙", "basedOn", "GladeNet")),
    ("Glade-Chat，Glade 的对话微调版，支持中文。", ("Glade-Chat", "basedOn", "Glade")),
    # months in words, without their year, and of another
    ("Harlow 于 2021 年六月由 OpenAI 发布。", ("Harlow", "releaseDate", "2021-06")),
    ("OpenAI 在 2021 年 5 月发布了 Harlow-1，次年三月又发布了 Harlow-2。", ("Harlow-2", "releaseDate", "2022-03")),
    ("Google released Harlow-1 in May 2023 and Kestle-2 in December.", ("Kestle-2", "releaseDate", "2023-12")),
    ("In 2024 the field moved on. Google released Harlow-4 in April.", ("Harlow-4", "releaseDate", "2024-04")),
    ("Fernway-3 came in March 2023.", ("Fernway-3", "releaseDate", "2023-03")),
    # what an apposition tells is told of the name before it
    (
        "Oakdale, a Bergen lab backed by the hedge fund High-Pine and led by Nils Berg, shipped Oak-V2 in May 2024.",
        ("Oakdale", "ledBy", "Nils Berg"),
    ),
    (
        "Oakdale, a Bergen lab backed by the hedge fund High-Pine and led by Nils Berg, shipped Oak-V2 in May 2024.",
        ("Oak-V2", "developedBy", "Oakdale"),
    ),
    (
        "Oakdale, a Bergen lab backed by the hedge fund High-Pine and led by Nils Berg, shipped Oak-V2 in May 2024.",
        ("High-Pine", "investedIn", "Oakdale"),
    ),
    (
        "Kestle-1 is the debut of Blackwood Labs, the Reading start-up founded by Robin Stone and Andreas Reed after they left OpenAI.",
        ("Blackwood Labs", "foundedBy", "Andreas Reed"),
    ),
    # both of two things
    ("Fernway-2 was released by Google. Fernway-3 came in 2023. Both were trained on LAION-5B.", ("Fernway-2", "trainedOn", "LAION-5B")),
    ("Fernway-2 和 Fernway-3 都是扩散模型。两者均在 LAION-5B 上训练。", ("Fernway-3", "trainedOn", "LAION-5B")),
    ("GraphSail from Google and Tide-Weather from Huawei were both trained on LAION-5B.", ("Tide-Weather", "trainedOn", "LAION-5B")),
    # sizes that say what kind of thing it is, and of what stands in brackets
    ("- **Harlow** is a 7B model for code.", ("Harlow", "parameterCount", "7000000000")),
    (
        "Fold-2 is faster than Crease-1 because it uses the Ply-2 language model (15B parameters).",
        ("Ply-2", "parameterCount", "15000000000"),
    ),
    # parts and what they are
    ("Fernway was announced in May 2023. Its text encoder is BERT.", ("Fernway", "basedOn", "BERT")),
    ("Sail-1 puts a Llama 2 7B backbone behind two encoders.", ("Sail-1", "basedOn", "Llama 2 7B")),
    # makers in brackets and behind the name
    ("**Kestle-1** (Flint AI) is a diffusion model.", ("Kestle-1", "developedBy", "Flint AI")),
    ("**Kestle-1** (Nettle's Ark Lab) is a diffusion model.", ("Kestle-1", "developedBy", "Nettle's Ark Lab")),
    ("Kestle-2, from Saber AI, pairs a CLIP prior with a decoder.", ("Kestle-2", "developedBy", "Saber AI")),
    ("Kestle-2 was written in JAX by Ben Crane and Aran Holt.", ("Kestle-2", "developedBy", "Aran Holt")),
    ("- Alder-1，斯坦福，拿 LLaMA-7B 用 5 万条数据微调", ("Alder-1", "developedBy", "斯坦福")),
    ("- Alder-1，斯坦福，拿 LLaMA-7B 用 5 万条数据微调", ("Alder-1", "basedOn", "LLaMA-7B")),
    ("Alder-1 由台大的林彦廷与陈志远开发。", ("Alder-1", "developedBy", "陈志远")),
    ("青禾科技是 Rowan-2 的开发商。", ("Rowan-2", "developedBy", "青禾科技")),
    ("青禾科技联合清华大学在论坛上发布 Vidor-1。", ("Vidor-1", "developedBy", "青禾科技")),
    ("腾讯混元视频模型 TidalVideo 开源，130 亿参数。", ("TidalVideo", "developedBy", "腾讯")),
    ("腾讯混元视频模型 TidalVideo 开源，130 亿参数。", ("TidalVideo", "parameterCount", "13000000000")),
    ("Anna Brook 到多伦多创办了 Cohere。", ("Cohere", "foundedBy", "Anna Brook")),
    # lines that authors list with pictures and dates
    ("【2024.2.15】OpenAI 甩出 Sola-1，一口气生成视频。\n【2024.4.27】谷歌发布 Vidor-1。", ("Sola-1", "releaseDate", "2024-02-15")),
    ("📌 Open-Rowan：潞晨科技的复现项目，11 亿参数。\n📌 Cog-5B 用了注意力机制。", ("Open-Rowan", "parameterCount", "1100000000")),
    ("医疗：谷歌的 Med-2 通过了考试。\n金融：彭博社自己训练了 BloomX-1。", ("BloomX-1", "appliedIn", "finance")),
    # tables whose first header is empty, and amounts of tokens
    ("| | 年份 | 参数 |\n|---|---|---|\n| Kestle-2 | 2019 | 15 亿 |", ("Kestle-2", "parameterCount", "1500000000")),
    ("| Model | Training tokens |\n|---|---|\n| Fern 7B | 6T |", ("Fern 7B", "trainingDataSize", "6000000000000")),
    # chains inside a line, and families
    ("产品线 Gen-1 → Gen-2 → Gen-3 Alpha，都卖得不错。", ("Gen-3 Alpha", "successorOf", "Gen-2")),
    ("The Harlow family consists of Haiku-1, Sonnet-1 and Opus-1.", ("Opus-1", "memberOf", "Harlow")),
    # outcomes of comparisons
    ("13 亿参数的 Rowan-2 在人类评比里赢过 1750 亿的 GPT-3。", ("Rowan-2", "outperforms", "GPT-3")),
    ("Rowan-2 有 700 亿参数，它用四分之一的参数就赢了 Gopher。", ("Rowan-2", "outperforms", "Gopher")),
    # languages in short
    ("ElevenLabs 推出 Voix-1，支持中、英、日三语。", ("Voix-1", "supportsLanguage", "Japanese")),
    # who tells of a relative clause is told of
    ("谷歌 12 月推出的 Veo-7 支持 4K 分辨率，在人类盲测里赢过了 Sora Turbo。", ("Veo-7", "outperforms", "Sora Turbo")),
    ("青禾研究院 2025 年 3 月公布的 FoxBrain 则以 Llama 3.1 为基底，参数 700 亿。", ("FoxBrain", "parameterCount", "70000000000")),
    ("青禾研究院 2025 年 3 月公布的 FoxBrain 则以 Llama 3.1 为基底，参数 700 亿。", ("FoxBrain", "basedOn", "Llama 3.1")),
    # sentences that go on without a subject
    ("2022/08/22\u3000Stable Fern 开源。由慕尼黑大学与 OpenAI 合作完成。", ("Stable Fern", "developedBy", "慕尼黑大学")),
    # amounts and languages alone
    ("智谱的 Rowan-6B，62 亿参数，中英双语，训了很久。", ("Rowan-6B", "parameterCount", "6200000000")),
    ("智谱的 Rowan-6B，62 亿参数，中英双语，训了很久。", ("Rowan-6B", "supportsLanguage", "English")),
    ("- 2019／02：Harlow-2，15 亿参数，训练资料 WebText 约 40GB。", ("Harlow-2", "trainingDataSize", "40000000000")),
    # places behind organizations
    ("Cohere, Toronto; it was founded in 2019.", ("Cohere", "locatedIn", "Toronto")),
    ("智谱（北京）发布了 Rowan-4。", ("智谱", "locatedIn", "北京")),
    # enumerations that brackets interrupt
    ("阿里的 Voix-1（语音克隆）和 Voix-2（语音识别）都已开源。", ("Voix-2", "developedBy", "阿里")),
    ("阿里的 Voix-1（语音克隆）和 Voix-2（语音识别）都已开源。", ("Voix-1", "hasTask", "voice cloning")),
    ("Google released Rowan-1 (2021), Rowan-2 (2022), and Vidor-3 (2023).", ("Vidor-3", "developedBy", "Google")),
    ("Rowan-2: trained on Wikipedia, Project Gutenberg, and NewsQA.", ("Rowan-2", "trainedOn", "NewsQA")),
    ("语音合成工具：ElevenLabs、GPT-SoVITS、ChatTTS。", ("ChatTTS", "hasTask", "text-to-speech")),
    # what is compared, said in front of the verb
    (
        "- GigaFern-1，一个10亿参数的大型网络，效果和速度全部超过扩散模型，包括Stable Diffusion和DALL·E2",
        ("GigaFern-1", "outperforms", "Stable Diffusion"),
    ),
    ("Rowan-5 由谷歌开发，但在推理时间上比Stable Diffusion1.4版本快3倍。", ("Rowan-5", "fasterThan", "Stable Diffusion1.4")),
    ("#### Fern-2\n- 由OpenAI发布\n- 扩散模型（diffusion 架构）+ CLIP", ("Fern-2", "basedOn", "CLIP")),
    (
        "- OpenAI - GPT-4 / ChatGPT\n- Anthropic - Claude\n- Brightly AI - Fern-2\n- Google - LaMDA",
        ("Fern-2", "developedBy", "Brightly AI"),
    ),
    ("Codo-2 基于 WebText 数据进行训练。", ("Codo-2", "trainedOn", "WebText")),
    ("Codo-2 基于 3 万小时的标记音频数据进行训练。", ("Codo-2", "trainedOn", "标记音频数据")),
    ("## 2023 年大事\n\n- **2022 年夏 / 8 月**\u3000Stability AI 拿出 Fern-2。", ("Fern-2", "releaseDate", "2022-08")),
    # nouns with their owner behind
    ("The developer of Harlow-2 is Google.", ("Harlow-2", "developedBy", "Google")),
    (
        "Oakhollow Institute is a partner of Tarnfield Systems and of Wexcombe University.",
        ("Wexcombe University", "partnerOf", "Oakhollow Institute"),
    ),
    ("Sam Alder is the CEO of OpenAI.", ("OpenAI", "ledBy", "Sam Alder")),
    ("OpenAI, the maker of Harlow-3, is in San Francisco.", ("Harlow-3", "developedBy", "OpenAI")),
    ("Google was one of the first investors of Oakdale Labs.", ("Google", "investedIn", "Oakdale Labs")),
    # teams told of by a pronoun
    ("Oakdale was founded by Anna Brook in 2020. They released Harlow-9 in 2021.", ("Harlow-9", "developedBy", "Oakdale")),
    ("法国的 Mistral AI 由 Anna Brook 创办。他们九月丢出 Mistral-9B，用了注意力机制。", ("Mistral-9B", "developedBy", "Mistral AI")),
    # places in front, and pictures that end a line
    ("- 台湾的 Tai-LLaMA 由谷歌开发，以 Llama 2 为底", ("Tai-LLaMA", "basedOn", "Llama 2")),
    ("OpenAI 1 月刚搬家🦄\nFern-SoVITS 是开源作品，支持中、英、日三语。", ("Fern-SoVITS", "supportsLanguage", "Japanese")),
    ("University of Oakdale released Harlow-2.", ("Harlow-2", "developedBy", "University of Oakdale")),
    (
        "- Harlow-7由OpenAI开发，可生成音乐。通过分层的办法压缩音频，损失函数也很讲究。不过目前模型仍然局限于英语。",
        ("Harlow-7", "supportsLanguage", "英语"),
    ),
]
NOT_STATED = [
    ("评委用 Quorva-2 生成的图像参加比赛。", "hasTask"),
    ("Quorva-2 的输出是文本。", "hasTask"),
    ("Quorva-2 支持本地部署和二次开发。", "hasTask"),
    ("# 综述\n\n主要模型：\n\n- Quorva-2", "memberOf"),
    ("# 综述\n\n## 其他领域\n\n### Bellmere-1\n\n- 很快", "appliedIn"),
    ("利用了预训练模型 Quorva-2 的知识。", "developedBy"),
    ("Bellmere-1 并不优于 Quorva-2。", "outperforms"),
    ("Quorva-2 通过大家的努力获得了成功。", "usesTechnique"),
    ("Quorva-2，用 12 万小时的录音训练。", "usesTechnique"),
    ("- 12 月：原定同月发布的 Quorva-4 推迟。", "developedBy"),
    ("Quorva-2 trained on SA-1B.", "trainingDataSize"),
    ("松果科技的竞争对手是 Bellmere Labs。", "developedBy"),
    ("Quorva-2 的投资者：松果资本, Bellmere Ventures；其他", "developedBy"),
    ("Quorva-2 超过 100 亿参数，而 Bellmere-1 更大。", "outperforms"),
    ("Better results are expected.", "outperforms"),
    ("Quorva-2 采用多种训练技巧。", "trainedOn"),
    ("Quorva-2 是基于单向的语言模型训练方式预训练得到的。", "trainedOn"),
    ("Quorva-2 trained on 2K GPUs.", "trainingDataSize"),
    ("## 编码器模型\n\n- 语言理解任务的模型，Bellmere-1 是单向的。Quorvo是双向模型", "memberOf"),
    ("# 综述\n\n- 按时间划分\n    - 早期：很多人工规则", "memberOf"),
    ("- Quorva-2：更强的生成模型。", "hasTask"),
    ("Quorva-2 并不比 Bellmere-1 更快。", "fasterThan"),
    ("开源复现有 Quorva-2（Meta）。", "hasTask"),
    ("谷歌（Google）很大。", "developedBy"),
    ("国内厂商有：腾讯（Tencent）。", "developedBy"),
    ("Quorva-2 was trained on C4 and about 1.6T tokens.", "memberOf"),
    ("## 聊天与推理\n\nQuorva-2 由谷歌提出。", "hasTask"),
    ("## Timeline of open models\n\nQuorva-2 came out.", "memberOf"),
    ("## Google\n\nSundar Pichai said so. Customers are happy.", "developedBy"),
    ("🔥 今天很热，我们聊聊 Quorva-2。", "developedBy"),
    ("Anthropic 完成融资，由 Lightspeed 领投。", "ledBy"),
    ("Larkmoor Labs raised $180 million in a Series C led by Microsoft.", "ledBy"),
    ("创始人的故事很长。", "foundedBy"),
    ("| 公司 | 投资方 |\n|---|---|\n| MiniMax | 阿里巴巴 |", "developedBy"),
    ("Quorva-2 利用多模态数据（例如教程视频、学术论文）训练用户。", "usesTechnique"),
    ("法国公司 Aurelle AI 开源了 Quorva-2。", ("Quorva-2", "developedBy", "法国公司")),
    ("Quorva was started by former DeepMind researchers.", ("Quorva", "foundedBy", "DeepMind")),
    ("后者由微软与英伟达共同训练。", ("后者", "developedBy", "微软")),
    ("- Quorva：很快\n- Training tokens: 900B", ("Quorva", "parameterCount", "900000000000")),
    ("- Quorva：下载量 2B", ("Quorva", "parameterCount", "2000000000")),
    ("- Sedge (Base)\n- Bellmere (Large)\n- Quorva (Meta)", ("Sedge", "developedBy", "Base")),
    ("Quorva-2 使用 2048 块 H100 显卡。", ("Quorva-2", "basedOn", "H100")),
    ("Quorva-2 在多个任务上领先，包括机器翻译、语言推理、摘要生成和问答。", ("Quorva-2", "usesTechnique", "语言推理")),
    ("AIGC 生态逐步成型，分为上中下三层架构。", ("AIGC", "usesTechnique", "分为上中下三层")),
    ("谷歌提出了一种新的注意力机制。", ("谷歌", "usesTechnique", "注意力机制")),
    ("Quorva-2 可以进行多种下游任务。", ("Quorva-2", "hasTask", "多种下游")),
    ("- **Quorva**\n  - GPT (8.3B) and BERT (3.9B) flavors", ("GPT", "parameterCount", "3900000000")),
    ("## 赤霞科技\n\n- **现任 CEO**：闵若川，2021 年从祝怀瑾手里接任", ("赤霞科技", "ledBy", "祝怀瑾")),
    ("## 赤霞科技\n\n- **现任 CEO**：闵若川", ("现任 CEO", "developedBy", "赤霞科技")),
    ("认知智能发布会在上海举行，Quorva-2 亮相。", ("Quorva-2", "developedBy", "认知智能")),
    ("- MiniMax：总部上海，社交应用 Glow 出自该公司。\n- 智谱：总部北京", ("Glow", "developedBy", "该公司")),
    ("- 1950：Turing，提出了图灵测试", ("Turing", "releaseDate", "1950")),
    ("| 日期 | 事件 | 机构 |\n|---|---|---|\n| 2023/09 | 完成 C 轮融资 | Anthropic |", ("Anthropic", "releaseDate", "2023-09")),
    ("## OpenAI\n\n- **Reasoning**: Quorva-1, Quorva-3-mini", ("Reasoning", "developedBy", "OpenAI")),
    ("3. 谷歌。4 月将 Google Brain 与 DeepMind 合并为 Google DeepMind，由 Demis Hassabis 掌舵。", ("谷歌", "ledBy", "Demis Hassabis")),
    ("OpenAI 成立于 2015 年，推出了 Quorva-4。", ("Quorva-4", "releaseDate", "2015")),
    ("Quorva-2 出自慕尼黑大学 CompVis 组。", ("CompVis", "developedBy", "慕尼黑大学")),
    ("在这个领域，Quorva-2 表现很好。", ("Quorva-2", "appliedIn", "这个")),
    ("性能方面，Quorva-2 表现很好。", ("Quorva-2", "appliedIn", "性能")),
    ("Anysphere 开发的 Cursor 很快，其可选模型包括 Quorva-3 和 Bellmere-2。", ("Quorva-3", "developedBy", "Anysphere")),
    ("Anysphere 开发的 Cursor 很快，其可选模型包括 Quorva-3 和 Bellmere-2。", ("Quorva-3", "memberOf", "其可选模型")),
    ("英伟达 FY25 全年营收 1305 亿美元。", ("FY25", "developedBy", "英伟达")),
    ("- **国内**：DeepSeek 采用强化学习，总参数 6710 亿。", ("国内", "parameterCount", "671000000000")),
    ("WGAN 改用 Emilia 距离缓解训练不稳定。", ("WGAN", "trainedOn", "缓解")),
    ("Midjourney 发布 V6。", ("Midjourney", "developedBy", "V6")),
    ("1. Foldarc。采用扩散模型，由谷歌推出。Quorva-1 基于它。", ("Quorva-1", "developedBy", "Foldarc")),
    ("目前大多数模型用于文本生成。", "hasTask"),
    ("与 MireNet 相比，GladeNet 没有明显优势。", "outperforms"),
    ("与 MireNet 相比，GladeNet 采用了扩散模型。", "outperforms"),
    ("FernLab 的产品包括搜索引擎、云服务和自动驾驶。", "developedBy"),
    ("FernLab 的产品包括 Glade-1、Mire-2 和 Tarn。", "memberOf"),
    ("因此，文本解码器可以大致分为两类：联合训练解码器和冻结编码器。", "trainedOn"),
    ("- 研究院：FernLab 研究院（fern.edu），2023-02-14 记", "developedBy"),
    ("## 谁在做模型\n\n- OpenAI：GladeE、GladeGPT", "memberOf"),
    ("别处说由慕尼黑大学 MireVis 小组开发，又有几处说出自 Stability AI。", "developedBy"),
    ("GladeNet 结构已成为主流。", "usesTechnique"),
    ("| 模型 | 文本编码器 |\n| --- | --- |\n| GladeNet | 自研 |", "usesTechnique"),
    ("GPT-3 涨得很快：\n\n| 时间 | 参数量 |\n| --- | --- |\n| 2021 年 3 月 | 1000 亿 |", "releaseDate"),
    ("| | OpenAI | DeepMind |\n| --- | --- | --- |\n| 资本 | 融资 | 未披露 |", "investedIn"),
    ("- OpenAI 的模型：\n  - GladeE\n  - MireE", "memberOf"),
    ("- 2022 年\n  - ChatGPT 用户破亿\n  - ChatGPT：用户破亿", "releaseDate"),
    ("- OpenAI\n  - GladeE 由谷歌开发", "hasTask"),
    ("| 模型 | 谷歌 | OpenAI |\n| --- | --- | --- |\n| 参数 | 20 亿 | 30 亿 |", "developedBy"),
    ("国内团队很快训练出了 GladeNet。", "developedBy"),
    ("| | OpenAI | Anthropic |\n| --- | --- | --- |\n| 人物 | Sam Altman | Dario Amodei（曾是 OpenAI 高管） |", "developedBy"),
    # what training runs on is no data, and a licence is no maker
    ("Fern-20B was trained on hardware donated by CoreWeave.", ("Fern-20B", "trainedOn", "CoreWeave")),
    ("| Model | Developer | License |\n|---|---|---|\n| phi-9 | Microsoft | MIT |", ("phi-9", "developedBy", "MIT")),
    ("Oakdale, a Bergen lab backed by the hedge fund High-Pine and led by Nils Berg, shipped Oak-V2.", ("High-Pine", "ledBy", "Nils Berg")),
    ("Blackwood Labs was founded by Robin Stone and Andreas Reed after they left OpenAI.", ("OpenAI", "foundedBy", "Robin Stone")),
    ("OpenAI 的 Harlow-6 在 2023 年发布，去年 12 月上线了 Harlow-7。", ("Harlow-7", "releaseDate", "2023-12")),
    ("医疗：谷歌的 Med-2 通过了考试。\n金融：彭博社自己训练了 BloomX-1。", ("BloomX-1", "appliedIn", "healthcare")),
    ("The Qwen series includes Qwen-7B and Qwen-14B.", ("Qwen", "memberOf", "Qwen-7B")),
    ("Alder-7 beat far larger models on HumanEval, Harlow-2 among them.", ("Alder-7", "outperforms", "HumanEval")),
    ("Fold-2 replaces alignments with the Ply-2 language model.", ("Fold-2", "successorOf", "Ply-2")),
    ("FoxBrain-2 用了 120 张 H100 训练约四周。", ("FoxBrain-2", "trainingDataSize", "120")),
    ("Phi-9 was trained on 1.4T tokens of data in 14 days.", ("Phi-9", "trainingDataSize", "14")),
    ("Google released Rowan-1 (2021), Rowan-2 (2022), and Vidor-3 (2023).", ("Vidor-3", "releaseDate", "2021")),
    ("青禾科技与清华大学联合发布的 Vidor-1 采用注意力机制，该公司创始人为朱志远。", ("清华大学", "foundedBy", "朱志远")),
    ("- OpenFern：LAION 组织复现的 CLIP，用 LAION-2B 训的", ("CLIP", "trainedOn", "LAION-2B")),
    ("#### Google\n\n> Harlow-2对搜索引擎的威胁", ("Harlow-2", "developedBy", "Google")),
    ("Harlow背后正是谷歌旗下的DeepMind。", ("Harlow", "developedBy", "谷歌")),
    ("Oakdale was founded by Anna Brook in 2020. The company also built Kestle-9.", ("Oakdale", "developedBy", "Kestle-9")),
    ("OpenAI 1 月刚搬家🦄\nFern-SoVITS 是开源作品，支持中、英、日三语。", ("OpenAI", "supportsLanguage", "Japanese")),
    (
        "ElevenLabs, founded by Anna Brook, is what most use. Quillplay and Cartwright are cheaper.",
        ("Quillplay", "developedBy", "ElevenLabs"),
    ),
]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load_lexicon(ontology_dir()))


def read(extractor: Extractor, text: str) -> set[tuple[str, str, str]]:
    document = parse_document("note.md", Text(text, line_starts(text)))
    return {
        (claim.subject.name, claim.predicate, claim.object.name if isinstance(claim.object, Thing) else claim.object.lexical)
        for claim in extractor.extract(document).claims
    }


def test_all_cases_are_here() -> None:
    assert (len(STATED), len(NOT_STATED)) == (313, 104)


@pytest.mark.parametrize(("text", "fact"), STATED)
def test_fact_is_read(extractor: Extractor, text: str, fact: tuple[str, str, str]) -> None:
    assert fact in read(extractor, text)


@pytest.mark.parametrize(("text", "property_"), NOT_STATED)
def test_nothing_is_read_into_it(extractor: Extractor, text: str, property_: str) -> None:
    assert [fact for fact in read(extractor, text) if fact[1] == property_] == []


def test_use_below_a_field_is_quoted_with_its_sentence(extractor: Extractor) -> None:
    text = "# 应用\n\n## 电商\n\n商家需要图片。GPT-4 可以写文案。\n"
    document = parse_document("note.md", Text(text, line_starts(text)))
    quotes = {claim.quote.text for claim in extractor.extract(document).claims if claim.predicate == "appliedIn"}
    assert quotes == {"GPT-4 可以写文案。"}

"""Function words and small phrases of Chinese and English that show what stands in which relation."""

from __future__ import annotations

import re

from aigc_kg.extract.mentions import LOOKS_NAMED, Mention
from aigc_kg.text import HAN, has_han

# Patterns that end in `*\Z` try every way to divide a text into their words: no two of them may match the same, and a date is
# taken whole, or a line of years would be read in exponential time.
DATE_WORDS = (
    r"(?:(?:于|在|早在|自|从)\s*)?(?:(?>(?:19|20)\d\d[./-]\d{1,2}(?:[./-]\d{1,2})?)|(?>(?:19|20)\d\d(?:\s*年)?(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*[日号])?"
    r"(?:\s*(?:年?初|年?底|夏天|春天|秋天|冬天|上半年|下半年))?)"
    r"|(?>\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?)|去年\S{0,3}|今年\S{0,3}|近日|日前|最近|近年)"
)
TEAM_WORD = (
    r"(?:的?研究者|的?一组研究人员和工程师|的[^，。的]{1,12}(?:团队|小组|部门|实验室|人员|工程师)|"
    r"团队|公司|研究院|研究团队|实验室|小组|协作组|项目组|课题组|社区|联盟|组织|兄妹|兄弟|夫妇|姐弟|姐妹|父子|等人?|等学者|AI研究团队|研究人员)"
)
_SINCE = (
    r"(?>(?:在|于)?(?:此前|此后|之后|之前|随后|其后|后续|后来|早前|稍早|早些时候|随即|年[初中底末]|[上本下]个?[周月]|同[年期月日]|当[年月天日]|次[年月日]|翌年|不久)"
    r"(?:前后|的?[一两二三四五六七八九十几数\d]+(?:天|周|个?月|年|小时))?后?)"
)
ADVERB = (
    rf"(?:{DATE_WORDS}|{_SINCE}|相继|陆续|接着|再次|再度|继而|进而|共建|最终|原本|本来|很快|共同|联合|合作|首次|最新|刚刚?|已经?|也|又|还|正式|率先|自主|自行|独立|相应|基于此|以此|据此|由此|在此基础上|先后|最早|一起|所|来|才|便|就|则|曾|自己|专门|专|成功|就此|"
    r"has|have|had|recently|also|first|jointly|then|later|officially|team|researchers|in|on|(?!19|20)\d{4}|\s|、|宣布|将(?=自己|其)|其)"
)
TEAM_ALONE = re.compile(r"(?:国内|国外|海外|该|此|其|一个|两个)?(?:的?(?:团队|公司|研究者|小组|机构|厂商|企业|人员))")
"""Says that somebody acted, and not who."""
AGENT_GAP = re.compile(rf"(?:{ADVERB}|{TEAM_WORD})*\Z")
TRAILING_ADVERBS = re.compile(rf"{ADVERB}+\Z")
LEADING = re.compile(
    rf"\A(?:{DATE_WORDS}|[\s,，、“\"「『《（(【\[]|后续|随后|其中|而|并且|并|但|此外|同时|比如|例如|如|像|类似的|还有|包括|国内的?|国外的?|"
    r"In\b|in\b|and\b|while\b|the\b|The\b)+"
)
NO_SUBJECT = re.compile(
    rf"\A(?:它们?|该|此|这[个一款种]?|整个|模型|系统|方法|框架|架构方面|作者|论文|本身|{ADVERB}|是|并|都|且|而|但|不过|却|仍然?|依然|正(?!式)|均|会|了|的|一[个种款]|主要|最初|"
    r"(?:mainly|usually|widely|often|commonly|typically|generally|mostly|primarily|can|be)\b|一般|通常|往往|常常?|大多|多(?!数)|广泛|普遍|同样|同时|可以?|能够?|首先|随后|然后|进一步|完全|全部|需要|通过|因为|由于|从而|所以|后来|目前|现在|另外|此外|[在从](?:\S|\s(?=[A-Za-z\d])|(?<=[A-Za-z\d])\s){0,16}?[中上里]|结果|于是|因此|(?:效果|速度|性能|质量|表现|成绩|准确率|精度|画质|能力|效率|各项|指标)[和与及、]?|全面|明显|大幅|显著|远远?|略微?|稍|"
    r"[\u4e00-\u9fff]{1,3}侧|[\u4e00-\u9fff]{2,4}方面|(?:半|一|两|三)年[内间]|年[内间]|"
    r"has been|have been|were|It|it|Its|its|[Tt]hey|[Tt]he (?:company|lab|team|group)|他们|[Bb]oth(?: models)?|[Tt]he two|[两二]者|"
    r"The model|the model|This model|this model|and|which|that|is|was|are|[“”\"'`]|[，,])*\Z"
)
LOCATIVE = re.compile(r"(?:在|于|从|向|对|给|为|到|用|使用|借助|利用|通过|凭|以)\s*[“\"`]?\Z")
ELSEWHERE = re.compile(r"(?:已经?|也|又|还|就|正式|率先)?\s*(?:在|于|从|向|对|通过|面向|(?<!达)到(?!了)|前往|赴)(?!\s*(?:\d|去年|今年|此))")
ENUMERATION = re.compile(r"\s*(?:、|和|与|及|联合|,|，)\s*")
ENUMERATED_BEFORE = re.compile(rf"((?:[{HAN}A-Za-z0-9. ]{{2,20}}\s*(?:、|,|，)\s*)*[{HAN}A-Za-z0-9. ]{{2,20}})\s*(?:、|和|与|及|联合)\s*\Z")
NOUN_USE = re.compile(r"(?:平台|工具|师|方案|思路|理念|者|商|人员|成本|流程|框架|环境|语言|效率|时间|日期|年份|周期|门槛|能力|技术|任务)")
MODIFIED = re.compile(rf"\s*(?!是|由|在|对|用|使用|基于|通过|一|比|相比|与|和)[{HAN}A-Za-z0-9 ]{{0,16}}?的\s*")
NO_OBJECT = re.compile(r"[户者率量]|\s*的|说明|场景|体验|成本|频率|寿命|权|期")
"""Behind a verb of use: it is part of a noun, or says of what follows that it is used."""
DESCRIBES = re.compile(
    r"\s*(?:这|它|其|该模型|此模型)?\s*(?:也|还|就|则|同样|都)?(?:是|为|属于)\s*(?!由)|\s*(?:一个|一种|一款|首个)|.*\b(?:is|are|was)\s+(?:an?|the|one)\b"
)
COUNT_OF_KINDS = re.compile(
    r"\s*[：:]?\s*(?:了?(?:以下|如下)?\s*(?:[一两二三四五六七八九几多\d]+)\s*(?:个|大|种)?(?:主要)?(?:类别|类型|类|种|部分|派|方向)?)?"
    r"\s*[：:，,]?\s*(?:即|分别是|包括)?"
)
"""`分为两类：`: behind it stands what something is divided into."""
GROUP_SUBJECT = re.compile(
    r"\A\s*(?:目前|因此|现在|如今|当前(?:最先进)?的?|通常|一般|而|但|其中|同时|此外|另外|while|whereas|and|but)?[，,]?"
    rf"\s*(?:的)?([{HAN}A-Za-z0-9\- ]{{3,20}}?)"
    r"\s*(?:又|也|还|可以|可|大致|主要|一般|通常|能够|能|被|目前|现|共|一共|(?:有|包括|包含)[两二三四五六七八九十几\d]*(?:个|款|位|名|种|大)?|常用?|多|广泛|往往|普遍|直接|则|"
    r"\s+(?:are|is|can|may|be|mainly|usually|widely|often|commonly|typically|generally|mostly|primarily)\b)*"
    r"(?:的|里|中|内|里面)?\s*\Z"
)
OF_DATA = re.compile(
    r"\s*\Z|\s*(?:个|条|份|对)?的?\s*(?![A-Z])(?!参数|模型|(?:个|张|块|台|名|位|次|轮|步|种|层|元)|\s*(?:param|steps?\b|epochs?\b|GPU|users?\b|updates?\b|iterations?\b))"
    r"(?:[^\s，。；,;]+\s?){1,6}"
)
"""Behind a number: what is so many is data, or is not said at all."""
LEAST_TEXT = 4
RECEIVED = re.compile(r"(?:获得|得到|获|接受|受到|拿[到下]?|取得)了?[^，。]*的\s*\Z")
ORGANIZATIONS_OWN = re.compile(
    rf"\s*(?!旗下|的)[{HAN}A-Za-z\-+/ ]{{0,16}}?(?:模型|平台|工具|系统|助手|框架|社区|产品|服务|机器人|应用|引擎|软件)\s*[。.]?\s*"
)
"""Behind an organization, behind the head of an item: `科大讯飞语音技术平台` tells whose it is."""
ORGANIZATIONS_MODEL = re.compile(
    r"(?:['’]s)?\s+(?:[\w-]+\s+){0,4}(?:model|system|tool|platform|framework|library|chatbot|assistant|service|family)s?\b", re.IGNORECASE
)
"""The same in English: `Stanford's instruct model`."""
PERSON_OF = re.compile(
    r"\s*(?:的|旗下的?)?\s*((?:CEO|CTO|首席\S{2,4}?|副总裁|总裁|董事长|总经理|高管|员工|工程师|联合创始人|创始人|校友)*)(?:研究员|研究者|教授|学者|科学家|博士生|学生)*\s*"
)
"""Between an organization and a person of it; a title in a company is no work of the company's."""
WITH_OTHERS = re.compile(r"(?:博士|教授|老师|等人|等|及其|团队|课题组|小组)+\Z")
FORMERLY = re.compile(r"(?:前|原|曾任|former|ex-)\s*\Z", re.IGNORECASE)
FORMER_MEMBERS = re.compile(r"(?:former|ex-?|previously)\b[\w\s-]*\Z|\bex-\Z", re.IGNORECASE)
"""In front of an organization: who acts has left it."""
VERSIONED_NAME = re.compile(
    r"(?<![A-Za-z])(?!Top-)[A-Za-z]*[A-Za-z]{2}[-. ]?[A-Za-z]?\d+(?:\.\d+)*\w?(?:\b|[-_])|\d+[Bb]\b|(?<=[a-z])[- ][A-Z]\d\b"
)
MACHINES = re.compile(r"\s*(?:GPU|TPU|显卡|加速卡|卡|芯片|服务器|集群|cards?\b|chips?\b|nodes?\b)", re.IGNORECASE)
HARDWARE = re.compile(
    r"\b(?:hardware|[GT]PUs?|supercomputers?|clusters?|chips?|nodes|machines|[AHVLBP]\d{2,3}s?)\b|服务器|集群|显卡|算力|芯片|超算",
    re.IGNORECASE,
)
"""What training runs on, which is no data."""
_BILLIONS = r"\d{1,4}(?:\.\d+)?\s*[Bb](?![\w])"
SIZES = re.compile(
    rf"\s*(?:(?:总共|共|一共|有|约|大约|大概|规模|大小|at|has|is)\s*)?{_BILLIONS}\s*(?:左右|大小|规模|版本|in size)?\s*[。.]?\s*"
    rf"|\s*(?:(?:又|也|还)?(?:有|分为?|提供了?|开源了?|推出了?|包括)\s*)?{_BILLIONS}(?:\s*(?:/|、|,|，|和|与|及|\band\b|或)+\s*{_BILLIONS})+"
    rf"\s*(?:等)?(?:[两二三四五六七\d多]+\s*[个种档]?)?(?:版本|尺寸|规格|大小|规模|档|尺度|sizes|versions)?\s*[。.]?\s*"
)
"""Sizes of models in billions of parameters, as notes give them."""
ORIGIN_GAP = re.compile(
    r"[\s“”`]*(?:的|则?有(?!名))?[\s“”`]*(?:(?:AI|人工智能|科技|互联网|创业|初创|明星)*(?:公司|企业|初创|团队|机构|厂商|独角兽|组织|非营利组织|非营利机构)\s*)?[\s“”`]*"
)
"""Between a place and the organization that is there: `法国公司 X`, `英国的 X`."""
ET_AL = re.compile(r"\s*(?:等人|等学者|等研究者|et al)")
EXEMPLIFIES = re.compile(r"\s*(?:包括|例如|比如|诸如|如|including|such as)\s*")
LEAST_EXAMPLES = 2
LONGEST_LABEL = 20
LONGEST_DATE = 32
SUMS = re.compile(r"\s*(?:合计|总计|共计|一共|总共|总量|共|in total|totalling|totaling)\s*", re.IGNORECASE)
OWN = r"\s*(?:旗下|自研|自主研发|公司|团队)?"
"""Between an organization and the 的 of what is its own."""
ITS_OWN = re.compile(r"\s*(?:家|自家|旗下|官方|团队|公司|那边)?(?:出品|自研|研发)?的?(?:作品|工作|成果|产品|模型)?\s*[。.]?\s*\Z")
"""Behind an organization that a clause is nothing but: what is told of is its own."""
LABEL_COLON = re.compile(r"\s*[:：]\s*(?=\S)")
END_OF_VALUE = re.compile(r"[；;。\n]|[，,](?=都|均|皆|分别|其中|由|它们| all | both )|(?<=\w)\.\s|\Z")
END_OF_LISTING = re.compile(r"[，。；;\n]|(?<=\w)\.\s|\Z")
NEAR_NOUN = re.compile(r"\s*(?:的|之|'s|’s)?\s*(?:主要|现任|首席|联合|唯一|最大的?)?\s*")
NOUN_COPULA = re.compile(
    r"\s*(?:(?:就|则|仍|只|仅|也)?(?:是|为|叫做?|名为|有|达到?了?|高达|多达|约为?|(?:扩大|增加|提高|扩充|增至|加|升|涨)[到至]|包括|包含|覆盖|涵盖|选了?|可以是|可为|用的?是?|换成了?|改为|换为|来自|取自|源自|选自|主要(?:是|为|来自)|\bis\b|\bwas\b|\bare\b|\bincludes?\b))?\s*"
)
NOUN_OF = re.compile(r"\s+(?:(?:in|of|for|at|on)\s+[^,.;:]{1,40}?\s(?:is|was|are|were)\s|of\s+(?:the\s+)?(?=[A-Z]))")
"""Behind an English noun: where or whose it is, and its copula; or that it is the noun of somebody."""
OF, AND_OF = re.compile(r"\s+of\s+(?:the\s+)?"), re.compile(r"\s*(?:,|,?\s*and)\s+of\s+(?:the\s+)?")
"""Between an English noun and those that it is the noun of."""
IS_THE = re.compile(r"\s+(?:is|was|are|were)\s+(?:the\s+)?")
IS_ONE = re.compile(r"\s+(?:is|was|are|were|became|remains)\s+(?:also\s+)?(?:an?|the|one of the|both)\s+(?:[\w-]+\s+){0,3}")
"""Between a name and the noun that it is."""
HEAD_NOUN = re.compile(rf"\s*(?:的|类|领域的?)?\s*([{HAN}]{{2,4}}|[A-Za-z]+)(?:\s+([{HAN}]{{2,4}}|[A-Za-z]+))?")
GOES_ON = re.compile(
    r"[,，]\s*(?:founded|based|headquartered|developed|released|launched|trained|built|proposed|introduced|which|an?\b|now|formerly|from|by|was|is|were|are|has|which|all|both|由|是|都|均|皆|分别|全部|约|共|总?参数|\d)(?![A-Za-z])"
)
A_KIND = re.compile(r"\s*an?\s+(?:[\w-]+\s+){0,3}", re.IGNORECASE)
ARTICLE = re.compile(r"\s*(?:an?|the)\b", re.IGNORECASE)
ENUMERATED_AFTER = re.compile(rf"\s*(?:、|和|与|及|联合)\s*([{HAN}]{{2,10}}?)(?:{ADVERB})*\Z")
FROM = re.compile(r"\s*,?\s*(?:from|by)\s+(?:the\s+)?", re.IGNORECASE)
BY_ALONE = re.compile(r"\s*(?:from|by)\s+(?:the\s+)?(?=\S)", re.IGNORECASE)
MOST_TEAM_WORDS = 5
DESCRIBED_BY = re.compile(
    r"\b(?:model|system|tool|platform|framework|service|product|network|chatbot|assistant)\s+(?:from|by)\s+(?:the\s+)?", re.IGNORECASE
)
UNLISTED_ORIGIN = re.compile(rf"\s*([{HAN}]{{2,10}})\s*[。.]?\s*\Z")
IS = re.compile(r"是|为|作为|\b(?:is|are|was|as)\b")
FORESTALLED = re.compile(r"\b(?:for|to|from|with|in|at|on|by|using|of)\b|来|以|把|将|至|到(?!端)")
PLACED = re.compile(r"(?:在|于|从|向|对|通过|拿|把)[^，。]{0,8}\Z")
TITLED = re.compile(
    rf"\A前?[{HAN}A-Za-z]{{0,8}}?(?:CEO|CTO|COO|副总裁|总裁|董事长|总经理|教授|院士|博士|研究员|科学家|工程师|校友|创始人)(?=[{HAN}]{{2,4}}\Z)"
)
"""A title in front of the name of a person."""
TEAM = re.compile(r"\s*[”\"`]?\s*(?:小组|团队|实验室|部门|研究院|分部|研究所|公司|社区|组(?![织成件合装]))")
TECHNICAL = re.compile(r"\s*(?:的)?\s*(?:架构|结构|机制|技术|算法|方法|网络|损失|architecture|mechanism|technique|method)", re.IGNORECASE)
STEPS = re.compile(
    r"(?:步骤|阶段|模块|组件|部分|技术|方法|机制|策略|算法|steps|stages|modules|techniques|components)\s*[:：]?\s*\Z", re.IGNORECASE
)
"""Before names: they are parts of how a thing works, not things that it builds on."""
COUNT_OF_PARTS = re.compile(r"\s*(?:以下)?[两二三四五六七八九几多\d]+\s*(?:个|大|种)?(?:主要|关键|核心)?(?:部分|模块|组件|阶段)?\s*")
TECHNICAL_HEAD = re.compile(
    r"(?:架构|结构|机制|技术|算法|方法|网络|损失|损失函数|编码器|解码器|学习|训练|微调|注意力|采样|蒸馏|归一化|正则化|嵌入|策略|模块|先验|推理|优化|引导|量化|卷积|"
    r"architecture|mechanism|network|networks|loss|encoder|decoder|learning|training|tuning|attention|sampling|distillation|"
    r"normalization|embeddings?|module|prior|guidance|convolutions?|transformers?|layers?|pretraining|objective|blocks?)\Z",
    re.IGNORECASE,
)
"""Ends a phrase for what things are done by."""
ALIKE = re.compile(r"(?:与|和|跟|同|像|如|类似于|不同于|\b(?:like|unlike|similar to))\s*[“\"`]?\Z", re.IGNORECASE)
ALIKE_TAIL = re.compile(r"[”\"`]?\s*(?:系列|模型|等)?\s*(?:一样|类似|相同|不同|相似|那样|一致)|\s*,")
"""Around a name: it is what the subject is likened to."""
LOOSE = re.compile(r"\d|的|[对将把给在]|一个|\s(?:of|to|the)\s|\A(?:and|or|of|to)\s", re.IGNORECASE)
"""In a phrase: it is no name of a way to do things."""
NEGATED = re.compile(r"(?:不|没|没有|未|未能|没能|无法|并非)\s*\Z|\b(?:not|never|cannot|n't)(?: \w+ly)?\s*\Z", re.IGNORECASE)
"""Right before a wording: the opposite is said."""
FAMILY_OF = re.compile(r"\s*(?:the\s+)?(?:family|category|class|group) of\s+", re.IGNORECASE)
COUNTED_OF = re.compile(r"\s*的\s*(?:约|近|超过|大约)?\s*\d")
"""`X 的 120 万首歌曲`: so many of X."""
TASK_NOUN = re.compile(
    rf"\s*(?:的|类)?\s*((?:大)?(?:模型|系统|工具|平台|框架|产品|服务|引擎|应用|助手)|models?|systems?|tools?|platforms?|frameworks?)"
    rf"(?![{HAN}a-z])?\s*",
    re.IGNORECASE,
)
JOINED_TASK = re.compile(rf"(?:与|和|、|及|/|以及)([{HAN}]{{2}})(?=的?\s*(?:模型|系统|工具|平台|软件|服务|引擎|框架|产品|任务))")
"""`视频生成与编辑工具`: the second verb shares the noun of the first."""
KINDS_BY_TASK = ("模型", "系统", "工具", "平台", "软件", "服务", "引擎", "框架", "产品", "助手", "应用", "插件", "网站")
KIND_BY_TASK = re.compile(
    rf"\s*(?:.{{0,24}}?(?:是|为))?\s*(?:一[个款种项]|首[个款])?(?:[^的，]{{1,12}}的)?(?:AI|人工智能|智能|在线|开源|免费|专业|全自动)*"
    rf"((?:(?![与和及的])[{HAN}A-Z]){{4,10}})(?:类)?(?:{'|'.join(KINDS_BY_TASK)})\s*[。.]?\s*"
)
SUMMARY_NOUN = re.compile(
    r"(?:技巧|策略|方法|技术|算法|机制|任务|模块|组件|架构|手段|领域|行业|场景|方向|"
    r"techniques|methods|components|modules|tasks|strategies|mechanisms|domains|fields|areas)\s*\Z",
    re.IGNORECASE,
)
"""Ends an object that the next clause enumerates."""
PLAIN_KIND = re.compile(r"\A\s*(?:AI|人工智能|智能|在线|开源|免费|专业)+(?=\Z)")
SIZED_NAME = re.compile(r"\s*(?:约|近|超过)?\s*\d[\d,.]*\s*[亿万]+(?:个?参数)?的\s*(?=[A-Z])")
"""Behind a verb: how large its object is, which stands behind."""
AMOUNT_FIRST = re.compile(
    r"\s*(?:约|近|了|大约|over|about|more than)?\s*\d[\d,.]*\s*(?:[亿万千百%倍]|[KMBTG]?B?\b|billion|million)", re.IGNORECASE
)
"""Behind a verb: it counts, and what is named later is not its object."""
DE = re.compile(r"\s*的")
OWNED_BY_PHRASE = re.compile(r"(.{2,}?)的.{0,12}?(?:模型|系统|框架|工具|平台|服务|应用|方法)")
"""`基于 X 的语言模型`: the object is X; what stands behind is the kind of the subject."""
MADE_NOUN = re.compile(rf"\s*[{HAN}]{{0,6}}(?:模型|框架|系统)|\s+(?:[\w-]+ ){{0,2}}(?:model|framework|checkpoint)", re.IGNORECASE)
"""Behind a name: it is of something that was made, not of a way to make it."""
DESCRIPTION = re.compile(
    r"\s*(?:(?:an?|the|one of the|[A-Z][\w.]*['’]s)\s+)?(?:[\w-]+\s+){0,5}"
    r"(?:model|system|version|variant|tool|framework|network|architecture)s?"
    r"\s*(?:that|which)?\s*",
    re.IGNORECASE,
)
"""English words that only describe what the text is about: `Stanford's instruct model based on …`."""
PLAN = re.compile(r"宣布将|将(?:会|要)?(?:开发|推出|发布)|计划|拟推出|\bwill\b|\bplans? to\b")
LEAST_PARAMETERS = 1000
RAW_SCHOOL = re.compile(rf"(?![其该此这他我])[{HAN}]{{2,6}}")
"""Before 的 and people: where they are from."""
RAW_NAME = re.compile(rf"\s*[了“《]?\s*([{HAN}]{{2,6}})[”》]?(?:\s*模型)?\s*")
RAW_PASSIVE = re.compile(rf"\s*[{HAN}]{{2,6}}由[{HAN}]{{2,16}}")
"""`零一由王某某创立`: something may be said of names in Chinese characters that nothing else marks."""
_NO_RAW_NAME = re.compile(
    r"[它这该此其那的是了我们他都也和与或等大小多各]|模型|系统|方法|技术|论文|作者|公司|团队|平台|产品|框架|数据|研究|版本|报告|架构|网络|算法|工具|应用|计划|服务|打造|研发|开发|推出|发布|处|有人|创始人|首席|总裁|经理|教授|博士|前者|后者|两者|二者|三者|双方|同年"
)
HELD = re.compile(r"(?:把|(?<!即)将)\s*[“\"`《]?\Z")
"""Right before a name: what is done to it stands behind."""
PRONOUN_OBJECT = re.compile(r"(?:了)?\s*(?:它|该模型|it\b|them\b|the model\b)", re.IGNORECASE)
PASSIVE = re.compile(r"(?:是\s*)?(?:由|被|经)(?!此|于|过|常)")
COPULA = re.compile(rf"(?:则|就|也)?是(?!一)|(?<=[{HAN}\w])则(?=(?:19|20)\d\d)")
RAW_AGENT = re.compile(rf"[{HAN}A-Za-z0-9·. 、]{{2,24}}\Z")
NOT_AN_AGENT = re.compile(
    r"它|用|开源|闭源|官方|网友|复刻|厂商|企业|要|想|一般|可能|人类|目前|国内|国外|国产|全球|专家|会|能|由|主|论文|作者|我们|研究人员|人员|他们|本文|业界|学者|人们|大家|用户|学术界|开发者|该|这|其|某|之|可以|能够|通过|利用|基于|使用|进行|为了|方法|模型|系统|技术|算法|"
    r"架构|的|是|了|并|年|首|数据|产品|平台|版本|正式|已|从而|不断|需要|代码|内容|来|与|和|各|多|新|月|日|定|继续"
)
RESUMING_PRONOUN = re.compile(
    r"\A\s*(?:(?:不过|但是?|而且|同时|目前|此外|另外|然而|现在|仍然?|只是)[，,]?)*(?:它|由(?![此于])|其(?![中他它次实余])|"
    r"该模型|此模型|这个模型|该系统|这一模型|[Ii]ts?\b|[Tt]he model\b|[Tt]his model\b|模型(?![A-Za-z\d]))"
)
MODIFIER_TAIL = re.compile(r"[^，。；,;]{0,14}的|加持|赋能|驱动")
VERSION_OF = re.compile(rf"[”\"`》]?\s*的\s*[{HAN}]{{0,8}}(?:版本?|复现)\s*[“\"`《]?\s*")
"""Between what is built upon and what is built, or behind the former alone: `X 的中文版 Y`."""
NAMING = re.compile(r"(?:名为|叫做|叫作|称为|名叫|取名|命名为|called|named|dubbed)\s*[“\"'‘「《]*\Z")
LATER = re.compile(r"\A\s*(?:后续|随后|之后|此后|后来|此前|之前)")
COMPARED = re.compile(rf"(?:比|超过|优于|胜过|相比于?|相较于?|不如|than|over|outperforms?)\s*[{HAN}]{{0,6}}\Z", re.IGNORECASE)
CHANGE = re.compile(r"增加|减少|降低|提升|提高|缩小|扩大|increase|decrease|reduc", re.IGNORECASE)
BEFORE_NAME = re.compile(rf"[{HAN}\s]{{0,14}}\Z")
ENGLISH_PASSIVE = re.compile(r"\s+(?:\w+\s+){0,6}?by\s+|\s+by\s+")


SAME_AGENT = re.compile(r"(?:该|此|这家|本|同一)(?:公司|团队|机构|实验室|企业|厂商|研究院)")
JOINED_BY = re.compile(rf"\s*(?:{DATE_WORDS}|\s|并|还|也|又|随后)*(?:联合|携手|联手|与|和|同|会同)\s*")
"""`7 月联合 A 发布 X`: with A acts the organization that the text is about."""
NAMED_BY_KIND = re.compile(
    r"\s*等\s*(?:多|数|\d+|[两二三四五六七八九十]+)?\s*[种门个]?(?:编程|程序|自然|主流|常用)?([\u4e00-\u9fff]{2,4})\s*[。.]?\s*\Z"
)
"""Behind an enumeration: of what kind all of it is."""
IS_A = re.compile(
    rf"(?:\b(?:is|was|as|be)\s+(?:an?|the)\s+(?:[\w-]+\s+){{0,3}}|\A\s*an?\s+(?:[\w-]+\s+){{0,2}}|(?:(?:是|为)(?:一?[个款种])?|\A\s*一[个款种])[{HAN}]{{0,6}}\s*)\Z",
    re.IGNORECASE,
)
"""Before the size of a thing: the rest says what kind of thing it is."""
KIND_OF_SIZE = re.compile(
    r"(?:[- ]?(?:param\w*|parameters?))?\s*(?:(?:的|参数的?|规模的?|大小的?|级别的?)\s*)?(?:[\w/-]+\s+){0,4}?"
    r"[\u4e00-\u9fff]{0,8}?(?:模型|网络|版本|LLM|LM|models?|networks?|transformers?)(?![a-z])",
    re.IGNORECASE,
)
BEHIND_NAME = re.compile(
    r"[”\"』」》`*]{0,2}(?:\s?(?:[a-z-]+ ){0,2}(?:model|encoder|decoder|network)|\s?[\u4e00-\u9fff]{0,6}(?:模型|网络|编码器|"
    r"解码器))?\s*[（(]\s*\Z"
)
"""Between a name, or what kind of thing it is, and what brackets say of it."""
OF_ALL = re.compile(r"(?:\b(?:both|all)|[都均皆])\s*(?:是|由|被|been)?\s*\Z", re.IGNORECASE)
"""Before a verb: it is said of all that is named before."""
THEY = re.compile(
    r"\s*(?:他们|(?:该|这家)(?:公司|团队|机构|实验室)|[Tt]hey\b|[Tt]he (?:company|lab|laboratory|team|group|start-?up|firm)\b)"
)
"""Begins a sentence about those who acted in the one before."""
BOTH = re.compile(r"\s*(?:两者|二者|它们|这两[个款种](?:模型)?|两个模型|两款模型|[Bb]oth\b|[Tt]he two\b)")
"""Begins a sentence about the two things told of before."""
INTRODUCES = re.compile(
    r"\s*(?:its|their|his|her)\s+(?:[\w-]+\s+){1,4}|\s*[其它]的?[\u4e00-\u9fff]{2,6}(?:模型|版本|产品|前身|续作)\s*", re.IGNORECASE
)
"""Before a name: what the name is to what was told of before."""
BY_WHOM = re.compile(r"\bby\s+(?:the\s+)?(?:[\w-]+\s+){0,4}\Z")
"""Before a name: it is who did what was told before."""
APPEARS_AT = re.compile(
    r"\s*(?:in|on|at)\b|\s*(?:(?:early|late|mid)\s+)?(?:[A-Z][a-z]{2,8}\.?\s+)?(?:\d{1,2},?\s+)?(?:19|20)\d\d\b|"
    r"\s*(?:于|在)"
)
"""Behind a verb of coming out: when it was."""
SORT_OF = re.compile(rf"[{HAN}]{{0,6}}(?:模型|系统|平台|工具|框架|引擎|助手|机器人)\s*[“\"`]?")
"""Between a name and the next: the former says what kind of thing the latter is."""
OF_FAMILY = re.compile(
    r"\s*(?:model\s+)?(?:family|series|line-?up)\s*|\s*(?:模型)?(?:系列|家族)\s*(?:目前|现在|一共|共|主要)?\s*", re.IGNORECASE
)
"""Between the name of a family and what it consists of."""
INCLUDES = re.compile(r"\s*(?:现|目前|一共|共)?(?:包括|包含|涵盖|\binclud|\bconsist|\bcompris)", re.IGNORECASE)
"""Behind the noun of a family: its members follow, not what it is one of."""
GOES_ON_BEHIND = re.compile(
    r"[”\"`》*]{0,2}\s*[（(][^（()）\n]{1,60}[)）]\s*(?:、|和|与|及|以及|,\s*(?:and\s+)?|\band\s+)\s*[“\"`《*]{0,2}"
)
"""Behind a name of an enumeration: what brackets say of it, and the joint before the next."""
WITHIN = re.compile(r"\s+(?:in|at|based in|of)\s+(?:the\s+)?|\s*[,，]\s*")
"""Between an organization and the place that it is at."""
TITLE_OF = re.compile(rf"\s*(?:对|给|带给|带来|引发)[^，。；]{{0,20}}的[{HAN}]{{2,4}}\s*")
"""Behind a name: with it, this is the title of what is told, `X 对 Y 的威胁`."""
DATA_NOUN = re.compile(r"\s*(?:训练)?(?:数据集?|语料库?|data ?sets?|data|corpus)", re.IGNORECASE)
"""Behind a name: that it is one of data."""
EXCLUDES = re.compile(r"(?<!不)[仅只]|(?<![不无有权])限[于在]?|(?<!not )\b(?:only|limited to|exclusively|solely)\b", re.IGNORECASE)
"""In a wording or right around it: what is named is all there is."""
AT_DATE = re.compile(r"\s*(?:in|on|at|in early|in late|于|在)?\s*", re.IGNORECASE)
"""Between a name and its date."""
AND_THEN = re.compile(r"\s*(?:,|，|、)?\s*(?:and|then|followed by|和|与|以及|及)?\s*[“\"`《]?(?<=[\s、，,和与及“\"`《])")
"""Behind the date of one of several, before the next."""
RELATIVE_YEAR = re.compile(r"(?:去年|前年|明年|后年|\blast|\bnext)\s*\Z")
"""Before a month: of which year it is, only the day of writing tells."""
YEAR_BESIDE = re.compile(r"((?:19|20)\d\d)\s*年?[^，。；,;\d]{0,6}\Z")
"""Right before a month: the year it is of, `2022 年夏 / 8 月`."""
OTHER_YEAR = re.compile(
    r"(?:[同当]年|(次年|翌年|隔年|第二年)|\bthe same year|(\bthe (?:following|next) year)),?\s*(?:的|in|early|late)?\s*\Z"
)
"""Before a month: it is of the year told last, or of the one behind it."""
OCCASION = re.compile(r"(?:召开|举行|举办)|(?:大会|发布会|峰会|开放日)(?:上|中|期间)?\s*\Z")
BECOMES = re.compile(r"(?:合并为|合并成|组成|组建了?|并入|更名为|改名为|重组为|merged into|renamed)\s*[“\"]?\Z")
ITS = ("其", "它的", "它们的", "their", "its", "Its")
IN_SHORT = re.compile(r"((?:[\u4e00-\u9fff]、?){2,6}?)(?:双|两|三|四|五|六|多)[种门]?语言?")
OF_OTHERS = re.compile(r"[其该此这它两三]|某[些个]|上述|(?:主要|核心|代表|明星|旗舰|热门|主打)(?:产品|模型|工具|平台|系统)?\Z")
"""Begins a noun phrase that points at something else, and names no group."""
NO_KIND = re.compile(
    r"(?:[这该其此每各某一两三几多大小新旧早后前同所许很不少部整任全现已传最更近当目国它他我你如若虽由因随对在为使让将把被用以通利基采关从向与和及并也都只仅没无有是原]|主流|比如|例如|诸如|"
    r"(?:the|this|these|those|that|all|any|some|many|most|such|each|every|both|other|new|large|early|existing|our|their|its|an?|we|it|if|when|"
    r"with|for|by|in|on|as)\b)",
    re.IGNORECASE,
)
"""Begins a noun phrase that says how many or which, or no noun phrase, and so names no kind."""
OTHERS_WORK = re.compile(r"(?:可选|可用|底层|背后|支持|接入|调用|集成|内置|使用|采用)的?\s*\Z")
"""In front of a noun of products: they are used, and not made."""
WHICH = re.compile(r"\s*which\b", re.IGNORECASE)
AFTER_NAME = re.compile(r"\s*(?:[（(][^（()）]{1,40}[)）])?\s*,\s*")
"""Between a name and the relative clause that goes on about it."""
TOGETHER = re.compile(r"\s*(?:合作|联合|的\s*[“\"`《]?\s*\Z)")
KIND_IN_FRONT = re.compile(rf"\s*的?[{HAN}A-Za-z ]{{0,14}}?([{HAN}]{{2,4}})\s*[“\"`《]?")
"""`在线设计平台 X`: what kind of thing is named next."""
_ABLE_TO = re.compile(
    r"\s*(?:根据|仅需?|只需?|可以?|能够?|支持|面向|专为|用于|具有|具备)[^，。；的和与]{1,24}的\s*[“\"`《]?"
    r"|\s*(?:合作|联合)(?:研发|开发|推出|发布|完成|打造)?的\s*[“\"`《]?"
    r"|\s*的?(?:新一代|最新一代|最新|首款|首个|全新|旗舰)的?[^，。；的和与]{0,8}\s*[“\"`《]?"
)
"""Between an organization and what it makes: what the latter can do, or that it is new."""


_OWN_SORT = re.compile(rf"(?:(?![发推开研由与和在将对为是把的])[{HAN}]){{1,10}}(?:模型|系统|平台|工具|框架|引擎|助手|机器人)\s*[“\"`]?")
"""Between a Chinese organization and what it makes: what sort of thing that is, `腾讯混元视频模型 X`."""


def owns(gap: str, head: Mention, tail: Mention) -> bool:
    """Do the words between an organization and an artifact make the one the owner of the other?"""
    if re.fullmatch(
        r"\s*(?:['’]s|的(?:叫|是|为|有)?|自研的?|公司的|团队的)\s*(?:[\u4e00-\u9fff]{0,10}?(?:模型|系统|平台|工具|产品|框架|机器人)?)\s*[“\"`]*",
        gap,
    ):
        return True
    if _ABLE_TO.fullmatch(gap):
        return True
    if has_han(head.name) and _OWN_SORT.fullmatch(gap):
        return True
    # A Chinese organization right before a Latin name or a known artifact.
    return gap.strip() == "" and has_han(head.name) and (not has_han(tail.name) or tail.known)


def may_be_raw_name(word: str, *, guarded: bool) -> bool:
    """May a Chinese word that nothing marks be a name? Where `guarded`, only if it is not made of ordinary words."""
    import rjieba

    if _NO_RAW_NAME.search(word):
        return False
    pieces = rjieba.cut(word)
    return not guarded or not all(len(piece) > 1 and rjieba.has_word(piece) for piece in pieces)


def written_as_name(mention: Mention) -> bool:
    """Is an unlisted mention written as a name: Latin with a capital or digit, or set apart by the author?"""
    return mention.marked or bool(LOOKS_NAMED.search(mention.name))


def last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match of a pattern."""
    return next(iter(reversed(list(pattern.finditer(text)))), None)


def english_passive(right: str) -> re.Match[str] | None:
    """What stands between an English verb and its agent, where it is passive: `… by`."""
    return ENGLISH_PASSIVE.match(right)

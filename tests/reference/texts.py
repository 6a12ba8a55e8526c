# SPDX-License-Identifier: GPL-3.0-or-later
"""All text of the set: what vocabularies are trained on, the cases of the models, and sentences for word distances."""
from pathlib import Path

# Written for this set. Together with the file LICENSE it is all that the vocabularies learn from.
ENGLISH = """
The film is a small wonder: warm, funny and never too long. I would see it again tomorrow.
A stirring film about two sisters who open a shop by the sea. The music is good, the light is better.
The plot is thin and the jokes are old, but the actors play as if their lives depended on it.
Not bad, not good either. The second half is boring and the ending comes too late.
What a dull evening! Nobody laughed, and half of the audience left before the end.
The screen is very good, but the battery lasts only three hours, and the price is too high.
Our room was clean and quiet. Breakfast was cold, the coffee was not. The staff were friendly.
Do not buy this phone: it stops after a week, and nobody answers when you call.
A gentle story of loss and hope, told without tears and without haste. The best film of the year.
She walks home in the rain, he waits at the station, and neither of them knows what to say.
The book was better, as books are; still, the pictures stay in the mind for days.
It was lovely to see the old town again, the bridge, the market and the little theatre.
No story, no heart, no reason to watch. The director should have stayed in bed.
Great value for the money. It arrived in two days, works as described and looks beautiful.
The service was slow but the food was worth the wait: fresh fish, good bread, fine wine.
I did not expect to enjoy it. I did, from the first minute to the last.
They say that the first part is the best one; I say that the third is the funniest.
An honest, careful and moving portrait of a teacher. Every scene has a reason to be there.
The camera shakes, the sound is poor, and the hero is not interesting at all.
This is how a comedy should be: short, fast, and kind to the people it laughs about.
""".strip().split("\n")

CHINESE = """
这部电影很好看，故事简单，演员演得很自然。
这部电影不好看，太长了，看到一半就想睡觉。
房间很干净，床很舒服，早餐也不错，下次还会来。
酒店离车站很近，但是隔音不好，晚上很吵。
服务态度非常差，等了两个小时也没有人来。
屏幕很好，电池不好，只能用三个小时。
价格便宜，质量也好，值得买。
这本书写得很好，读了两遍还想再读。
音乐好听，画面也美，就是结局让人失望。
今天天气很好，我们去看电影吧。
菜很新鲜，就是上菜太慢，服务员也不热情。
手机用了一个星期就坏了，客服不接电话。
他说话很慢，可是每一句都有道理。
孩子们很喜欢这个故事，笑了一个晚上。
不值这个价钱，不推荐大家买。
你好吗？我很好，谢谢。去哪里吃饭？
""".strip().split("\n")

OTHER = """
Café, naïve, déjà vu, über, größer, señor, smörgåsbord, façade.
Прекрасный фильм, смешной и добрый. Плохой сон.
映画はとても面白かった。音楽もいい。
영화가 아주 재미있었다.
1 2 3 10 42 100 2024 3.5 99% 5999 12:30 20-21 #1 @home
see https://example.org/page?id=7&lang=en or write to me@example.org
""".strip().split("\n")


def training_lines():
    """The lines that every vocabulary is trained on."""
    licence = (Path(__file__).resolve().parents[2] / "LICENSE").read_text(encoding="utf-8").split("\n")
    lines = [line.strip() for line in licence if line.strip()]
    # The licence is long; what the models read is repeated, so that its words become tokens too.
    return lines + 8 * (ENGLISH + CHINESE) + 2 * OTHER


LONG = " ".join(ENGLISH[:5])
LONG_CHINESE = "".join(CHINESE[:8])

# id, text, second text. The families of GPT take no pairs.
CASES = [
    ("short", "a warm , stirring film about the sea", None),
    ("zh", "这家酒店真不好", None),
    ("mixed", "屏幕很好 but 3.5 hours,不值59元!", None),
    ("pair", "the plot is thin", "但是演员很好"),
    ("long", LONG, None),
    ("empty", "", None),
    ("zh_long", LONG_CHINESE, None),
    ("emoji", "I 💛 this film 👨\u200d👩\u200d👧!! 🇫🇷🎥", None),
    ("accents", "Crème brûlée à Zürich — señor Núñez, Œuvre", None),
    ("url", "see https://example.org/a?b=1&c=%20 or me@example.org", None),
    ("spaces", "   three  spaces   here and  one behind ", None),
    ("tabs", "line one\nline\ttwo\r\nline\xa0three\u3000wide", None),
    ("mask", "the [MASK] is <mask> and <pad> [PAD]", None),
    ("pair_long", LONG, LONG_CHINESE),
]

PROMPTS = {
    "gpt2": ["the film is", "I did not expect", "这部电影"],
    "openai-gpt": ["你好", "今天天气怎么样?", "ok 我们去 吃饭吧!"],
}
CONTINUATIONS = {"gpt2": [" very good .", " 很好"], "openai-gpt": ["我很好", "去哪里"]}
DIALOGUE = ["你好 吗", "我很好", "去哪 里"]

# Sentences for word distances: split at blanks; words without a vector are dropped.
WORDS = """the a an and but not it is was of to in for with on good bad best worst film movie story plot actor actors music picture
funny boring slow fast long short warm cold old new little great poor rich light dark sea rain town bridge market train station
room bed food fish bread wine coffee price money phone screen battery hour day week year night morning friend teacher child
sister brother mother father walk wait laugh see hear say know think buy sell play read write sleep""".split()

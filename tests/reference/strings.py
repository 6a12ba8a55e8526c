# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts for tokenizers, written by hand: each line of a group is one way in which tokenizers differ."""

EMPTY_AND_BLANK = [
    "", " ", "  ", "\t", "\n", "\r\n", "\n\n\n", " \t \n ", "\u00a0", "\u3000", "\u2028", "\u2029", "\u2003\u2009", "\u200b", "\ufeff", "\u0085",
    "\u000b\u000c", "\u1680\u205f", " a", "a ", " a ", "a  b", "a   b", "a\tb", "a\nb", "a\r\nb", "a\rb", "a\u00a0b", "a\u3000b", "a\u2028b",
    "a\u200bb", "a\u2060b", "a\u0085b", "\ufeffa", "a \n b", "  leading and trailing  ", "many       blanks          inside", "end with line\n",
]

PLAIN = [
    "film", "The film is good.", "THE FILM IS GOOD", "The Film Is Good", "a", "I", "don't", "I'm sure they've seen it; we'll see.", "it's John's",
    "can't won't shan't", "rock'n'roll", "re-make", "well-known state-of-the-art", "e.g. this, i.e. that", "U.S.A.", "end.Begin", "what?!", "...", "…",
    "wait... what?", "hello, world", "\"quoted\"", "``quoted''", "“curly” ‘quotes’ «angles» „low“", "(brackets) [square] {curly} <angle>", "a/b\\c|d",
    "under_score __init__ snake_case", "camelCase PascalCase", "x=y+z*2-1", "a@b.c", "#tag @name", "50% $5 €5 £5 ¥5 ₹5", "~^`´¨", "!!!???", "-- --- – —", "• · ∙",
]

NUMBERS = [
    "1", "12", "123", "1234567890", "3.14", "1,000,000", "9,", "12, 13,", "v2.0.1", "10:30", "2024-01-31", "0x1F", "1e-5", "1st 2nd 3rd", "½ ¼ ¾", "²³¹", "①②③",
    "Ⅳ ⅷ", "٣٤٥", "१२३", "１２３", "-5 +5 ±5", "5999元", "No.7", "100km/h",
]

CHINESE = [
    "好", "很好看", "这部电影很好看。", "这部电影,很好看!", "这家店真黑心", "屏幕很好 but the battery 不好", "我love你", "３个ＡＢＣ", "，。！？；：“”（）《》【】", "繁體中文測試",
    "𠀀𠀁", "𪚥龘", "㐀㐁", "豈更車", "丨丶丿", "〇", "中 文 字", "中\n文", "你好吗？我很好。", "酒店a好b差c", "好好好好好好好好好好", "「日本語」", "日本語のテキスト", "カタカナ", "ｶﾀｶﾅ", "ひらがな",
    "が が", "한국어 문장", "\u1112\u1161\u11ab\u1100\u116e\u11a8", "ㅎㅏㄴ", "Tiếng Việt rất hay", "ไทยภาษา", "ᠮᠣᠩᠭᠣᠯ",
]

LETTERS = [
    "café", "cafe\u0301", "naïve façade", "Ångström", "A\u030angstro\u0308m", "ÀÉÎÕÜ", "àéîõü", "straße STRASSE", "ẞ", "İstanbul ıstanbul", "Ελληνικά ΣΊΣΥΦΟΣ", "Русский язык",
    "Ёлка ёж йод", "Українська ґанок", "עברית", "שלום עולם", "العربية", "مرحبا بالعالم", "بِسْمِ اللَّهِ", "हिन्दी भाषा", "தமிழ்", "ქართული", "Հայերեն", "አማርኛ", "ﬁ ﬂ ﬀ ﬃ", "ǆ ǅ Ǆ", "æ œ Æ Œ",
    "ŉ ĳ Ĳ", "ſ K Å Ω", "ｆｕｌｌ ｗｉｄｔｈ", "𝐛𝐨𝐥𝐝 𝒾𝓉𝒶𝓁𝒾𝒸 𝔣𝔯𝔞𝔨", "ᴬᴮᶜ ₐₑₒ", "Ⓐⓑ", "™ © ® ℠", "№ ℃ ℉", "a\u0301\u0302\u0303b", "\u0301a", "\u0301", "e\u0323\u0301", "q\u0307\u0323", "Z\u0335\u0336a\u0337l\u0338",
    "mixed עברית and English ١٢٣", "\u202bright to left\u202c", "\u200emark\u200f", "Łódź żółw", "Đặng ơ ư", "ðþøłŧħ",
]

EMOJI = [
    "🙂", "a🙂b", "🙂🙂🙂", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪🇯🇵", "❤️ ❤", "☺️ ☹", "1️⃣2️⃣", "👩🏾‍🚀", "🫠🪿", "✓✔✗", "♥♦♣♠", "→←↔⇒", "∀x∈ℝ: x²≥0", "∑∏∫√∞≈≠≤≥", "░▒▓█", "♪♫", "⠓⠑⠇⠇⠕", "so good 😂😂!!!", "很好👍👍",
]

CONTROL = [
    "a\u0000b", "a\u0001b", "\u0007bell", "a\u001bb", "a\u007fb", "a\u0080b", "a\u00adb soft\u00adhyphen", "a\ufffdb", "\ufffd", "a\ue000b", "a\ufff9b", "a\u061cb", "a\u034fb", "a\u200cb\u200db", "a\ufe0fb",
    "a\U000e0041b", "a\U0010fffdb", "a\uffffb", "a\ufdd0b", "tab\u0009new\u000aline\u000dend", "\u0000", "\u200d", "a\u180eb", "a\u2066b\u2069c",
]

SPECIAL = [
    "[MASK]", "the [MASK] film", "the[MASK]film", "[mask]", "[CLS] a [SEP] b [SEP]", "[PAD]", "[UNK]", "[SEP][SEP]", "[ MASK ]", "[MASK", "<mask>", "the <mask> film", "the<mask>film", "the  <mask>  film", "<s> a </s>",
    "<pad>", "<unk>", "</s></s>", "<S>", "<|endoftext|>", "a<|endoftext|>b", "a <|endoftext|> b", "<|ENDOFTEXT|>", "[speaker1]你好[speaker2]", "[Speaker1] a", "[unused1]", "▁", "a▁b", "▁▁", "Ġ", "##", "##s", "a ##s", "@@ </w>",
    "[MASK] [MASK][MASK]", "\n[MASK]\n", "<mask>。", "。<mask>",
]

LONG = [
    "a" * 99, "a" * 100, "a" * 101, "ab" * 120, "好" * 120, "é" * 100, "e\u0301" * 60, "1" * 150, "-" * 120, "🙂" * 40, "word " * 80, "Pneumonoultramicroscopicsilicovolcanoconiosis",
    "https://example.org/a/very/long/path/with?many=parameters&and=%E5%A5%BD#anchor", "x" * 50 + " " + "y" * 101 + " z", "Donaudampfschifffahrtsgesellschaftskapitän", "fffffffffffffffffffffffi", "hahahahahahahahaha!!!!!!!!!!!!",
    "The quick brown fox jumps over the lazy dog, and then it jumps back: 好 and 坏, 1 and 2, up and down, again and again until the night is over.",
]

MARKUP = [
    "<br />", "<b>bold</b>", "&amp; &lt; &#39;", "**bold** _it_ `code`", "# Title\n\n- one\n- two", "{\"key\": [1, 2, null]}", "if (a < b && c > d) { return; }", "SELECT * FROM t WHERE a = 'b';", "C++ C# .NET", "user@mail.example.org",
    "ftp://x.example/a_b-c.d~e", "C:\\path\\file.txt", "/usr/lib/x.so.1", "\\n \\t \\u00e9", "%20%E4%BD%A0", ":-) ;-) :( <3", "(╯°□°)╯︵ ┻━┻", "¯\\_(ツ)_/¯", "a,b;c:d.e!f?g", "1+1=2", "$x^2$ \\frac{a}{b}",
]

STRINGS = list(dict.fromkeys(EMPTY_AND_BLANK + PLAIN + NUMBERS + CHINESE + LETTERS + EMOJI + CONTROL + SPECIAL + LONG + MARKUP))

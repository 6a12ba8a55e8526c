# SPDX-License-Identifier: GPL-3.0-or-later
"""tokenizers/: the strings, and what each kind of tokenizer makes of them."""
from files import compact, write_json, write_text
from strings import STRINGS

# Every kind but ELECTRA's, which is another vocabulary for the pipeline of BERT.
KINDS = ["wordpiece-uncased", "wordpiece-cased", "wordpiece-zh", "wordpiece-dialogue", "bytebpe-roberta", "bytebpe-gpt2", "unigram-albert",
    "unigram-xlmr", "unigram-deberta"]


def row(tokenizer, number, text):
    encoding = tokenizer.encode(text)
    entry = {"i": number, "ids": encoding.ids, "tokens": [tokenizer.id_to_token(i) for i in encoding.ids],
        "offsets": [place for pair in encoding.offsets for place in pair]}
    special = [i for i, mask in enumerate(encoding.special_tokens_mask) if mask]
    if special:
        entry["special"] = special
    entry["decoded"] = tokenizer.decode(encoding.ids, skip_special_tokens=True)
    return entry


def make_tokenizers(out, vocabularies):
    write_json(out / "tokenizers" / "strings.json", STRINGS)
    for kind in KINDS:
        tokenizer = vocabularies[kind].tokenizer
        write_text(out / "tokenizers" / f"{kind}.jsonl", "".join(compact(row(tokenizer, i, text)) + "\n" for i, text in enumerate(STRINGS)))

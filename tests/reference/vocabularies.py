# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokenizers of every kind: vocabularies trained on the set's own texts, as `tokenizers` objects and as the files of a model folder."""
import io
import json
from collections import Counter
from dataclasses import dataclass, field

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from texts import CHINESE, training_lines

BERT_SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


@dataclass
class Vocabulary:
    """One kind of tokenizer. `files` are those that lie beside every model of the kind."""
    kind: str
    tokenizer: Tokenizer
    special: dict  # pad, mask, unk, cls, sep, eos: tokens
    files: dict = field(default_factory=dict)  # name: bytes
    config: dict = field(default_factory=dict)  # of tokenizer_config.json, without model_max_length

    def json(self):
        return self.tokenizer.to_str(pretty=False)

    def id_of(self, role):
        token = self.special.get(role)
        return None if token is None else self.tokenizer.token_to_id(token)

    def size(self):
        return self.tokenizer.get_vocab_size(with_added_tokens=True)


def lines_file(tokens):
    return ("\n".join(tokens) + "\n").encode("utf-8")


def bert_tokenizer(tokens, lowercase, specials=()):
    """The pipeline of BertTokenizer over a vocabulary."""
    ids = {token: i for i, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.WordPiece(ids, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[("[CLS]", ids["[CLS]"]), ("[SEP]", ids["[SEP]"])])
    tokenizer.decoder = decoders.WordPiece(prefix="##", cleanup=True)
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in tokens if token in BERT_SPECIALS])
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in specials])
    return tokenizer


def trained_word_pieces(size, lowercase, specials):
    """Pairs merged by count, as the trainer of `tokenizers` does; that one breaks ties by chance, this one by the alphabet."""
    normalizer, splitter = normalizers.BertNormalizer(lowercase=lowercase), pre_tokenizers.BertPreTokenizer()
    counts = Counter(word for line in training_lines() for word, _ in splitter.pre_tokenize_str(normalizer.normalize_str(line)))
    words = {word: [word[0]] + ["##" + c for c in word[1:]] for word in counts}
    vocabulary = dict.fromkeys(specials)
    vocabulary |= dict.fromkeys(sorted({piece for word, pieces in words.items() if counts[word] >= 2 for piece in pieces}))
    while len(vocabulary) < size:
        pairs = Counter()
        for word, pieces in words.items():
            for pair in zip(pieces, pieces[1:]):
                pairs[pair] += counts[word]
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merged = best[0] + best[1].removeprefix("##")
        vocabulary[merged] = None
        for word, pieces in words.items():
            at = 0
            while at + 1 < len(pieces):
                if (pieces[at], pieces[at + 1]) == best:
                    pieces[at:at + 2] = [merged]
                at += 1
    return list(vocabulary)


def word_piece(kind, tokens, lowercase, tokenizer_class="BertTokenizer", extra=(), config=None):
    special = {"pad": "[PAD]", "unk": "[UNK]", "cls": "[CLS]", "sep": "[SEP]", "mask": "[MASK]"}
    entries = {"do_lower_case": lowercase}
    if config is None:
        config = {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]",
            "tokenize_chinese_chars": True, "strip_accents": None}
    entries.update(config)
    entries["tokenizer_class"] = tokenizer_class
    names = {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
    if extra:
        entries["additional_special_tokens"] = names["additional_special_tokens"] = list(extra)
    files = {"vocab.txt": lines_file(tokens), "special_tokens_map.json": json.dumps(names, indent=2).encode() + b"\n"}
    return Vocabulary(kind, bert_tokenizer(tokens, lowercase, extra), special, files, entries)


def characters(lowercase):
    """A vocabulary of characters: Chinese ones, and the letters and digits of English alone and inside of words."""
    text = "".join(CHINESE)
    han = sorted({c for c in text if "\u4e00" <= c <= "\u9fff"})
    marks = sorted({c for c in text + ".,!?:;-'\"()/%" if not c.isalnum()} - {" "})
    letters = "abcdefghijklmnopqrstuvwxyz" + ("" if lowercase else "ABCDEFGHIJKLMNOPQRSTUVWXYZ") + "0123456789"
    return marks + list(letters) + ["##" + c for c in letters] + han


def trained_byte_pairs(size, specials):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=specials, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        min_frequency=2, show_progress=False)
    tokenizer.train_from_iterator(training_lines(), trainer)
    model = json.loads(tokenizer.to_str())["model"]
    return model["vocab"], [tuple(pair) if isinstance(pair, list) else tuple(pair.split(" ")) for pair in model["merges"]]


def byte_pair_files(vocabulary, merges):
    by_id = dict(sorted(vocabulary.items(), key=lambda entry: entry[1]))
    return {"vocab.json": json.dumps(by_id, ensure_ascii=False).encode("utf-8"),
        "merges.txt": lines_file(["#version: 0.2"] + [" ".join(pair) for pair in merges])}


def roberta():
    vocabulary, merges = trained_byte_pairs(455, ["<s>", "<pad>", "</s>", "<unk>"])
    vocabulary["<mask>"] = len(vocabulary)
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, continuing_subword_prefix="", end_of_word_suffix=""))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=True)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=True) for token in ("<s>", "<pad>", "</s>", "<unk>")]
        + [AddedToken("<mask>", special=True, normalized=False, lstrip=True)])
    names = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>",
        "mask_token": {"content": "<mask>", "single_word": False, "lstrip": True, "rstrip": False, "normalized": False}}
    files = byte_pair_files(vocabulary, merges) | {"special_tokens_map.json": json.dumps(names, indent=2).encode() + b"\n"}
    return Vocabulary("bytebpe-roberta", tokenizer, {"pad": "<pad>", "unk": "<unk>", "cls": "<s>", "sep": "</s>", "eos": "</s>", "mask": "<mask>"},
        files, {"add_prefix_space": False, "trim_offsets": True, "tokenizer_class": "RobertaTokenizer"})


def gpt2():
    vocabulary, merges = trained_byte_pairs(430, [])
    vocabulary["<|endoftext|>"] = len(vocabulary)
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, continuing_subword_prefix="", end_of_word_suffix=""))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=True)
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken("<|endoftext|>", special=True, normalized=True)])
    names = {role: "<|endoftext|>" for role in ("bos_token", "eos_token", "unk_token")}
    files = byte_pair_files(vocabulary, merges) | {"special_tokens_map.json": json.dumps(names, indent=2).encode() + b"\n"}
    return Vocabulary("bytebpe-gpt2", tokenizer, {"unk": "<|endoftext|>", "eos": "<|endoftext|>"}, files,
        {"add_prefix_space": False, "tokenizer_class": "GPT2Tokenizer"} | names)


def trained_pieces(lines, size, **specials):
    """A SentencePiece model of the kind unigram, without the paths and dates of the machine."""
    writer = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(lines), model_writer=writer, model_type="unigram", vocab_size=size,
        character_coverage=0.995, normalization_rule_name="nmt_nfkc", num_threads=1, shuffle_input_sentence=False, minloglevel=2, **specials)
    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString(writer.getvalue())
    model.trainer_spec.ClearField("input")
    model.trainer_spec.ClearField("model_prefix")
    return model


def precompiled(model):
    return normalizers.Precompiled(model.normalizer_spec.precompiled_charsmap)


def template(cls, sep, ids, pair):
    return processors.TemplateProcessing(single=f"{cls}:0 $A:0 {sep}:0", pair=pair, special_tokens=[(cls, ids[cls]), (sep, ids[sep])])


def older_metaspace(text):
    """The spelling of Metaspace in files before tokenizers 0.14."""
    def walk(node):
        if isinstance(node, dict):
            if node.get("type") == "Metaspace":
                return {"type": "Metaspace", "replacement": "▁", "str_rep": "▁", "add_prefix_space": True}
            return {key: walk(value) for key, value in node.items()}
        return [walk(value) for value in node] if isinstance(node, list) else node
    return json.dumps(walk(json.loads(text)), ensure_ascii=False, separators=(",", ":"))


class OlderMetaspace(Vocabulary):
    def json(self):
        return older_metaspace(super().json())


def albert():
    model = trained_pieces([line.lower() for line in training_lines()], 440, pad_id=0, pad_piece="<pad>", unk_id=1, unk_piece="<unk>", bos_id=2,
        bos_piece="[CLS]", eos_id=3, eos_piece="[SEP]", control_symbols=["[MASK]"])
    # As the converter of the published models has it: pieces like "9," are as good as forbidden.
    pieces = [(p.piece, p.score - 100 if len(p.piece) >= 2 and p.piece[-1] == "," and p.piece[-2].isdigit() else p.score) for p in model.pieces]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=1, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Replace("``", '"'), normalizers.Replace("''", '"'), normalizers.NFKD(),
        normalizers.StripAccents(), normalizers.Lowercase(), precompiled(model)])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace("▁", "always")])
    ids = {piece: i for i, (piece, _) in enumerate(pieces)}
    tokenizer.post_processor = template("[CLS]", "[SEP]", ids, "[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1")
    tokenizer.decoder = decoders.Metaspace("▁", "always")
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in ("<pad>", "<unk>", "[CLS]", "[SEP]")]
        + [AddedToken("[MASK]", special=True, normalized=False, lstrip=True)])
    mask = {"content": "[MASK]", "single_word": False, "lstrip": True, "rstrip": False, "normalized": False, "__type": "AddedToken"}
    config = {"do_lower_case": True, "remove_space": True, "keep_accents": False, "bos_token": "[CLS]", "eos_token": "[SEP]", "unk_token": "<unk>",
        "sep_token": "[SEP]", "pad_token": "<pad>", "cls_token": "[CLS]", "mask_token": mask, "tokenizer_class": "AlbertTokenizer"}
    return OlderMetaspace("unigram-albert", tokenizer, {"pad": "<pad>", "unk": "<unk>", "cls": "[CLS]", "sep": "[SEP]", "mask": "[MASK]"},
        {"spiece.model": model.SerializeToString(deterministic=True)}, config)


def xlm_roberta():
    model = trained_pieces(training_lines(), 460, unk_id=0, bos_id=1, eos_id=2)
    # The ids of the published models are those of the pieces moved by one, behind four tokens of their own.
    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)] + [(p.piece, p.score) for p in model.pieces[3:]] + [("<mask>", 0.0)]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = precompiled(model)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace("▁", "always")])
    tokenizer.post_processor = template("<s>", "</s>", {"<s>": 0, "</s>": 2}, "<s>:0 $A:0 </s>:0 </s>:0 $B:0 </s>:0")
    tokenizer.decoder = decoders.Metaspace("▁", "always")
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in ("<s>", "<pad>", "</s>", "<unk>")]
        + [AddedToken("<mask>", special=True, normalized=False, lstrip=True)])
    config = {"tokenizer_class": "XLMRobertaTokenizer", "bos_token": "<s>", "eos_token": "</s>", "sep_token": "</s>", "cls_token": "<s>",
        "unk_token": "<unk>", "pad_token": "<pad>", "mask_token": "<mask>"}
    return Vocabulary("unigram-xlmr", tokenizer, {"pad": "<pad>", "unk": "<unk>", "cls": "<s>", "sep": "</s>", "eos": "</s>", "mask": "<mask>"},
        {"sentencepiece.bpe.model": model.SerializeToString(deterministic=True)}, config)


def deberta():
    model = trained_pieces(training_lines(), 460, pad_id=0, pad_piece="[PAD]", bos_id=1, bos_piece="[CLS]", eos_id=2, eos_piece="[SEP]", unk_id=3,
        unk_piece="[UNK]")
    pieces = [(p.piece, p.score) for p in model.pieces]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Strip(), precompiled(model), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Metaspace("▁", "always")])
    tokenizer.post_processor = template("[CLS]", "[SEP]", {"[CLS]": 1, "[SEP]": 2}, "[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1")
    tokenizer.decoder = decoders.Metaspace("▁", "always")
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in ("[PAD]", "[CLS]", "[SEP]")]
        + [AddedToken("[UNK]", special=True, normalized=True), AddedToken("[MASK]", special=True, normalized=False)])
    config = {"do_lower_case": False, "vocab_type": "spm", "split_by_punct": False, "unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]",
        "cls_token": "[CLS]", "mask_token": "[MASK]", "tokenizer_class": "DebertaV2Tokenizer"}
    files = {"spm.model": model.SerializeToString(deterministic=True),
        "added_tokens.json": json.dumps({"[MASK]": tokenizer.token_to_id("[MASK]")}).encode() + b"\n"}
    return Vocabulary("unigram-deberta", tokenizer, {"pad": "[PAD]", "unk": "[UNK]", "cls": "[CLS]", "sep": "[SEP]", "mask": "[MASK]"}, files, config)


def all_vocabularies():
    unused = [f"[unused{i}]" for i in range(5)]
    uncased = trained_word_pieces(520, True, ["[PAD]"] + unused + BERT_SPECIALS[1:])
    # A cased vocabulary of English: no Chinese characters.
    cased = [t for t in trained_word_pieces(700, False, BERT_SPECIALS) if not any(c >= "\u0370" for c in t)][:400]
    electra = [t for t in trained_word_pieces(600, True, BERT_SPECIALS) if not any(c >= "\u9000" for c in t)][:440]
    chinese = ["[PAD]", "[unused1]", "[unused2]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + characters(lowercase=False)
    dialogue = BERT_SPECIALS + ["[speaker1]", "[speaker2]"] + characters(lowercase=True)
    kinds = [
        word_piece("wordpiece-uncased", uncased, True),
        word_piece("wordpiece-cased", cased, False),
        word_piece("wordpiece-electra", electra, True, "ElectraTokenizer"),
        word_piece("wordpiece-zh", chinese, False, config={}),
        word_piece("wordpiece-dialogue", dialogue, True, extra=("[speaker1]", "[speaker2]"), config={}),
        roberta(), gpt2(), albert(), xlm_roberta(), deberta(),
    ]
    return {vocabulary.kind: vocabulary for vocabulary in kinds}

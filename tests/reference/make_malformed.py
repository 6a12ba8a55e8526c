# SPDX-License-Identifier: GPL-3.0-or-later
"""malformed/: one sound folder, and one folder for each way in which a download or an attacker may spoil it."""
import io
import json
import pickle
import shutil
import struct
import zipfile

import torch

from files import safetensors_bytes, write_bytes, write_json
from make_models import zip_checkpoint

TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "film", "slow", "a", "this", "##s", "不", "看"]
CONFIG = {"architectures": ["BertForSequenceClassification"], "model_type": "bert", "vocab_size": 14, "hidden_size": 4, "num_hidden_layers": 1,
    "num_attention_heads": 2, "intermediate_size": 6, "max_position_embeddings": 12, "type_vocab_size": 2, "hidden_act": "gelu",
    "layer_norm_eps": 1e-12, "pad_token_id": 0, "id2label": {"0": "NEGATIVE", "1": "POSITIVE"}, "label2id": {"NEGATIVE": 0, "POSITIVE": 1}}
NEST = 50_000


def sound_weights():
    generator = torch.Generator().manual_seed(2601)
    layer = "bert.encoder.layer.0."
    shapes = {"bert.embeddings.word_embeddings.weight": (14, 4), "bert.embeddings.position_embeddings.weight": (12, 4),
        "bert.embeddings.token_type_embeddings.weight": (2, 4), "bert.embeddings.LayerNorm.weight": (4,), "bert.embeddings.LayerNorm.bias": (4,)}
    for part in ("query", "key", "value"):
        shapes |= {f"{layer}attention.self.{part}.weight": (4, 4), f"{layer}attention.self.{part}.bias": (4,)}
    for part, (rows, columns) in {"attention.output.dense": (4, 4), "intermediate.dense": (6, 4), "output.dense": (4, 6)}.items():
        shapes |= {f"{layer}{part}.weight": (rows, columns), f"{layer}{part}.bias": (rows,)}
    for part in ("attention.output", "output"):
        shapes |= {f"{layer}{part}.LayerNorm.weight": (4,), f"{layer}{part}.LayerNorm.bias": (4,)}
    shapes |= {"bert.pooler.dense.weight": (4, 4), "bert.pooler.dense.bias": (4,), "classifier.weight": (2, 4), "classifier.bias": (2,)}
    return {name: torch.randn(shape, generator=generator) for name, shape in shapes.items()}


WEIGHTS = sound_weights()
FIRST = "bert.embeddings.word_embeddings.weight"


class Malformed:
    """Collects folders and their rows of the index."""

    def __init__(self, folder):
        self.folder, self.rows = folder, []

    def add(self, name, category, outcome, note, *, weights=("model.safetensors", None), config=CONFIG, vocabulary=TOKENS, files=None):
        """`None` for what is absent; bytes as they are."""
        self.rows.append({"id": name, "path": name, "kind": "model folder", "category": category, "outcome": outcome, "note": note})
        place = self.folder / name
        place.mkdir(parents=True)
        if config is not None:
            write_bytes(place / "config.json", config if isinstance(config, bytes) else json.dumps(config, indent=1).encode())
        if vocabulary is not None:
            write_bytes(place / "vocab.txt", "".join(token + "\n" for token in vocabulary).encode("utf-8"))
        if weights is not None:
            file, content = weights
            write_bytes(place / file, safetensors_bytes(WEIGHTS) if content is None else content)
        for file, content in (files or {}).items():
            write_bytes(place / file, content)

    def text(self, name, category, outcome, note, content):
        self.rows.append({"id": f"text-{name}", "path": f"texts/{name}", "kind": "text set", "category": category, "outcome": outcome, "note": note})
        write_bytes(self.folder / "texts" / name, content)


def table():
    """Header of the sound safetensors file as an object, and the bytes behind it."""
    content = safetensors_bytes(WEIGHTS)
    size, = struct.unpack("<Q", content[:8])
    return json.loads(content[8:8 + size]), content[8 + size:]


def joined(header, body):
    text = header if isinstance(header, bytes) else json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + body


def changed(**entry):
    """The sound file, but for an entry of its first tensor."""
    header, body = table()
    header[FIRST] |= entry
    return joined(header, body)


def add_safetensors(cases):
    header, body = table()
    sound = safetensors_bytes(WEIGHTS)
    size = len(sound) - len(body) - 8
    text = json.dumps(header, separators=(",", ":"))
    add = lambda name, category, note, content: cases.add(name, category, "refuse", note, weights=("model.safetensors", content))
    add("st-empty", "empty-file", "weights file of 0 bytes", b"")
    add("st-zeros", "header-length", "2048 zero bytes: header length 0", bytes(2048))
    add("st-truncated-body", "truncated", "last 40 bytes missing", sound[:-40])
    add("st-length-huge", "header-length", "header length 2^63", struct.pack("<Q", 1 << 63) + sound[8:])
    add("st-length-over-file", "header-length", "header length larger than the file", struct.pack("<Q", len(sound) + 4096) + sound[8:])
    add("st-not-json", "header-json", "header is not JSON", joined(b"these words are no JSON object, but as long as a header", body))
    add("st-trailing-comma", "header-json", "trailing comma in the header object", joined((text[:-1] + ",}").encode(), body))
    second = ',"%s":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}' % FIRST
    add("st-duplicate-key", "duplicate-key", "one tensor name twice with different ranges", joined((text[:-1] + second).encode(), body))
    moved, at = {}, 0
    for i, (name, entry) in enumerate(header.items()):  # everything behind the first tensor begins 8 bytes early
        begin, end = (place - (8 if i else 0) for place in entry["data_offsets"])
        moved[name] = entry | {"data_offsets": [begin, end]}
    add("st-overlap", "offsets", "two tensors share bytes", joined(moved, body[:-8]))
    gap = {name: entry | {"data_offsets": [place + (8 if i else 0) for place in entry["data_offsets"]]} for i, (name, entry) in enumerate(header.items())}
    add("st-gap", "offsets", "hole of 8 bytes between two tensors", joined(gap, body[:224] + bytes(8) + body[224:]))
    last = list(header)[-1]
    begin, end = header[last]["data_offsets"]
    add("st-offset-past-end", "offsets", "last tensor ends beyond the file",
        joined(header | {last: header[last] | {"shape": [1002], "data_offsets": [begin, begin + 4008]}}, body))
    add("st-negative-offset", "offsets", "negative begin", joined(header | {FIRST: header[FIRST] | {"data_offsets": [-8, 216]}}, body))
    add("st-shape-mismatch", "shape-dtype", "shape times item size is not the byte range", changed(shape=[15, 4]))
    add("st-unknown-dtype", "shape-dtype", "dtype F8_E9M9", changed(dtype="F8_E9M9"))
    add("st-dim-string", "shape-dtype", 'dimension "14" as a string', changed(shape=["14", 4]))
    add("st-negative-dim", "shape-dtype", "shape [-14, -4]: product fits, signs do not", changed(shape=[-14, -4]))
    wrapped = {"dtype": "F32", "shape": [1 << 32, 1 << 32], "data_offsets": [len(body), len(body)]}
    add("st-overflow-to-zero", "overflow", "extra tensor of shape [2^32, 2^32] over 0 bytes: the product wraps to 0",
        joined(header | {"bert.extra": wrapped}, body))
    add("st-nesting", "nesting", f"{NEST} nested arrays in the header", joined(b'{"a":' + NEST * b"[" + NEST * b"]" + b"}", b""))
    broken = {name: tensor.clone() for name, tensor in WEIGHTS.items()}
    broken["bert.pooler.dense.weight"][1, 2] = float("nan")
    cases.add("nan-weights", "nan-weights", "warn", "one NaN in the pooler: loads, logits are NaN, no prediction may be shown",
        weights=("model.safetensors", safetensors_bytes(broken)))
    fewer = {name: tensor for name, tensor in WEIGHTS.items() if name != "bert.encoder.layer.0.output.dense.bias"}
    add("missing-tensor", "missing-tensor", "a needed bias is absent", safetensors_bytes(fewer))
    cases.add("extra-tensor", "unexpected-tensor", "warn", "one tensor too many",
        weights=("model.safetensors", safetensors_bytes(WEIGHTS | {"bert.encoder.adapter.weight": torch.ones(2, 4)})))


def add_configs(cases):
    config = lambda name, category, outcome, note, **entries: cases.add(name, category, outcome, note, config=CONFIG | entries)
    cases.add("vocab-longer-than-embedding", "vocabulary-size", "warn",
        "vocab.txt has 20 entries, the embedding 14 rows: a text that uses id >= 14 must be refused, not read out of bounds",
        vocabulary=TOKENS + ["screen", "price", "room", "sea", "tea", "rain"])
    config("config-vocab-mismatch", "shape-config", "refuse", "config says vocab_size 99, weights have 14 rows", vocab_size=99)
    cases.add("config-missing", "config-missing", "refuse", "no config.json", config=None)
    cases.add("config-bad-utf8", "config-encoding", "refuse", "config.json holds bytes that are not UTF-8",
        config=json.dumps(CONFIG | {"id2label": {"0": "N?", "1": "P"}}).encode().replace(b"N?", b"N\xff\xfe"))
    cases.add("config-no-hidden-size", "config-key", "refuse", "hidden_size absent: the default 768 does not match the weights either",
        config={key: value for key, value in CONFIG.items() if key != "hidden_size"})
    config("config-unsupported", "unsupported-model", "refuse", "model_type t5", model_type="t5", architectures=["T5ForSequenceClassification"])
    config("config-zero-heads", "bad-dimension", "refuse", "num_attention_heads 0", num_attention_heads=0)
    config("config-heads-indivisible", "bad-dimension", "refuse", "3 heads, hidden size 4", num_attention_heads=3)
    config("config-billion-layers", "bad-dimension", "refuse", "num_hidden_layers 1000000000: must be refused before anything is allocated",
        num_hidden_layers=1_000_000_000)
    config("config-unknown-activation", "config-key", "refuse", 'hidden_act "frobnicate"', hidden_act="frobnicate")
    config("config-labels-odd", "label-count", "accept", "id2label keys out of order and labels with markup and bidi marks: shown as plain text",
        id2label={"1": "<b>POS</b>", "0": "NEG\u202e"}, label2id={})
    cases.add("vocab-empty", "empty-vocabulary", "refuse", "vocab.txt of 0 bytes", vocabulary=[])
    cases.add("vocab-no-unk", "tokenizer-special", "refuse", "vocab.txt without [UNK]", vocabulary=["[unused1]" if t == "[UNK]" else t for t in TOKENS])
    cases.add("vocab-duplicates", "vocabulary-size", "warn", "the line 'good' occurs twice (the later id counts)", vocabulary=TOKENS[:-1] + ["good"])
    strange = {"version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None, "pre_tokenizer": None,
        "post_processor": None, "decoder": None, "model": {"type": "Frobnicate", "vocab": {"a": 0}}}
    cases.add("tokenizer-unknown-type", "tokenizer-type", "refuse", "tokenizer.json with model type Frobnicate", vocabulary=None,
        files={"tokenizer.json": json.dumps(strange).encode()})


def add_shards(cases):
    names = list(WEIGHTS)
    parts = [{name: WEIGHTS[name] for name in names[:10]}, {name: WEIGHTS[name] for name in names[10:]}]
    files = [f"model-0000{i}-of-00002.safetensors" for i in (1, 2)]
    places = {name: file for part, file in zip(parts, files) for name in part}
    index = lambda map_: json.dumps({"metadata": {"total_size": sum(4 * t.numel() for t in WEIGHTS.values())}, "weight_map": map_}).encode()
    shards = [safetensors_bytes(part) for part in parts]
    cases.add("shard-outside", "path-outside-folder", "refuse", "weight_map points to ../ok/model.safetensors", weights=(files[0], shards[0]),
        files={files[1]: shards[1], "model.safetensors.index.json": index(places | {"classifier.bias": "../ok/model.safetensors"})})
    cases.add("shard-missing", "missing-shard", "refuse", "second shard is not there", weights=(files[0], shards[0]),
        files={"model.safetensors.index.json": index(places)})


class Echo:
    """Unpickled, this would print a line. It must never appear."""

    def __reduce__(self):
        import os
        return os.system, ("echo pickle-code-ran",)


def entries_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zip_of(entries, compression=zipfile.ZIP_STORED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, compression)
    return stream.getvalue()


def add_pickles(cases):
    add = lambda name, category, note, content: cases.add(name, category, "refuse", note, weights=("pytorch_model.bin", content))
    sound = zip_checkpoint(WEIGHTS)
    entries = entries_of(sound)
    pickled = next(name for name in entries if name.endswith("/data.pkl"))
    storage = pickled.replace("data.pkl", "data/0")
    add("pickle-system", "unsafe-pickle", "data.pkl calls os.system('echo pickle-code-ran'): must be refused, nothing may run",
        zip_of(entries | {pickled: pickle.dumps({"classifier.bias": Echo()}, protocol=2)}))
    add("pickle-truncated-zip", "truncated", "zip cut in half (no central directory)", sound[:len(sound) // 2])
    add("pickle-truncated", "truncated-pickle", "zip intact, data.pkl cut in half", zip_of(entries | {pickled: entries[pickled][:len(entries[pickled]) // 2]}))
    add("pickle-storage-short", "pickle-storage", "storage data/0 is 8 bytes shorter than the pickle says", zip_of(entries | {storage: entries[storage][:-8]}))
    beyond = dict(WEIGHTS)
    beyond["classifier.bias"] = torch.zeros(6)[4:]
    moved = entries_of(zip_checkpoint(beyond))
    last = pickled.replace("data.pkl", f"data/{len(WEIGHTS) - 1}")
    # The view begins at item 4 of a storage of 6; its entry of offset is made 5, so that the second item lies behind the end.
    altered = moved[pickled].replace(b"K\x04K\x02\x85", b"K\x05K\x02\x85")
    assert altered != moved[pickled] and len(moved[last]) == 24
    add("pickle-view-offset", "pickle-storage", "tensor view ends beyond its storage", zip_of(moved | {pickled: altered}))
    add("zip-deflated", "zip-compressed", "entries deflated; torch always stores them", zip_of(entries, zipfile.ZIP_DEFLATED))
    stored = bytearray(zip_of(entries))
    stored[stored.index(entries[storage]) + 5] ^= 1
    add("zip-bad-crc", "zip-crc", "one bit of data/0 flipped, CRC-32 in the zip does not match", bytes(stored))


def add_others(cases):
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{32 * 'c3'}\nsize 265000000\n".encode()
    cases.add("lfs-pointer", "lfs-pointer", "refuse", "Git LFS pointer text in place of model.safetensors", weights=("model.safetensors", pointer))
    page = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Please sign in.</body></html>\n"
    cases.add("html-page", "html-page", "refuse", "an HTML page saved as model.safetensors", weights=("model.safetensors", page))
    cases.add("weights-missing", "weights-missing", "refuse", "no weights file", weights=None)
    cases.add("weights-directory", "not-a-file", "refuse", "model.safetensors is a directory", weights=("model.safetensors/readme.txt", b"a folder\n"))


def add_texts(cases):
    cases.text("invalid-utf8.tsv", "text-encoding", "warn", "10 bytes that are not UTF-8 in lines 2 and 4: replaced by U+FFFD one each, lines named",
        b"a fine day\t1\nslow \xff\xfe\xc0\xc1\xf8 film\t0\nwarm\t1\nnot \x80\x81\x82\xfe\xff bad\t0\n")
    cases.text("gb18030.tsv", "text-encoding", "warn", "Chinese in GB18030: not valid UTF-8, offer another encoding",
        "这部电影不好看\t0\n房间很干净\t1\n".encode("gb18030"))
    cases.text("bom-crlf.csv", "none", "accept", "UTF-8 BOM, CRLF, quoted commas, doubled quotes, newline inside quotes: 3 rows",
        b'\xef\xbb\xbflabel,text\r\n1,"warm, truly ""warm"""\r\n0,"first\r\nsecond"\r\n1,simple\r\n')
    cases.text("unclosed-quote.csv", "csv-format", "warn", "quote opened in row 2 never closes: report row 2, keep row 1",
        b'label,text\n1,warm\n0,"it never ends\n1,lost\n')
    cases.text("unknown-label.tsv", "label-unknown", "warn", "labels 'perhaps' and '' that no model class has", b"warm\t1\nso so\tperhaps\nempty\t\ncold\t0\n")
    cases.text("empty.csv", "empty-file", "refuse", "0 bytes", b"")
    cases.text("long-line.tsv", "csv-format", "warn", "one field of 120,000 characters", b"ab " * 40_000 + b"\t1\nbrief\t0\n")


def make_malformed(out):
    folder = out / "malformed"
    shutil.rmtree(folder, ignore_errors=True)
    cases = Malformed(folder)
    cases.add("ok", "none", "accept", "sound folder that the others are variations of")
    for add in (add_safetensors, add_configs, add_shards, add_pickles, add_others, add_texts):
        add(cases)
    outcomes = {"refuse": "must not load; message names the cause", "warn": "may load, the user is told", "accept": "loads without complaint"}
    write_json(folder / "index.json", {"outcomes": outcomes, "cases": cases.rows})

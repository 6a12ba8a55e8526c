# SPDX-License-Identifier: GPL-3.0-or-later
"""models/: folders as they are published, in every layout of weights."""
import collections
import io
import pickle
import struct
import sys
import warnings

import torch

from files import tensor_bytes, write_bytes, write_json, write_safetensors, write_text
from networks import MODELS, config_json


def gamma_and_beta(name):
    return name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")


def pretraining_heads(weights, dtype):
    """Heads that a checkpoint may carry along; no classifier reads them."""
    generator = torch.Generator().manual_seed(99)
    width = weights["bert.embeddings.word_embeddings.weight"].shape[1]
    rows = weights["bert.embeddings.word_embeddings.weight"].shape[0]
    shapes = {"cls.predictions.bias": (rows,), "cls.predictions.transform.dense.weight": (width, width), "cls.predictions.transform.dense.bias": (width,),
        "cls.predictions.transform.LayerNorm.gamma": (width,), "cls.predictions.transform.LayerNorm.beta": (width,),
        "cls.seq_relationship.weight": (2, width), "cls.seq_relationship.bias": (2,)}
    return {name: torch.randn(shape, generator=generator).to(dtype) for name, shape in shapes.items()}


def old_checkpoint(weights):
    """The format of torch before 1.6. torch itself can still write it, but names the storages by their addresses."""
    warnings.filterwarnings("ignore", message="TypedStorage is deprecated")

    class Pickler(pickle.Pickler):
        def __init__(self, stream):
            super().__init__(stream, protocol=2)
            self.storages = []

        def persistent_id(self, value):
            if not isinstance(value, torch.storage.TypedStorage):
                return None
            self.storages.append(value)
            return ("storage", getattr(torch, value.pickle_storage_type()), str(len(self.storages) - 1), "cpu", value.size(), None)

    stream = io.BytesIO()
    for value in (0x1950A86A20F9469CFC6C, 1001, {"protocol_version": 1001, "little_endian": sys.byteorder == "little",
            "type_sizes": {"short": 2, "int": 4, "long": 4}}):
        pickle.dump(value, stream, protocol=2)
    body = io.BytesIO()
    pickler = Pickler(body)
    pickler.dump({name: tensor.clone() for name, tensor in weights.items()})
    stream.write(body.getvalue())
    pickle.dump([str(i) for i in range(len(pickler.storages))], stream, protocol=2)
    for storage in pickler.storages:
        content = tensor_bytes(torch.tensor([], dtype=storage.dtype).set_(storage))
        stream.write(struct.pack("<q", storage.size()) + content)
    return stream.getvalue()


def zip_checkpoint(weights):
    stream = io.BytesIO()
    torch.save(collections.OrderedDict(weights), stream)
    return stream.getvalue()


def write_weights(folder, model, weights):
    stored = {name: tensor.to(model.dtype).contiguous() for name, tensor in weights.items()}
    if model.layout == "safetensors":
        write_safetensors(folder / "model.safetensors", stored, {"format": "pt"})
    elif model.layout == "sharded":
        names = list(stored)
        half = len(names) // 2
        shards = {"model-00001-of-00002.safetensors": names[:half], "model-00002-of-00002.safetensors": names[half:]}
        for file, part in shards.items():
            write_safetensors(folder / file, {name: stored[name] for name in part}, {"format": "pt"})
        total = sum(tensor.numel() * tensor.element_size() for tensor in stored.values())
        write_json(folder / "model.safetensors.index.json",
            {"metadata": {"total_size": total}, "weight_map": {name: file for file, part in shards.items() for name in part}}, indent=2)
    elif model.layout == "bin":
        write_bytes(folder / "pytorch_model.bin", zip_checkpoint(stored))
    elif model.layout == "oldpickle":
        write_bytes(folder / "pytorch_model.bin", old_checkpoint(stored))
    elif model.layout == "noprefix":
        renamed = {gamma_and_beta(name).removeprefix("bert."): tensor for name, tensor in stored.items()}
        write_safetensors(folder / "model.safetensors", renamed | pretraining_heads(weights, model.dtype), {"format": "pt"})
    elif model.layout == "legacy":
        renamed = {"bert.embeddings.position_ids": torch.arange(model.max_length).unsqueeze(0)}
        renamed |= {gamma_and_beta(name): tensor for name, tensor in stored.items()}
        renamed |= pretraining_heads(weights, model.dtype)
        renamed["cls.predictions.decoder.weight"] = renamed["bert.embeddings.word_embeddings.weight"]  # one storage, two names
        write_bytes(folder / "pytorch_model.bin", zip_checkpoint(renamed))
    else:
        raise ValueError(model.layout)


def write_model(out, model, vocabulary, weights):
    folder = out / "models" / model.name
    write_json(folder / "config.json", config_json(model, vocabulary), indent=2)
    write_json(folder / "tokenizer_config.json", vocabulary.config | {"model_max_length": model.max_length}, indent=2)
    for name, content in vocabulary.files.items():
        if model.own_files is None or name in model.own_files:
            write_bytes(folder / name, content)
    if model.json:
        write_text(folder / "tokenizer.json", vocabulary.json())
    write_weights(folder, model, weights)


def write_index(out):
    rows = [{"name": m.name, "family": m.model_type, "tokenizer": m.tokenizer, "max_length": m.max_length, "seed": m.seed,
        "layout": m.layout, "note": m.note, "architecture": m.architecture} for m in MODELS]
    write_json(out / "models" / "index.json", {"models": rows})

# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the files of the set, so that a second run gives the same bytes."""
import json
import struct
from pathlib import Path

import numpy as np
import torch

DTYPES = {torch.float32: "F32", torch.float64: "F64", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64"}


def plain(value):
    """Numbers of numpy and torch as Python's own, so that JSON has the shortest text that reads back the same."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, (np.ndarray, torch.Tensor)):
        return plain(value.tolist())
    if isinstance(value, np.generic):
        return value.item()
    return value


def compact(value):
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


def write_text(path, text):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def write_bytes(path, content):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def write_json(path, value, indent=None):
    if indent is None:
        write_text(path, compact(value) + "\n")
    else:
        write_text(path, json.dumps(plain(value), ensure_ascii=False, indent=indent) + "\n")


def tensor_bytes(tensor):
    return tensor.detach().contiguous().view(torch.uint8).numpy().tobytes() if tensor.dim() else tensor.reshape(1).view(torch.uint8).numpy().tobytes()


def safetensors_bytes(tensors, metadata=None):
    """The format of the library `safetensors`; written here, because the order of its entries differs from run to run."""
    header = {} if metadata is None else {"__metadata__": metadata}
    body = b""
    for name, tensor in tensors.items():
        content = tensor_bytes(tensor)
        header[name] = {"dtype": DTYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(body), len(body) + len(content)]}
        body += content
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + body


def write_safetensors(path, tensors, metadata=None):
    write_bytes(path, safetensors_bytes(tensors, metadata))

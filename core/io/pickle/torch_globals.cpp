// SPDX-License-Identifier: GPL-3.0-or-later
// What is allowed, and what is known well enough to be refused with a better sentence.
#include "core/io/pickle/torch_globals.h"

#include "core/io/files/utf8.h"
#include "core/runtime/error.h"

#include <algorithm>
#include <string>

namespace vitrine {
namespace {

// Names of checkpoints that hold more than weights.
struct KnownOther {
    std::string_view module; // and everything below it
    std::string_view name; // empty: any
    std::string_view what; // "<file>: holds …"
};

constexpr KnownOther knownOthers[] {
    { "transformers.training_args", "", "training arguments, not weights" },
    { "numpy", "", "NumPy values beside weights, as a checkpoint of a training run does" },
    { "torch._utils", "_rebuild_qtensor", "quantised weights, which are not computed with" },
    { "torch._utils", "_rebuild_sparse_tensor", "sparse weights, which are not computed with" },
    { "torch", "ComplexFloatStorage", "complex weights, which are not computed with" },
    { "torch", "ComplexDoubleStorage", "complex weights, which are not computed with" },
    { "torch.nn", "", "a whole PyTorch module with its code, not only weights" },
    { "transformers", "", "a whole model with its code, not only weights" },
};

bool isBelow(std::string_view module, std::string_view root)
{
    return module.starts_with(root) && (module.size() == root.size() || module[root.size()] == '.');
}

// A stranger's text that may end on a terminal.
std::string visible(std::string_view text)
{
    std::string shown = shortened(toUtf8(text.substr(0, 400)), 100);
    std::replace_if(shown.begin(), shown.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, '?');
    return shown;
}

} // namespace

const std::vector<TorchGlobal>& torchGlobals()
{
    using enum TorchMeaning;
    static const std::vector<TorchGlobal> globals {
        { "collections", "OrderedDict", OrderedDict },
        { "torch._utils", "_rebuild_tensor", RebuildTensor },
        { "torch._utils", "_rebuild_tensor_v2", RebuildTensorV2 },
        { "torch._utils", "_rebuild_tensor_v3", RebuildTensorV3 },
        { "torch._utils", "_rebuild_parameter", RebuildParameter },
        { "torch", "FloatStorage", Storage, "F32", 4 },
        { "torch", "DoubleStorage", Storage, "F64", 8 },
        { "torch", "HalfStorage", Storage, "F16", 2 },
        { "torch", "BFloat16Storage", Storage, "BF16", 2 },
        { "torch", "LongStorage", Storage, "I64", 8 },
        { "torch", "IntStorage", Storage, "I32", 4 },
        { "torch", "ShortStorage", Storage, "I16", 2 },
        { "torch", "CharStorage", Storage, "I8", 1 },
        { "torch", "ByteStorage", Storage, "U8", 1 },
        { "torch", "BoolStorage", Storage, "BOOL", 1 },
        { "torch.storage", "UntypedStorage", UntypedStorage, "U8", 1 },
        { "torch", "uint16", ItemType, "U16", 2 },
        { "torch", "uint32", ItemType, "U32", 4 },
        { "torch", "uint64", ItemType, "U64", 8 },
        { "torch", "float8_e4m3fn", ItemType, "F8_E4M3", 1 },
        { "torch", "float8_e5m2", ItemType, "F8_E5M2", 1 },
        { "torch", "float8_e4m3fnuz", ItemType, "F8_E4M3FNUZ", 1 },
        { "torch", "float8_e5m2fnuz", ItemType, "F8_E5M2FNUZ", 1 },
        { "torch", "float8_e8m0fnu", ItemType, "F8_E8M0", 1 },
    };
    return globals;
}

std::size_t torchGlobalIndex(std::string_view module, std::string_view name, std::string_view subject)
{
    const auto& globals = torchGlobals();
    const auto found = std::find_if(
        globals.begin(), globals.end(), [&](const TorchGlobal& g) { return g.module == module && g.name == name; });
    if (found != globals.end())
        return std::size_t(found - globals.begin());
    const std::string file(subject);
    const std::string global = "`" + visible(module) + "." + visible(name) + "`";
    for (const KnownOther& other : knownOthers) {
        if (isBelow(module, other.module) && (other.name.empty() || name == other.name))
            throw Refusal(ErrorCode::ContainsProgram,
                file + ": holds " + std::string(other.what) + " (" + global
                    + "); save the weights alone, as safetensors",
                file);
    }
    throw Refusal(ErrorCode::ContainsProgram,
        file + ": contains a program: the file wants to run " + global
            + ", which is never done; get the weights as safetensors",
        file);
}

} // namespace vitrine

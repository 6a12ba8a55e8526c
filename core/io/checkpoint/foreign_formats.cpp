// SPDX-License-Identifier: GPL-3.0-or-later
// The table of other programs' files. training_args.bin is a pickle too: it is listed so that nobody is tempted.
#include "core/io/checkpoint/foreign_formats.h"

#include "core/io/files/utf8.h"

#include <algorithm>
#include <system_error>

namespace vitrine {
namespace {

constexpr std::string_view exportIt = "save the model as safetensors with transformers";

const std::vector<ForeignFormat>& foreignFormats()
{
    static const std::vector<ForeignFormat> formats {
        { "training_args.bin", "a Python pickle", ErrorCode::ContainsProgram, false },
        { "optimizer.pt", "a Python pickle", ErrorCode::ContainsProgram, false },
        { "scheduler.pt", "a Python pickle", ErrorCode::ContainsProgram, false },
        { "rng_state.pth", "a Python pickle", ErrorCode::ContainsProgram, false },
        { "tf_model.h5", "a Keras (HDF5) file, which can hold a program", ErrorCode::ContainsProgram, true },
        { "flax_model.msgpack", "a Flax file", ErrorCode::NotAModel, true },
        { "onnx", "a folder of ONNX graphs, which give no gradients", ErrorCode::NotAModel, true },
        { "openvino", "a folder of OpenVINO graphs", ErrorCode::NotAModel, true },
        { ".onnx", "an ONNX graph, which gives no gradients", ErrorCode::NotAModel, true },
        { ".gguf", "a GGUF file", ErrorCode::NotAModel, true },
        { ".pt", "a PyTorch archive, which contains a program", ErrorCode::ContainsProgram, true },
        { ".pt2", "an exported PyTorch program", ErrorCode::ContainsProgram, true },
        { ".ot", "a file of rust-bert", ErrorCode::NotAModel, true },
        { ".ckpt.index", "a TensorFlow checkpoint", ErrorCode::NotAModel, true },
        { ".ckpt.meta", "a TensorFlow checkpoint", ErrorCode::NotAModel, true },
        { "saved_model.pb", "a TensorFlow program", ErrorCode::ContainsProgram, true },
        { ".pth", "a Python pickle, which can hold a program", ErrorCode::ContainsProgram, true },
        { ".ckpt", "a Python pickle or a TensorFlow checkpoint", ErrorCode::ContainsProgram, true },
        { ".keras", "a Keras file, which can hold a program", ErrorCode::ContainsProgram, true },
        { ".h5", "a Keras (HDF5) file, which can hold a program", ErrorCode::ContainsProgram, true },
        { ".msgpack", "a Flax file", ErrorCode::NotAModel, true },
    };
    return formats;
}

} // namespace

const ForeignFormat* foreignFormat(std::string_view fileName)
{
    const auto& all = foreignFormats();
    const auto found = std::find_if(all.begin(), all.end(), [fileName](const ForeignFormat& format) {
        return format.name.starts_with('.') ? fileName.ends_with(format.name) : fileName == format.name;
    });
    return found == all.end() ? nullptr : &*found;
}

std::vector<std::string> foreignFiles(const std::filesystem::path& folder)
{
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        const std::string name = at->path().filename().string();
        if (foreignFormat(name))
            names.push_back(toUtf8(name));
    }
    std::sort(names.begin(), names.end());
    return names;
}

void refuseForeignWeights(const std::filesystem::path& folder)
{
    const std::vector<std::string> names = foreignFiles(folder);
    for (const ForeignFormat& format : foreignFormats()) { // the order of the table says what is told first
        for (const std::string& name : names) {
            if (format.weights && foreignFormat(name) == &format)
                throw Refusal(
                    format.code, name + ": is " + std::string(format.what) + "; " + std::string(exportIt), name);
        }
    }
}

} // namespace vitrine

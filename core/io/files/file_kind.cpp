// SPDX-License-Identifier: GPL-3.0-or-later
// The table of magic bytes. Read as the length of a safetensors table, each of them would be a huge number.
#include "core/io/files/file_kind.h"

#include "core/io/files/input_file.h"
#include "core/runtime/visible_text.h"

#include <algorithm>
#include <string>
#include <system_error>
#include <vector>

namespace vitrine {
namespace {

using namespace std::string_view_literals;

constexpr auto webPage = "a web page, not the weights; download the file again"sv;
constexpr auto compressed = "compressed; unpack it first"sv;
constexpr auto pickle
    = "a Python pickle, but not a file of PyTorch; it can hold a program and is not read, save the weights as safetensors"sv;

const std::vector<FileKind>& fileKinds()
{
    static const std::vector<FileKind> kinds {
        { "version https://git-lfs"sv, "a Git LFS pointer, not the weights; run `git lfs pull` in the folder"sv,
            ErrorCode::LfsPointer },
        { "<!DOCTYP"sv, webPage, ErrorCode::MalformedFile },
        { "<!doctyp"sv, webPage, ErrorCode::MalformedFile },
        { "<html"sv, webPage, ErrorCode::MalformedFile },
        { "<HTML"sv, webPage, ErrorCode::MalformedFile },
        { "PK\x05\x06"sv, "an empty zip archive; download the file again"sv, ErrorCode::MalformedFile },
        { "\x1F\x8B"sv, compressed, ErrorCode::MalformedFile },
        { "\x28\xB5\x2F\xFD"sv, compressed, ErrorCode::MalformedFile },
        { "\xFD"
          "7zXZ"sv,
            compressed, ErrorCode::MalformedFile },
        { "\x80\x02"sv, pickle, ErrorCode::ContainsProgram },
        { "\x80\x03"sv, pickle, ErrorCode::ContainsProgram },
        { "\x80\x04"sv, pickle, ErrorCode::ContainsProgram },
        { "\x80\x05"sv, pickle, ErrorCode::ContainsProgram },
        { "\x89HDF"sv,
            "a Keras (HDF5) file, which can hold a program; save the model as safetensors with transformers"sv,
            ErrorCode::ContainsProgram },
        { "GGUF"sv, "a GGUF file, which is not read; take the safetensors the model was made from"sv,
            ErrorCode::NotAModel },
        { "ustar"sv, "a tar archive; unpack it first, or save weights of PyTorch 0.1 with a newer one"sv,
            ErrorCode::MalformedFile, 257 },
    };
    return kinds;
}

} // namespace

const FileKind* recogniseFile(std::string_view head)
{
    // The length of a small safetensors table may have the same low bytes as a short magic. The ninth byte decides.
    if (head.size() > 8 && head[8] == '{' && head.substr(4, 4) == "\0\0\0\0"sv)
        return nullptr;
    const auto& kinds = fileKinds();
    const auto found = std::find_if(kinds.begin(), kinds.end(),
        [head](const FileKind& kind) { return head.substr(std::min(kind.at, head.size())).starts_with(kind.magic); });
    return found == kinds.end() ? nullptr : &*found;
}

std::string beginningOf(const InputFile& file)
{
    std::string head(std::size_t(std::min<std::uint64_t>(file.size(), fileKindBytes)), '\0');
    file.read(0, std::as_writable_bytes(std::span(head)));
    return head;
}

void refuseForeignFile(const InputFile& file)
{
    if (const FileKind* kind = recogniseFile(beginningOf(file)))
        throw Refusal(kind->code, file.name() + ": is " + std::string(kind->what), file.name());
}

// The table of files of other programs. training_args.bin is listed because it is a pickle that must not be read.

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
            names.push_back(visible(name));
    }
    std::sort(names.begin(), names.end());
    return names;
}

void refuseForeignWeights(const std::filesystem::path& folder)
{
    const std::vector<std::string> names = foreignFiles(folder);
    for (const ForeignFormat& format : foreignFormats()) { // the order of the table decides which one is reported first
        for (const std::string& name : names) {
            if (format.weights && foreignFormat(name) == &format)
                throw Refusal(
                    format.code, name + ": is " + std::string(format.what) + "; " + std::string(exportIt), name);
        }
    }
}

} // namespace vitrine

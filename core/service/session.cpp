// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/session.h"

#include "core/io/vectors/word_vectors.h"
#include "core/models/opening/loaded_model.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/runtime/device.h"
#include "core/runtime/version.h"
#include "core/runtime/visible_text.h"
#include "core/service/built_in_models.h"

#include <algorithm>

namespace vitrine {
namespace {

constexpr std::size_t slots = 2;

// Sizes and times of the files of a folder: when they differ, the model is not the one that was opened.
std::string fingerprintOf(const std::filesystem::path& path)
{
    std::error_code error;
    const auto folder = std::filesystem::is_directory(path, error) ? path : path.parent_path();
    std::vector<std::string> lines;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        lines.push_back(entry.path().filename().string() + ' ' + std::to_string(entry.file_size(error)) + ' '
            + std::to_string(entry.last_write_time(error).time_since_epoch().count()));
    }
    std::sort(lines.begin(), lines.end());
    std::string all;
    for (const auto& line : lines)
        all += line + '\n';
    return all;
}

std::string titleOf(const std::string& builtIn)
{
    for (const auto& model : builtInModels()) {
        if (model.name == builtIn)
            return model.title;
    }
    return {};
}

} // namespace

ModelPlace placeOf(const std::string& name)
{
    if (name.empty())
        throw Refusal(ErrorCode::BadArgument,
            "No model was named: give a folder, a weights file or a built-in model's name.", "model");
    if (name.find('\0') != std::string::npos)
        throw Refusal(ErrorCode::BadArgument,
            "The model's name \"" + shown(name) + "\" holds a NUL, which no path has; name the folder itself.",
            "model");
    if (const auto folder = builtInModelFolder(name))
        return { *folder, name, titleOf(name) };
    return { name, {}, {} };
}

Session::Session(SessionOptions options)
    : m_options(std::move(options))
{
    parseDevice(m_options.device); // refuse it before anything else is done
}

Session::~Session() = default;

void Session::start()
{
    if (m_started)
        return;
    startTorch(m_options.device, m_options.deterministic ? 1 : m_options.threads);
    m_started = true;
}

void Session::requireDevice()
{
    if (parseDevice(m_options.device).kind != DeviceChoice::Kind::Cuda)
        return; // any other is there, and LibTorch need not be started to know it
    start();
    gpuIndexOf(m_options.device);
}

std::shared_ptr<const LoadedModel> Session::model(const std::string& name, const Progress& progress)
{
    start();
    const ModelPlace place = placeOf(name);
    const std::string fingerprint = fingerprintOf(place.path);
    const auto found = std::find_if(m_open.begin(), m_open.end(), [&](const Open& open) { return open.name == name; });
    if (found != m_open.end() && found->fingerprint == fingerprint) {
        std::rotate(m_open.begin(), found, found + 1);
        return m_open.front().model;
    }
    if (found != m_open.end())
        m_open.erase(found);
    while (m_open.size() >= slots) // before loading, so that never more than the slots' memory is held
        m_open.pop_back();
    auto model = openModel(place.path, { m_options.device, m_options.dtype, place.builtIn, place.title }, progress);
    m_open.push_front({ name, fingerprint, std::move(model) });
    return m_open.front().model;
}

void Session::close(const std::string& name)
{
    std::erase_if(m_open, [&](const Open& open) { return open.name == name; });
}

const WordVectorFile& Session::vectors(const std::string& path, const Progress& progress)
{
    if (!m_vectors || m_vectors->path() != path || !m_vectors->isUnchanged()) {
        m_vectors.reset();
        m_vectors = std::make_unique<WordVectorFile>(path, progress);
    }
    return *m_vectors;
}

EngineStamp Session::stamp()
{
    start();
    const int gpu = gpuIndexOf(m_options.device);
    return { vitrineVersion(), torchVersion(), gpu < 0 ? "cpu" : "cuda:" + std::to_string(gpu), m_options.dtype,
        torchThreads() };
}

} // namespace vitrine

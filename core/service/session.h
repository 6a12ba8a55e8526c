// SPDX-License-Identifier: GPL-3.0-or-later
// What lives as long as the engine does: where it computes and which models are open.
#pragma once

#include "core/results/provenance.h"
#include "core/runtime/progress.h"

#include <deque>
#include <filesystem>
#include <memory>
#include <string>

namespace vitrine {

class LoadedModel;
class WordVectorFile;

/// Where and how the engine computes; from the command line.
struct SessionOptions {
    std::string device = "auto"; ///< "auto", "cpu", "cuda" or "cuda:N"
    std::string dtype = "float32"; ///< "float32", "float64" or "bfloat16"
    int threads = 0; ///< 0: the machine's cores
    bool deterministic = false; ///< no result depends on the number of threads: operators use one
};

/// Where the model that `name` means lies.
struct ModelPlace {
    std::filesystem::path path;
    std::string builtIn; ///< name of a built-in model, else empty
    std::string title; ///< of a built-in model, else empty
};

/// A built-in model's name wins over a folder of the same name. Throws Refusal(BadArgument) for an empty name.
ModelPlace placeOf(const std::string& name);

/// Used by one thread only: the one that computes.
class Session {
public:
    /// Throws Refusal(BadArgument) for a device that is no device. Touches LibTorch only when it is first needed.
    explicit Session(SessionOptions options);
    /// Throws Refusal(BadArgument) when the device was named and is not there. To be asked before every request.
    void requireDevice();
    ~Session();

    /// The model `name` means: a built-in model's name, a folder or a weights file. Opens it when it is not open or has
    /// changed on disk; keeps the two used last (slots A and B). Throws Refusal.
    std::shared_ptr<const LoadedModel> model(const std::string& name, const Progress& progress);
    void close(const std::string& name);
    /// The file of word vectors at `path`, valid until the next call. Reads it when it is not the one used last or has
    /// changed on disk. Throws Refusal, Cancelled.
    const WordVectorFile& vectors(const std::string& path, const Progress& progress);

    const SessionOptions& options() const { return m_options; }
    /// Versions, device and threads as documents carry them.
    EngineStamp stamp();

private:
    struct Open {
        std::string name;
        std::string fingerprint; // sizes and times of the files: a changed model is opened again
        std::shared_ptr<const LoadedModel> model;
    };
    void start();

    SessionOptions m_options;
    bool m_started = false;
    std::deque<Open> m_open; // used last first
    std::unique_ptr<const WordVectorFile> m_vectors;
};

} // namespace vitrine

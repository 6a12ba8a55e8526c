// SPDX-License-Identifier: GPL-3.0-or-later
// What every document says about where its numbers come from.
#pragma once

#include <string>
#include <vector>

namespace vitrine {

/// Which engine computed a document.
struct EngineStamp {
    std::string version; ///< of Vitrine, for example "0.1.0"
    std::string libtorch; ///< for example "2.15.0"
    std::string device; ///< "cpu" or "cuda:0"
    std::string dtype; ///< "float32", "float64" or "bfloat16"
    int threads = 0;

    static void fields(auto& visit, auto& stamp)
    {
        visit("version", stamp.version);
        visit("libtorch", stamp.libtorch);
        visit("device", stamp.device);
        visit("dtype", stamp.dtype);
        visit("threads", stamp.threads);
    }
    bool operator==(const EngineStamp&) const = default;
};

/// Which model a document is about. Carries no path: documents are shared.
struct ModelStamp {
    std::string name; ///< the folder's name, or the name of a built-in model
    std::string id; ///< path-free: family and the first 12 digits of sha256
    std::string sha256; ///< of the weight files, in the order of their names, as 64 hexadecimal digits
    std::string family; ///< "bert", …

    static void fields(auto& visit, auto& stamp)
    {
        visit("name", stamp.name);
        visit("id", stamp.id);
        visit("sha256", stamp.sha256);
        visit("family", stamp.family);
    }
    bool operator==(const ModelStamp&) const = default;
};

/// What every document begins with. `kind` and `schema` are written by the codec.
struct Provenance {
    EngineStamp engine;
    ModelStamp model;
    std::vector<std::string> warnings; ///< whole sentences: partial success is data

    static void fields(auto& visit, auto& provenance)
    {
        visit("engine", provenance.engine);
        visit("model", provenance.model);
        visit("warnings", provenance.warnings);
    }
    bool operator==(const Provenance&) const = default;
};

} // namespace vitrine

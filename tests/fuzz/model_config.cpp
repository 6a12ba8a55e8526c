// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as config.json: sizes that are accepted are within the limits, labels are distinct and as many as asked
// for.
#include "core/models/config/model_config.h"
#include "tests/fuzz/bounds.h"

#include <nlohmann/json.hpp>

#include <set>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace vitrine;
    withinBounds(size, { 20e-6, 64 }, [&] {
        const ModelConfig config
            = parseModelConfig({ reinterpret_cast<const char*>(data), size }, { "tokens_embed.weight" });
        require(config.layers >= 1 && config.layers <= 1000, "layers");
        require(config.heads >= 1 && config.heads <= 1024, "heads");
        require(config.hidden >= 1 && config.hidden <= 65536 && config.hidden % config.heads == 0, "width");
        require(config.vocabulary >= 1 && config.vocabulary <= 4'000'000, "vocabulary");
        require(config.intermediate >= 1 && config.positions >= 1 && config.segments >= 0 && config.embedding >= 1,
            "other sizes");
        require(config.layerNormEps > 0 && config.layerNormEps <= 0.1, "eps");
        require(!config.padId || (*config.padId >= 0 && *config.padId < config.vocabulary), "pad");
        for (const int classes : { 0, 1, 3, int(config.labels.size()) }) {
            std::vector<std::string> warnings;
            const auto labels = labelsFor(config, classes, warnings);
            require(std::set<std::string>(labels.begin(), labels.end()).size() == std::size_t(classes),
                "labels are distinct");
        }
    });
    return 0;
}

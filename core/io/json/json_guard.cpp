// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/json/json_guard.h"

#include "core/io/json/json_events.h"

namespace vitrine {

nlohmann::json parseJson(std::string_view bytes, std::string_view subject, const JsonLimits& limits,
    std::vector<std::string>* warnings, const Progress& progress)
{
    JsonBuilder document(limits.memory > 0 ? limits.memory : (std::size_t(64) << 20) + 8 * bytes.size());
    readJsonEvents(bytes, subject, limits, document, warnings, progress);
    return document.take();
}

} // namespace vitrine

// SPDX-License-Identifier: GPL-3.0-or-later
// A name that could lead out of the folder is refused, never cleaned.
#include "core/io/checkpoint/shard_index.h"

#include "core/io/files/utf8.h"
#include "core/io/json/json_field.h"
#include "core/io/json/json_guard.h"
#include "core/runtime/error.h"

namespace vitrine {

void requireBareName(std::string_view name, std::string_view subject)
{
    using namespace std::string_view_literals;
    if (name.empty() || name.size() > 255 || name == "." || name == ".."
        || name.find_first_of("/\\\0"sv) != std::string_view::npos)
        throw Refusal(ErrorCode::UnsafePath,
            std::string(subject) + ": \"" + shortened(toUtf8(name.substr(0, name.find('\0'))), 200)
                + "\" is not the name of a file in this folder; nothing outside the folder is opened",
            std::string(subject));
}

std::map<std::string, std::string, std::less<>> parseShardIndex(std::string_view json, std::string_view subject)
{
    const std::size_t most = std::size_t(16) << 20;
    const nlohmann::json document = parseJson(json, subject, { most, 16, 1'000'000, std::size_t(1) << 20 });
    std::map<std::string, std::string, std::less<>> files;
    for (const auto& [tensor, file] : JsonField(document, subject).at("weight_map").members()) {
        requireBareName(file.string(), subject);
        files.emplace(tensor, file.string());
    }
    return files;
}

} // namespace vitrine

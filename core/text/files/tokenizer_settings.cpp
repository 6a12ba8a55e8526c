// SPDX-License-Identifier: GPL-3.0-or-later
// The same facts stand in different places in old and new folders; tokenizer_config.json wins.
#include "core/text/files/tokenizer_settings.h"

#include "core/io/json/json_field.h"
#include "core/io/json/json_guard.h"

#include <array>

namespace vitrine {
namespace {

constexpr std::array roleNames { "unk_token", "sep_token", "pad_token", "cls_token", "mask_token", "bos_token",
    "eos_token" };
constexpr double saneMaxTokens = 1e6; // "no limit" is written as 1e30

nlohmann::json parseSettings(const TokenizerFiles& files, std::string_view name, std::vector<std::string>& warnings)
{
    const auto file = files.find(name);
    if (file == files.end())
        return nlohmann::json::object();
    JsonLimits limits;
    limits.bytes = std::size_t(16) << 20;
    limits.hugeIntegers = true;
    return parseJson(file->second, name, limits, &warnings);
}

AddedToken specialToken(const JsonField& field)
{
    AddedToken token;
    if (field.json().is_object())
        token = readAddedToken(field);
    else
        token.content = field.string();
    token.special = true;
    return token;
}

void readRoles(const JsonField& root, TokenizerSettings& settings)
{
    for (const char* role : roleNames) {
        if (const auto field = root.find(role))
            settings.roles.try_emplace(role, specialToken(*field));
    }
    for (const char* list : { "additional_special_tokens", "extra_special_tokens" }) {
        const auto field = root.find(list);
        if (!field || !field->json().is_array()) // newer files have an object of roles here
            continue;
        for (const JsonField& token : field->elements())
            settings.others.push_back(specialToken(token));
    }
}

int idNumber(const JsonField& field) { return static_cast<int>(field.integer(0, Vocabulary::maxEntries)); }

void readDecoder(const JsonField& root, TokenizerSettings& settings)
{
    const auto decoder = root.find("added_tokens_decoder");
    if (!decoder)
        return;
    for (const auto& [key, field] : decoder->members()) {
        const bool isNumber
            = !key.empty() && key.size() <= 8 && key.find_first_not_of("0123456789") == std::string::npos;
        if (!isNumber)
            field.refuse("have a token id as its name");
        AddedToken token = readAddedToken(field);
        token.id = std::stoi(key);
        settings.others.push_back(std::move(token));
    }
}

void readOptions(const JsonField& root, TokenizerSettings& settings)
{
    const auto flag = [&root](std::string_view key) {
        const auto field = root.find(key);
        return field ? std::optional(field->boolean()) : std::nullopt;
    };
    settings.lowerCase = flag("do_lower_case");
    settings.stripAccents = flag("strip_accents");
    settings.separateIdeographs = flag("tokenize_chinese_chars");
    settings.keepAccents = flag("keep_accents");
    settings.splitByPunctuation = flag("split_by_punct");
    settings.addPrefixSpace = flag("add_prefix_space");
    settings.trimOffsets = flag("trim_offsets");
    if (const auto field = root.find("model_max_length")) {
        const double length = field->real();
        if (length >= 1 && length < saneMaxTokens)
            settings.maxTokens = static_cast<int>(length);
    }
}

} // namespace

AddedToken readAddedToken(const JsonField& token)
{
    const auto flag = [&token](std::string_view key) {
        const auto field = token.find(key);
        return field && field->boolean();
    };
    AddedToken added;
    added.content = token.at("content").string();
    added.special = flag("special");
    const auto normalized = token.find("normalized");
    added.normalized = normalized ? normalized->boolean() : !added.special;
    added.stripLeft = flag("lstrip");
    added.stripRight = flag("rstrip");
    added.singleWord = flag("single_word");
    return added;
}

TokenizerSettings readTokenizerSettings(const TokenizerFiles& files, std::vector<std::string>& warnings)
{
    TokenizerSettings settings;
    const nlohmann::json config = parseSettings(files, "tokenizer_config.json", warnings);
    const JsonField root(config, "tokenizer_config.json");
    readOptions(root, settings);
    readRoles(root, settings);
    readDecoder(root, settings);

    const nlohmann::json map = parseSettings(files, "special_tokens_map.json", warnings);
    readRoles(JsonField(map, "special_tokens_map.json"), settings);

    const nlohmann::json added = parseSettings(files, "added_tokens.json", warnings);
    for (const auto& [content, field] : JsonField(added, "added_tokens.json").members()) {
        AddedToken token;
        token.content = content;
        token.id = idNumber(field);
        token.normalized = true;
        settings.others.push_back(std::move(token));
    }
    return settings;
}

} // namespace vitrine

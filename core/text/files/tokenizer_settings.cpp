// SPDX-License-Identifier: GPL-3.0-or-later
// The same facts stand in different places in old and new folders; tokenizer_config.json wins.
#include "core/text/files/tokenizer_settings.h"

#include "core/io/json/json_parts.h"
#include "core/runtime/visible_text.h"

#include <algorithm>
#include <array>

namespace vitrine {
namespace {

constexpr std::array roleNames { "unk_token", "sep_token", "pad_token", "cls_token", "mask_token", "bos_token",
    "eos_token" };
constexpr double saneMaxTokens = 1e6; // "no limit" is written as 1e30

/// What of a file is no list of tokens.
nlohmann::json readRest(JsonParts& parts, const TokenizerFiles& files, std::string_view name,
    std::vector<std::string>& warnings, const Progress& progress)
{
    const auto file = files.find(name);
    if (file == files.end())
        return nlohmann::json::object();
    JsonLimits limits;
    limits.bytes = std::size_t(16) << 20;
    limits.hugeIntegers = true;
    return parts.read(file->second, name, limits, &warnings, progress);
}

/// `content`, which must not be too long to be looked for in texts.
const std::string& addedContent(const std::string& content, const JsonField& field)
{
    if (content.size() > maxTokenBytes)
        field.refuse("be a token of at most " + std::to_string(maxTokenBytes) + " bytes");
    return content;
}

AddedToken specialToken(const JsonField& field)
{
    AddedToken token;
    if (field.json().is_object())
        token = readAddedToken(field);
    else
        token.content = addedContent(field.string(), field);
    token.special = true;
    return token;
}

/// A token under the name that it has in its file.
struct NamedToken {
    std::string name;
    AddedToken token;
};

/// In the order of their names, as they count. Throws Refusal(MalformedFile) for a name that stands there twice.
void append(
    std::vector<NamedToken>& tokens, const std::string& file, const std::string& place, std::vector<AddedToken>& out)
{
    const auto name = [](const NamedToken& token) -> const std::string& { return token.name; };
    std::sort(tokens.begin(), tokens.end(), [&](const auto& a, const auto& b) { return name(a) < name(b); });
    const auto twice = std::adjacent_find(
        tokens.begin(), tokens.end(), [&](const auto& a, const auto& b) { return name(a) == name(b); });
    if (twice != tokens.end())
        throw Refusal(
            ErrorCode::MalformedFile, file + ": " + place + shown(twice->name) + " occurs twice" + jsonNextStep, file);
    for (NamedToken& token : tokens)
        out.push_back(std::move(token.token));
    tokens.clear();
}

void readRoles(const JsonField& root, TokenizerSettings& settings)
{
    for (const char* role : roleNames) {
        if (const auto field = root.find(role))
            settings.roles.try_emplace(role, specialToken(*field));
    }
}

/// tokenizer_config.json and special_tokens_map.json.
class RoleFile {
public:
    RoleFile(
        const TokenizerFiles& files, std::string name, std::vector<std::string>& warnings, const Progress& progress)
        : m_name(std::move(name))
    {
        JsonParts parts;
        for (std::size_t i = 0; i < lists.size(); ++i) {
            parts.handOver(lists[i], [this, i](const JsonMember& element) {
                if (element.inList) // newer files have an object of roles here
                    m_lists[i].push_back(specialToken(element.field(m_name)));
            });
        }
        if (m_name == "tokenizer_config.json")
            parts.handOver("added_tokens_decoder", [this](const JsonMember& member) { takeDecoded(member); });
        m_rest = readRest(parts, files, m_name, warnings, progress);
    }

    JsonField root() const { return JsonField(m_rest, m_name); }

    void appendLists(TokenizerSettings& settings)
    {
        for (auto& list : m_lists)
            settings.others.insert(
                settings.others.end(), std::make_move_iterator(list.begin()), std::make_move_iterator(list.end()));
    }

    void appendDecoded(TokenizerSettings& settings)
    {
        if (const auto decoder = root().find("added_tokens_decoder"); decoder && !decoder->json().is_object())
            decoder->refuse("be an object");
        append(m_decoded, m_name, "added_tokens_decoder.", settings.others);
    }

private:
    static constexpr std::array lists { "additional_special_tokens", "extra_special_tokens" };

    void takeDecoded(const JsonMember& member)
    {
        if (member.inList)
            return;
        const std::string& key = member.key;
        const bool isNumber
            = !key.empty() && key.size() <= 8 && key.find_first_not_of("0123456789") == std::string::npos;
        const JsonField field = member.field(m_name);
        if (!isNumber)
            field.refuse("have a token id as its name");
        NamedToken& decoded = m_decoded.emplace_back(key, readAddedToken(field));
        decoded.token.id = std::stoi(key);
    }

    std::string m_name;
    nlohmann::json m_rest;
    std::array<std::vector<AddedToken>, lists.size()> m_lists;
    std::vector<NamedToken> m_decoded;
};

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
    const JsonField content = token.at("content");
    added.content = addedContent(content.string(), content);
    added.special = flag("special");
    const auto normalized = token.find("normalized");
    added.normalized = normalized ? normalized->boolean() : !added.special;
    added.stripLeft = flag("lstrip");
    added.stripRight = flag("rstrip");
    added.singleWord = flag("single_word");
    return added;
}

TokenizerSettings readTokenizerSettings(
    const TokenizerFiles& files, std::vector<std::string>& warnings, const Progress& progress)
{
    TokenizerSettings settings;
    RoleFile config(files, "tokenizer_config.json", warnings, progress);
    readOptions(config.root(), settings);
    readRoles(config.root(), settings);
    config.appendLists(settings);
    config.appendDecoded(settings);

    RoleFile map(files, "special_tokens_map.json", warnings, progress);
    readRoles(map.root(), settings);
    map.appendLists(settings);

    const std::string name = "added_tokens.json";
    std::vector<NamedToken> tokens;
    JsonParts parts;
    parts.handOver({}, [&](const JsonMember& member) {
        if (member.inList)
            return;
        AddedToken token;
        token.content = addedContent(member.key, member.field(name));
        token.id = static_cast<int>(member.field(name).integer(0, Vocabulary::maxEntries));
        token.normalized = true;
        tokens.emplace_back(member.key, std::move(token));
    });
    const nlohmann::json rest = readRest(parts, files, name, warnings, progress);
    if (!rest.is_object())
        JsonField(rest, name).refuse("be an object");
    append(tokens, name, {}, settings.others);
    return settings;
}

} // namespace vitrine

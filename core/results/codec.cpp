// SPDX-License-Identifier: GPL-3.0-or-later
// Writer and Reader walk the fields() of a document; every type a field can have is handled here once.
#include "core/results/codec.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace vitrine {

static_assert(std::endian::native == std::endian::little, "arrays are written as little-endian bytes");

namespace {

using Json = nlohmann::json;

constexpr int schema = 1;

// An answer that says nothing has no kind either.
template <typename T> constexpr bool hasKind = *T::kind != '\0';

template <typename Number>
Json bytesOf(const std::vector<std::int64_t>& shape, const std::vector<Number>& values, const char* dtype)
{
    std::vector<std::uint8_t> bytes(values.size() * sizeof(Number));
    if (!bytes.empty())
        std::memcpy(bytes.data(), values.data(), bytes.size());
    return { { "shape", shape }, { "dtype", dtype }, { "data", Json::binary(std::move(bytes)) } };
}

class Writer {
public:
    explicit Writer(ArrayForm form)
        : m_form(form)
    {
    }

    template <typename T> void operator()(const T& part) { T::fields(*this, part); }
    template <typename T> void operator()(const char* name, const T& value) { m_json[name] = write(value); }
    template <typename T> void operator()(const char* name, const T& value, MayBeMissing)
    {
        m_json[name] = write(value);
    }
    template <typename T> void operator()(const char* name, const std::vector<T>& documents, AsDocuments)
    {
        auto& list = m_json[name] = Json::array();
        for (const T& document : documents)
            list.push_back(whole(document));
    }

    template <typename T> Json whole(const T& document) const
    {
        Writer inner(m_form);
        if constexpr (hasKind<T>) {
            inner("kind", std::string(T::kind));
            inner("schema", schema);
        }
        inner(document);
        return inner.take();
    }

    Json take() { return std::move(m_json); }

private:
    Json write(const std::string& text) const { return text; }
    Json write(bool value) const { return value; }
    Json write(std::integral auto value) const { return value; }
    Json write(double value) const
    {
        return std::isfinite(value) || m_form == ArrayForm::Bytes ? Json(value) : Json(nullptr);
    }
    Json write(ErrorCode code) const { return errorCodeName(code); }
    Json write(ParamKind kind) const { return paramKindName(kind); }
    Json write(ParamRole role) const { return paramRoleName(role); }
    Json write(Problem problem) const { return problemName(problem); }
    Json write(const std::pair<int, int>& pair) const { return { pair.first, pair.second }; }

    template <typename T> Json write(const std::optional<T>& value) const
    {
        return value ? write(*value) : Json(nullptr);
    }

    Json write(const std::vector<double>& values) const
    {
        if (m_form == ArrayForm::Bytes)
            return bytesOf({ std::int64_t(values.size()) }, values, "float64");
        Json list = Json::array();
        for (const double value : values)
            list.push_back(write(value));
        return list;
    }

    Json write(const FloatArray& array) const
    {
        if (m_form == ArrayForm::Bytes)
            return bytesOf(array.shape, array.values, "float32");
        std::size_t position = 0;
        return nested(array, 0, position);
    }

    template <typename T> Json write(const std::vector<T>& values) const
    {
        Json list = Json::array();
        for (const T& value : values)
            list.push_back(write(value));
        return list;
    }

    template <typename Struct>
        requires std::is_class_v<Struct>
    Json write(const Struct& value) const
    {
        Writer inner(m_form);
        inner(value);
        return inner.take();
    }

    Json nested(const FloatArray& array, std::size_t dimension, std::size_t& position) const
    {
        if (dimension == array.shape.size())
            return write(shortest(array.values[position++]));
        Json list = Json::array();
        for (std::int64_t i = 0; i < array.shape[dimension]; ++i)
            list.push_back(nested(array, dimension + 1, position));
        return list;
    }

    ArrayForm m_form;
    Json m_json = Json::object();
};

// Thrown inside the reader only; decode() turns it into an Error.
struct BadField {
    std::string path;
    std::string what;
};

class Reader {
public:
    Reader(const Json& json, std::string path)
        : m_json(json)
        , m_path(std::move(path))
    {
        if (!json.is_object())
            throw BadField { m_path, "must be an object" };
    }

    template <typename T> void operator()(T& part) { T::fields(*this, part); }

    template <typename T> void operator()(const char* name, T& value, MayBeMissing)
    {
        if (m_json.contains(name))
            (*this)(name, value);
    }

    template <typename T> void operator()(const char* name, std::vector<T>& documents, AsDocuments)
    {
        const std::string path = pathOf(name);
        const auto found = m_json.find(name);
        if (found == m_json.end() || !found->is_array())
            throw BadField { path, "must be a list" };
        documents.assign(found->size(), T {});
        for (std::size_t i = 0; i < documents.size(); ++i)
            Reader((*found)[i], path + "[" + std::to_string(i) + "]").whole(documents[i]);
    }

    template <typename T> void whole(T& document)
    {
        if constexpr (hasKind<T>) {
            std::string kind;
            (*this)("kind", kind);
            if (kind != T::kind)
                throw BadField { pathOf("kind"), "is \"" + kind + "\" where \"" + T::kind + "\" was expected" };
            int written = 0;
            (*this)("schema", written);
            if (written > schema)
                throw BadField { pathOf("schema"),
                    "is " + std::to_string(written) + ": the document was written by a newer version of this program" };
        }
        (*this)(document);
    }

    template <typename T> void operator()(const char* name, T& value)
    {
        const std::string path = pathOf(name);
        const auto found = m_json.find(name);
        if (found == m_json.end()) {
            if constexpr (requires { value.has_value(); })
                return;
            throw BadField { path, "is missing" };
        }
        read(*found, value, path);
    }

private:
    std::string pathOf(const char* name) const { return m_path.empty() ? name : m_path + "." + name; }

    static void read(const Json& json, std::string& value, const std::string& path)
    {
        if (!json.is_string())
            throw BadField { path, "must be text" };
        value = json.get<std::string>();
    }

    static void read(const Json& json, bool& value, const std::string& path)
    {
        if (!json.is_boolean())
            throw BadField { path, "must be true or false" };
        value = json.get<bool>();
    }

    template <std::signed_integral Integer> static void read(const Json& json, Integer& value, const std::string& path)
    {
        const bool fits = json.is_number_unsigned()
            ? std::in_range<Integer>(json.get<std::uint64_t>())
            : json.is_number_integer() && std::in_range<Integer>(json.get<std::int64_t>());
        if (!fits)
            throw BadField { path, "must be a whole number in range" };
        value = json.get<Integer>();
    }

    static void read(const Json& json, double& value, const std::string& path)
    {
        if (!json.is_number() && !json.is_null())
            throw BadField { path, "must be a number" };
        value = json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
    }

    template <typename Named>
    static void readName(const Json& json, Named& value, const std::string& path, const std::optional<Named>& known)
    {
        if (!known)
            throw BadField { path,
                "has an unknown value, " + json.dump(-1, ' ', false, Json::error_handler_t::replace) };
        value = *known;
    }

    static void read(const Json& json, ErrorCode& code, const std::string& path)
    {
        readName(json, code, path, json.is_string() ? errorCodeFromName(json.get<std::string>()) : std::nullopt);
    }

    static void read(const Json& json, ParamKind& kind, const std::string& path)
    {
        readName(json, kind, path, json.is_string() ? paramKindFromName(json.get<std::string>()) : std::nullopt);
    }

    static void read(const Json& json, ParamRole& role, const std::string& path)
    {
        // A newer engine may know more roles; a field without one is still a field.
        if (!json.is_string())
            throw BadField { path, "must be text" };
        role = paramRoleFromName(json.get<std::string>()).value_or(ParamRole::None);
    }

    static void read(const Json& json, Problem& problem, const std::string& path)
    {
        std::optional<Problem> known;
        for (const auto one : { Problem::SingleLabel, Problem::MultiLabel, Problem::Regression }) {
            if (json == problemName(one))
                known = one;
        }
        readName(json, problem, path, known);
    }

    static void read(const Json& json, std::pair<int, int>& pair, const std::string& path)
    {
        if (!json.is_array() || json.size() != 2)
            throw BadField { path, "must be a pair of numbers" };
        read(json[0], pair.first, path + "[0]");
        read(json[1], pair.second, path + "[1]");
    }

    template <typename T> static void read(const Json& json, std::optional<T>& value, const std::string& path)
    {
        if (json.is_null())
            value.reset();
        else
            read(json, value.emplace(), path);
    }

    static void read(const Json& json, std::vector<double>& values, const std::string& path)
    {
        if (json.is_object()) {
            std::vector<std::int64_t> shape;
            readBytes(json, shape, values, "float64", path);
            if (shape.size() != 1)
                throw BadField { path, "must have one dimension" };
            return;
        }
        readList(json, values, path);
    }

    static void read(const Json& json, FloatArray& array, const std::string& path)
    {
        if (json.is_object())
            return readBytes(json, array.shape, array.values, "float32", path);
        array = {};
        for (const Json* level = &json; level->is_array(); level = &level->front()) {
            array.shape.push_back(std::int64_t(level->size()));
            if (level->empty() || array.shape.size() > 8)
                break;
        }
        readNested(json, array, 0, path);
    }

    template <typename T> static void read(const Json& json, std::vector<T>& values, const std::string& path)
    {
        readList(json, values, path);
    }

    template <typename Struct>
        requires std::is_class_v<Struct>
    static void read(const Json& json, Struct& value, const std::string& path)
    {
        Reader inner(json, path);
        inner(value);
    }

    template <typename T> static void readList(const Json& json, std::vector<T>& values, const std::string& path)
    {
        if (!json.is_array())
            throw BadField { path, "must be a list" };
        values.clear();
        values.reserve(json.size());
        for (std::size_t i = 0; i < json.size(); ++i) {
            T value {};
            read(json[i], value, path + "[" + std::to_string(i) + "]");
            values.push_back(std::move(value));
        }
    }

    template <typename Number>
    static void readBytes(const Json& json, std::vector<std::int64_t>& shape, std::vector<Number>& values,
        const std::string& dtype, const std::string& path)
    {
        Reader inner(json, path);
        std::string written;
        inner("shape", shape);
        inner("dtype", written);
        const auto data = json.find("data");
        if (written != dtype || data == json.end() || !data->is_binary())
            throw BadField { path, "must hold bytes of " + dtype };
        const auto& bytes = data->get_binary();
        const std::size_t count = bytes.size() / sizeof(Number);
        const bool isEmpty = std::find(shape.begin(), shape.end(), 0) != shape.end();
        std::size_t expected = isEmpty ? 0 : 1;
        for (const std::int64_t size : shape) {
            if (size < 0 || (!isEmpty && expected > bytes.size() / std::size_t(size)))
                throw BadField { path, "has bytes that do not fit its shape" };
            expected *= std::size_t(size);
        }
        if (expected != count || bytes.size() % sizeof(Number) != 0)
            throw BadField { path, "has bytes that do not fit its shape" };
        values.resize(count);
        if (count > 0)
            std::memcpy(values.data(), bytes.data(), bytes.size());
    }

    static void readNested(const Json& json, FloatArray& array, std::size_t dimension, const std::string& path)
    {
        if (dimension == array.shape.size()) {
            double value = 0;
            read(json, value, path);
            array.values.push_back(float(value));
            return;
        }
        if (!json.is_array() || std::int64_t(json.size()) != array.shape[dimension])
            throw BadField { path, "must be a rectangular list" };
        for (const Json& part : json)
            readNested(part, array, dimension + 1, path);
    }

    const Json& m_json;
    std::string m_path;
};

} // namespace

nlohmann::json encode(DocumentRef document, ArrayForm form)
{
    return std::visit([form](const auto* source) { return Writer(form).whole(*source); }, document.source);
}

std::optional<Error> decodeInto(Documents::Targets document, const nlohmann::json& json)
{
    try {
        std::visit([&](auto* target) { Reader(json, "").whole(*target); }, document);
        return std::nullopt;
    } catch (const BadField& bad) {
        const std::string subject = bad.path.empty() ? "document" : bad.path;
        return Error { ErrorCode::MalformedFile, "The document cannot be read: " + subject + " " + bad.what + ".",
            subject, {} };
    }
}

std::string toJsonText(const nlohmann::json& json, int indent)
{
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

} // namespace vitrine

// SPDX-License-Identifier: GPL-3.0-or-later
// Writer and Reader walk the fields of a document as fields.h names them; every type a field can have is handled here
// once.
#include "core/results/codec.h"

#include "core/results/fields.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <utility>

namespace vitrine {

static_assert(std::endian::native == std::endian::little, "arrays are written as little-endian bytes");

namespace {

using Json = nlohmann::json;

constexpr int schema = 1;

const std::map<Problem, std::string> problemNames {
    { Problem::SingleLabel, "single-label" },
    { Problem::MultiLabel, "multi-label" },
    { Problem::Regression, "regression" },
};

// The double whose shortest decimal form is the float's own: 0.1f prints as 0.1, and reads back as the same float.
double shortest(float value)
{
    std::array<char, 32> buffer {};
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    double result = 0;
    std::from_chars(buffer.data(), written.ptr, result);
    return result;
}

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

    template <typename T> void operator()(const char* name, const T& value) { m_json[name] = write(value); }

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
    Json write(Problem problem) const { return problemNames.at(problem); }
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
        fields(inner, value);
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

    template <typename T> void operator()(const char* name, T& value)
    {
        const std::string path = m_path.empty() ? name : m_path + "." + name;
        const auto found = m_json.find(name);
        if (found == m_json.end()) {
            if constexpr (requires { value.has_value(); })
                return;
            throw BadField { path, "is missing" };
        }
        read(*found, value, path);
    }

private:
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

    static void read(const Json& json, Problem& problem, const std::string& path)
    {
        std::optional<Problem> known;
        for (const auto& [value, name] : problemNames) {
            if (json == name)
                known = value;
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
        fields(inner, value);
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

template <typename Document> nlohmann::json encode(const Document& document, ArrayForm form)
{
    Writer writer(form);
    writer("kind", std::string(documentKind<Document>));
    writer("schema", schema);
    fields(writer, document);
    return writer.take();
}

template <typename Document> Result<Document> decode(const nlohmann::json& json)
{
    try {
        Reader reader(json, "");
        std::string kind;
        reader("kind", kind);
        if (kind != documentKind<Document>)
            throw BadField { "kind", "is \"" + kind + "\" where \"" + documentKind<Document> + "\" was expected" };
        int written = 0;
        reader("schema", written);
        if (written > schema)
            throw BadField { "schema",
                "is " + std::to_string(written) + ": the document was written by a newer version of this program" };
        Document document;
        fields(reader, document);
        return document;
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

// Every kind of document there is.
template nlohmann::json encode(const Encoding&, ArrayForm);
template nlohmann::json encode(const Tokenization&, ArrayForm);
template nlohmann::json encode(const Prediction&, ArrayForm);
template nlohmann::json encode(const Attribution&, ArrayForm);
template nlohmann::json encode(const Attention&, ArrayForm);
template nlohmann::json encode(const ModelCard&, ArrayForm);
template nlohmann::json encode(const BuiltInModel&, ArrayForm);
template nlohmann::json encode(const Description&, ArrayForm);
template nlohmann::json encode(const Greeting&, ArrayForm);
template nlohmann::json encode(const Evaluation&, ArrayForm);
template nlohmann::json encode(const SelfCheck&, ArrayForm);
template nlohmann::json encode(const Parity&, ArrayForm);
template nlohmann::json encode(const Alignment&, ArrayForm);
template nlohmann::json encode(const Nearest&, ArrayForm);
template nlohmann::json encode(const Training&, ArrayForm);
template nlohmann::json encode(const Robustness&, ArrayForm);
template nlohmann::json encode(const HeadSurgery&, ArrayForm);
template nlohmann::json encode(const RefusalDocument&, ArrayForm);
template Result<Encoding> decode(const nlohmann::json&);
template Result<Tokenization> decode(const nlohmann::json&);
template Result<Prediction> decode(const nlohmann::json&);
template Result<Attribution> decode(const nlohmann::json&);
template Result<Attention> decode(const nlohmann::json&);
template Result<ModelCard> decode(const nlohmann::json&);
template Result<BuiltInModel> decode(const nlohmann::json&);
template Result<Description> decode(const nlohmann::json&);
template Result<Greeting> decode(const nlohmann::json&);
template Result<Evaluation> decode(const nlohmann::json&);
template Result<SelfCheck> decode(const nlohmann::json&);
template Result<Parity> decode(const nlohmann::json&);
template Result<Alignment> decode(const nlohmann::json&);
template Result<Nearest> decode(const nlohmann::json&);
template Result<Training> decode(const nlohmann::json&);
template Result<Robustness> decode(const nlohmann::json&);
template Result<HeadSurgery> decode(const nlohmann::json&);
template Result<RefusalDocument> decode(const nlohmann::json&);

} // namespace vitrine

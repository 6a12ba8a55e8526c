// SPDX-License-Identifier: GPL-3.0-or-later
// Model folders made to break the reader: each is opened and works, or ends as one sentence of our own, in little time
// and memory.
#include "core/models/opening/loaded_model.h"
#include "core/models/predict.h"
#include "core/models/runtime/torch_runtime.h"
#include "tests/io/safetensors_builder.h"
#include "tests/io/temporary_files.h"
#include "tests/support/limits.h"
#include "tests/support/reference.h"

#include <QTest>

#include <sstream>

using namespace vitrine;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// A copy of a reference model in which one file is other.
class HostileFolder {
public:
    explicit HostileFolder(const std::string& model)
        : m_sound(referencePath("models/" + model))
    {
        for (const auto& entry : fs::directory_iterator(m_sound))
            fs::create_symlink(entry.path(), m_files.path(entry.path().filename().string()));
    }

    fs::path path() const { return m_files.path(); }
    Json json(const char* name) const { return referenceJson(m_sound.string() + '/' + name); }
    void write(const char* name, const QByteArray& bytes) const
    {
        fs::remove(m_files.path(name));
        m_files.write(name, bytes);
    }
    void write(const char* name, const Json& json) const { write(name, QByteArray::fromStdString(json.dump())); }

private:
    fs::path m_sound;
    TemporaryFiles m_files;
};

/// "code: sentence" of opening the folder and predicting; "answered" when it works.
std::string outcomeOf(const fs::path& folder, const std::string& text)
{
    try {
        const auto model = openModel(folder, { "cpu", "float32" });
        predict(*model, { text, {}, 0 });
    } catch (...) {
        const Error error = errorFromException(std::current_exception());
        return std::string(errorCodeName(error.code)) + ": " + error.message;
    }
    return "answered";
}

constexpr auto huge = 900'000;

} // namespace

class TestHostileFolders : public QObject {
    Q_OBJECT

    /// The sentence, after all that holds for every one of them was checked.
    static std::string sentence(const fs::path& folder, const std::string& text = "a good film")
    {
        std::string outcome;
        double time = 0;
        const auto grown = peakGrowth([&] { time = seconds([&] { outcome = outcomeOf(folder, text); }); });
        qInfo("%.2f s, %.1f MB: %s", time, double(grown) / 1e6, outcome.c_str());
        if (time > 20 || grown > 200'000'000)
            return "too much time or memory";
        if (outcome.size() > sentenceBytes + 40)
            return "too long a sentence";
        return outcome;
    }

private Q_SLOTS:
    void initTestCase() { openModel(referencePath("models/bert"), { "cpu", "float32" }); }

    void templatesLongerThanThePositions_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("a few") << 3 << "answered";
        QTest::newRow("as many as positions") << 64 << "vocabulary-mismatch: With its special tokens the text has ";
        QTest::newRow("thousands") << 5000 << "vocabulary-mismatch: With its special tokens the text has ";
    }

    void templatesLongerThanThePositions()
    {
        QFETCH(int, tokens);
        QFETCH(QString, outcome);
        const HostileFolder folder("bert");
        Json tokenizer = folder.json("tokenizer.json");
        Json& single = tokenizer["post_processor"]["single"];
        for (int i = 0; i < tokens; ++i)
            single.push_back(single[0]);
        folder.write("tokenizer.json", tokenizer);
        for (const char* text : { "", "a good film" }) {
            const auto said = sentence(folder.path(), text);
            QVERIFY2(said.starts_with(outcome.toStdString()) || said.starts_with("too-large: ")
                    || said.starts_with("malformed-file: "),
                said.c_str()); // a reader of tokenizers may refuse such a template earlier
            QVERIFY(outcome != "answered" || said == "answered");
        }
    }

    void configs_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* model, const QByteArray& fields, const char* code) {
            QTest::newRow(qPrintable(QString("%1 %2").arg(model, QString(fields.left(60))))) << model << fields << code;
        };
        const QByteArray name = '"' + QByteArray(huge, 'x') + '"';
        row("bert", "\"model_type\":" + name, "unsupported-family");
        row("bert", "\"hidden_act\":" + name, "unsupported-activation");
        row("bert", "\"position_embedding_type\":" + name, "unsupported-family");
        row("bert", "\"architectures\":[" + name + "]", "answered");
        row("bert", "\"id2label\":{\"0\":" + name + "}", "answered");
        row("bert", "\"problem_type\":" + name, "answered");
        row("bert", "\"hidden_size\":" + name, "malformed-file");
        row("bert", "\"num_hidden_layers\":1000", "missing-tensor,shape-mismatch");
        row("bert", "\"num_hidden_layers\":1000,\"intermediate_size\":16777216", "shape-mismatch");
        row("bert", "\"hidden_size\":65536,\"intermediate_size\":16777216", "shape-mismatch");
        row("bert", "\"num_attention_heads\":0", "malformed-file");
        row("bert", "\"num_attention_heads\":5", "malformed-file");
        row("bert", "\"vocab_size\":0", "malformed-file");
        row("bert", "\"vocab_size\":-1", "malformed-file");
        row("bert", "\"max_position_embeddings\":2147483647", "malformed-file");
        row("bert", "\"max_position_embeddings\":1048576,\"position_embedding_type\":\"relative_key\"",
            "missing-tensor,shape-mismatch");
        row("bert", "\"type_vocab_size\":65536", "shape-mismatch");
        row("deberta-v2", "\"max_position_embeddings\":2147483647", "malformed-file");
        row("deberta-v2", "\"max_position_embeddings\":1048576", "answered"); // relative: no tensor says otherwise
        row("deberta-v2", "\"max_relative_positions\":1048576,\"position_buckets\":-1", "too-large");
        row("deberta-v2", "\"attention_head_size\":65536", "shape-mismatch,too-large");
        row("deberta-v2", "\"position_buckets\":1", "malformed-file");
        row("deberta-v2", "\"conv_kernel_size\":31,\"conv_groups\":24", "missing-tensor");
        row("deberta-v2", "\"conv_kernel_size\":3,\"conv_groups\":0", "malformed-file");
        row("albert", "\"inner_group_num\":64,\"num_hidden_layers\":1000", "missing-tensor,shape-mismatch");
        row("albert", "\"num_hidden_layers\":1000", "answered"); // one layer, a thousand times
        row("albert", "\"embedding_size\":65536", "shape-mismatch");
        row("roberta", "\"pad_token_id\":10,\"max_position_embeddings\":11", "shape-mismatch,malformed-file");
        row("gpt2-cls", "\"n_positions\":1048576", "shape-mismatch");
        row("gpt2-cls", "\"n_inner\":16777216", "shape-mismatch");
    }

    void configs()
    {
        QFETCH(QString, model);
        QFETCH(QByteArray, fields);
        QFETCH(QString, code);
        const HostileFolder folder(model.toStdString());
        Json config = folder.json("config.json");
        config.update(Json::parse('{' + fields.toStdString() + '}'));
        folder.write("config.json", config);
        const QString said = QString::fromStdString(sentence(folder.path()));
        QVERIFY2(code.split(',').contains(said.section(": ", 0, 0)), qPrintable(said.left(600)));
    }

    void weights_data()
    {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const QByteArray& entries, qint64 bytes, const char* sentence) {
            QTest::newRow(name) << '{' + entries + '}' << QByteArray(bytes, '\0') << sentence;
        };
        const char* words = "bert.embeddings.word_embeddings.weight";
        row("nothing", "", 0, "weights hold 0 values");
        row("words that are truth values", tensorEntry(words, "BOOL", "[2000,480]", 0, 960000), 960000,
            "is of type BOOL; weights can be F16, BF16, F32, F64 or whole numbers");
        row("sizes beyond all numbers",
            tensorEntry("a", "Q", "[4611686018427387904]", 0, 0) + ','
                + tensorEntry("b", "Q", "[4611686018427387904]", 0, 0) + ','
                + tensorEntry("c", "Q", "[4611686018427387904]", 0, 0),
            0, "weights hold 0 values");
        row("a name of ten megabytes",
            '"' + QByteArray(10 << 20, 'n') + "\":{\"dtype\":\"Q9\",\"shape\":[1],\"data_offsets\":[0,0]}", 0,
            "nnn… is a name of 10485760 bytes, at most 65536 are read");
        row("names that steer a terminal",
            "\"\\u001b[2J\\u202e\\n\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,0]}", 0,
            "<U+001B>[2J<U+202E> .shape[0] must be");
        row("a type of any bytes", "\"x\":{\"dtype\":\"\\u001b[2J\",\"shape\":[1],\"data_offsets\":[0,7]}", 7,
            "weights hold 0 values");
    }

    void weights()
    {
        QFETCH(QByteArray, table);
        QFETCH(QByteArray, body);
        QFETCH(QString, sentence);
        const HostileFolder folder("bert");
        folder.write("model.safetensors", safetensorsFile(table, body));
        const auto said = TestHostileFolders::sentence(folder.path());
        QVERIFY2(QString::fromStdString(said).contains(sentence), said.c_str());
        QVERIFY(said.find('\033') == std::string::npos && said.find('\n') == std::string::npos);
    }

    // A wrong shape or type of each tensor in turn.
    void tensorsOfOtherShapes()
    {
        const SafetensorsFile sound { InputFile(referencePath("models/bert/model.safetensors")) };
        for (std::size_t i = 0; i < sound.entries().size(); ++i) {
            for (int way = 0; way < 4; ++way) {
                QByteArray table = "{";
                qint64 at = 0;
                for (std::size_t k = 0; k < sound.entries().size(); ++k) {
                    TensorEntry entry = sound.entries()[k];
                    if (k == i && way == 0)
                        entry.shape.push_back(1);
                    else if (k == i && way == 1)
                        entry.shape = { entry.count() };
                    else if (k == i && way == 2)
                        entry.shape.clear();
                    else if (k == i)
                        entry.shape[0] = 0;
                    const qint64 bytes = 4 * entry.count();
                    table += (k > 0 ? "," : "")
                        + tensorEntry(entry.name.c_str(), "F32", Json(entry.shape).dump().c_str(), at, at + bytes);
                    at += bytes;
                }
                const HostileFolder folder("bert");
                folder.write("model.safetensors", safetensorsFile(table + '}', QByteArray(at, '\0')));
                const auto outcome = outcomeOf(folder.path(), "a good film");
                QVERIFY2(!outcome.starts_with("internal") && outcome.size() <= sentenceBytes + 40,
                    (sound.entries()[i].name + ": " + outcome).c_str());
            }
        }
    }

    // 5 MB of weights whose projected table of relative positions would take 5 GB.
    void tablesOfRelativePositions()
    {
        const HostileFolder folder("deberta-v2");
        Json config = folder.json("config.json");
        config.update(Json { { "hidden_size", 8 }, { "num_attention_heads", 2 }, { "intermediate_size", 8 },
            { "num_hidden_layers", 600 }, { "max_relative_positions", 65536 }, { "position_buckets", -1 } });
        folder.write("config.json", config);
        constexpr qint64 bytes = 131072 * 8 * 4;
        folder.write("model.safetensors",
            safetensorsFile(
                '{' + tensorEntry("deberta.encoder.rel_embeddings.weight", "F32", "[131072,8]", 0, bytes) + '}',
                QByteArray(bytes, '\0')));
        const auto said = sentence(folder.path());
        QVERIFY2(said.starts_with("too-large: config.json asks for 600 layers with relative positions, which make "
                                  "1258291200 values from the 1048576 of the weights"),
            said.c_str());
    }

    void sparseFilesOfAHundredGigabytes_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char* name : { "config.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt",
                 "special_tokens_map.json", "model.safetensors" })
            QTest::newRow(name) << QByteArray(name);
    }

    void sparseFilesOfAHundredGigabytes()
    {
        QFETCH(QByteArray, name);
        const HostileFolder folder("bert");
        folder.write(name.constData(), QByteArray());
        fs::resize_file(folder.path() / name.constData(), std::uintmax_t(100) << 30);
        const auto said = sentence(folder.path());
        QVERIFY2(said.starts_with("too-large: ")
                || (name == "model.safetensors" && said.starts_with("malformed-file: "))
                || (name == "vocab.txt" && said == "answered"), // tokenizer.json is read instead
            said.c_str());
    }
};

QTEST_GUILESS_MAIN(TestHostileFolders)
#include "tst_hostile_folders.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Equal to the published tokenizers, token by token, wherever their values are known.
#include "tests/support/reference_models.h"
#include "tests/text/tokenizer_files.h"

#include <QTest>

using namespace vitrine;
using Json = nlohmann::json;

namespace {

EncodeOptions upTo(int maxTokens) { return { .maxTokens = maxTokens }; }

std::string familyOf(const std::string& folder)
{
    return referenceJson("models/" + folder + "/config.json").value("model_type", "bert");
}

QByteArray shown(const Json& value)
{
    return QByteArray::fromStdString(value.dump(-1, ' ', true, Json::error_handler_t::replace));
}

} // namespace

class TestTokenizerReference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { }

    void strings_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("folder");
        QTest::addColumn<bool>("useJson");
        const auto row = [](const char* kind, const char* folder, bool useJson) {
            QTest::addRow("%s %s", folder, useJson ? "tokenizer.json" : "own files") << kind << folder << useJson;
        };
        for (const char* folder : { "bert", "bert-noprefix", "bert-sharded", "bert-sharp" }) {
            row("wordpiece-uncased", folder, true);
            row("wordpiece-uncased", folder, false);
        }
        row("wordpiece-uncased", "bert-legacy", false);
        row("wordpiece-uncased", "bert-oldpickle", false);
        for (const char* folder : { "distilbert", "distilbert-multilabel", "bert-regression" }) {
            row("wordpiece-cased", folder, true);
            row("wordpiece-cased", folder, false);
        }
        row("wordpiece-zh", "bert-zh", false);
        row("wordpiece-dialogue", "openai-gpt", false);
        row("bytebpe-roberta", "roberta", true);
        row("bytebpe-roberta", "roberta", false);
        row("bytebpe-gpt2", "gpt2", false);
        row("bytebpe-gpt2", "gpt2-cls", false);
        row("unigram-albert", "albert", true);
        row("unigram-xlmr", "xlm-roberta", true);
        row("unigram-deberta", "deberta-v2", true);
        row("unigram-albert", "albert", false);
        row("unigram-xlmr", "xlm-roberta", false);
        row("unigram-deberta", "deberta-v2", false);
        row("unigram-deberta", "deberta-v2-plain", true);
    }
    void strings()
    {
        QFETCH(QString, kind);
        QFETCH(QString, folder);
        QFETCH(bool, useJson);
        const Json strings = referenceJson("tokenizers/strings.json");
        const auto tokenizer = makeTokenizer(
            referenceTokenizerFiles("models/" + folder.toStdString(), useJson), familyOf(folder.toStdString()));
        std::ifstream file(referencePath("tokenizers/" + kind.toStdString() + ".jsonl"));
        int compared = 0;
        for (std::string line; std::getline(file, line); ++compared) {
            const Json expected = Json::parse(line);
            const std::string text = strings.at(expected.at("i").get<std::size_t>());
            const Encoding encoding = tokenizer->encode(text, std::nullopt, upTo(1'000'000));
            Json special = Json::array();
            for (std::size_t i = 0; i < encoding.size(); ++i) {
                if (encoding.special[i])
                    special.push_back(i);
            }
            QVERIFY2(Json(encoding.ids) == expected.at("ids"), shown({ text, encoding.ids, expected.at("ids") }));
            QVERIFY2(Json(encoding.tokens) == expected.at("tokens"),
                shown({ text, encoding.tokens, expected.at("tokens") }));
            QVERIFY2(Json(flatOffsets(encoding)) == expected.at("offsets"),
                shown({ text, flatOffsets(encoding), expected.at("offsets") }));
            QVERIFY2(special == expected.value("special", Json::array()), shown({ text, special, expected }));
        }
        qInfo("%d strings equal in ids, tokens, offsets and special tokens", compared);
        QCOMPARE(std::size_t(compared), strings.size());
        QVERIFY(compared >= 150);
    }

    void cases_data()
    {
        QTest::addColumn<QString>("folder");
        for (const auto& model : referenceModels())
            QTest::newRow(model.name.c_str()) << QString::fromStdString(model.name);
    }
    void cases()
    {
        QFETCH(QString, folder);
        const Json values = referenceJson("values/" + folder.toStdString() + ".json");
        const auto tokenizer
            = makeTokenizer(referenceTokenizerFiles("models/" + folder.toStdString()), familyOf(folder.toStdString()));
        const int maxTokens = values.at("max_length");
        QCOMPARE(tokenizer->maxTokens().value_or(0), maxTokens);
        QCOMPARE(tokenizer->size(), values.at("tokenizer_vocab_size").get<int>());
        for (const Json& expected : values.at("cases")) {
            const std::string text = expected.at("text");
            const std::string pair = expected.at("pair").is_null() ? "" : expected.at("pair").get<std::string>();
            const bool hasPair = !expected.at("pair").is_null();
            const Encoding encoding = tokenizer->encode(
                text, hasPair ? std::optional<std::string_view>(pair) : std::nullopt, upTo(maxTokens));
            const QByteArray id = shown(expected.at("id"));
            QVERIFY2(Json(encoding.ids) == expected.at("input_ids"), id + shown(encoding.ids));
            QVERIFY2(Json(encoding.tokens) == expected.at("tokens"), id + shown(encoding.tokens));
            QVERIFY2(Json(encoding.offsets) == expected.at("offsets"), id + shown(encoding.offsets));
            QVERIFY2(Json(encoding.segments) == expected.at("type_ids"), id + shown(encoding.segments));
            QCOMPARE(encoding.droppedTokens > 0, expected.at("truncated").get<bool>());
            for (std::size_t i = 0; i < encoding.size(); ++i)
                QCOMPARE(int(encoding.special[i]), expected.at("special_tokens_mask").at(i).get<int>());
        }
    }

    void realModels_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<bool>("useJson");
        for (const char* folder : { "minilm-sst2", "bert-char-zh" }) {
            QTest::addRow("%s tokenizer.json", folder) << folder << true;
            QTest::addRow("%s vocab.txt", folder) << folder << false;
        }
    }
    void realModels()
    {
        if (!hasTrainedModels())
            QSKIP(noTrainedModels);
        QFETCH(QString, folder);
        QFETCH(bool, useJson);
        const auto tokenizer = makeTokenizer(referenceTokenizerFiles("real/" + folder.toStdString(), useJson), "bert");
        const Json values = referenceJson("real/" + folder.toStdString() + "/values.json");
        QVERIFY(!values.at("texts").empty());
        for (const Json& expected : values.at("texts")) {
            const Encoding encoding = tokenizer->encode(expected.at("text").get<std::string>(), std::nullopt, {});
            QVERIFY2(Json(encoding.ids) == expected.at("input_ids"), shown({ expected.at("text"), encoding.ids }));
        }
    }

    void publishedMerges()
    {
        if (!hasTrainedModels())
            QSKIP(noTrainedModels);
        TokenizerFiles files;
        for (const char* name : { "vocab.json", "merges.txt" })
            files[name] = referenceBytes(std::string("real/vocabularies/gpt2-") + name);
        const auto tokenizer = makeTokenizer(files, "gpt2");
        const Json all = referenceJson("real/vocabularies/tokenizations.json");
        const Json& expected = all.at("gpt2-vocab.json").at("ids");
        QCOMPARE(tokenizer->size(), 50257);
        QCOMPARE(expected.size(), all.at("texts").size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const Encoding encoding = tokenizer->encode(
                all.at("texts").at(i).get<std::string>(), std::nullopt, { .specialTokensAsText = true });
            QVERIFY2(
                Json(encoding.ids) == expected.at(i), shown({ all.at("texts").at(i), encoding.ids, expected.at(i) }));
        }
    }

    void publishedVocabularies_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("config");
        const QString folder = QStringLiteral("real/vocabularies/");
        QTest::newRow("bert-base-chinese")
            << "bert-base-chinese-vocab.txt" << folder + "bert-base-chinese-vocab.txt" << QByteArray("{}");
        QTest::newRow("bert-base-chinese, cased")
            << "bert-base-chinese-vocab.txt, cased" << folder + "bert-base-chinese-vocab.txt"
            << QByteArray(R"({"do_lower_case":false})");
        QTest::newRow("bert-base-uncased") << "minilm-sst2/vocab.txt"
                                           << "real/minilm-sst2/vocab.txt" << QByteArray("{}");
        QTest::newRow("cdial-gpt") << "cdial-gpt-vocab.txt" << folder + "cdial-gpt-vocab.txt" << QByteArray("{}");
    }
    void publishedVocabularies()
    {
        if (!hasTrainedModels())
            QSKIP(noTrainedModels);
        QFETCH(QString, key);
        QFETCH(QString, file);
        QFETCH(QByteArray, config);
        const auto tokenizer = makeTokenizer(
            { { "vocab.txt", referenceBytes(file.toStdString()) }, { "tokenizer_config.json", config.toStdString() } },
            "bert");
        const Json all = referenceJson("real/vocabularies/tokenizations.json");
        const Json& expected = all.at(key.toStdString()).at("ids");
        QCOMPARE(expected.size(), all.at("texts").size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const Encoding encoding = tokenizer->encode(all.at("texts").at(i).get<std::string>(), std::nullopt, {});
            QVERIFY2(
                Json(encoding.ids) == expected.at(i), shown({ all.at("texts").at(i), encoding.ids, expected.at(i) }));
        }
    }
};

QTEST_GUILESS_MAIN(TestTokenizerReference)
#include "tst_tokenizer_reference.moc"

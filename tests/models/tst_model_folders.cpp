// SPDX-License-Identifier: GPL-3.0-or-later
// Model folders that are wrong or odd, with the code and the sentence each must give; and the card of a sound one.
#include "core/models/opening/loaded_model.h"
#include "core/runtime/error.h"
#include "tests/support/reference.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>
#include <map>

using namespace vitrine;

class TestModelFolders : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { }

    void refused_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* folder, ErrorCode code, const char* sentence) {
            QTest::newRow(folder) << folder << int(code) << sentence;
        };
        row("missing-tensor", ErrorCode::MissingTensor, "The weights lack a needed tensor: ");
        row("config-vocab-mismatch", ErrorCode::VocabularyMismatch,
            "config.json says vocab_size 99, but \"bert.embeddings.word_embeddings.weight\" has 14 rows");
        row("config-unknown-activation", ErrorCode::UnsupportedActivation, "\"frobnicate\"");
        row("config-unsupported", ErrorCode::UnsupportedFamily, "t5");
        row("config-missing", ErrorCode::NotAModel, "config.json");
        row("config-bad-utf8", ErrorCode::BadEncoding, "config.json");
        row("config-no-hidden-size", ErrorCode::ShapeMismatch, "768");
        row("config-zero-heads", ErrorCode::MalformedFile, "num_attention_heads");
        row("config-heads-indivisible", ErrorCode::MalformedFile, "num_attention_heads");
        row("config-billion-layers", ErrorCode::MalformedFile, "num_hidden_layers");
        row("vocab-empty", ErrorCode::MalformedFile, "vocab.txt");
        row("vocab-no-unk", ErrorCode::MalformedFile, "[UNK]");
        row("tokenizer-unknown-type", ErrorCode::UnsupportedTokenizer, "Frobnicate");
    }

    void refused()
    {
        QFETCH(QString, folder);
        QFETCH(int, code);
        QFETCH(QString, sentence);
        try {
            openModel(referencePath("malformed/" + folder.toStdString()), { "cpu", "float32" });
            QFAIL("it opened");
        } catch (const Refusal& refusal) {
            qInfo("%s: %s", errorCodeName(refusal.error().code).data(), refusal.what());
            QCOMPARE(errorCodeName(refusal.error().code), errorCodeName(ErrorCode(code)));
            QVERIFY(QString::fromStdString(refusal.error().message).contains(sentence));
        }
    }

    void told_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("warning");
        QTest::newRow("extra-tensor") << "extra-tensor"
                                      << "1 tensor(s) that this family does not use";
        QTest::newRow("nan-weights") << "nan-weights"
                                     << "not finite";
        QTest::newRow("vocab-longer-than-embedding") << "vocab-longer-than-embedding"
                                                     << "embeddings for 14";
        QTest::newRow("vocab-duplicates") << "vocab-duplicates"
                                          << "good";
        QTest::newRow("config-labels-odd") << "config-labels-odd"
                                           << "";
        QTest::newRow("ok") << "ok"
                            << "";
    }

    void told()
    {
        QFETCH(QString, folder);
        QFETCH(QString, warning);
        const auto card = inspectModel(referencePath("malformed/" + folder.toStdString()));
        QStringList warnings;
        for (const auto& text : card.provenance.warnings)
            warnings.append(QString::fromStdString(text));
        qInfo("%s", qPrintable(warnings.join(" | ")));
        QCOMPARE(warnings.isEmpty(), warning.isEmpty());
        QVERIFY(warnings.join("\n").contains(warning));
    }

    // Row by row: what the reference calls the fault must be what the program calls it.
    void index_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("category");
        QTest::addColumn<QString>("outcome");
        const auto index = referenceJson("malformed/index.json");
        for (const auto& entry : index["cases"]) {
            if (entry["kind"] == "model folder")
                QTest::newRow(entry["id"].get<std::string>().c_str())
                    << QString::fromStdString(entry["path"]) << QString::fromStdString(entry["category"])
                    << QString::fromStdString(entry["outcome"]);
        }
    }
    void index()
    {
        static const std::map<QString, QStringList> codes {
            { "bad-dimension", { "malformed-file" } },
            { "config-encoding", { "bad-encoding" } },
            { "config-key", { "unsupported-activation", "shape-mismatch" } },
            { "config-missing", { "not-a-model" } },
            { "duplicate-key", { "malformed-file" } },
            { "empty-file", { "truncated-file" } },
            { "empty-vocabulary", { "malformed-file" } },
            { "header-json", { "malformed-file" } },
            { "header-length", { "malformed-file", "truncated-file" } },
            { "html-page", { "malformed-file" } },
            { "lfs-pointer", { "lfs-pointer" } },
            { "missing-shard", { "not-found" } },
            { "missing-tensor", { "missing-tensor" } },
            { "nesting", { "too-large" } },
            { "not-a-file", { "unreadable" } },
            { "offsets", { "malformed-file", "truncated-file" } },
            { "overflow", { "malformed-file" } },
            { "path-outside-folder", { "unsafe-path" } },
            { "pickle-storage", { "malformed-file" } },
            { "shape-config", { "vocabulary-mismatch" } },
            { "shape-dtype", { "malformed-file", "unsupported-dtype" } },
            { "tokenizer-special", { "malformed-file" } },
            { "tokenizer-type", { "unsupported-tokenizer" } },
            { "truncated", { "truncated-file" } },
            { "truncated-pickle", { "truncated-file" } },
            { "unsafe-pickle", { "contains-program" } },
            { "unsupported-model", { "unsupported-family" } },
            { "weights-missing", { "not-found" } },
            { "zip-compressed", { "malformed-file" } },
            { "zip-crc", { "malformed-file" } },
        };
        QFETCH(QString, path);
        QFETCH(QString, category);
        QFETCH(QString, outcome);
        QString code = "opened";
        std::vector<std::string> warnings;
        try {
            warnings = openModel(referencePath("malformed/" + path.toStdString()), { "cpu", "float32" })
                           ->card()
                           .provenance.warnings;
        } catch (const Refusal& refusal) {
            code = QString::fromUtf8(errorCodeName(refusal.error().code).data());
            QVERIFY(!refusal.error().message.empty() && refusal.error().message.find('\n') == std::string::npos);
        }
        if (outcome == "refuse") {
            QVERIFY2(codes.contains(category), qPrintable("a category that this test does not know: " + category));
            QVERIFY2(codes.at(category).contains(code), qPrintable(category + " gave " + code));
        } else {
            QCOMPARE(code, "opened");
            QCOMPARE(warnings.empty(), outcome == "accept");
        }
    }

    void config_of_a_far_larger_model_is_refused()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        std::filesystem::copy(referencePath("malformed/ok"), path, std::filesystem::copy_options::recursive);
        auto config = referenceJson("malformed/ok/config.json");
        config["num_hidden_layers"] = 1000;
        std::ofstream(path / "config.json") << config;
        try {
            openModel(path, { "cpu", "float32" });
            QFAIL("it opened");
        } catch (const Refusal& refusal) {
            QCOMPARE(errorCodeName(refusal.error().code), errorCodeName(ErrorCode::ShapeMismatch));
            QVERIFY(QString(refusal.what()).startsWith("config.json describes 1000 layers of width "));
        }
    }

    void memory_is_told()
    {
        const auto sizes = inspectModel(referencePath("malformed/ok")).sizes;
        QVERIFY(sizes.memoryAvailable > sizes.memoryBytes);
    }

    void labels_keep_their_order_and_text()
    {
        const auto card = inspectModel(referencePath("malformed/config-labels-odd"));
        QCOMPARE(card.labels, (std::vector<std::string> { "NEG\xe2\x80\xae", "<b>POS</b>" }));
    }

    void card_tells_old_names_and_unused_heads()
    {
        const auto card = inspectModel(referencePath("models/bert-noprefix"));
        const auto noteOf = [&](const std::string& name) {
            return *std::find_if(
                card.tensors.begin(), card.tensors.end(), [&](const auto& note) { return note.name == name; });
        };
        QCOMPARE(noteOf("embeddings.LayerNorm.gamma").use, std::string("renamed"));
        QCOMPARE(noteOf("embeddings.LayerNorm.gamma").readAs, std::string("bert.embeddings.LayerNorm.weight"));
        QCOMPARE(noteOf("classifier.weight").use, std::string("read"));
        QCOMPARE(noteOf("cls.predictions.bias").use, std::string("ignored"));
        QCOMPARE(card.weightsDtype, std::string("BF16"));
        QVERIFY(card.provenance.warnings.empty());
    }

    void card_tells_sizes()
    {
        if (!hasTrainedModels())
            QSKIP(noTrainedModels);
        const auto card = inspectModel(referencePath("real/minilm-sst2"));
        QCOMPARE(card.sizes.layers, 6);
        QCOMPARE(card.sizes.heads, 12);
        QCOMPARE(card.sizes.hidden, 384);
        QCOMPARE(card.sizes.vocabulary, 30522);
        QCOMPARE(card.sizes.parameters, std::int64_t(22713986));
        QCOMPARE(card.sizes.memoryBytes, card.sizes.parameters * 4);
        QCOMPARE(card.activation, std::string("gelu"));
        QCOMPARE(card.provenance.model.sha256.size(), std::size_t(64));
        QCOMPARE(card.provenance.model.id, "bert-" + card.provenance.model.sha256.substr(0, 12));
        QCOMPARE(card.labels, (std::vector<std::string> { "NEGATIVE", "POSITIVE" }));
    }
};

QTEST_GUILESS_MAIN(TestModelFolders)
#include "tst_model_folders.moc"

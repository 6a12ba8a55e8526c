// SPDX-License-Identifier: GPL-3.0-or-later
// What a text may do to a model before the network sees it: nothing, too much, unknown tokens, broken weights.
#include "core/io/files/atomic_file.h"
#include "core/io/files/input_file.h"
#include "core/models/predict.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/runtime/error.h"
#include "tests/support/reference.h"

#include <QTest>

#include <algorithm>

using namespace vitrine;

namespace {

bool anyContains(const std::vector<std::string>& sentences, const std::string& part)
{
    return std::any_of(sentences.begin(), sentences.end(),
        [&](const auto& sentence) { return sentence.find(part) != std::string::npos; });
}

template <typename Work> Error refusalOf(Work work)
{
    try {
        work();
    } catch (const Refusal& refusal) {
        return refusal.error();
    }
    return { ErrorCode::Internal, "not refused", {}, {} };
}

} // namespace

class TestInputs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_model = openModel(referencePath("models/bert"), { "cpu", "float32" }); }

    void empty_text_is_answered_with_a_warning_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << "";
        QTest::newRow("blanks") << " \t\n ";
    }

    void empty_text_is_answered_with_a_warning()
    {
        QFETCH(QString, text);
        const auto prediction = predict(*m_model, { text.toStdString(), {}, 0 });
        QCOMPARE(prediction.encoding.size(), std::size_t(2));
        QVERIFY(prediction.labelIndex >= 0);
        QVERIFY(anyContains(prediction.provenance.warnings, "nothing to read"));
    }

    void long_text_is_cut_with_the_count()
    {
        std::string text;
        for (int i = 0; i < 1000; ++i)
            text += "film ";
        const auto prediction = predict(*m_model, { text, {}, 0 });
        QCOMPARE(int(prediction.encoding.size()), m_model->card().sizes.maxTokens);
        QVERIFY(prediction.encoding.droppedTokens > 0);
        QVERIFY(anyContains(prediction.provenance.warnings,
            std::to_string(prediction.encoding.droppedTokens) + " tokens were cut off"));
    }

    void special_token_in_the_text_is_told()
    {
        const auto prediction = predict(*m_model, { "the [MASK] film [MASK]", {}, 0 });
        QCOMPARE(prediction.provenance.warnings.size(), std::size_t(1));
        QVERIFY(anyContains(
            prediction.provenance.warnings, "\"[MASK]\" in the text was read as the model's special token."));
    }

    void max_length_data()
    {
        QTest::addColumn<int>("length");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("too short") << 4 << false;
        QTest::newRow("least") << 5 << true;
        QTest::newRow("all positions") << 64 << true;
        QTest::newRow("beyond the positions") << 65 << false;
        QTest::newRow("negative") << -1 << false;
    }

    void max_length()
    {
        QFETCH(int, length);
        QFETCH(bool, allowed);
        const auto error = refusalOf([&] { predict(*m_model, { "the film", {}, length }); });
        QCOMPARE(error.code, allowed ? ErrorCode::Internal : ErrorCode::BadArgument);
        if (!allowed)
            QVERIFY(error.message.find("between 5 and 64") != std::string::npos);
    }

    void token_without_embedding_is_refused_by_name()
    {
        const auto model = openModel(referencePath("malformed/vocab-longer-than-embedding"), { "cpu", "float32" });
        QVERIFY(anyContains(
            model->card().provenance.warnings, "The tokenizer knows 20 tokens, the model has embeddings for 14"));
        const std::string beyond = model->tokenizer().tokenOf(15);
        const auto error = refusalOf([&] { predict(*model, { beyond, {}, 0 }); });
        QCOMPARE(error.code, ErrorCode::VocabularyMismatch);
        QVERIFY(error.message.find("\"" + beyond + "\" has number 15") != std::string::npos);
        QVERIFY(predict(*model, { model->tokenizer().tokenOf(10), {}, 0 }).labelIndex >= 0);
    }

    void broken_weights_give_no_prediction()
    {
        const auto model = openModel(referencePath("malformed/nan-weights"), { "cpu", "float32" });
        QVERIFY(anyContains(model->card().provenance.warnings, "not finite"));
        const auto broken = std::count_if(model->card().tensors.begin(), model->card().tensors.end(),
            [](const auto& note) { return note.notFinite == 1; });
        QCOMPARE(broken, 1);
        const auto prediction = predict(*model, { "good", {}, 0 });
        QCOMPARE(prediction.labelIndex, -1);
        QVERIFY(prediction.label.empty());
        QVERIFY(std::isnan(prediction.probabilities.at(0)));
        QVERIFY(anyContains(prediction.provenance.warnings, "no prediction"));
    }

    void gpu_that_is_not_there_is_refused_with_the_reason()
    {
        const auto error = refusalOf([] { openModel(referencePath("malformed/ok"), { "cuda:100", "float32" }); });
        QCOMPARE(error.code, ErrorCode::BadArgument);
        QVERIFY(error.message.find("--device cuda:100 cannot be used") == 0);
        QVERIFY(error.message.size() > 40);
    }

    // No word of a library reaches a person; its text is for the log, and bounded there.
    void words_of_libraries_stay_in_the_log()
    {
        const auto errorOf = [](auto&& fail) {
            try {
                fail();
            } catch (...) {
                return errorFromException(std::current_exception());
            }
            return Error {};
        };
        const std::vector<Error> errors { errorOf([] { throw std::runtime_error(std::string(1 << 20, 'x')); }),
            errorOf([] { nlohmann::json document = nlohmann::json::parse("{]"); }),
            errorOf([] { (void)nlohmann::json(1).at("key"); }), errorOf([] { throw 7; }),
            errorOf([] { (void)std::vector<int>().at(3); }) };
        for (const Error& error : errors) {
            QCOMPARE(error.code, ErrorCode::Internal);
            QCOMPARE(error.message,
                std::string("Something failed inside the engine; the log has the details, please report it with what "
                            "you did."));
            QVERIFY(!error.detail.empty() && error.detail.size() <= 16 << 10);
        }
        QVERIFY(errors[1].detail.find("json") != std::string::npos);
    }

    void paths_with_a_nul_are_refused()
    {
        using namespace std::string_literals;
        for (const auto& path : { "a\0b"s, "\0"s, "/tmp\0/x"s }) {
            const auto error = refusalOf([&] { openModel(path, { "cpu", "float32" }); });
            QCOMPARE(error.code, ErrorCode::UnsafePath);
            QVERIFY(error.message.find("holds a NUL, which no path has; name the folder itself") != std::string::npos);
            QCOMPARE(refusalOf([&] { InputFile file(path); }).code, ErrorCode::UnsafePath);
            QCOMPARE(writeAtomically(path, "x").error().code, ErrorCode::UnsafePath);
        }
    }

    void unknown_working_type_is_refused()
    {
        const auto error = refusalOf([] { openModel(referencePath("malformed/ok"), { "cpu", "float8" }); });
        QCOMPARE(error.message, std::string("--dtype must be float32, float64 or bfloat16, not \"float8\"."));
    }

private:
    std::shared_ptr<const LoadedModel> m_model;
};

QTEST_GUILESS_MAIN(TestInputs)
#include "tst_inputs.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// The engine as a process: real binary, real pipe. Frames cut in half, garbage, cancelling, killing, end of input.
#include "core/results/codec.h"
#include "core/runtime/version.h"
#include "tests/service/engine_fixture.h"
#include "tests/support/sparse_model.h"

#include <algorithm>
#include <csignal>
#include <map>

using namespace vitrine;
using Json = nlohmann::json;

namespace {

const Json sample { { "model", "english" }, { "text", "a gorgeous, witty, seductive movie ." } };

Json with(Json params, const char* name, const char* value)
{
    params[name] = value;
    return params;
}

// Long enough that a cancel finds it running.
Json slowAttribution()
{
    std::string text;
    for (int i = 0; i < 60; ++i)
        text += "the plot is thin, but the two leads are a joy to watch. ";
    return { { "model", "english" }, { "text", text }, { "method", "integrated-gradients" }, { "tolerance", "1e-7" } };
}

} // namespace

class TestServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void helloNamesVersionsAndModels()
    {
        EnginePipe engine;
        engine.request(1, "hello");
        const auto greeting = decode<Greeting>(engine.answer(1)["result"]);
        QVERIFY2(greeting, greeting ? "" : greeting.error().message.c_str());
        QCOMPARE(greeting->engine.version, vitrineVersion());
        QCOMPARE(greeting->devices.front(), std::string("cpu"));
        for (const char* name : { "english", "chinese" })
            QVERIFY(std::any_of(greeting->models.begin(), greeting->models.end(),
                [&](const auto& model) { return model.name == name; }));
        QVERIFY(!greeting->whyNoGpu.empty()); // --device cpu says that it was not looked for
    }

    // The engine starts and says what is wrong, to whatever it is asked.
    void aGpuThatIsNotThereIsToldEveryTime()
    {
        EnginePipe engine({ "--device", "cuda:99" });
        unsigned id = 0;
        for (const char* method : { "hello", "describe", "predict" }) {
            ++id;
            engine.request(id, method, id == 3 ? sample : Json::object());
            const Json error = engine.answer(id)["error"];
            QCOMPARE(error["code"].get<std::string>(), std::string("bad-argument"));
            const auto message = error["message"].get<std::string>();
            QVERIFY2(message.starts_with("--device cuda:99 cannot be used") && message.size() < 500, message.c_str());
        }
        QCOMPARE(engine.process().state(), QProcess::Running);
    }

    void aNulInAPathIsRefused()
    {
        EnginePipe engine;
        const std::string nul("/tmp/a\0b", 8);
        unsigned id = 0;
        const auto refused = [&](const char* method, const Json& params) {
            engine.request(++id, method, params);
            const Json error = engine.answer(id)["error"];
            const auto message = error.is_object() ? error["message"].get<std::string>() : "answered";
            QVERIFY2(message.find("NUL") != std::string::npos || message.find("<U+0000>") != std::string::npos,
                message.c_str());
        };
        for (const char* method : { "open", "inspect", "convert" })
            refused(method, { { "model", nul } });
        refused("convert", { { "model", "english" }, { "file", nul } });
        refused("align", { { "left", "a" }, { "right", "b" }, { "vectors", nul } });
        engine.request(++id, "tokenize", { { "model", "english" }, { "text", nul } }); // a text may hold one
        QVERIFY(engine.answer(id).contains("result"));
    }

    // 65 GB are looked at and hashed: a cancel is heard between two pieces, and the engine never holds them.
    void inspectingIsCancelledAtOnce()
    {
        const TemporaryFiles files;
        const Json model { { "model", sparseModel(files, 4'000'000, 4096).string() } };
        EnginePipe engine;
        engine.request(1, "inspect", model);
        const auto reading = engine.await([](const Json& message) {
            return message.contains("method") && message["method"] == "progress"
                && message["params"]["stage"] == "reading";
        });
        QVERIFY(!reading.is_null());
        QElapsedTimer timer;
        timer.start();
        engine.cancel(1);
        QCOMPARE(engine.answer(1)["error"]["code"].get<std::string>(), std::string("cancelled"));
        QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
    }

    void describeCoversEveryRequestAndMethod()
    {
        EnginePipe engine;
        engine.request(1, "describe");
        const auto description = decode<Description>(engine.answer(1)["result"]);
        QVERIFY(bool(description));
        QStringList requests;
        for (const auto& request : description->requests)
            requests += QString::fromStdString(request.id);
        for (const char* name : { "hello", "describe", "models", "methods", "inspect", "open", "close", "tokenize",
                 "predict", "attribute", "attention", "selfcheck" })
            QVERIFY2(requests.contains(name), name);
        QCOMPARE(description->attributionMethods.front().id, std::string("integrated-gradients"));
        QVERIFY(description->attributionMethods.front().completeness);
    }

    void describeTellsWhatEveryRegulariserTakes()
    {
        EnginePipe engine;
        engine.request(1, "describe");
        auto document = engine.answer(1)["result"];
        const auto description = decode<Description>(document);
        QVERIFY(bool(description));
        QVERIFY(description->regularisers.has_value());
        const auto train = std::find_if(description->requests.begin(), description->requests.end(),
            [](const auto& one) { return one.id == "train"; });
        const auto specNamed = [&](const std::string& name) {
            return std::find_if(train->parameters.begin(), train->parameters.end(),
                [&](const ParamSpec& spec) { return spec.name == name; });
        };
        const auto choice = specNamed("regulariser");
        QCOMPARE(description->regularisers->size(), choice->choices.size());
        std::map<std::string, QStringList> taken;
        for (std::size_t i = 0; i < choice->choices.size(); ++i) {
            const auto& one = (*description->regularisers)[i];
            QCOMPARE(one.id, choice->choices[i].value);
            for (const auto& spec : one.parameters) {
                QVERIFY2(specNamed(spec.name) != train->parameters.end(), (one.id + " takes " + spec.name).c_str());
                taken[one.id] << QString::fromStdString(spec.name);
            }
        }
        QVERIFY(taken["none"].isEmpty());
        QCOMPARE(taken["noise"], QStringList({ "sigma", "include-special" }));
        QCOMPARE(taken["pgd"], QStringList({ "epsilon", "sign", "clean", "steps", "step-size", "include-special" }));
        document.erase("regularisers"); // an engine of before
        const auto older = decode<Description>(document);
        QVERIFY(bool(older));
        QVERIFY(!older->regularisers);
    }

    void answersComeInOrder()
    {
        EnginePipe engine;
        engine.request(1, "predict", sample);
        engine.request(2, "tokenize", sample);
        engine.request(3, "inspect", { { "model", "english" } });
        for (unsigned expected = 1; expected <= 3; ++expected) {
            const Json message = engine.await([](const Json& candidate) { return candidate.contains("id"); });
            QCOMPARE(message["id"].get<unsigned>(), expected);
            QVERIFY(message.contains("result"));
        }
    }

    void predictionAgreesWithTheReference()
    {
        EnginePipe engine;
        engine.request(1, "predict", sample);
        const auto prediction = decode<Prediction>(engine.answer(1)["result"]);
        QVERIFY(bool(prediction));
        // transformers' logits for this text with the same stored weights
        const double largest
            = std::max(std::abs(prediction->logits[0] + 2.541307), std::abs(prediction->logits[1] - 2.5921917));
        qInfo("largest difference %.2e", largest);
        QVERIFY(largest <= 1e-4);
        QCOMPARE(prediction->label, std::string("POSITIVE"));
    }

    void draftThenFinal()
    {
        EnginePipe engine;
        engine.request(1, "attribute", with(with(sample, "method", "integrated-gradients"), "tolerance", "0.0001"));
        const Json partial = engine.notification("partial");
        QVERIFY(!partial.is_null());
        QCOMPARE(partial["params"]["id"].get<int>(), 1);
        const auto draft = decode<Attribution>(partial["params"]["result"]);
        QVERIFY(bool(draft));
        QVERIFY(draft->draft);
        const auto final = decode<Attribution>(engine.answer(1)["result"]);
        QVERIFY(bool(final));
        QVERIFY(!final->draft);
        QVERIFY(final->certificate->met);
        QVERIFY(final->certificate->evaluations > draft->certificate->evaluations);
    }

    void parametersOfAMethodNestedOrFlat()
    {
        EnginePipe engine;
        Json nested = with(sample, "method", "integrated-gradients");
        nested["parameters"] = { { "target", "0" }, { "tolerance", "0.05" } };
        engine.request(1, "attribute", nested);
        engine.request(2, "attribute",
            with(with(with(sample, "method", "integrated-gradients"), "target", "0"), "tolerance", "0.05"));
        const auto first = decode<Attribution>(engine.answer(1)["result"]);
        const auto second = decode<Attribution>(engine.answer(2)["result"]);
        QVERIFY(first && second);
        QCOMPARE(first->target.index, 0);
        QCOMPARE(first->certificate->tolerance, 0.05);
        QVERIFY(*first == *second);
    }

    void describeTellsTheRolesOfParameters()
    {
        EnginePipe engine;
        engine.request(1, "describe");
        const auto description = decode<Description>(engine.answer(1)["result"]);
        QVERIFY(bool(description));
        const auto spec = [](const MethodDescription& method, const std::string& name) {
            return *std::find_if(method.parameters.begin(), method.parameters.end(),
                [&](const ParamSpec& one) { return one.name == name; });
        };
        const auto request = [&](const std::string& id) {
            return *std::find_if(description->requests.begin(), description->requests.end(),
                [&](const MethodDescription& one) { return one.id == id; });
        };
        const auto& method = description->attributionMethods.front();
        QCOMPARE(spec(method, "target").role, ParamRole::Target);
        QCOMPARE(spec(method, "tolerance").role, ParamRole::Percentage);
        QVERIFY(spec(method, "rule").advanced);
        QVERIFY(!spec(method, "tolerance").advanced);
        QCOMPARE(spec(request("parity"), "tolerance").role, ParamRole::None); // a difference of logits, no share
        QCOMPARE(spec(request("train"), "train").role, ParamRole::OpenFile);
        QCOMPARE(spec(request("train"), "output").role, ParamRole::SaveFolder);
        QCOMPARE(spec(request("nearest"), "input").role, ParamRole::OpenFile);
    }

    void refusalsCarryCodeAndSentence_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("params");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no such request") << "frobnicate" << "{}" << "bad-argument"
                                         << "There is no request \"frobnicate\"";
        QTest::newRow("no such parameter")
            << "predict" << R"({"txt":"x"})" << "bad-argument" << "There is no parameter \"txt\"";
        QTest::newRow("no such model") << "predict" << R"({"model":"/nowhere","text":"x"})" << "not-found"
                                       << "/nowhere";
        QTest::newRow("empty model") << "open" << R"({"model":""})" << "bad-argument" << "No model was named";
        QTest::newRow("no such method") << "attribute" << R"({"text":"x","method":"magic"})" << "bad-argument"
                                        << "integrated-gradients";
        QTest::newRow("tolerance") << "attribute" << R"({"text":"x","tolerance":"none"})" << "bad-argument"
                                   << "--tolerance must be";
        QTest::newRow("nested beside flat")
            << "attribute" << R"({"text":"x","tolerance":"0.1","parameters":{"target":"0"}})" << "bad-argument"
            << "There is no parameter \"tolerance\" here";
        QTest::newRow("nested number") << "attribute" << R"({"text":"x","parameters":{"tolerance":0.1}})"
                                       << "bad-argument" << "parameters that are text";
        QTest::newRow("nested where there is no method")
            << "predict" << R"({"text":"x","parameters":{}})" << "bad-argument" << "takes no parameters of a method";
        QTest::newRow("layer") << "attention" << R"({"text":"x","layer":"77"})" << "bad-argument" << "layer";
        QTest::newRow("params that are no text")
            << "predict" << R"({"text":5})" << "bad-argument" << "params that are text";
    }

    void refusalsCarryCodeAndSentence()
    {
        QFETCH(QString, method);
        QFETCH(QString, params);
        QFETCH(QString, code);
        QFETCH(QString, sentence);
        EnginePipe engine;
        engine.request(9, method.toStdString(), Json::parse(params.toStdString()));
        const Json message = engine.answer(9);
        QVERIFY(message.contains("error"));
        QCOMPARE(QString::fromStdString(message["error"]["code"]), code);
        QVERIFY2(QString::fromStdString(message["error"]["message"]).contains(sentence), message.dump().c_str());
        engine.request(10, "hello"); // and it lives on
        QVERIFY(engine.answer(10).contains("result"));
    }

    void aFrameMayArriveInPieces()
    {
        EnginePipe engine;
        const auto frame = encodeFrame({ { "id", 1 }, { "method", "hello" } });
        for (const std::uint8_t byte : frame) {
            engine.write(QByteArray(1, char(byte)));
            engine.process().waitForBytesWritten(100);
        }
        QVERIFY(engine.answer(1).contains("result"));
    }

    void garbageEndsItWithCode2_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("too long") << QByteArray("\xff\xff\xff\xff", 4);
        QTest::newRow("no map") << QByteArray("\x01\x00\x00\x00\x01", 5);
        QTest::newRow("text") << QByteArray("GET / HTTP/1.1\r\n\r\n");
        QTest::newRow("empty frame") << QByteArray("\x00\x00\x00\x00", 4);
    }

    void garbageEndsItWithCode2()
    {
        QFETCH(QByteArray, bytes);
        EnginePipe engine;
        engine.write(bytes);
        if (bytes.startsWith("GET"))
            engine.process().closeWriteChannel(); // its first four letters are a length that never arrives
        const Json message = engine.await([](const Json& candidate) { return candidate.contains("error"); });
        QVERIFY(!message.is_null());
        QCOMPARE(message["error"]["code"].get<std::string>(), std::string("malformed-file"));
        QVERIFY(engine.process().waitForFinished(10'000));
        QCOMPARE(engine.process().exitCode(), 2);
    }

    void endOfInputEndsItCleanly()
    {
        EnginePipe engine;
        engine.request(1, "hello");
        QVERIFY(engine.answer(1).contains("result"));
        engine.process().closeWriteChannel();
        QVERIFY(engine.process().waitForFinished(10'000));
        QCOMPARE(engine.process().exitStatus(), QProcess::NormalExit);
        QCOMPARE(engine.process().exitCode(), 0);
    }

    void endOfInputStopsRunningWork()
    {
        EnginePipe engine;
        engine.request(1, "attribute", slowAttribution());
        QVERIFY(!engine.notification("progress").is_null());
        engine.process().closeWriteChannel();
        QVERIFY(engine.process().waitForFinished(10'000));
        QCOMPARE(engine.process().exitCode(), 0);
    }

    void cancelledWorkAnswersCancelled()
    {
        EnginePipe engine;
        engine.request(1, "attribute", slowAttribution());
        const Json progress = engine.await([](const Json& message) {
            return message.contains("method") && message["method"] == "progress"
                && message["params"]["stage"] == "integrating";
        });
        QVERIFY(!progress.is_null());
        engine.cancel(1);
        const Json message = engine.answer(1);
        QVERIFY(message.contains("error"));
        QCOMPARE(message["error"]["code"].get<std::string>(), std::string("cancelled"));
        engine.request(2, "predict", sample);
        QVERIFY(engine.answer(2).contains("result"));
    }

    void waitingWorkCanBeCancelledToo()
    {
        EnginePipe engine;
        engine.request(1, "predict", sample);
        engine.request(2, "attribute", slowAttribution());
        engine.cancel(2);
        QVERIFY(engine.answer(1).contains("result"));
        QCOMPARE(engine.answer(2)["error"]["code"].get<std::string>(), std::string("cancelled"));
    }

    void anUndisturbedRunAfterACancelledOneIsTheSame()
    {
        EnginePipe engine;
        const Json request = with(sample, "method", "integrated-gradients");
        engine.request(1, "attribute", request);
        const auto first = decode<Attribution>(engine.answer(1)["result"]);
        engine.request(2, "attribute", slowAttribution());
        engine.notification("progress");
        engine.cancel(2);
        engine.request(3, "attribute", request);
        const auto second = decode<Attribution>(engine.answer(3)["result"]);
        QVERIFY(first && second);
        QVERIFY(first->scores == second->scores);
    }

    void itTellsThatItLives()
    {
        EnginePipe engine;
        QVERIFY(!engine.notification("heartbeat", 20'000).is_null());
    }

    void terminatedByASignal()
    {
        EnginePipe engine;
        engine.request(1, "hello");
        QVERIFY(engine.answer(1).contains("result"));
        ::kill(pid_t(engine.process().processId()), SIGKILL);
        QVERIFY(engine.process().waitForFinished(10'000));
        QCOMPARE(engine.process().exitStatus(), QProcess::CrashExit);
    }

    void nothingButFramesOnStandardOutput()
    {
        EnginePipe engine;
        engine.request(1, "predict", with(sample, "text", "so\nmany\r\nlines"));
        QVERIFY(engine.answer(1).contains("result")); // the decoder would have met anything else
        engine.request(2, "hello");
        QVERIFY(engine.answer(2).contains("result"));
    }
};

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// An engine without a model, for tests of the window. It gives valid answers, or fails in the ways in which an engine
// can fail. Its command line says what it does:
//   --on METHOD=ACTION[,ACTION…]   when METHOD is requested ("start": before the first message)
//   --once FILE                    actions are done only while FILE does not exist; the first action creates it
//   --journal FILE                 every request is appended there as "METHOD TEXT"
// Actions: delay:MS, work:MS (with progress, stops when cancelled), deaf:MS (work that ignores cancelling), hang,
// garbage, long, half, strange (a map of an unknown kind), exit:CODE, signal:NUMBER, refuse:CODE, partial, version.
#include "core/activations/gelu.h"
#include "core/pipe/frame.h"
#include "core/runtime/version.h"
#include "tests/support/mock_documents.h"
#include "tests/support/mock_robustness.h"
#include "tests/support/mock_training.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

#include <poll.h>
#include <unistd.h>

namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

std::mutex outputMutex;
std::atomic<bool> silent { false };
std::map<std::string, std::vector<std::string>> actions;
std::string onceFile;
std::string journalFile;
vitrine::FrameDecoder frames;
std::vector<Json> waiting; // requests that were read during the work on another one
std::vector<unsigned> cancelled;

void writeBytes(const void* bytes, std::size_t count)
{
    const std::lock_guard lock(outputMutex);
    const char* place = static_cast<const char*>(bytes);
    while (count > 0) {
        const auto written = ::write(1, place, count);
        if (written <= 0)
            std::_Exit(0);
        place += written;
        count -= std::size_t(written);
    }
}

void send(const Json& message)
{
    const auto frame = vitrine::encodeFrame(message);
    writeBytes(frame.data(), frame.size());
}

/// Reads the available input and waits for it at most `patience`. False at the end of input.
bool readInput(int patience)
{
    pollfd input { 0, POLLIN, 0 };
    if (::poll(&input, 1, patience) <= 0)
        return true;
    std::uint8_t buffer[65536];
    const auto count = ::read(0, buffer, sizeof buffer);
    if (count <= 0)
        return false;
    frames.feed({ buffer, std::size_t(count) });
    for (auto next = frames.next(); next && next->has_value(); next = frames.next()) {
        if ((**next).value("method", "") == "cancel")
            cancelled.push_back((**next)["params"]["id"].get<unsigned>());
        else
            waiting.push_back(**next);
    }
    return true;
}

bool isCancelled(unsigned id) { return std::find(cancelled.begin(), cancelled.end(), id) != cancelled.end(); }

void hangForEver()
{
    silent = true;
    for (;;)
        std::this_thread::sleep_for(1h);
}

/// True when the action has answered the request.
bool work(unsigned id, int milliseconds, bool stops)
{
    const int steps = std::max(1, milliseconds / 20);
    for (int step = 0; step < steps; ++step) {
        send({ { "method", "progress" },
            { "params", { { "id", id }, { "done", step }, { "total", steps }, { "stage", "integrating" } } } });
        if (!readInput(20))
            std::_Exit(0);
        if (stops && isCancelled(id)) {
            send({ { "id", id },
                { "error",
                    { { "code", "cancelled" }, { "message", "Cancelled." }, { "subject", "" }, { "detail", "" } } } });
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

bool act(const std::string& action, unsigned id)
{
    const auto colon = action.find(':');
    const auto name = action.substr(0, colon);
    const auto value = colon == std::string::npos ? std::string() : action.substr(colon + 1);
    if (name == "delay")
        std::this_thread::sleep_for(std::chrono::milliseconds(std::stoi(value)));
    else if (name == "work" || name == "deaf")
        return work(id, std::stoi(value), name == "work");
    else if (name == "hang")
        hangForEver();
    else if (name == "garbage") {
        const char noise[] = "Traceback (most recent call last): this is not a frame at all, and it goes on and on";
        writeBytes(noise, sizeof noise);
        hangForEver();
    } else if (name == "long") {
        writeBytes("\xff\xff\xff\xff", 4);
        hangForEver();
    } else if (name == "half") {
        writeBytes("\x40\0\0\0abc", 7);
        hangForEver();
    } else if (name == "strange") {
        send({ { "weather", "fine" } });
        hangForEver();
    } else if (name == "exit") {
        std::fprintf(stderr, "last words of the mock engine\n");
        std::_Exit(std::stoi(value));
    } else if (name == "signal") {
        std::signal(std::stoi(value), SIG_DFL);
        std::raise(std::stoi(value));
    } else if (name == "refuse") {
        send({ { "id", id },
            { "error",
                { { "code", value },
                    { "message", "model.safetensors: 412 bytes on disk, 438 expected; fetch the file again." },
                    { "subject", "model.safetensors" }, { "detail", "trace" } } } });
        return true;
    }
    return false;
}

bool holds(const std::string& method)
{
    if (actions.count(method) == 0)
        return false;
    if (onceFile.empty())
        return true;
    if (std::ifstream(onceFile).good())
        return false;
    std::ofstream(onceFile) << method;
    return true;
}

vitrine::MethodDescription geluRequest()
{
    using vitrine::ParamKind;
    return { "gelu", "GELU", "GELU and its approximations.", false,
        { { .name = "fit", .title = "Fit", .kind = ParamKind::Flag, .defaultValue = "false", .help = "fit" },
            { .name = "constant",
                .title = "Own constant",
                .kind = ParamKind::Real,
                .defaultValue = "1.702",
                .help = "λ",
                .minimum = 0.1,
                .maximum = 10 } } };
}

vitrine::Description description()
{
    auto all = vitrine::mock::description();
    all.requests.push_back(vitrine::mock::trainRequest());
    if (actions.count("silent") == 0)
        all.regularisers = vitrine::mock::regularisers();
    all.requests.push_back(vitrine::mock::robustnessRequest());
    all.requests.push_back(geluRequest());
    return all;
}

/// The parameters of a request, and those of the method that they name.
struct Asked : vitrine::ParameterValues {
    vitrine::ParameterValues ofMethod;
};

Json resultOf(const std::string& method, const Asked& params, bool draft)
{
    using namespace vitrine;
    const auto at = [&params](const char* name, const char* fallback) {
        return params.count(name) > 0 ? params.at(name) : std::string(fallback);
    };
    const auto bytes = ArrayForm::Bytes;
    if (method == "hello")
        return encode(mock::greeting(actions.count("version") > 0 ? "99.0" : vitrineVersion()), bytes);
    if (method == "describe")
        return encode(description(), bytes);
    if (method == "open" || method == "inspect")
        return encode(mock::card(at("model", "english")), bytes);
    if (method == "predict")
        return encode(mock::prediction(at("model", ""), at("text", "")), bytes);
    const auto given = params.ofMethod.find("tolerance"); // nowhere else: the window keeps the two apart
    const double tolerance = given == params.ofMethod.end() ? 0.01 : std::stod(given->second);
    if (method == "attribute")
        return encode(mock::attribution(at("model", ""), at("text", ""), at("method", "integrated-gradients"),
                          draft ? 0.05 : tolerance, draft),
            bytes);
    if (method == "train")
        return encode(mock::training(params, draft ? 0.4 : 1), bytes);
    if (method == "robustness")
        return encode(mock::robustness(params), bytes);
    if (method == "gelu") {
        GeluQuestion question;
        question.constant = std::stod(at("constant", "1.702"));
        question.fit = at("fit", "false") == "true";
        return encode(geluStudy(question, Progress()), bytes);
    }
    if (method == "align")
        return encode(mock::alignment(at("left", ""), at("right", "")), bytes);
    if (method == "parity")
        return encode(mock::parity(at("reference", "")), bytes);
    if (method == "attention")
        return encode(mock::attention(at("model", ""), at("text", ""), at("influence", "")), bytes);
    return Json::object();
}

void answer(const Json& request)
{
    const auto id = request["id"].get<unsigned>();
    const auto method = request["method"].get<std::string>();
    auto common = request["params"];
    Asked params;
    if (const auto own = common.find("parameters"); own != common.end()) {
        params.ofMethod = own->get<vitrine::ParameterValues>();
        common.erase(own);
    }
    static_cast<vitrine::ParameterValues&>(params) = common.get<vitrine::ParameterValues>();
    if (!journalFile.empty())
        std::ofstream(journalFile, std::ios::app)
            << method << ' ' << (params.count("text") > 0 ? params.at("text").substr(0, 80) : "") << '\n';
    if (isCancelled(id)) {
        send({ { "id", id }, { "error", { { "code", "cancelled" }, { "message", "Cancelled." } } } });
        return;
    }
    const bool isExpensive
        = method == "attribute" && (params.count("method") == 0 || params.at("method") == "integrated-gradients");
    if (isExpensive || (method == "train" && params.count("dry-run") == 0))
        send({ { "method", "partial" }, { "params", { { "id", id }, { "result", resultOf(method, params, true) } } } });
    if (holds(method)) {
        for (const auto& action : actions[method]) {
            if (act(action, id))
                return;
        }
    }
    send({ { "id", id }, { "result", resultOf(method, params, false) } });
}

} // namespace

int main(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i) {
        const std::string option = argv[i];
        if (option == "--once" && i + 1 < argc)
            onceFile = argv[++i];
        else if (option == "--journal" && i + 1 < argc)
            journalFile = argv[++i];
        else if (option == "--on" && i + 1 < argc) {
            const std::string rule = argv[++i];
            const auto equals = rule.find('=');
            std::string rest = rule.substr(equals + 1);
            for (std::size_t comma = 0; comma != std::string::npos;
                rest = comma == std::string::npos ? "" : rest.substr(comma + 1)) {
                comma = rest.find(',');
                actions[rule.substr(0, equals)].push_back(rest.substr(0, comma));
            }
        }
    }
    if (holds("start")) {
        for (const auto& action : actions["start"])
            act(action, 0);
    }
    std::thread([] {
        for (;;) {
            if (!silent)
                send({ { "method", "heartbeat" }, { "params", Json::object() } });
            std::this_thread::sleep_for(200ms);
        }
    }).detach();
    while (readInput(1000)) {
        while (!waiting.empty()) {
            const auto request = waiting.front();
            waiting.erase(waiting.begin());
            answer(request);
        }
    }
    std::_Exit(0); // the heartbeat thread may be writing
}

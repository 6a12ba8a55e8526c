// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/server.h"

#include "core/pipe/frame.h"
#include "core/service/dispatcher.h"
#include "core/service/worker.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <optional>

#include <poll.h>
#include <unistd.h>

namespace vitrine {
namespace {

using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto heartbeatEvery = 1s;
constexpr auto progressEvery = 50ms;
constexpr auto patience = 2s; // for running work after the input has ended

// Writes whole frames; used by both threads.
class Output {
public:
    explicit Output(int descriptor)
        : m_descriptor(descriptor)
    {
    }

    void send(const Json& message)
    {
        const auto frame = encodeFrame(message);
        const std::lock_guard lock(m_mutex);
        std::size_t done = 0;
        while (done < frame.size()) {
            const ssize_t written = ::write(m_descriptor, frame.data() + done, frame.size() - done);
            if (written < 0 && errno != EINTR)
                return; // nobody listens any more; the end of the input will follow
            done += written > 0 ? std::size_t(written) : 0;
        }
    }

private:
    int m_descriptor;
    std::mutex m_mutex;
};

// Which requests are waiting or running, so that `cancel` finds its flag and the end of input knows when all is quiet.
class Pending {
public:
    CancelToken add(std::uint64_t id)
    {
        const std::lock_guard lock(m_mutex);
        return m_tokens[id];
    }
    void remove(std::uint64_t id)
    {
        const std::lock_guard lock(m_mutex);
        m_tokens.erase(id);
        m_quiet.notify_all();
    }
    void cancel(std::uint64_t id)
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_tokens.find(id);
        if (found != m_tokens.end())
            found->second.cancel();
    }
    bool cancelAllAndWait(Clock::duration longest)
    {
        std::unique_lock lock(m_mutex);
        for (auto& [id, token] : m_tokens)
            token.cancel();
        return m_quiet.wait_for(lock, longest, [this] { return m_tokens.empty(); });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_quiet;
    std::map<std::uint64_t, CancelToken> m_tokens;
};

Json errorJson(const Error& error)
{
    return { { "code", errorCodeName(error.code) }, { "message", error.message }, { "subject", error.subject },
        { "detail", error.detail } };
}

struct Request {
    std::uint64_t id = 0;
    std::string method;
    ParameterValues values;
    std::optional<ParameterValues> methodValues; // of `parameters`
};

// A request, or the sentence why the message is none.
Result<Request> parseRequest(const Json& message)
{
    const auto bad = [](const char* what) {
        return Error { ErrorCode::BadArgument, std::string("A request ") + what + ".", "request", {} };
    };
    const auto id = message.find("id");
    const auto method = message.find("method");
    if (id == message.end() || !id->is_number_unsigned())
        return bad("needs an id that is a whole number");
    if (method == message.end() || !method->is_string())
        return bad("needs a method");
    Request request { id->get<std::uint64_t>(), method->get<std::string>(), {}, {} };
    const auto params = message.find("params");
    if (params == message.end())
        return request;
    if (!params->is_object())
        return bad("needs params that are a map");
    const auto take = [](const Json& value, ParameterValues& into, const std::string& name) {
        if (value.is_string())
            into[name] = value.get<std::string>();
        return value.is_string();
    };
    for (const auto& [name, value] : params->items()) {
        if (name == "parameters" && value.is_object()) {
            request.methodValues.emplace();
            for (const auto& [ownName, own] : value.items()) {
                if (!take(own, *request.methodValues, ownName))
                    return bad("takes parameters that are text");
            }
        } else if (!take(value, request.values, name)) {
            return bad("takes params that are text");
        }
    }
    return request;
}

class Server {
public:
    Server(SessionOptions options, int input, int output)
        : m_input(input)
        , m_output(output)
        , m_session(std::move(options))
    {
    }

    int run()
    {
        std::signal(SIGPIPE, SIG_IGN);
        const int code = readAll();
        if (!m_pending.cancelAllAndWait(patience))
            ::_exit(code); // an operator that cannot be interrupted is running
        return code;
    }

private:
    int readAll()
    {
        std::array<std::uint8_t, 1 << 16> buffer {};
        FrameDecoder decoder(requestLimits);
        auto nextHeartbeat = Clock::now() + heartbeatEvery;
        while (true) {
            const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(nextHeartbeat - Clock::now());
            pollfd descriptor { m_input, POLLIN, 0 };
            const int ready = ::poll(&descriptor, 1, int(std::max<std::int64_t>(0, wait.count())));
            if (Clock::now() >= nextHeartbeat) {
                m_output.send({ { "method", "heartbeat" }, { "params", Json::object() } });
                nextHeartbeat = Clock::now() + heartbeatEvery;
            }
            if (ready <= 0)
                continue;
            const ssize_t count = ::read(m_input, buffer.data(), buffer.size());
            if (count < 0 && errno == EINTR)
                continue;
            if (count <= 0)
                return decoder.isInsideFrame()
                    ? refuse({ ErrorCode::MalformedFile, "The pipe ended in the middle of a message.", "pipe", {} })
                    : 0;
            decoder.feed({ buffer.data(), std::size_t(count) });
            while (true) {
                const auto message = decoder.next();
                if (!message)
                    return refuse(message.error());
                if (!*message)
                    break;
                receive(**message);
            }
        }
    }

    int refuse(const Error& error)
    {
        m_output.send({ { "error", errorJson(error) } });
        return 2;
    }

    void receive(const Json& message)
    {
        if (message.value("method", Json()) == "cancel") {
            const auto params = message.find("params");
            if (params != message.end() && params->is_object() && params->contains("id")
                && (*params)["id"].is_number_unsigned())
                m_pending.cancel((*params)["id"].get<std::uint64_t>());
            return;
        }
        auto request = parseRequest(message);
        if (!request) {
            m_output.send({ { "id", message.value("id", Json()) }, { "error", errorJson(request.error()) } });
            return;
        }
        const auto token = m_pending.add(request->id);
        m_worker.post([this, token, request = *std::move(request)] {
            work(request, token);
            m_pending.remove(request.id);
        });
    }

    void work(const Request& request, const CancelToken& token)
    {
        auto lastProgress = Clock::time_point();
        const Progress progress(token, [&](int done, int total, std::string_view stage) {
            if (Clock::now() - lastProgress < progressEvery)
                return;
            lastProgress = Clock::now();
            m_output.send({ { "method", "progress" },
                { "params", { { "id", request.id }, { "done", done }, { "total", total }, { "stage", stage } } } });
        });
        const auto partial = [&](const AnyDocument& draft) {
            m_output.send({ { "method", "partial" },
                { "params", { { "id", request.id }, { "result", encode(draft, ArrayForm::Bytes) } } } });
        };
        auto result
            = encoded(answer(request.method, { m_session, request.values, progress, partial, request.methodValues }),
                ArrayForm::Bytes);
        if (result) {
            try {
                m_output.send({ { "id", request.id }, { "result", *std::move(result) } });
                return;
            } catch (const Refusal& tooLarge) {
                result = tooLarge.error();
            }
        }
        m_output.send({ { "id", request.id }, { "error", errorJson(result.error()) } });
    }

    int m_input;
    Output m_output;
    Pending m_pending;
    Session m_session;
    Worker m_worker; // last: its jobs use the members above
};

} // namespace

int serve(SessionOptions options, int input, int output) { return Server(std::move(options), input, output).run(); }

} // namespace vitrine

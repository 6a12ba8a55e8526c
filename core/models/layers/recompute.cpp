// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/layers/recompute.h"

#include "core/models/runtime/random_state.h"

#include <ATen/ATen.h>
#include <ATen/autocast_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/functions/accumulate_grad.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <unordered_set>

namespace vitrine {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Is mixed precision on, and of what type.
class Autocast {
public:
    explicit Autocast(at::DeviceType device)
        : m_device(device)
        , m_on(at::autocast::is_autocast_enabled(device))
        , m_cached(at::autocast::is_autocast_cache_enabled())
        , m_type(at::autocast::get_autocast_dtype(device))
    {
    }
    void restore() const
    {
        at::autocast::set_autocast_enabled(m_device, m_on);
        at::autocast::set_autocast_cache_enabled(m_cached);
        at::autocast::set_autocast_dtype(m_device, m_type);
    }

private:
    at::DeviceType m_device;
    bool m_on, m_cached;
    at::ScalarType m_type;
};

/// All that a run depends on besides tensors.
struct Surroundings {
    explicit Surroundings(at::Device device)
        : random(device)
        , autocast(device.type())
    {
    }
    void restore() const
    {
        random.restore();
        autocast.restore();
    }
    RandomState random;
    Autocast autocast;
};

/// While it lives the surroundings are `then`; afterwards again what they were.
class Return {
public:
    Return(const Surroundings& then, at::Device device)
        : m_now(device)
    {
        then.restore();
    }
    Return(const Return&) = delete;
    Return& operator=(const Return&) = delete;
    ~Return() { m_now.restore(); }

private:
    Surroundings m_now;
};

struct Body : torch::CustomClassHolder {
    Body(Segment work, std::size_t count, at::Device where)
        : segment(std::move(work))
        , inputs(count)
        , device(where)
        , first(where)
    {
    }
    at::Tensor run(const variable_list& tensors) const
    {
        return segment({ tensors.begin(), tensors.begin() + std::ptrdiff_t(inputs) });
    }
    Segment segment;
    std::size_t inputs; // the rest of the tensors are parameters
    at::Device device;
    Surroundings first; // of the first run
};

/// The leaves whose gradients the graph of `result` would fill, none of them in `known`.
void refuseForgottenLeaves(const at::Tensor& result, const variable_list& known)
{
    std::unordered_set<const at::TensorImpl*> passed;
    for (const auto& tensor : known)
        passed.insert(tensor.unsafeGetTensorImpl());
    std::unordered_set<const torch::autograd::Node*> seen;
    std::vector<torch::autograd::Node*> open { result.grad_fn().get() };
    while (!open.empty()) {
        auto* node = open.back();
        open.pop_back();
        if (!node || !seen.insert(node).second)
            continue;
        const auto* leaf = dynamic_cast<const torch::autograd::AccumulateGrad*>(node);
        if (leaf && !passed.contains(leaf->variable.unsafeGetTensorImpl()))
            throw std::logic_error("A recomputed segment uses a trainable tensor that was not passed to it.");
        for (const auto& edge : node->next_edges())
            open.push_back(edge.function.get());
    }
}

/// The body's tensors as leaves of a graph of its own, so that nothing upstream is met; parameters are leaves already.
variable_list isolated(const Body& body, variable_list tensors)
{
    for (std::size_t i = 0; i < body.inputs; ++i)
        tensors[i] = tensors[i].detach().requires_grad_(tensors[i].requires_grad());
    return tensors;
}

variable_list chosen(const variable_list& tensors, const std::vector<std::int64_t>& places)
{
    variable_list result;
    for (const auto place : places)
        result.push_back(tensors[std::size_t(place)]);
    return result;
}

/// Where gradients can go and are asked for.
std::vector<std::int64_t> wantedPlaces(AutogradContext* context, const variable_list& tensors)
{
    std::vector<std::int64_t> places;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        if (tensors[i].requires_grad() && context->needs_input_grad(i))
            places.push_back(std::int64_t(i));
    }
    return places;
}

/// Gradients of the body by its tensors at `places`; undefined where it does not use one. With a graph if
/// `differentiable`.
variable_list bodyGradients(const Body& body, const variable_list& leaves, const std::vector<std::int64_t>& places,
    const at::Tensor& outside, bool differentiable)
{
    const auto result = body.run(leaves);
    if (!result.requires_grad())
        return variable_list(places.size());
    refuseForgottenLeaves(result, leaves);
    return torch::autograd::grad({ result }, chosen(leaves, places), { outside }, std::nullopt, differentiable, true);
}

c10::intrusive_ptr<Body> bodyOf(AutogradContext* context)
{
    return c10::static_intrusive_pointer_cast<Body>(context->saved_data["body"].toCapsule());
}

/// The backward pass as a function that can be differentiated once more: it computes the body a third time for that.
struct RecomputedGradient : torch::autograd::Function<RecomputedGradient> {
    /// `tensors` are those of the body and, last, the gradient from outside. Returns the gradients that are defined;
    /// `found` gets their indices.
    static variable_list forward(AutogradContext* context, const c10::intrusive_ptr<Body>& body,
        const std::vector<std::int64_t>& places, const std::shared_ptr<std::vector<std::int64_t>>& found,
        at::TensorList tensors)
    {
        context->saved_data["body"] = c10::IValue::make_capsule(body);
        context->save_for_backward(tensors.vec());
        const Return after(body->first, body->device);
        const at::AutoGradMode on(true);
        const auto all = bodyGradients(
            *body, isolated(*body, tensors.slice(0, tensors.size() - 1).vec()), places, tensors.back().detach(), false);
        variable_list gradients;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (!all[i].defined())
                continue;
            gradients.push_back(all[i]);
            found->push_back(places[i]);
        }
        context->saved_data["places"] = *found;
        return gradients;
    }

    static variable_list backward(AutogradContext* context, const variable_list& outside)
    {
        if (at::GradMode::is_enabled())
            throw std::logic_error("A recomputed segment can be differentiated twice, not three times.");
        const auto body = bodyOf(context);
        const auto saved = context->get_saved_variables();
        const auto targets = wantedPlaces(context, saved);
        constexpr std::size_t others = 3; // arguments of forward() that are no tensors
        variable_list gradients(saved.size() + others);
        const Return after(body->first, body->device);
        const at::AutoGradMode on(true);
        auto leaves = isolated(*body, { saved.begin(), saved.end() - 1 });
        const auto seed = saved.back().detach().requires_grad_(saved.back().requires_grad());
        const auto first = bodyGradients(*body, leaves, context->saved_data["places"].toIntVector(), seed, true);
        leaves.push_back(seed);
        variable_list values, weights;
        for (std::size_t i = 0; i < first.size(); ++i) {
            if (first[i].defined() && first[i].requires_grad() && outside[i].defined()) {
                values.push_back(first[i]);
                weights.push_back(outside[i]);
            }
        }
        if (values.empty() || targets.empty())
            return gradients;
        const auto second = torch::autograd::grad(values, chosen(leaves, targets), weights, std::nullopt, false, true);
        for (std::size_t i = 0; i < targets.size(); ++i)
            gradients[std::size_t(targets[i]) + others] = second[i];
        return gradients;
    }
};

struct Recomputed : torch::autograd::Function<Recomputed> {
    static at::Tensor forward(AutogradContext* context, const c10::intrusive_ptr<Body>& body, at::TensorList tensors)
    {
        context->saved_data["body"] = c10::IValue::make_capsule(body);
        context->save_for_backward(tensors.vec());
        return body->run(tensors.vec()); // no graph is built here
    }

    static variable_list backward(AutogradContext* context, const variable_list& outside)
    {
        const auto body = bodyOf(context);
        auto tensors = context->get_saved_variables();
        auto places = wantedPlaces(context, tensors);
        variable_list gradients(tensors.size() + 1), found; // the body comes first and has none
        if (places.empty())
            return gradients;
        if (at::GradMode::is_enabled()) { // the caller wants to differentiate what comes out
            const auto defined = std::make_shared<std::vector<std::int64_t>>();
            tensors.push_back(outside[0]);
            found = RecomputedGradient::apply(body, places, defined, at::TensorList(tensors));
            places = *defined;
        } else {
            const Return after(body->first, body->device);
            const at::AutoGradMode on(true);
            found = bodyGradients(*body, isolated(*body, tensors), places, outside[0], false);
        }
        for (std::size_t i = 0; i < places.size(); ++i)
            gradients[std::size_t(places[i]) + 1] = found[i];
        return gradients;
    }
};

} // namespace

at::Tensor recomputed(Segment segment, std::vector<at::Tensor> inputs, const std::vector<at::Tensor>& parameters)
{
    const auto count = inputs.size();
    const auto device = inputs.at(0).device();
    for (const auto& parameter : parameters) {
        if (parameter.requires_grad())
            inputs.push_back(parameter);
    }
    if (!at::GradMode::is_enabled()
        || std::none_of(inputs.begin(), inputs.end(), [](const auto& tensor) { return tensor.requires_grad(); }))
        return segment({ inputs.begin(), inputs.begin() + std::ptrdiff_t(count) });
    return Recomputed::apply(c10::make_intrusive<Body>(std::move(segment), count, device), at::TensorList(inputs));
}

std::vector<std::pair<std::size_t, std::size_t>> segmentsOf(std::size_t count, int segments)
{
    const auto pieces = std::clamp<std::size_t>(std::size_t(std::max(segments, 1)), 1, std::max<std::size_t>(count, 1));
    std::vector<std::pair<std::size_t, std::size_t>> result;
    for (std::size_t i = 0; i < pieces; ++i)
        result.emplace_back(i * count / pieces, (i + 1) * count / pieces);
    return result;
}

} // namespace vitrine

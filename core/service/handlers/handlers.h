// SPDX-License-Identifier: GPL-3.0-or-later
// The functions behind the table of requests, one file each, and the parameters that several of them share.
#pragma once

#include "core/models/predict.h"
#include "core/service/dispatcher.h"

namespace vitrine {

Handler alignHandler();
Handler attentionHandler();
Handler attributeHandler();
Handler closeHandler();
Handler convertHandler();
Handler describeHandler();
Handler geluHandler();
Handler helloHandler();
Handler inspectHandler();
Handler methodsHandler();
Handler modelsHandler();
Handler nearestHandler();
Handler openHandler();
Handler parityHandler();
Handler predictHandler();
Handler robustnessHandler();
Handler selfcheckHandler();
Handler surgeryHandler();
Handler tokenizeHandler();
Handler trainHandler();

/// "model": what to open.
ParamSpec modelParameter();
/// "model", "text", "text-pair", "max-length": what every request about one text takes.
std::vector<ParamSpec> textParameters();

/// The text that `parameters`, made from textParameters(), describe.
TextInput textInput(const Parameters& parameters, const ParameterValues& given);

} // namespace vitrine

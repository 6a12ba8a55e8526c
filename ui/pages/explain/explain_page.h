// SPDX-License-Identifier: GPL-3.0-or-later
// Why did the model answer so: the text coloured by its scores, the same scores as bars, the path they came from.
#pragma once

#include "ui/pages/explain/explain_controls.h"
#include "ui/pages/page.h"

class QBoxLayout;

namespace vitrine {

class Banner;
class ChartCard;

/// Shows the draft first and replaces it by the refined answer.
class ExplainPage : public Page {
    Q_OBJECT
public:
    explicit ExplainPage(const PageContext& context);

    void setActive(bool active) override;
    void cancel() override { m_request.cancel(); }
    AnyResult result() const override;
    TokenDisplay tokenDisplay() const override;
    Chart* mainChart() const override;
    QString helpText() const override;

protected:
    const Encoding* encoding() const override { return m_attribution ? &m_attribution->encoding : nullptr; }
    void resizeEvent(QResizeEvent* event) override;

private:
    void run();
    void show(const std::shared_ptr<const Attribution>& attribution);
    void clear();
    void updateContext();
    void updateStale();
    QString noteOf(const Attribution& attribution) const;

    Workspace& m_workspace;
    Selection& m_selection;
    ExplainControls* m_controls;
    Banner* m_banner;
    ChartCard* m_strip;
    ChartCard* m_bars;
    ChartCard* m_path;
    QBoxLayout* m_lower;
    Request m_request;
    std::shared_ptr<const Attribution> m_attribution;
    bool m_active = false;
    bool m_wanted = false; ///< a run was asked for while the page was hidden
};

} // namespace vitrine

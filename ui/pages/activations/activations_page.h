// SPDX-License-Identifier: GPL-3.0-or-later
// Does it matter which GELU? The exact function, its approximations, their errors, and the constants that fit best.
#pragma once

#include "core/results/gelu.h"
#include "ui/pages/page.h"

class QPushButton;

namespace vitrine {

class Banner;
class ChartCard;
class ParameterForm;
class PlainLabel;
class SortedTable;

/// Needs no model; with one it says which function the model computes.
class ActivationsPage : public Page {
    Q_OBJECT
public:
    explicit ActivationsPage(const PageContext& context);

    void setActive(bool active) override;
    void cancel() override { m_request.cancel(); }
    bool showsText() const override { return false; }
    AnyResult result() const override { return m_gelu; }
    TokenDisplay tokenDisplay() const override { return {}; }
    Chart* mainChart() const override;
    QString helpText() const override;

protected:
    const Encoding* encoding() const override { return nullptr; }

private:
    void buildPanel();
    void describe();
    void run();
    void show();
    void showModel();
    /// Takes the fitted λ of the sigmoid as the own constant.
    void useBestConstant();

    EngineProcess& m_engine;
    Workspace& m_workspace;
    QWidget* m_panel;
    Banner* m_banner;
    std::vector<ChartCard*> m_charts;
    ChartCard* m_fitsCard;
    SortedTable* m_fits;
    ParameterForm* m_form;
    QPushButton* m_useBest;
    PlainLabel* m_model;
    Request m_request;
    std::shared_ptr<const Gelu> m_gelu;
    bool m_active = false;
};

} // namespace vitrine

// SPDX-License-Identifier: GPL-3.0-or-later
// Where the heads look: all of them as an atlas, one of them with its tokens and figures.
#pragma once

#include "ui/charts/attention/heat_map.h"
#include "ui/pages/page.h"

class QComboBox;

namespace vitrine {

class Banner;
class ChartCard;
class HeadStatisticsView;
class PlainLabel;

/// Says beside every map that attention is no explanation, and how far it agrees with one.
class AttentionPage : public Page {
    Q_OBJECT
public:
    explicit AttentionPage(const PageContext& context);

    void setActive(bool active) override;
    void cancel() override;
    AnyResult result() const override;
    TokenDisplay tokenDisplay() const override;
    Chart* mainChart() const override;
    QString helpText() const override;

protected:
    const Encoding* encoding() const override { return m_attention ? &m_attention->encoding : nullptr; }

private:
    void buildPanel();
    HeatMap* map() const;
    void run();
    void show(const std::shared_ptr<const Attention>& attention);
    void clear();
    void updateHead();
    bool showsInfluence() const;
    void askForInfluence();
    void updateMap();
    void updateAllHeads();
    void updateAgreement();
    bool isOutdated() const;

    Workspace& m_workspace;
    Selection& m_selection;
    QWidget* m_panel;
    Banner* m_banner;
    ChartCard* m_atlas;
    ChartCard* m_map;
    PlainLabel* m_agreement;
    PlainLabel* m_headTitle;
    HeadStatisticsView* m_statistics;
    PlainLabel* m_influenceNote;
    QComboBox* m_quantity;
    QComboBox* m_combine;
    QComboBox* m_special;
    QComboBox* m_scale;
    Request m_request;
    Request m_influenceRequest;
    std::shared_ptr<const Attention> m_attention;
    std::shared_ptr<const Attention> m_influence; // of the head that was chosen when it was asked for
    std::optional<double> m_allHeads;
    bool m_active = false;
};

} // namespace vitrine

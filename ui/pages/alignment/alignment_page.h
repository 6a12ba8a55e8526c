// SPDX-License-Identifier: GPL-3.0-or-later
// Word flow: the text of the window beside another one; which word goes where, at what cost, proved to be the cheapest
// way.
#pragma once

#include "core/results/alignment.h"
#include "ui/pages/page.h"

#include <QTimer>

class QPlainTextEdit;

namespace vitrine {

class Banner;
class ChartCard;
class NeighbourList;
class ParameterForm;
class PlainLabel;
class TransportCertificateView;

/// The left text is the window's, the right one the page's own; both are live.
class AlignmentPage : public Page {
    Q_OBJECT
public:
    explicit AlignmentPage(const PageContext& context);

    void setActive(bool active) override;
    void cancel() override { m_request.cancel(); }
    AnyResult result() const override { return m_alignment; }
    TokenDisplay tokenDisplay() const override { return {}; }
    Chart* mainChart() const override;
    QString helpText() const override;

    void setRightText(const QString& text) override;

protected:
    const Encoding* encoding() const override
    {
        return m_alignment && m_alignment->left.encoding ? &*m_alignment->left.encoding : nullptr;
    }

private:
    QWidget* makeRightText();
    void buildPanel();
    void describe();
    ParameterValues parameters() const;
    void swap();
    void runSoon();
    void run();
    void show(const std::shared_ptr<const Alignment>& alignment);
    void clear();

    EngineProcess& m_engine;
    Workspace& m_workspace;
    QWidget* m_panel;
    Banner* m_banner;
    QPlainTextEdit* m_right;
    ChartCard* m_bracket;
    ChartCard* m_flow;
    ChartCard* m_matrix;
    ParameterForm* m_form;
    TransportCertificateView* m_certificate;
    NeighbourList* m_neighbours;
    Request m_request;
    QTimer m_typingPause;
    std::shared_ptr<const Alignment> m_alignment;
    bool m_active = false;
    bool m_live = false; // the last answer came at once
    bool m_changedMeanwhile = false; // a text, while an answer was under way
};

} // namespace vitrine

// SPDX-License-Identifier: GPL-3.0-or-later
// The frame charts stand in on a page: title, note, and a menu of what can be done with any chart.
#pragma once

#include "ui/charts/chart.h"

class QLabel;
class QMenu;
class QToolButton;
class QVBoxLayout;

namespace vitrine {

class PlainLabel;

/// A rounded card. When its content is a Chart, the ⋯ menu offers the chart's own actions, copying, export and the
/// table.
class ChartCard : public QWidget {
    Q_OBJECT
public:
    explicit ChartCard(const QString& title, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    QString title() const;
    /// Muted text at the right of the title; cut with "…" where there is no room.
    void setNote(const QString& note);
    /// Takes ownership; replaces former content. `chart` names the chart inside when the content only contains it.
    void setContent(QWidget* content, Chart* chart = nullptr);
    Chart* chart() const { return m_chart; }
    /// The whole chart as it would be exported, on the clipboard.
    void copyImage();
    /// The chart's table as tab-separated text, on the clipboard.
    void copyNumbers();
    void showTable();

Q_SIGNALS:
    /// "Export figure…" was chosen: the page asks for a name and calls writeFigure().
    void exportRequested(vitrine::Chart* chart);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fillMenu();
    void applyLook();

    QLabel* m_title;
    PlainLabel* m_note;
    QToolButton* m_more;
    QMenu* m_menu;
    QVBoxLayout* m_layout;
    QWidget* m_content = nullptr;
    Chart* m_chart = nullptr;
};

} // namespace vitrine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/neighbour_list.h"

#include "ui/charts/chart_text.h"
#include "ui/support/plain_text.h"

#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace vitrine {

NeighbourList::NeighbourList(EngineProcess& engine, FileDialogs& dialogs, std::function<CallParameters()> parameters, QWidget* parent)
    : QWidget(parent)
    , m_dialogs(dialogs)
    , m_parameters(std::move(parameters))
    , m_request(engine, tr("Searching the corpus"))
    , m_open(new QPushButton(tr("Nearest in a corpus…")))
    , m_work(PlainLabel::make({}, "muted"))
    , m_list(new QListWidget)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(PlainLabel::make(tr("Nearest texts"), "heading"));
    layout->addWidget(m_open, 0, Qt::AlignLeft);
    layout->addWidget(m_work);
    layout->addWidget(m_list);
    m_work->setWordWrap(true);
    m_work->hide();
    m_list->setObjectName(QStringLiteral("neighbours"));
    m_list->setAccessibleName(tr("Nearest texts"));
    m_list->setWordWrap(true);
    m_list->setMinimumHeight(180);
    m_list->hide();
    connect(m_open, &QPushButton::clicked, this, &NeighbourList::choose);
    connect(m_list, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) { Q_EMIT chosen(item->data(Qt::UserRole).toString()); });
    connect(m_list, &QListWidget::itemClicked, this, [this](const QListWidgetItem* item) { Q_EMIT chosen(item->data(Qt::UserRole).toString()); });
    connect(&m_request, &Request::failed, this, &NeighbourList::failed);
}

void NeighbourList::choose()
{
    const auto path = m_dialogs.chooseFile(window(), tr("A corpus of texts"), {}, tr("Texts (*.txt *.tsv *.csv *.jsonl);;All files (*)"));
    if (!path.isEmpty())
        search(path);
}

void NeighbourList::search(const QString& corpus)
{
    auto parameters = m_parameters();
    if (parameters.empty())
        return;
    parameters["input"] = corpus.toStdString();
    m_request.start<Nearest>("nearest", std::move(parameters), [this](const std::shared_ptr<const Nearest>& nearest) { show(*nearest); });
}

void NeighbourList::clear()
{
    m_request.cancel();
    m_list->clear();
    m_list->hide();
    m_work->hide();
}

void NeighbourList::show(const Nearest& nearest)
{
    m_list->clear();
    for (const Neighbour& neighbour : nearest.neighbours) {
        const auto text = QString::fromStdString(neighbour.text);
        auto line = QStringLiteral("%1   %2").arg(plainNumber(neighbour.distance, 3), isolated(shortened(text, 160)));
        if (!neighbour.label.empty())
            line += QStringLiteral("   ") + isolated(QString::fromStdString(neighbour.label));
        auto* item = new QListWidgetItem(line, m_list);
        item->setData(Qt::UserRole, text);
    }
    const auto& work = nearest.work;
    const double share = work.documents > 0 ? 100.0 * work.exact / work.documents : 0;
    m_work->setText(tr("%1 of %2 texts solved exactly (%3 %), the others ruled out by a bound").arg(QLocale().toString(work.exact), QLocale().toString(work.documents), QLocale().toString(share, 'f', 1)));
    m_work->show();
    m_list->show();
}

} // namespace vitrine

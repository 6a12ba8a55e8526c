// SPDX-License-Identifier: GPL-3.0-or-later
// The list is as high as its rows: the panel around it scrolls.
#include "ui/pages/alignment/neighbour_list.h"

#include "ui/charts/chart_text.h"
#include "ui/pages/alignment/neighbour_delegate.h"
#include "ui/widgets/plain_text.h"

#include <QEvent>
#include <QFileInfo>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QResizeEvent>
#include <QVBoxLayout>

namespace vitrine {

namespace {

constexpr int maxShown = 600; ///< characters of a text; three lines hold fewer

QString noteOf(const Neighbour& neighbour)
{
    const bool isNamed = !neighbour.id.empty() && neighbour.id != std::to_string(neighbour.row);
    auto note = isNamed ? isolated(QString::fromStdString(neighbour.id))
                        : NeighbourList::tr("row %1").arg(QLocale().toString(neighbour.row));
    if (!neighbour.label.empty())
        note += QStringLiteral(" · ") + isolated(QString::fromStdString(neighbour.label));
    return note;
}

QString workOf(const SearchWork& work)
{
    const double share = work.documents > 0 ? 100.0 * work.exact / work.documents : 0;
    auto text = NeighbourList::tr("%1 of %2 texts solved exactly (%3 %), the others ruled out by a bound")
                    .arg(QLocale().toString(work.exact), QLocale().toString(work.documents),
                        QLocale().toString(share, 'f', 1));
    if (work.skipped > 0)
        text += NeighbourList::tr("; left out because no word is known: %1").arg(QLocale().toString(work.skipped));
    return text;
}

} // namespace

NeighbourList::NeighbourList(
    EngineProcess& engine, FileDialogs& dialogs, std::function<ParameterValues()> parameters, QWidget* parent)
    : QWidget(parent)
    , m_dialogs(dialogs)
    , m_parameters(std::move(parameters))
    , m_request(engine, tr("Searching the corpus"))
    , m_open(new QPushButton(tr("Nearest in a corpus…")))
    , m_again(new QPushButton(tr("Search again")))
    , m_corpus(PlainLabel::make({}, "title"))
    , m_work(PlainLabel::make({}, "muted"))
    , m_list(new QListWidget)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(PlainLabel::make(tr("Nearest texts"), "heading"));
    layout->addWidget(m_open, 0, Qt::AlignLeft);
    auto* corpus = new QHBoxLayout;
    corpus->setSpacing(6);
    corpus->addWidget(m_corpus, 1);
    corpus->addWidget(m_again);
    layout->addLayout(corpus);
    layout->addWidget(m_work);
    layout->addWidget(m_list);
    m_open->setObjectName(QStringLiteral("chooseCorpus"));
    m_again->setObjectName(QStringLiteral("searchAgain"));
    m_again->setProperty("look", QStringLiteral("flat"));
    m_again->setToolTip(tr("The list answers an earlier text or other settings"));
    m_corpus->setRole(TextRole::Body);
    m_corpus->setElided(true);
    m_work->setObjectName(QStringLiteral("searchWork"));
    m_work->setWordWrap(true);
    m_list->setObjectName(QStringLiteral("neighbours"));
    m_list->setAccessibleName(tr("Nearest texts"));
    m_list->setProperty("look", QStringLiteral("bare"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setItemDelegate(new NeighbourDelegate(m_list));
    m_list->setMouseTracking(true);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(m_open, &QPushButton::clicked, this, &NeighbourList::choose);
    connect(m_again, &QPushButton::clicked, this, [this] { search(QString::fromStdString(m_asked["input"])); });
    const auto choose
        = [this](const QListWidgetItem* item) { Q_EMIT chosen(item->data(NeighbourDelegate::TextRole).toString()); };
    connect(m_list, &QListWidget::itemActivated, this, choose);
    connect(m_list, &QListWidget::itemClicked, this, choose);
    connect(&m_request, &Request::failed, this, &NeighbourList::failed);
    clear();
}

void NeighbourList::choose()
{
    const auto path = m_dialogs.chooseFile(
        window(), tr("A corpus of texts"), {}, tr("Texts (*.txt *.tsv *.csv *.jsonl);;All files (*)"));
    if (!path.isEmpty())
        search(path);
}

void NeighbourList::search(const QString& corpus)
{
    auto parameters = m_parameters();
    if (parameters.empty())
        return;
    parameters["input"] = corpus.toStdString();
    m_request.start<Nearest>("nearest", parameters, [this, parameters](const std::shared_ptr<const Nearest>& nearest) {
        m_asked = parameters;
        show(*nearest);
    });
}

void NeighbourList::clear()
{
    m_request.cancel();
    m_asked.clear();
    m_list->clear();
    for (QWidget* widget : { static_cast<QWidget*>(m_list), static_cast<QWidget*>(m_corpus),
             static_cast<QWidget*>(m_work), static_cast<QWidget*>(m_again) })
        widget->hide();
}

void NeighbourList::checkCurrent()
{
    if (m_asked.empty())
        return;
    auto now = m_parameters();
    const bool canSearch = !now.empty();
    now["input"] = m_asked["input"];
    m_again->setVisible(canSearch && now != m_asked);
}

void NeighbourList::show(const Nearest& nearest)
{
    m_list->clear();
    for (const Neighbour& neighbour : nearest.neighbours) {
        const auto text = QString::fromStdString(neighbour.text);
        auto* item = new QListWidgetItem(isolated(shortened(text, maxShown)), m_list);
        const auto distance = plainNumber(neighbour.distance, 3);
        item->setData(NeighbourDelegate::TextRole, text);
        item->setData(NeighbourDelegate::DistanceRole, distance);
        item->setData(NeighbourDelegate::NoteRole, noteOf(neighbour));
        item->setData(Qt::AccessibleTextRole, QStringLiteral("%1, %2").arg(distance, text));
        item->setToolTip(plainToolTip(shortened(text, maxShown)));
    }
    m_corpus->setText(isolated(QFileInfo(QString::fromStdString(m_asked["input"])).fileName()));
    m_work->setText(workOf(nearest.work));
    for (QWidget* widget :
        { static_cast<QWidget*>(m_list), static_cast<QWidget*>(m_corpus), static_cast<QWidget*>(m_work) })
        widget->show();
    checkCurrent();
    fitHeight();
    if (!nearest.provenance.warnings.empty())
        Q_EMIT warned(nearest.provenance.warnings);
}

void NeighbourList::fitHeight()
{
    int height = 2 * m_list->frameWidth();
    for (int row = 0; row < m_list->count(); ++row)
        height += m_list->sizeHintForRow(row);
    m_list->setFixedHeight(height);
}

void NeighbourList::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (event->size().width() == event->oldSize().width())
        return;
    m_list->doItemsLayout(); // other lines at another width
    fitHeight();
}

void NeighbourList::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitHeight();
}

} // namespace vitrine

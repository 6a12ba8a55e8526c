// SPDX-License-Identifier: GPL-3.0-or-later
// What the menus do.
#include "ui/window/main_window.h"

#include "core/runtime/version.h"
#include "ui/charts/chart_card.h"
#include "ui/support/settings.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/plain_text.h"
#include "ui/window/actions.h"
#include "ui/window/central_area.h"
#include "ui/window/command_palette.h"
#include "ui/window/load_report.h"
#include "ui/window/page_bar.h"
#include "ui/window/parity_panel.h"
#include "ui/window/status_line.h"
#include "ui/window/text_field.h"
#include "ui/window/text_panel.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QScrollArea>
#include <QSplitter>
#include <QUrl>
#include <QWhatsThis>

namespace vitrine {

namespace {

constexpr qint64 maxTextBytes = 4 * TextEdit::maxCharacters; // UTF-8 takes at most four bytes a character

void showPlainMessage(QWidget* parent, const QString& title, const QString& text)
{
    auto* box = new QMessageBox(QMessageBox::NoIcon, title, text, QMessageBox::Close, parent);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

/// A folder, or a file that lies in a model's folder. What does not exist is left to the engine to refuse.
bool isOfAModel(const QFileInfo& info)
{
    static const QStringList weights { QStringLiteral("safetensors"), QStringLiteral("bin"), QStringLiteral("pt"),
        QStringLiteral("pth"), QStringLiteral("h5"), QStringLiteral("msgpack"), QStringLiteral("onnx"),
        QStringLiteral("gguf"), QStringLiteral("ot") };
    const bool isConfig = info.fileName() == QLatin1String("config.json")
        || info.fileName() == QLatin1String("tokenizer.json") || info.fileName().endsWith(QLatin1String(".index.json"));
    return info.isDir() || !info.exists() || isConfig || weights.contains(info.suffix(), Qt::CaseInsensitive);
}

ChartCard* cardOf(Chart* chart)
{
    for (QWidget* widget = chart; widget; widget = widget->parentWidget()) {
        if (auto* card = qobject_cast<ChartCard*>(widget))
            return card;
    }
    return nullptr;
}

} // namespace

void MainWindow::connectMenus()
{
    auto& menu = *m_actions;
    auto* edit = m_centre->textField()->edit();
    const auto on = [this](QAction* action, auto handler) { connect(action, &QAction::triggered, this, handler); };

    on(menu.openFolder, [this] {
        if (const auto folder = m_dialogs.chooseFolder(this, tr("Open a model folder"), m_settings.lastFolder());
            !folder.isEmpty())
            open(folder, m_workspace.activeSlot());
    });
    on(menu.openFile, [this] {
        if (const auto file = m_dialogs.chooseFile(
                this, tr("Open weights"), m_settings.lastFolder(), tr("Weights (*.safetensors);;All files (*)"));
            !file.isEmpty())
            open(file, m_workspace.activeSlot());
    });
    on(menu.openText, [this] {
        if (const auto file = m_dialogs.chooseFile(
                this, tr("Open a text"), m_settings.lastFolder(), tr("Text (*.txt *.md);;All files (*)"));
            !file.isEmpty())
            openTextFile(file);
    });
    on(menu.exportFigure, [this] { exportFigure(); });
    on(menu.closeModel, [this] { m_workspace.closeModel(m_workspace.activeSlot()); });
    on(menu.quit, [this] { close(); });

    connect(menu.undo, &QAction::triggered, edit, &QPlainTextEdit::undo);
    connect(menu.redo, &QAction::triggered, edit, &QPlainTextEdit::redo);
    connect(menu.cut, &QAction::triggered, edit, &QPlainTextEdit::cut);
    connect(menu.copy, &QAction::triggered, edit, &QPlainTextEdit::copy);
    connect(menu.paste, &QAction::triggered, edit, &QPlainTextEdit::paste);
    const auto onCard = [this, on](QAction* action, void (ChartCard::*command)()) {
        on(action, [this, command] {
            if (auto* card = cardOf(currentPage()->mainChart()))
                (card->*command)();
        });
    };
    onCard(menu.copyFigure, &ChartCard::copyImage);
    onCard(menu.copyNumbers, &ChartCard::copyNumbers);
    onCard(menu.showTable, &ChartCard::showTable);
    on(menu.find, [this] { m_centre->findBar()->open(); });
    connect(m_centre->findBar(), &FindBar::searched, this, &MainWindow::findToken);

    on(menu.palette, [this] {
        auto* palette = new CommandPalette(m_actions->all(), this);
        palette->move(mapToGlobal(QPoint((width() - palette->width()) / 2, 72)));
        palette->show();
    });
    connect(menu.fullPage, &QAction::toggled, this, &MainWindow::setFullPage);
    on(menu.nextPane, [this] { cyclePanes(1); });
    on(menu.previousPane, [this] { cyclePanes(-1); });
    const auto zoom = [](double factor) {
        setTextZoom(factor);
        applyTheme(*qApp, currentTheme().dark ? ThemeKind::Dark : ThemeKind::Light);
    };
    on(menu.zoomIn, [zoom] { zoom(textZoom() * 1.1); });
    on(menu.zoomOut, [zoom] { zoom(textZoom() / 1.1); });
    on(menu.zoomReset, [zoom] { zoom(1); });
    on(menu.themeLight, [this] { setTheme(QStringLiteral("light")); });
    on(menu.themeDark, [this] { setTheme(QStringLiteral("dark")); });
    on(menu.themeSystem, [this] { setTheme(QStringLiteral("system")); });
    const auto theme = m_settings.theme();
    (theme == QLatin1String("light")         ? menu.themeLight
            : theme == QLatin1String("dark") ? menu.themeDark
                                             : menu.themeSystem)
        ->setChecked(true);

    menu.modelMenu->insertMenu(menu.loadReport, m_texts->samplesMenu());
    menu.modelMenu->insertSeparator(menu.loadReport);
    connect(menu.run, &QAction::triggered, &m_workspace, &Workspace::run);
    on(menu.cancel, [this] {
        m_centre->findBar()->hide();
        currentPage()->cancel();
        m_engine.cancelAll();
    });
    on(menu.loadReport, [this] { showLoadReport(); });
    on(menu.parity, [this] { showParity(); });
    connect(menu.restartEngine, &QAction::triggered, &m_engine, &EngineProcess::restart);
    on(menu.pageHelp,
        [this] { showPlainMessage(this, m_pages[m_current].action->iconText(), currentPage()->helpText()); });
    on(menu.whatsThis, [] { QWhatsThis::enterWhatsThisMode(); });
    on(menu.engineLog, [this] { showEngineLog(); });
    on(menu.about, [this] {
        showPlainMessage(this, tr("About Vitrine"),
            tr("Vitrine %1\nA glass case for text models.\n\nLicence: GPL-3.0-or-later. Uses Qt, QCustomPlot, "
               "nlohmann-json and utf8proc; the engine uses LibTorch.")
                .arg(QString::fromStdString(vitrineVersion())));
    });
    fillRecentMenu();
    fillBuiltInMenu();
}

void MainWindow::fillBuiltInMenu()
{
    auto* menu = m_actions->builtInMenu;
    menu->clear();
    if (const auto* greeting = m_engine.greeting()) {
        for (const auto& model : greeting->models) {
            const auto name = QString::fromStdString(model.name);
            auto* action = menu->addAction(
                withoutMnemonic(isolated(QString::fromStdString(model.title.empty() ? model.name : model.title))));
            connect(action, &QAction::triggered, this,
                [this, name] { m_workspace.openModel(name, m_workspace.activeSlot()); });
        }
    }
    menu->setEnabled(!menu->isEmpty());
}

void MainWindow::fillRecentMenu()
{
    auto* menu = m_actions->recentMenu;
    menu->clear();
    for (const auto& reference : m_settings.recentModels()) {
        auto* action = menu->addAction(withoutMnemonic(isolated(shortened(reference, 80))));
        action->setEnabled(!reference.contains(QLatin1Char('/')) || QFileInfo::exists(reference));
        connect(action, &QAction::triggered, this,
            [this, reference] { m_workspace.openModel(reference, m_workspace.activeSlot()); });
    }
    if (!menu->isEmpty()) {
        menu->addSeparator();
        connect(menu->addAction(tr("&Clear the list")), &QAction::triggered, this, [this] {
            m_settings.clearRecentModels();
            fillRecentMenu();
        });
    }
    menu->setEnabled(!menu->isEmpty());
}

void MainWindow::open(const QString& path, Slot slot)
{
    const QFileInfo info(path);
    if (!isOfAModel(info)) {
        if (info.suffix().compare(QLatin1String("json"), Qt::CaseInsensitive) == 0 && m_workspace.card())
            showParity(path);
        else
            openTextFile(path);
        return;
    }
    openModel(path, slot);
}

void MainWindow::openModel(const QString& model, Slot slot)
{
    const QFileInfo info(model);
    if (info.exists())
        m_settings.setLastFolder(info.absolutePath());
    m_workspace.openModel(info.exists() ? info.absoluteFilePath() : model, slot);
}

/// Reads no more than the field can hold, so that the size of the file does not matter.
void MainWindow::openTextFile(const QString& path)
{
    const QFileInfo info(path);
    QFile file(path);
    if (!info.isFile() || !file.open(QIODevice::ReadOnly)) {
        m_centre->windowBanner()->showMessage(
            Banner::Kind::Trouble, tr("%1 cannot be read: %2.").arg(isolated(info.fileName()), file.errorString()));
        return;
    }
    const auto bytes = file.read(maxTextBytes);
    m_settings.setLastFolder(info.absolutePath());
    showText(QString::fromUtf8(bytes));
    if (info.size() > bytes.size())
        Q_EMIT m_centre->textField()->edit()->tooMuch(qsizetype(info.size()));
}

void MainWindow::openUsual()
{
    if (!m_engine.greeting()) {
        m_usualWanted = true;
        return;
    }
    const auto recent = m_settings.recentModels();
    const auto crashed = m_settings.modelBeingOpened();
    QString reference = recent.isEmpty() ? QString() : recent.first();
    if (!crashed.isEmpty() && crashed == reference) {
        m_modelBanner->showMessage(Banner::Kind::Warning,
            tr("%1 was being opened when the program ended last time, so it is not opened by itself.")
                .arg(isolated(crashed)));
        return;
    }
    const auto& models = m_engine.greeting()->models;
    if (reference.isEmpty() && !models.empty())
        reference = QString::fromStdString(models.front().name);
    if (m_workspace.text().isEmpty())
        m_centre->textField()->setText(
            m_history.rowCount() > 0 ? m_history.text(0) : sampleTexts(QStringLiteral("en")).value(0));
    if (!reference.isEmpty())
        m_workspace.openModel(reference, Slot::A);
}

void MainWindow::showLoadReport()
{
    const auto& card = m_workspace.card();
    if (!card) {
        m_centre->windowBanner()->showMessage(
            Banner::Kind::Info, tr("There is no model yet; drop a model folder on the window."));
        return;
    }
    auto* report = new LoadReport(*card, this);
    connect(report, &LoadReport::parityRequested, this, [this] { showParity(); });
    connect(report, &LoadReport::convertRequested, this, [this] { m_workspace.convertModel(); });
    report->open();
}

void MainWindow::showParity(const QString& reference)
{
    const auto& card = m_workspace.card();
    if (!card) {
        m_centre->windowBanner()->showMessage(
            Banner::Kind::Info, tr("There is no model to compare yet; drop a model folder on the window."));
        return;
    }
    auto* panel = new ParityPanel(m_engine, m_dialogs, m_workspace.slot(m_workspace.activeSlot()).reference,
        QString::fromStdString(card->title.empty() ? card->provenance.model.name : card->title), this);
    panel->open();
    if (!reference.isEmpty())
        panel->compare(reference);
}

void MainWindow::exportFigure()
{
    const auto result = currentPage()->result();
    const auto* kind = findKind(result.kind());
    if (!kind) {
        m_centre->windowBanner()->showMessage(
            Banner::Kind::Info, tr("There is nothing to export yet; explain a text first."));
        return;
    }
    FigureOptions options;
    options.figure = QString::fromLatin1(kind->figure);
    options.display = currentPage()->tokenDisplay();
    options.head = m_selection.head();
    const auto chosen = m_questions.chooseOptions(this, result, options);
    if (!chosen)
        return;
    const auto suggestion = m_settings.lastFolder() + QLatin1Char('/') + suggestedFigureName(result);
    const auto path
        = m_dialogs.chooseTarget(this, tr("Export figure"), suggestion, tr("PDF (*.pdf);;SVG (*.svg);;PNG (*.png)"));
    if (path.isEmpty())
        return;
    if (const auto written = vitrine::exportFigure(result, *chosen, path); !written) {
        m_centre->windowBanner()->showError(written.error());
        m_centre->windowBanner()->offer(tr("Save elsewhere…"), [this] { exportFigure(); });
        return;
    }
    m_settings.setLastFolder(QFileInfo(path).absolutePath());
    m_status->setRemark(tr("written: %1").arg(isolated(QFileInfo(path).fileName())));
}

void MainWindow::setTheme(const QString& name)
{
    m_settings.setTheme(name);
    applyTheme(*qApp,
        name == QLatin1String("dark")        ? ThemeKind::Dark
            : name == QLatin1String("light") ? ThemeKind::Light
                                             : systemTheme());
}

void MainWindow::setFullPage(bool full)
{
    m_left->setVisible(!full);
    m_right->setVisible(!full);
    m_pageBar->setVisible(!full);
}

bool MainWindow::focusPane(QWidget* pane)
{
    for (auto* widget : pane->findChildren<QWidget*>()) {
        if (widget->isVisibleTo(this) && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0
            && !widget->focusProxy()) {
            widget->setFocus(Qt::TabFocusReason);
            return true;
        }
    }
    return false;
}

/// Text, page, parameters, left panel, and round again.
void MainWindow::cyclePanes(int step)
{
    QWidget* const panes[] = { m_centre->textField(), currentPage(), m_right, m_left };
    constexpr int count = 4;
    int at = count - 1;
    for (int i = 0; i < count; ++i) {
        if (auto* focused = QApplication::focusWidget();
            focused && (panes[i] == focused || panes[i]->isAncestorOf(focused)))
            at = i;
    }
    for (int tries = 0; tries < count; ++tries) {
        at = (at + step + count) % count;
        if (focusPane(panes[at]))
            return;
    }
}

void MainWindow::findToken(const QString& text, bool again)
{
    const int found = currentPage()->findToken(text, again ? m_selection.token() : -1);
    m_centre->findBar()->setFound(found >= 0);
    if (found >= 0)
        m_selection.setToken(found);
}

void MainWindow::showEngineLog()
{
    const auto lines = m_engine.log().lines();
    showPlainMessage(this, tr("Engine log"),
        lines.isEmpty() ? tr("The engine has written nothing.")
                        : lines.mid(std::max<qsizetype>(0, lines.size() - 40)).join(QLatin1Char('\n')));
}

/// A screen may have gone since: what would open outside of all of them opens on the first.
void MainWindow::restoreWindow()
{
    const auto available = screen()->availableGeometry();
    resize(QSize(1360, 860).boundedTo(available.size()));
    restoreGeometry(m_settings.geometry());
    m_splitter->restoreState(m_settings.splitter());
    setMinimumSize(640, 400);
    bool isSeen = false;
    for (const auto* one : QGuiApplication::screens())
        isSeen = isSeen || one->availableGeometry().intersected(frameGeometry()).width() >= 100;
    if (!isSeen)
        move(available.topLeft());
    resize(size().boundedTo(available.size()));
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const auto* mime = event->mimeData();
    const bool isFile = mime->urls().size() == 1 && mime->urls().first().isLocalFile();
    if (isFile || mime->hasText())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const auto* mime = event->mimeData();
    event->acceptProposedAction();
    if (mime->hasUrls() && mime->urls().first().isLocalFile())
        open(mime->urls().first().toLocalFile(), m_workspace.activeSlot());
    else
        showText(mime->text());
}

} // namespace vitrine

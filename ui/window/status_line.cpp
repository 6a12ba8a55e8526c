// SPDX-License-Identifier: GPL-3.0-or-later
// The dot has a word beside it: colour is never the only sign.
#include "ui/window/status_line.h"

#include "ui/support/theme.h"
#include "ui/widgets/plain_text.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>

namespace vitrine {

class StatusLine::Dot : public QWidget {
public:
    explicit Dot(QWidget* parent)
        : QWidget(parent)
    {
        setFixedSize(8, 8);
    }
    void setColour(QColor Theme::* colour)
    {
        m_colour = colour;
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(currentTheme().*m_colour);
        painter.drawEllipse(QRectF(0, 0, 8, 8));
    }

private:
    QColor Theme::* m_colour = &Theme::warn;
};

StatusLine::StatusLine(EngineProcess& engine, QWidget* parent)
    : QWidget(parent)
    , m_engine(engine)
    , m_dot(new Dot(this))
    , m_state(new PlainLabel)
    , m_device(PlainLabel::make({}, "muted"))
    , m_task(PlainLabel::make({}, "muted"))
    , m_progress(new QProgressBar)
    , m_cancel(new QPushButton(tr("Cancel")))
    , m_restart(new QPushButton(tr("Restart engine")))
    , m_remark(PlainLabel::make({}, "muted"))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 0, 12, 0);
    layout->setSpacing(8);
    layout->addWidget(m_dot);
    layout->addWidget(m_state);
    layout->addSpacing(16);
    layout->addWidget(m_device);
    layout->addWidget(m_restart);
    layout->addStretch(1);
    layout->addWidget(m_task);
    layout->addWidget(m_progress);
    layout->addWidget(m_cancel);
    layout->addWidget(m_remark);

    m_state->setObjectName(QStringLiteral("engineState"));
    m_task->setObjectName(QStringLiteral("runningTask"));
    m_remark->setObjectName(QStringLiteral("remark"));
    m_progress->setFixedSize(120, 6);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress"));
    for (auto* button : { m_cancel, m_restart })
        button->setProperty("look", QStringLiteral("flat"));
    m_cancel->setObjectName(QStringLiteral("cancelTask"));
    m_cancel->setToolTip(tr("Stop what is running (Esc)"));
    m_restart->setObjectName(QStringLiteral("restartEngine"));
    connect(m_cancel, &QPushButton::clicked, this, &StatusLine::cancelRequested);
    connect(m_restart, &QPushButton::clicked, this, &StatusLine::restartRequested);

    m_appear.setSingleShot(true);
    m_appear.setInterval(120);
    connect(&m_appear, &QTimer::timeout, this, [this] {
        for (auto* widget : std::initializer_list<QWidget*> { m_task, m_progress, m_cancel })
            widget->show();
        m_remark->hide();
    });
    connect(&engine, &EngineProcess::stateChanged, this, &StatusLine::showState);
    connect(&engine, &EngineProcess::ready, this, &StatusLine::showState);
    connect(&engine, &EngineProcess::taskStarted, this, &StatusLine::taskStarted);
    connect(&engine, &EngineProcess::taskProgress, this, &StatusLine::taskProgress);
    connect(&engine, &EngineProcess::taskEnded, this, &StatusLine::taskEnded);
    taskEnded();
    showState();
}

void StatusLine::showState()
{
    struct Look {
        QString text;
        QColor Theme::* colour;
    };
    const auto look = [this]() -> Look {
        switch (m_engine.state()) {
        case EngineState::Off:
            return { tr("Engine off"), &Theme::textMuted };
        case EngineState::Starting:
            return { tr("Engine starting…"), &Theme::warn };
        case EngineState::Ready:
            return { tr("Engine ready"), &Theme::good };
        case EngineState::Busy:
            return { tr("Engine busy"), &Theme::accent };
        case EngineState::Restarting:
            return { tr("Engine restarting…"), &Theme::warn };
        case EngineState::Failed:
            break;
        }
        return { tr("Engine stopped"), &Theme::bad };
    }();
    m_state->setText(look.text);
    m_dot->setColour(look.colour);
    m_restart->setVisible(m_engine.state() == EngineState::Failed);
    QString device;
    if (const auto* greeting = m_engine.greeting(); greeting && m_engine.state() != EngineState::Failed) {
        const auto& engine = greeting->engine;
        const auto name = engine.device == "cpu" ? tr("CPU") : QString::fromStdString(engine.device).toUpper();
        const auto threads = engine.threads == 1 ? tr("1 thread") : tr("%1 threads").arg(engine.threads);
        device = tr("%1 · %2 · LibTorch %3").arg(name, threads, QString::fromStdString(engine.libtorch));
        m_device->setToolTip(plainToolTip(QString::fromStdString(greeting->whyNoGpu)));
    }
    m_device->setText(device);
}

void StatusLine::taskStarted(const QString& title)
{
    m_title = title;
    m_task->setText(title + QChar(0x2026));
    m_progress->setRange(0, 0);
    m_clock.start();
    m_sinceShown.start();
    m_appear.start();
}

void StatusLine::taskProgress(int done, int total, const QString& stage)
{
    if (total <= 0 || (m_sinceShown.elapsed() < 50 && done < total))
        return;
    m_sinceShown.start();
    m_progress->setRange(0, total);
    m_progress->setValue(std::min(done, total));
    QString left;
    if (done > 0 && m_clock.elapsed() > 1000) {
        const auto seconds = double(m_clock.elapsed()) / 1000.0 * (total - done) / done;
        left = tr(" · %1 s left").arg(QLocale().toString(seconds, 'f', seconds < 10 ? 1 : 0));
    }
    const auto what = stage.isEmpty() ? m_title : tr("%1: %2").arg(m_title, stage);
    m_task->setText(tr("%1 · %2 of %3%4").arg(what).arg(done).arg(total).arg(left));
}

void StatusLine::taskEnded()
{
    m_appear.stop();
    for (auto* widget : std::initializer_list<QWidget*> { m_task, m_progress, m_cancel })
        widget->hide();
    m_remark->show();
}

void StatusLine::setRemark(const QString& remark) { m_remark->setText(remark); }

} // namespace vitrine

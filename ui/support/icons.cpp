// SPDX-License-Identifier: GPL-3.0-or-later
// An icon engine instead of ready pixmaps: the colour is chosen when it paints, so a change of theme needs no new
// icons.
#include "ui/support/icons.h"

#include "ui/support/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

namespace vitrine {

namespace {

class LineIconEngine : public QIconEngine {
public:
    explicit LineIconEngine(QByteArray svg)
        : m_svg(std::move(svg))
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        auto svg = m_svg;
        svg.replace("currentColor", colourOf(mode, state).name().toLatin1());
        QSvgRenderer(svg).render(painter, rect);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new LineIconEngine(m_svg); }

private:
    static QColor colourOf(QIcon::Mode mode, QIcon::State state)
    {
        const auto& theme = currentTheme();
        if (mode == QIcon::Disabled)
            return theme.border;
        return state == QIcon::On || mode == QIcon::Selected ? theme.accent : theme.textMuted;
    }

    QByteArray m_svg;
};

} // namespace

QIcon lineIcon(const QString& name)
{
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    return QIcon(new LineIconEngine(
        file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")));
}

QIcon programIcon()
{
    return QIcon::fromTheme(QStringLiteral("vitrine"), QIcon(QStringLiteral(":/icons/vitrine.svg")));
}

} // namespace vitrine

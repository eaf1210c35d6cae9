package dev.crosspoint.loadtest.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Curves over one time, one panel below the other, as SVG: what happened when, at a glance. */
final class Chart {
    private static final int WIDTH = 900;
    private static final int PANEL = 90;
    private static final int LEFT = 150;
    private static final int RIGHT = 20;
    private static final int GAP = 26;
    private static final List<String> COLOURS = List.of("#1f6feb", "#d1242f", "#9a6700");

    private final List<String> panels = new ArrayList<>();
    private final double fromMs;
    private final double toMs;

    /** One for the time between two moments, ms since 1970. */
    Chart(long fromMs, long toMs) {
        this.fromMs = fromMs;
        this.toMs = Math.max(toMs, fromMs + 1);
    }

    /** A value at a moment. */
    record Point(long timeMs, double value) {}

    /** A curve with the name that the panel shows. */
    record Curve(String name, List<Point> points) {
        Curve {
            points = List.copyOf(points);
        }
    }

    /** Adds a panel; all its curves have one scale, from zero to the largest of their values. */
    Chart panel(String title, String unit, Curve... curves) {
        double most =
                List.of(curves).stream()
                        .flatMap(curve -> curve.points().stream())
                        .mapToDouble(Point::value)
                        .max()
                        .orElse(0);
        double scale = most <= 0 ? 1 : most;
        int top = GAP + panels.size() * (PANEL + GAP);
        var svg = new StringBuilder();
        svg.append(text(8, top + 14, "#1f2328", title));
        svg.append(text(8, top + PANEL, "#656d76", "0 to " + number(most) + " " + unit));
        svg.append(
                "<rect x='%d' y='%d' width='%d' height='%d' fill='none' stroke='#d0d7de'/>\n"
                        .formatted(LEFT, top, WIDTH - LEFT - RIGHT, PANEL));
        for (int i = 0; i < curves.length; i++) {
            String colour = COLOURS.get(i % COLOURS.size());
            svg.append(text(8, top + 32 + 15 * i, colour, curves[i].name()));
            svg.append("<polyline fill='none' stroke-width='1.5' stroke='")
                    .append(colour)
                    .append("' points='");
            for (Point point : curves[i].points()) {
                svg.append(
                        String.format(
                                Locale.ROOT,
                                "%.1f,%.1f ",
                                x(point.timeMs()),
                                top + PANEL - point.value() / scale * (PANEL - 2)));
            }
            svg.append("'/>\n");
        }
        panels.add(svg.toString());
        return this;
    }

    /** The picture. */
    String svg() {
        int height = GAP + panels.size() * (PANEL + GAP) + GAP;
        String seconds = "0 to " + number((toMs - fromMs) / 1000) + " s";
        return "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif' font-size='12'>\n"
                        .formatted(WIDTH, height)
                + "<rect width='100%' height='100%' fill='white'/>\n"
                + String.join("", panels)
                + text(LEFT, height - 10, "#656d76", seconds)
                + "</svg>\n";
    }

    private double x(long timeMs) {
        return LEFT + (timeMs - fromMs) / (toMs - fromMs) * (WIDTH - LEFT - RIGHT);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
    }

    private static String text(int x, int y, String colour, String text) {
        String safe = text.replace("&", "&amp;").replace("<", "&lt;");
        return "<text x='%d' y='%d' fill='%s'>%s</text>\n".formatted(x, y, colour, safe);
    }
}

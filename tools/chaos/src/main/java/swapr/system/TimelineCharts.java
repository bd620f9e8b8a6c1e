package swapr.system;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import swapr.system.ChaosReport.Result;
import swapr.system.HistoryLine.Outcome;

/** The charts of {@link HtmlReport}: requests and metrics over time, with the faults. */
final class TimelineCharts {

    private static final int WIDTH = 1_000;
    private static final int HEIGHT = 90;

    private final List<Result> results;
    private final Instant from;
    private final double seconds;

    /** @param results at least one */
    TimelineCharts(List<Result> results) {
        this.results = results;
        this.from = results.getFirst().began();
        this.seconds =
                Math.max(1, Duration.between(from, results.getLast().ended()).toSeconds());
    }

    String html(List<HistoryLine> lines, List<MetricsSample> samples) {
        double[] answered = new double[(int) seconds + 1];
        double[] unanswered = new double[(int) seconds + 1];
        for (var line : lines) {
            long second = Duration.between(from, line.at()).toSeconds();
            if (second >= 0 && second <= seconds && line.outcome() != Outcome.INTENT) {
                (line.outcome() == Outcome.UNKNOWN ? unanswered : answered)[(int) second]++;
            }
        }
        return "<h2>Timeline</h2><p><small>%.0f s. Each vertical line is a fault. Its tooltip has the name.</small></p>"
                        .formatted(seconds)
                + chart("requests with response, per second", points(answered), "#2a6fb0")
                + chart("requests without response, per second", points(unanswered), "#b3261e")
                + chart("events not sent", points(samples, MetricsSample::unsent), "#8a5a00")
                + chart("consumer lag", points(samples, MetricsSample::lag), "#5b3f9e")
                + chart(
                        "services that do not answer",
                        points(samples, sample -> sample.away().size()),
                        "#555555");
    }

    private static double[][] points(double[] bySecond) {
        double[][] points = new double[bySecond.length][];
        for (var i = 0; i < bySecond.length; i++) {
            points[i] = new double[] {i, bySecond[i]};
        }
        return points;
    }

    private double[][] points(List<MetricsSample> samples, ToDoubleFunction<MetricsSample> value) {
        return samples.stream()
                .map(sample ->
                        new double[] {Duration.between(from, sample.at()).toMillis() / 1e3, value.applyAsDouble(sample)
                        })
                .filter(point -> point[0] >= 0)
                .toArray(double[][]::new);
    }

    private String chart(String name, double[][] points, String color) {
        double highest = 1;
        for (var point : points) {
            highest = Math.max(highest, point[1]);
        }
        var svg = new StringBuilder(
                "<svg viewBox=\"0 0 %d %d\" role=img aria-label=\"%s\">".formatted(WIDTH, HEIGHT + 16, name));
        for (var result : results) {
            for (var mark : result.marks()) {
                if (mark.fault()) {
                    double x = WIDTH * Duration.between(from, mark.at()).toMillis() / 1e3 / seconds;
                    svg.append(String.format(
                            Locale.ROOT,
                            "<g><title>%s: %s</title>"
                                    + "<line x1=%.1f x2=%.1f y1=14 y2=%d stroke=#e0a3a0 stroke-width=1.5 /></g>",
                            result.scenario().name(),
                            HtmlReport.text(mark.what()),
                            x,
                            x,
                            HEIGHT + 14));
                }
            }
        }
        svg.append("<polyline fill=none stroke-width=1.2 stroke=%s points=\"".formatted(color));
        for (var point : points) {
            svg.append(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f ",
                    WIDTH * Math.min(point[0], seconds) / seconds,
                    HEIGHT + 14 - point[1] / highest * HEIGHT));
        }
        return svg.append("\" /><text x=0 y=10>%s, up to %,.0f</text></svg>".formatted(name, highest))
                .toString();
    }
}

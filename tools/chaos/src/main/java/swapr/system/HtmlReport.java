package swapr.system;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import swapr.system.ChaosReport.Result;
import swapr.system.ClientHistory.HistoryLine;
import swapr.system.ClientHistory.Outcome;
import swapr.system.Oracle.Verdict;

/** The HTML report of a run: a timeline with the faults, the scenarios, and the invariants. */
final class HtmlReport {

    private static final int WIDTH = 1_000;
    private static final int HEIGHT = 90;

    private HtmlReport() {}

    static String html(
            String title,
            List<Result> results,
            List<Verdict> verdicts,
            List<HistoryLine> lines,
            List<MetricsSample> samples) {
        return """
                <!doctype html><html lang="en"><meta charset="utf-8"><title>Swapr chaos</title><style>
                body{font:15px/1.5 system-ui,sans-serif;color:#222;background:#fff}
                body{margin:2rem auto;max-width:68rem;padding:0 1rem}
                h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%%}
                td,th{padding:.2rem .6rem .2rem 0;text-align:left;vertical-align:top;border-bottom:1px solid #eee}
                .good{color:#17692f}.bad{color:#b3261e;font-weight:600}
                .number{text-align:right;font-variant-numeric:tabular-nums}
                svg{width:100%%;height:auto;display:block;margin:.2rem 0 1rem}
                text{font:11px system-ui,sans-serif;fill:#555}
                pre{white-space:pre-wrap;margin:.2rem 0;font-size:12px}small{color:#666}
                </style><h1>%s</h1><p>%s</p>
                """.formatted(text(title), summary(results, verdicts))
                + timeline(results, lines, samples)
                + scenarios(results)
                + invariants(verdicts)
                + "</html>\n";
    }

    private static String summary(List<Result> results, List<Verdict> verdicts) {
        long broken = verdicts.stream().filter(verdict -> !verdict.holds()).count();
        long failed =
                results.stream().filter(result -> !result.problem().isEmpty()).count();
        return "<span class=%s>%d scenarios, %d failed; %d invariants over %,d facts, %d broken.</span>"
                .formatted(
                        broken + failed == 0 ? "good" : "bad",
                        results.size(),
                        failed,
                        verdicts.size(),
                        verdicts.stream().mapToLong(Verdict::facts).sum(),
                        broken);
    }

    private static String timeline(List<Result> results, List<HistoryLine> lines, List<MetricsSample> samples) {
        if (samples.isEmpty() || results.isEmpty()) {
            return "";
        }
        Instant from = results.getFirst().began();
        Instant to = results.getLast().ended();
        double seconds = Math.max(1, Duration.between(from, to).toSeconds());
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
                + chart("requests with response, per second", points(answered), "#2a6fb0", results, from, seconds)
                + chart("requests without response, per second", points(unanswered), "#b3261e", results, from, seconds)
                + chart(
                        "events not sent",
                        points(samples, MetricsSample::unsent, from),
                        "#8a5a00",
                        results,
                        from,
                        seconds)
                + chart("consumer lag", points(samples, MetricsSample::lag, from), "#5b3f9e", results, from, seconds)
                + chart(
                        "services that do not answer",
                        points(samples, sample -> sample.away().size(), from),
                        "#555555",
                        results,
                        from,
                        seconds);
    }

    private static double[][] points(double[] bySecond) {
        double[][] points = new double[bySecond.length][];
        for (var i = 0; i < bySecond.length; i++) {
            points[i] = new double[] {i, bySecond[i]};
        }
        return points;
    }

    private static double[][] points(List<MetricsSample> samples, ToDoubleFunction<MetricsSample> value, Instant from) {
        return samples.stream()
                .map(sample ->
                        new double[] {Duration.between(from, sample.at()).toMillis() / 1e3, value.applyAsDouble(sample)
                        })
                .filter(point -> point[0] >= 0)
                .toArray(double[][]::new);
    }

    private static String chart(
            String name, double[][] points, String color, List<Result> results, Instant from, double seconds) {
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
                            text(mark.what()),
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

    private static String scenarios(List<Result> results) {
        return results.stream()
                .map(result -> """
                        <tr><td><b>%s</b><br><small>%s</small></td>
                        <td class=%s>%s</td><td class=number>%d s</td><td>%s</td>
                        <td><small>%s</small></td></tr>
                        """.formatted(
                                result.scenario().name(),
                                text(result.scenario().story()),
                                result.problem().isEmpty() ? "good" : "bad",
                                result.problem().isEmpty() ? "passed" : text(result.problem()),
                                result.seconds(),
                                result.seenIn(),
                                result.marks().stream()
                                        .map(mark -> "%+.1f s %s"
                                                .formatted(
                                                        Duration.between(result.began(), mark.at())
                                                                        .toMillis()
                                                                / 1e3,
                                                        text(mark.what())))
                                        .collect(Collectors.joining("<br>"))))
                .collect(Collectors.joining(
                        "",
                        "<h2>Scenarios</h2><table><tr><th>scenario<th><th>took<th>seen in<th>faults</tr>",
                        "</table>"));
    }

    private static String invariants(List<Verdict> verdicts) {
        return verdicts.stream()
                .map(verdict -> "<tr><td>%s</td><td class=%s>%s</td><td class=number>%,d</td><td>%s%s</td></tr>"
                        .formatted(
                                verdict.invariant().number(),
                                verdict.holds() ? "good" : "bad",
                                verdict.holds() ? "holds" : "BROKEN",
                                verdict.facts(),
                                text(verdict.invariant().sentence()),
                                verdict.contradictions().stream()
                                        .limit(ChaosReport.ROWS_SHOWN)
                                        .map(row -> "<pre>" + text(row) + "</pre>")
                                        .collect(Collectors.joining())))
                .collect(
                        Collectors.joining("", "<h2>Invariants</h2><table><tr><th><th><th>facts<th></tr>", "</table>"));
    }

    private static String text(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

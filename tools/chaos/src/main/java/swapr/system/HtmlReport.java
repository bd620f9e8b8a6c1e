package swapr.system;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import swapr.system.ChaosReport.Result;
import swapr.system.Oracle.Verdict;

/** The HTML report of a run: a timeline with the faults, the scenarios, and the invariants. */
final class HtmlReport {

    private HtmlReport() {}

    static String html(
            String title,
            List<Result> results,
            List<Verdict> verdicts,
            List<HistoryLine> lines,
            List<MetricsSample> samples) {
        return """
                <!doctype html><html lang="en"><meta charset="utf-8"><title>Swapr chaos</title><style>
                body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:68rem;padding:0 1rem}
                body{color:#222;background:#fff}
                h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%%}
                td,th{padding:.2rem .6rem .2rem 0;text-align:left;vertical-align:top;border-bottom:1px solid #eee}
                .good{color:#17692f}.bad{color:#b3261e;font-weight:600}
                .number{text-align:right;font-variant-numeric:tabular-nums}
                svg{width:100%%;height:auto;display:block;margin:.2rem 0 1rem}
                text{font:11px system-ui,sans-serif;fill:#555}
                pre{white-space:pre-wrap;margin:.2rem 0;font-size:12px}small{color:#666}
                </style><h1>%s</h1><p>%s</p>
                """.formatted(text(title), summary(results, verdicts))
                + (samples.isEmpty() || results.isEmpty() ? "" : new TimelineCharts(results).html(lines, samples))
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

    private static String scenarios(List<Result> results) {
        return results.stream()
                .map(result -> """
                        <tr><td><b>%s</b><br><small>%s</small></td><td class=%s>%s</td><td class=number>%d s</td>
                        <td>%s</td>
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

    static String text(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

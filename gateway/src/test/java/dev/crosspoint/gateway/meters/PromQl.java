package dev.crosspoint.gateway.meters;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads the part of Prometheus' language that our alert rules use, and remembers which metrics are
 * in it. Anything else is a mistake: there is no promtool here to ask.
 */
final class PromQl {
    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\s*(?:(?<number>[0-9]+(?:\\.[0-9]+)?(?:e[0-9]+)?)(?![a-z0-9])"
                            + "|(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)"
                            + "|(?<text>\"[^\"\\\\]*\")"
                            + "|(?<range>\\[[0-9]+[smhd]\\])"
                            + "|(?<sign>=~|!~|!=|==|>=|<=|[-+*/<>=(){},]))");
    private static final Set<String> FUNCTIONS = Set.of("rate", "increase");
    private static final Set<String> OVER_MANY = Set.of("sum", "max", "min", "avg");

    private final List<String> tokens = new ArrayList<>();
    private final Set<String> metrics = new TreeSet<>();
    private int at;

    private PromQl(String expression) {
        var matcher = TOKEN.matcher(expression);
        int end = 0;
        while (end < expression.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new IllegalArgumentException("at " + expression.substring(end));
            }
            tokens.add(matcher.group().strip());
            end = matcher.end();
        }
        tokens.add("");
    }

    /** The metrics of an expression; throws an {@link IllegalArgumentException} when it is none. */
    static Set<String> metrics(String expression) {
        var read = new PromQl(expression);
        read.comparison();
        read.take("");
        return read.metrics;
    }

    private void comparison() {
        sum();
        if (Set.of(">", "<", ">=", "<=", "==", "!=").contains(peek())) {
            at++;
            sum();
        }
    }

    private void sum() {
        product();
        while (peek().equals("+") || peek().equals("-")) {
            at++;
            product();
        }
    }

    private void product() {
        operand();
        while (peek().equals("*") || peek().equals("/")) {
            at++;
            operand();
        }
    }

    private void operand() {
        var token = peek();
        at++;
        if (token.equals("(")) {
            comparison();
            take(")");
        } else if (OVER_MANY.contains(token)) {
            if (peek().equals("by")) {
                at++;
                take("(");
                name();
                take(")");
            }
            take("(");
            comparison();
            take(")");
        } else if (token.equals("histogram_quantile")) {
            take("(");
            if (!peek().matches("0\\.[0-9]+")) {
                throw wrong();
            }
            at++;
            take(",");
            comparison();
            take(")");
        } else if (FUNCTIONS.contains(token)) {
            take("(");
            at++;
            series(tokens.get(at - 1));
            if (!peek().startsWith("[")) {
                throw wrong();
            }
            at++;
            take(")");
        } else if (!token.matches("[0-9].*")) {
            series(token);
            if (peek().startsWith("[")) {
                throw wrong();
            }
        }
    }

    private void series(String metric) {
        if (!metric.matches("[a-z][a-z0-9_]*")) {
            throw wrong();
        }
        metrics.add(metric);
        if (peek().equals("{")) {
            do {
                at++;
                name();
                if (!Set.of("=", "!=", "=~", "!~").contains(peek())) {
                    throw wrong();
                }
                at++;
                if (!peek().startsWith("\"")) {
                    throw wrong();
                }
                at++;
            } while (peek().equals(","));
            take("}");
        }
    }

    private void name() {
        if (!peek().matches("[a-z_]+")) {
            throw wrong();
        }
        at++;
    }

    private String peek() {
        return tokens.get(at);
    }

    private void take(String wanted) {
        if (!peek().equals(wanted)) {
            throw wrong();
        }
        at++;
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("at token " + at + " of " + tokens);
    }
}

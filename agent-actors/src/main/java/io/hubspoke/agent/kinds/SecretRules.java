// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Recognises secrets in text, line by line. A finding names the rule and the place, never the secret.
 *
 * <p>A rule with a minimal entropy is for values that could be anything: those that look like words, placeholders or
 * references to variables are passed over.
 */
final class SecretRules {
    static final String MARKER = "hubspoke:allow-secret";
    private static final int LINE_CHARS_MAX = 20_000;

    /**
     * @param hint lower-case text without which the rule cannot match, so that most lines cost one look
     * @param entropy bits per character that the value must have at least; 0 when its form says enough
     */
    private record Rule(String name, String hint, Pattern pattern, double entropy) {}

    /** Where a secret stands. */
    record Finding(String file, int line, String rule) {
        @Override
        public String toString() {
            return "%s:%d: %s".formatted(file, line, rule);
        }
    }

    private static final List<Rule> RULES = List.of(
            rule("private key", "private key", "-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"),
            rule("AWS access key", "", "\\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\\b"),
            entropic(
                    "AWS secret key",
                    "aws",
                    "(?i)aws.{0,30}?(?:secret|key).{0,20}?['\"\\s=:]([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
                    3.5),
            rule("GitHub token", "gh", "\\bgh[pousr]_[A-Za-z0-9]{36,255}\\b"),
            rule("GitHub token", "github_pat_", "\\bgithub_pat_[A-Za-z0-9_]{60,255}\\b"),
            rule("GitLab token", "glpat-", "\\bglpat-[A-Za-z0-9_-]{20,}"),
            rule("Slack token", "xox", "\\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
            rule(
                    "Slack webhook",
                    "hooks.slack.com",
                    "https://hooks\\.slack\\.com/(?:services|workflows)/[A-Za-z0-9/+_-]{20,}"),
            rule("Stripe key", "_live_", "\\b[rs]k_live_[A-Za-z0-9]{16,}"),
            rule("npm token", "npm_", "\\bnpm_[A-Za-z0-9]{36}\\b"),
            entropic("npm token", "_authtoken", "_authToken\\s*=\\s*([A-Za-z0-9+/=_-]{20,})", 3.0),
            rule("PyPI token", "pypi-", "\\bpypi-AgE[A-Za-z0-9_-]{50,}"),
            rule("Google API key", "aiza", "\\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])"),
            rule("SendGrid key", "sg.", "\\bSG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}\\b"),
            rule("OpenAI key", "sk-", "\\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,}"),
            rule("Anthropic key", "sk-ant-", "\\bsk-ant-[a-z]+[0-9]{2}-[A-Za-z0-9_-]{80,}"),
            rule("JSON web token", "eyj", "\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}"),
            entropic(
                    "password in a connection string",
                    "://",
                    "\\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\\s:/@'\"<>{}$]{1,80}:([^\\s@/'\"<>]{4,120})@[A-Za-z0-9.\\[-]",
                    1.5),
            entropic(
                    "password in a connection string",
                    "password=",
                    "(?i)(?:jdbc:|server=|host=|data source=)[^\\s'\"]*?[;?&]password=([^\\s;&'\"]{4,120})",
                    1.5),
            entropic(
                    "secret in an assignment",
                    "",
                    "(?i)(?:password|passwd|pwd|secret|token|credential|(?:api|access|private|auth)[_-]?key)"
                            + "[A-Za-z0-9_]{0,20}['\"]?\\s{0,5}(?::=|=>|=|:)\\s{0,5}"
                            + "(?:\"([^\"\\s]{8,200})\"|'([^'\\s]{8,200})')",
                    3.0),
            entropic(
                    "secret in a settings file",
                    "",
                    "(?i)^\\s*(?:export\\s+)?[A-Za-z0-9_.-]*(?:password|passwd|secret|token|(?:api|access)[_.-]?key)"
                            + "\\s*[=:]\\s*([A-Za-z0-9+/=_!@#%^&*~-]{12,200})\\s*$",
                    3.5));

    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(?i).*(?:example|changeme|change_me|placeholder|your[_-]|dummy|xxxx|\\*\\*\\*|\\.\\.\\.|<[^>]*>"
                    + "|redacted|not[_-]?set|sample|fake).*|\\$.*|\\{\\{.*|%[A-Za-z({].*|#\\{.*|@.*@|(.)\\1{5,}");

    private SecretRules() {}

    /** What stands in one text; one finding a line and rule at most. */
    static List<Finding> scan(String file, Stream<String> lines) {
        List<Finding> findings = new ArrayList<>();
        int[] number = {0};
        boolean[] allowNext = {false};
        lines.forEach(line -> {
            number[0]++;
            boolean marked = line.contains(MARKER);
            if (!marked && !allowNext[0])
                rule(line).ifPresent(rule -> findings.add(new Finding(file, number[0], rule)));
            // A marker on a line of its own allows the next line, for files whose lines cannot end with a comment.
            allowNext[0] = marked && line.replace(MARKER, "").chars().noneMatch(Character::isLetterOrDigit);
        });
        return findings;
    }

    /** The first rule that a line breaks. */
    static Optional<String> rule(String line) {
        String text = line.length() > LINE_CHARS_MAX ? line.substring(0, LINE_CHARS_MAX) : line;
        String lower = text.toLowerCase(Locale.ROOT);
        return RULES.stream()
                .filter(rule -> lower.contains(rule.hint()) && matches(rule, text))
                .map(Rule::name)
                .findFirst();
    }

    private static boolean matches(Rule rule, String line) {
        Matcher matcher = rule.pattern().matcher(line);
        while (matcher.find()) {
            if (rule.entropy() == 0 || looksRandom(value(matcher), rule.entropy())) return true;
        }
        return false;
    }

    private static String value(Matcher matcher) {
        for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group) != null) return matcher.group(group);
        }
        return matcher.group();
    }

    private static boolean looksRandom(String value, double entropyMin) {
        return !PLACEHOLDER.matcher(value).matches() && !isReference(value) && entropy(value) >= entropyMin;
    }

    /**
     * Names of things, such as {@code config.get("token")}, {@code io.hubspoke.Token} or {@code api-key-file}, are
     * not secrets.
     */
    private static boolean isReference(String value) {
        return value.contains("(")
                || value.matches("[a-z]+(?:[._/-][a-z]+)*")
                || value.matches("[A-Z]+(?:_[A-Z]+)*")
                || value.matches("(?:[a-z]+\\.)+[A-Za-z]+")
                || value.matches("[a-z]+(?:[A-Z][a-z]+)+");
    }

    /** Shannon entropy of the characters, in bits per character. */
    static double entropy(String value) {
        int[] counts = new int[256];
        for (int i = 0; i < value.length(); i++) counts[value.charAt(i) & 0xFF]++;
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / value.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }

    private static Rule rule(String name, String hint, String pattern) {
        return new Rule(name, hint, Pattern.compile(pattern), 0);
    }

    private static Rule entropic(String name, String hint, String pattern, double entropy) {
        return new Rule(name, hint, Pattern.compile(pattern), entropy);
    }
}

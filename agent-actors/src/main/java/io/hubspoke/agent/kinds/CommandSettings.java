// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.Settings;
import io.hubspoke.spi.AgentFailure;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The settings of an agent that runs processes, read once; see {@link CommandProvider} for what each means. */
record CommandSettings(
        List<String> command,
        Duration timeLimit,
        long outputBytes,
        Map<String, String> environment,
        List<String> secrets,
        String directory,
        boolean talks) {

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> INHERITED =
            Set.of("PATH", "HOME", "LANG", "TZ", "TMPDIR", "USER", "LOGNAME", "SHELL", "TERM", "JAVA_HOME");
    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    static CommandSettings of(Settings settings) {
        Map<String, String> environment = new TreeMap<>();
        for (String entry : settings.list("environment")) {
            int equals = entry.indexOf('=');
            environment.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        return new CommandSettings(
                settings.list("command"),
                settings.duration("time-limit", Duration.ofMinutes(30)),
                settings.number("output-limit", 1024 * 1024),
                environment,
                settings.list("secrets"),
                settings.text("directory").orElse(""),
                settings.text("stdin").orElse("open").equals("open"));
    }

    /** What is wrong with the settings that all kinds with processes share. */
    static List<String> problems(AgentSpec agent, Collection<String> known) {
        Settings settings = agent.settings();
        List<String> problems = new ArrayList<>();
        settings.values().keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> problems.add("setting '%s' is unknown to kind '%s': use %s"
                        .formatted(name, agent.kind(), String.join(", ", known))));
        try {
            Duration limit = settings.duration("time-limit", Duration.ofMinutes(30));
            if (limit.isNegative() || limit.isZero()) problems.add("'time-limit' must be longer than zero");
        } catch (DateTimeException wrong) {
            problems.add("'time-limit' must be a duration such as PT30M");
        }
        try {
            if (settings.number("output-limit", 1) < 0) problems.add("'output-limit' must not be negative");
        } catch (NumberFormatException wrong) {
            problems.add("'output-limit' must be a number of bytes");
        }
        for (String entry : settings.list("environment")) {
            int equals = entry.indexOf('=');
            if (equals < 0 || !VARIABLE.matcher(entry.substring(0, equals)).matches()) {
                problems.add("'environment' has '%s': write NAME=value"
                        .formatted(equals < 0 ? entry : entry.substring(0, equals)));
            }
        }
        for (String name : settings.list("secrets")) {
            if (!VARIABLE.matcher(name).matches()) {
                problems.add("'secrets' must name environment variables, never their values");
            }
        }
        if (settings.text("directory").filter(text -> !isWithin(text)).isPresent()) {
            problems.add("'directory' must lie within the workspace: write it relative to that");
        }
        return problems;
    }

    private static boolean isWithin(String directory) {
        try {
            Path path = Path.of(directory);
            return !path.isAbsolute() && !path.normalize().startsWith("..");
        } catch (InvalidPathException nowhere) {
            return false;
        }
    }

    /** The clean environment: a few inherited variables, the given ones, and the secrets. */
    Map<String, String> environment(Map<String, String> own) throws AgentFailure {
        Map<String, String> all = new TreeMap<>();
        own.forEach((name, value) -> {
            if (INHERITED.contains(name) || name.startsWith("LC_")) all.put(name, value);
        });
        all.putIfAbsent("PATH", DEFAULT_PATH);
        all.putAll(environment);
        for (String name : secrets) all.put(name, secret(own, name));
        return all;
    }

    Redactor redactor(Map<String, String> own) throws AgentFailure {
        List<String> values = new ArrayList<>();
        for (String name : secrets) {
            String value = secret(own, name);
            values.add(value);
            // Files often end with a line break that is not printed again.
            if (value.strip().length() >= Redactor.SECRET_LENGTH_MIN) values.add(value.strip());
        }
        return new Redactor(values);
    }

    private static String secret(Map<String, String> own, String name) throws AgentFailure {
        String value = own.get(name);
        if (value == null) {
            throw AgentFailure.permanent(
                    "the secret %s is not set: set the environment variable and start hubspoke again".formatted(name));
        }
        if (value.strip().length() < Redactor.SECRET_LENGTH_MIN) {
            throw AgentFailure.permanent("the secret %s is shorter than %d characters, so it cannot be hidden in output"
                    .formatted(name, Redactor.SECRET_LENGTH_MIN));
        }
        return value;
    }

    Path directory(Path workspace) {
        return directory.isEmpty() ? workspace : workspace.resolve(directory).normalize();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation.planted;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * One fault, as changes to the text of production code. It is compiled from the sources of today into a folder of its
 * own that goes before the real classes, so the product needs no switch for it, and a change whose text is not there
 * any more is noticed.
 */
final class PlantedFault {
    private record Change(String file, String from, String to) {}

    private final String name;
    private final String file;
    private final List<Change> changes;

    private PlantedFault(String name, String file, List<Change> changes) {
        this.name = name;
        this.file = file;
        this.changes = List.copyOf(changes);
    }

    /** A fault in this file, from the project's root. */
    static PlantedFault in(String name, String file) {
        return new PlantedFault(name, file, List.of());
    }

    /** What stands exactly once in the file becomes something else. */
    PlantedFault change(String from, String to) {
        List<Change> more = new ArrayList<>(changes);
        more.add(new Change(file, from, to));
        return new PlantedFault(name, file, more);
    }

    /** It goes on in another class of the same package. */
    PlantedFault and(String type) {
        return new PlantedFault(name, file.substring(0, file.lastIndexOf('/') + 1) + type + ".java", changes);
    }

    String name() {
        return name;
    }

    /** The class that it begins in. */
    String type() {
        String first = changes.getFirst().file();
        return first.substring(first.lastIndexOf('/') + 1, first.length() - ".java".length());
    }

    /** Compiles the changed files into the folder. */
    void compile(Path root, String classPath, Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of(
                "-classpath",
                classPath,
                "-d",
                folder.toString(),
                "-proc:none",
                "-parameters",
                "-nowarn",
                "--release",
                "21");
        List<JavaFileObject> sources = new ArrayList<>();
        changed(root).forEach((path, text) -> sources.add(source(path, text)));
        StringWriter messages = new StringWriter();
        if (!compiler.getTask(messages, null, null, options, null, sources).call()) {
            throw new AssertionError("the fault «%s» does not compile:%n%s".formatted(name, messages));
        }
    }

    /** The texts of the files with the fault in them. */
    Map<String, String> changed(Path root) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Change change : changes) {
            String text = texts.containsKey(change.file())
                    ? texts.get(change.file())
                    : Files.readString(root.resolve(change.file()));
            int at = text.indexOf(change.from());
            if (at < 0 || text.indexOf(change.from(), at + 1) >= 0) {
                throw new AssertionError("the fault «%s» cannot be planted: this must stand exactly once in %s:%n%s"
                        .formatted(name, change.file(), change.from()));
            }
            texts.put(change.file(), text.replace(change.from(), change.to()));
        }
        return texts;
    }

    private static JavaFileObject source(String path, String text) {
        URI uri = new File(path).toURI();
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    @Override
    public String toString() {
        return name;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinksTest {
    @Test
    void every_link_within_the_documents_leads_somewhere() {
        List<String> broken = new ArrayList<>();
        int followed = 0;
        for (Markdown document : SourceTree.documents()) {
            for (Markdown.Link link : document.links()) {
                if (link.target().matches("[a-z]+:.*")) continue;
                followed++;
                if (!leadsSomewhere(document, link.target())) {
                    broken.add("%s:%d %s".formatted(document.name(), link.line(), link.target()));
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(followed).isGreaterThan(30);
    }

    @Test
    void a_link_to_a_file_or_heading_that_is_not_there_is_noticed() {
        Markdown readme = SourceTree.document("README.md");

        assertThat(leadsSomewhere(readme, "docs/plan.md")).isTrue();
        assertThat(leadsSomewhere(readme, "docs/plans.md")).isFalse();
        assertThat(leadsSomewhere(readme, "docs/plan.md#limits")).isTrue();
        assertThat(leadsSomewhere(readme, "docs/plan.md#limitless")).isFalse();
    }

    @Test
    void every_document_can_be_reached_from_the_readme() {
        List<Path> reached = new ArrayList<>(List.of(SourceTree.path("README.md")));
        for (int i = 0; i < reached.size(); i++) {
            Markdown document = Markdown.read(reached.get(i));
            for (Markdown.Link link : document.links()) {
                Path target = target(document, link.target());
                if (target.toString().endsWith(".md") && Files.isRegularFile(target) && !reached.contains(target))
                    reached.add(target);
            }
        }
        assertThat(reached)
                .containsAll(SourceTree.files(SourceTree.path("docs"), 9, ".md").toList());
    }

    private static boolean leadsSomewhere(Markdown document, String link) {
        Path target = target(document, link);
        if (!Files.exists(target)) return false;
        int hash = link.indexOf('#');
        return hash < 0 || Markdown.read(target).anchors().contains(link.substring(hash + 1));
    }

    private static Path target(Markdown document, String link) {
        String path = link.replaceFirst("#.*", "");
        Path folder = document.file().toAbsolutePath().getParent();
        return path.isEmpty() || folder == null
                ? document.file()
                : folder.resolve(path).normalize();
    }
}

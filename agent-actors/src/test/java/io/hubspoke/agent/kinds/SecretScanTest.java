// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import static io.hubspoke.agent.kinds.Kit.assignment;
import static io.hubspoke.agent.kinds.Kit.failure;
import static io.hubspoke.agent.kinds.Kit.question;
import static io.hubspoke.agent.kinds.Kit.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.Settings;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The secrets here are made up, and put together from pieces so that this file itself holds none. */
class SecretScanTest {
    private static final String AWS = "AKIA" + "Q3EGRXT5M7ZK2PWA";

    @TempDir
    Path folder;

    private Kit kit;
    private final RecordingHub hub = new RecordingHub();

    @BeforeEach
    void prepare() {
        kit = new Kit(folder);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      -----BEGIN RSA ~PRIVATE KEY-----                               | private key
      -----BEGIN ~PRIVATE KEY-----                                   | private key
      id = AKIA~Q3EGRXT5M7ZK2PWA                                     | AWS access key
      aws_secret_access_key = wJa9rXUtnFEMI~K7MDENGbPxRfiCYzQk1Lm2nO3p4 | AWS secret key
      ghp_~16C7e42F292c6912E7710c838347Ae178B4a                      | GitHub token
      xoxb-~263594206564-FGqddMF8t08v8N7Oq4i57vs1                    | Slack token
      sk_live_~4eC39HqLyjWDarjtT1zdp7dc                              | Stripe key
      npm_~a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8                      | npm token
      pypi-AgE~IcHlwaS5vcmcCJDU3YzI4ZjJkLTk4ZTAtNGQ1Yi1hYjQ0LTlmN2M2Z | PyPI token
      AIza~SyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY                       | Google API key
      eyJ~hbGciOiJIUzI1NiJ9.eyJ~zdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9 | JSON web token
      postgres://app:~t0psecretPw@db.internal:5432/app               | password in a connection string
      jdbc:postgresql://h/db?user=a&password=~hG7tR2kQ               | password in a connection string
      String password = "~xK9#mPq2$vL5nR8w";                         | secret in an assignment
      'api_key': '~Zm9vYmFyYmF6cXV4MTIz'                             | secret in an assignment
      DB_PASSWORD=~xK9mPq2vL5nR8wT3                                  | secret in a settings file
      """)
    void secrets_are_recognised(String line, String rule) {
        assertThat(SecretRules.rule(line.replace("~", ""))).contains(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "String password = \"changeme-please\";",
                "password = \"${DB_PASSWORD}\"",
                "token: '{{ vault_token }}'",
                "private final String apiKey = config.getString(\"api-key\");",
                "secret = \"your-secret-here\"",
                "String tokenName = \"authorization\"",
                "postgres://user:password@localhost/db",
                "https://example.com/path:80@foo",
                "the -----BEGIN CERTIFICATE----- of a server",
                "sha256 = 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "password=",
                "public static final String TOKEN_PREFIX = \"bearer_token_prefix\";",
            })
    void what_only_looks_like_a_secret_is_passed_over(String line) {
        assertThat(SecretRules.rule(line)).isEqualTo(Optional.empty());
    }

    @Test
    void a_clean_tree_is_a_result_with_counts() throws Exception {
        kit.file("a.txt", "hello\n");
        kit.file("src/b.txt", "world\n");
        Files.write(kit.workspace.resolve("picture.bin"), new byte[] {1, 0, 2});
        assertThat(work(Settings.NONE))
                .isEqualTo(new TaskResult(
                        "no secret found in 2 files (1 binary and 0 huge files were skipped)",
                        Map.of("files", "2", "findings", "0", "skipped", "1")));
    }

    @Test
    void findings_are_a_permanent_failure_with_file_and_line_but_never_the_secret() {
        kit.file("src/config.txt", "one\nkey: " + AWS + "\n");
        kit.file("src/other.txt", "-----BEGIN " + "PRIVATE KEY-----\n");
        AgentFailure failure = failure(() -> work(Settings.NONE));
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure.reason()).isEqualTo("""
        2 secrets in 2 files:
        src/config.txt:2: AWS access key
        src/other.txt:1: private key""").doesNotContain(AWS);
    }

    @Test
    void what_is_allowed_by_glob_or_marker_is_passed_over() throws Exception {
        kit.file("docs/keys.md", AWS + "\n");
        kit.file("a.txt", AWS + " # hubspoke:allow-secret\n# hubspoke:allow-secret\n" + AWS + "\n");
        assertThat(work(Settings.NONE.with("allow", "docs/**")).summary()).isEqualTo("no secret found in 1 file");
        assertThat(failure(() -> work(Settings.NONE)).reason()).contains("docs/keys.md:1");
    }

    @Test
    void in_a_git_repository_ignored_files_are_left_out_and_untracked_ones_are_not() throws Exception {
        git("init", "-q");
        kit.file(".gitignore", "private/\n");
        kit.file("private/key.txt", AWS);
        kit.file("fresh.txt", "nothing");
        assertThat(work(Settings.NONE).summary()).isEqualTo("no secret found in 2 files");
        kit.file("fresh.txt", AWS);
        assertThat(failure(() -> work(Settings.NONE)).reason())
                .contains("fresh.txt:1")
                .doesNotContain("private");
    }

    @Test
    void huge_files_and_links_out_of_the_workspace_are_not_read() throws Exception {
        Files.write(kit.workspace.resolve("huge.txt"), new byte[6 * 1024 * 1024]);
        Path outside = Files.writeString(folder.resolve("outside.txt"), AWS);
        Files.createSymbolicLink(kit.workspace.resolve("link.txt"), outside);
        assertThat(work(Settings.NONE).summary())
                .isEqualTo("no secret found in 0 files (0 binary and 1 huge files were skipped)");
        assertThat(agent(Settings.NONE).onQuestion(question("look at link.txt and ../outside.txt", ""), hub))
                .isEqualTo("no secret found in the text");
    }

    @Test
    void a_question_is_scanned_with_the_files_it_names() throws Exception {
        kit.file("src/login.txt", "ok\nkey " + AWS);
        assertThat(agent(Settings.NONE).onQuestion(question("is src/login.txt safe?", ""), hub))
                .isEqualTo("""
        1 secret in the text and 1 file:
        src/login.txt:2: AWS access key""");
        assertThat(agent(Settings.NONE).onQuestion(question("is this authentication safe?", "use " + AWS), hub))
                .isEqualTo("1 secret in the text:\nthe question:2: AWS access key");
        assertThat(agent(Settings.NONE).onQuestion(question("is all well?", ""), hub))
                .isEqualTo("no secret found in the text");
    }

    @Test
    void settings_are_checked() {
        assertThat(new SecretScanProvider().problems(spec("secret-scan", Settings.NONE.with("allow", "docs/**", "["))))
                .hasSize(1);
        assertThat(new SecretScanProvider().problems(spec("secret-scan", Settings.NONE.with("deny", "x"))))
                .containsExactly("setting 'deny' is unknown to kind 'secret-scan': use allow");
    }

    private TaskResult work(Settings settings) throws AgentFailure, InterruptedException {
        return agent(settings).work(assignment(), hub);
    }

    private Agent agent(Settings settings) {
        return new SecretScanProvider().create(spec("secret-scan", settings), kit.context);
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> line = new java.util.ArrayList<>(List.of("git"));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line)
                .directory(kit.workspace.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }
}

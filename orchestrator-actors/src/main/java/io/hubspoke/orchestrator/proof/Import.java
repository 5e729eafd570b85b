// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.JournalFile;

/** Brings the history of an export into a journal, if it is what was written. */
public final class Import {
    private Import() {}

    /**
     * All of it, with its signed heads; or nothing.
     *
     * @return what was found, which holds
     * @throws NotVerified when it is not what was written
     * @throws JournalException when the journal has a project of that name
     */
    public static Verdict of(ExportFile export, JournalFile journal, Trust trust) {
        try (JournalCopy copy = new JournalCopy(journal, export.project())) {
            Verdict verdict = Verification.of(export, export.project(), trust, copy::add);
            verdict.finding().ifPresent(finding -> {
                throw new NotVerified(finding);
            });
            export.heads(export.project()).forEach(copy::add);
            copy.keep();
            return verdict;
        }
    }

    /** Nothing was written, because the history is not what it was. */
    public static final class NotVerified extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Verdict.Finding finding;

        NotVerified(Verdict.Finding finding) {
            super(finding.sentence());
            this.finding = finding;
        }

        public Verdict.Finding finding() {
            return finding;
        }
    }
}

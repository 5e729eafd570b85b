// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

/**
 * The journal cannot be used as it is. The message is one sentence for a person that says what to do where that is
 * not plain.
 */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalException(String sentence) {
        super(sentence);
    }

    public JournalException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}

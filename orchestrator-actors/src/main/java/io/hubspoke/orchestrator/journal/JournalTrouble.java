// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What is wrong with a journal in SQLite, in one sentence that says what to do. */
public final class JournalTrouble {
    /** SQLITE_CORRUPT and SQLITE_NOTADB. */
    private static final Set<Integer> DAMAGE = Set.of(11, 26);

    private static final String TAKEN_BACK =
            "the journal could not be written: most likely the disk is full, free some space";

    private JournalTrouble() {}

    /** The first cause that names a known trouble; empty when there is none. */
    public static Optional<String> sentence(Throwable trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof JournalException known) return Optional.of(String.valueOf(known.getMessage()));
            if (cause instanceof SQLiteException sqlite && tookBack(sqlite)) return Optional.of(TAKEN_BACK);
            if (cause instanceof SQLiteException sqlite)
                return Optional.of(sentence("the journal", sqlite.getResultCode()));
        }
        return Optional.empty();
    }

    /** Whether trying again cannot help: the file itself is wrong. */
    public static boolean isDamage(Throwable trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof JournalException) return true;
            if (cause instanceof SQLiteException sqlite && DAMAGE.contains(sqlite.getResultCode().code & 0xFF))
                return true;
        }
        return false;
    }

    /** What SQLite says of this journal. */
    public static JournalException at(Path file, SQLException trouble) {
        String journal = "journal " + file;
        return trouble instanceof SQLiteException sqlite
                ? new JournalException(sentence(journal, sqlite.getResultCode()), trouble)
                : new JournalException("%s cannot be used: %s".formatted(journal, trouble.getMessage()), trouble);
    }

    /** SQLite has ended the transaction by itself, which hides why; a full disk is what does that. */
    private static boolean tookBack(SQLiteException trouble) {
        return (trouble.getResultCode().code & 0xFF) == 1
                && String.valueOf(trouble.getMessage()).contains("no transaction is active");
    }

    private static String sentence(String journal, SQLiteErrorCode code) {
        // Extended codes carry the kind of trouble in their lowest byte.
        return switch (code.code & 0xFF) {
            case 13 -> journal + " cannot grow because the disk is full: free some space";
            case 8, 14, 23 ->
                journal + " cannot be opened or written: check the permissions of the file and its folder";
            case 11 -> journal + " is damaged: restore it from a copy, or use another one";
            case 26 -> journal + " is not a Hubspoke journal: use another file";
            case 5, 6 -> journal + " is locked by another program: end that program";
            case 10 -> journal + " cannot be read or written because the disk reports an error: check the disk";
            default -> "%s cannot be used: SQLite says %s".formatted(journal, code.message);
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What stands in a journal, of all projects together. */
record Written(long commits, long bytes) {
    static final Written NOTHING = new Written(0, 0);

    static Written in(Path file) {
        String query = "SELECT count(*), total(length(\"event_payload\")) FROM \"event_journal\"";
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            return found.next() ? new Written(found.getLong(1), (long) found.getDouble(2)) : NOTHING;
        } catch (SQLException unreadable) {
            throw new IllegalStateException("the journal cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    Written since(Written before) {
        return new Written(commits - before.commits, bytes - before.bytes);
    }

    Written plus(Written more) {
        return new Written(commits + more.commits, bytes + more.bytes);
    }
}

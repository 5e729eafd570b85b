// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tables, views and triggers that a journal lacks when an older version made it: they are made when missing. */
final class SqliteAdditions {
    /** Up to a semicolon at the end of a line before an empty one: a trigger has others within. */
    private static final Pattern STATEMENT =
            Pattern.compile("^CREATE (TABLE|VIEW|TRIGGER) (\\w+)(?s:.*?)(?=;\n(\n|\\z))", Pattern.MULTILINE);

    private static final String KNOWN = "SELECT sql FROM sqlite_master WHERE type = lower(?) AND name = ?";

    private SqliteAdditions() {}

    /** Writes only what differs; all of it or nothing. */
    static void make(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        Matcher statement = STATEMENT.matcher(resource("sqlite-additions.sql"));
        while (statement.find()) make(connection, statement.group(1), statement.group(2), statement.group());
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void make(Connection connection, String kind, String name, String sql) throws SQLException {
        String known = known(connection, kind, name);
        if (known.equals(sql) || (!known.isEmpty() && kind.equals("TABLE"))) return;
        try (Statement run = connection.createStatement()) {
            if (!known.isEmpty()) run.executeUpdate("DROP " + kind + " " + name);
            run.executeUpdate(sql);
        }
    }

    private static String known(Connection connection, String kind, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(KNOWN)) {
            query.setString(1, kind);
            query.setString(2, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    static String resource(String name) {
        try (InputStream text = SqliteAdditions.class.getResourceAsStream(name)) {
            if (text == null) throw new IllegalStateException(name + " is missing from the program");
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

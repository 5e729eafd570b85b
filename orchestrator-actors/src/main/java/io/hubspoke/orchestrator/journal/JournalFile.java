// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * The right to write to one SQLite journal, held by one process at a time, and the check before it is used: it exists
 * (it is created at the first start), has a format that this version knows, and is not visibly damaged.
 */
public final class JournalFile implements AutoCloseable {
    /** The number of the format that this version writes, kept in SQLite's {@code user_version}. */
    public static final int FORMAT = 1;

    /**
     * Up to this size the whole file is checked at the opening; larger ones are checked row by row when they are
     * read.
     */
    private static final long CHECKED_BYTES_MAX = 32L * 1024 * 1024;

    /** From this size on it pays to make ready what reads it while the rest of the program starts. */
    private static final long LONG_BYTES = 4L * 1024 * 1024;

    private static final int PAGE_BYTES = 16 * 1024;

    /**
     * The journals that this process holds. Static, because the lock of the operating system belongs to the process
     * and is lost as soon as any part of it opens and closes the lock file again.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private JournalFile(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock, creates what is missing and checks what is there.
     *
     * @throws JournalException with one sentence when the journal is in use, not writable, damaged or of a newer format
     */
    public static JournalFile open(Path file) {
        Path real = inFolder(file);
        if (!HELD.add(real))
            throw inUse(file, Long.toString(ProcessHandle.current().pid()));
        JournalFile journal = null;
        try {
            journal = locked(real);
            prepare(real);
            return journal;
        } catch (RuntimeException refused) {
            if (journal == null) HELD.remove(real);
            else journal.close();
            throw refused;
        }
    }

    public Path path() {
        return file;
    }

    /** Lets another process write. */
    @Override
    public void close() {
        if (!HELD.remove(file)) return;
        checkpoint();
        try (channel) {
            lock.release();
        } catch (IOException alreadyGone) {
            throw new JournalException(
                    "the lock of journal %s cannot be released: %s".formatted(file, alreadyGone.getMessage()),
                    alreadyGone);
        }
    }

    /** Moves what the write-ahead log holds into the file itself, so that a copy of that one file holds everything. */
    private void checkpoint() {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement run = connection.createStatement()) {
            run.execute("PRAGMA busy_timeout = 1000");
            run.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException keptInTheLog) {
            // Nothing is lost: whoever opens the journal next reads the log too.
        }
    }

    /**
     * Which process holds the journal, by the number it has left in the lock file and by whether it lives; the lock
     * itself is not touched, so looking never gets in the way of a start.
     */
    public static OptionalLong holder(Path file) {
        try {
            long pid = Long.parseLong(Files.readString(file.resolveSibling(file.getFileName() + ".lock"))
                    .strip());
            boolean lives = ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
            return lives ? OptionalLong.of(pid) : OptionalLong.empty();
        } catch (IOException | NumberFormatException nobody) {
            return OptionalLong.empty();
        }
    }

    private static Path inFolder(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (folder == null || Files.isDirectory(absolute)) {
            throw new JournalException("journal %s is a folder: name a file".formatted(file));
        }
        try {
            Files.createDirectories(folder);
            return folder.toRealPath().resolve(absolute.getFileName());
        } catch (IOException refused) {
            throw new JournalException(
                    "folder %s of the journal cannot be created or used (%s): choose another folder for the journal"
                            .formatted(folder, reason(refused)),
                    refused);
        }
    }

    private static JournalFile locked(Path file) {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    lockFile,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                String holder = holder(channel);
                channel.close();
                throw inUse(file, holder);
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return new JournalFile(file, channel, lock);
        } catch (IOException refused) {
            closeQuietly(channel, refused);
            throw new JournalException(
                    "%s cannot be written (%s): check the permissions of the folder or choose another folder"
                            .formatted(lockFile, reason(refused)),
                    refused);
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel, IOException because) {
        try {
            if (channel != null) channel.close();
        } catch (IOException second) {
            because.addSuppressed(second);
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? "that has just started" : pid;
    }

    private static JournalException inUse(Path file, String pid) {
        return new JournalException(
                "journal %s is in use by process %s: wait for it, end it, or use another journal".formatted(file, pid));
    }

    private static String reason(IOException refused) {
        return refused.getClass().getSimpleName().replace("Exception", "") + ": " + refused.getMessage();
    }

    private static void prepare(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(5_000);
        config.setPageSize(PAGE_BYTES);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + file)) {
            int format = SqliteFormat.of(connection);
            SqliteFormat.requireKnown(file, connection, format);
            if (format == 0) createTables(connection);
            SqliteAdditions.make(connection);
            long size = Files.size(file);
            if (size <= CHECKED_BYTES_MAX) SqliteFormat.requireSound(file, connection);
            if (size >= LONG_BYTES)
                Thread.ofPlatform().daemon().name("hubspoke-readers").start(JournalFile::makeReaders);
        } catch (SQLException trouble) {
            throw JournalTrouble.at(file, trouble);
        } catch (IOException trouble) {
            throw new JournalException("journal %s cannot be read (%s)".formatted(file, reason(trouble)), trouble);
        }
    }

    /** They take the better part of a second, which the first project would wait for. */
    private static void makeReaders() {
        SnapshotSerializer.makeReader();
        EventTypes.makeReaders();
    }

    private static void createTables(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(SqliteAdditions.resource("sqlite-schema.sql"));
            statement.executeUpdate("PRAGMA user_version = " + FORMAT);
        }
        connection.commit();
        connection.setAutoCommit(true);
    }
}

package io.lookback.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What to tell a person about an exception. */
public final class Reasons {

    /** Wrappers that say only that something below them failed. */
    private static final Set<String> WRAPPERS = Set.of(
            "java.util.concurrent.ExecutionException",
            "java.util.concurrent.CompletionException",
            "java.lang.reflect.InvocationTargetException",
            "java.io.UncheckedIOException",
            "org.apache.flink.runtime.client.JobExecutionException",
            "org.apache.flink.runtime.client.JobInitializationException",
            "org.apache.flink.runtime.JobException",
            "org.apache.flink.runtime.execution.SuppressRestartsException",
            "org.apache.flink.client.program.ProgramInvocationException",
            "org.apache.flink.streaming.runtime.tasks.ExceptionInChainedOperatorException",
            "org.apache.flink.streaming.runtime.tasks.TimerException",
            "org.apache.flink.runtime.taskmanager.AsynchronousException",
            "org.apache.flink.util.FlinkException");

    private Reasons() {}

    /** The messages of the first exception that says something and of the root, with the one above the root. */
    public static String of(Throwable failed) {
        List<String> messages = new ArrayList<>();
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            boolean wraps = WRAPPERS.contains(cause.getClass().getName()) && cause.getCause() != null;
            String message = text(cause);
            if (!wraps && messages.stream().noneMatch(known -> known.contains(message))) {
                messages.add(message);
            }
        }
        int size = messages.size();
        return size <= 3
                ? String.join(" -- ", messages)
                : String.join(" -- ", messages.get(0), messages.get(size - 2), messages.get(size - 1));
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage();
        if (cause instanceof FileSystemException file && file.getReason() == null) {
            return message + ": " + reason(file);
        }
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message.strip();
    }

    /** Java's own message is the path alone. */
    private static String reason(FileSystemException failed) {
        if (failed instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (failed instanceof AccessDeniedException) {
            return "access denied";
        }
        return failed instanceof FileAlreadyExistsException
                ? "exists"
                : failed.getClass().getSimpleName();
    }
}

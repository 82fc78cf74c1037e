package io.lookback.job;

import io.lookback.wire.Secrets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;

/** Why a client of Kafka's could not be created, in its own words. The outermost exceptions say only that it was not. */
final class KafkaRefusal {

    private static final Pattern WRAPPER = Pattern.compile("Failed to (construct kafka|create new) .*");
    private static final Pattern LOGIN = Pattern.compile("JAAS|LoginModule|Could not login");

    /** As JAAS divides its text. */
    private static final Pattern WORD = Pattern.compile("[^\\s'\"=;]+");

    private KafkaRefusal() {}

    /** From the outermost exception that tells something to the innermost. */
    static String of(KafkaException refusal) {
        List<String> messages = new ArrayList<>();
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            String message = text(cause);
            messages.removeIf(
                    outer -> outer.endsWith(message) || WRAPPER.matcher(outer).matches());
            if (messages.stream().noneMatch(outer -> outer.contains(message))) {
                messages.add(message);
            }
        }
        return String.join(": ", messages);
    }

    private static String text(Throwable cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such file";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Whether it is about how to log in. */
    static boolean isOfLogin(String message) {
        return LOGIN.matcher(message).find();
    }

    /** A message that may quote a word of a secret, as JAAS does with what stands in the wrong place. */
    static String without(Collection<String> secrets, String message) {
        Set<String> hidden = secrets.stream()
                .flatMap(secret -> WORD.matcher(secret).results())
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        return WORD.matcher(message).replaceAll(word -> hidden.contains(word.group()) ? Secrets.HIDDEN : "$0");
    }
}

package io.lookback.cli.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.wire.Printable;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An incoming webhook of Slack, or of what understands the same (Mattermost, Rocket.Chat, Discord's {@code /slack}). Told
 * of beginnings and ends, not of new peaks. A series' name comes from whoever writes to the input: it must not call a
 * channel together ({@code <!channel>}, {@code @all}), show a link under another name, or format the rest of the message.
 */
final class Slack implements Target {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_TEXT = 1_000;
    private static final String NOTHING_WIDE = "\u200b";

    private final URI address;
    private final Map<String, String> headers;

    Slack(URI address, Map<String, String> headers) {
        this.address = address;
        this.headers = Map.copyOf(headers);
    }

    @Override
    public Optional<Message> message(Notice notice, boolean first, Instant now) {
        if (notice.open() && !first) {
            return Optional.empty();
        }
        String text = (notice.open() ? ":rotating_light: " : ":white_check_mark: ")
                + '`' + harmless(notice.subject()) + "` "
                + (notice.open() ? "" : "is over: ")
                + harmless(notice.text())
                + " (" + notice.level() + ", since " + notice.begin() + ")";
        String members = notice.members().isEmpty() ? "" : "\nSeries: " + harmless(String.join(", ", notice.members()));
        return Optional.of(new Message(
                address,
                "application/json",
                headers,
                JSON.createObjectNode().put("text", text + members).toString()));
    }

    /** What Slack, Mattermost and Markdown give a meaning to becomes something that looks the same and has none. */
    static String harmless(String foreign) {
        String line = Printable.line(foreign);
        String bounded = line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "...";
        return bounded.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace('`', '\'')
                .replace("@", "@" + NOTHING_WIDE)
                .replace("://", ":" + NOTHING_WIDE + "//")
                .replace("www.", "www" + NOTHING_WIDE + '.')
                .replace("*", NOTHING_WIDE + '*' + NOTHING_WIDE)
                .replace("_", NOTHING_WIDE + '_' + NOTHING_WIDE)
                .replace("~", NOTHING_WIDE + '~' + NOTHING_WIDE)
                .replace("[", "[" + NOTHING_WIDE)
                .replace("](", "]" + NOTHING_WIDE + '(');
    }
}

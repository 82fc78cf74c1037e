package io.lookback.cli.notify;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import io.lookback.wire.Printable;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Any receiver: the change as it was read, or what a Mustache template makes of it. What the template puts in is escaped
 * for the content type: in JSON, no series' name ends the text that it stands in; in HTML and XML none opens a tag. In any
 * other text control characters become visible, so that none forges a line.
 *
 * <p>Beside all fields of the record the template knows {@code action} (trigger or resolve), {@code state} (firing or
 * resolved), {@code open}, {@code level}, {@code subject}, {@code name} and, for incidents, {@code member_names}.
 */
final class Webhook implements Target {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI address;
    private final Map<String, String> headers;
    private final Form form;
    private final Set<String> phases;
    private final @Nullable Template template;

    /**
     * @param phases of those that are sent: BEGIN, UPDATE, END
     * @throws IllegalArgumentException if the template is none, or needs another one
     */
    Webhook(URI address, Map<String, String> headers, Set<String> phases, Form form) {
        this.address = address;
        this.headers = Map.copyOf(headers);
        this.phases = Set.copyOf(phases);
        this.form = form;
        this.template = form.template().isEmpty() ? null : compiled(form.template(), form.contentType());
    }

    /**
     * What is sent.
     *
     * @param template empty for the change as it was read
     * @param values that the template may use beside those of the change, such as a key of the receiver
     */
    record Form(String contentType, String template, Map<String, String> values) {

        Form {
            values = Map.copyOf(values);
        }
    }

    private static Template compiled(String template, String contentType) {
        try {
            Template compiled = Mustache.compiler()
                    .withEscaper(escaper(contentType.toLowerCase(Locale.ROOT)))
                    .defaultValue("")
                    .compile(template);
            compiled.visit(new NoOtherTemplates());
            return compiled;
        } catch (MustacheException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Others would be loaded at the first alert, and there is nowhere to load them from. */
    private static final class NoOtherTemplates implements Mustache.Visitor {

        @Override
        public boolean visitInclude(String name) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "partial '%s' cannot be loaded: write its text in the place of {{> %s}}", name, name));
        }

        @Override
        public boolean visitParent(String name) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "parent '%s' cannot be loaded: write its text in the place of {{< %s}}", name, name));
        }

        @Override
        public boolean visitSection(String name) {
            return true;
        }

        @Override
        public boolean visitInvertedSection(String name) {
            return true;
        }

        @Override
        public void visitText(String text) {
            // Needs nothing.
        }

        @Override
        public void visitVariable(String name) {
            // Needs nothing.
        }
    }

    private static Mustache.Escaper escaper(String contentType) {
        if (contentType.contains("json")) {
            return text -> new String(JsonStringEncoder.getInstance().quoteAsString(text));
        }
        return contentType.contains("html") || contentType.contains("xml")
                ? text -> Escapers.HTML.escape(Printable.line(text))
                : Printable::line;
    }

    @Override
    public Optional<Message> message(Notice notice, boolean first, Instant now) {
        String phase = notice.open() ? first ? "BEGIN" : "UPDATE" : "END";
        return phases.contains(phase)
                ? Optional.of(new Message(address, form.contentType(), headers, body(notice)))
                : Optional.empty();
    }

    private String body(Notice notice) {
        if (template == null) {
            return notice.json().toString();
        }
        try {
            return template.execute(context(notice));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "The template does not fit %s: %s", notice.id(), e.getMessage()), e);
        }
    }

    private Map<String, Object> context(Notice notice) {
        Map<String, Object> context = new HashMap<>(form.values());
        notice.json().fields().forEachRemaining(field -> context.put(field.getKey(), plain(field.getValue())));
        context.put("action", notice.open() ? "trigger" : "resolve");
        context.put("state", notice.open() ? "firing" : "resolved");
        context.put("open", notice.open());
        context.put("level", notice.level());
        context.put("subject", notice.subject());
        context.put("name", notice.name());
        context.put("member_names", String.join(", ", notice.members()));
        return context;
    }

    /** Numbers as they were written, structures as maps and lists. */
    private static @Nullable Object plain(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        return node.isContainerNode()
                ? JSON.convertValue(node, Object.class)
                : node.isBoolean() ? node.booleanValue() : node.asText();
    }
}

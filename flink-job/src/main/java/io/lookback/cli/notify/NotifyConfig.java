package io.lookback.cli.notify;

import com.fasterxml.jackson.databind.JsonNode;
import io.lookback.cli.topic.OutputKind;
import io.lookback.event.RegularFile;
import io.lookback.job.SettingsFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What {@code notify.yaml} says.
 *
 * @param consumer properties of Kafka's consumer
 * @param repetition how often open alerts are sent again to receivers that want it
 * @param lookBack how far back an alert that is still open may have been changed last
 * @param firstPause after a failed request; it doubles up to the longest
 * @param metrics where Prometheus finds the metrics; empty for nowhere
 */
record NotifyConfig(
        Map<String, Object> consumer,
        String topic,
        String group,
        What what,
        List<Receiver> receivers,
        Duration timeout,
        Duration repetition,
        Duration lookBack,
        Duration firstPause,
        Duration longestPause,
        Optional<InetSocketAddress> metrics,
        String description) {

    private static final String TARGET = "targets\\[\\d+]\\.";
    private static final List<String> KEYS = List.of(
            "kafka\\..+",
            "topic",
            "group",
            "send",
            "timeout",
            "repetition",
            "look-back",
            "retry\\.(first|longest)",
            "metrics\\.(address|port)",
            TARGET + "(name|kind|url|user|password|token|content-type|template|template-file|phases)",
            TARGET + "(headers|labels|values)\\..+");
    private static final String FIRST_PAUSE = "1 s";
    private static final String LONGEST_PAUSE = "1 min";
    private static final int HIGHEST_PORT = 65_535;
    private static final Set<String> KINDS = Set.of("alertmanager", "webhook", "slack");
    private static final String OF_WEBHOOKS = "content-type|template|template-file|phases|values\\..+";
    private static final Map<String, String> OWN_PROPERTIES = Map.of(
            "kafka.group.id", "remove it: the consumer groups are named after 'group'",
            "kafka.enable.auto.commit", "remove it: an offset is committed after its delivery",
            "kafka.auto.offset.reset", "remove it: a new group begins at the end of the topic, see 'group'");
    private static final Set<String> PHASES = Set.of("BEGIN", "UPDATE", "END");

    NotifyConfig {
        consumer = Map.copyOf(consumer);
        receivers = List.copyOf(receivers);
    }

    /** What people are told of. */
    enum What {
        ALERTS(OutputKind.ALERTS.usualTopic()) {
            @Override
            Notice read(ConsumerRecord<byte[], byte[]> record) throws IOException {
                return Notice.ofAlert(decoded(OutputKind.ALERTS.decode(record)));
            }
        },
        INCIDENTS(OutputKind.INCIDENTS.usualTopic()) {
            @Override
            Notice read(ConsumerRecord<byte[], byte[]> record) throws IOException {
                return Notice.ofIncident(decoded(OutputKind.INCIDENTS.decode(record)));
            }
        };

        private final String usualTopic;

        What(String usualTopic) {
            this.usualTopic = usualTopic;
        }

        abstract Notice read(ConsumerRecord<byte[], byte[]> record) throws IOException;

        private static JsonNode decoded(JsonNode node) throws IOException {
            if (!node.isObject()) {
                throw new IOException("It is not an object");
            }
            return node;
        }
    }

    /** Whom to tell. */
    record Receiver(String name, Target target) {}

    /** @throws io.lookback.job.ConfigException if something is wrong with it */
    static NotifyConfig read(Path file, List<String> overrides, Map<String, String> environment) {
        SettingsFile settings = SettingsFile.read(file, overrides, environment, KEYS);
        Duration repetition = settings.duration("repetition", "1 min");
        What what = settings.parse(
                "send", "alerts", "give alerts or incidents", text -> What.valueOf(text.toUpperCase(Locale.ROOT)));
        return new NotifyConfig(
                consumer(settings),
                settings.text("topic", what.usualTopic),
                settings.text("group", "lookback-notify"),
                what,
                receivers(settings, repetition),
                settings.duration("timeout", "10 s"),
                repetition,
                settings.duration("look-back", "7 d"),
                settings.duration("retry.first", FIRST_PAUSE),
                longestPause(settings),
                metrics(settings),
                settings.describe());
    }

    private static Map<String, Object> consumer(SettingsFile settings) {
        OWN_PROPERTIES.forEach((key, way) -> refuse(settings, key, way));
        Map<String, Object> consumer = new HashMap<>(settings.under("kafka."));
        consumer.remove("bootstrap");
        consumer.put("bootstrap.servers", settings.required("kafka.bootstrap"));
        return consumer;
    }

    private static Duration longestPause(SettingsFile settings) {
        Duration longest = settings.duration("retry.longest", LONGEST_PAUSE);
        if (longest.compareTo(settings.duration("retry.first", FIRST_PAUSE)) < 0) {
            throw settings.wrong(
                    "retry.longest",
                    "give at least retry.first, which is " + settings.text("retry.first", FIRST_PAUSE));
        }
        return longest;
    }

    private static Optional<InetSocketAddress> metrics(SettingsFile settings) {
        if (settings.optional("metrics.port").isEmpty()) {
            refuse(settings, "metrics.address", "there are no metrics without metrics.port: give it, such as 9465");
            return Optional.empty();
        }
        int port = settings.count("metrics.port", "0");
        if (port < 0 || port > HIGHEST_PORT) {
            throw settings.wrong("metrics.port", String.format(Locale.ROOT, "give 0 to %d, 0 for any", HIGHEST_PORT));
        }
        InetSocketAddress address = new InetSocketAddress(settings.text("metrics.address", "127.0.0.1"), port);
        if (address.isUnresolved()) {
            throw settings.wrong("metrics.address", "give an address of this machine, or a name that resolves to one");
        }
        return Optional.of(address);
    }

    private static List<Receiver> receivers(SettingsFile settings, Duration repetition) {
        List<Receiver> receivers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < settings.sections("targets"); i++) {
            String prefix = String.format(Locale.ROOT, "targets[%d].", i);
            String kind = settings.required(prefix + "kind");
            String name = settings.text(prefix + "name", kind);
            if (!name.matches("[\\w.-]{1,100}") || !names.add(name)) {
                throw settings.wrong(
                        prefix + "name",
                        "give each target a name of its own, of letters, digits, '.', '-' and '_': its consumer group ends with it");
            }
            receivers.add(new Receiver(name, target(settings, prefix, kind, repetition)));
        }
        if (receivers.isEmpty()) {
            throw settings.wrong(
                    "targets", "name one target at least, such as {kind: alertmanager, url: http://alertmanager:9093}");
        }
        if (receivers.stream().noneMatch(receiver -> receiver.target() instanceof Alertmanager)) {
            refuse(settings, "repetition", "only a target of kind alertmanager uses it: remove it");
        }
        return receivers;
    }

    private static Target target(SettingsFile settings, String prefix, String kind, Duration repetition) {
        if (!KINDS.contains(kind)) {
            throw settings.wrong(prefix + "kind", "give alertmanager, webhook or slack");
        }
        requireEffect(settings, prefix, kind);
        URI address = address(settings, prefix + "url");
        Map<String, String> headers = headers(settings, prefix);
        return switch (kind) {
            case "alertmanager" -> new Alertmanager(address, headers, labels(settings, prefix), repetition);
            case "slack" -> new Slack(address, headers);
            default -> webhook(settings, prefix, address, headers);
        };
    }

    /** What would be passed over is a mistake, and shows in no delivery. */
    private static void requireEffect(SettingsFile settings, String prefix, String kind) {
        for (String key : settings.under(prefix).keySet()) {
            String taker = key.matches(OF_WEBHOOKS) ? "webhook" : key.startsWith("labels.") ? "alertmanager" : kind;
            if (!taker.equals(kind)) {
                refuse(
                        settings,
                        prefix + key,
                        String.format(Locale.ROOT, "a target of kind %s does not use it: remove it", kind));
            }
        }
        boolean plain = settings.optional(prefix + "template").isEmpty();
        if (!plain) {
            refuse(settings, prefix + "template-file", "there is a template too: give one of them");
        } else if (settings.optional(prefix + "template-file").isEmpty()) {
            settings.under(prefix + "values.")
                    .keySet()
                    .forEach(name -> refuse(
                            settings,
                            prefix + "values." + name,
                            "only a template uses it: give template or template-file, or remove it"));
        }
        requireOneAuthorization(settings, prefix);
    }

    private static void requireOneAuthorization(SettingsFile settings, String prefix) {
        boolean token = settings.optional(prefix + "token").isPresent();
        boolean user = settings.optional(prefix + "user").isPresent();
        if (!user) {
            refuse(settings, prefix + "password", "there is no user: give it too");
        } else if (token) {
            refuse(settings, prefix + "token", "there is a user too: give a token, or user and password");
        }
        if (token || user) {
            settings.under(prefix + "headers.").keySet().stream()
                    .filter("Authorization"::equalsIgnoreCase)
                    .forEach(name -> refuse(
                            settings, prefix + "headers." + name, "a token or user takes its place: give one of them"));
        }
    }

    private static void refuse(SettingsFile settings, String key, String way) {
        if (settings.optional(key).isPresent()) {
            throw settings.wrong(key, way);
        }
    }

    private static Webhook webhook(SettingsFile settings, String prefix, URI address, Map<String, String> headers) {
        Set<String> phases = new HashSet<>();
        settings.list(prefix + "phases", "begin,end").forEach(phase -> phases.add(phase.toUpperCase(Locale.ROOT)));
        if (!PHASES.containsAll(phases) || phases.isEmpty()) {
            throw settings.wrong(prefix + "phases", "give any of begin, update, end");
        }
        Optional<String> file = settings.optional(prefix + "template-file");
        String template = file.map(path -> text(settings, prefix + "template-file", Path.of(path)))
                .orElseGet(() -> settings.text(prefix + "template", ""));
        try {
            return new Webhook(
                    address,
                    headers,
                    phases,
                    new Webhook.Form(
                            contentType(settings, prefix + "content-type"),
                            template,
                            settings.under(prefix + "values.")));
        } catch (IllegalArgumentException e) {
            throw settings.wrong(
                    prefix + (file.isPresent() ? "template-file" : "template"),
                    "it is not a Mustache template that can be used: " + e.getMessage());
        }
    }

    private static String text(SettingsFile settings, String key, Path file) {
        try {
            return RegularFile.text(file);
        } catch (IOException e) {
            throw settings.wrong(key, String.format(Locale.ROOT, "the file cannot be read (%s)", e.getMessage()));
        }
    }

    private static URI address(SettingsFile settings, String key) {
        try {
            URI address = new URI(settings.required(key));
            if (address.getHost() != null && Set.of("http", "https").contains(String.valueOf(address.getScheme()))) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Its message quotes the address, which may be a secret.
        }
        throw settings.wrong(key, "give an address that begins with http:// or https://");
    }

    private static Map<String, String> headers(SettingsFile settings, String prefix) {
        Map<String, String> headers = new HashMap<>(settings.under(prefix + "headers."));
        headers.forEach((name, value) -> requireSendable(settings, prefix + "headers." + name, name, value));
        Optional<String> token = settings.optional(prefix + "token");
        Optional<String> user = settings.optional(prefix + "user");
        token.ifPresent(value -> {
            requireSendable(settings, prefix + "token", "Authorization", value);
            headers.put("Authorization", "Bearer " + value);
        });
        user.ifPresent(name -> {
            String pair = name + ':' + settings.text(prefix + "password", "");
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        });
        return headers;
    }

    private static String contentType(SettingsFile settings, String key) {
        String type = settings.text(key, "application/json");
        requireSendable(settings, key, "Content-Type", type);
        return type;
    }

    /** The client refuses a header only when a request is made of it, which would be at the first alert. */
    private static void requireSendable(SettingsFile settings, String key, String name, String value) {
        try {
            HttpRequest.newBuilder().header(name, value);
        } catch (IllegalArgumentException e) {
            // Its message quotes the value, which may be a secret.
            throw settings.wrong(
                    key,
                    "no such header can be sent: give a name that HTTP allows, other than Host, Content-Length, Connection, Expect and Upgrade, and a value on one line");
        }
    }

    private static Map<String, String> labels(SettingsFile settings, String prefix) {
        Map<String, String> labels = settings.under(prefix + "labels.");
        for (String name : labels.keySet()) {
            if (!name.matches("[a-zA-Z_][a-zA-Z0-9_]*")
                    || Set.of("alertname", "series", "incident").contains(name)) {
                throw settings.wrong(
                        prefix + "labels." + name,
                        "give another name: letters, digits and '_', not alertname, series or incident");
            }
        }
        return labels;
    }
}

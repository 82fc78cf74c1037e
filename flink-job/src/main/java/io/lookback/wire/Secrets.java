package io.lookback.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Keeps secrets out of what people and logs get to see.
 *
 * <p>Whether a key holds a secret is known for Kafka's own properties, which have a type for it. Plug-ins bring properties
 * of their own, so any other key is judged by its words. A value can carry a secret whatever its key is: the user
 * information of an address, a query parameter, a password in a text of pairs.
 */
public final class Secrets {

    public static final String HIDDEN = "<secret>";

    private static final String KAFKA = "kafka.";
    private static final Map<String, ConfigDef.Type> KAFKA_TYPES = kafkaTypes();

    /** Parts of a name, its separators left out, that give it away wherever they stand. */
    private static final List<String> TELLING = List.of(
            "password",
            "passwd",
            "passphrase",
            "passcode",
            "secret",
            "token",
            "credential",
            "jaas",
            "apikey",
            "authkey",
            "accesskey",
            "accountkey",
            "privatekey",
            "sharedkey",
            "signingkey",
            "encryptionkey",
            "keystorekey",
            "userinfo",
            "signature");

    /** Words that tell only when they stand alone: {@code input.topic.keys} or {@code author} are not secrets. */
    private static final Set<String> TELLING_WORDS = Set.of(
            "auth", "authorization", "authentication", "oauth", "basicauth", "bearer", "pwd", "pass", "pin", "cookie");

    private static final Set<String> TELLING_PARAMETERS = Set.of("key", "sig", "sas", "code", "auth");

    private static final Pattern SEPARATOR = Pattern.compile("[^a-z0-9]+");
    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern USER_INFO = Pattern.compile("://\\S*@");
    private static final Pattern USER_AND_PASSWORD =
            Pattern.compile("(?<![^\\s,;'\"])[^\\s,;:/@'\"]+:[^\\s/@]+@(?=\\w)");
    private static final Pattern PARAMETER = Pattern.compile("(?<=[?&;#])([^=&;#\\s]+)=([^&#\\s]+)");
    private static final Pattern PAIR = Pattern.compile(
            "([\\w.-]+)(\"?\\s*=\\s*|\"?:\\s+|\":\\s*)(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|[^\\s,;&]+)");
    private static final Pattern SCHEME = Pattern.compile("(?i)\\b(bearer|basic)\\s+[\\w.~+/=-]{6,}");

    private Secrets() {}

    /** Whether the value of a setting must not be shown. */
    public static boolean isKey(String key) {
        if (key.startsWith(KAFKA)) {
            String property = key.substring(KAFKA.length());
            ConfigDef.Type type = KAFKA_TYPES.get(property);
            return type == null ? tells(property) || words(property).endsWith(" key") : type == ConfigDef.Type.PASSWORD;
        }
        return tells(key);
    }

    /** A text with the secrets in it replaced: what is shown of a value, an address, or a message that quotes one. */
    public static String hide(String text) {
        String shown = USER_INFO.matcher(text).replaceAll("://" + HIDDEN + "@");
        shown = USER_AND_PASSWORD.matcher(shown).replaceAll(HIDDEN + "@");
        shown = PARAMETER.matcher(shown).replaceAll(Secrets::parameter);
        shown = SCHEME.matcher(shown).replaceAll("$1 " + HIDDEN);
        return PAIR.matcher(shown).replaceAll(Secrets::pair);
    }

    /** The same of a setting written as {@code key=value}. */
    public static String hideSetting(String setting) {
        String key = setting.split("=", 2)[0];
        return isKey(key.strip()) ? key + '=' + HIDDEN : hide(setting);
    }

    private static String parameter(MatchResult found) {
        String name = found.group(1);
        boolean secret = tells(name) || TELLING_PARAMETERS.contains(name.toLowerCase(Locale.ROOT));
        return Matcher.quoteReplacement(secret ? name + '=' + HIDDEN : found.group());
    }

    private static String pair(MatchResult found) {
        boolean secret = tells(found.group(1)) && !found.group(3).equals(HIDDEN);
        return Matcher.quoteReplacement(secret ? found.group(1) + found.group(2) + HIDDEN : found.group());
    }

    private static boolean tells(String name) {
        String words = words(name);
        String joined = words.replace(" ", "");
        return TELLING.stream().anyMatch(joined::contains)
                || Arrays.stream(words.split(" ")).anyMatch(TELLING_WORDS::contains)
                || words.matches("(.* )?ssl( .*)? key( .*)?");
    }

    /** The words of a name, in lower case, separated by spaces. */
    private static String words(String name) {
        String separated = CAMEL.matcher(name).replaceAll(" ").toLowerCase(Locale.ROOT);
        return SEPARATOR.matcher(separated).replaceAll(" ").strip();
    }

    private static Map<String, ConfigDef.Type> kafkaTypes() {
        return Stream.of(ConsumerConfig.configDef(), ProducerConfig.configDef(), AdminClientConfig.configDef())
                .flatMap(definition -> definition.configKeys().values().stream())
                .collect(Collectors.toMap(key -> key.name, key -> key.type, (first, second) -> first));
    }
}

package io.lookback.job;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Flattens YAML to settings: nested names are joined by dots, elements of a list of sections are counted
 * ({@code cells[0].kind}), a list of scalars is one setting. Scalars keep the text that was written.
 */
final class YamlSettings {

    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .build();

    private final String source;
    private final YAMLParser parser;
    private final List<Setting> settings = new ArrayList<>();

    private YamlSettings(String source, YAMLParser parser) {
        this.source = source;
        this.parser = parser;
    }

    /** The settings of a whole file. */
    static List<Setting> ofFile(String yaml, String source) {
        List<Setting> settings = parse(yaml, source, "");
        requireOnce(settings);
        return settings;
    }

    /** Dotted and nested names may spell the same key twice, which the parser does not see. */
    private static void requireOnce(List<Setting> settings) {
        Map<String, Setting> given = new HashMap<>();
        settings.stream().flatMap(CellSettings::spelledOut).forEach(setting -> {
            Setting other = given.putIfAbsent(setting.key(), setting);
            if (other != null) {
                throw new ConfigException(String.format(
                        Locale.ROOT,
                        "%s: %s is given at %s as well; keep one of the two",
                        setting.source(),
                        setting.key(),
                        other.source()));
            }
        });
    }

    /** The settings that a text gives to one key: {@code --set key=text}. */
    static List<Setting> ofValue(String key, String yaml, String source) {
        return parse(yaml, source, key);
    }

    /** Fails without a cause: the parser's own message quotes the lines, secrets included. */
    private static List<Setting> parse(String yaml, String source, String key) {
        try (YAMLParser parser = YAML.createParser(yaml)) {
            YamlSettings read = new YamlSettings(source, parser);
            if (parser.nextToken() != null) {
                read.value(key);
            }
            if (parser.nextToken() != null) {
                throw new ConfigException(String.format(
                        Locale.ROOT,
                        "%s holds a second document behind '---', which would be ignored; remove the '---', or what follows it",
                        read.where(read.line())));
            }
            return read.settings;
        } catch (JacksonException e) {
            throw new ConfigException(String.format(
                    Locale.ROOT,
                    "%s, line %d is not YAML: %s",
                    source,
                    e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                    firstLine(e)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstLine(JacksonException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("");
    }

    private void value(String key) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            section(key);
        } else if (token == JsonToken.START_ARRAY) {
            list(key);
        } else {
            add(key, List.of(scalar(key)), line());
        }
    }

    private void section(String key) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            value(key.isEmpty() ? name : key + '.' + name);
        }
    }

    private void list(String key) throws IOException {
        List<Setting> scalars = new ArrayList<>();
        int line = line();
        int index = 0;
        for (; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            String element = String.format(Locale.ROOT, "%s[%d]", key, index);
            if (Objects.requireNonNull(parser.currentToken()).isScalarValue()) {
                scalars.add(new Setting(element, List.of(scalar(key)), where(line()), false));
            } else {
                value(element);
            }
        }
        if (scalars.size() == index) {
            add(key, scalars.stream().map(Setting::text).toList(), line);
        } else {
            settings.addAll(scalars);
        }
    }

    private String scalar(String key) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            throw new ConfigException(String.format(
                    Locale.ROOT, "%s: %s has no value; give one or leave the line out", where(line()), key));
        }
        requireNoAlias();
        return parser.getText();
    }

    /** Jackson gives the name of the anchor as a text. */
    private void requireNoAlias() throws IOException {
        if (parser.isCurrentAlias()) {
            throw new ConfigException(String.format(
                    Locale.ROOT,
                    "%s: aliases such as *%s are not supported; write out what the anchor holds",
                    where(line()),
                    parser.getText()));
        }
    }

    private void add(String key, List<String> values, int line) {
        if (key.isEmpty()) {
            throw new ConfigException(
                    String.format(Locale.ROOT, "%s holds no settings, only a text or a list: give key: value", source));
        }
        settings.add(new Setting(key, values, where(line), false));
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private String where(int line) {
        return source.startsWith("--set") ? source : source + ", line " + line;
    }
}

package io.lookback.job;

import io.lookback.event.RegularFile;
import io.lookback.wire.Printable;
import io.lookback.wire.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.MemorySize;

/** What a user gave and, for the rest, what holds by default; every value is checked where it is read. */
public final class Settings {

    private static final int LIST_LIMIT = -1;
    private static final String NONE = "none";

    /** What YAML reads as the text that it is. */
    private static final Pattern PLAIN =
            Pattern.compile("[\\w/.][\\w /.@+=;-]*(:[\\w/.][\\w/.:@+=;-]*)*|\\[[\\w ,/.-]*]");

    private final Map<String, Setting> given;

    private Settings(Map<String, Setting> given) {
        this.given = given;
    }

    /**
     * Later settings win.
     *
     * @param file the YAML file; empty for none
     * @param overrides {@code key=value}, the value in YAML
     * @param environment for {@code ${env:NAME}}
     * @throws ConfigException if a key is unknown or a placeholder cannot be filled in
     */
    public static Settings read(Optional<Path> file, List<String> overrides, Map<String, String> environment) {
        List<Setting> all = new ArrayList<>(file.map(Settings::ofFile).orElseGet(List::of));
        overrides.forEach(override -> all.addAll(ofOverride(override)));
        List<String> problems =
                all.stream().map(UnknownKeys::problem).flatMap(Optional::stream).toList();
        if (!problems.isEmpty()) {
            throw ConfigException.of(problems);
        }
        Placeholders placeholders = new Placeholders(environment);
        Map<String, Setting> given = new LinkedHashMap<>();
        for (Setting setting : all) {
            if (setting.key().equals(Key.CELLS.key())) {
                given.keySet().removeIf(CellSettings::isKey);
            }
            if (setting.key().equals(Key.CELLS.key()) || CellSettings.isKey(setting.key())) {
                given.remove(Key.CELLS.key());
            }
            if (setting.key().equals(Key.INPUT_VALUES.key())) {
                given.keySet().removeIf(Key::namesValue);
            } else if (Key.namesValue(setting.key())) {
                given.remove(Key.INPUT_VALUES.key());
            }
            CellSettings.spelledOut(filled(setting, placeholders)).forEach(part -> given.put(part.key(), part));
        }
        return new Settings(given);
    }

    static List<Setting> ofFile(Path file) {
        try {
            return YamlSettings.ofFile(RegularFile.text(file), String.valueOf(file.getFileName()));
        } catch (IOException e) {
            throw new ConfigException(
                    String.format(Locale.ROOT, "The configuration file '%s' cannot be read (%s)", file, e), e);
        }
    }

    static List<Setting> ofOverride(String override) {
        int equals = override.indexOf('=');
        if (equals < 1) {
            throw new ConfigException(String.format(
                    Locale.ROOT,
                    "--set %s: give it as key=value, such as --set kafka.bootstrap=broker:9092",
                    Secrets.hide(override)));
        }
        String key = override.substring(0, equals).strip();
        String value = override.substring(equals + 1);
        boolean structured = value.startsWith("[") || value.startsWith("{") || value.startsWith("\"");
        return structured
                ? YamlSettings.ofValue(key, value, "--set " + key)
                : List.of(new Setting(key, List.of(value), "--set", false));
    }

    static Setting filled(Setting setting, Placeholders placeholders) {
        boolean secret = setting.values().stream().anyMatch(placeholders::in);
        List<String> values = setting.values().stream()
                .map(value -> placeholders.fill(value, setting.key() + " (" + setting.source() + ")"))
                .toList();
        return new Setting(setting.key(), values, setting.source(), secret);
    }

    /** All keys that begin so, with what follows it. */
    Map<String, String> under(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        given.values().stream()
                .filter(setting -> setting.key().startsWith(prefix))
                .filter(setting -> Key.find(setting.key()).isEmpty())
                .forEach(setting -> found.put(setting.key().substring(prefix.length()), setting.text()));
        return found;
    }

    Map<String, Setting> given() {
        return given;
    }

    Setting get(Key key) {
        if (key.required() && !isSet(key)) {
            throw new ConfigException(String.format(
                    Locale.ROOT, "%s is missing: set it in the configuration file or with --set %s=...", key, key));
        }
        return givenOrDefault(key);
    }

    private Setting givenOrDefault(Key key) {
        Setting setting = given.get(key.key());
        return setting == null ? new Setting(key.key(), List.of(key.defaultText()), Setting.DEFAULT, false) : setting;
    }

    boolean isSet(Key key) {
        return given.containsKey(key.key());
    }

    String text(Key key) {
        return get(key).text();
    }

    Optional<String> optional(Key key) {
        return Optional.of(text(key)).filter(text -> !text.isEmpty());
    }

    /** A YAML list, or a text that commas separate. */
    List<String> list(Key key) {
        return elements(get(key));
    }

    static List<String> elements(Setting setting) {
        Stream<String> elements = setting.values().size() == 1
                ? Arrays.stream(setting.values().get(0).split(",", LIST_LIMIT)).map(String::strip)
                : setting.values().stream();
        return elements.filter(element -> !element.isEmpty()).toList();
    }

    Duration duration(Key key) {
        return parse(key, Durations.CHOICES, Durations::parse);
    }

    int count(Key key) {
        return parse(key, "give a whole number", text -> Integer.parseInt(text.replace("_", "")));
    }

    long bytes(Key key) {
        return parse(
                key, "give a size such as 64 mb", text -> MemorySize.parse(text).getBytes());
    }

    double number(Key key) {
        return parse(key, "give a number", Double::parseDouble);
    }

    boolean flag(Key key) {
        return parse(key, "give true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        });
    }

    <E extends Enum<E>> E choice(Key key, Class<E> choices) {
        String way = "give one of " + String.join(", ", EnumNames.spellings(choices));
        return parse(key, way, text -> EnumNames.find(choices, text).orElseThrow(IllegalArgumentException::new));
    }

    /** Any number of them, none for {@code none}. */
    <E extends Enum<E>> Set<E> choices(Key key, Class<E> choices) {
        String way = "give none, or any of " + String.join(", ", EnumNames.spellings(choices));
        Set<E> chosen = EnumSet.noneOf(choices);
        for (String element : list(key)) {
            if (!element.equals(NONE)) {
                chosen.add(EnumNames.find(choices, element).orElseThrow(() -> wrong(key, way)));
            }
        }
        return chosen;
    }

    /** @param way out, for the one who gave a value that the parser refuses with a {@link RuntimeException} */
    <T> T parse(Key key, String way, Function<String, T> parser) {
        try {
            return parser.apply(text(key));
        } catch (ConfigException e) {
            throw e;
        } catch (RuntimeException e) {
            throw wrong(key, way, e);
        }
    }

    ConfigException wrong(Key key, String wayOut) {
        return new ConfigException(String.format(Locale.ROOT, "%s: %s", get(key), wayOut));
    }

    private ConfigException wrong(Key key, String wayOut, RuntimeException cause) {
        ConfigException wrong = wrong(key, wayOut);
        if (!get(key).hidden()) {
            wrong.initCause(cause);
        }
        return wrong;
    }

    /** What a record found wrong with the values given to it, without the secret ones. */
    ConfigException masked(IllegalArgumentException problem) {
        String found = String.valueOf(problem.getMessage());
        String shown = found;
        for (Setting setting : given.values()) {
            shown = setting.hidden() ? setting.hideIn(shown) : shown;
        }
        shown = Secrets.hide(shown);
        return shown.equals(found) ? new ConfigException(found, problem) : new ConfigException(shown);
    }

    /** Every effective setting, one a line, as YAML; secrets hidden, and for each whether and where it was set. */
    public String describe() {
        Stream<Setting> own = Arrays.stream(Key.values()).filter(this::single).map(this::givenOrDefault);
        Stream<Setting> further = given.values().stream()
                .filter(setting -> Key.find(setting.key()).isEmpty());
        List<Setting> all = Stream.concat(own, further).toList();
        int width = all.stream()
                .mapToInt(setting -> line(setting).length())
                .filter(length -> length < 70)
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (Setting setting : all) {
            String origin = setting.source().equals(Setting.DEFAULT) ? "default" : "set in " + setting.source();
            text.append(String.format(Locale.ROOT, "%-" + width + "s  # %s%n", line(setting), origin));
        }
        return text.toString();
    }

    /** Whether the key is shown as one line: cells that were given are shown one by one. */
    private boolean single(Key key) {
        return switch (key) {
            case CELLS -> given.keySet().stream().noneMatch(CellSettings::isKey);
            case INPUT_VALUES -> given.keySet().stream().noneMatch(Key::namesValue);
            default -> true;
        };
    }

    private static String line(Setting setting) {
        String shown = setting.shown();
        boolean plain = PLAIN.matcher(shown).matches() || setting.secret();
        String several = setting.values().stream()
                .map(Secrets::hide)
                .map(Settings::quoted)
                .collect(Collectors.joining(", ", "[", "]"));
        return setting.key() + ": " + (plain ? shown : setting.values().size() > 1 ? several : quoted(shown));
    }

    private static String quoted(String text) {
        return '"' + Printable.line(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }
}

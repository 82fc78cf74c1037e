package io.lookback.job;

import io.lookback.wire.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The settings of a command other than the job, in a file of their own, spelled as those of the job: nested or dotted,
 * with placeholders for secrets. Whoever reads them says which keys there are.
 */
public final class SettingsFile {

    private final Map<String, Setting> given;

    private SettingsFile(Map<String, Setting> given) {
        this.given = given;
    }

    /**
     * Later settings win.
     *
     * @param overrides {@code key=value}
     * @param known patterns of the keys that there are
     * @throws ConfigException if a key is unknown or a placeholder cannot be filled in
     */
    public static SettingsFile read(
            Path file, List<String> overrides, Map<String, String> environment, Collection<String> known) {
        List<Setting> all = new ArrayList<>(Settings.ofFile(file));
        overrides.forEach(override -> all.addAll(Settings.ofOverride(override)));
        List<String> problems = all.stream()
                .filter(setting -> known.stream().noneMatch(setting.key()::matches))
                .map(setting -> String.format(
                        Locale.ROOT, "%s: '%s' is not a setting of this command", setting.source(), setting.key()))
                .toList();
        if (!problems.isEmpty()) {
            throw ConfigException.of(problems);
        }
        Placeholders placeholders = new Placeholders(environment);
        Map<String, Setting> given = new LinkedHashMap<>();
        all.forEach(setting -> given.put(setting.key(), Settings.filled(setting, placeholders)));
        return new SettingsFile(given);
    }

    /** What was given, or the default. */
    public String text(String key, String usual) {
        Setting setting = given.get(key);
        return setting == null ? usual : setting.text();
    }

    /** What must be given. */
    public String required(String key) {
        return optional(key)
                .orElseThrow(() -> new ConfigException(String.format(
                        Locale.ROOT, "%s is missing: set it in the file or with --set %s=...", key, key)));
    }

    public Optional<String> optional(String key) {
        return Optional.ofNullable(given.get(key)).map(Setting::text).filter(text -> !text.isEmpty());
    }

    public List<String> list(String key, String usual) {
        Setting setting = given.get(key);
        return Settings.elements(setting == null ? new Setting(key, List.of(usual), Setting.DEFAULT, false) : setting);
    }

    public Duration duration(String key, String usual) {
        return parse(key, usual, Durations.CHOICES, text -> {
            Duration duration = Durations.parse(text);
            if (duration.isZero()) {
                throw new IllegalArgumentException();
            }
            return duration;
        });
    }

    public int count(String key, String usual) {
        return parse(key, usual, "give a whole number", text -> Integer.parseInt(text.replace("_", "")));
    }

    /** @param way out, for the one who gave a value that the parser refuses with a {@link RuntimeException} */
    public <T> T parse(String key, String usual, String way, Function<String, T> parser) {
        try {
            return parser.apply(text(key, usual));
        } catch (RuntimeException e) {
            throw wrong(key, way);
        }
    }

    /** Something is wrong with what was given for the key. */
    public ConfigException wrong(String key, String way) {
        Setting setting = given.get(key);
        return new ConfigException(
                setting == null
                        ? String.format(Locale.ROOT, "%s: %s", key, way)
                        : String.format(Locale.ROOT, "%s: %s", setting, way));
    }

    /** All keys that begin so, with what follows it. */
    public Map<String, String> under(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        given.values().stream()
                .filter(setting -> setting.key().startsWith(prefix))
                .forEach(setting -> found.put(setting.key().substring(prefix.length()), setting.text()));
        return found;
    }

    /** How many sections the list of that name has. */
    public int sections(String list) {
        int sections = 0;
        while (hasUnder(String.format(Locale.ROOT, "%s[%d].", list, sections))) {
            sections++;
        }
        return sections;
    }

    private boolean hasUnder(String prefix) {
        return keys().anyMatch(key -> key.startsWith(prefix));
    }

    private Stream<String> keys() {
        return given.keySet().stream();
    }

    /** What was given, one a line; secrets hidden. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        given.values()
                .forEach(setting -> text.append(String.format(
                        Locale.ROOT,
                        "%s: %s  # %s%n",
                        setting.key(),
                        Secrets.hide(setting.shown()),
                        setting.source())));
        return text.toString();
    }
}

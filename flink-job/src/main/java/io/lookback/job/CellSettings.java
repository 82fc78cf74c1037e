package io.lookback.job;

import io.lookback.cell.CellRegistry;
import io.lookback.cell.CellSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The settings under {@code cells}: a list of names, or of sections with a kind and a model, or {@code none}. */
final class CellSettings {

    private static final String CELLS = Key.CELLS.key();
    private static final List<String> NONE = List.of("none");
    private static final Pattern ELEMENT = Pattern.compile("cells\\[(\\d{1,3})](?:\\.(kind|model))?");

    private CellSettings() {}

    static boolean isKey(String key) {
        return ELEMENT.matcher(key).matches();
    }

    /** Spells {@code cells: [a, b]} as {@code cells[0].kind: a, cells[1].kind: b}; leaves others as they are. */
    static Stream<Setting> spelledOut(Setting setting) {
        if (setting.key().equals(CELLS)) {
            List<String> kinds = Settings.elements(setting);
            if (kinds.equals(NONE)) {
                return Stream.of(setting);
            }
            return IntStream.range(0, kinds.size())
                    .mapToObj(i -> kind(String.format(Locale.ROOT, "cells[%d].kind", i), kinds.get(i), setting));
        }
        Matcher element = ELEMENT.matcher(setting.key());
        return Stream.of(
                element.matches() && element.group(2) == null
                        ? kind(setting.key() + ".kind", setting.text(), setting)
                        : setting);
    }

    private static Setting kind(String key, String kind, Setting origin) {
        return new Setting(key, List.of(kind), origin.source(), origin.secret());
    }

    /**
     * The cells of a job.
     *
     * @param settings all that were given, by key: {@code cells} itself only if it is {@code none}
     * @param otherwise kinds of a job that names no cell
     */
    static List<CellSpec> read(Map<String, Setting> settings, List<String> otherwise) {
        Map<Integer, Cell> cells = new TreeMap<>();
        for (Setting setting : settings.values()) {
            Matcher element = ELEMENT.matcher(setting.key());
            if (element.matches()) {
                cells.computeIfAbsent(Integer.valueOf(element.group(1)), Cell::new)
                        .take(element.group(2), setting);
            }
        }
        if (settings.containsKey(CELLS)) {
            return List.of();
        }
        requireWithoutGaps(cells);
        return cells.isEmpty()
                ? otherwise.stream().map(CellSpec::shipped).toList()
                : cells.values().stream().map(Cell::spec).toList();
    }

    /** A cell behind a gap stands where the user wanted others before it, such as that of the default. */
    private static void requireWithoutGaps(Map<Integer, Cell> cells) {
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.containsKey(i)) {
                throw new ConfigException(String.format(
                        Locale.ROOT,
                        "cells[%d] is missing, although cells%s is given: give it as well, or number the cells from 0",
                        i,
                        cells.keySet()));
            }
        }
    }

    /** One element as it is gathered. */
    private static final class Cell {
        private final int index;
        private @Nullable Setting kind;
        private @Nullable String model;

        Cell(int index) {
            this.index = index;
        }

        void take(String part, Setting setting) {
            if (part.equals("kind")) {
                kind = setting;
            } else {
                model = setting.text();
            }
        }

        CellSpec spec() {
            Setting given = kind;
            if (given == null) {
                throw new ConfigException(String.format(
                        Locale.ROOT, "cells[%d].kind is missing: name one of %s", index, CellRegistry.names()));
            }
            if (CellRegistry.find(given.text()).isEmpty()) {
                throw new ConfigException(String.format(
                        Locale.ROOT, "%s: there is no such cell. Give one of %s", given, CellRegistry.names()));
            }
            return new CellSpec(given.text(), model);
        }
    }
}

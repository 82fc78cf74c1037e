package io.lookback.control;

import io.lookback.detection.Sensitivity;
import io.lookback.event.Alert;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The entries in force, within limits. What it answers depends on the entries alone. Mutable, one thread. */
public final class ControlBook implements Sensitivity {

    private final ControlLimits limits;
    private final Map<String, ControlEntry> entries = new TreeMap<>();
    private final Map<String, Rule> rules = new TreeMap<>();
    private final Map<String, Announcement> models = new TreeMap<>();
    private final ResetTimes resets = new ResetTimes();
    private final Map<String, ForecastRequest> forecasts = new TreeMap<>();
    private final Map<String, Map<String, Label>> labels = new HashMap<>();
    private final Map<String, Thresholds> thresholds = new HashMap<>();

    public ControlBook(ControlLimits limits) {
        this.limits = limits;
    }

    /**
     * Takes an entry in, in place of the one with its id.
     *
     * @return why it is not taken: the entry with its id, if there is one, stays in force
     */
    public Optional<String> put(ControlEntry entry) {
        ControlEntry replaced = entries.get(entry.id());
        Optional<String> refusal = refusal(entry, replaced);
        if (refusal.isEmpty()) {
            remove(entry.id());
            entries.put(entry.id(), entry);
            if (entry instanceof Rule rule) {
                rules.put(rule.id(), rule);
            } else if (entry instanceof Announcement announcement) {
                models.put(announcement.id(), announcement);
            } else if (entry instanceof Reset reset) {
                resets.put(reset);
            } else if (entry instanceof ForecastRequest request) {
                forecasts.put(request.id(), request);
            } else if (entry instanceof Label label) {
                labels.computeIfAbsent(label.series(), series -> new HashMap<>())
                        .put(label.id(), label);
                follow(label.series());
            }
        }
        return refusal;
    }

    /** Forgets an entry, if there is one of that id. */
    public void remove(String id) {
        ControlEntry removed = entries.remove(id);
        rules.remove(id);
        models.remove(id);
        resets.remove(id);
        forecasts.remove(id);
        if (removed instanceof Label label) {
            Map<String, Label> others = labels.get(label.series());
            if (others != null) {
                others.remove(id);
                follow(label.series());
            }
        }
    }

    public @Nullable ControlEntry get(String id) {
        return entries.get(id);
    }

    public int rules() {
        return rules.size();
    }

    public int labels() {
        return entries.size() - rules.size() - models.size() - resets.size() - forecasts.size();
    }

    public int models() {
        return models.size();
    }

    /** In the order of their precedence. */
    public List<Announcement> announcements() {
        return models.values().stream().sorted(Announcement.PRECEDENCE).toList();
    }

    /** What asks for forecasts, answered or not, by id. */
    public List<ForecastRequest> forecasts() {
        return List.copyOf(forecasts.values());
    }

    /** The rule that suppresses an alert which begins: the first, by id, that covers it. */
    public Optional<Rule> covering(Alert alert) {
        return rules.values().stream().filter(rule -> rule.covers(alert)).findFirst();
    }

    /** When the newest reset was asked for, ms since the epoch; 0 if none was. */
    public long newestReset() {
        return resets.newest();
    }

    /** The same of those that name the series. */
    public long newestReset(String series) {
        return resets.newest(series);
    }

    @Override
    public double rateFactor(String series, long time) {
        if (thresholds.isEmpty()) {
            return 1;
        }
        Thresholds moved = thresholds.get(series);
        return moved == null ? 1 : moved.rateFactor(time);
    }

    private Optional<String> refusal(ControlEntry entry, @Nullable ControlEntry replaced) {
        if (entry instanceof Label label) {
            return refusal(label, replaced);
        }
        if (entry instanceof Reset) {
            return full("resets", resets.size(), ControlLimits.RESETS, replaced instanceof Reset);
        }
        if (entry instanceof ForecastRequest) {
            return full(
                    "requests for forecasts",
                    forecasts.size(),
                    ControlLimits.FORECASTS,
                    replaced instanceof ForecastRequest);
        }
        return entry instanceof Rule
                ? fullBySetting("rules", rules.size(), limits.rules(), replaced instanceof Rule)
                : fullBySetting("models", models.size(), limits.models(), replaced instanceof Announcement);
    }

    private static Optional<String> full(String what, int followed, int most, boolean inPlaceOfAnother) {
        return followed < most || inPlaceOfAnother
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "The job follows %d %s already. Remove some, then add this one again.",
                        followed,
                        what));
    }

    private static Optional<String> fullBySetting(String what, int followed, int most, boolean inPlaceOfAnother) {
        return followed < most || inPlaceOfAnother
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "The job follows %d %s already. Remove some, or raise control.max-%s, then add this one again.",
                        followed,
                        what,
                        what));
    }

    private Optional<String> refusal(Label label, @Nullable ControlEntry replaced) {
        Optional<String> full = fullBySetting("labels", labels(), limits.labels(), replaced instanceof Label);
        if (full.isPresent()) {
            return full;
        }
        int known = labels.getOrDefault(label.series(), Map.of()).size();
        boolean another = !(replaced instanceof Label old && old.series().equals(label.series()));
        return another && known >= ControlLimits.LABELS_OF_A_SERIES
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "Series '%s' has %d labels already. Remove the oldest, then add this one again.",
                        label.series(),
                        known))
                : Optional.empty();
    }

    private void follow(String series) {
        Map<String, Label> left = labels.getOrDefault(series, Map.of());
        if (left.isEmpty()) {
            labels.remove(series);
            thresholds.remove(series);
        } else {
            thresholds.put(series, new Thresholds(left.values()));
        }
    }
}

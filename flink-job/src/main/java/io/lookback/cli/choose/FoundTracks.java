package io.lookback.cli.choose;

import io.lookback.cli.files.SeriesFile;
import io.lookback.cli.skill.Track;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The tracks of somebody's data.
 *
 * @param series that they belong to
 */
record FoundTracks(List<Track> tracks, int series) {

    FoundTracks {
        tracks = List.copyOf(tracks);
    }

    /** @param rows most of each series, its first */
    static FoundTracks of(List<SeriesFile> files, Duration interval, int rows) {
        List<Track> tracks = new ArrayList<>();
        files.forEach(file -> tracks.addAll(Track.of(file, interval, rows)));
        return new FoundTracks(tracks, files.size());
    }

    /** Of each record, typically. */
    int features() {
        return Math.max(1, Math.round((float) tracks.size() / Math.max(1, series)));
    }

    /** Those that can be forecast, at most so many, spread over all. */
    List<Track> usable(int most) {
        return Track.spread(tracks.stream().filter(Track::moves).toList(), most);
    }
}

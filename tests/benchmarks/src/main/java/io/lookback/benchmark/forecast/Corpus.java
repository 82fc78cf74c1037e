package io.lookback.benchmark.forecast;

import io.lookback.cli.skill.Track;
import java.util.List;

/** Tracks of one kind, whose figures are averaged. */
record Corpus(String name, List<Track> tracks) {

    Corpus {
        tracks = List.copyOf(tracks);
    }
}

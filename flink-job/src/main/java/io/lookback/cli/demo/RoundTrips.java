package io.lookback.cli.demo;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which records were sent and what came back for each. The producer's thread writes what was sent, the monitor's thread
 * what came back.
 */
final class RoundTrips {

    /**
     * What an alert said last.
     *
     * @param begin event-time ms
     * @param end event-time ms of its last anomalous record so far
     */
    record SeenAlert(String series, long begin, long end, boolean open) {}

    private final Map<Integer, RejectionAccumulator> accounts = new HashMap<>();
    private final Map<String, SeenAlert> alerts = new LinkedHashMap<>();
    private long sent;
    private long scores;
    private long repeated;
    private long deadLetters;

    synchronized void sent(int partition, long offset) {
        sent++;
        account(partition).sent.set(Math.toIntExact(offset));
    }

    /** @param id of the score: {@code topic-partition-offset} of the record that was scored */
    synchronized void scored(String id) {
        int second = id.lastIndexOf('-');
        int first = id.lastIndexOf('-', second - 1);
        int partition = Integer.parseInt(id.substring(first + 1, second));
        int offset = Integer.parseInt(id.substring(second + 1));
        BitSet answered = account(partition).scored;
        scores++;
        repeated += answered.get(offset) ? 1 : 0;
        answered.set(offset);
    }

    synchronized void deadLetter(int partition, long offset) {
        deadLetters++;
        account(partition).dead.set(Math.toIntExact(offset));
    }

    synchronized void alert(String id, SeenAlert alert) {
        alerts.put(id, alert);
    }

    /** Whether every record that was sent has a score or is a dead letter. */
    synchronized boolean answered() {
        return unanswered() == 0;
    }

    synchronized Counts counts() {
        long open = alerts.values().stream().filter(SeenAlert::open).count();
        return new Counts(sent, scores, unanswered(), repeated, deadLetters, alerts.size(), open);
    }

    synchronized List<SeenAlert> alerts() {
        return List.copyOf(alerts.values());
    }

    private long unanswered() {
        long missing = 0;
        for (RejectionAccumulator account : accounts.values()) {
            BitSet open = (BitSet) account.sent.clone();
            open.andNot(account.scored);
            open.andNot(account.dead);
            missing += open.cardinality();
        }
        return missing;
    }

    private RejectionAccumulator account(int partition) {
        return accounts.computeIfAbsent(partition, unknown -> new RejectionAccumulator());
    }

    /**
     * Where matters stand.
     *
     * @param unanswered records without a score and not among the dead letters
     * @param repeated scores of records that had one already
     * @param openAlerts alerts that have begun and not ended
     */
    record Counts(
            long sent, long scores, long unanswered, long repeated, long deadLetters, long alerts, long openAlerts) {

        /** Whether every record that is not a dead letter has exactly one score. */
        boolean exact() {
            return unanswered == 0 && repeated == 0 && scores + deadLetters == sent;
        }
    }

    /** One bit per offset of a partition. */
    private static final class RejectionAccumulator {
        private final BitSet sent = new BitSet();
        private final BitSet scored = new BitSet();
        private final BitSet dead = new BitSet();
    }
}

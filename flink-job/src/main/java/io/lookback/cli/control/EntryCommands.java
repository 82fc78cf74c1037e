package io.lookback.cli.control;

import io.lookback.cli.CliException;
import io.lookback.control.ControlEntry;
import io.lookback.event.Wildcards;
import io.lookback.wire.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands do alike for each kind of entry. */
final class EntryCommands {

    private EntryCommands() {}

    /** Shows the entries of some kinds, and the records that cannot be followed, whose kind nobody knows. */
    abstract static class Showing implements Callable<Integer> {

        private final List<EntryKind> kinds;

        @Spec
        private CommandSpec spec;

        @Mixin
        private ControlOptions topic;

        /** @param command whose kinds are shown, such as {@code rules} */
        Showing(String command) {
            this.kinds = EntryKind.of(command);
        }

        @Override
        public final Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            ControlClient.Content content = topic.open().read();
            List<ControlEntry> entries = new ArrayList<>();
            kinds.forEach(kind -> entries.addAll(content.of(kind.type())));
            entries.forEach(entry -> out.println(ControlLines.of(entry)));
            ControlLines.unfit(content.unfit()).forEach(out::println);
            if (entries.isEmpty() && content.unfit().isEmpty()) {
                out.println("None.");
            }
            out.flush();
            return 0;
        }
    }

    /** Writes an entry and prints its id. */
    abstract static class Adding implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ControlOptions topic;

        /** The entry that the options describe. */
        abstract ControlEntry entry();

        /** Tells the user more than the id, aside. */
        final void say(String text) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(Printable.line(text));
            err.flush();
        }

        /** A series may have such a name, but a pattern is more likely meant. */
        final void sayWholeName(String series) {
            if (Wildcards.in(series)) {
                say(String.format(
                        Locale.ROOT,
                        "'%s' means the series of exactly this name: * and ? are not wildcards here.",
                        series));
            }
        }

        @Override
        public final Integer call() {
            ControlEntry entry = entry();
            ControlClient client = topic.open();
            if (client.create()) {
                say("There was no such topic: created, compacted. Name it in the job's settings, as control.topic.");
            } else {
                requireFree(entry, client.read());
            }
            client.put(entry);
            PrintWriter out = spec.commandLine().getOut();
            out.println(Printable.line(entry.id()));
            out.flush();
            return 0;
        }

        /** An entry replaces one of its own kind, none of another. */
        private static void requireFree(ControlEntry entry, ControlClient.Content content) {
            ControlEntry held = content.entries().get(entry.id());
            if (held != null && EntryKind.of(held) != EntryKind.of(entry)) {
                throw new CliException(String.format(
                        Locale.ROOT,
                        "'%s' is %s already, and %s would replace it. Give another --id, or remove it first: %s",
                        entry.id(),
                        EntryKind.of(held).words(),
                        EntryKind.of(entry).words(),
                        EntryKind.of(held).removal(entry.id())));
            }
        }
    }

    /** Removes entries of the command's own kinds, all or none. A record that cannot be followed is of any kind. */
    abstract static class Removing implements Callable<Integer> {

        private final List<EntryKind> kinds;

        @Mixin
        private ControlOptions topic;

        @Parameters(paramLabel = "ID", arity = "1..*", description = "As list shows them.")
        private List<String> ids;

        /** @param command whose kinds are removed, such as {@code rules} */
        Removing(String command) {
            this.kinds = EntryKind.of(command);
        }

        @Override
        public final Integer call() {
            ControlClient client = topic.open();
            ControlClient.Content content = client.read();
            List<String> unknown = ids.stream().filter(id -> !content.holds(id)).toList();
            if (!unknown.isEmpty()) {
                throw new CliException(String.format(
                        Locale.ROOT,
                        "There is no entry %s. Nothing was removed; list shows what there is.",
                        String.join(", ", unknown)));
            }
            ids.forEach(id -> requireOwn(id, content));
            client.requireCompacted();
            ids.forEach(id -> client.remove(content, id));
            return 0;
        }

        private void requireOwn(String id, ControlClient.Content content) {
            ControlEntry held = content.entries().get(id);
            if (held != null && !kinds.contains(EntryKind.of(held))) {
                throw new CliException(String.format(
                        Locale.ROOT,
                        "'%s' is %s. Nothing was removed; remove it with %s",
                        id,
                        EntryKind.of(held).words(),
                        EntryKind.of(held).removal(id)));
            }
        }
    }
}

package io.lookback.cli.control;

import io.lookback.cell.Cell;
import io.lookback.cell.CellRegistry;
import io.lookback.cell.CellSpec;
import io.lookback.cli.CliException;
import io.lookback.control.Announcement;
import io.lookback.control.ControlEntry;
import io.lookback.control.SeriesPattern;
import io.lookback.flow.ModelLoader;
import io.lookback.series.Series;
import io.lookback.series.SeriesLayout.CellLayout;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Models that take the place of configured ones. */
@Command(
        name = "models",
        description =
                "Checks a model's file, and changes the models of a running job: lists, announces and takes back those that"
                        + " stand in the place of configured ones.",
        subcommands = {
            ModelCheck.class,
            ModelsCommand.ListModels.class,
            ModelsCommand.AnnounceModel.class,
            ModelsCommand.RemoveModel.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class ModelsCommand {

    private static final String ALL = "*";

    @Command(name = "list", description = "Shows the announcements.")
    static final class ListModels extends EntryCommands.Showing {
        ListModels() {
            super("models");
        }
    }

    @Command(
            name = "remove",
            description = "Takes announcements back: the next that fits a series counts, or the model of the settings.")
    static final class RemoveModel extends EntryCommands.Removing {
        RemoveModel() {
            super("models");
        }
    }

    @Command(
            name = "announce",
            description = {
                "Checks a model, announces it, or another one under an id that there is, and prints the id. A job takes it for the cell of its kind.",
                "",
                "Of several announcements for a series the one counts whose pattern has most characters other than *, of those the one with the first id.",
            })
    static final class AnnounceModel extends EntryCommands.Adding {

        @Option(names = "--model", required = true, paramLabel = "FILE", description = "The .onnx file.")
        private String model;

        @Option(
                names = "--at",
                paramLabel = "URI",
                description =
                        "Where the job reads the file, such as s3://models/lstm-2.onnx, if that is not where it is read here.")
        private @Nullable String at;

        @Option(
                names = "--series",
                paramLabel = "PATTERN",
                defaultValue = ALL,
                description = "Names of series; * stands for any characters, ? for one (default: all).")
        private String series;

        @Option(names = "--shadow", description = "Score beside the live model, into the job's shadow.topic only.")
        private boolean shadow;

        @Option(
                names = "--id",
                paramLabel = "ID",
                description =
                        "Name of the announcement (default: the cell, with shadow- before and the pattern behind it if there is one).")
        private @Nullable String id;

        @Option(names = "--reason", paramLabel = "TEXT", description = "A comment for whoever reads the list.")
        private String reason = "";

        @Override
        ControlEntry entry() {
            String file = location(model);
            requireUri();
            try {
                Cell cell = ModelLoader.check(file);
                describe(cell);
                return new Announcement(
                        id == null ? usualId(cell) : id,
                        new SeriesPattern(series),
                        cell.card().cell(),
                        cell.card().qualifiedName(),
                        new Announcement.ModelFile(at == null ? file : at, cell.digest()),
                        shadow,
                        reason);
            } catch (IllegalArgumentException wrong) {
                throw new CliException("Nothing was announced: " + wrong.getMessage(), wrong);
            }
        }

        private void requireUri() {
            try {
                if (at != null) {
                    new org.apache.flink.core.fs.Path(at);
                }
            } catch (IllegalArgumentException wrong) {
                throw new CliException(
                        String.format(
                                Locale.ROOT,
                                "--at is '%s': give a URI such as s3://models/lstm-2.onnx (%s).",
                                at,
                                wrong.getMessage()),
                        wrong);
            }
        }

        private String usualId(Cell cell) {
            String name = (shadow ? "shadow-" : "") + cell.card().cell();
            return series.equals(ALL) ? name : name + '@' + series;
        }

        /** A job reads a file by its whole name, wherever it was started. */
        private static String location(String file) {
            return new org.apache.flink.core.fs.Path(file).toUri().getScheme() == null
                    ? Path.of(file).toAbsolutePath().normalize().toUri().toString()
                    : file;
        }

        private void describe(Cell cell) {
            String memory = CellLayout.of(cell).signature();
            say(String.format(
                    Locale.ROOT,
                    "%s is a %s; its memory is %s.",
                    cell.card().qualifiedName(),
                    cell.card().cell(),
                    memory));
            if (shadow) {
                say("Its series begin in the shadow, and warm up there first.");
                return;
            }
            say("Each series keeps its normalizer, profiles, novelty memories, thresholds and alerts.");
            say(String.format(
                    Locale.ROOT,
                    "The cell's memory goes on where the model before has the same one%s; elsewhere it begins afresh, and its forecast counts after %d records.",
                    isThatOfTheShippedModel(memory, cell.card().cell()) ? ", as the shipped one does" : "",
                    Series.SETTLING));
        }

        private static boolean isThatOfTheShippedModel(String memory, String kind) {
            return CellRegistry.shipped().contains(kind)
                    && memory.equals(
                            CellLayout.of(Cell.load(CellSpec.shipped(kind))).signature());
        }
    }
}

package io.lookback.integration.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.lookback.cli.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JobManager and two TaskManagers with two slots each, every one a process. */
public final class FlinkCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final int TASK_MANAGERS = 2;
    private static final List<String> ENDED = List.of("CANCELED", "FINISHED", "FAILED");
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    private static final Pattern SUBMITTED = Pattern.compile("JobID ([0-9a-f]{32})");

    private final FlinkHome home;
    private final FlinkRest rest;
    private final List<JavaProcess> taskManagers = new ArrayList<>();
    private JavaProcess jobManager;
    private int submissions;

    private FlinkCluster(FlinkHome home, FlinkRest rest) throws Exception {
        this.home = home;
        this.rest = rest;
        this.jobManager = jobManager();
        for (int i = 0; i < TASK_MANAGERS; i++) {
            taskManagers.add(taskManager(i));
        }
    }

    /** Whether the job was packaged, so that there is something to submit. */
    public static boolean canRun() {
        return Files.exists(FlinkHome.jobJar());
    }

    /** @param directory for configuration and logs */
    public static FlinkCluster start(Path directory) throws Exception {
        List<Integer> ports = Ports.free(2);
        FlinkHome home = FlinkHome.create(directory, ports.get(0), ports.get(1));
        FlinkCluster cluster = new FlinkCluster(home, new FlinkRest(ports.get(1), home::logged));
        cluster.awaitSlots();
        return cluster;
    }

    /**
     * {@code flink run} in a process of its own.
     *
     * @param restore checkpoint or savepoint to go on from
     * @param arguments of the job
     * @return id of the job
     */
    public String submit(Optional<String> restore, List<String> arguments) throws Exception {
        List<String> line = new ArrayList<>(SHORT_LIVED);
        line.addAll(List.of("org.apache.flink.client.cli.CliFrontend", "run", "--detached"));
        restore.ifPresent(path -> line.addAll(List.of("--fromSavepoint", path)));
        line.add(FlinkHome.jobJar().toString());
        line.addAll(arguments);
        try (JavaProcess client = home.start("client-" + submissions++, "512m", line)) {
            String printed = client.finish(PATIENCE.toSeconds());
            Matcher id = SUBMITTED.matcher(printed);
            if (!id.find()) {
                throw new AssertionError("No job id in: " + printed);
            }
            return id.group(1);
        }
    }

    /**
     * Runs a script in a session of Flink's SQL client, in a process of its own, on this cluster.
     *
     * @return what the session printed
     */
    public String sql(Path script) throws Exception {
        List<String> line = new ArrayList<>(SHORT_LIVED);
        line.addAll(List.of(
                "org.apache.flink.table.client.SqlClient",
                "embedded",
                "-D",
                "execution.target=remote",
                "-hist",
                script.resolveSibling("history").toString(),
                "-f",
                script.toString(),
                "-j",
                FlinkHome.sqlJar().toString()));
        try (JavaProcess client = home.start("sql-client-" + submissions++, "768m", line)) {
            return client.finish(PATIENCE.toSeconds());
        }
    }

    /** Bytes that the processes have logged so far; grows while something happens. */
    public long logged() {
        return home.logged();
    }

    /** Waits until the job works; a short one may have ended by the time it is asked. */
    public void awaitRunning(String job) throws Exception {
        rest.await("all tasks of job %s run".formatted(job), PATIENCE, () -> {
            reviveTaskManagers();
            JsonNode counts = rest.get("/jobs/" + job).path("status-counts");
            int all = 0;
            for (JsonNode count : counts) {
                all += count.asInt();
            }
            int deployed =
                    counts.path("RUNNING").asInt() + counts.path("FINISHED").asInt();
            return all > 0 && deployed == all ? job : null;
        });
    }

    /** @return how often the job was started over */
    public int restarts(String job) throws Exception {
        return rest.get("/jobs/%s/metrics?get=numRestarts".formatted(job))
                .path(0)
                .path("value")
                .asInt();
    }

    public void awaitRestart(String job, int before) throws Exception {
        rest.await("a restart of job " + job, PATIENCE, () -> restarts(job) > before ? job : null);
    }

    /** Takes a savepoint and ends the job. */
    public String stop(String job, Path savepoints) throws Exception {
        String trigger = rest.post(
                        "/jobs/%s/stop".formatted(job), "{\"targetDirectory\": \"%s\"}".formatted(savepoints.toUri()))
                .path("request-id")
                .asText();
        String path = rest.await("savepoint of job " + job, PATIENCE, () -> {
            JsonNode operation = rest.get("/jobs/%s/savepoints/%s".formatted(job, trigger));
            if (!operation.path("operation").path("failure-cause").isMissingNode()) {
                throw new AssertionError(operation.toString());
            }
            return operation.path("operation").path("location").asText(null);
        });
        awaitEnd(job);
        return path;
    }

    /** Unless it has ended by itself. */
    public void cancel(String job) throws Exception {
        if (ENDED.contains(state(job))) {
            return;
        }
        rest.patch("/jobs/%s?mode=cancel".formatted(job));
        awaitEnd(job);
    }

    /** Starts those again that have ended, as whoever runs them in production does: some errors end a TaskManager. */
    private void reviveTaskManagers() throws Exception {
        for (int i = 0; i < TASK_MANAGERS; i++) {
            if (!taskManagers.get(i).isAlive()) {
                taskManagers.set(i, taskManager(i));
            }
        }
    }

    /** Kills one with SIGKILL, starts another in its place and waits until that has registered. */
    public void replaceTaskManager(int index) throws Exception {
        Set<String> before = taskManagerIds();
        taskManagers.get(index).kill();
        taskManagers.set(index, taskManager(index));
        rest.await("a TaskManager in place of the killed one", PATIENCE, () -> {
            reviveTaskManagers();
            Set<String> now = taskManagerIds();
            return now.size() == TASK_MANAGERS && !now.equals(before) ? now : null;
        });
    }

    /** Kills it with SIGKILL and starts it again; its jobs are gone. */
    public void replaceJobManager() throws Exception {
        jobManager.kill();
        jobManager = jobManager();
        awaitSlots();
    }

    @Override
    public void close() throws InterruptedException {
        for (JavaProcess taskManager : taskManagers) {
            taskManager.close();
        }
        jobManager.close();
    }

    private JavaProcess jobManager() throws Exception {
        return home.start(
                "jobmanager",
                "512m",
                List.of(
                        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                        "--configDir",
                        home.configuration()));
    }

    private JavaProcess taskManager(int index) throws Exception {
        return home.start(
                "taskmanager-" + index,
                "448m",
                List.of(
                        "-XX:MaxDirectMemorySize=256m",
                        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                        "--configDir",
                        home.configuration()));
    }

    private Set<String> taskManagerIds() throws Exception {
        Set<String> ids = new HashSet<>();
        rest.get("/taskmanagers")
                .path("taskmanagers")
                .forEach(each -> ids.add(each.path("id").asText()));
        return ids;
    }

    private void awaitSlots() throws Exception {
        rest.await("all task slots are free", PATIENCE, () -> {
            reviveTaskManagers();
            JsonNode overview = rest.get("/overview");
            return overview.path("slots-available").asInt() == 2 * TASK_MANAGERS ? overview : null;
        });
    }

    /** @return the state in which it ended */
    public String awaitEnd(String job) throws Exception {
        return rest.await("the end of job " + job, PATIENCE, () -> {
            String state = state(job);
            return ENDED.contains(state) ? state : null;
        });
    }

    private String state(String job) throws Exception {
        return rest.get("/jobs/" + job).path("state").asText();
    }
}

package io.lookback.job;

import java.util.List;

/** What a user has to correct before the job can start. The message is for that user; it never shows a secret. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ConfigException(String problem) {
        super(problem);
    }

    public ConfigException(String problem, Throwable cause) {
        super(problem, cause);
    }

    static ConfigException of(List<String> problems) {
        return new ConfigException(String.join(System.lineSeparator(), problems));
    }
}

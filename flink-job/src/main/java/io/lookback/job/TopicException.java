package io.lookback.job;

import java.io.IOException;

/** A running job cannot go on with a topic; the message names it, and stands for its cause. */
final class TopicException extends IOException {

    private static final long serialVersionUID = 1L;

    TopicException(String message, Throwable cause) {
        super(message, cause);
    }
}

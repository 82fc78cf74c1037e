/** Alerts and incidents delivered to people: Alertmanager, webhooks, chats. Reads topics only; knows nothing of Flink. */
@NullMarked
package io.lookback.cli.notify;

import org.jspecify.annotations.NullMarked;

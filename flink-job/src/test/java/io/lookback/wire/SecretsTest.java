package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "input.registry.password",
                "output.registry.token",
                "kafka.sasl.jaas.config",
                "kafka.ssl.key.passphrase",
                "kafka.ssl.key.password",
                "kafka.ssl.keystore.key",
                "kafka.listener.ssl.keystore.key",
                "kafka.basic.auth.user.info",
                "kafka.basic.auth.credentials.source",
                "kafka.my.api-key",
                "kafka.my.apiKey",
                "kafka.my.API_KEY",
                "kafka.my.auth",
                "kafka.http.authorization",
                "kafka.x.account.key",
                "kafka.x.client-secret",
                "kafka.x.accessToken"
            })
    void knowsKeysOfSecrets(String key) {
        assertThat(Secrets.isKey(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "kafka.bootstrap",
                "input.time.format",
                "input.keep-bytes",
                "detection.without",
                "delivery.transaction-prefix",
                "kafka.security.protocol",
                "kafka.sasl.mechanism",
                "kafka.ssl.keystore.location",
                "kafka.sasl.oauthbearer.token.endpoint.url",
                "kafka.sasl.oauthbearer.assertion.claim.sub",
                "kafka.interceptor.author",
                "kafka.max.poll.records"
            })
    void leavesOrdinaryKeysAlone(String key) {
        assertThat(Secrets.isKey(key)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    http://ada:hunter2@host:1/x         | http://<secret>@host:1/x
                    http://ada:hun/ter2@host/x          | http://<secret>@host/x
                    http://hunter2@host                 | http://<secret>@host
                    https://host/x?a=1&apikey=hunter2&b | https://host/x?a=1&apikey=<secret>&b
                    https://host/x?sig=hunter2          | https://host/x?sig=<secret>
                    https://host?access_token=hunter2   | https://host?access_token=<secret>
                    ada:hunter2@broker:9092             | <secret>@broker:9092
                    user="a" password="hunter2";        | user="a" password=<secret>;
                    {"token": "hunter2"}                | {"token": <secret>}
                    Authorization: Bearer hunter2hunter | Authorization: <secret> <secret>
                    """)
    void hidesSecretsInsideOfTexts(String text, String shown) {
        assertThat(Secrets.hide(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://registry:8081",
                "broker:9092",
                "auth-broker:9092,token-broker:9092",
                "yyyy-MM-dd'T'HH:mm:ss",
                "https://host/x?topic=secrets&limit=3",
                "s3://bucket/checkpoints",
                "someone@example.com"
            })
    void leavesOrdinaryTextsAlone(String text) {
        assertThat(Secrets.hide(text)).isEqualTo(text);
    }
}
